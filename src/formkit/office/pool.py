"""The pool: office processes side by side, each of which may hang, die or refuse a file.

A call takes many files, for starting costs as much as converting ten. What a call has not made is
sorted by how far it came: files before the last one made were refused and are tried once more, each
alone; the first one after it is what the process hung at or died of, and is tried once more alone;
those behind it were never reached and go on together. So one bad file costs nobody else their PDF.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from formkit.kernel.errors import MissingProgram, fault
from formkit.kernel.findings import Place
from formkit.kernel.waiting import SECONDS
from formkit.office import probe
from formkit.office.cache import Cache
from formkit.office.call import STANDARD, Caller, Made, Options
from formkit.office.paper import Kind, Paper
from formkit.office.process import Ending
from formkit.office.programs import Program

T = TypeVar("T")
_WINDOW = 2  # calls per process that are held in memory at a time


def convert(
    papers: Iterable[Paper],
    program: Program,
    options: Options = STANDARD,
    *,
    cache: Cache | None = None,
) -> Iterator[Made]:
    """Yield what became of every paper, in their order; a bad one never stops the others.

    Args:
        papers: the documents; they are taken from it as the work goes on.
        program: LibreOffice or Word.
        options: how the pool works.
        cache: PDFs of earlier runs; None: everything is made anew.

    Raises:
        MissingProgram: FK-PDF-013, the program is there but converts nothing at all.
    """
    processes = options.processes(program)
    caller = Caller(program, options, cache)
    pool = _Pool(caller, processes)
    with ThreadPoolExecutor(processes, thread_name_prefix="formkit-office") as threads:
        try:
            for window in _batched(papers, _WINDOW * processes * options.per_call):
                yield from pool.work(window, threads)
        finally:  # Ctrl-C too: the processes go before their threads are waited for
            caller.stop.set()


def _batched(papers: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield groups of that size, the last one smaller; itertools has it from Python 3.12."""
    left = iter(papers)
    while group := tuple(islice(left, size)):
        yield group


@dataclass(frozen=True, slots=True)
class _Batch:
    """Papers of one kind for one call, by their position in the window."""

    positions: tuple[int, ...]
    again: bool = False  # the second and last time, alone


@dataclass(frozen=True, slots=True)
class _Answer:
    """What one call came to."""

    batch: _Batch
    ending: Ending
    made: dict[int, Made]


@dataclass
class _Pool:
    caller: Caller
    processes: int

    def work(self, window: Sequence[Paper], threads: ThreadPoolExecutor) -> list[Made]:
        """Return what became of the papers, in order."""
        found = ((at, self.caller.cached(paper)) for at, paper in enumerate(window))
        done = {at: made for at, made in found if made is not None}
        running: set[Future[_Answer]] = set()
        waiting = deque(self._batches(window, done))
        while waiting or running:
            while waiting:
                batch = waiting.popleft()
                papers = [window[position] for position in batch.positions]
                running.add(threads.submit(self._call, batch, papers))
            ended, running = wait(running, timeout=SECONDS, return_when=FIRST_COMPLETED)
            for future in ended:
                answer = future.result()
                done |= answer.made
                waiting.extend(self._rest(answer, window, done))
        return [done[position] for position in range(len(window))]

    def _batches(self, window: Sequence[Paper], done: dict[int, Made]) -> Iterator[_Batch]:
        kinds: tuple[Kind, ...] = ("docx", "xlsx")
        for kind in kinds:
            left = [n for n, paper in enumerate(window) if paper.kind == kind and n not in done]
            if not left:
                continue
            calls = -(-len(left) // self.caller.options.per_call)  # rounded up, …
            calls = min(-(-calls // self.processes) * self.processes, len(left))  # … for everybody
            for positions in _batched(left, -(-len(left) // calls)):
                yield _Batch(positions)

    def _rest(
        self, answer: _Answer, window: Sequence[Paper], done: dict[int, Made]
    ) -> Iterator[_Batch]:
        """Yield what is to be tried again; write down what failed for good."""
        positions = answer.batch.positions
        left = [position for position in positions if position not in answer.made]
        if not left:
            return
        if answer.batch.again:
            self._see_that_it_works()
            for position in left:
                done[position] = self._failed(window[position], answer.ending)
            return
        last = max((positions.index(n) for n in answer.made), default=-1)
        behind = [n for n in left if positions.index(n) > last]
        for position in (*(n for n in left if n not in behind), *behind[:1]):
            yield _Batch((position,), again=True)
        if behind[1:]:
            yield _Batch(tuple(behind[1:]))

    def _see_that_it_works(self) -> None:
        """Raise MissingProgram where the program fails at the simplest document as well."""
        if self.caller.proven:
            return
        simple = Paper("probe.docx", "docx", "", probe.document())
        _ending, made = self.caller.call([simple])
        if not made:
            raise MissingProgram("FK-PDF-013", program=self.caller.program.name)

    def _failed(self, paper: Paper, ending: Ending) -> Made:
        code = "FK-PDF-011" if ending is Ending.HUNG else "FK-PDF-012"
        place, seconds = Place(file=paper.name), f"{self.caller.options.start_seconds:g}"
        found = fault(code, place, program=self.caller.program.name, seconds=seconds)
        return Made(paper, findings=(found,))

    def _call(self, batch: _Batch, papers: Sequence[Paper]) -> _Answer:
        ending, made = self.caller.call(papers)
        return _Answer(batch, ending, {batch.positions[at]: one for at, one in made.items()})

"""The pool: office processes side by side, each of which may hang, die or refuse a file.

A call takes many files, for starting costs as much as converting ten. What a call has not made is
sorted by how far it came: files before the last one made were refused and are tried once more, each
alone; the first one after it is what the process hung at or died of, and is tried once more alone;
those behind it were never reached and go on together. So one bad file costs nobody else their PDF.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from formkit.kernel.errors import FormkitError, MissingProgram, fault
from formkit.kernel.findings import Finding, Place
from formkit.office import probe, soffice, word
from formkit.office.cache import Cache
from formkit.office.harvest import Harvest
from formkit.office.paper import Kind, Paper
from formkit.office.process import Ending, Watch
from formkit.office.programs import LibreOffice, Program
from formkit.pdf.finish import NotArchival, finished
from formkit.pdf.proof import prove

T = TypeVar("T")
MOST_PROCESSES = 8
_WINDOW = 2  # calls per process that are held in memory at a time


@dataclass(frozen=True, slots=True)
class Options:
    """How the pool works.

    archival: PDF/A-2b, validated. jobs: processes side by side; 0: one per core. per_call: files
    after which a process is replaced by a new one. start_seconds: the time to start and make the
    first file; file_seconds: for every further one. fonts: a fontconfig file instead of the
    machine's (LibreOffice on Linux).
    """

    archival: bool = False
    jobs: int = 0
    per_call: int = 50
    start_seconds: float = 90.0
    file_seconds: float = 60.0
    fonts: Path | None = None

    def processes(self, program: Program) -> int:
        """Return how many processes may run; Word and Excel are one each for the whole machine."""
        if not isinstance(program, LibreOffice):
            return 1
        return self.jobs or min(os.cpu_count() or 1, MOST_PROCESSES)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one paper: its PDF with pages, or the findings that say why there is none."""

    paper: Paper
    pdf: bytes | None = field(default=None, repr=False)
    pages: int = 0
    findings: tuple[Finding, ...] = ()


def convert(
    papers: Iterable[Paper],
    program: Program,
    options: Options = Options(),
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
    pool = _Pool(program, options, processes, cache)
    with ThreadPoolExecutor(processes, thread_name_prefix="formkit-office") as threads:
        try:
            for window in _batched(papers, _WINDOW * processes * options.per_call):
                yield from pool.work(window, threads)
        finally:  # Ctrl-C too: the processes go before their threads are waited for
            pool.stop.set()


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
    program: Program
    options: Options
    processes: int
    cache: Cache | None
    stop: threading.Event = field(default_factory=threading.Event)
    proven: bool = False  # the program has converted something

    def work(self, window: Sequence[Paper], threads: ThreadPoolExecutor) -> list[Made]:
        """Return what became of the papers, in order."""
        done = self._cached(window)
        running: set[Future[_Answer]] = set()
        waiting = deque(self._batches(window, done))
        while waiting or running:
            while waiting:
                batch = waiting.popleft()
                papers = [window[position] for position in batch.positions]
                running.add(threads.submit(self._call, batch, papers))
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                answer = future.result()
                done |= answer.made
                waiting.extend(self._rest(answer, window, done))
        return [done[position] for position in range(len(window))]

    def _cached(self, window: Sequence[Paper]) -> dict[int, Made]:
        if self.cache is None:
            return {}
        found = {}
        for position, paper in enumerate(window):
            pdf = self.cache.get(self._key(paper))
            if pdf is not None:
                found[position] = self._proved(paper, pdf, ())
        return found

    def _key(self, paper: Paper) -> tuple[str, ...]:
        """Return all that decides the bytes of a paper's PDF."""
        program = (type(self.program).__name__, self.program.version)
        return (paper.sha256, paper.kind, str(self.options.archival), *program)

    def _batches(self, window: Sequence[Paper], done: dict[int, Made]) -> Iterator[_Batch]:
        kinds: tuple[Kind, ...] = ("docx", "xlsx")
        for kind in kinds:
            left = [n for n, paper in enumerate(window) if paper.kind == kind and n not in done]
            if not left:
                continue
            calls = -(-len(left) // self.options.per_call)  # rounded up, …
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
        if self.proven:
            return
        simple = Paper("probe.docx", "docx", "", probe.document())
        if not self._call(_Batch((0,)), [simple]).made:
            raise MissingProgram("FK-PDF-013", program=self.program.name)

    def _failed(self, paper: Paper, ending: Ending) -> Made:
        code = "FK-PDF-011" if ending is Ending.HUNG else "FK-PDF-012"
        place, seconds = Place(file=paper.name), f"{self.options.start_seconds:g}"
        found = fault(code, place, program=self.program.name, seconds=seconds)
        return Made(paper, findings=(found,))

    def _call(self, batch: _Batch, papers: Sequence[Paper]) -> _Answer:
        """Convert the papers in one process of their own; what comes of it is proved meanwhile."""
        folder = Path(tempfile.mkdtemp(prefix="formkit-office-"))
        try:
            files = []
            spool = folder / "papers"
            spool.mkdir()
            for number, paper in enumerate(papers, start=1):
                file = spool / f"{number}.{paper.kind}"
                file.write_bytes(paper.data)
                files.append(file)
            made: dict[int, Made] = {}

            def take(at: int) -> None:
                done = self._taken(papers[at], awaited[at])
                if done is not None:
                    made[batch.positions[at]] = done

            awaited = [file.with_suffix(".pdf") for file in files]
            harvest = Harvest(awaited, take)
            ending = self._run(files, papers[0].kind, folder, harvest.look)
            harvest.rest()
            return _Answer(batch, ending, made)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _run(
        self, files: Sequence[Path], kind: Kind, folder: Path, progress: Callable[[], int]
    ) -> Ending:
        options = self.options
        watch = Watch(options.start_seconds, options.file_seconds, self.stop)
        if self.stop.is_set():
            return Ending.STOPPED
        if isinstance(self.program, LibreOffice):
            return soffice.convert(
                self.program,
                files,
                kind=kind,
                archival=options.archival,
                folder=folder,
                progress=progress,
                watch=watch,
                fonts=options.fonts,
            )
        return word.convert(
            self.program,
            files,
            kind=kind,
            archival=options.archival,
            folder=folder,
            progress=progress,
            watch=watch,
        )

    def _taken(self, paper: Paper, file: Path) -> Made | None:
        """Return the paper with its PDF; None where it does not open."""
        if self.stop.is_set():
            return None
        raw = file.read_bytes()
        findings: tuple[Finding, ...] = ()
        archival = self.options.archival
        try:
            pdf = finished(raw, paper.particulars, name=paper.name, archival=archival)
        except NotArchival as error:
            findings = (error.finding(),)
            pdf = finished(raw, paper.particulars, name=paper.name, archival=False)
        except FormkitError:
            return None
        self.proven = True
        made = self._proved(paper, pdf, findings)
        if self.cache is not None and made.pdf is not None and not findings:
            self.cache.put(self._key(paper), pdf)
        return made

    def _proved(self, paper: Paper, pdf: bytes, findings: tuple[Finding, ...]) -> Made:
        try:
            pages = prove(pdf, name=paper.name, expected=paper.expected)
        except FormkitError as error:
            return Made(paper, findings=(*findings, error.finding()))
        return Made(paper, pdf, pages, findings)

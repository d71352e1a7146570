"""A function done on many things by long-lived child processes under limits.

As `confined`, for many small pieces of work: the start of a process is paid once.

    with Workers(read, banks, jobs=2, limits=LIMITS) as workers:
        for outcome in workers.each(paths):  # in order; a Stopped stands for its own item only

A child that hangs, aborts or eats the memory is ended and replaced. Its item is blamed for memory
or a crash only when it also ends a child that has done nothing else.
"""

from __future__ import annotations

import pickle
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from queue import SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

from formkit.kernel import confined, leash
from formkit.kernel.confined import Reason, Stopped
from formkit.kernel.confined_child import LENGTH
from formkit.kernel.limits import Limits
from formkit.kernel.waiting import result_of

Item = TypeVar("Item")
Result = TypeVar("Result")

TURNS = 5_000  # items after which a child is replaced: what a library leaks does not add up
_BATCH = 8  # items that a thread takes at once
_AHEAD = 2  # batches per child that may be done before they are asked for
_WATCH_SECONDS = 0.2
_GRACE_SECONDS = 1.0  # the child's own alarm comes first
_START_SECONDS = 60.0  # to start a child and import the function's module on a busy machine


class Workers(Generic[Item, Result]):
    """The children; `each` hands them the items.

    Args:
        function: of a module; called as `function(item, *fixed)` in a child.
        *fixed: what is the same for all items; pickled once per child.
        jobs: how many children.
        limits: memory of a child; processor and clock time of one item.
        turns: items after which a child is replaced.
    """

    def __init__(
        self,
        function: Callable[..., Result],
        *fixed: Any,
        jobs: int = 1,
        limits: Limits,
        turns: int = TURNS,
    ) -> None:
        self._jobs = max(1, jobs)
        self._children = [_Child(function, fixed, limits, turns) for _ in range(self._jobs)]
        self._idle: SimpleQueue[_Child] = SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        self._closed = Event()

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(self._jobs, thread_name_prefix="worker")
        self._watch = Thread(target=self._end_the_late, daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closed.set()
        for child in self._children:
            child.close()  # a thread that waits for it hears the end
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._watch.join()
        for child in self._children:
            child.end()

    def each(self, items: Iterable[Item]) -> Iterator[Result | Exception]:
        """Yield what became of each item, in order: the result, or the exception it raised.

        `Stopped` is the exception of an item that took too much or ended its child. Only a few
        items more than were asked for are worked on at a time.
        """
        source = iter(items)
        begun: deque[Future[list[Result | Exception]]] = deque()
        while True:
            while len(begun) < self._jobs * _AHEAD and (batch := list(islice(source, _BATCH))):
                begun.append(self._pool.submit(self._do, batch))
            if not begun:
                return
            yield from result_of(begun.popleft())

    def _do(self, batch: list[Item]) -> list[Result | Exception]:
        child = self._idle.get()
        try:
            return [self._outcome(child, item) for item in batch]
        finally:
            self._idle.put(child)

    def _outcome(self, child: _Child, item: Item) -> Result | Exception:
        if self._closed.is_set():
            return InterruptedError()
        try:
            return child.ask(item)  # type: ignore[no-any-return]
        except Stopped as stopped:
            if stopped.reason is Reason.TIME or child.was_fresh:
                return stopped
        return self._outcome(child, item)  # what earlier items left behind may be the cause

    def _end_the_late(self) -> None:
        while not self._closed.wait(_WATCH_SECONDS):
            for child in self._children:
                child.end_if_late()


class _Child:
    """One child process, started when it is first asked."""

    def __init__(
        self, function: Callable[..., Any], fixed: tuple[Any, ...], limits: Limits, turns: int
    ) -> None:
        self._limits = limits
        self._turns = turns
        self._name = function.__qualname__
        self._greeting = pickle.dumps((limits, turns)) + pickle.dumps(
            (*confined.address_of(function), fixed)
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: Thread | None = None
        self._words: dict[str, bytes] = {}
        self._done = 0
        self._deadline = float("inf")
        self._late = self._closed = False
        self.was_fresh = True
        """Whether it had done nothing else before the last item."""

    def ask(self, item: Any) -> Any:
        """Return what came of the item: the result, or the exception that the function raised.

        Raises:
            Stopped: it did not come to an end.
        """
        if self._done >= self._turns:
            self.end()
        self.was_fresh = self._done == 0
        if self._process is None:
            self._start()
        request = pickle.dumps(item)
        self._deadline = time.monotonic() + self._limits.wall_seconds + _GRACE_SECONDS
        _, answer = pickle.loads(self._said(LENGTH.pack(len(request)) + request))  # noqa: S301 - our own child wrote it
        self._deadline = float("inf")
        self._done += 1
        return answer

    def _start(self) -> None:
        if self._closed:
            raise Stopped(Reason.CRASH, self._limits, "closed")
        self._late, self._words = False, {}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self._process = leash.start(confined.child_command("serve_many"), **pipes)
        self._listener = Thread(
            target=confined.last_words, args=(self._process.stderr, self._words), daemon=True
        )
        self._listener.start()
        self._deadline = time.monotonic() + _START_SECONDS
        try:
            self._said(self._greeting)  # nothing but a length: it is ready
        except Stopped as stopped:
            if self._closed:
                raise
            raise RuntimeError(f"no child for {self._name}: {stopped}") from stopped

    def _said(self, request: bytes) -> bytes:
        """Send a request and return the answer; raises Stopped where none comes."""
        length = 0
        with suppress(OSError):  # it has ended
            asked, told = self._pipes()
            asked.write(request)
            asked.flush()
            head = told.read(LENGTH.size)
            if len(head) == LENGTH.size:
                (length,) = LENGTH.unpack(head)
                if length <= self._limits.answer and len(answer := told.read(length)) == length:
                    return answer
        long = length > self._limits.answer
        if not long:  # it is ending: its own last words and status say why
            self._wait()
        status = self.end()
        words = self._words.get("words", b"")
        raise confined.stopped(status, words, self._limits, late=self._late, long=long)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        """Return where it is asked, and where it answers."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise BrokenPipeError
        return process.stdin, process.stdout

    def _wait(self) -> None:
        """Give a child that closed its mouth the rest of its time; the watch ends it else."""
        process = self._process
        if process is not None:
            process.wait()

    def end_if_late(self) -> None:
        """End the process when its time is over."""
        process = self._process
        if process is not None and time.monotonic() > self._deadline:
            self._late, self._deadline = True, float("inf")
            leash.end(process)

    def close(self) -> None:
        """End the process, for good: it is not started again. Another thread may wait for it."""
        self._closed = True
        process = self._process
        if process is not None:
            leash.end(process)

    def end(self) -> int:
        """End the process and what it started; return what it ended with, 0 where there is none."""
        process, self._process = self._process, None
        self._deadline, self._done = float("inf"), 0
        if process is None:
            return 0
        status = leash.end(process)
        if self._listener is not None:
            self._listener.join()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        return status

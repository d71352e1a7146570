"""Who does the work on single records: this process, worker processes beside it, a cluster."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from typing import Any, Protocol, TypeVar

from formkit.kernel.errors import MissingProgram, OutputError
from formkit.kernel.waiting import result_of
from formkit.pipeline.filling import examining, printout
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.items import Job
from formkit.pipeline.filling.pace import Pace
from formkit.render import CompiledTemplate

Item = TypeVar("Item")
Result = TypeVar("Result")
Work = Callable[[Bench, Item], Result]

_SLICES_EACH = 4  # a worker takes a chunk in so many pieces, so that none waits long for another
_STOPPED = 1
_MOST = {"nt": 61}  # by `os.name`: Windows waits for no more than 63 things at a time


class Crew(Protocol):
    """Does a piece of work on each of many items.

    Works are functions of a module (`examining`, `printout`), items and results plain picklable
    data, so that it makes no difference where they run.
    """

    def start(
        self, work: Work[Item, Result], items: Sequence[Item]
    ) -> Callable[[], Sequence[Result]]:
        """Begin the work; the returned call waits for it and returns the results in order."""
        ...

    def close(self) -> None:
        """Send everybody home; what is not done yet is not done."""
        ...


class LocalCrew:
    """This very process."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def start(
        self, work: Work[Item, Result], items: Sequence[Item]
    ) -> Callable[[], Sequence[Result]]:
        """Return the call that does the work."""
        return lambda: [work(self._bench, item) for item in items]

    def close(self) -> None:
        """Nobody has to be sent home."""


class ProcessCrew:
    """Worker processes of this machine; one that dies is replaced and its work done once more."""

    def __init__(self, job: Job, workers: int) -> None:
        self._job = job
        self._workers = workers
        self._pool = self._hire()

    def _hire(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            self._workers, context(), initializer=_set_up, initargs=(self._job,)
        )

    def start(
        self, work: Work[Item, Result], items: Sequence[Item]
    ) -> Callable[[], Sequence[Result]]:
        """Hand the items out in slices and return the call that collects the results."""
        size = max(1, -(-len(items) // (self._workers * _SLICES_EACH)))
        slices = [items[start : start + size] for start in range(0, len(items), size)]
        pending = [(piece, *self._hand_out(work, piece)) for piece in slices]
        return lambda: [
            result
            for piece, pool, begun in pending
            for result in self._collected(work, piece, pool, begun)
        ]

    def _hand_out(
        self, work: Work[Item, Result], piece: Sequence[Item]
    ) -> tuple[ProcessPoolExecutor, Future[list[Result]] | None]:
        try:
            return self._pool, self._pool.submit(_do, work, piece)
        except BrokenProcessPool:
            return self._pool, None

    def _collected(
        self,
        work: Work[Item, Result],
        piece: Sequence[Item],
        pool: ProcessPoolExecutor,
        begun: Future[list[Result]] | None,
    ) -> Sequence[Result]:
        if begun is not None:
            try:
                return result_of(begun)
            except BrokenProcessPool:  # killed, or out of memory
                pass
        if pool is self._pool:
            pool.shutdown(wait=False, cancel_futures=True)
            self._pool = self._hire()
        try:
            return result_of(self._pool.submit(_do, work, piece))
        except BrokenProcessPool as error:
            raise OutputError("FK-RUN-001", jobs=self._workers) from error

    def close(self) -> None:
        """Send the workers home."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def crew_for(job: Job, template: CompiledTemplate, pace: Pace) -> Crew:
    """Return the crew that the pace asks for: a cluster, worker processes, or this process alone.

    Raises:
        MissingProgram: the packages for a cluster are not installed.
        OutputError: the cluster is not reached.
    """
    if pace.cluster is not None:
        try:
            cluster = import_module("formkit.pipeline.filling.cluster")  # an extra of its own
        except ModuleNotFoundError as error:
            raise MissingProgram("FK-RUN-010", package=error.name) from error
        crew: Crew = cluster.ClusterCrew(job, pace.cluster)
        return crew
    workers = workers_for(pace.jobs or os.cpu_count() or 1, os.name)
    if workers > 1:
        return ProcessCrew(job, workers)
    bench = Bench(job)
    bench.template = template  # compiled already
    return LocalCrew(bench)


def workers_for(wanted: int, system: str) -> int:
    """Return how many of the wanted worker processes a system can have, by its `os.name`."""
    return min(wanted, _MOST.get(system, wanted))


def context() -> BaseContext:
    """Return how workers are started: never as copies of this process with all that it holds."""
    if "forkserver" not in get_all_start_methods():  # Windows
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(
        [examining.__name__, printout.__name__]
    )  # read once, shared by all workers
    return context


_bench: Bench | None = None  # of this worker process


def _set_up(job: Job) -> None:
    global _bench  # noqa: PLW0603 - a worker process serves one job
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's to answer
    threading.Thread(target=_leave_with_the_coordinator, daemon=True).start()
    _bench = Bench(job)
    gc.freeze()  # it stands as long as the worker does


def _leave_with_the_coordinator() -> None:
    """End this worker when the process that started it is gone: nobody else would."""
    coordinator = parent_process()
    if coordinator is not None:
        wait([coordinator.sentinel])
        os._exit(_STOPPED)


def _do(work: Work[Any, Any], items: Sequence[Any]) -> list[Any]:
    if _bench is None:
        raise RuntimeError("worker without a job")
    return [work(_bench, item) for item in items]

"""A crew on other machines: Dask workers examine and print; numbers are drawn here as always.

What a worker is given says all (`cluster_worker.py`), so a worker that dies costs nothing: the
scheduler has its work done by another one, and twice done is the same.
"""

from __future__ import annotations

import logging
import pickle
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar, cast

from distributed import CancelledError, Client, Future, wait
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker

from formkit.kernel.errors import OutputError
from formkit.kernel.files import sha256
from formkit.kernel.findings import Place
from formkit.pipeline.filling import cluster_worker
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.cluster_worker import (
    Delivered,
    Parcel,
    packed,
    require_same,
    versions,
)
from formkit.pipeline.filling.items import Failure, Job, Order, Printed
from formkit.pipeline.filling.pace import BACK, SHARED, Cluster
from formkit.pipeline.filling.printout import keep, print_out

Item = TypeVar("Item")
Result = TypeVar("Result")

CONNECT_SECONDS = 15.0
IDLE_SECONDS = 60.0  # how long a run waits for a machine when none is left
LOOK_SECONDS = 2.0  # how often it looks whether there is one
LOST = (KilledWorker, CancelledError, CommClosedError, OSError, TimeoutError)
_SLICES_EACH = 4  # a worker thread takes a chunk in so many pieces
_RETRIES = 2


class ClusterCrew:
    """The workers of a Dask cluster.

    Raises:
        OutputError: the scheduler is not reached, or a worker has another formkit or Python.
    """

    def __init__(self, job: Job, cluster: Cluster) -> None:
        self._cluster = cluster
        self._place = Place(label=cluster.address)
        self._durable = job.durable
        self._client: Client = _connected(cluster, self._place)
        try:
            self._require_same_versions()
            self._parcel = self._sent(packed(job))
        except BaseException:
            self._client.close()
            raise

    def start(
        self, work: Callable[[Bench, Item], Result], items: Sequence[Item]
    ) -> Callable[[], Sequence[Result]]:
        """Hand the items out in slices and return the call that collects the results."""
        if cast("object", work) is print_out:
            printing = self._printing(cast("Sequence[Order]", items))
            return cast("Callable[[], Sequence[Result]]", printing)
        return self._begun(cluster_worker.do, work, items)

    def close(self) -> None:
        """Let the cluster go; what is not done yet is not done."""
        self._client.close()

    def _printing(self, orders: Sequence[Order]) -> Callable[[], Sequence[Printed]]:
        """Print the orders; their bytes reach the unfinished files the way the run was told."""
        collect = self._begun(cluster_worker.deliver, self._cluster.deliver, orders)
        return lambda: [
            self._arrived(order, delivered)
            for order, delivered in zip(orders, collect(), strict=True)
        ]

    def _arrived(self, order: Order, delivered: Delivered) -> Printed:
        """Write what was delivered into the order's unfinished file, if it is not there already."""
        printed = delivered.printed
        if printed.failure or self._cluster.deliver == SHARED:
            return printed
        data = delivered.data
        if self._cluster.deliver != BACK:
            try:
                data = cluster_worker.fetched(self._cluster.deliver, printed.sha)
            except Exception as error:  # noqa: BLE001 - each kind of storage has faults of its own
                return _failed("FK-RUN-015", url=self._cluster.deliver, reason=str(error)[:120])
        if sha256(data) != printed.sha:
            return _failed("FK-RUN-016", name=printed.name)
        return keep(order, printed, data, durable=self._durable)

    def _begun(
        self, task: Callable[..., list[Result]], how: object, items: Sequence[Any]
    ) -> Callable[[], list[Result]]:
        try:
            with self._told():
                threads = sum(self._client.nthreads().values()) or 1
                size = max(1, -(-len(items) // (threads * _SLICES_EACH)))
                slices = [items[start : start + size] for start in range(0, len(items), size)]
                futures = [self._submitted(task, how, piece) for piece in slices]
        except OutputError as error:
            return partial(_raised, error)  # told where the results are asked for
        return lambda: [result for piece in self._gathered(futures) for result in piece]

    def _submitted(self, task: Callable[..., Any], how: object, piece: Sequence[Any]) -> Future:
        """Hand one slice out; the same slice again is the same task."""
        content = sha256(pickle.dumps((self._parcel.key, how, piece)))
        key = f"{task.__name__}-{content}"
        return self._client.submit(task, self._parcel, how, piece, key=key, retries=_RETRIES)

    def _gathered(self, futures: Sequence[Future]) -> list[Any]:
        """Return the results in order; give up when no machine is left for a minute."""
        last_seen = time.monotonic()
        with self._told():
            while True:
                try:
                    wait(futures, timeout=LOOK_SECONDS)
                    return cast("list[Any]", self._client.gather(futures))
                except TimeoutError:
                    if self._client.nthreads():
                        last_seen = time.monotonic()
                    elif time.monotonic() - last_seen > IDLE_SECONDS:
                        raise

    def _sent(self, parcel: Parcel) -> Future:
        """Give the job to the cluster as a task: where it was lost, it is made again."""
        return self._client.submit(cluster_worker.taken, parcel, key=f"job-{parcel.sha}")

    def _require_same_versions(self) -> None:
        """See that every machine has our formkit; one that cannot even say so has another."""
        with self._told():
            try:
                found = self._client.run(versions, on_error="return")
            except (ImportError, AttributeError) as error:
                found = {self._cluster.address: error}
        for machine, theirs in found.items():
            require_same(versions(), theirs, machine=machine, place=self._place)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the faults of a cluster into a sentence.

        A client that lost its scheduler fails in many ways, of which few are said anywhere.
        """
        try:
            yield
        except OutputError:
            raise
        except Exception as error:
            if isinstance(error, LOST) or self._client.status != "running":
                raise OutputError("FK-RUN-012", place=self._place) from error
            raise


def _connected(cluster: Cluster, place: Place) -> Client:
    _silence()
    try:
        return Client(cluster.address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise OutputError("FK-RUN-011", place=place, address=cluster.address) from error


def _silence() -> None:
    """Let no log line of Dask onto the screen: we say ourselves what was lost."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":  # each was given a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)


def _raised(error: OutputError) -> list[Any]:
    raise error


def _failed(code: str, **values: Any) -> Printed:
    return Printed(failure=Failure.of(OutputError(code, **values)))

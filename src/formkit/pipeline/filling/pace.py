"""How a run goes about its work: alone, with worker processes, on a cluster; in which chunks."""

from __future__ import annotations

from dataclasses import dataclass

from formkit.kernel.errors import UsageError

BACK = "back"
SHARED = "shared"

CHUNK = 500  # records in one transaction: their syncs cost one document's, another clerk waits 1 s


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the workers are found, and how printed documents reach the output folder.

    Attributes:
        address: the Dask scheduler, `tcp://machine:8786` (or `tls://…`).
        deliver: `back`: over the connection; `shared`: the output folder is mounted on every
            machine under the same path, and the workers write into it; else an fsspec URL
            (`file:///mnt/…`, `s3://…`): they are put down there and fetched.
    """

    address: str
    deliver: str = BACK

    def __post_init__(self) -> None:
        if self.deliver not in (BACK, SHARED) and "://" not in self.deliver:
            form = "--deliver back|shared|URL"
            raise UsageError("FK-WS-015", value=f"--deliver {self.deliver}", form=form)


@dataclass(frozen=True)
class Pace:
    """How a run goes about its work; the documents are the same whatever it says.

    jobs: worker processes; 1: none beside this one, 0: one for each core.
    cluster: the machines that do the work instead; None: this one.
    chunk: how many records are numbered, written and registered in one transaction.
    """

    jobs: int = 1
    cluster: Cluster | None = None
    chunk: int = CHUNK

    def __post_init__(self) -> None:
        if self.cluster is not None and self.jobs != 1:
            form = "--jobs 个数 或 --cluster 地址"
            raise UsageError("FK-WS-015", value="--jobs --cluster", form=form)

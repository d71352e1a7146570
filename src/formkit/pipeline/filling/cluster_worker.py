"""What runs on the machines of a cluster: plain functions of what they are given.

A worker has formkit and its forms installed; the workspace's own forms come along with the job.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import platform
import threading
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from fsspec.core import url_to_fs

import formkit
from formkit import __version__
from formkit.kernel.errors import OutputError
from formkit.kernel.files import sha256
from formkit.kernel.findings import Place
from formkit.kernel.i18n import _
from formkit.kernel.resources import forms_folder
from formkit.kernel.temporary import Temporary
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.items import Failure, Job, Order, Printed
from formkit.pipeline.filling.pace import BACK, SHARED
from formkit.pipeline.filling.printout import keep, print_home

Item = TypeVar("Item")
Result = TypeVar("Result")

_OWN_FORMS = "forms"
_here = threading.local()  # a worker may have several threads; each has its own bench


@dataclass(frozen=True, slots=True)
class Parcel:
    """A job as it travels: pickled, with the workspace's own forms as a zip.

    `versions` are those of the sender: a machine that came later may have others.
    """

    sha: str
    job: bytes
    forms: bytes
    versions: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A printed paper and, where it comes back over the connection, its bytes."""

    printed: Printed
    data: bytes = b""


def packed(job: Job) -> Parcel:
    """Return the job ready to travel, with the company's own forms."""
    own = [folder for folder in job.forms if folder != forms_folder()]
    forms = _zipped(own)
    pickled = pickle.dumps(replace(job, forms=()))
    return Parcel(sha256(pickled + forms), pickled, forms, versions())


def taken(parcel: Parcel) -> Parcel:
    """Return the parcel: as a task of the cluster it is made again wherever it was lost."""
    return parcel


def versions() -> tuple[str, str]:
    """Return what must be the same on all machines: formkit, to the letter, and Python."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"formkit {__version__} ({_own_digest()})", f"Python {python}"


@cache
def _own_digest() -> str:
    """Return a short digest of formkit's own code and forms: a number may stand for several."""
    folders = ((Path(formkit.__file__).parent, "*.py"), (forms_folder(), "*.yaml"))
    digest = hashlib.sha256()
    for folder, kind in folders:
        for path in sorted(folder.rglob(kind)):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]


def require_same(
    ours: tuple[str, str], theirs: object, *, machine: str, place: Place | None = None
) -> None:
    """Raise OutputError where a machine says other versions than ours, or could not say any."""
    if theirs == ours:
        return
    told = " / ".join(theirs) if isinstance(theirs, tuple) else _("另一版本,或没有装 formkit")
    said = {"machine": machine, "theirs": told, "ours": " / ".join(ours)}
    raise OutputError("FK-RUN-013", place=place or Place(), **said)


def do(
    parcel: Parcel, work: Callable[[Bench, Item], Result], items: Sequence[Item]
) -> list[Result]:
    """Do the work on each item and return the results in order."""
    bench = _bench(parcel)
    return [work(bench, item) for item in items]


def deliver(parcel: Parcel, way: str, orders: Sequence[Order]) -> list[Delivered]:
    """Print the orders and bring them on their way: back, into the shared folder, to a URL."""
    bench = _bench(parcel)
    return [_delivered(bench, way, order) for order in orders]


def fetched(url: str, sha: str) -> bytes:
    """Return a document that a worker put down at the URL, and remove it there."""
    files, path = _storage(url, sha)
    data: bytes = files.cat_file(path)
    files.rm_file(path)
    return data


def _delivered(bench: Bench, way: str, order: Order) -> Delivered:
    printed, data = print_home(bench, order)
    if printed.failure:
        return Delivered(printed)
    if way == BACK:
        return Delivered(printed, data)
    if way == SHARED:
        folder = order.target.parent
        if not folder.is_dir():
            lost = OutputError("FK-RUN-014", name=str(folder.parent), machine=platform.node())
            return Delivered(Printed(failure=Failure.of(lost)))
        return Delivered(keep(order, printed, data, durable=True))
    try:
        files, path = _storage(way, printed.sha)
        files.makedirs(path.rpartition("/")[0], exist_ok=True)
        files.pipe_file(path, data)
    except Exception as error:  # noqa: BLE001 - each kind of storage has faults of its own
        failed = OutputError("FK-RUN-015", url=way, reason=str(error)[:120])
        return Delivered(Printed(failure=Failure.of(failed)))
    return Delivered(printed)


def _storage(url: str, sha: str) -> tuple[Any, str]:
    files, path = url_to_fs(url)
    return files, f"{str(path).rstrip('/')}/{sha}"


def _bench(parcel: Parcel) -> Bench:
    """Return this thread's bench for the job; a worker serves one job after the other."""
    require_same(parcel.versions, versions(), machine=platform.node())
    if getattr(_here, "sha", "") != parcel.sha:
        job: Job = pickle.loads(parcel.job)  # noqa: S301 - the coordinator of this very run wrote it
        _here.home = Temporary("cluster")
        home = _here.home.path
        own = home / _OWN_FORMS
        # Photographs are found where the workspace is mounted under the same path, only there.
        root = job.root if job.root and job.root.is_dir() else home
        with zipfile.ZipFile(io.BytesIO(parcel.forms)) as forms:
            forms.extractall(own)  # names that `packed` wrote
        _here.bench = Bench(replace(job, root=root, forms=(own, forms_folder())))
        _here.sha = parcel.sha
    bench: Bench = _here.bench
    return bench


def _zipped(folders: Sequence[Path]) -> bytes:
    """Return the files of the folders, the first folder's before the others'."""
    made = io.BytesIO()
    seen: set[str] = set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as forms:
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder).as_posix()
                if path.is_file() and name not in seen:
                    seen.add(name)
                    entry = zipfile.ZipInfo(name)
                    forms.writestr(entry, path.read_bytes())
    return made.getvalue()

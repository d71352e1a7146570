"""Folders in the system's temporary folder: they go with their owner, a killed one's a day later.

Each holds a lock for as long as its owner lives. What another run finds unlocked there, made by
this user and older than a day, was left by one that was killed, and is removed.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from multiprocessing import util
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

PREFIX = "formkit-"
LOCK = ".lock"
KEPT_SECONDS = 86_400.0


class Temporary:
    """A private folder; it is removed with this object, at the latest when the process ends.

    Worker processes leave without running what Python runs at its end; this runs there too.

    Args:
        kind: what it is for: `formkit-<kind>-…`.

    Raises:
        OSError: there is no room, or nothing can be written there.
    """

    def __init__(self, kind: str) -> None:
        clear_once()
        self.path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{kind}-"))
        lock = FileLock(self.path / LOCK, timeout=0, thread_local=False)
        lock.acquire()
        self._end = util.Finalize(self, _remove, args=(self.path, lock), exitpriority=0)

    def remove(self) -> None:
        """Remove the folder now; what another program holds open is left to a later run."""
        self._end()

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Remove it."""
        self.remove()


def _remove(path: Path, lock: FileLock) -> None:
    lock.release()  # first: Windows removes no open file
    shutil.rmtree(path, ignore_errors=True)


@cache
def clear_once() -> None:
    """Clear the system's temporary folder, once in a process."""
    clear(Path(tempfile.gettempdir()), before=time.time() - KEPT_SECONDS)


def clear(folder: Path, *, before: float) -> None:
    """Remove what killed runs of this user left in the folder before that moment."""
    for path in folder.glob(f"{PREFIX}*"):
        with suppress(OSError, Timeout):
            if _is_old(path, before) and (path / LOCK).is_file():
                lock = FileLock(path / LOCK, timeout=0, thread_local=False)
                lock.acquire()  # refused while its owner lives
                _remove(path, lock)


def _is_old(path: Path, before: float) -> bool:
    """Return whether it is an old folder of this user; on Windows each has a place of his own."""
    status = path.lstat()
    mine = sys.platform == "win32" or status.st_uid == os.getuid()
    return stat.S_ISDIR(status.st_mode) and mine and status.st_mtime < before

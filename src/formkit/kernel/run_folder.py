"""A run's folder of unfinished files: while the run lives it is locked, so a dead one is known."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from formkit.kernel.errors import OutputError
from formkit.kernel.files import TEMPORARY, explained

LOCK = "lock"
_TRIES = 20
# Since Python 3.11.10 and 3.12.4 Windows obeys 0o700 too: files made in such a folder would take
# the rights of their owner alone along to their places, where colleagues could not open them.
_MODES = {"nt": 0o777}  # by `os.name`; elsewhere a private folder, whose files get their own rights
_PRIVATE = 0o700


@dataclass(frozen=True)
class RunFolder:
    """A folder `.formkit-<run>` and the lock that says that its run is alive."""

    path: Path
    lock: FileLock

    def clear(self) -> None:
        """Remove every file but the lock; what cannot be removed now is swept by a later run."""
        with suppress(OSError):
            for left in self.path.iterdir():
                if left.name != LOCK:
                    with suppress(OSError):
                        left.unlink()

    def remove(self) -> None:
        """Remove the folder and let its lock go."""
        self.clear()
        with suppress(OSError):  # POSIX: gone while it is still ours; Windows: only when let go
            (self.path / LOCK).unlink()
        self.lock.release()
        with suppress(OSError):
            (self.path / LOCK).unlink(missing_ok=True)
            self.path.rmdir()

    def leave(self) -> None:
        """Let the lock go and leave the files to a later run, which finds them as a dead one's."""
        self.lock.release()


def open_run(parent: Path) -> RunFolder:
    """Return a new run folder inside the folder.

    Raises:
        OutputError: the folder is missing, read-only or full.
    """
    for _try in range(_TRIES):
        try:
            path = parent / f"{TEMPORARY}{secrets.token_hex(4)}"
            path.mkdir(mode=mode_for(os.name))
            run = _locked(path)
        except FileExistsError:
            continue
        except OSError as error:
            raise explained(error, parent / TEMPORARY) from error
        if run is not None:  # None: swept by another run in the moment before it was locked
            return run
    raise OutputError("FK-OUT-005", reason="lock", name=parent)


def mode_for(system: str) -> int:
    """Return the mode with which a run's folder is made on a system, by its `os.name`."""
    return _MODES.get(system, _PRIVATE)


def has_runs(parent: Path) -> bool:
    """Return whether there are folders of runs at all, dead or alive."""
    return any(path.is_dir() for path in parent.glob(f"{TEMPORARY}*"))


def dead_runs(parent: Path) -> Iterator[RunFolder]:
    """Yield the folders of runs that were killed; they are locked by the caller now."""
    for path in sorted(parent.glob(f"{TEMPORARY}*")):
        if path.is_dir() and not path.is_symlink():
            with suppress(OSError):
                run = _locked(path)
                if run is not None:
                    yield run


def _locked(path: Path) -> RunFolder | None:
    """Return the folder locked; None where another run holds it or has just removed it."""
    lock = FileLock(path / LOCK, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    if not (path / LOCK).exists():
        lock.release()
        return None
    return RunFolder(path, lock)

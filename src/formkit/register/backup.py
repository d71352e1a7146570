"""A copy of the register that is whole, although others write meanwhile (T33)."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from formkit.kernel.clock import Clock
from formkit.kernel.errors import OutputError, UsageError
from formkit.kernel.files import TEMPORARY, explained, replace_file
from formkit.kernel.findings import Place
from formkit.kernel.links import refuse_link
from formkit.kernel.volumes import sync_folder
from formkit.register.database import BUSY_SECONDS
from formkit.register.register import Register


@dataclass(frozen=True, slots=True)
class Backup:
    """Where the copy stands, how many numbers and documents it knows, and its SHA-256."""

    path: Path
    numbers: int
    documents: int
    sha256: str


def back_up(register: Register, target: Path, *, clock: Clock) -> Backup:
    """Copy the register as it is at one moment, look the copy through, give it its name.

    Args:
        register: an SQLite register; others may write to it.
        target: the file to make, in a folder that is there; nothing may stand at its place.
        clock: for opening the copy.

    Raises:
        UsageError: FK-REG-035, a server keeps the register.
        OutputError: something stands at the target, or the copy cannot be written or is damaged.
    """
    if register.file is None:
        raise UsageError("FK-REG-035", name=register.name)
    refuse_link(target)
    if target.exists():
        raise OutputError("FK-OUT-008", place=Place(file=target.name), name=target.name)
    try:
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise explained(error, target) from error
    os.close(handle)
    unfinished = Path(name)
    try:
        _copy(register.file, unfinished)
        counted = _looked_through(unfinished, clock)
        with unfinished.open("rb+") as copy:
            os.fsync(copy.fileno())
            digest = hashlib.file_digest(copy, "sha256").hexdigest()
        replace_file(unfinished, target)
    except sqlite3.Error as error:
        full = "full" in str(error).lower()
        code = "FK-OUT-003" if full else "FK-REG-036"
        place = Place(file=target.name)
        raise OutputError(code, place=place, name=target.parent if full else target.name) from error
    except OSError as error:
        raise explained(error, target) from error
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(target.parent)
    return Backup(target, counted["numbers"], counted["documents"], digest)


def _copy(source: Path, target: Path) -> None:
    """Copy the whole database in one read transaction, through SQLite's own backup."""
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)


def _looked_through(copy: Path, clock: Clock) -> dict[str, int]:
    """Return what the copy counts.

    Raises:
        sqlite3.Error: it is damaged.
        OutputError: it is no register of this version.
    """
    with closing(sqlite3.connect(copy)) as opened:
        said = opened.execute("PRAGMA integrity_check").fetchone()
        if said != ("ok",):
            raise sqlite3.DatabaseError(str(said))
    register = Register(f"sqlite:///{copy.name}", root=copy.parent, clock=clock)
    try:
        return register.counted()
    finally:
        register.close()

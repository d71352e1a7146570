"""Reading the bytes of a file that somebody named; every failure is a sentence with a remedy."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.files import is_too_long
from formkit.kernel.findings import Place
from formkit.kernel.links import is_link
from formkit.ooxml.limits import Limits

_CODES = {errno.ENAMETOOLONG: "FK-IN-048", errno.ELOOP: "FK-IN-049"}


def load(path: Path, *, limits: Limits, most: int = -1, follow: bool = True) -> bytes:
    """Return the whole file; it is read once, so that what was judged is what is used.

    Args:
        path: the file as somebody named it.
        limits: how large it may be.
        most: how many bytes from its beginning are wanted; -1: all.
        follow: whether a symbolic link stands for the file it leads to.

    Raises:
        InputUnreadable: FK-IN-001 missing, 002 a folder, 003 no permission or in use, 019 larger
            than `limits.file_bytes`, 040 not an ordinary file, 048 a name too long, 049 a link
            that leads back to itself, 102 a link that is not followed.
    """
    place = Place(file=path.name)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputUnreadable("FK-IN-002", place=place, path=path)
        if not stat.S_ISREG(status.st_mode):
            raise InputUnreadable("FK-IN-040", place=place, path=path)
        if status.st_size > limits.file_bytes:
            raise too_large(status.st_size, place, limits)
        if not follow and is_link(path):
            raise InputUnreadable("FK-IN-102", place=place, path=path)
        with open(path, "rb", opener=None if follow else _not_following) as file:
            return file.read(most)
    except (FileNotFoundError, NotADirectoryError) as error:
        missing = "FK-IN-048" if is_too_long(error, path) else "FK-IN-001"
        raise InputUnreadable(missing, place=place, path=path) from error
    except ValueError as error:  # a NUL character or a lone surrogate in the name
        raise InputUnreadable("FK-IN-001", place=place, path=ascii(str(path))) from error
    except OSError as error:
        if not follow and error.errno == errno.ELOOP:  # it became a link meanwhile
            raise InputUnreadable("FK-IN-102", place=place, path=path) from error
        if code := _CODES.get(error.errno or 0):
            raise InputUnreadable(code, place=place, path=path) from error
        raise InputUnreadable("FK-IN-003", place=place, path=path) from error


def _not_following(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0))


def size(path: Path) -> int:
    """Return how many bytes the file has; 0 where that cannot be told (`load` says why)."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def too_large(size: int, place: Place, limits: Limits) -> InputUnreadable:
    """Return the refusal of a file or byte string that is larger than the limits allow."""
    megabyte = 1_000_000
    return InputUnreadable(
        "FK-IN-019",
        place=place,
        size=f"{size / megabyte:.1f}",
        limit=f"{limits.file_bytes / megabyte:.0f}",
    )

"""Links in the way of what is written: told, never followed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Place

_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003)


def refuse_links(folder: Path, *, inside: Path | None = None) -> None:
    """See that a folder to write into is none that leads elsewhere; it need not exist yet.

    Args:
        folder: the folder. It must be no symbolic link and (on Windows) no junction.
        inside: a folder of ours; where `folder` lies in it, the same holds for all between them.
            Above it, and elsewhere, the computer's owner may arrange things as he likes.

    Raises:
        OutputError: FK-OUT-011 names the link and where it leads.
    """
    for path in _between(folder.absolute(), inside):  # not resolved: links stay
        if is_link(path):
            place = Place(file=str(path))
            raise OutputError("FK-OUT-011", place=place, name=path.name, target=_target(path))


def refuse_link(file: Path) -> None:
    """See that a file to write is no link that leads elsewhere; it need not exist yet.

    Raises:
        OutputError: FK-OUT-012 names the link and where it leads.
    """
    if is_link(file):
        place = Place(file=file.name)
        raise OutputError("FK-OUT-012", place=place, name=file.name, target=_target(file))


def is_link(path: Path) -> bool:
    """Return whether the path itself is a symbolic link or a junction, also a dangling one."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION


def _between(folder: Path, ours: Path | None) -> Iterator[Path]:
    """Yield the folder, and its parents up to ours; of a folder elsewhere, itself alone."""
    parents = list(folder.parents)
    ends = [at for at, parent in enumerate(parents) if ours is not None and _same(parent, ours)]
    yield folder
    yield from parents[: ends[0]] if ends else ()


def _same(one: Path, other: Path) -> bool:
    try:
        return not is_link(one) and one.samefile(other)
    except OSError:  # not made yet
        return False


def _target(path: Path) -> str:
    try:
        return str(path.readlink()).removeprefix("\\\\?\\")
    except OSError:
        return "?"

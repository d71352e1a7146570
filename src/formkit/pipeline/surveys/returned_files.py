"""The files that came back: found, copied untouched into quarantine, moved away when done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from formkit.kernel.errors import FormkitError, InputUnreadable, UsageError, fault
from formkit.kernel.files import explained, free_name, make_folder, sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.i18n import _
from formkit.kernel.links import is_link
from formkit.kernel.volumes import sync_files, sync_folder, sync_whole, syncs_as_a_whole
from formkit.ooxml import source
from formkit.ooxml.limits import SURVEY

FOLDER = Path("调查回收") / "原件"
_SYSTEM = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_UNFINISHED = (".part", ".crdownload", ".tmp", ".partial", ".download")
_DIGITS = 16  # of the SHA-256, in the name of a copy


@dataclass(frozen=True, slots=True)
class Found:
    """The files that were named, in order; `passed_over` counts what nobody sent.

    A folder without a file stands among them: it is refused when it is to be copied.
    """

    files: tuple[Path, ...]
    passed_over: int = 0


def found(paths: Sequence[Path]) -> Found:
    """Return the files of these paths, of a folder all in it and below; sorted, each once.

    What Office, the system or a browser leaves in folders (`~$…`, `.DS_Store`, `….part`) is passed
    over and counted. Links are not followed: one to a file is refused when it is to be copied, as
    is a folder without a file.

    Raises:
        UsageError: FK-SUR-127, there is no file at all in the folders that were named.
    """
    files: dict[Path, None] = {}
    passed_over = 0
    for path in paths:
        if not path.is_dir():
            files[path] = None  # that it is missing or no file is told when it is read
            continue
        here = [one for one in sorted(_below(path)) if not one.is_dir()]
        sent = [one for one in here if not _is_litter(one)]
        passed_over += len(here) - len(sent)
        files |= dict.fromkeys(sent or [path])
    if files and all(path.is_dir() for path in files):
        first = next(iter(files))
        raise UsageError("FK-SUR-127", place=Place(file=str(first)), path=first)
    return Found(tuple(sorted(files)), passed_over)


def _below(folder: Path) -> Iterator[Path]:
    for base, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        yield from (Path(base) / name for name in names)


def _is_litter(path: Path) -> bool:
    name = path.name.casefold()
    return name.startswith(("~$", ".")) or name in _SYSTEM or name.endswith(_UNFINISHED)


@dataclass
class Quarantine:
    """Untouched copies of returned files, named by what they hold; they are what is read.

    Args:
        root: the folder under which the copies are kept (a workspace, or a folder that goes away
            after a dry run).
    """

    root: Path
    _fresh: list[Path] = field(default_factory=list)  # not durable yet
    _made: set[Path] = field(default_factory=set)  # by this run, and not known to be kept

    def copy(self, path: Path) -> tuple[Path, str]:
        """Return the copy of a file and the file's SHA-256; it is read once, links refused.

        Raises:
            InputUnreadable: the file cannot be read, or is too large for a survey; FK-SUR-127, it
                is a folder without a file.
            OutputError: the copy cannot be written.
        """
        if path.is_dir() and not is_link(path):
            raise InputUnreadable("FK-SUR-127", place=Place(file=str(path)), path=path)
        data = source.load(path, limits=SURVEY, follow=False)
        sha = sha256(data)
        folder = make_folder(self.root / FOLDER, inside=self.root)
        suffix = path.suffix.casefold()
        usual = suffix.isascii() and suffix[1:].isalnum()
        target = folder / (sha[:_DIGITS] + (suffix if usual else ".bin"))
        if not target.exists():
            try:
                target.write_bytes(data)
            except OSError as error:
                raise explained(error, target) from error
            self._fresh.append(target)
            self._made.add(target)
        elif target.read_bytes() != data:  # left half written by a full disk or a lost process
            write_durably(target, data)
        return target, sha

    def make_durable(self) -> None:
        """Make all fresh copies durable; before the register says that they are there.

        Raises:
            OutputError: the disk is full or at fault.
        """
        if not self._fresh:
            return
        folder = self.root / FOLDER
        try:
            if syncs_as_a_whole(folder):
                sync_whole(folder)
            else:
                sync_files(self._fresh)
                sync_folder(folder)
        except OSError as error:
            raise explained(error, folder / "_") from error
        self._fresh.clear()

    def keep_only(self, copies: Iterable[Path | None]) -> None:
        """Take away what this run copied and the register does not keep: refused, duplicate."""
        for copy in self._made.difference(copies):
            with suppress(OSError):
                copy.unlink()
        self._made.clear()


def moved(path: Path, folder: Path, sha: str) -> tuple[str, tuple[Finding, ...]]:
    """Move a file that is done with into the folder; return where it is, and what went wrong.

    Nothing there is overwritten. A file that cannot be moved stays where it is, as one does that is
    not what was read any more, and one that is there already ("" is returned).

    Args:
        path: the file.
        folder: where it goes.
        sha: the SHA-256 of what was read of it.
    """
    try:
        make_folder(folder)
        if path.resolve().parent == folder.resolve():
            return "", ()
        if sha256(path.read_bytes()) != sha:
            return "", (_stays(path, folder, _("文件在读过以后又变了")),)
        target = folder / path.name
        if target.exists() or is_link(target):
            target = free_name(target)
        shutil.move(path, target)
    except FormkitError as error:
        return "", (_stays(path, folder, error.finding().found),)
    except OSError as error:
        return "", (_stays(path, folder, explained(error, folder / path.name).finding().found),)
    return printable(str(target)), ()


def _stays(path: Path, folder: Path, reason: str) -> Finding:
    place = Place(file=printable(path.name))
    return fault("FK-SUR-128", place, level=Level.WARNING, reason=reason, folder=folder)


def printable(name: str) -> str:
    r"""Return a file's name as it can be written down; bytes that are no text as `\udcb5`.

    An archive packed under Windows may give such names on Linux (GB 18030 bytes).
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def names(paths: Iterable[Path]) -> list[str]:
    """Return what the files are called in reports: their names; with the folder where two agree."""
    listed = list(paths)
    seen: dict[str, int] = {}
    for path in listed:
        seen[path.name] = seen.get(path.name, 0) + 1
    return [printable(path.name if seen[path.name] == 1 else str(path)) for path in listed]

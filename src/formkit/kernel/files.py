"""Writing files so that no half file is ever seen and nobody's work is lost."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from formkit.kernel.errors import OutputError
from formkit.kernel.findings import Place
from formkit.kernel.links import refuse_link, refuse_links
from formkit.kernel.text import utf16_length
from formkit.kernel.volumes import sync_folder

# A workbook open in Excel or WPS refuses to be replaced; a virus scanner lets go within seconds.
RETRY_AFTER_SECONDS: Sequence[float] = (0.2, 1.0, 3.0)
TEMPORARY = ".formkit-"
MOST_NAMESAKES = 100
_SHARING_VIOLATIONS = (5, 32, 33)  # Windows: access denied, in use, locked
_NOT_FOUND = (2, 3)  # Windows: file, path
_EXCEEDS_RANGE = 206  # Windows: file name or path too long
_MOST_OF_A_PATH = 259  # Windows, where nobody switched long paths on: MAX_PATH less the final NUL
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def sha256(data: bytes) -> str:
    """Return the SHA-256 of the bytes as lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def is_unchanged(path: Path, content: str) -> bool:
    """Return whether the file is an ordinary one that can be read and has that SHA-256."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == content
    except OSError:
        return False


def free_name(path: Path) -> Path:
    """Return the first of `name(2).ext`, `name(3).ext` … that no file has."""
    for count in range(2, MOST_NAMESAKES):
        beside = path.with_name(f"{path.stem}({count}){path.suffix}")
        if not (beside.exists() or beside.is_symlink()):
            return beside
    raise OutputError("FK-OUT-008", place=Place(file=path.name), name=path.name)


def sweep(folder: Path, *, before: float) -> None:
    """Remove what a run that was killed left behind: temporary files older than that moment."""
    for left in folder.glob(f"{TEMPORARY}*.tmp"):
        with suppress(OSError):
            if left.stat().st_mtime < before:
                left.unlink()


def write_durably(path: Path, data: bytes, *, aside: bool = False) -> Path:
    """Write the bytes beside the target, make them durable, then rename; return where they stand.

    Args:
        path: the final name, no link; its folder must exist (see `make_folder`).
        data: the whole content.
        aside: when the target is held open by another program, save as `name(2).ext` beside it
            instead of failing.

    Raises:
        OutputError: the folder is missing or read-only, the disk is full, the target is in use or
            a link.
    """
    refuse_link(path)
    handle, name = _temporary(path)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        _share(temporary, path)
        replace_file(temporary, path)
    except PermissionError as error:
        if aside:
            return _write_aside(temporary, path)
        _forget(temporary)
        raise OutputError("FK-OUT-004", place=Place(file=path.name), name=path.name) from error
    except OSError as error:
        _forget(temporary)
        raise explained(error, path) from error
    except BaseException:  # Ctrl-C leaves no half file behind
        _forget(temporary)
        raise
    sync_folder(path.parent)
    return path


def make_folder(path: Path, *, inside: Path | None = None) -> Path:
    """Make the folder and its parents where they are missing and return it.

    Args:
        path: the folder; no link, and behind no link inside the workspace.
        inside: the workspace.

    Raises:
        OutputError: a file or a link stands in the way, or the place is read-only or full.
    """
    refuse_links(path, inside=inside)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError("FK-OUT-006", place=Place(file=str(path)), name=path) from error
    except OSError as error:
        raise explained(error, path / "_") from error
    refuse_links(path, inside=inside)  # nobody put one there meanwhile
    return path


def _temporary(path: Path) -> tuple[int, str]:
    try:
        return tempfile.mkstemp(prefix=TEMPORARY, suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise explained(error, path) from error


def _share(temporary: Path, path: Path) -> None:
    """Give the file the rights of the one it replaces, or those of any new file here.

    A temporary file is private; in a shared folder colleagues must be able to open the result.
    """
    if os.name == "nt":  # Windows takes the rights of the folder
        return
    if path.exists():
        mode = path.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    temporary.chmod(mode)


def replace_file(temporary: Path, path: Path) -> None:
    """Give the temporary file its final name; wait a little where another program holds that name.

    Raises:
        OSError: it cannot be done; PermissionError where the name is held still.
    """
    for pause in (*RETRY_AFTER_SECONDS, None):
        try:
            temporary.replace(path)
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _write_aside(temporary: Path, path: Path) -> Path:
    try:
        beside = free_name(path)
        temporary.replace(beside)
    except OSError as error:
        _forget(temporary)
        raise explained(error, path) from error
    except OutputError:
        _forget(temporary)
        raise
    sync_folder(path.parent)
    return beside


def _forget(temporary: Path) -> None:
    with suppress(OSError):  # a virus scanner looks at it just now: `sweep` takes it away later
        temporary.unlink()


def explained(error: OSError, path: Path) -> OutputError:
    """Return the sentence for a fault of the system that met the writing of `path`."""
    folder = str(path.parent)
    place = Place(file=str(path.parent))
    if is_too_long(error, path):
        return OutputError("FK-OUT-007", place=place, name=path.name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return OutputError("FK-OUT-001", place=place, name=folder)
    if error.errno in _DISK_FULL:
        return OutputError("FK-OUT-003", place=place, name=folder)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        locked = getattr(error, "winerror", None) in _SHARING_VIOLATIONS and path.exists()
        code = "FK-OUT-004" if locked else "FK-OUT-002"
        return OutputError(code, place=place, name=path.name if locked else folder)
    return OutputError("FK-OUT-005", place=place, name=folder, reason=error.errno)


def is_too_long(error: OSError, path: Path) -> bool:
    """Return whether a file met a fault because its name, or the path to it, is too long.

    Windows says of a path of more than 259 characters only that it is not there.
    """
    number = getattr(error, "winerror", None)
    if error.errno == errno.ENAMETOOLONG or number == _EXCEEDS_RANGE:
        return True
    names = (path.absolute(), error.filename or "", error.filename2 or "")
    return number in _NOT_FOUND and any(utf16_length(str(name)) > _MOST_OF_A_PATH for name in names)

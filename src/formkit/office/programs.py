"""The office programs of this machine: LibreOffice anywhere, Word and Excel on Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from formkit.kernel.errors import MissingProgram

_SECONDS = 30  # how long a program may take to tell its version
_NAMES = ("soffice", "libreoffice")
_PLACES = (  # where the installers put it when they leave the search path alone
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/opt/libreoffice/program/soffice"),
)
_WINDOWS = r"LibreOffice\program\soffice.exe"


@dataclass(frozen=True)
class LibreOffice:
    """An installed LibreOffice."""

    path: Path

    @property
    def name(self) -> str:
        """What it is called in sentences."""
        return "LibreOffice"

    @cached_property
    def version(self) -> str:
        """What the program says of itself; empty where it does not answer."""
        return _answer([str(self.path), "--version"])


@dataclass(frozen=True)
class Word:
    """Word and Excel on Windows, driven through COM by Windows' own PowerShell."""

    powershell: Path
    version: str  # the registered class, e.g. "Word.Application.16"

    @property
    def name(self) -> str:
        """What it is called in sentences."""
        return "Word"


Program = LibreOffice | Word


def office_program() -> Program:
    """Return the program that converts here: Word where it is installed, else LibreOffice.

    Raises:
        MissingProgram: there is neither.
    """
    found = find_word() or find_libreoffice()
    if found is None:
        raise MissingProgram("FK-PDF-010")
    return found


def find_libreoffice() -> LibreOffice | None:
    """Return the LibreOffice of this machine; None where there is none."""
    named = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if named is not None:
        return LibreOffice(Path(named))
    folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    places = (*_PLACES, *(Path(folder) / _WINDOWS for folder in folders if folder))
    return next((LibreOffice(place) for place in places if place.is_file()), None)


def find_word() -> Word | None:
    """Return Word where Windows has it registered together with Excel; None anywhere else."""
    if sys.platform != "win32":
        return None
    powershell = shutil.which("powershell") or shutil.which("pwsh")
    classes = [_registered(name) for name in ("Word.Application", "Excel.Application")]
    if powershell is None or not all(classes):
        return None
    return Word(Path(powershell), classes[0])


def _registered(program: str) -> str:
    """Return the version of a COM class, e.g. `Word.Application.16`; empty where it is unknown."""
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415 - Windows only

    try:
        return winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, rf"{program}\CurVer")
    except OSError:
        return ""


def _answer(command: list[str]) -> str:
    try:
        said = subprocess.run(  # noqa: S603 - the program found, with a fixed argument
            command, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.decode("utf-8", "replace").strip()

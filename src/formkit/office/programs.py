"""The office programs of this machine: LibreOffice anywhere, Word and Excel on Windows."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from formkit.kernel import leash
from formkit.kernel.errors import MissingProgram

_SECONDS = 30  # how long a program may take to tell its version
_NAMES = ("soffice", "libreoffice")
_PLACES = (  # where the installers put it when they leave the search path alone
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("/opt/libreoffice/program/soffice"),
)
_WINDOWS = r"LibreOffice\program\soffice.exe"
_WINDOWS_KEYS = (  # its folder `program`, wherever it was put; the second one of 32 bits
    r"SOFTWARE\LibreOffice\UNO\InstallPath",
    r"SOFTWARE\WOW6432Node\LibreOffice\UNO\InstallPath",
)
_POWERSHELL = r"System32\WindowsPowerShell\v1.0\powershell.exe"  # under the folder of Windows
_WPS = ("kingsoft", "wps")  # in the path of the server where WPS has taken Word's name


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
        return LibreOffice(speaking(Path(named)))
    folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    places = (
        *_PLACES,
        *(Path(folder) / "soffice.exe" for folder in _libreoffice_folders()),
        *(Path(folder) / _WINDOWS for folder in folders if folder),
    )
    return next((LibreOffice(speaking(place)) for place in places if place.is_file()), None)


def speaking(program: Path) -> Path:
    """Return the form of LibreOffice that speaks on the console: on Windows `soffice.com`.

    `soffice.exe`, asked for its version, opens a window of its own and waits for a key.
    """
    console = program.with_suffix(".com")
    return console if program.suffix.lower() == ".exe" and console.is_file() else program


def find_word() -> Word | None:
    """Return Word where Windows has it registered together with Excel; None anywhere else."""
    if sys.platform != "win32":
        return None
    powershell = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / _POWERSHELL
    names = ("Word.Application", "Excel.Application")
    classes = [_registered(rf"{name}\CurVer") for name in names]
    if not powershell.is_file() or not all(classes) or any(map(is_wps, map(_server, names))):
        return None
    return Word(powershell, classes[0])


def find_wps() -> str:
    """Return where Windows has WPS registered; empty where it has not, and anywhere else.

    It converts nothing for us: what it does with Word's calls nobody has tried.
    """
    found = (_server(name) for name in ("KWPS.Application", "Word.Application"))
    return next((server for server in found if is_wps(server)), "")


def is_wps(server: str) -> bool:
    """Return whether the program that answers to a name of Word's is that of WPS."""
    return any(sign in server.lower() for sign in _WPS)


def _server(name: str) -> str:
    """Return the program that Windows starts for a COM class; empty where that is not said."""
    known = _registered(rf"{name}\CLSID")
    keys = (rf"CLSID\{known}\LocalServer32", rf"WOW6432Node\CLSID\{known}\LocalServer32")
    return next(filter(None, map(_registered, keys)), "") if known else ""


def _registered(key: str) -> str:
    """Return what Windows has under a key of its classes; empty where there is nothing."""
    if sys.platform != "win32":
        return ""
    import winreg  # noqa: PLC0415 - Windows only

    try:
        return winreg.QueryValue(winreg.HKEY_CLASSES_ROOT, key)
    except OSError:
        return ""


def _libreoffice_folders() -> list[str]:
    """Return the folders of LibreOffice that its installer told Windows of."""
    if sys.platform != "win32":
        return []
    import winreg  # noqa: PLC0415 - Windows only

    found = []
    for root in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for key in _WINDOWS_KEYS:
            with suppress(OSError):
                found.append(winreg.QueryValue(root, key))
    return found


def _answer(command: list[str]) -> str:
    try:
        said = subprocess.run(  # noqa: S603 - the program found, with a fixed argument
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            creationflags=leash.no_window(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.decode("utf-8", "replace").strip()

"""A program on a leash: started apart from us, and ended together with everything it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_TASKKILL_SECONDS = 10
_LEAVING_SECONDS = 0.1  # for a process of Windows that has answered and is on its way out


def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """Return the program, started in a session of its own (on Windows: in a group of its own).

    Our Ctrl-C does not reach it: who started it calls `end`, whatever happens.

    Args:
        command: the program and its arguments; no shell.
        **options: as for `subprocess.Popen`.

    Raises:
        OSError: the program cannot be started.
    """
    if sys.platform == "win32":
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | no_window()
    return subprocess.Popen(command, start_new_session=True, **options)  # noqa: S603 - our callers' own words


def no_window() -> int:
    """Return the flags for `subprocess` with which a console program shows no window on Windows."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def end(process: subprocess.Popen[bytes]) -> int:
    """End the program and everything it started, at once; return what it ended with.

    May be called for a program that has ended by itself: what it left behind ends too (on Windows
    where it is in a job, as the children of `confined` are).
    """
    if sys.platform == "win32":
        try:
            return process.wait(_LEAVING_SECONDS)
        except subprocess.TimeoutExpired:
            end_windows_tree(process.pid)
            process.kill()
    else:
        with contextlib.suppress(
            ProcessLookupError, PermissionError
        ):  # nobody is left, or (macOS) only a corpse
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()


def end_windows_tree(number: int, *, image: str = "") -> None:
    """End a process of Windows by its number, with what it started; nothing where it is gone.

    Args:
        number: of the process.
        image: the name of its program; another program that has got the number meanwhile stays.
    """
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(  # noqa: S603 - a fixed program of Windows
            taskkill(number, image=image),
            capture_output=True,
            timeout=_TASKKILL_SECONDS,
            check=False,
            creationflags=no_window(),
        )


def taskkill(number: int, *, image: str = "") -> list[str]:
    """Return the command of Windows that ends a process with what it started."""
    system = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32")  # not what lies around
    only = ["/FI", f"IMAGENAME eq {image}"] if image else []
    return [str(system / "taskkill.exe"), "/F", "/T", "/PID", str(number), *only]

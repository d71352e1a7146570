"""A program on a leash: started apart from us, and ended together with everything it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any


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
        options["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(command, start_new_session=True, **options)  # noqa: S603 - our callers' own words


def end(process: subprocess.Popen[bytes]) -> int:
    """End the program and everything it started, at once; return what it ended with.

    May be called for a program that has ended by itself: what it left behind ends too.
    """
    if sys.platform == "win32":
        if process.poll() is None:
            taskkill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(taskkill, capture_output=True, check=False)  # noqa: S603 - a number
            process.kill()
    else:
        with contextlib.suppress(
            ProcessLookupError, PermissionError
        ):  # nobody is left, or (macOS) only a corpse
            os.killpg(process.pid, signal.SIGKILL)
    return process.wait()

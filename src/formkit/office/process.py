"""One run of an office program over some files: watched, bounded, and killed with its children.

The watch looks at the files that appear: every new one is progress and gives the next one its time
anew. What the program says of itself (its exit status, its output) is not believed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from formkit.kernel import leash

_LOOK_SECONDS = 0.05
_CRASHES = 0xC0000000  # and above: how Windows counts the faults that end a process
_KILL_SECONDS = 10
# A document that wants more memory than this kills its own process, not the machine.
_MEMORY_KILOBYTES = 4_000_000
_LIMITED = 'ulimit -v "$0" 2>/dev/null; exec "$@"'


class Ending(Enum):
    """How a run came to its end."""

    FINISHED = "finished"  # by itself, whatever it says of the files
    DIED = "died"  # killed by a signal or by somebody
    HUNG = "hung"  # nothing new in time: killed by us
    STOPPED = "stopped"  # the whole work was called off


@dataclass(frozen=True)
class Watch:
    """How long a run may take: to start and make its first file, then for every further one."""

    start_seconds: float
    file_seconds: float
    stop: threading.Event


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    progress: Callable[[], int],
    watch: Watch,
) -> Ending:
    """Run the command until it ends, hangs or is stopped; none of its processes is left.

    Args:
        command: program and arguments.
        folder: where it works; what it says goes to `said.txt` there.
        environment: the environment variables that it sees.
        progress: how far it has come; asked again and again while it runs.
        watch: its time.
    """
    with (folder / "said.txt").open("ab") as said:
        process = subprocess.Popen(  # noqa: S603 - the program found, our own arguments
            _bounded(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=sys.platform != "win32",
            creationflags=_own_group(),
        )
        try:
            return _watched(process, progress, watch)
        finally:
            kill_tree(process)


def _watched(process: subprocess.Popen[bytes], progress: Callable[[], int], watch: Watch) -> Ending:
    seen = progress()
    deadline = time.monotonic() + watch.start_seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            status = process.wait(_LOOK_SECONDS)
            return Ending.DIED if status < 0 or status >= _CRASHES else Ending.FINISHED
        if watch.stop.is_set():
            return Ending.STOPPED
        now = progress()
        if now != seen:
            seen, deadline = now, time.monotonic() + watch.file_seconds
        if time.monotonic() > deadline:
            return Ending.HUNG


def kill_tree(process: subprocess.Popen[bytes]) -> None:
    """Kill the process with everything that it started; nothing happens where all is over."""
    if sys.platform == "win32":
        if process.poll() is None:
            leash.end_windows_tree(process.pid)
    else:
        with suppress(ProcessLookupError, PermissionError):  # macOS: a group that is gone
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_KILL_SECONDS)


def _own_group() -> int:
    """Return Windows' flags for a process that Ctrl-C does not reach and that shows no window."""
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | leash.no_window()
    return 0


def _bounded(command: Sequence[str]) -> list[str]:
    """Return the command with a limit of memory, where the system's shell can set one."""
    shell = shutil.which("sh")
    if sys.platform == "win32" or shell is None:
        return list(command)
    return [shell, "-c", _LIMITED, str(_MEMORY_KILOBYTES), *command]

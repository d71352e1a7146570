"""A function run in a child process that may take only so much memory and time.

For work on files that others made: a library that hangs, aborts or eats the memory takes its own
process with it, never ours.

    rows = confined.run(read_rows, path, limits=LIMITS, blame=Blame(InputUnreadable, place, …))

The child is a fresh interpreter (no fork: the same on Windows) that imports nothing but the module
of the function; its start costs some ten milliseconds plus those imports.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Thread
from typing import IO, Any, TypeVar

from formkit.kernel import leash, waiting
from formkit.kernel.errors import FormkitError
from formkit.kernel.findings import Place
from formkit.kernel.limits import Limits

_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from formkit.kernel.confined_child import {0}; {0}()"
)
_OUT_OF_MEMORY = (b"MemoryError", b"memory allocation of", b"bad_alloc", b"out of memory")
_LAST_WORDS = 4096  # bytes of the child's standard error that are looked at
# What Windows ends a process with that used up the time of its job: ERROR_NOT_ENOUGH_QUOTA, as a
# job reports it, or STATUS_QUOTA_EXCEEDED.
_QUOTA_STATUSES = (1816, 0xC0000044)
_LARGEST_PLAIN_STATUS = 255  # above it stands a status of Windows, which people know in hex

Result = TypeVar("Result")


class Reason(StrEnum):
    """Why a confined function was stopped."""

    MEMORY = "memory"
    TIME = "time"
    CRASH = "crash"


class Stopped(Exception):
    """A confined function did not come to an end; `reason` says why, `detail` how (for the log)."""

    def __init__(self, reason: Reason, limits: Limits, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.limits = limits
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Blame:
    """What the caller says to a clerk when the function was stopped.

    `memory`, `time` and `crash` are codes of the catalogue; their sentences may use the blanks
    `{memory_mb}`, `{seconds}` and `{detail}`.
    """

    error: type[FormkitError]
    place: Place
    memory: str
    time: str
    crash: str

    def on(self, stopped: Stopped) -> FormkitError:
        """Return the error to raise."""
        code = {
            Reason.MEMORY: self.memory,
            Reason.TIME: self.time,
            Reason.CRASH: self.crash,
        }[stopped.reason]
        limits = stopped.limits
        seconds = f"{limits.wall_seconds:g}"
        return self.error(
            code,
            place=self.place,
            memory_mb=limits.memory_mb,
            seconds=seconds,
            detail=stopped.detail,
        )


def run(
    function: Callable[..., Result], *arguments: Any, limits: Limits, blame: Blame | None = None
) -> Result:
    """Return `function(*arguments)`, worked out in a child process under limits.

    The child, and everything that it started, is gone when this returns or raises.

    Args:
        function: a function of a module (no lambda, no method, not of `__main__`).
        *arguments: plain data; they and the result are pickled.
        limits: what the child may take.
        blame: which error tells a clerk that it was stopped; `Stopped` where none is given.

    Raises:
        FormkitError: the function's own, or `blame`'s when it was stopped by a limit or crashed.
        Stopped: it was stopped, and no blame was given.
        Exception: whatever else the function raised, with the child's traceback as a note.
    """
    try:
        succeeded, answer = pickle.loads(_converse(_request(function, arguments, limits), limits))  # noqa: S301 - our own child wrote it
    except Stopped as reason:
        if blame is None:
            raise
        raise blame.on(reason) from reason
    if succeeded:
        result: Result = answer
        return result
    raise answer


def _request(function: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits) -> bytes:
    """Return what the child is told, in two parts: first its limits, then the rest."""
    return pickle.dumps(limits) + pickle.dumps((*address_of(function), arguments))


def child_command(serve: str) -> list[str]:
    """Return how a child is started that runs this function of `confined_child`."""
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START.format(serve), *sys.path]


def address_of(function: Callable[..., Any]) -> tuple[str, str]:
    """Return where a child finds the function: its module and its name there.

    Raises:
        ValueError: it cannot be found again by name (a lambda, of `__main__`).
    """
    if "<" in function.__qualname__ or function.__module__ == "__main__":
        raise ValueError(f"not a function of a module: {function.__qualname__}")
    return function.__module__, function.__qualname__


def _converse(request: bytes, limits: Limits) -> bytes:
    """Return the child's answer; raises Stopped when there is none."""
    deadline = time.monotonic() + limits.wall_seconds
    command = child_command("serve")
    with tempfile.TemporaryFile() as asked:
        asked.write(request)
        asked.seek(0)
        process = leash.start(command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    heard: dict[str, bytes] = {}
    listeners = [
        Thread(
            target=_listen, args=(process.stdout, limits.answer + 1, heard, "answer"), daemon=True
        ),
        Thread(target=last_words, args=(process.stderr, heard), daemon=True),
    ]
    try:
        for listener in listeners:
            listener.start()
        waiting.join(listeners[0], deadline - time.monotonic())
        answer = heard.get("answer")
        late = answer is None or (not answer and not _ended(process, deadline))
    finally:
        status = leash.end(process)
        for listener in listeners:
            listener.join()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    if answer and len(answer) <= limits.answer:
        return answer
    raise stopped(status, heard.get("words", b""), limits, late=late, long=bool(answer))


def _listen(stream: IO[bytes], most: int, heard: dict[str, bytes], name: str) -> None:
    """Keep what the child says, up to a length."""
    heard[name] = stream.read(most)


def last_words(stream: IO[bytes], heard: dict[str, bytes]) -> None:
    """Keep the end of what the child complains about; the rest is read and dropped."""
    words = b""
    while more := stream.read1(_LAST_WORDS):  # type: ignore[attr-defined]
        words = (words + more)[-_LAST_WORDS:]
    heard["words"] = words


def _ended(process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Wait for a child that closed its side and said nothing; False when its time is over."""
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def stopped(status: int, words: bytes, limits: Limits, *, late: bool, long: bool) -> Stopped:
    """Return why a child gave no answer.

    Args:
        status: what it ended with.
        words: the last it wrote to standard error.
        limits: what it was allowed.
        late: its time was over.
        long: it said more than it may.
    """
    if late or status & 0xFFFFFFFF in _QUOTA_STATUSES or -status in _TIME_SIGNALS:
        return Stopped(
            Reason.TIME, limits, f"{limits.wall_seconds:g} s / CPU {limits.cpu_seconds} s"
        )
    if long:
        return Stopped(Reason.MEMORY, limits, f"answer longer than {limits.answer_mb} MB")
    said = words.decode("utf-8", "replace").strip().splitlines()
    detail = f"{_name(status)} {said[-1] if said else ''}".strip()
    if any(sign in words for sign in _OUT_OF_MEMORY) or -status == getattr(signal, "SIGKILL", 0):
        return Stopped(Reason.MEMORY, limits, detail)
    return Stopped(Reason.CRASH, limits, detail)


_TIME_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGXCPU", "SIGALRM") if hasattr(signal, name)
)


def _name(status: int) -> str:
    """Return what a child ended with, as a programmer calls it: `SIGABRT`, `exit 3`."""
    if status > _LARGEST_PLAIN_STATUS:
        return f"exit {status:#x}"
    try:
        return signal.Signals(-status).name if status < 0 else f"exit {status}"
    except ValueError:
        return f"signal {-status}"

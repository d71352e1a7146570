"""The other side of `confined` and `workers`: reads what is asked, obeys the limits, answers."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import pickle
import re
import struct
import sys
import traceback
from collections.abc import Callable
from operator import attrgetter
from typing import IO, Any

_GARBAGE = 20_000  # objects made before a collection
_NO_ROOM_FOR_A_LIBRARY = re.compile(
    "failed to map segment|[Cc]annot allocate memory"
)  # as glibc has it
LENGTH = struct.Struct(">Q")  # in front of every message between `workers` and its children


def serve() -> None:
    """Answer the one request on standard input; what a library prints goes to standard error."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        out.write(answer(sys.stdin.buffer))
    os._exit(0)  # the answer is out: no tidying up that could hang or crash


def serve_many() -> None:
    """Answer one request after the other until standard input ends; each has the limits anew."""
    with os.fdopen(os.dup(1), "wb", buffering=0) as out:
        os.dup2(2, 1)
        asked = sys.stdin.buffer
        limits, turns = pickle.load(asked)  # noqa: S301 - our parent wrote it
        from formkit.kernel.limits import obey_each  # noqa: PLC0415 - as in `answer`

        turn = obey_each(limits, turns)
        module, name, fixed = pickle.load(asked)  # noqa: S301
        function = attrgetter(name)(importlib.import_module(module))
        gc.freeze()  # what was imported stays: collections need not look at it again and again
        gc.set_threshold(_GARBAGE)
        out.write(LENGTH.pack(0))  # ready: what comes now is an item's own
        while head := asked.read(LENGTH.size):
            item = pickle.loads(asked.read(*LENGTH.unpack(head)))  # noqa: S301
            with turn():
                said = _done(function, (item, *fixed))
            out.write(LENGTH.pack(len(said)) + said)
    os._exit(0)


def answer(request: IO[bytes]) -> bytes:
    """Return the pickled answer to a request: `(True, result)` or `(False, exception)`.

    Raises:
        MemoryError: there is not enough; it ends the process, and the parent understands.
    """
    limits = pickle.load(request)  # noqa: S301 - our parent wrote it
    from formkit.kernel.limits import obey  # noqa: PLC0415 - unpickling has imported it already

    obey(limits)
    module, name, arguments = pickle.load(request)  # noqa: S301
    try:
        function = attrgetter(name)(importlib.import_module(module))
    except Exception as error:  # noqa: BLE001 - whatever the import of that module raises
        return _failure(error)
    return _done(function, arguments)


def _done(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((True, function(*arguments)))
    except BaseException as error:  # noqa: BLE001 - a panic of a Rust library is no Exception; the parent raises it
        return _failure(error)


def _failure(error: BaseException) -> bytes:
    """Return the answer that raises the same error in the parent, if it can travel.

    Raises:
        MemoryError: that is what it was, as Python or as the system says it.
    """
    if isinstance(error, MemoryError):
        raise error
    if (isinstance(error, OSError) and error.errno == errno.ENOMEM) or (
        isinstance(error, ImportError) and _NO_ROOM_FOR_A_LIBRARY.search(str(error))
    ):
        raise MemoryError from error
    error.add_note("".join(traceback.format_exception(error)))
    try:
        packed = pickle.dumps((False, error))
        pickle.loads(packed)  # noqa: S301 - some exceptions pickle and cannot be made again
    except Exception:  # noqa: BLE001 - whatever its own code raises
        return pickle.dumps((False, _told(error)))
    return packed if isinstance(error, Exception) else pickle.dumps((False, _told(error)))


def _told(error: BaseException) -> Exception:
    """Return an error of a plain kind that says what the other one was."""
    told: Any = RuntimeError(f"{type(error).__name__}: {error}")
    told.add_note("".join(traceback.format_exception(error)))
    return told  # type: ignore[no-any-return]

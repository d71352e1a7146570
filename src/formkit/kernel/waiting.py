"""Waiting that Ctrl-C ends: on Windows nothing is heard while one waits for a lock.

So nobody waits there for long; Python answers Ctrl-C between two short waits.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

SECONDS = 0.2  # until a Ctrl-C is heard at the latest

Result = TypeVar("Result")


def result_of(future: Future[Result]) -> Result:
    """Return what a future comes to, or raise its exception, however long that takes."""
    while not wait([future], timeout=SECONDS).done:
        pass
    return future.result()


def join(thread: Thread, seconds: float) -> None:
    """Wait for the end of a thread, at most so many seconds."""
    end = time.monotonic() + seconds
    while thread.is_alive() and (left := end - time.monotonic()) > 0:
        thread.join(min(left, SECONDS))

"""How much a process may take: memory and time, enforced by the operating system."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TypeAlias

Turn: TypeAlias = Callable[[], AbstractContextManager[None]]
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a confined function may take.

    `memory_mb` is address space (Windows: committed memory), interpreter and libraries included;
    `cpu_seconds` is processor time, `wall_seconds` time on the clock; `answer_mb` bounds what
    comes back. macOS does not enforce the memory limit; the other two hold everywhere.
    """

    memory_mb: int
    cpu_seconds: int
    wall_seconds: float
    answer_mb: int = 64

    @property
    def memory(self) -> int:
        """The memory limit in bytes."""
        return self.memory_mb * _MEGABYTE

    @property
    def answer(self) -> int:
        """The longest answer in bytes."""
        return self.answer_mb * _MEGABYTE


if sys.platform == "win32":

    def obey(limits: Limits) -> None:
        """Put this process under its limits, for good; what it starts dies with it."""
        from formkit.kernel.job_object import enter  # noqa: PLC0415 - exists on Windows only

        enter(memory=limits.memory, cpu_seconds=limits.cpu_seconds)

    def obey_each(limits: Limits, turns: int) -> Turn:
        """Put this process under its limits; the processor's time is that of all turns together."""
        obey(replace(limits, cpu_seconds=limits.cpu_seconds * turns))
        return contextlib.nullcontext

else:
    import resource
    import signal
    import time

    def obey(limits: Limits) -> None:
        """Put this process under its limits, for good; an alarm ends it when nobody else does."""
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_CPU, limits.cpu_seconds, grace=1)  # SIGXCPU first, then SIGKILL
        with contextlib.suppress(ValueError, OSError):  # macOS refuses to limit the address space
            _lower(resource.RLIMIT_AS, limits.memory)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)

    def obey_each(limits: Limits, turns: int) -> Turn:  # noqa: ARG001 - Windows needs to know
        """Put this process under its memory limit for good; the time begins anew with each turn.

        Returns:
            What makes the context in which one piece of work is done.
        """
        _lower(resource.RLIMIT_CORE, 0)
        with contextlib.suppress(ValueError, OSError):
            _lower(resource.RLIMIT_AS, limits.memory)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)

        @contextlib.contextmanager
        def turn() -> Iterator[None]:
            last = int(time.process_time()) + 1 + limits.cpu_seconds
            soft = last if most == resource.RLIM_INFINITY else min(last, most)
            resource.setrlimit(resource.RLIMIT_CPU, (soft, most))
            signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
            yield
            signal.setitimer(signal.ITIMER_REAL, 0)

        return turn

    def _lower(which: int, amount: int, *, grace: int = 0) -> None:
        """Set a limit, never above the one in force; the hard one lies a grace above the soft."""
        _, most = resource.getrlimit(which)
        hard = amount + grace if most == resource.RLIM_INFINITY else min(amount + grace, most)
        resource.setrlimit(which, (min(amount, hard), hard))

"""Timing that compares: the works take turns in one run on one core, and medians are told."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]
ROUNDS = 15
_TURN = 0.05  # seconds that a turn of a short work lasts, so that the clock does not count


def on_one_core() -> None:
    """Keep this process and its children on one core, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


@dataclass(frozen=True, slots=True)
class Times:
    """The median seconds of one call: of the processor's work, and by the clock."""

    work: float
    clock: float


def medians(works: Mapping[str, Work], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Return the median seconds by the clock of one call of each work, by its name; see `times`."""
    return {name: found.clock for name, found in times(works, rounds=rounds).items()}


def times(works: Mapping[str, Work], *, rounds: int = ROUNDS) -> dict[str, Times]:
    """Return the median times of one call of each work, by its name.

    The works take turns, so that a busy moment of the machine meets all of them; each is called
    once beforehand, and in its turn as often as fills a twentieth of a second. Where other programs
    share the core, the processor's work is the time to compare; it leaves out child processes.
    """
    calls = {name: _calls(work) for name, work in works.items()}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for _round in range(rounds):
        for name, work in works.items():
            found[name].append(_seconds(work, calls[name]))
    return {
        name: Times(*(statistics.median(column) for column in zip(*turns, strict=True)))
        for name, turns in found.items()
    }


def _calls(work: Work) -> int:
    work()
    return max(1, round(_TURN / max(_seconds(work, 1)[1], 1e-6)))


def _seconds(work: Work, calls: int) -> tuple[float, float]:
    clock, busy = time.perf_counter(), time.process_time()
    for _call in range(calls):
        work()
    return (time.process_time() - busy) / calls, (time.perf_counter() - clock) / calls


def duration(seconds: float) -> str:
    """Return a time as it is printed: milliseconds below a second."""
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3f} ms"


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; the first column stands left, the others right."""
    lines = [heads, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    print(f"\n{title}")
    for line in lines:
        first, *others = line
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(wide) for cell, wide in zip(others, widths[1:], strict=True)]
        print("  ".join(cells).rstrip())

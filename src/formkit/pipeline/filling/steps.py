"""The steps of a run, told to whoever watches: the progress on the screen, the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """The steps of a chunk, in their order."""

    EXAMINED = "examined"
    BEGUN = "begun"  # the register is ours
    NUMBERED = "numbered"
    PRINTED = "printed"  # into unfinished files
    INTENDED = "intended"
    DURABLE = "durable"
    RENAMED = "renamed"  # once for each file
    SYNCED = "synced"
    REGISTERED = "registered"  # not committed yet
    COMMITTED = "committed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a run stands: the step just done, records done and faulty, how many there are."""

    step: Step
    done: int = 0
    faulty: int = 0
    total: int = 0  # of the file at hand; 0 where nobody knows


Watch = Callable[[Moment], None]


def unwatched(moment: Moment) -> None:
    """Watch nothing."""

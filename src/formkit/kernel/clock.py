"""The clock: the only place that asks the machine for the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """The source of the present moment; always an argument, so that documents are reproducible."""

    def now(self) -> datetime:
        """Return the present moment in China, without a zone, to the second."""
        ...

    def today(self) -> date:
        """Return the present day in China."""
        ...


class SystemClock:
    """The machine's clock, read as Asia/Shanghai."""

    def now(self) -> datetime:
        """Return the present moment in China, without a zone, to the second."""
        return datetime.now(CHINA).replace(tzinfo=None, microsecond=0)  # noqa: TID251 - the one place

    def today(self) -> date:
        """Return the present day in China."""
        return self.now().date()


@dataclass(frozen=True)
class FixedClock:
    """A clock that stands still."""

    moment: datetime

    def now(self) -> datetime:
        """Return the fixed moment."""
        return self.moment

    def today(self) -> date:
        """Return the fixed day."""
        return self.moment.date()

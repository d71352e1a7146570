"""The period of a report: a quarter, a year, some months, some days, or everything there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from formkit.kernel.dates import EARLIEST, LATEST, add_months, end_of_month, format_date, parse_date
from formkit.kernel.errors import UsageError
from formkit.kernel.text import narrow
from formkit.kernel.values import BadValue

_QUARTERS, _MONTHS = 4, 12
_PER_QUARTER = _MONTHS // _QUARTERS
_QUARTER = re.compile(
    r"(\d{4})\s*(?:年\s*第?|[-/]?\s*Q)\s*([1-4一二三四])\s*(?:季度)?", re.IGNORECASE
)
_YEAR = re.compile(r"(\d{4})年?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_RANGE = re.compile(r"\s*(?:\.\.+|至|到|~)\s*")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day; None: no bound on that side."""

    first: date | None = None
    last: date | None = None

    @property
    def whole(self) -> bool:
        """Whether it is everything there is."""
        return self.first is None or self.last is None

    def holds(self, day: date | None) -> bool:
        """Return whether the day lies in it; a day that is not known lies only in everything."""
        if self.first is None or self.last is None:
            return True
        return day is not None and self.first <= day <= self.last

    @property
    def months(self) -> int | None:
        """How many whole months it is; None where it is no whole months."""
        if self.first is None or self.last is None or self.first.day != 1:
            return None
        if self.last != end_of_month(self.last):
            return None
        years = self.last.year - self.first.year
        return years * _MONTHS + self.last.month - self.first.month + 1

    @property
    def key(self) -> str:
        """What `--period` would be told: 2026Q3, 2026, 2026-07..2026-09; empty of everything."""
        if self.first is None or self.last is None:
            return ""
        year, month, months = self.first.year, self.first.month, self.months
        if months == _MONTHS and month == 1:
            return str(year)
        if months == _PER_QUARTER and month % _PER_QUARTER == 1:
            return f"{year}Q{month // _PER_QUARTER + 1}"
        if months == 1:
            return f"{self.first:%Y-%m}"
        if months:
            return f"{self.first:%Y-%m}..{self.last:%Y-%m}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def name(self) -> str:
        """The period in words: 2026年第3季度, 2026年, 2026年7月至9月, 全部."""
        if self.first is None or self.last is None:
            return "全部"
        key, year = self.key, self.first.year
        if "Q" in key:
            return f"{year}年第{key[-1]}季度"
        if key == str(year):
            return f"{year}年"
        if self.months == 1:
            return f"{year}年{self.first.month}月"
        if self.months:
            again = "" if self.last.year == year else f"{self.last.year}年"
            return f"{year}年{self.first.month}月至{again}{self.last.month}月"
        return f"{format_date(self.first)}至{format_date(self.last)}"

    def before(self) -> Period | None:
        """Return the period of the same length before it; None of everything."""
        if self.first is None or self.last is None:
            return None
        last = self.first - timedelta(days=1)
        if self.months:
            return Period(add_months(self.first, -self.months), last)
        return Period(self.first - (self.last - self.first) - timedelta(days=1), last)

    def quarters(self) -> Iterator[str]:
        """Yield the keys of the quarters that it touches."""
        if self.first is None or self.last is None:
            return
        at = date(self.first.year, (self.first.month - 1) // _PER_QUARTER * _PER_QUARTER + 1, 1)
        while at <= self.last:
            yield f"{at.year}Q{at.month // _PER_QUARTER + 1}"
            at = add_months(at, _PER_QUARTER)


EVERYTHING = Period()


def parse_period(text: str) -> Period:
    """Return the period that `2026Q3`, `2026`, `2026-07`, `2026-07..2026-09` or two days name.

    Raises:
        UsageError: FK-SUR-140, it is none of these, or it ends before it begins.
    """
    wanted = narrow(text).strip()
    ends = _RANGE.split(wanted)
    try:
        if len(ends) > 2:  # noqa: PLR2004 - from and to
            raise _unknown(text)
        first, last = _span(ends[0])[0], _span(ends[-1])[1]
    except (BadValue, ValueError) as error:
        raise _unknown(text) from error
    if not EARLIEST <= first <= last <= LATEST:
        raise _unknown(text)
    return Period(first, last)


def _span(text: str) -> tuple[date, date]:
    if found := _QUARTER.fullmatch(text):
        quarter = _NUMERALS.get(found[2]) or int(found[2])
        last = quarter * _PER_QUARTER
        year = int(found[1])
        return date(year, last - _PER_QUARTER + 1, 1), end_of_month(date(year, last, 1))
    if found := _YEAR.fullmatch(text):
        year = int(found[1])
        return date(year, 1, 1), date(year, _MONTHS, 31)
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return date(year, month, 1), end_of_month(date(year, month, 1))
    day = parse_date(text)
    return day, day


def _unknown(text: str) -> UsageError:
    return UsageError("FK-SUR-140", value=text)

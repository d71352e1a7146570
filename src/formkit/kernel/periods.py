"""Periods of law and contract: 对应日, warranty ends, heating seasons, hours."""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, date, datetime, timedelta
from decimal import ROUND_UP, Decimal
from typing import Final, Literal, NamedTuple, Protocol

from formkit.kernel.text import narrow, shown
from formkit.kernel.values import BadValue

Convention = Literal["对应日", "减一日"]

_MONTHS_PER_YEAR: Final = 12
_SECONDS_PER_HOUR: Final = 3600
_LEAP_YEAR: Final = 2024  # in which every day of a season's boundary exists
_MONTH_DAY = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
_SEASON_UNITS: Final = ("采暖期", "供冷期")
_MONTHS_PER_UNIT: Final = {"年": 12, "合理使用年限": 12, "月": 1}


class SeasonBounds(Protocol):
    """Anything that names the first and last day of a season as `11-15` and `03-15`."""

    @property
    def start(self) -> str:
        """The first day, month and day."""
        ...

    @property
    def end(self) -> str:
        """The last day, month and day; it may lie in the year after `start`."""
        ...


class MonthDay(NamedTuple):
    """A day of any year."""

    month: int
    day: int

    def within(self, year: int) -> date:
        """Return this day of that year; 29 February becomes the 28th where there is none."""
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


def parse_month_day(text: str) -> MonthDay:
    """Return a season's boundary written as `11-15`, `11/15` or `11月15日`.

    Raises:
        BadValue: it is not a day that any year has.
    """
    found = _MONTH_DAY.fullmatch(narrow(text))
    if found:
        month, day = int(found[1]), int(found[2])
        if 1 <= month <= _MONTHS_PER_YEAR and (
            1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]
        ):
            return MonthDay(month, day)
    raise BadValue("FK-VAL-022", value=shown(text))


def add_months(day: date, n: int) -> date:
    """Return the corresponding day `n` months on (民法典 202); the month's last day where none is.

    Raises:
        BadValue: the result lies beyond the calendar.
    """
    months = day.year * _MONTHS_PER_YEAR + day.month - 1 + n
    year, month = divmod(months, _MONTHS_PER_YEAR)
    if not 1 <= year <= MAXYEAR:
        raise BadValue("FK-VAL-021", value=n, unit="个月")
    return MonthDay(month + 1, day.day).within(year)


def add_years(day: date, n: int) -> date:
    """Return the corresponding day `n` years on; 28 February for the 29th where there is none."""
    return add_months(day, n * _MONTHS_PER_YEAR)


def end_of_month(day: date) -> date:
    """Return the last day of that day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def warranty_end(
    start: date,
    amount: int | Decimal | None,
    unit: str,
    *,
    convention: Convention = "对应日",
    season: SeasonBounds | None = None,
) -> date | None:
    """Return the last day of a warranty that runs from `start`.

    Seasons are counted only when they lie wholly within the warranty: the first counted one begins
    on `start` or later. The convention (policy C15) does not touch them, a season ends on its day.

    Args:
        start: the day of the accepted completion (《建设工程质量管理条例》40).
        amount: how many units; None where the design life is not known yet.
        unit: 年, 月, 采暖期, 供冷期 or 合理使用年限.
        convention: `对应日` (民法典 202) or `减一日`, the contracts' habit of
            ending the day before.
        season: the place's season; needed for 采暖期 and 供冷期.

    Returns:
        The day, or None where amount or season is not known: the paper then shows the number only.

    Raises:
        BadValue: the amount is not positive, not a whole number of months or seasons, or the season
            is no season.
        ValueError: a unit or convention that does not exist (a fault of the program).
    """
    if convention not in ("对应日", "减一日"):
        raise ValueError(convention)
    if unit in _SEASON_UNITS:
        if amount is None or season is None:
            return None
        return _season_end(start, _whole(amount, 1, unit), season)
    if unit not in _MONTHS_PER_UNIT:
        raise ValueError(unit)
    if amount is None:
        return None
    end = add_months(start, _whole(amount, _MONTHS_PER_UNIT[unit], unit))
    # Without a corresponding day the month's last day is already the day before it.
    return end - timedelta(days=1) if convention == "减一日" and end.day == start.day else end


def _whole(amount: int | Decimal, factor: int, unit: str) -> int:
    units = Decimal(amount) * factor
    if not units.is_finite() or units <= 0 or units != units.to_integral_value():
        raise BadValue("FK-VAL-020", value=amount, unit=unit)
    if units > MAXYEAR * _MONTHS_PER_YEAR:
        raise BadValue("FK-VAL-021", value=amount, unit=unit)
    return int(units)


def _season_end(start: date, seasons: int, season: SeasonBounds) -> date:
    opens, closes = parse_month_day(season.start), parse_month_day(season.end)
    if opens == closes:
        raise BadValue("FK-VAL-023", value=season.start)
    first = start.year if opens.within(start.year) >= start else start.year + 1
    last = first + seasons - 1 + (closes < opens)
    if last > MAXYEAR:
        raise BadValue("FK-VAL-021", value=seasons, unit="个供热供冷期")
    return closes.within(last)


def elapsed_hours(begin: datetime, end: datetime) -> Decimal:
    """Return the hours from `begin` to `end`, negative where `end` is earlier.

    Computed from whole microseconds, never through a float: 24:00:00 is exactly 24, one second
    more is more than 24.
    """
    return Decimal((end - begin) // timedelta(microseconds=1)) / (_SECONDS_PER_HOUR * 1_000_000)


def format_hours(hours: Decimal) -> str:
    """Return hours for a sentence, e.g. `24.5`: two decimals at most, rounded away from zero.

    One second over 24 hours must not read as 24.
    """
    rounded = hours.quantize(Decimal("0.01"), rounding=ROUND_UP)
    return f"{rounded:f}".rstrip("0").rstrip(".")

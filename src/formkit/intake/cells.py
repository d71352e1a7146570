"""One cell's value under its column's kind: undoes what a spreadsheet did to what was typed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from formkit.intake.grid import as_text
from formkit.intake.shape import Kind
from formkit.kernel import dates, text

NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
DAYS = frozenset({Kind.DATE, Kind.DATETIME})
# A spreadsheet keeps 15 digits of a number; what comes after is lost for good.
EXACT = 10**15


class LostDigits(ValueError):
    """A number too long for a spreadsheet stands where text was meant."""


class TurnedIntoDate(ValueError):
    """A date stands where text was meant: typed `3-2`, kept as the 2nd of March."""


def convert(value: Any, kind: Kind, *, date1904: bool = False) -> Any:
    """Return the value as its column means it; text stays as typed, the schemas read it.

    Args:
        value: what the reader gave: text, float, bool, date, datetime, time or timedelta.
        kind: the kind of the column.
        date1904: whether the workbook counts its days from 1904.

    Returns:
        Text for text kinds (a whole number without `.0`), int or Decimal for numbers, date or
        datetime for days; a value that does not fit its kind is handed on for the schema to refuse.

    Raises:
        LostDigits: the number is longer than a spreadsheet can keep.
        TurnedIntoDate: a text column holds a date cell.
    """
    if isinstance(value, bool | str):
        return value if kind is Kind.BOOLEAN or isinstance(value, str) else str(value).upper()
    if isinstance(value, time | timedelta):
        return clock(value)
    if isinstance(value, date):
        return _day(value, kind)
    return _number(float(value), kind, date1904=date1904)


def _day(value: date, kind: Kind) -> Any:
    if kind in DAYS or kind in NUMBERS:
        return value
    raise TurnedIntoDate(value.isoformat())


def _number(value: float, kind: Kind, *, date1904: bool) -> Any:
    if abs(value) >= EXACT:
        raise LostDigits(format(value, ".15g"))
    exact = number(value)
    if kind in DAYS:
        return _serial(exact, date1904=date1904)
    if kind in NUMBERS or kind is Kind.BOOLEAN:
        return exact
    return format(exact, "f") if isinstance(exact, Decimal) else str(exact)


def _serial(exact: int | Decimal, *, date1904: bool) -> Any:
    """Return the day an unformatted number stands for, or the digits as typed (20260901)."""
    try:
        return dates.from_serial(Decimal(exact), epoch_1904=date1904)
    except dates.NotADate:  # no day of this trade: the schema judges what was typed
        return format(exact, "f") if isinstance(exact, Decimal) else str(exact)


def number(value: float) -> int | Decimal:
    """Return the number as typed: 3.0 is 3, and 0.1+0.2 is 0.3 (15 digits, as Excel shows it)."""
    exact = Decimal(format(value, ".15g"))
    return int(exact) if exact == exact.to_integral_value() else exact


def clock(value: time | timedelta) -> str:
    """Return a time of day or a duration as `9:30`, with seconds only where there are some."""
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        hours, minutes = divmod(minutes, 60)
    else:
        hours, minutes, seconds = value.hour, value.minute, value.second
    return f"{hours}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


def shown(value: Any) -> str:
    """Return a value as a sentence shows it: on one line, shortened."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return text.shown(" ".join(as_text(value).split()))

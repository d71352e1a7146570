"""Dates as clerks write them, read in one place; dates as the paper prints them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from formkit.kernel.clock import CHINA
from formkit.kernel.periods import (
    Convention,
    SeasonBounds,
    add_months,
    add_years,
    elapsed_hours,
    end_of_month,
    format_hours,
    warranty_end,
)
from formkit.kernel.text import hyphenated, shown
from formkit.kernel.values import BadValue

__all__ = [
    "DATETIME_BLANK",
    "DATE_BLANK",
    "EARLIEST",
    "LATEST",
    "Convention",
    "NotADate",
    "SeasonBounds",
    "add_months",
    "add_years",
    "elapsed_hours",
    "end_of_month",
    "format_date",
    "format_datetime",
    "format_hours",
    "from_serial",
    "parse_date",
    "parse_datetime",
    "warranty_end",
]

EARLIEST: Final = date(1980, 1, 1)
"""No contract in force is older; an earlier day is a wrong number read as an Excel date."""
LATEST: Final = date(2100, 12, 31)
"""50 years of design life from today end before it; a later day is a slip of the finger.

Pass `latest=` for the end of a 100-year design life."""

DATE_BLANK: Final = "    年  月  日"
DATETIME_BLANK: Final = "    年  月  日  时  分"

_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL = re.compile("[〇○零一二三四五六七八九十]+")
_SPACED_MARK = re.compile(r"\s*([-/.:年月日号时点分秒])\s*")
_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]")
# What computers write, read before anything else; all it takes is read in the same way below.
_WRITTEN = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?"
)
_COMPACT_DAY = re.compile(r"((?:19|20|21)\d{2})(\d{2})(\d{2})(?=[T\s]|\Z)")
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"(?:(?:\s*T\s*|\s+|(?=[上下]))(?P<time>.+))?"
)
_TIME = re.compile(
    r"(?P<half>上午|下午)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<part>\.\d+)?)?"
    r"\s*(?P<half2>AM|PM)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_HALF_PAST, _ON_THE_HOUR = ":30", ":00"

# What a clerk wrote when it is nearly a date: each has its own sentence.
_NEARLY: Final = (
    (re.compile(r"\d{2}(?:年\d{1,2}月\d{1,2}[日号]|([-/.])\d{1,2}\1\d{1,2})"), "FK-VAL-013"),
    (re.compile(r"\d{1,2}(?:月\d{1,2}[日号]?|[-/.]\d{1,2})"), "FK-VAL-014"),
    (re.compile(r"\d{4}(?:年(?:\d{1,2}月)?|[-/.]\d{1,2})"), "FK-VAL-015"),
    (re.compile(r"\d{1,2}(?::\d{2}){1,2}"), "FK-VAL-016"),
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")  # 5 digits: 1927 to 2173

_DAYS_1900 = date(1899, 12, 30)  # Excel's day 0, as seen from 1 March 1900
_DAYS_1904 = date(1904, 1, 1)
_FALSE_LEAP_DAY = 60  # Excel's 29 February 1900, which never was
_SECONDS_PER_DAY = 86_400
_NOON, _MIDNIGHT_HOUR = 12, 24
_MONTHS_PER_YEAR = 12


class NotADate(BadValue):
    """A text, number or cell that is not the date or time its field asks for."""


def parse_date(
    value: str | int | date, *, earliest: date = EARLIEST, latest: date = LATEST
) -> date:
    """Return the day that a clerk wrote.

    Read are 2026年9月1日, 二〇二六年九月一日, 2026.9.1, 2026/9/1, 2026-9-1, 20260901, ISO 8601,
    all of them in full-width digits too; midnight may follow, as exports write it. A `datetime`
    is taken when it is midnight.

    Raises:
        NotADate: unreadable; a day that does not exist; outside `earliest` … `latest`; with a time.
    """
    if isinstance(value, date):
        moment = _in_china(value) if isinstance(value, datetime) else value
    else:
        moment = _read(value)
    if isinstance(moment, datetime):
        if moment.time() != time.min:
            raise NotADate("FK-VAL-018", value=shown(value))
        moment = moment.date()
    return _plausible(moment, value, earliest, latest)


def parse_datetime(
    value: str | int | date, *, earliest: date = EARLIEST, latest: date = LATEST
) -> datetime:
    """Return the moment that a clerk wrote, in China's time, to the second.

    The day as `parse_date` reads it, then 9:30, 9:30:15, 9时30分, 9时, 9点半, 上午/下午 9:30,
    AM/PM or 24:00 (the next day's beginning). An offset (`Z`, `+08:00`) is converted.

    Raises:
        NotADate: as `parse_date`; also a bare day, and a time that does not exist.
    """
    if isinstance(value, datetime):
        moment: date = _in_china(value)
    else:
        moment = value if isinstance(value, date) else _read(value)
    if not isinstance(moment, datetime):
        raise NotADate("FK-VAL-017", value=shown(value))
    _plausible(moment.date(), value, earliest, latest)
    return moment


def from_serial(
    number: float | Decimal,
    *,
    epoch_1904: bool = False,
    earliest: date = EARLIEST,
    latest: date = LATEST,
) -> date | datetime:
    """Return what a numeric date cell of a workbook shows: a day, or a moment to the second.

    Args:
        number: days since the workbook's epoch, the time as their fraction.
        epoch_1904: whether the workbook counts from 1904 (old Macintosh files).
        earliest: the first day taken.
        latest: the last day taken.

    Raises:
        NotADate: not a number of days, outside the limits, or Excel's 29 February 1900.
    """
    days = Decimal(number)
    if isinstance(number, bool) or not days.is_finite() or not 0 <= days < 10**7:
        raise NotADate("FK-VAL-010", value=shown(number))
    whole, seconds = divmod(round(days * _SECONDS_PER_DAY), _SECONDS_PER_DAY)
    if epoch_1904:
        day = _after(_DAYS_1904, whole, number)
    elif whole == _FALSE_LEAP_DAY:
        raise NotADate("FK-VAL-011", value=shown(number), month="1900年2月", last=28)
    else:
        day = _after(_DAYS_1900, whole + (whole < _FALSE_LEAP_DAY), number)
    _plausible(day, number, earliest, latest)
    if not seconds:
        return day
    return datetime.combine(day, time.min) + timedelta(seconds=seconds)


def format_date(day: date | None) -> str:
    """Return e.g. `2026年9月1日`; an absent day is the blank to write in."""
    return f"{day.year}年{day.month}月{day.day}日" if day else DATE_BLANK


def format_datetime(moment: datetime | None) -> str:
    """Return e.g. `2026年7月15日9时30分`, with seconds where there are any; absent is the blank."""
    if moment is None:
        return DATETIME_BLANK
    text = f"{format_date(moment)}{moment.hour}时{moment.minute:02}分"
    return text + (f"{moment.second:02}秒" if moment.second else "")


def _read(value: str | int) -> date | datetime:
    written = _WRITTEN.fullmatch(value) if isinstance(value, str) else None
    if written is not None:
        with suppress(ValueError):  # told below
            whole_day = date(int(written[1]), int(written[2]), int(written[3]))
            if written[4] is None:
                return whole_day
            clock = time(int(written[4]), int(written[5]), int(written[6] or 0))
            return datetime.combine(whole_day, clock)
    text = _plain(str(value))
    if _SERIAL.fullmatch(text):  # a CSV saved from a workbook whose date column had no format
        with suppress(NotADate):
            return from_serial(Decimal(text))
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise _unreadable(value, text)
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    try:
        the_day = date(year, month, day)
    except ValueError:
        raise _no_such_day(value, year, month) from None
    return _at(the_day, found["time"], value) if found["time"] else the_day


def _plain(text: str) -> str:
    plain = _NUMERAL.sub(_arabic, hyphenated(text).replace("。", ".").upper())
    plain = _SPACED_MARK.sub(r"\1", plain)
    plain = _CHINESE_DAY.sub(r"\1-\2-\3 ", plain, count=1)
    return _COMPACT_DAY.sub(r"\1-\2-\3", plain, count=1).strip()


def _arabic(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral[0].translate(_DIGITS).partition("十")
    return f"{tens or '1'}{ones or '0'}" if ten else tens


def _at(day: date, text: str, value: object) -> datetime:
    found = _TIME.fullmatch(_clock_face(text))
    if found is None:
        raise NotADate("FK-VAL-010", value=shown(value))
    hour = _hour(int(found["hour"]), found["half"] or found["half2"], value)
    minute, second = int(found["minute"]), int(found["second"] or 0)
    next_day = hour == _MIDNIGHT_HOUR and minute == second == 0
    try:
        moment = datetime.combine(day, time(0 if next_day else hour, minute, second))
        moment += timedelta(days=next_day, seconds=round(Decimal(found["part"] or 0)))
    except (ValueError, OverflowError):
        raise NotADate("FK-VAL-019", value=shown(value)) from None
    if found["zone"]:
        offset = datetime.fromisoformat(f"2000-01-01T00:00:00{found['zone']}").tzinfo
        moment = _in_china(moment.replace(tzinfo=offset))
    return moment


def _clock_face(text: str) -> str:
    face = re.sub("[时点]半", _HALF_PAST, text)
    face = re.sub(r"[时点](?:整|\Z)", _ON_THE_HOUR, face)
    return re.sub("[时点]", ":", face).replace("分", ":").rstrip(":秒")


def _hour(hour: int, half: str | None, value: object) -> int:
    if half is None:
        return hour
    # 上午12时 is midnight to Excel and noon to most people: ask.
    if half in ("上午", "AM") and hour >= _NOON:
        raise NotADate("FK-VAL-019", value=shown(value))
    return hour + _NOON if half in ("下午", "PM") and hour < _NOON else hour


def _in_china(moment: datetime) -> datetime:
    """Return the moment without zone and fraction; one with a zone is converted first."""
    if moment.tzinfo is None and not moment.microsecond:
        return moment
    if moment.tzinfo is not None:
        moment = moment.astimezone(CHINA).replace(tzinfo=None)
    return moment.replace(microsecond=0) + timedelta(seconds=round(moment.microsecond / 1_000_000))


def _plausible(day: date, value: object, earliest: date, latest: date) -> date:
    if not earliest <= day <= latest:
        raise NotADate(
            "FK-VAL-012",
            value=shown(value),
            day=format_date(day),
            earliest=earliest.year,
            latest=latest.year,
        )
    return day


def _after(epoch: date, days: int, number: object) -> date:
    try:
        return epoch + timedelta(days=days)
    except OverflowError:
        raise NotADate("FK-VAL-010", value=shown(number)) from None


def _no_such_day(value: object, year: int, month: int) -> NotADate:
    if year == 0:
        return NotADate("FK-VAL-010", value=shown(value))
    if not 1 <= month <= _MONTHS_PER_YEAR:
        return NotADate("FK-VAL-025", value=shown(value), month=month)
    return NotADate(
        "FK-VAL-011",
        value=shown(value),
        month=f"{year}年{month}月",
        last=end_of_month(date(year, month, 1)).day,
    )


def _unreadable(value: object, text: str) -> NotADate:
    for pattern, code in _NEARLY:
        if pattern.fullmatch(text):
            return NotADate(code, value=shown(value))
    return NotADate("FK-VAL-010", value=shown(value))

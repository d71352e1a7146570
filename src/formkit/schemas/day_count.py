"""How days and hours are counted where a rule says 「几天之内」, and how they are said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

WORKING_DAYS = "工作日"  # a choice of the policy `day_kind`; the other one is 自然日
_SATURDAY = 5
_HALF_AN_HOUR = 30


def days_between(start: date, end: date, kind: str) -> int:
    """Return the days from `start` to `end`; the first day is not counted (民法典 第二百零一条).

    Working days are Monday to Friday: legal holidays and their make-up days are not known here.
    Negative where `end` is earlier.
    """
    if kind != WORKING_DAYS:
        return (end - start).days
    if end < start:
        return -days_between(end, start, kind)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if day.weekday() < _SATURDAY)


def counted_in(kind: str) -> str:
    """Return the kind of days for a sentence; it says which days count as working days."""
    return f"{kind}(周一至周五)" if kind == WORKING_DAYS else kind


def time_between(start: datetime, end: datetime) -> str:
    """Return how long it took, exactly: `24.5 小时`, `26 小时 20 分`, `24 小时零 1 秒`."""
    minutes, seconds = divmod(int((end - start).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if not seconds and minutes in (0, _HALF_AN_HOUR):
        return f"{hours}.5 小时" if minutes else f"{hours} 小时"
    said = f"{hours} 小时" + (f" {minutes} 分" if minutes else "零")
    return f"{said} {seconds} 秒" if seconds else said

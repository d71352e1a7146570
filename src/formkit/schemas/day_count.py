"""How days are counted where a rule says 「几天之内」."""

from __future__ import annotations

from datetime import date, timedelta

WORKING_DAYS = "工作日"  # a choice of the policy `day_kind`; the other one is 自然日
_SATURDAY = 5


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

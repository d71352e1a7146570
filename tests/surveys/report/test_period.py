"""Periods of reports: as clerks write them, what lies in them, what came before."""

from __future__ import annotations

from datetime import date

import pytest

from formkit.kernel.errors import UsageError
from formkit.surveys.period import EVERYTHING, Period, parse_period


@pytest.mark.parametrize(
    ("typed", "first", "last", "key", "name"),
    [
        ("2026Q3", (2026, 7, 1), (2026, 9, 30), "2026Q3", "2026年第3季度"),
        ("2026年第三季度", (2026, 7, 1), (2026, 9, 30), "2026Q3", "2026年第3季度"),
        ("２０２６ｑ１", (2026, 1, 1), (2026, 3, 31), "2026Q1", "2026年第1季度"),
        ("2026", (2026, 1, 1), (2026, 12, 31), "2026", "2026年"),
        ("2026年", (2026, 1, 1), (2026, 12, 31), "2026", "2026年"),
        ("2028-2", (2028, 2, 1), (2028, 2, 29), "2028-02", "2028年2月"),
        ("2026-07..2026-09", (2026, 7, 1), (2026, 9, 30), "2026Q3", "2026年第3季度"),
        ("2026年8月至2026年9月", (2026, 8, 1), (2026, 9, 30), "2026-08..2026-09", "2026年8月至9月"),
        ("2025Q4..2026Q1", (2025, 10, 1), (2026, 3, 31), "2025-10..2026-03", "2025年10月至2026年3月"),
        ("2026-07-02..2026-07-20", (2026, 7, 2), (2026, 7, 20), "2026-07-02..2026-07-20",
         "2026年7月2日至2026年7月20日"),
    ],
)  # fmt: skip
def test_a_period_is_read_as_clerks_write_it(typed, first, last, key, name):
    found = parse_period(typed)
    assert (found.first, found.last) == (date(*first), date(*last))
    assert (found.key, found.name) == (key, name)
    assert parse_period(found.key) == found


@pytest.mark.parametrize(
    "typed",
    ["", "Q3", "2026Q5", "2026-13", "2026Q3..2026Q1", "去年", "0000", "2026..2027..2028", "1900"],
)
def test_what_is_no_period_is_refused_with_examples(typed):
    with pytest.raises(UsageError, match="2026Q3") as told:
        parse_period(typed)
    assert told.value.code == "FK-SUR-140"


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2026Q1", "2025Q4"),
        ("2026", "2025"),
        ("2026-08..2026-09", "2026-06..2026-07"),
        ("2026-03", "2026-02"),
        ("2026-07-11..2026-07-20", "2026-07-01..2026-07-10"),
    ],
)
def test_the_period_before_is_as_long(period, before):
    assert parse_period(period).before() == parse_period(before)


def test_everything_holds_any_day_and_has_nothing_before_it():
    assert EVERYTHING.whole
    assert EVERYTHING.holds(None)
    assert EVERYTHING.holds(date(2026, 1, 1))
    assert EVERYTHING.before() is None
    assert (EVERYTHING.key, EVERYTHING.name) == ("", "全部")


def test_a_period_holds_its_first_and_last_day_and_no_unknown_one():
    quarter = parse_period("2026Q3")
    assert quarter.holds(date(2026, 7, 1))
    assert quarter.holds(date(2026, 9, 30))
    assert not quarter.holds(date(2026, 10, 1))
    assert not quarter.holds(None)
    assert not Period(date(2026, 7, 1), date(2026, 7, 30)).months

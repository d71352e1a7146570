from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel import dates, periods
from formkit.kernel.values import BadValue


@dataclass
class Season:
    start: str
    end: str


HEATING = Season("11-15", "03-15")
COOLING = Season("06-01", "09-30")


@pytest.mark.parametrize(
    ("accepted", "amount", "unit", "end"),
    [
        (date(2026, 5, 20), 5, "年", date(2031, 5, 20)),
        (date(2026, 5, 20), 2, "年", date(2028, 5, 20)),
        (date(2026, 5, 20), 24, "月", date(2028, 5, 20)),
        (date(2026, 5, 20), 50, "合理使用年限", date(2076, 5, 20)),
        (date(2025, 10, 28), 5, "年", date(2030, 10, 28)),
        (date(2025, 10, 28), 24, "月", date(2027, 10, 28)),
        (date(2021, 9, 30), 5, "年", date(2026, 9, 30)),
        (date(2021, 9, 30), 2, "年", date(2023, 9, 30)),
        (date(2026, 5, 20), Decimal("1.5"), "年", date(2027, 11, 20)),
        (date(2024, 2, 29), 2, "年", date(2026, 2, 28)),
        (date(2024, 2, 29), 4, "年", date(2028, 2, 29)),
        (date(2026, 8, 31), 6, "月", date(2027, 2, 28)),
    ],
)
def test_a_warranty_ends_on_the_corresponding_day(accepted, amount, unit, end):
    assert dates.warranty_end(accepted, amount, unit) == end


@pytest.mark.parametrize(
    ("accepted", "amount", "unit", "end"),
    [
        (date(2026, 5, 20), 5, "年", date(2031, 5, 19)),
        (date(2026, 3, 1), 2, "年", date(2028, 2, 29)),
        (date(2024, 2, 29), 1, "年", date(2025, 2, 28)),  # no corresponding day: nothing to take
        (date(2026, 1, 1), 12, "月", date(2026, 12, 31)),
    ],
)
def test_the_other_convention_ends_a_day_earlier(accepted, amount, unit, end):
    assert dates.warranty_end(accepted, amount, unit, convention="减一日") == end


@pytest.mark.parametrize(
    ("accepted", "seasons", "season", "end"),
    [
        (date(2021, 9, 30), 2, HEATING, date(2023, 3, 15)),
        (date(2021, 11, 15), 2, HEATING, date(2023, 3, 15)),  # from its first day: complete
        (date(2021, 11, 16), 2, HEATING, date(2024, 3, 15)),
        (date(2022, 1, 10), 2, HEATING, date(2024, 3, 15)),  # the running season does not count
        (date(2022, 1, 10), 1, HEATING, date(2023, 3, 15)),
        (date(2026, 5, 20), 2, COOLING, date(2027, 9, 30)),
        (date(2026, 6, 2), 2, COOLING, date(2028, 9, 30)),
        (date(2021, 9, 30), 2, Season("11-15", "02-29"), date(2023, 2, 28)),
        (date(2022, 9, 30), 2, Season("11月15日", "2月29日"), date(2024, 2, 29)),
        (date(2025, 3, 1), 1, Season("02-29", "05-01"), date(2026, 5, 1)),
        (date(2025, 2, 28), 1, Season("02-29", "05-01"), date(2025, 5, 1)),
    ],
)
def test_only_complete_seasons_count(accepted, seasons, season, end):
    assert dates.warranty_end(accepted, seasons, "采暖期", season=season) == end
    # A season ends on its last day whatever the convention.
    assert (
        dates.warranty_end(accepted, seasons, "供冷期", season=season, convention="减一日") == end
    )


def test_what_is_not_known_leaves_the_end_open():
    day = date(2026, 5, 20)
    assert dates.warranty_end(day, 2, "采暖期") is None
    assert dates.warranty_end(day, None, "采暖期", season=HEATING) is None
    assert dates.warranty_end(day, None, "合理使用年限") is None


@pytest.mark.parametrize(
    ("amount", "unit", "code"),
    [
        (0, "年", "FK-VAL-020"),
        (-2, "月", "FK-VAL-020"),
        (Decimal("1.3"), "月", "FK-VAL-020"),
        (Decimal("1.5"), "采暖期", "FK-VAL-020"),
        (Decimal("NaN"), "年", "FK-VAL-020"),
        (9000, "年", "FK-VAL-021"),
        (10**9, "年", "FK-VAL-021"),
        (9000, "供冷期", "FK-VAL-021"),
    ],
)
def test_an_amount_that_gives_no_day_is_refused(amount, unit, code):
    with pytest.raises(BadValue) as caught:
        dates.warranty_end(date(2026, 5, 20), amount, unit, season=HEATING)
    assert caught.value.code == code
    assert unit in str(caught.value) or "个" in str(caught.value)


@pytest.mark.parametrize("boundary", ["13-01", "02-30", "11", "十一月", "", "11-00"])
def test_a_season_needs_two_days_of_the_year(boundary):
    with pytest.raises(BadValue) as caught:
        dates.warranty_end(date(2026, 5, 20), 2, "采暖期", season=Season(boundary, "03-15"))
    assert caught.value.code == "FK-VAL-022"


def test_a_season_needs_two_different_days():
    with pytest.raises(BadValue) as caught:
        dates.warranty_end(date(2026, 5, 20), 2, "采暖期", season=Season("11-15", "11-15"))
    assert caught.value.code == "FK-VAL-023"


def test_a_unit_or_convention_that_does_not_exist_is_a_fault_of_the_program():
    day = date(2026, 5, 20)
    with pytest.raises(ValueError, match="世纪"):
        dates.warranty_end(day, 1, "世纪")
    with pytest.raises(ValueError, match="加一日"):
        dates.warranty_end(day, 1, "年", convention="加一日")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 5, 20), 6, date(2026, 11, 20)),
        (date(2026, 5, 20), -5, date(2025, 12, 20)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_the_corresponding_day_or_the_last_of_the_month(day, months, expected):
    assert dates.add_months(day, months) == expected


def test_years_and_month_ends():
    assert dates.add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert dates.add_years(date(2026, 6, 1), 1) == date(2027, 6, 1)
    assert dates.end_of_month(date(2024, 2, 1)) == date(2024, 2, 29)
    with pytest.raises(BadValue):
        dates.add_years(date(2026, 1, 1), -2026)


@given(st.dates(date(1980, 1, 1), date(2100, 12, 31)), st.integers(1, 600))
@settings(max_examples=100)
def test_a_longer_period_never_ends_earlier(day, months):
    end = dates.add_months(day, months)
    assert end > day
    assert dates.add_months(day, months + 1) > end
    assert end.day == day.day or end == dates.end_of_month(end)


@given(st.dates(date(1980, 1, 1), date(2100, 12, 31)), st.integers(1, 5))
@settings(max_examples=100)
def test_every_counted_season_lies_within_the_warranty(day, seasons):
    end = dates.warranty_end(day, seasons, "采暖期", season=HEATING)
    assert end is not None
    first_opening = date(end.year - seasons, 11, 15)
    assert first_opening >= day
    assert date(first_opening.year - 1, 11, 15) < day


def test_a_boundary_of_a_season_is_read():
    assert periods.parse_month_day("１１／１５") == (11, 15)


def test_hours_are_exact_and_a_day_to_the_second_is_within_24():
    begin = datetime(2026, 7, 15, 9, 30)
    day = timedelta(hours=24)
    assert dates.elapsed_hours(begin, begin + day) == 24
    assert dates.elapsed_hours(begin, begin + day + timedelta(seconds=1)) > 24
    assert dates.elapsed_hours(begin, begin + timedelta(hours=24, minutes=30)) == Decimal("24.5")
    assert dates.elapsed_hours(begin, begin - timedelta(hours=2)) == -2


@pytest.mark.parametrize(
    ("hours", "says"),
    [("24", "24"), ("24.5", "24.5"), ("24.0003", "24.01"), ("100", "100"), ("-1.001", "-1.01")],
)
def test_an_overrun_of_a_second_does_not_read_as_none(hours, says):
    assert dates.format_hours(Decimal(hours)) == says

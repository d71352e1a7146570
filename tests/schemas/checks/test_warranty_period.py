from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.schemas.day_count import days_between
from formkit.schemas.project import Project
from formkit.schemas.warranty_period import horizon, months_of, shorter, text_of
from formkit.schemas.warranty_term import WarrantyTerm


def term(scope, amount, unit="年"):
    return {"scope": scope, "amount": amount, "unit": unit}


STRUCTURE = term("地基基础和主体结构", 50, "合理使用年限")
FIVE_YEARS, TWO_YEARS = term("屋面防水", 5), term("装修", 2)
WINTER = {"start": "11-15", "end": "03-15"}


def context(visit_horizon="longest_fixed", end_convention="对应日"):
    chosen = {"visit_horizon": visit_horizon, "end_convention": end_convention}
    return SimpleNamespace(policy=chosen.__getitem__)


def project(*terms, **more):
    data = {"accepted_on": "2021-09-30", "dlp_months": 24, "warranty_terms": list(terms), **more}
    return Project.model_validate(data)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("longest_fixed", date(2026, 9, 30)),
        ("first_expiring", date(2023, 9, 30)),
        ("dlp", date(2023, 9, 30)),
        ("custom", None),
    ],
)
def test_the_warranty_lasts_as_the_company_chose(choice, expected):
    assert horizon(project(STRUCTURE, FIVE_YEARS, TWO_YEARS), context(choice)) == expected


def test_contracts_may_end_the_warranty_a_day_earlier():
    assert horizon(project(FIVE_YEARS), context(end_convention="减一日")) == date(2026, 9, 29)


def test_the_end_is_unknown_without_acceptance_project_or_fixed_terms():
    assert horizon(None, context()) is None
    assert horizon(project(FIVE_YEARS, accepted_on=None), context()) is None
    assert horizon(project(STRUCTURE), context()) is None
    assert horizon(project(FIVE_YEARS, dlp_months=None), context("dlp")) is None


def test_heating_seasons_count_where_they_are_known():
    heating = term("供热供冷", 2, "采暖期")
    assert horizon(project(heating, heating_season=WINTER), context()) == date(2023, 3, 15)
    assert horizon(project(heating), context()) is None


def test_unknown_seasons_matter_only_where_they_could_outlast_the_rest():
    heating = term("供热供冷", 2, "采暖期")
    assert horizon(project(heating, FIVE_YEARS), context()) == date(2026, 9, 30)
    assert horizon(project(heating, TWO_YEARS), context()) is None


@pytest.mark.parametrize(
    ("one", "months", "text"),
    [
        (FIVE_YEARS, 60, "5 年"),
        (term("其他", 18, "月"), 18, "18 个月"),
        (term("供热供冷", 2, "采暖期"), None, "2 个采暖期"),
        (STRUCTURE, 600, "50 年(合理使用年限)"),
    ],
)
def test_a_term_reads_and_measures_as_written(one, months, text):
    read = WarrantyTerm.model_validate(one)
    assert months_of(read) == months
    assert text_of(read) == text


def test_only_like_terms_are_compared():
    two, five = (WarrantyTerm.model_validate(one) for one in (TWO_YEARS, FIVE_YEARS))
    seasons = [
        WarrantyTerm.model_validate(term("供热供冷", n, unit))
        for n, unit in ((1, "采暖期"), (2, "供冷期"))
    ]
    assert shorter(two, five)
    assert not shorter(five, two)
    assert shorter(*seasons)
    assert not shorter(seasons[0], five)
    assert months_of(WarrantyTerm()) is None


DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@settings(max_examples=60)
@given(start=DAYS, length=st.integers(0, 400))
def test_there_are_never_more_working_days_than_days(start, length):
    end = start + timedelta(days=length)
    working = days_between(start, end, "工作日")
    assert days_between(start, end, "自然日") == length
    assert length * 5 // 7 - 2 <= working <= length
    assert days_between(end, start, "工作日") == -working


def test_a_weekend_holds_no_working_day():
    friday = date(2026, 7, 17)
    assert days_between(friday, date(2026, 7, 19), "工作日") == 0
    assert days_between(friday, date(2026, 7, 20), "工作日") == 1

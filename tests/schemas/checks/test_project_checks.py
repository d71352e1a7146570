from __future__ import annotations

from datetime import datetime

import pytest


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        (None, []),
        ({"rate": "3"}, []),
        ({"rate": "3.01"}, ["retention.rate"]),
        ({"rate": "5"}, ["retention.rate"]),
        ({"amount": "2673612.18"}, []),
        ({"amount": "2673612.19"}, ["retention.amount amount"]),
        (
            {"rate": "5", "amount": "4456020.30", "form": "保函"},
            ["retention.rate", "retention.amount amount"],
        ),
    ],
)
def test_retention_is_at_most_three_percent_of_the_settlement(project_faults, retention, expected):
    assert project_faults("LAW-10", retention=retention) == expected


def test_an_amount_without_a_settlement_price_cannot_be_judged(project_faults):
    assert project_faults("LAW-10", settlement_price="", retention={"amount": "9000000"}) == []


@pytest.mark.parametrize(("months", "expected"), [(None, []), (24, []), (25, ["dlp_months"])])
def test_the_liability_period_lasts_two_years_at_most(project_faults, months, expected):
    assert project_faults("LAW-11", dlp_months=months) == expected


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        (None, []),
        ({"rate": 3, "form": "现金"}, []),
        ({"rate": 3, "form": "现金", "performance_bond": "是"}, ["retention.performance_bond"]),
        ({"amount": 1000, "performance_bond": "是"}, ["retention.performance_bond"]),
        ({"rate": 0, "performance_bond": "是"}, []),
        ({"rate": 3, "form": "保证保险"}, ["retention.form security"]),
        ({"amount": 1000, "form": "其他担保"}, ["retention.form security"]),
        ({"form": "保证保险"}, []),
        ({"rate": 3, "form": "保函"}, []),
    ],
)
def test_nothing_is_reserved_beside_a_performance_bond(project_faults, retention, expected):
    assert project_faults("LAW-12", retention=retention) == expected


@pytest.mark.parametrize(
    ("retention", "day", "expected"),
    [
        ({"applied_on": "2028-05-22"}, 5, []),  # the 14th day after the application
        ({"applied_on": "2028-05-21"}, 5, ["retention.verified_on"]),
        ({"applied_on": "2028-05-01", "verified_on": "2028-05-22"}, 5, []),
        (
            {"applied_on": "2028-05-01", "verified_on": "2028-05-21"},
            5,
            ["retention.returned_on return"],
        ),
        (
            {"applied_on": "2028-05-01", "verified_on": "2028-05-10", "returned_on": "2028-05-30"},
            5,
            [],
        ),
        ({"rate": 3}, 5, []),
        (None, 5, []),
    ],
)
def test_verification_and_return_take_fourteen_days_each(project_faults, retention, day, expected):
    now = datetime.fromisoformat(f"2028-06-{day:02} 09:00")
    assert project_faults("LAW-13", retention=retention, now=now) == expected


@pytest.mark.parametrize(
    ("project", "day", "expected"),
    [
        ({"retention": {"rate": 3}}, 20, []),  # the last day of the liability period
        ({"retention": {"rate": 3}}, 21, ["retention.returned_on"]),
        ({"retention": {"rate": 3, "applied_on": "2028-05-20"}}, 21, []),  # LAW-13 follows it up
        ({"retention": {"rate": 3, "returned_on": "2028-05-20"}}, 21, []),
        ({"retention": {"rate": 0}}, 21, []),
        ({"retention": {"rate": 3}, "dlp_months": None}, 21, []),
        ({"retention": {"rate": 3}, "accepted_on": None}, 21, []),
        ({"retention": None}, 21, []),
    ],
)
def test_expired_retention_is_collected(project_faults, project, day, expected):
    assert (
        project_faults("R1-04", now=datetime.fromisoformat(f"2028-05-{day:02} 09:00"), **project)
        == expected
    )

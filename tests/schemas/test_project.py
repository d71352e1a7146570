"""Projects: warranty ends of the three samples, and what contradicts the register."""

from __future__ import annotations

from datetime import date

import pytest

from formkit.intake.raw import RawRecord
from formkit.kernel.findings import Place
from formkit.schemas.project import Project, contradictions
from formkit.schemas.warranty_term import WarrantyTerm

ACCEPTED = date(2021, 9, 30)


def end(amount, unit, **project):
    terms = [{"scope": "其他", "amount": amount, "unit": unit}]
    whole = Project.model_validate({"accepted_on": ACCEPTED, "warranty_terms": terms, **project})
    return whole.with_ends(convention="对应日").warranty_terms[0].end_on


@pytest.mark.parametrize(
    ("amount", "unit", "expected"),
    [
        (5, "年", date(2026, 9, 30)),
        (18, "月", date(2023, 3, 30)),
        (50, "合理使用年限", date(2071, 9, 30)),
        (100, "合理使用年限", date(2121, 9, 30)),
    ],
)
def test_a_warranty_ends_on_the_corresponding_day(amount, unit, expected):
    assert end(amount, unit) == expected


def test_only_whole_heating_seasons_are_counted():
    season = {"start": "11-15", "end": "03-15"}
    assert end(2, "采暖期", heating_season=season) == date(2023, 3, 15)
    assert end(1, "供冷期", cooling_season={"start": "6-1", "end": "9-15"}) == date(2022, 9, 15)


def test_an_end_stays_open_where_something_is_unknown():
    assert end(2, "采暖期") is None
    assert end(2, "采暖期", heating_season={"start": "11-15"}) is None
    assert end(2, "年", accepted_on=None) is None
    assert end(0, "年") is None
    assert end(10**9, "年") is None
    assert WarrantyTerm(amount=2).ended(ACCEPTED, {}, convention="对应日").end_on is None


def test_a_term_keeps_its_own_start():
    term = WarrantyTerm(amount=2, unit="年", start_on="2022-01-01")
    assert term.ended(ACCEPTED, {}, convention="对应日").end_on == date(2024, 1, 1)


REGISTERED = {
    "project_no": "P2026-001",
    "project_name": "云岭市示例花园小区",
    "owner": {"name": "示例置业", "phone": "138-0000-0001"},
    "accepted_on": "2026-05-20",
    "new_tech": [{"name": "铝合金模板", "kind": "新工艺"}],
}


def contradicted(typed, registered=REGISTERED):
    places = {"project.accepted_on": Place(file="回访.yaml", line=7)}
    raw = RawRecord({"project": typed}, places, Place(file="回访.yaml"))
    return list(contradictions(raw, registered))


def test_what_agrees_with_the_register_or_is_unknown_there_is_no_contradiction():
    agreeing = {"accepted_on": "2026年5月20日", "owner": "示例置业", "contract_no": "X-1"}
    assert contradicted(agreeing) == []
    assert contradicted({"accepted_on": "不是日期"}) == []
    assert contradicted("示例花园") == []
    assert contradicted({"accepted_on": "2026-05-21"}, None) == []


def test_a_contradiction_is_told_with_both_values_at_its_place():
    [finding] = contradicted({"accepted_on": "2026-05-21"})
    assert (finding.code, finding.place.path) == ("FK-REC-019", "project.accepted_on")
    assert finding.place.line == 7
    assert finding.found == "填的是「2026年5月21日」,工程台账中是「2026年5月20日」"
    assert finding.place.label == "竣工验收合格日期"


def test_contradictions_are_found_in_units_and_rows():
    typed = {
        "owner": {"phone": "138-0000-0009"},
        "new_tech": [{"name": "铝模"}],
        "project_no": "P1",
    }
    assert {finding.place.path for finding in contradicted(typed)} == {
        "project.owner.phone",
        "project.new_tech.0.name",
        "project.project_no",
    }

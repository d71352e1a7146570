"""One record examined: what the rules say better, whose bank judges, which day's law is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from ruamel.yaml import YAML

from formkit import catalog
from formkit.intake.raw import RawRecord
from formkit.kernel.clock import FixedClock
from formkit.kernel.findings import Finding, Place
from formkit.kernel.gate import Gate
from formkit.kernel.resources import samples_folder
from formkit.pipeline.examine import Examiner
from formkit.pipeline.workspace import Workspace, find

CLOCK = FixedClock(datetime.fromisoformat("2026-11-23 09:00"))


def sample(name: str) -> dict[str, Any]:
    text = (samples_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    data = YAML(typ="safe").load(text)
    return dict((data["records"] if isinstance(data, dict) else data)[0])


def examined(slug: str, project: dict[str, Any], gate: Gate, **record: Any) -> list[Finding]:
    workspace = Workspace(None, find(samples_folder()).settings, CLOCK)
    data = sample(slug) | record
    data["project"] = sample("projects") | project
    data = {name: value for name, value in data.items() if value is not None}
    examiner = Examiner(workspace, catalog.load(slug), gate=gate)
    return list(examiner.examine(RawRecord(data, {}, Place(), "1")).findings)


def codes(findings: list[Finding], path: str) -> list[str]:
    return [one.code for one in findings if one.place.path.startswith(path)]


@pytest.mark.parametrize(
    ("slug", "field", "rule"),
    [("complaint_form", "customer_sign", "R9-04"), ("visit_record", "customer_confirm", "R11-09")],
)
def test_a_missing_signature_is_told_once_by_the_rule_that_asks_for_it(slug, field, rule):
    found = examined(slug, {}, Gate.ARCHIVE, **{field: {"signer": "欧阳喆"}})
    assert codes(found, field) == [rule]


def test_an_unknown_design_life_is_told_once_with_the_clause():
    found = examined("warranty_certificate", {"design_life_years": None}, Gate.ISSUE)
    assert codes(found, "project.design_life_years") == ["LAW-2"]
    [told] = [one for one in found if one.code == "LAW-2"]
    assert [cited.clause for cited in told.citations] == ["第四十条", "第四十条(一)"]


@pytest.mark.parametrize(("accepted", "found"), [("2017-03-01", []), ("2018-03-01", ["LAW-10"])])
def test_the_deposit_is_judged_by_the_law_of_the_acceptance(accepted, found):
    project = {"accepted_on": accepted, "retention": {"rate": 5}}
    told = examined("warranty_certificate", project, Gate.ISSUE)
    assert [one.code for one in told if one.code == "LAW-10"] == found


@pytest.mark.parametrize(("reason", "level"), [("抢险救灾", "info"), ("业主要求", "error")])
def test_the_law_lets_off_only_what_it_lists(reason, level):
    project = {"statutory_exempt": True, "statutory_exempt_reason": reason}
    terms = [{"scope": "装修", "amount": 1, "unit": "年", "content": "内外装修"}]
    told = examined("warranty_certificate", project, Gate.ISSUE, warranty_terms=terms)
    [found] = [one for one in told if one.code == "LAW-2"]
    assert found.level == level
    assert ("第八十条" in [cited.clause for cited in found.citations]) is (level == "info")

"""One record examined: what the rules say better, whose bank judges, which day's law is asked."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from ruamel.yaml import YAML

from formkit import catalog
from formkit.intake.raw import RawRecord
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Finding, Place
from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline.examine import Examiner
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.workspace import Workspace, find
from formkit.schemas.satisfaction_survey.bank import load_banks

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


@pytest.fixture
def issuing(tmp_path):
    """Examine a visit of the first sample project as the register knows it, changed as told."""
    workspace = demo_workspace(tmp_path)

    def findings(project: dict[str, Any] | None = None, **registered: Any) -> list[Finding]:
        register = workspace.register()
        with register.writing() as writing:
            data = sample("projects") | registered
            kept = {name: value for name, value in data.items() if value is not None}
            kept = json.loads(json.dumps(kept, default=str))
            writing.put_project(data["project_no"], kept)
        register.close()
        data = sample("visit_record") | ({"project": project} if project is not None else {})
        examiner = Examiner(workspace, catalog.load("visit_record"), gate=Gate.ISSUE)
        told = [examiner.examine(RawRecord(data, {}, Place(), str(row))) for row in range(2)]
        first, second = ([f for f in one.findings if f.code != "FK-WS-012"] for one in told)
        assert first == second
        return first

    return findings


def demo_workspace(folder):
    company = sample_company()
    names = CompanyEntry.__dataclass_fields__
    return init(folder, CompanyEntry(**{n: str(company.get(n, "")) for n in names}), clock=CLOCK)


def sample_company() -> dict[str, Any]:
    text = (samples_folder() / "company.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def test_a_fault_of_the_registered_project_is_told_with_every_one_of_its_records(issuing):
    assert [f.place.path for f in issuing() if f.place.path.startswith("project")] == []
    missing = issuing(location=None)
    assert codes(missing, "project.location") == ["FK-REC-003"]
    unreadable = issuing(start_on="2024.13.01")
    assert codes(unreadable, "project.start_on") == ["FK-VAL-025"]


def test_what_a_record_repeats_of_its_project_is_no_contradiction(issuing):
    known = sample("projects")
    same = {"project_name": known["project_name"], "owner": {"name": known["owner"]["name"]}}
    assert codes(issuing(project=same), "project") == []
    assert codes(issuing(project={"project_name": "另一工程"}), "project") == ["FK-REC-019"]


def test_a_yes_where_a_number_is_registered_is_not_the_same(issuing):
    assert codes(issuing(project={"floors_below": True}, floors_below=1), "project") == [
        "FK-REC-010"
    ]
    assert codes(issuing(project={"无此列": ""}), "project") == ["FK-REC-001"]


def test_a_survey_of_an_unknown_question_bank_is_told_once_with_the_known_ones():
    found = examined("satisfaction_survey", {}, Gate.ISSUE, bank="五极")
    [told] = [one for one in found if one.place.path == "bank"]
    assert (told.code, told.place.label) == ("FK-SUR-001", "题库版本")
    assert told.required == "现有题库:三级、五级"
    assert not [one for one in found if one.code.startswith("R7")]


def test_a_company_adds_a_question_bank_of_its_own_name(tmp_path):
    folder = tmp_path / "forms" / "surveys"
    folder.mkdir(parents=True)
    carried = (forms_folder() / "surveys" / "levels-5.yaml").read_text(encoding="utf-8")
    own = carried.replace("name: 五级", "name: 物业").replace(", 不满意, 很不满意]", ", 不满意]")
    (folder / "物业.yaml").write_text(own, encoding="utf-8")
    workspace = Workspace(tmp_path, find(samples_folder()).settings, CLOCK)
    official = catalog.load("satisfaction_survey", workspace.forms)
    answers = [{"section": "Ⅲ", "item_no": 1, "choices": ["很不满意"]}]
    data = {"project": {"phase": "已交工"}, "bank": "物业", "answers": answers}
    examiner = Examiner(workspace, official, gate=Gate.ARCHIVE, projects={})
    found = list(examiner.examine(RawRecord(data, {}, Place(), "1")).findings)
    assert codes(found, "bank") == []
    assert codes(found, "answers.0") == ["R7-02"]
    (folder / "坏.yaml").write_text("name: 坏\n", encoding="utf-8")
    with pytest.raises(ProfileError, match="title"):
        load_banks([folder])

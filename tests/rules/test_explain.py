"""What `formkit rules` tells."""

from __future__ import annotations

import json

import pytest

from formkit.kernel.errors import UsageError
from formkit.rules.explain import State, explain

R1 = """
policies:
  end_convention: {value: 减一日, clause: "2", quote: 减一日}
parameters:
  dispatch_hours: {value: 24, clause: "1", quote: 一日内}
rules:
  R1-01:
    clause: "1"
    quote: 一日内
    says: 按时派人
    level: warning
    gate: issue
    records: [repair_sheet]
    parameters: [dispatch_hours, followup_days, warranty_minimum]
    policies: [end_convention]
    blanks: {hours: 用时}
    sentences: {default: {fault: "{hours} 才派人", remedy: 核对}}
  R1-02: {clause: "2", quote: 引文, says: 说明, level: error, gate: issue, records: [other]}
  R1-03: {clause: "3", quote: 引文, says: 说明, level: error, gate: issue, records: [other]}
"""


@pytest.fixture
def profile(house):
    house.text("R1", "甲制度", R1)
    house.text(
        "R2",
        "乙制度",
        """
        rules:
          R2-01: {clause: "2", quote: 引文, says: 说明, level: error, gate: issue, records: [a]}
        """,
    )
    house.law(
        """
        effective_from: 2027-01-01
        rules:
          LAW-1: {clause: 一, quote: 引文, says: 说明, level: error, gate: issue, records: [a]}
        """
    )
    return house.profile(
        """
        texts: [R1]
        params: {dispatch_hours: 12}
        rules: {R1-01: {level: error, reason: 考核}, R1-03: {enabled: false, reason: 未开展}}
        """
    )


def explained(profile, rule, **more):
    (found,) = explain(profile, implemented={"R1-01"}, only=rule, **more)
    return found


def test_every_rule_of_every_text_is_told_with_its_state(profile):
    states = {found.id: found.state for found in explain(profile, implemented={"R1-01"})}
    assert states == {
        "LAW-1": State.NOT_IN_FORCE,
        "R1-01": State.ACTIVE,
        "R1-02": State.PENDING,
        "R1-03": State.DISABLED,
        "R2-01": State.NOT_CHOSEN,
    }
    assert [state.label for state in State] == ["生效", "待启用", "已停用", "未选用", "不在施行期"]


def test_a_rule_is_told_with_the_values_in_force_and_what_they_overruled(profile):
    found = explained(profile, "R1-01")
    assert (found.level, found.text_level) == ("error", "warning")
    assert found.setting_reason == "考核"
    hours, days, *families = found.values
    assert (hours.value, hours.source) == ("12 小时", "company")
    assert str(hours.overruled[0]) == "24 小时《甲制度》1「一日内」(不如现行值严)"
    assert (days.value, days.source, days.reason) == ("3 天", "default", "制度只写「及时」")
    assert [(f.parameter, f.value) for f in families] == [
        ("warranty_minimum.屋面防水", ""),
        ("warranty_minimum.其他", ""),
    ]
    (choice,) = found.choices
    assert (choice.choice, choice.meaning, choice.source) == ("减一日", "合同习惯", "regulation")


def test_the_samples_of_a_rule_are_named_where_they_exist(profile, tmp_path):
    (tmp_path / "R1-01.yaml").touch()
    assert explained(profile, "R1-01", samples=tmp_path).sample.endswith("R1-01.yaml")
    assert explained(profile, "R1-02", samples=tmp_path).sample == ""


def test_with_a_contract_the_values_are_those_of_the_project(profile):
    hours = explained(profile, "R1-01", contract={"dispatch_hours": 48}).values[0]
    assert (hours.value, hours.source) == ("48 小时", "contract")


def test_an_explanation_is_plain_data(profile):
    data = json.loads(json.dumps(explained(profile, "R1-01").as_dict(), ensure_ascii=False))
    assert data["text"] == {"id": "R1", "title": "甲制度", "law": False, "status": "现行"}
    assert data["state"] == "active"
    assert data["values"][0]["overruled"][0]["shown"] == "24 小时"
    assert data["sentences"]["default"]["fault"] == "{hours} 才派人"


def test_a_rule_is_found_in_lower_case_and_an_unknown_one_gets_a_suggestion(profile):
    assert explained(profile, "r1-01").id == "R1-01"
    with pytest.raises(UsageError) as caught:
        explain(profile, implemented=(), only="R1-1")
    assert caught.value.code == "FK-PRF-075"
    assert "是否指「R1-01」" in str(caught.value)


def test_a_rule_that_was_not_chosen_shows_its_own_texts_value(house):
    house.text("R1", "甲制度", R1)
    profile = house.profile("texts: []\nparams: {dispatch_hours: 12}")
    [told] = explain(profile, implemented=["R1-01"], only="R1-01")
    assert told.state is State.NOT_CHOSEN
    [value] = told.values
    assert value.value != "12 小时"
    assert [cited.title for cited in value.citations] == ["甲制度"]

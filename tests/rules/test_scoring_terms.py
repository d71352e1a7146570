"""The profile's section `survey`: Chinese words and English, layers, and wrong words told."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from formkit.kernel.errors import ProfileError
from formkit.kernel.resources import forms_folder
from formkit.rules.profile import load_profile
from formkit.rules.scoring_policy import (
    Blank,
    Importance,
    Mean,
    Multi,
    Negative,
    ScoringPolicy,
    Weights,
)
from formkit.rules.scoring_terms import STATED, TERMS, UNLIMITED, Kind

TODAY = date(2026, 11, 23)


def profile(tmp_path, body, parent="base"):
    path = tmp_path / "own.yaml"
    path.write_text(f"id: own\ntitle: 示例公司\nextends: {parent}\n{body}", encoding="utf-8")
    return load_profile(path, forms=forms_folder(), today=TODAY)


def scoring(tmp_path, body):
    return profile(tmp_path, body).scoring


def test_what_nobody_chooses_is_as_suggested():
    policy = load_profile("base", forms=forms_folder(), today=TODAY).scoring
    assert policy == ScoringPolicy(min_answered=Decimal(80))
    assert list(policy.origins) == ["min_answered"]


@pytest.mark.parametrize(
    ("body", "field", "value"),
    [
        ("空题: 记0", "blank", Blank.ZERO),
        ("blank: zero", "blank", Blank.ZERO),
        ("blank: 记中间档", "blank", Blank.MIDDLE),
        ("空题: 整卷作废", "blank", Blank.VOID),
        ("多选: 作废该题", "multi", Multi.SPOILED),
        ("multi: error", "multi", Multi.ASK),
        ("最少答题: 66.6", "min_answered", Decimal("66.6")),
        ("min_answered: 0", "min_answered", Decimal(0)),
        ("最少答题: 不限", "min_answered", Decimal(0)),
        ("最多漏答: 1", "most_blank", 1),
        ("最多漏答: 不限", "most_blank", None),
        ("负分: 截0", "negative", Negative.ZERO),
        ("权重: 等权", "weights", Weights.EQUAL),
        ("汇总: 按分汇总", "mean", Mean.POINTS),
        ("低分线: {三级: 70, 五级: 60.5}", "low", {"三级": 70, "五级": Decimal("60.5")}),
        ("低分线: 不限", "low", {}),
        ("低分题: 1", "low_item", 1),
        ("重要性: {高: 0}", "importance", {"高": 0}),
        ("目标: {五级: 80}", "target", {"五级": 80}),
        ("回收期限: 15", "due_days", 15),
        ("小数位: 1", "decimals", 1),
        ("空题: {value: 记0, clause: 本公司办法 5.2}", "blank", Blank.ZERO),
        ("空题:", "blank", Blank.LEFT_OUT),
    ],
)
def test_every_way_can_be_chosen(tmp_path, body, field, value):
    assert getattr(scoring(tmp_path, f"survey:\n  {body}\n"), field) == value


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("空题: 记零", "FK-PRF-013", "剔除、记0、记中间档、整卷作废"),
        ("不适用: 记0", "FK-PRF-013", "剔除"),
        ("多选: 取低", "FK-PRF-013", "报错、作废该题"),
        ("量表: 按卷", "FK-PRF-013", "按题"),
        ("空题: true", "FK-PRF-014", "剔除"),
        ("空题: {记0: 是}", "FK-PRF-013", "剔除"),
        ("最少答题: 180", "FK-PRF-012", "0 到 100 的数"),
        ("最少答题: 多数", "FK-PRF-012", "0 到 100 的数"),
        ("最少答题: true", "FK-PRF-012", "0 到 100 的数"),
        ("最多漏答: 1.5", "FK-PRF-012", "整数"),
        ("小数位: 9", "FK-PRF-012", "0 到 4"),
        ("小数位: 不限", "FK-PRF-012", "0 到 4"),
        ("低分线: 60", "FK-PRF-012", "不同量表不共用一个数"),
        ("低分线: {七级: 60}", "FK-PRF-010", "三级、五级"),
        ("低分线: {五级: 高}", "FK-PRF-012", "百分数"),
        ("重要性: {低: 1}", "FK-PRF-010", "高、中"),
        ("最少答提: 80", "FK-PRF-010", "是否指「最少答题」"),
        ("min_answer: 80", "FK-PRF-010", "是否指「min_answered」"),
        ("{空题: 记0, blank: zero}", "FK-PRF-004", "空题(blank)"),
        ("空题: {value: 记0, clausse: 甲}", "FK-PRF-010", "clause"),
    ],
)
def test_a_wrong_word_is_told_with_the_choices(tmp_path, body, code, said):
    with pytest.raises(ProfileError) as caught:
        scoring(tmp_path, f"survey:\n  {body}\n")
    found = caught.value.finding()
    assert found.code == code
    assert said in str(found)
    assert (found.place.file, found.place.line) == ("own.yaml", 5)


def test_a_layer_replaces_word_by_word_what_it_inherits(tmp_path):
    found = profile(tmp_path, "survey: {空题: 记0, 低分线: {五级: 50}}", parent="company").scoring
    assert (found.blank, found.min_answered) == (Blank.ZERO, 80)
    assert found.low == {"五级": 50}
    assert found.origins["blank"].place.file == "own.yaml"
    assert found.origins["min_answered"].place.file == "company.yaml"


def test_every_word_is_a_field_of_the_policy_and_every_choice_has_a_meaning():
    assert {one.id for one in TERMS} == {one.name for one in fields(ScoringPolicy)} - {"origins"}
    for term in TERMS:
        value = getattr(ScoringPolicy(), term.id)
        assert term.shown(value)
        assert term.meaning(value)
        if term.kind is Kind.CHOICE:
            assert set(term.meanings) == set(term.choices)
            assert set(term.english.values()) == set(term.choices)
        else:
            assert {STATED} <= set(term.meanings) <= {STATED, UNLIMITED}


def test_the_importance_of_a_problem_follows_its_points():
    found = [ScoringPolicy().important(points) for points in (Decimal(-1), Decimal(0), None)]
    assert found == [Importance.HIGH, Importance.MIDDLE, Importance.LOW]
    assert ScoringPolicy(importance={"高": Decimal(0)}).important(Decimal(0)) is Importance.HIGH
    assert ScoringPolicy(importance={}).important(Decimal(-1)) is Importance.LOW


def test_every_word_and_choice_is_documented():
    rows = (Path(__file__).parents[2] / "docs" / "surveys.md").read_text(encoding="utf-8")
    for term in TERMS:
        [row] = [
            line for line in rows.splitlines() if line.startswith(f"| {term.name} `{term.id}`")
        ]
        english = [f"{choice} `{word}`" for word, choice in term.english.items()]
        assert [one for one in english if one not in row] == []

from __future__ import annotations

import pytest

from formkit.kernel.resources import forms_folder


def answer(item, choices, section="Ⅲ", **more):
    return {"section": section, "item_no": item, "choices": choices, **more}


def answers(*choices, section="Ⅲ"):
    return [answer(n, [choice], section) for n, choice in enumerate(choices, start=1)]


GOLDEN_B = answers(*["很满意"] * 4, *["满意"] * 4, "一般", "很不满意")
GOLDEN_A = answers(*["满意"] * 6, "一般", "不满意")


@pytest.mark.parametrize(
    ("rule", "bank", "row", "expected"),
    [
        ("R7-01", "三级", answer(1, ["满意"], score=3), []),
        ("R7-01", "三级", answer(1, ["满意"], score=2), ["answers.0.score"]),
        ("R7-01", "三级", answer(1, ["不满意"], score=0), []),
        ("R7-01", "三级", answer(1, ["很满意"]), ["answers.0.choices choice"]),
        ("R7-01", "五级", answer(1, ["满意"], score=3), []),
        ("R7-02", "五级", answer(1, ["满意"], score=3), ["answers.0.score"]),
        ("R7-02", None, answer(1, ["很不满意"], score=0), ["answers.0.score"]),
        ("R7-02", None, answer(1, ["很不满意"], score=-1), []),
        ("R7-02", "五级", answer(1, ["满意"]), []),
        ("R7-02", "五级", answer(1, [], score=2), []),
        ("R7-02", "五级", answer(1, ["满意"], na="是", score=3), []),
        ("R7-02", "五级", answer(99, ["满意"], score=3), []),
        ("R7-02", "三级", answer(1, ["满意"], score=2), []),
    ],
)
def test_marks_count_what_their_scale_says(survey_faults, rule, bank, row, expected):
    assert survey_faults(rule, bank=bank, answers=[row]) == expected


@pytest.mark.parametrize(
    ("bank", "overall", "expected"),
    [
        ("三级", "满意", []),
        ("三级", None, []),
        ("三级", "很满意", ["overall overall"]),
        ("三级", "不适用", []),
        ("五级", "很满意", []),
    ],
)
def test_the_overall_mark_is_one_of_its_scale(survey_faults, bank, overall, expected):
    assert survey_faults("R7-01", bank=bank, overall=overall) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, []),
        ({"actual_score": 20, "full_score": 30, "satisfaction": "66.67"}, []),
        ({"satisfaction": "66.7"}, []),
        ({"satisfaction": "67"}, []),
        ({"satisfaction": "66.66"}, ["satisfaction rate"]),
        ({"actual_score": 21}, ["actual_score"]),
        ({"full_score": 50}, ["full_score full"]),
    ],
)
def test_typed_figures_are_those_of_the_marks(survey_faults, figures, expected):
    assert survey_faults("R7-03", bank="五级", answers=GOLDEN_B, **figures) == expected


def test_a_scale_of_three_has_its_own_figures(survey_faults):
    figures = {"actual_score": 20, "full_score": 24, "satisfaction": "83.33"}
    assert survey_faults("R7-03", bank="三级", answers=GOLDEN_A, **figures) == []


def test_a_sheet_without_an_answer_has_no_figures(survey_faults):
    found = survey_faults("R7-03", full_score=0, satisfaction=0)
    assert found == ["full_score empty"]


def test_figures_wait_until_the_marks_are_clear(survey_faults):
    rows = [answer(1, ["满意", "一般"]), answer(2, ["满意"])]
    assert survey_faults("R7-03", answers=rows, actual_score=9) == []


def test_figures_wait_until_the_column_is_known(survey_faults):
    rows = [*answers("满意"), *answers("满意", section="Ⅱ")]
    assert survey_faults("R7-03", answers=rows, actual_score=9, no_project=True) == []


@pytest.mark.parametrize(
    ("phase", "section", "expected"),
    [
        ("在建", "Ⅱ", []),
        ("在建", "Ⅲ", ["answers"]),
        ("已交工", "Ⅲ", []),
        ("已交工", "Ⅱ", ["answers"]),
        ("停工", "Ⅱ", []),
        ("停工", "Ⅲ", ["answers"]),
        (None, "Ⅱ", []),
    ],
)
def test_the_customer_fills_the_column_of_the_phase(survey_faults, phase, section, expected):
    rows = answers("满意", section=section)
    assert survey_faults("R7-07", answers=rows, project={"phase": phase}) == expected


def test_only_one_column_is_filled(survey_faults):
    rows = [*answers("满意"), *answers("满意", section="Ⅱ")]
    assert survey_faults("R7-07", answers=rows) == ["answers both"]


def test_each_item_carries_one_mark_or_none(survey_faults):
    rows = [
        answer(1, ["满意", "一般"]),
        answer(2, ["满意"], na="是"),
        answer(3, [], na="是"),
        answer(4, []),
    ]
    found = survey_faults("R7-07", answers=rows, no_project=True)
    assert found == ["answers.0.choices marks", "answers.1.na contradiction"]


def test_an_item_is_answered_once_and_stands_in_the_bank(survey_faults):
    rows = [answer(1, ["满意"]), answer(1, ["一般"]), answer(99, ["满意"]), answer(None, ["满意"])]
    found = survey_faults("R7-07", answers=rows)
    assert found == ["answers.1.item_no twice", "answers.2.item_no unknown"]


def test_the_companys_own_bank_is_the_one_that_judges(survey_faults, tmp_path):
    (tmp_path / "surveys").mkdir()
    bank = (forms_folder() / "surveys" / "levels-5.yaml").read_text(encoding="utf-8")
    own = bank.replace("item_no: 1,", "item_no: 41,", 1)
    (tmp_path / "surveys" / "levels-5.yaml").write_text(own, encoding="utf-8")
    rows = [answer(41, ["满意"], section="Ⅱ")]
    project = {"phase": "在建"}
    assert survey_faults("R7-07", answers=rows, project=project, forms=(tmp_path,)) == []
    found = survey_faults("R7-07", answers=rows, project=project)
    assert found == ["answers.0.item_no unknown"]


def test_a_sheet_handed_out_empty_is_in_order(survey_faults):
    assert survey_faults("R7-07") == []

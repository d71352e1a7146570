"""The printed items and figures of the survey."""

from __future__ import annotations

from decimal import Decimal

from formkit.rules.scoring_policy import ScoringPolicy
from formkit.schemas.satisfaction_survey.bank import load_bank
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey as Survey
from formkit.schemas.satisfaction_survey.view import PrintFacts, blank_view, view_of

POINTS = {
    "三级": {"满意": 3, "一般": 2, "不满意": 0},
    "五级": {"很满意": 3, "满意": 2, "一般": 1, "不满意": 0, "很不满意": -1},
}
THREE, FIVE = load_bank("三级"), load_bank("五级")
TABLE = {scale: {mark: Decimal(p) for mark, p in marks.items()} for scale, marks in POINTS.items()}


def survey(bank, marks, phase="已交工", **more):
    answers = [
        {"section": "Ⅲ" if phase == "已交工" else "Ⅱ", "item_no": number, **answer(mark)}
        for number, mark in enumerate(marks, start=1)
    ]
    data = {"bank": bank.name, "answers": answers, "project": {"phase": phase}, **more}
    return Survey.model_validate({name: value for name, value in data.items() if value is not None})


def answer(mark):
    return {"na": True} if mark == "/" else {"choices": mark.split("、") if mark else []}


BANK = """
name: 三级
title: 本公司题库
scales: {三级: [满意, 一般, 不满意]}
overall: {scale: 三级, counts: true}
sections:
  Ⅲ:
  - {item_no: 1, text: 维修质量, scale: 三级, weight: 2}
  - {item_no: 2, text: 仅供参考, scale: 三级, counts: false}
"""


def own_bank(folder, content):
    (folder / "本公司.yaml").write_text(content, encoding="utf-8")
    return load_bank("三级", [folder])


def test_a_filled_sheet_prints_groups_cells_and_figures():
    view = view_of(survey(FIVE, ["很满意", "", "/"]), PrintFacts(scores=TABLE))
    first, second, third = view["section_3"][:3]
    assert first["options"] == "☑很满意 □满意 □一般 □不满意 □很不满意 □不适用"
    assert (first["very_satisfied"], first["satisfied"], first["score"]) == ("☑", "□", "3")
    assert (second["options_text"], second["score"]) == ("", "")
    assert (third["na"], third["options_text"]) == ("☑", "不适用")
    assert (view["actual_score"], view["full_score"], view["satisfaction"]) == ("3", "3", "100.00%")
    assert counts(view) == ("1", "8", "1", "有效")


def counts(view):
    return tuple(view[name] for name in ("answered_count", "blank_count", "na_count", "verdict"))


def test_the_verdict_follows_the_share_of_answers_that_the_company_asks_for():
    strict = PrintFacts(scores=TABLE, scoring=ScoringPolicy(min_answered=Decimal(80)))
    assert counts(view_of(survey(FIVE, ["满意"] * 8), strict)) == ("8", "2", "0", "有效")
    assert counts(view_of(survey(FIVE, ["满意"] * 7), strict)) == ("7", "3", "0", "无效")
    assert counts(view_of(survey(FIVE, ["满意"] * 7 + ["/"] * 3), strict)) == (*"703", "有效")
    assert counts(view_of(survey(FIVE, ["/"] * 10), strict)) == ("0", "0", "10", "无效")
    assert counts(view_of(survey(FIVE, ["满意、一般"] + ["满意"] * 9), strict)) == (*"910", "无效")


def test_a_sheet_that_nobody_has_answered_leaves_the_counts_to_write_in():
    for marks in ([], [""] * 10):
        assert counts(view_of(survey(FIVE, marks), PrintFacts(scores=TABLE))) == ("",) * 4
    assert counts(view_of(survey(FIVE, ["满意"]), PrintFacts())) == ("",) * 4


def test_a_company_has_its_own_items(tmp_path):
    bank = own_bank(tmp_path, BANK)
    assert load_bank("五级", [tmp_path]).title == FIVE.title
    view = view_of(survey(bank, ["一般"]), PrintFacts(surveys=(tmp_path,)))
    assert [row["text"] for row in view["section_3"]] == ["维修质量", "仅供参考"]


def test_the_overall_mark_is_offered_on_the_scale_of_the_bank(tmp_path):
    facts = PrintFacts()
    assert view_of(survey(THREE, [], overall="一般"), facts)["overall"] == "□满意 ☑一般 □不满意"
    five = view_of(survey(FIVE, []), facts)["overall"]
    assert five == "□很满意 □满意 □一般 □不满意 □很不满意"
    odd = view_of(survey(THREE, [], overall="很满意"), facts)["overall"]
    assert odd == "□满意 □一般 □不满意 ☑很满意"
    own_bank(tmp_path, BANK.replace("overall: {scale: 三级, counts: true}\n", ""))
    assert view_of(survey(THREE, []), PrintFacts(surveys=(tmp_path,)))["overall"] == five


def test_a_sheet_of_an_unknown_bank_prints_its_answers_and_no_figures():
    typed = Survey.model_validate(
        {"bank": "四级", "answers": [{"section": "Ⅲ", "item_no": 1, "choices": ["满意"]}]}
    )
    view = view_of(typed, PrintFacts(scores=TABLE))
    assert [(row["item_no"], row["options_text"]) for row in view["section_3"]] == [("1", "满意")]
    assert (view["section_2"], view["actual_score"], view["verdict"]) == ([], "", "")


def test_the_blank_is_printed_from_the_bank_that_is_given():
    view = blank_view(Survey, PrintFacts(), given=Survey(bank="三级"))
    assert view["overall"] == "□满意 □一般 □不满意"
    assert view["section_3"][0]["options"] == "□满意 □一般 □不满意 □不适用"


def test_the_section_that_does_not_apply_is_marked():
    view = view_of(survey(FIVE, []), PrintFacts())
    assert view["section_2_note"] == "本栏由正在施工项目的业主填写;本次调查不填"
    assert view["section_3_note"] == "本栏由已交工项目的业主填写"
    assert (view["section_2_applies"], view["section_3_applies"]) == ("", "是")


def test_typed_figures_are_printed_as_typed():
    typed = {"actual_score": "20.5", "full_score": 30, "satisfaction": "68.333%"}
    view = view_of(survey(FIVE, ["很满意"], **typed), PrintFacts(scores=TABLE))
    assert view["actual_score"] == "20.50"
    assert view["satisfaction"] == "68.33%"
    scored_by_hand = survey(FIVE, [])
    row = {"section": "Ⅲ", "item_no": 1, "choices": "满意", "score": 2, "text": "主体质量"}
    with_answer = Survey.model_validate({**scored_by_hand.dump(), "answers": [row]})
    printed = view_of(with_answer, PrintFacts())["section_3"][0]
    assert (printed["score"], printed["text"]) == ("2", "主体质量")
    assert view_of(with_answer, PrintFacts())["satisfaction"] == ""


def test_a_three_level_sheet_has_no_box_for_the_other_marks():
    row = view_of(survey(THREE, ["满意"]), PrintFacts())["section_3"][0]
    assert (row["very_satisfied"], row["satisfied"], row["very_dissatisfied"]) == ("—", "☑", "—")
    assert row["score"] == ""


def test_answers_that_the_bank_does_not_know_are_printed_all_the_same():
    answers = [
        {"section": "Ⅲ", "item_no": 11, "text": "自拟题目", "choices": ["满意"]},
        {"section": "Ⅲ", "item_no": 1, "choices": ["很满意"]},
        {"section": "Ⅲ", "choices": ["一般"]},
    ]
    typed = Survey.model_validate({"bank": "三级", "answers": answers})
    rows = view_of(typed, PrintFacts(scores=TABLE))["section_3"]
    assert rows[0]["options_text"] == "很满意"
    assert rows[0]["score"] == ""
    assert (rows[10]["text"], rows[10]["item_no"]) == ("自拟题目", "11")
    assert (rows[11]["options_text"], rows[11]["item_no"]) == ("一般", "")


def test_a_blank_sheet_has_all_items_and_blank_rows_where_asked():
    view = blank_view(Survey, PrintFacts(marks="tick"), rows={"attachments": 1, "section_2": 3})
    assert len(view["section_2"]) == len(view["section_3"]) == 10
    assert len(view["attachments"]) == 1
    assert view["section_2"][0]["options"].count("□") == 6
    assert (view["section_2_applies"], view["section_3_applies"]) == ("是", "是")


def test_choices_may_stand_in_one_cell():
    typed = Survey.model_validate({"answers": [{"choices": "满意、非常满意"}]})
    assert [mark.value for mark in typed.answers[0].choices] == ["满意", "很满意"]

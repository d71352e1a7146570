"""The score of one sheet: R7 1, every choice of B.6, and what must hold of any sheet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.rules.scoring_policy import Blank, Multi, Negative, ScoringPolicy, Weights
from formkit.schemas.satisfaction_survey.bank import Bank, Item, bank_of, load_bank
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey as Survey
from formkit.schemas.satisfaction_survey.record import Section
from formkit.schemas.satisfaction_survey.scoring import State, Why, percent, score, section_of

POINTS = {
    "三级": {"满意": 3, "一般": 2, "不满意": 0},
    "五级": {"很满意": 3, "满意": 2, "一般": 1, "不满意": 0, "很不满意": -1},
}
THREE, FIVE = load_bank("三级"), load_bank("五级")
TABLE = {scale: {mark: Decimal(p) for mark, p in marks.items()} for scale, marks in POINTS.items()}
MIXED = bank_of(
    {
        "name": "混用",
        "title": "本公司题库",
        "scales": {
            "三级": ["满意", "一般", "不满意"],
            "五级": ["很满意", "满意", "一般", "不满意"],
        },
        "sections": {
            "Ⅲ": [
                {"item_no": 1, "text": "维修质量", "scale": "三级", "weight": 2},
                {"item_no": 2, "text": "仅供参考", "scale": "三级", "counts": False},
                {"item_no": 3, "text": "服务态度", "scale": "五级"},
            ]
        },
        "overall": {"scale": "三级", "counts": True},
    }
)


def survey(bank, marks, phase="已交工", **more):
    answers = [
        {"section": "Ⅲ" if phase == "已交工" else "Ⅱ", "item_no": number, **answer(mark)}
        for number, mark in enumerate(marks, start=1)
    ]
    data = {"bank": bank.name, "answers": answers, "project": {"phase": phase}, **more}
    return Survey.model_validate({name: value for name, value in data.items() if value is not None})


def answer(mark):
    return {"na": True} if mark == "/" else {"choices": mark.split("、") if mark else []}


def scored(bank, marks, overall=None, **policy):
    return score(survey(bank, marks, overall=overall), bank, TABLE, ScoringPolicy(**policy))


@pytest.mark.parametrize(
    ("bank", "marks", "actual", "full", "shown"),
    [
        # 金例 A、B、E (domain.md E)
        (THREE, ["满意"] * 6 + ["一般", "不满意", "/", "/"], 20, 24, "83.33"),
        (FIVE, ["很满意"] * 4 + ["满意"] * 4 + ["一般", "很不满意"], 20, 30, "66.67"),
        (THREE, ["满意"] * 10, 30, 30, "100.00"),
        (FIVE, ["满意"] * 10, 20, 30, "66.67"),
        (FIVE, ["很不满意"] * 10, -10, 30, "-33.33"),
    ],
)
def test_the_golden_scores(bank, marks, actual, full, shown):
    result = scored(bank, marks)
    assert (result.actual, result.full) == (actual, full)
    assert str(ScoringPolicy().rounded(result.satisfaction)) == shown
    assert result.valid
    assert (result.section, result.scales) == (Section.DELIVERED, (bank.name,))


def test_a_figure_that_lies_in_the_middle_is_rounded_up():
    assert str(ScoringPolicy().rounded(percent(Fraction(33335, 100000)))) == "33.34"
    assert str(ScoringPolicy(decimals=1).rounded(percent(Fraction(6665, 10000)))) == "66.7"
    assert str(ScoringPolicy(decimals=0).rounded(percent(Fraction(-1, 200)))) == "-1"


def test_blank_items_are_left_out_of_both_sums():
    result = scored(FIVE, ["很满意"] * 8 + ["", ""], min_answered=Decimal(80))
    assert (result.actual, result.full, result.answered) == (24, 24, 8)
    assert result.count(State.BLANK) == 2
    assert result.valid
    assert (result.satisfaction, result.strict) == (100, 80)


def test_a_sheet_with_too_few_answers_is_invalid_but_scored():
    result = scored(FIVE, ["很满意"] * 7 + [""] * 3, min_answered=Decimal(80))
    assert result.satisfaction == 100
    assert result.why == (Why.FEW,)
    assert scored(FIVE, ["很满意"] * 7 + ["/"] * 3, min_answered=Decimal(80)).valid


@pytest.mark.parametrize(
    ("policy", "actual", "full", "why"),
    [
        (Blank.LEFT_OUT, 27, 27, ()),
        (Blank.ZERO, 27, 30, ()),
        (Blank.MIDDLE, 28, 30, ()),
        (Blank.VOID, 27, 27, (Why.VOID,)),
    ],
)
def test_what_a_blank_item_is_worth_is_a_choice(policy, actual, full, why):
    result = scored(FIVE, ["很满意"] * 9 + [""], blank=policy)
    assert (result.actual, result.full, result.why) == (actual, full, why)
    assert result.strict == 90


def test_the_middle_of_the_three_levels_is_fair():
    result = scored(THREE, ["满意"] * 9 + [""], blank=Blank.MIDDLE)
    assert (result.actual, result.full) == (29, 30)


def test_more_blanks_than_the_company_allows_make_a_sheet_invalid():
    assert scored(FIVE, ["满意"] * 9 + [""], most_blank=1).valid
    assert scored(FIVE, ["满意"] * 8 + ["", ""], most_blank=1).why == (Why.GAPS,)
    assert scored(FIVE, ["满意"] * 8 + ["/", "/"], most_blank=1).valid


@pytest.mark.parametrize("policy", Blank)
@pytest.mark.parametrize("mark", ["", "/"])
def test_a_sheet_without_any_counted_answer_is_invalid_and_not_nought(policy, mark):
    result = scored(FIVE, [mark] * 10, blank=policy)
    assert (result.satisfaction, result.ratio, result.strict) == (None, None, None)
    assert Why.EMPTY in result.why


def test_two_marks_spoil_an_item_and_so_does_a_mark_of_another_scale():
    result = scored(THREE, ["满意、一般", "很满意", *["满意"] * 8])
    assert result.count(State.SPOILED) == 2
    assert (result.actual, result.full) == (24, 24)
    assert result.why == (Why.UNSETTLED,)


def test_an_item_with_two_marks_may_be_taken_as_blank():
    result = scored(FIVE, ["满意、一般", *["很满意"] * 9], multi=Multi.SPOILED)
    assert (result.actual, result.full, result.valid) == (27, 27, True)
    worth = scored(
        FIVE, ["满意、一般", *["很满意"] * 9], multi=Multi.SPOILED, blank=Blank.ZERO, most_blank=0
    )
    assert (worth.actual, worth.full, worth.why) == (27, 30, (Why.GAPS,))


def test_an_item_that_was_answered_twice_is_spoiled_whichever_stands_first():
    marks = [("很满意", "不满意"), ("不满意", "很满意"), ("很满意", "很满意")]
    found = []
    for pair in marks:
        rows = [{"section": "Ⅲ", "item_no": 1, "choices": [mark]} for mark in pair]
        one = Survey.model_validate({"answers": rows})
        found.append(score(one, FIVE, TABLE).items[0].state)
    assert found == [State.SPOILED, State.SPOILED, State.COUNTED]


def test_a_total_below_nought_is_kept_unless_the_company_cuts_it():
    assert scored(FIVE, ["很不满意"] * 10).actual == -10
    cut = scored(FIVE, ["很不满意"] * 10, negative=Negative.ZERO)
    assert (cut.actual, cut.satisfaction, cut.strict, cut.valid) == (0, 0, 0, True)


def test_items_weigh_what_the_bank_says_unless_the_company_weighs_them_alike():
    weighed = scored(MIXED, ["一般", "不满意", "很满意"], overall="满意")
    assert (weighed.actual, weighed.full) == (2 * 2 + 3 + 3, 3 * 2 + 3 + 3)
    assert weighed.count(State.OUTSIDE) == 1
    alike = scored(MIXED, ["一般", "不满意", "很满意"], overall="满意", weights=Weights.EQUAL)
    assert (alike.actual, alike.full) == (8, 9)


def test_full_marks_are_those_of_the_rules_scale_though_the_sheet_offers_fewer_marks():
    result = scored(MIXED, ["满意", "", "不满意"], overall="满意")
    assert result.items[2].full == 3
    odd = scored(MIXED, ["满意", "", "很不满意"], overall="满意")
    assert odd.items[2].state is State.SPOILED


def test_a_sheet_of_two_scales_has_a_score_and_says_so():
    result = scored(MIXED, ["满意", "", "很满意"], overall="满意")
    assert result.satisfaction == 100
    assert result.scales == ("三级", "五级")


def test_the_mark_of_an_item_that_does_not_count_is_kept_for_the_statistics():
    result = scored(MIXED, ["满意", "一般", "很满意"], overall="满意")
    second = result.items[1]
    assert (second.state, second.choice, second.points) == (State.OUTSIDE, "一般", None)


def test_the_overall_mark_left_blank_counts_as_a_blank_item():
    result = scored(MIXED, ["一般", "", "满意"])
    assert (result.count(State.BLANK), result.count(State.OUTSIDE)) == (1, 1)


def test_an_overall_mark_that_does_not_apply_is_left_out_and_not_blank():
    without = scored(MIXED, ["一般", "", "满意"], overall="不适用")
    assert (without.count(State.BLANK), without.count(State.NOT_APPLICABLE)) == (0, 1)
    assert (without.actual, without.full, without.strict) == (6, 9, without.satisfaction)
    zero = scored(MIXED, ["一般", "", "满意"], overall="不适用", blank=Blank.ZERO, most_blank=0)
    assert (zero.actual, zero.full, zero.valid) == (6, 9, True)


def test_the_phase_decides_between_the_sections():
    assert section_of(survey(FIVE, [], phase="在建")) is Section.BUILDING
    assert section_of(survey(FIVE, [], phase="停工")) is Section.BUILDING
    assert section_of(survey(FIVE, [])) is Section.DELIVERED
    assert section_of(Survey()) is None
    assert score(Survey(), FIVE, TABLE) is None
    answered = survey(FIVE, ["很满意"], project=None)
    assert score(answered, FIVE, TABLE).actual == 3
    both = Survey.model_validate({"answers": [{"section": "II"}, {"section": "Ⅲ栏"}]})
    assert score(both, FIVE, TABLE) is None


RANKED = {scale: sorted(marks, key=marks.get) for scale, marks in POINTS.items()}
policies = st.builds(
    ScoringPolicy,
    blank=st.sampled_from(Blank),
    multi=st.sampled_from(Multi),
    negative=st.sampled_from(Negative),
    weights=st.sampled_from(Weights),
    min_answered=st.integers(0, 100).map(Decimal),
    most_blank=st.none() | st.integers(0, 10),
)


@st.composite
def banks(draw):
    scales = draw(st.lists(st.sampled_from(sorted(POINTS)), min_size=1, max_size=10))
    items = tuple(
        Item(
            section=Section.DELIVERED,
            item_no=number,
            text=f"第{number}题",
            scale=scale,
            choices=tuple(reversed(RANKED[scale])),
            weight=draw(st.decimals("0.1", "9", places=1)),
            counts=draw(st.booleans()) or number == 1,
        )
        for number, scale in enumerate(scales, start=1)
    )
    return Bank("随机", "随机", items)


@st.composite
def sheets(draw):
    bank = draw(banks())
    marks = [
        draw(st.sampled_from(["", "/", *RANKED[item.scale], "、".join(RANKED[item.scale][:2])]))
        for item in bank.items
    ]
    return bank, marks


@given(sheets(), policies)
def test_no_sheet_is_better_than_full_marks_or_worse_than_a_third_below_nought(sheet, policy):
    result = score(survey(*sheet), sheet[0], TABLE, policy)
    for figure in (result.ratio, result.strict and Fraction(result.strict) / 100):
        assert figure is None or Fraction("-0.33333334") <= figure <= 1
    assert result.ratio is None or Fraction(-1, 3) <= result.ratio
    assert result.valid or result.why
    assert (result.ratio is None) == (Why.EMPTY in result.why)


@given(sheets(), policies, st.data())
def test_a_better_answer_never_lowers_a_score(sheet, policy, data):
    bank, marks = sheet
    at = data.draw(st.integers(0, len(marks) - 1))
    ranked = RANKED[bank.items[at].scale]
    worse, better = sorted(data.draw(st.tuples(*[st.integers(0, len(ranked) - 1)] * 2)))
    figures = []
    for choice in (worse, better):
        given_marks = [*marks[:at], ranked[choice], *marks[at + 1 :]]
        figures.append(score(survey(bank, given_marks), bank, TABLE, policy))
    assert figures[0].valid == figures[1].valid
    if figures[0].ratio is not None:
        assert figures[0].ratio <= figures[1].ratio
        assert figures[0].strict <= figures[1].strict


@given(sheets(), policies, st.randoms(use_true_random=False))
def test_neither_the_order_of_answers_nor_that_of_items_matters(sheet, policy, random):
    bank, marks = sheet
    typed = survey(bank, marks)
    answers, items = list(typed.answers), list(bank.items)
    random.shuffle(answers)
    random.shuffle(items)
    first = score(typed, bank, TABLE, policy)
    shuffled = score(
        typed.changed(answers=tuple(answers)), replace(bank, items=tuple(items)), TABLE, policy
    )
    for name in ("actual", "full", "ratio", "strict", "why", "scales"):
        assert getattr(shuffled, name) == getattr(first, name)


def test_an_invalid_sheet_says_in_words_why():
    few = scored(FIVE, ["很满意"] * 4 + [""] * 6, min_answered=Decimal(80))
    assert few.invalid == "答题不足,只答 4 题"
    assert scored(FIVE, [""] * 10).invalid == "没有一道计分题作答"
    assert scored(FIVE, ["很满意"] * 10).invalid == ""

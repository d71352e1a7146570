"""Many surveys counted: what D.2 asks for, two scales kept apart, no order that matters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.rules.scoring_policy import Blank, Importance, Mean, ScoringPolicy
from formkit.schemas.satisfaction_survey.bank import bank_of, load_bank
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey, Section
from formkit.schemas.satisfaction_survey.scoring import Why, score
from formkit.surveys.statistics import (
    By,
    Counted,
    Sent,
    period_before,
    period_name,
    quarter_of,
    summary,
)

POINTS = {
    "三级": {"满意": 3, "一般": 2, "不满意": 0},
    "五级": {"很满意": 3, "满意": 2, "一般": 1, "不满意": 0, "很不满意": -1},
}
TABLE = {scale: {mark: Decimal(p) for mark, p in marks.items()} for scale, marks in POINTS.items()}
THREE, FIVE = load_bank("三级"), load_bank("五级")
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
                {"item_no": 1, "text": "维修质量", "scale": "三级"},
                {"item_no": 2, "text": "服务态度", "scale": "五级"},
                {"item_no": 3, "text": "回访方式", "scale": "五级", "counts": False},
            ]
        },
    }
)
POLICY = ScoringPolicy(min_answered=Decimal(80))
NUMBERS = iter(range(1, 10**6))


def sheet(marks, bank=FIVE, policy=POLICY, **about):
    """Return a sheet that came back with these marks: `/` 不适用, empty: left blank."""
    answers = [
        {"section": "Ⅲ", "item_no": number, **({"na": True} if mark == "/" else choices(mark))}
        for number, mark in enumerate(marks, start=1)
    ]
    typed = SatisfactionSurvey.model_validate({"answers": answers, "project": {"phase": "已交工"}})
    number = f"{next(NUMBERS):06}"
    given_score = score(typed, bank, TABLE, policy)
    values = {"reply_id": number, "survey_no": f"MYD-{number}", "section": "Ⅲ", **about}
    return Counted(score=given_score, **values)


def choices(mark):
    return {"choices": mark.split("、") if mark else []}


def only(counted, policy=POLICY, **more):
    [part] = summary(counted, policy=policy, **more).parts
    return part


def shown(value, policy=POLICY):
    return None if value is None else str(policy.rounded(value))


GOLDEN_A = ["满意"] * 6 + ["一般", "不满意", "/", "/"]
GOLDEN_B = ["很满意"] * 4 + ["满意"] * 4 + ["一般", "很不满意"]


def test_the_golden_sheets_give_the_golden_figures():
    found = summary([sheet(GOLDEN_A, THREE), sheet(GOLDEN_B), sheet(["满意"] * 10)], policy=POLICY)
    parts = {part.label: part.total for part in found.parts}
    assert list(parts) == ["三级", "五级"]
    assert shown(parts["三级"].satisfaction) == "83.33"
    assert shown(parts["五级"].satisfaction) == "66.67"
    assert (parts["五级"].actual, parts["五级"].full, parts["五级"].sheets) == (40, 60, 2)


def test_two_scales_never_enter_one_mean():
    same = ["满意"] * 10
    found = summary([sheet(same, THREE), sheet(same, FIVE)], policy=POLICY)
    assert [shown(part.total.satisfaction) for part in found.parts] == ["100.00", "66.67"]


def test_a_sheet_of_two_scales_is_taken_apart_for_the_means():
    whole = sheet(["满意", "满意", "一般"], MIXED)
    assert shown(whole.score.satisfaction) == "83.33"
    found = summary([whole, sheet(["满意"] * 10, THREE)], policy=POLICY)
    assert [part.label for part in found.parts] == ["三级", "三级(混用卷)", "五级(混用卷)"]
    assert [shown(part.total.satisfaction) for part in found.parts] == ["100.00", "100.00", "66.67"]
    assert [one.item.text for one in found.parts[2].total.items] == ["服务态度", "回访方式"]
    assert found.sheets[0].score is not None
    assert found.returns.valid == 2


def test_the_mean_of_sheets_and_the_mean_of_points_are_two_figures():
    sheets = [sheet(["很满意"] * 10), sheet(["一般"] * 5 + ["/"] * 5)]
    total = only(sheets).total
    assert shown(total.by_sheets) == "66.67"
    assert shown(total.by_points) == "77.78"
    assert total.satisfaction == total.by_sheets
    points = ScoringPolicy(mean=Mean.POINTS)
    assert only(sheets, points).total.satisfaction == total.by_points


def test_a_mean_in_the_middle_of_two_figures_is_rounded_up():
    thirds = [sheet(["一般"] * 10), sheet(["满意"] * 10), sheet(["很满意"] * 10)]
    assert only(thirds[:2]).total.satisfaction == 50
    assert shown(only(thirds).total.satisfaction) == "66.67"


def test_satisfaction_and_the_rate_of_the_satisfied_are_two_figures():
    """江苏省建 2008: of 28 sheets 9 很满意, 18 满意, 1 一般 — 满意率 96.43 % (B.6)."""
    sheets = [sheet([m] * 10, overall=m) for m in ["很满意"] * 9 + ["满意"] * 18 + ["一般"]]
    total = only(sheets).total
    assert shown(total.satisfied_rate) == "96.43"
    assert shown(total.satisfaction) == "76.19"
    assert (total.judged, total.judged_by_overall, total.satisfied) == (28, 28, 27)
    assert total.overall == {"很满意": 9, "满意": 18, "一般": 1}


def test_where_the_overall_mark_is_missing_the_items_decide_who_is_satisfied():
    sheets = [
        sheet(["满意"] * 10),
        sheet(["满意"] * 9 + ["一般"]),
        sheet(["一般"] * 10, overall="满意"),
    ]
    total = only(sheets).total
    assert (total.judged, total.judged_by_overall, total.satisfied) == (3, 1, 2)
    assert shown(total.satisfied_rate) == "66.67"


def test_every_item_tells_how_it_was_answered():
    rest = ["很满意"] * 8
    sheets = [
        sheet(["很满意", "满意", *rest]),
        sheet(["不满意", "/", *rest]),
        sheet(["满意", "", *rest]),
    ]
    first, second = only(sheets).total.items[:2]
    assert (first.item.text, first.item.section) == ("主体结构质量", Section.DELIVERED)
    assert first.marks == {"很满意": 1, "满意": 1, "一般": 0, "不满意": 1, "很不满意": 0}
    assert (first.counted, first.blank, first.na, first.answered) == (3, 0, 0, 3)
    assert (shown(first.mean), shown(first.satisfaction)) == ("1.67", "55.56")
    assert (shown(first.satisfied_rate), shown(first.share("满意"))) == ("66.67", "33.33")
    assert (second.counted, second.blank, second.na) == (1, 1, 1)
    assert (second.mean, shown(second.satisfaction)) == (2, "66.67")


def test_blank_items_cost_what_the_policy_says_and_the_strict_figure_shows_how_much():
    marks = ["很满意"] * 9 + [""]
    total = only([sheet(marks)]).total
    assert (shown(total.satisfaction), shown(total.strict)) == ("100.00", "90.00")
    nought = ScoringPolicy(blank=Blank.ZERO)
    total = only([sheet(marks, policy=nought)], nought).total
    assert (shown(total.satisfaction), shown(total.items[9].satisfaction)) == ("90.00", None)


def test_an_item_that_does_not_count_is_counted_but_not_scored():
    found = summary([sheet(["满意", "很满意", "不满意"], MIXED)], policy=POLICY)
    asked = found.parts[1].total.items[1]
    assert (asked.answered, asked.counted, asked.satisfaction, asked.mean) == (1, 0, None, None)
    assert (asked.marks["不满意"], asked.satisfied_rate) == (1, 0)
    assert found.parts[1].total.marks == {"很满意": 1, "满意": 0, "一般": 0, "不满意": 0}


def test_the_lowest_item_is_named():
    total = only([sheet(["很满意"] * 4 + ["一般"] + ["很满意"] * 4 + ["一般"])]).total
    assert total.lowest.item.item_no == 5
    assert only([sheet(["很满意"] * 8 + ["/", "/"])]).total.lowest.item.item_no == 1


def test_sheets_are_grouped_by_whatever_is_asked():
    sheets = [
        sheet(
            ["很满意"] * 10, project_no="P1", project_name="甲工程", unit="一公司", kind="建设单位"
        ),
        sheet(
            ["一般"] * 10, project_no="P1", project_name="甲工程", unit="一公司", kind="监理单位"
        ),
        sheet(
            ["满意"] * 10, project_no="P2", project_name="乙工程", unit="二公司", kind="建设单位"
        ),
        sheet(["满意"] * 10),
    ]
    part = only(sheets)
    projects = [(r.key, r.name, shown(r.figures.satisfaction)) for r in part.by[By.PROJECT]]
    assert projects == [("P1", "甲工程", "66.67"), ("P2", "乙工程", "66.67"), ("", "", "66.67")]
    assert [(r.key, r.figures.sheets) for r in part.by[By.UNIT]] == [
        ("一公司", 2),
        ("二公司", 1),
        ("", 1),
    ]
    assert [(r.key, shown(r.figures.satisfaction)) for r in part.by[By.KIND][:2]] == [
        ("建设单位", "83.33"),
        ("监理单位", "33.33"),
    ]
    assert [r.key for r in part.by[By.SECTION]] == ["Ⅲ"]
    assert part.by[By.PROJECT][0].figures.lowest.item.item_no == 1


def test_quarters_and_years_are_compared_with_those_before():
    sheets = [
        sheet(["满意"] * 10, answered_on=date(2025, 12, 31)),
        sheet(["很满意"] * 10, answered_on=date(2026, 1, 1)),
        sheet(["一般"] * 10, answered_on=date(2026, 9, 30)),
        sheet(["一般"] * 10),
    ]
    part = only(sheets)
    quarters = [(r.key, shown(r.previous), shown(r.change)) for r in part.by[By.QUARTER]]
    assert quarters == [
        ("2025Q4", None, None),
        ("2026Q1", "66.67", "33.33"),
        ("2026Q3", None, None),
        ("", None, None),
    ]
    years = [(r.name, shown(r.change)) for r in part.by[By.YEAR]]
    assert years == [("2025年", None), ("2026年", "0.00"), ("", None)]


def test_periods_have_keys_and_names():
    assert [quarter_of(date(2026, month, 1)) for month in (1, 3, 4, 12)] == [
        "2026Q1",
        "2026Q1",
        "2026Q2",
        "2026Q4",
    ]
    assert [period_before(key) for key in ("2026Q1", "2026Q3", "2026")] == [
        "2025Q4",
        "2026Q2",
        "2025",
    ]
    assert period_name("2026Q3") == "2026年第3季度"


def test_returns_are_counted_against_what_was_sent_out():
    sent = [
        Sent(f"MYD-{n}", project_no="P1" if n < 4 else "P2", sent_on=date(2026, 9, 1))
        for n in range(1, 6)
    ]
    came = [
        sheet(["满意"] * 10, survey_no="MYD-1", answered_on=date(2026, 10, 2)),
        sheet(["满意"] * 7 + [""] * 3, survey_no="MYD-2"),
        sheet(["满意"] * 10, survey_no="MYD-4", project_no="P9"),
        sheet(["满意"] * 10, survey_no="", project_no="P1"),
        Counted("x", None, survey_no="MYD-5"),
    ]
    found = summary(came, sent, POLICY)
    counts = found.returns
    assert (counts.sent, counts.returned, counts.unsent) == (5, 4, 1)
    assert (counts.valid, counts.invalid, counts.pending, counts.replies) == (3, 1, 1, 5)
    assert (shown(counts.return_rate), shown(counts.valid_rate)) == ("80.00", "60.00")
    by_project = found.returns_by[By.PROJECT]
    assert {key: (one.sent, one.returned) for key, one in by_project.items()} == {
        "P1": (3, 2),
        "P2": (2, 2),
    }
    assert list(found.returns_by[By.QUARTER]) == ["2026Q3", ""]
    assert [one.score.why for one in found.invalid] == [(Why.FEW,)]
    assert [one.reply_id for one in found.pending] == ["x"]


def test_where_nothing_came_back_there_is_no_figure():
    found = summary([], [Sent("MYD-1")], POLICY)
    assert (found.parts, found.low, found.returns.valid_rate) == ((), (), None)
    assert found.returns.return_rate == 0
    assert summary([]).returns.return_rate is None


def test_invalid_and_pending_sheets_enter_no_figure():
    blank = sheet([""] * 10)
    spoiled = sheet(["满意、一般"] + ["满意"] * 9)
    found = summary([blank, spoiled, Counted("x", None)], policy=POLICY)
    assert found.parts == ()
    assert {one.score.why for one in found.invalid} == {(Why.EMPTY, Why.FEW), (Why.UNSETTLED,)}


def test_low_scores_are_listed_with_a_suggested_importance():
    policy = ScoringPolicy(low={"五级": Decimal(60)})
    sheets = [
        sheet(["一般"] * 10, survey_no="低"),
        sheet(["很满意"] * 9 + ["不满意"], survey_no="一题零分"),
        sheet(["很满意"] * 8 + ["不满意", "很不满意"], survey_no="一题负分"),
        sheet(["满意"] * 10, survey_no="不低"),
        sheet(["不满意"] * 10, THREE, survey_no="三级"),
        sheet([""] * 10, survey_no="无效"),
    ]
    found = summary(sheets, policy=policy).low
    assert [(one.sheet.survey_no, one.importance.value, one.line) for one in found] == [
        ("一题负分", "高", None),
        ("三级", "中", None),
        ("一题零分", "中", None),
        ("低", "低", 60),
    ]
    assert [one.item.item_no for one in found[0].items] == [10, 9]
    assert found[1].importance is Importance.MIDDLE


def test_scales_share_no_line_and_a_sheet_of_two_scales_has_none():
    policy = ScoringPolicy(low={"三级": Decimal(100), "五级": Decimal(100)})
    sheets = [sheet(["满意", "一般", ""], MIXED), sheet(["满意"] * 10, THREE)]
    assert summary(sheets, policy=policy).low == ()


def test_items_of_two_banks_are_one_item_only_where_they_ask_the_same():
    data = FIVE.as_data() | {"name": "另一份"}
    data["sections"]["Ⅲ"][0]["text"] = "主体质量"
    sheets = [sheet(["满意"] * 10), sheet(["很满意"] * 10, bank_of(data))]
    items = only(sheets).total.items
    assert [(one.item.item_no, one.item.text, one.counted) for one in items[:3]] == [
        (1, "主体结构质量", 1),
        (1, "主体质量", 1),
        (2, "观感质量", 2),
    ]


MARKS = st.sampled_from(["", "/", *POINTS["三级"], *POINTS["五级"], "满意、一般"])


@st.composite
def replies(draw):
    made = []
    for number in range(draw(st.integers(0, 8))):
        bank = draw(st.sampled_from([THREE, FIVE, MIXED]))
        marks = draw(st.lists(MARKS, min_size=10, max_size=10))
        day = draw(st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)))
        about = {
            "reply_id": str(number),
            "survey_no": str(number),
            "project_no": draw(st.sampled_from(["P1", "P2", ""])),
            "overall": draw(st.sampled_from(["", "满意", "一般"])),
        }
        made.append(
            sheet(marks[: len(bank.items)], bank, ScoringPolicy(), answered_on=day, **about)
        )
    return made


@settings(max_examples=50, deadline=None)
@given(replies(), st.randoms(use_true_random=False))
def test_neither_the_order_of_files_nor_of_surveys_sent_matters(counted, random):
    sent = [Sent(str(number), sent_on=date(2026, 1, 1)) for number in range(5)]
    first = summary(counted, sent)
    random.shuffle(counted)
    random.shuffle(sent)
    assert summary(counted, sent) == first


@settings(max_examples=50, deadline=None)
@given(replies())
def test_groups_add_up_to_the_whole_and_means_stay_within_bounds(counted):
    found = summary(counted)
    for part in found.parts:
        for rows in part.by.values():
            assert sum(row.figures.sheets for row in rows) == part.total.sheets
            assert sum(row.figures.actual for row in rows) == part.total.actual
        for figure in (part.total.by_sheets, part.total.by_points, part.total.strict):
            assert figure is None or Decimal("-33.34") < figure <= 100
    counts = found.returns
    assert counts.valid + counts.invalid + counts.pending == len(counted)


@pytest.mark.parametrize("by", By)
def test_every_group_has_returns_and_rows(by):
    found = summary([sheet(["满意"] * 10)], policy=POLICY)
    assert list(found.returns_by[by])
    assert list(found.parts[0].by[by])

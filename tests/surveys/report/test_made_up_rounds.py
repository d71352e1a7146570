"""Rounds of surveys on made-up question banks: LibreOffice against fractions worked out here.

The banks share items that weigh differently, count in one and not in the other, or offer other
options; 总体评价 counts in some of them, on sheets of Ⅱ栏 and of Ⅲ栏 alike.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from fractions import Fraction

import pytest
from reckoned import compare, opened, recalculated

from formkit.rules.scoring_policy import Blank, Mean, Multi, Negative, ScoringPolicy, Weights
from formkit.schemas.satisfaction_survey.bank import bank_of
from formkit.surveys.summary_workbook import make

ROUNDS, FEW = 40, 6
POINTS = {
    "五级": {"很满意": 3, "满意": 2, "一般": 1, "不满意": 0, "很不满意": -1},
    "三级": {"满意": 3, "一般": 2, "不满意": 0},
}
OFFERED = {
    "五级": (list(POINTS["五级"]), list(POINTS["五级"])[:4], ["很满意", "一般", "很不满意"]),
    "三级": (list(POINTS["三级"]), ["满意", "不满意"]),
}
TEXTS = ("工程质量", "施工进度", "文明施工")
PROJECTS, KINDS = ("P-1", "p-1", "P-2"), ("Ab公司", "AB公司", "Ab公司")
WEIGHTS = ("1", "1", "2", "0.5", "1.25", "10")
POLICIES = [
    ScoringPolicy(blank=blank, negative=negative, weights=weights, mean=mean, multi=multi)
    for blank in Blank
    for negative in Negative
    for weights in Weights
    for mean in Mean
    for multi in Multi
]


def made_up_bank(dice, name, scales):
    used = dice.choice(scales)
    items = {}
    for section in "ⅡⅢ":
        items[section] = [
            {"item_no": number, "text": dice.choice([text, text, text, f"{text}(另问)"]),
             "scale": dice.choice(used), "weight": dice.choice(WEIGHTS),
             "counts": number == 1 or dice.random() < 0.8}
            for number, text in enumerate(TEXTS[: dice.randint(1, 3)], start=1)
        ]  # fmt: skip
    data = {"name": name, "title": name, "sections": items,
            "scales": {one: dice.choice(OFFERED[one]) for one in used}}  # fmt: skip
    if dice.random() < 0.7:
        data["overall"] = {"scale": dice.choice(used), "counts": dice.random() < 0.8}
    return data


def made_up_round(seed):
    """Return a policy and the sheets: bank, section, the marks of the items, 总体评价."""
    dice = random.Random(seed)
    scales = dice.choice(([["五级"]], [["五级"], ["三级"]], [["五级"], ["三级", "五级"]]))
    banks = [made_up_bank(dice, f"题库{number}", scales) for number in range(dice.randint(1, 3))]
    papers = []
    for _ in range(dice.randint(1, 9)):
        bank, section = dice.choice(banks), dice.choice("ⅡⅢ")
        marks = []
        for item in bank["sections"][section]:
            offered = bank["scales"][item["scale"]]
            marks.append(dice.choice([*offered * 3, "", "", "/", "、".join(offered[:2])]))
        scale = bank.get("overall", {}).get("scale")
        overall = dice.choice([*bank["scales"][scale] * 2, "", "不适用"]) if scale else ""
        papers.append((bank, section, marks, overall))
    return dice.choice(POLICIES), papers


def asked(paper):
    """Yield what the sheet asks with its answer: 栏, 题号, item, mark; 总体评价 where it counts."""
    bank, section, marks, overall = paper
    for item, mark in zip(bank["sections"][section], marks, strict=True):
        yield section, item["item_no"], item, mark
    if bank.get("overall", {}).get("counts"):
        whole = {
            "text": "总体评价",
            "scale": bank["overall"]["scale"],
            "weight": "1",
            "counts": True,
        }
        yield "—", "总评", whole, overall.replace("不适用", "/")


def is_valid(paper, policy):
    counting = [mark for _c, _n, item, mark in asked(paper) if item["counts"] and mark != "/"]
    clear = [mark for mark in counting if mark and "、" not in mark]
    spoiled = any("、" in mark for mark in counting) and policy.multi is Multi.ASK
    void = policy.blank is Blank.VOID and len(clear) < len(counting)
    return bool(clear) and not spoiled and not void


def worth(item, mark, policy):
    """Return the points that an answer brings in; None: it is left out."""
    points = POINTS[item["scale"]]
    if mark in points:
        return Fraction(points[mark])
    if mark == "/" or policy.blank not in (Blank.ZERO, Blank.MIDDLE):
        return None
    return Fraction(points["一般"] if policy.blank is Blank.MIDDLE else 0)


def worked_out(papers, policy):
    """Return the figures by part: of the sheets, and of each item by what tells it."""
    sums, items = defaultdict(list), defaultdict(lambda: (Counter(), []))
    for paper in papers:
        if not is_valid(paper, policy):
            continue
        answers = list(asked(paper))
        scales = sorted({item["scale"] for _c, _n, item, _m in answers if item["counts"]})
        for scale in scales:
            part = f"{scale}(混用卷)" if len(scales) > 1 else scale
            earned = full = Fraction(0)
            answered = 0
            for column, number, item, mark in answers:
                if len(scales) > 1 and item["scale"] != scale:
                    continue
                key = (part, column, number, item["text"], "是" if item["counts"] else "否")
                marks, entered = items[key]
                marks[mark] += 1
                points = worth(item, mark, policy)
                if points is None or not item["counts"]:
                    continue
                weight = Fraction(item["weight"]) if policy.weights is Weights.BANK else 1
                entered.append(points)
                earned, full = earned + points * weight, full + 3 * weight
                answered += mark in POINTS[scale]
            if policy.negative is Negative.ZERO:
                earned = max(earned, Fraction(0))
            sums[part].append((earned, full, answered))
    return sums, items


def figure(top, bottom):
    return float(Fraction(top) / bottom) if bottom else "—"


def sheet_figures(sums):
    rates = [earned / full for earned, full, answered in sums if answered]
    points = [sum(column) for column in zip(*((e, f) for e, f, _a in sums), strict=True)]
    return len(sums), figure(sum(rates), len(rates)), figure(*points)


def item_figures(marks, entered, *, counts):
    """Return what stands in the row of an item; one that does not count cannot be left blank."""
    given = {mark: count for mark, count in marks.items() if mark in POINTS["五级"]}
    answered = sum(given.values())
    mean = figure(sum(entered), len(entered)) if answered and counts else "—"
    satisfied = marks["很满意"] + marks["满意"]
    return given | {
        "答卷数": answered,
        "漏答": marks[""] if counts else 0,
        "不适用": marks["/"],
        "均分": mean,
        "题满意度": mean if mean == "—" else mean / 3,
        "题满意率": figure(satisfied, answered),
    }


def printed(book):
    """Return the figures of the sheets 汇总 and 按题 as `worked_out` names them."""
    totals, items, part = defaultdict(dict), {}, ""
    for row in book["汇总"].iter_rows(values_only=True):
        part = row[0][:-2] if row[0] and row[0].endswith("量表") else part
        totals[part][row[0]] = row[1]
    heads = []
    for row in book["按题"].iter_rows(values_only=True):
        if found := re.match(r"(.+)量表\(分值", row[0] or ""):
            part = found[1]
        elif row[0] == "栏":
            heads = row
        elif row[0] in ("Ⅱ", "Ⅲ", "—"):
            items[part, *row[:4]] = dict(zip(heads, row, strict=True))
    return totals, items


@pytest.fixture(scope="module")
def rounds(reports):
    made = {}
    for seed in range(ROUNDS):
        policy, papers = made_up_round(seed)
        counted = [
            reports.answered(marks, bank_of(bank), policy=policy, section=section, overall=overall,
                             reply_id=str(at), survey_no=f"MYD-{at}", project_no=PROJECTS[at % 3],
                             kind=KINDS[at % 3])
            for at, (bank, section, marks, overall) in enumerate(papers)
        ]  # fmt: skip
        made[f"第{seed}轮"] = (policy, papers, reports.reported(counted, policy=policy))
    return made


def test_the_stored_figures_are_those_worked_out_in_fractions(rounds):
    for name in list(rounds)[:FEW]:
        policy, papers, reported = rounds[name]
        agree(name, policy, papers, printed(opened(make(reported, name=name))))


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_makes_of_the_formulas_what_is_worked_out_in_fractions(rounds, tmp_path):
    books = {name: make(one, name=name) for name, (_p, _s, one) in rounds.items()}
    reckoned = recalculated(books, tmp_path)
    formulas = []
    for name, (policy, papers, _reported) in rounds.items():
        formulas += compare(name, books[name], reckoned[name])
        agree(name, policy, papers, printed(reckoned[name]))
    assert len(formulas) > 5000
    for kind in ("SUMPRODUCT", "COUNTIFS", "MAX(0", "AVERAGEIFS", "ISNUMBER"):
        assert any(kind in one for one in formulas), kind


def agree(name, policy, papers, found):
    totals, rows = found
    sums, items = worked_out(papers, policy)
    for part, sheets in sums.items():
        said = totals[part]
        names = ("有效答卷(份)", "满意度(按份平均)", "满意度(按分汇总)")
        assert [said[one] for one in names] == pytest.approx(sheet_figures(sheets)), (name, part)
    assert rows.keys() == items.keys(), name
    for key, (marks, entered) in items.items():
        for head, wanted in item_figures(marks, entered, counts=key[-1] == "是").items():
            assert rows[key][head] == pytest.approx(wanted), (name, key, head)

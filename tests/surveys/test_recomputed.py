"""The figures of a report worked out a second time, in fractions, by other code."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest

from formkit.rules.scoring_policy import Blank, Mean, Negative, ScoringPolicy, Weights
from formkit.schemas.satisfaction_survey.bank import bank_of
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.satisfaction_survey.scoring import percent, score
from formkit.surveys.statistics import By, Counted, summary

POINTS = {"很满意": 3, "满意": 2, "一般": 1, "不满意": 0, "很不满意": -1}
TABLE = {"五级": {mark: Decimal(points) for mark, points in POINTS.items()}}
WEIGHTS = ("1", "2", "0.5", "1.25", "3")
BANK = bank_of(
    {
        "name": "加权",
        "title": "本公司题库",
        "scales": {"五级": list(POINTS)},
        "sections": {
            "Ⅲ": [
                {"item_no": at, "text": f"第{at}项", "scale": "五级", "weight": weight}
                for at, weight in enumerate(WEIGHTS, start=1)
            ]
        },
    }
)
MARKS = (*POINTS, "不满意", "很不满意", "", "/")  # empty: left blank; /: 不适用
UNITS, KINDS = ("甲公司", "乙公司", ""), ("建设单位", "监理单位", "")
POLICIES = [
    ScoringPolicy(blank=blank, negative=negative, weights=weights, mean=mean, most_blank=most)
    for blank in Blank
    for negative in Negative
    for weights in Weights
    for mean in Mean
    for most in (None, 1)
]


def papers(count=40):
    dice = random.Random(20260930)
    return [
        ([dice.choice(MARKS) for _ in WEIGHTS], dice.choice(UNITS), dice.choice(KINDS))
        for _ in range(count)
    ]


def scored(policy):
    for at, (marks, unit, kind) in enumerate(papers()):
        given = {"/": {"na": True}, "": {}}
        answers = [
            {"section": "Ⅲ", "item_no": number, **given.get(mark, {"choices": [mark]})}
            for number, mark in enumerate(marks, start=1)
        ]
        data = {"answers": answers, "project": {"phase": "已交工"}}
        found = score(SatisfactionSurvey.model_validate(data), BANK, TABLE, policy)
        yield Counted(reply_id=str(at), score=found, unit=unit, kind=kind)


def worked_out(marks, policy):
    """Return points and full marks of a sheet as the terms have them; None: it is invalid."""
    earned = full = Fraction(0)
    answered = blank = 0
    for mark, weight in zip(marks, WEIGHTS, strict=True):
        times = Fraction(weight) if policy.weights is Weights.BANK else Fraction(1)
        if mark == "/":
            continue
        if mark:
            answered += 1
            earned, full = earned + POINTS[mark] * times, full + 3 * times
            continue
        blank += 1
        if policy.blank in (Blank.ZERO, Blank.MIDDLE):
            worth = POINTS["一般"] if policy.blank is Blank.MIDDLE else 0
            earned, full = earned + worth * times, full + 3 * times
    void = policy.blank is Blank.VOID and blank
    many = policy.most_blank is not None and blank > policy.most_blank
    if not answered or void or many:
        return None
    return (max(earned, Fraction(0)) if policy.negative is Negative.ZERO else earned), full


def figures(sheets):
    """Return the mean of the sheets and the mean of the points, in percent."""
    rates = [earned / full for earned, full in sheets]
    points = sum(earned for earned, _ in sheets) / sum(full for _, full in sheets)
    return percent(sum(rates) / len(rates)), percent(points)


@pytest.mark.parametrize("policy", POLICIES)
def test_all_groups_come_out_as_worked_out_by_hand(policy):
    worked = [(worked_out(marks, policy), unit, kind) for marks, unit, kind in papers()]
    valid = [one for one in worked if one[0] is not None]
    said = summary(scored(policy), policy=policy)
    [part] = said.parts
    assert (said.returns.valid, said.returns.invalid) == (len(valid), len(worked) - len(valid))
    by_sheets, by_points = figures([sums for sums, _, _ in valid])
    assert (part.total.by_sheets, part.total.by_points) == (by_sheets, by_points)
    chosen = by_points if policy.mean is Mean.POINTS else by_sheets
    assert part.total.satisfaction == chosen
    for by, index in ((By.UNIT, 1), (By.KIND, 2)):
        found = {r.key: (r.figures.sheets, r.figures.by_sheets, r.figures.by_points)
                 for r in part.by[by]}  # fmt: skip
        groups = groupby(sorted(valid, key=lambda one: one[index]), key=lambda one: one[index])
        wanted = {}
        for key, members in groups:
            sums = [one[0] for one in members]
            wanted[key] = (len(sums), *figures(sums))
        assert found == wanted

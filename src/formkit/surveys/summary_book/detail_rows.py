"""The rows of 明细 as texts: what each sheet counts as, what stands in its cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from formkit.rules.scoring_policy import ScoringPolicy
from formkit.schemas.satisfaction_survey.scoring import ItemScore, Score, State, part
from formkit.surveys.counted import Counted
from formkit.surveys.statistics import Summary
from formkit.surveys.summary_book import sums
from formkit.surveys.summary_book.page import Value

VALID, INVALID, PENDING = "有效", "无效", "待确认"
MIXED = "混用"  # of a sheet on two scales: its own score stands here, its parts on the other sheet
_MOST_WEIGHTS = 4  # that are named one by one


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the sheet, its score (or that of its items on one scale), what it counts as."""

    sheet: Counted
    score: Score | None
    label: str


def lines_of(summary: Summary) -> list[Line]:
    """Return the rows of 明细: every sheet with its own score."""
    return [
        Line(one, one.score, MIXED if len(one.scales) > 1 else "".join(one.scales))
        for one in summary.sheets
    ]


def mixed_lines(summary: Summary, policy: ScoringPolicy) -> list[Line]:
    """Return the rows of 混用卷明细: each sheet on two scales taken apart, as the means need it."""
    return [
        Line(one, part(one.score, scale, policy), f"{scale}(混用卷)")
        for one in summary.sheets
        if one.score is not None and one.valid and len(one.scales) > 1
        for scale in one.scales
    ]


def verdict(score: Score | None) -> str:
    """Return what a sheet counts as."""
    if score is None:
        return PENDING
    return VALID if score.valid else INVALID


def item_numbers(lines: Iterable[Line]) -> list[str]:
    """Return the numbers of all items, in order; 总体评价 last; at least one."""
    asked = (one.item for line in lines if line.score for one in line.score.items)
    found = {one.number: one.order for one in asked}
    return sorted(found, key=lambda number: (found[number][0], found[number][2])) or ["1"]


def shown(one: ItemScore | None) -> Value:
    """Return what stands in the cell of an item: its points, or why there are none."""
    if one is None:
        return ""
    if one.points is not None:
        return one.points
    return sums.WORDS.get(one.state, one.choice)


def note(score: Score | None, label: str) -> str:
    """Return what is to be known of a sheet: why it is invalid, what was left out, its weights."""
    if score is None:
        return "待人工确认,未计入"
    said = [why.value for why in score.why]
    counts = (
        (State.BLANK, "漏答{}题"),
        (State.SPOILED, "作废{}题"),
        (State.NOT_APPLICABLE, "不适用{}题"),
    )
    said += [text.format(score.count(state)) for state, text in counts if score.count(state)]
    said += _weights(score)
    if label == MIXED:
        said.append("两种量表,分量表见混用卷明细")
    return ";".join(said)


def _weights(score: Score) -> list[str]:
    """Return the weights that are not 1; they enter 实际得分 and 满分 only."""
    weighed = [(one.item, one.weight) for one in score.items if one.weight != 1]
    if len(weighed) > _MOST_WEIGHTS:
        return ["得分按题库的权重合计"]
    told = "、".join(f"{item_label(item.number)}×{_plain(weight)}" for item, weight in weighed)
    return [f"权重:{told}"] if told else []


def item_label(number: str) -> str:
    """Return the head of the column of an item: 第3题, 总评."""
    return f"第{number}题" if number.isdigit() else number


def _plain(weight: Decimal) -> str:
    return f"{weight.normalize():f}"


__all__ = [
    "INVALID",
    "MIXED",
    "PENDING",
    "VALID",
    "Line",
    "item_label",
    "item_numbers",
    "lines_of",
    "mixed_lines",
    "note",
    "shown",
    "verdict",
]

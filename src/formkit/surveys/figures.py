"""The figures of several sheets on one scale: 满意度, 满意率, and how each item was answered.

A sheet enters as an `Outcome`. Sums are exact (`Decimal`), means are exact fractions that become
decimals once, at the end: neither the order of the sheets nor that of the files matters. A figure
that nothing can be divided by is None, never 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from formkit.rules.scoring_policy import Mean, ScoringPolicy
from formkit.schemas.satisfaction_survey.bank import Question
from formkit.schemas.satisfaction_survey.record import Mark
from formkit.schemas.satisfaction_survey.scoring import ItemScore, Score, State, percent

SATISFIED = frozenset({Mark.VERY_SATISFIED.value, Mark.SATISFIED.value})  # 满意及以上 (B.6 满意率)
_ORDER = {mark.value: place for place, mark in enumerate(Mark)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One valid sheet, or what it says on one of its scales.

    satisfied: whether the customer is satisfied; None where nobody can tell. by_overall: 总体评价
    said so, not the items.
    """

    score: Score
    overall: str
    satisfied: bool | None
    by_overall: bool


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How one item was answered.

    weights: what the item weighs on these sheets, each weight once. marks: sheets by option, in
    printed order, options that nobody chose as well. counted: answers that enter the score.
    mean: the mean points, blank items as the policy takes them. satisfaction: that mean ÷ full
    marks, in percent. Neither is weighted: a weight says what the item is worth within its sheet,
    not how well it was judged. satisfied_rate: 满意 and better ÷ answers, in percent.
    """

    item: Question
    weights: tuple[Decimal, ...]
    marks: Mapping[str, int]
    counted: int
    blank: int
    na: int
    spoiled: int
    mean: Decimal | None
    satisfaction: Decimal | None
    satisfied_rate: Decimal | None

    @property
    def answered(self) -> int:
        """How many sheets carry one mark on it."""
        return sum(self.marks.values())

    def share(self, mark: str) -> Decimal | None:
        """Return the share of an option among the answers, in percent; None without answers."""
        return _share(self.marks.get(mark, 0), self.answered)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a group of valid sheets; percentages are not rounded.

    satisfaction: the main figure, as the policy chooses: `by_sheets` (the mean of the sheets'
        satisfactions) or `by_points` (all points earned ÷ all full marks).
    strict: as `by_sheets`, with blank items worth nothing.
    satisfied_rate: 满意率, satisfied ÷ judged sheets. A sheet is satisfied when its 总体评价 is
        满意 or better; where it has none, when all its counted items are. judged_by_overall tells
        how many of the `judged` sheets 总体评价 decided.
    marks: all counted answers by option. overall: 总体评价 by option.
    """

    sheets: int
    actual: Decimal
    full: Decimal
    satisfaction: Decimal | None
    by_sheets: Decimal | None
    by_points: Decimal | None
    strict: Decimal | None
    judged: int
    judged_by_overall: int
    satisfied: int
    satisfied_rate: Decimal | None
    marks: Mapping[str, int]
    overall: Mapping[str, int]
    items: tuple[ItemFigures, ...]

    @property
    def lowest(self) -> ItemFigures | None:
        """The item with the lowest satisfaction; of equal ones the first; None without any."""
        rated = [one for one in self.items if one.satisfaction is not None]
        return min(rated, key=lambda one: one.satisfaction or Decimal(0), default=None)


class Press:
    """Makes outcomes of scores; equal items of different sheets are held once."""

    def __init__(self) -> None:
        self._held: dict[ItemScore, ItemScore] = {}

    def outcome(self, score: Score, overall: str) -> Outcome:
        """Return the outcome of a sheet; `overall` is its 总体评价: a mark, 不适用, or empty."""
        items = tuple(self._held.setdefault(one, one) for one in score.items)
        held = Score(score.section, items, score.actual, score.full, score.harsh, score.why)
        if overall in _ORDER:  # not where it is left out or does not apply
            return Outcome(held, overall, overall in SATISFIED, by_overall=True)
        marks = [one.choice for one in items if one.state is State.COUNTED]
        satisfied = all(mark in SATISFIED for mark in marks) if marks else None
        return Outcome(held, "", satisfied, by_overall=False)


def figures(outcomes: Sequence[Outcome], policy: ScoringPolicy) -> Figures:
    """Return the figures of these sheets, all on one scale."""
    scores = [one.score for one in outcomes]
    actual = sum((one.actual for one in scores), Decimal(0))
    full = sum((one.full for one in scores), Decimal(0))
    by_sheets = _mean(one.ratio for one in scores)
    by_points = percent(Fraction(actual) / Fraction(full)) if full else None
    judged = [one for one in outcomes if one.satisfied is not None]
    satisfied = sum(one.satisfied is True for one in judged)
    items = tuple(_items(scores))
    return Figures(
        sheets=len(scores),
        actual=actual,
        full=full,
        satisfaction=by_sheets if policy.mean is Mean.SHEETS else by_points,
        by_sheets=by_sheets,
        by_points=by_points,
        strict=_mean(one.harsh for one in scores),
        judged=len(judged),
        judged_by_overall=sum(one.by_overall for one in judged),
        satisfied=satisfied,
        satisfied_rate=_share(satisfied, len(judged)),
        marks=_added(one.marks for one in items if one.item.counts),
        overall=_ranked(Counter(one.overall for one in outcomes if one.overall)),
        items=items,
    )


def _mean(ratios: Iterable[Fraction | None]) -> Decimal | None:
    counted = Counter(one for one in ratios if one is not None)
    total = sum((ratio * count for ratio, count in counted.items()), Fraction(0))
    return percent(total / counted.total()) if counted else None


def _items(scores: Sequence[Score]) -> Iterator[ItemFigures]:
    """Yield the figures of every item, by section and number.

    Items of two banks are one where section, number, text and scale are the same and both count,
    or neither; they may weigh differently.
    """
    items = [score.items for score in scores]
    held = {id(one): one for one in chain.from_iterable(items)}
    found: dict[tuple[tuple[bool, str, int], str, str, bool], Counter[ItemScore]] = {}
    for key, count in Counter(map(id, chain.from_iterable(items))).items():
        item = held[key].item
        name = (item.order, item.text, item.scale, not item.counts)
        found.setdefault(name, Counter())[held[key]] += count
    for name in sorted(found):
        yield _item(found[name])


def _item(outcomes: Counter[ItemScore]) -> ItemFigures:
    item = min((one.item for one in outcomes), key=lambda one: (-len(one.choices), one.choices))
    states: Counter[State] = Counter()
    marks = Counter(dict.fromkeys(item.choices, 0))
    worth = full = Decimal(0)
    entered = 0
    for one, count in outcomes.items():
        states[one.state] += count
        if one.choice:
            marks[one.choice] += count
        if one.worth is not None and one.best is not None:
            worth += one.worth * count
            full += one.best * count
            entered += count
    counted = states[State.COUNTED]
    ratio = Fraction(worth) / Fraction(full) if full and counted else None
    satisfied = sum(count for mark, count in marks.items() if mark in SATISFIED)
    return ItemFigures(
        item=item,
        weights=tuple(sorted({one.weight for one in outcomes})),
        marks=dict(marks),
        counted=counted,
        blank=states[State.BLANK],
        na=states[State.NOT_APPLICABLE],
        spoiled=states[State.SPOILED],
        mean=worth / entered if counted else None,
        satisfaction=None if ratio is None else percent(ratio),
        satisfied_rate=_share(satisfied, marks.total()),
    )


def _share(part: int, whole: int) -> Decimal | None:
    return percent(Fraction(part, whole)) if whole else None


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return _ranked(total)


def _ranked(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: _ORDER[pair[0]]))


__all__ = ["SATISFIED", "Figures", "ItemFigures", "Outcome", "Press", "figures"]

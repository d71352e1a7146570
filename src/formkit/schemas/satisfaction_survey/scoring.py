"""The score of one survey (R7 1); what R7 leaves open is decided by the company's policy (B.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from formkit.kernel.i18n import _
from formkit.rules.scoring_policy import (
    DEFAULTS,
    Blank,
    Multi,
    Negative,
    ScoringPolicy,
    Weights,
)
from formkit.schemas.project import Phase
from formkit.schemas.satisfaction_survey.bank import Bank, Question
from formkit.schemas.satisfaction_survey.points import Table, best, middle
from formkit.schemas.satisfaction_survey.record import (
    Answer,
    Mark,
    OverallMark,
    SatisfactionSurvey,
    Section,
)


class State(StrEnum):
    """What became of an item."""

    COUNTED = "计分"
    BLANK = "漏答"
    NOT_APPLICABLE = "不适用"
    SPOILED = "作废"  # several options, or one that the sheet has not
    OUTSIDE = "不计分"  # the bank says that the item does not count


_LEFT = (State.BLANK, State.SPOILED)  # where no answer can be told


class Why(StrEnum):
    """Why a sheet is invalid."""

    EMPTY = "没有一道计分题作答"
    UNSETTLED = "有题勾选不明,待认定"
    FEW = "答题不足"
    GAPS = "漏答过多"
    VOID = "有漏答,整卷作废"


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What became of one item.

    choice: the one option that was marked; empty where none or several were.
    points: those of the option; None where the item is not counted.
    worth: the points that enter, those of a blank item as the policy has them; None where the item
        is left out. best: the item's full marks; None of an item that does not count. Neither is
        weighted: an item is judged alike whatever it weighs.
    weight: as it is in force.
    """

    item: Question
    state: State
    choice: str = ""
    points: Decimal | None = None
    worth: Decimal | None = None
    best: Decimal | None = None
    weight: Decimal = Decimal(1)

    @property
    def earned(self) -> Decimal | None:
        """What enters the points of the sheet, weighted; None where the item is left out."""
        return None if self.worth is None else self.worth * self.weight

    @property
    def most(self) -> Decimal | None:
        """The item's full marks, weighted; None of an item that does not count."""
        return None if self.best is None else self.best * self.weight

    @property
    def full(self) -> Decimal | None:
        """What enters the full marks of the sheet, weighted; None where the item is left out."""
        return None if self.worth is None else self.most


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one sheet; `why` is empty of a valid one.

    harsh: what `ratio` would be if blank items were worth nothing: the figure that shows how much
        the treatment of blanks matters (B.6).
    """

    section: Section
    items: tuple[ItemScore, ...]
    actual: Decimal
    full: Decimal
    harsh: Fraction | None
    why: tuple[Why, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the sheet enters the statistics."""
        return not self.why

    @property
    def invalid(self) -> str:
        """Why the sheet does not count, as a clerk reads it; empty of a valid one."""
        told = [one.value for one in self.why]
        if Why.FEW in self.why and self.answered:
            told.append(_("只答 {n} 题").format(n=self.answered))
        return ",".join(told)

    @property
    def ratio(self) -> Fraction | None:
        """The satisfaction, exact, 1 for full marks; None of a sheet without any counted answer."""
        return _ratio(self.actual, self.full, self.answered)

    @property
    def satisfaction(self) -> Decimal | None:
        """The satisfaction in percent, not rounded; None of a sheet without a counted answer."""
        return None if self.ratio is None else percent(self.ratio)

    @property
    def strict(self) -> Decimal | None:
        """The satisfaction with blank items worth nothing, in percent, not rounded."""
        return None if self.harsh is None else percent(self.harsh)

    @property
    def scales(self) -> tuple[str, ...]:
        """The scales of the items that count, sorted; two sheets of the same have one yardstick."""
        return tuple(sorted({one.item.scale for one in self.items if one.item.counts}))

    def count(self, state: State) -> int:
        """Return how many items ended in that state."""
        return sum(one.state is state for one in self.items)

    @property
    def answered(self) -> int:
        """How many items were answered so that they count."""
        return self.count(State.COUNTED)


def percent(ratio: Fraction) -> Decimal:
    """Return a ratio in percent; as exact as a decimal number can be, so ties stay ties."""
    return Decimal(ratio.numerator * 100) / Decimal(ratio.denominator)


def section_of(survey: SatisfactionSurvey) -> Section | None:
    """Return the section that the customer fills in: by the project's phase (R7 注②③).

    None where the phase is not known.
    """
    phase = survey.project.phase if survey.project else None
    if phase is None:
        return None
    return Section.DELIVERED if phase is Phase.DELIVERED else Section.BUILDING


def score(
    survey: SatisfactionSurvey, bank: Bank, table: Table, policy: ScoringPolicy = DEFAULTS
) -> Score | None:
    """Return the score of the section that applies; None where nobody can tell which that is.

    Full marks are the best points of the item's scale in the rules times weight, of counted items
    only. 总体评价 counts only where the bank says so.

    Args:
        survey: the sheet; answers in the other section are not looked at.
        bank: the items with their scales.
        table: the points of each option.
        policy: the company's choices.
    """
    section = section_of(survey) or _answered_section(survey)
    if section is None:
        return None
    judged = _judged(survey, bank, section, table)
    return _summed(section, tuple(_worth(one, table, policy) for one in judged), policy)


def part(whole: Score, scale: str, policy: ScoringPolicy) -> Score:
    """Return the score of a sheet's items of one scale; `why` is that of the whole sheet."""
    items = tuple(one for one in whole.items if one.item.scale == scale)
    return replace(_summed(whole.section, items, policy), why=whole.why)


def _summed(section: Section, items: tuple[ItemScore, ...], policy: ScoringPolicy) -> Score:
    answered = sum(one.state is State.COUNTED for one in items)
    actual, full = _sums(((one.earned, one.full) for one in items), policy)
    worth = (
        (Decimal(0), one.most) if one.state in _LEFT else (one.earned, one.full) for one in items
    )
    harsh = _ratio(*_sums(worth, policy), answered)
    return Score(section, items, actual, full, harsh, tuple(_faults(items, answered, policy)))


def _answered_section(survey: SatisfactionSurvey) -> Section | None:
    found = {one.section for one in survey.answers if one.section is not None}
    return found.pop() if len(found) == 1 else None


def _judged(
    survey: SatisfactionSurvey, bank: Bank, section: Section, table: Table
) -> Iterator[ItemScore]:
    given: dict[int | None, Answer] = {}
    for one in survey.answers:
        if one.section is section:
            given[one.item_no] = _both(given.get(one.item_no), one)
    for item in bank.section(section):
        yield _judge(item, given.get(item.item_no), table)
    if bank.overall is not None and bank.overall.counts:
        yield _judge(bank.overall, _overall_answer(survey), table)


def _overall_answer(survey: SatisfactionSurvey) -> Answer:
    if survey.overall is OverallMark.NOT_APPLICABLE:
        return Answer(na=True)
    mark = survey.overall.mark if survey.overall else None
    return Answer(choices=(mark,) if mark else ())


def _both(first: Answer | None, second: Answer) -> Answer:
    """Return an item that was answered twice as one with all its marks, in whatever order."""
    if first is None:
        return second
    marks: tuple[Mark, ...] = tuple(dict.fromkeys((*first.choices, *second.choices)))
    return Answer(choices=marks, na=first.na or second.na or None)


def _judge(item: Question, answer: Answer | None, table: Table) -> ItemScore:
    if answer is None or not (answer.choices or answer.na):
        return ItemScore(item, State.BLANK if item.counts else State.OUTSIDE)
    if answer.na and not answer.choices:
        return ItemScore(item, State.NOT_APPLICABLE)
    if answer.na or len(answer.choices) > 1 or answer.choices[0] not in item.choices:
        return ItemScore(item, State.SPOILED)
    choice = answer.choices[0].value
    if not item.counts:
        return ItemScore(item, State.OUTSIDE, choice)
    return ItemScore(item, State.COUNTED, choice, table[item.scale][choice])


def _worth(one: ItemScore, table: Table, policy: ScoringPolicy) -> ItemScore:
    """Return the item with what it brings into the sums of the sheet."""
    if not one.item.counts:
        return one
    weight = one.item.weight if policy.weights is Weights.BANK else Decimal(1)
    worth, most = _points(one, table, policy), best(table[one.item.scale])
    return replace(one, worth=worth, best=most, weight=weight)


def _points(one: ItemScore, table: Table, policy: ScoringPolicy) -> Decimal | None:
    """Return the points that enter; None where the item is left out of both sums."""
    if one.points is not None or one.state not in _LEFT:
        return one.points
    return blank_worth(table[one.item.scale], policy)


def blank_worth(points: Mapping[str, Decimal], policy: ScoringPolicy) -> Decimal | None:
    """Return the points of a blank item of a scale; None where it is left out of both sums."""
    if policy.blank in (Blank.LEFT_OUT, Blank.VOID):
        return None
    return Decimal(0) if policy.blank is Blank.ZERO else middle(points)


def _sums(
    worth: Iterable[tuple[Decimal | None, Decimal | None]], policy: ScoringPolicy
) -> tuple[Decimal, Decimal]:
    actual = full = Decimal(0)
    for earned, most in worth:
        actual += earned or 0
        full += most or 0
    return (max(actual, Decimal(0)) if policy.negative is Negative.ZERO else actual), full


def _ratio(actual: Decimal, full: Decimal, answered: int) -> Fraction | None:
    return Fraction(actual) / Fraction(full) if full and answered else None


def _faults(items: tuple[ItemScore, ...], answered: int, policy: ScoringPolicy) -> Iterator[Why]:
    counting = [one.state for one in items if one.item.counts]
    spoiled = counting.count(State.SPOILED)
    blank = counting.count(State.BLANK) + spoiled
    if not answered:
        yield Why.EMPTY
    if spoiled and policy.multi is Multi.ASK:
        yield Why.UNSETTLED
    if answered * 100 < policy.min_answered * (answered + blank):
        yield Why.FEW
    if policy.most_blank is not None and blank > policy.most_blank:
        yield Why.GAPS
    if blank and policy.blank is Blank.VOID:
        yield Why.VOID

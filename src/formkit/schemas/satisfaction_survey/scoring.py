"""The score of one survey (R7 1); what R7 leaves open is decided by the company's policy (B.6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

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
from formkit.schemas.satisfaction_survey.result import (
    LEFT,
    ItemScore,
    Score,
    State,
    Why,
    percent,
    ratio_of,
)


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
        (Decimal(0), one.most) if one.state in LEFT else (one.earned, one.full) for one in items
    )
    harsh = ratio_of(*_sums(worth, policy), answered)
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
    if one.points is not None or one.state not in LEFT:
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


__all__ = [
    "ItemScore",
    "Score",
    "State",
    "Why",
    "blank_worth",
    "part",
    "percent",
    "score",
    "section_of",
]

"""The score of one survey (R7 1, B.6); the points come from the rules' parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from formkit.schemas.project import Phase
from formkit.schemas.satisfaction_survey.bank import Bank, Item
from formkit.schemas.satisfaction_survey.points import Table, best, middle
from formkit.schemas.satisfaction_survey.record import Answer, SatisfactionSurvey, Section

_PLACES = Decimal("0.01")


class State(StrEnum):
    """What became of an item."""

    COUNTED = "计分"
    BLANK = "漏答"
    NOT_APPLICABLE = "不适用"
    SPOILED = "作废"  # several options, or one that the scale has not
    OUTSIDE = "不计分"  # the bank says that the item does not count


class BlankPolicy(StrEnum):
    """What a blank item is worth (B.6)."""

    LEFT_OUT = "剔除"
    ZERO = "记0"
    MIDDLE = "记中间档"
    VOID = "整卷作废"


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item's points; None where it does not enter the score."""

    item: Item
    state: State
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one sheet. `satisfaction` is a percentage, None of a sheet without any answer.

    A sheet is valid with at least the asked share of its applicable items answered. Negative
    totals are kept: R7 sets no floor.
    """

    items: tuple[ItemScore, ...]
    actual: Decimal
    full: Decimal
    satisfaction: Decimal | None
    valid: bool

    def count(self, state: State) -> int:
        """Return how many items ended in that state."""
        return sum(one.state is state for one in self.items)

    @property
    def answered(self) -> int:
        """How many items were answered so that they count."""
        return self.count(State.COUNTED)


def section_of(survey: SatisfactionSurvey) -> Section | None:
    """Return the section that the customer fills in: by the project's phase (R7 注②③).

    None where the phase is not known.
    """
    phase = survey.project.phase if survey.project else None
    if phase is None:
        return None
    return Section.DELIVERED if phase is Phase.DELIVERED else Section.BUILDING


def score(
    survey: SatisfactionSurvey,
    bank: Bank,
    table: Table,
    *,
    blank: BlankPolicy = BlankPolicy.LEFT_OUT,
    least_answered: Decimal = Decimal(0),
) -> Score | None:
    """Return the score of the section that applies; None where nobody can tell which that is.

    Full marks are the scale's best points times weight, of counted items only. 总体评价 counts
    only where the bank says so.

    Args:
        survey: the sheet; answers in the other section are not looked at.
        bank: the items with their scales.
        table: the points of each option.
        blank: what a blank item is worth.
        least_answered: the share of applicable items, in percent, below which a sheet is invalid.
    """
    section = section_of(survey) or _answered_section(survey)
    if section is None:
        return None
    items = tuple(_items(survey, bank, section, table))
    void = blank is BlankPolicy.VOID and any(one.state is State.BLANK for one in items)
    worth = [pair for one in items if (pair := _worth(one, table, blank)) is not None]
    actual = sum((points for points, _full in worth), Decimal(0))
    full = sum((most for _points, most in worth), Decimal(0))
    answered = sum(one.state is State.COUNTED for one in items)
    applicable = answered + sum(one.state in (State.BLANK, State.SPOILED) for one in items)
    satisfaction = actual / full * 100 if full and answered else None
    enough = answered > 0 and answered * 100 >= least_answered * applicable
    return Score(items, actual, full, satisfaction, enough and not void)


def _answered_section(survey: SatisfactionSurvey) -> Section | None:
    found = {one.section for one in survey.answers if one.section is not None}
    return found.pop() if len(found) == 1 else None


def _items(
    survey: SatisfactionSurvey, bank: Bank, section: Section, table: Table
) -> Iterator[ItemScore]:
    given = {one.item_no: one for one in survey.answers if one.section is section}
    for item in bank.section(section):
        yield _judged(item, given.get(item.item_no), table)
    if bank.overall is not None and bank.overall.counts:
        chosen = (survey.overall,) if survey.overall else ()
        yield _judged(bank.overall, Answer(choices=chosen), table)


def rounded(value: Decimal) -> Decimal:
    """Return a figure as it is shown: two decimals, half up."""
    return value.quantize(_PLACES, ROUND_HALF_UP)


def _judged(item: Item, answer: Answer | None, table: Table) -> ItemScore:
    if answer is None or not (answer.choices or answer.na):
        return ItemScore(item, State.BLANK if item.counts else State.OUTSIDE)
    if answer.na and not answer.choices:
        return ItemScore(item, State.NOT_APPLICABLE)
    points = table[item.scale]
    if answer.na or len(answer.choices) > 1 or answer.choices[0] not in item.choices:
        return ItemScore(item, State.SPOILED)
    if not item.counts:
        return ItemScore(item, State.OUTSIDE)
    return ItemScore(item, State.COUNTED, points[answer.choices[0]])


def _worth(one: ItemScore, table: Table, blank: BlankPolicy) -> tuple[Decimal, Decimal] | None:
    """Return points and best points of an item, weighted; None where it is left out of both."""
    points = table[one.item.scale]
    full = best(points) * one.item.weight
    if one.points is not None:
        return one.points * one.item.weight, full
    if one.state not in (State.BLANK, State.SPOILED) or blank in (
        BlankPolicy.LEFT_OUT,
        BlankPolicy.VOID,
    ):
        return None
    if blank is BlankPolicy.ZERO:
        return Decimal(0), full
    return middle(points) * one.item.weight, full

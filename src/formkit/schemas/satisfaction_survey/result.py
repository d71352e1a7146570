"""What came of a survey: of each item and of the whole sheet (R7 1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from formkit.kernel.i18n import _
from formkit.schemas.satisfaction_survey.bank_data import Question
from formkit.schemas.satisfaction_survey.record import Section


class State(StrEnum):
    """What became of an item."""

    COUNTED = "计分"
    BLANK = "漏答"
    NOT_APPLICABLE = "不适用"
    SPOILED = "作废"  # several options, or one that the sheet has not
    OUTSIDE = "不计分"  # the bank says that the item does not count


LEFT = (State.BLANK, State.SPOILED)  # where no answer can be told


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
        return ratio_of(self.actual, self.full, self.answered)

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


def ratio_of(actual: Decimal, full: Decimal, answered: int) -> Fraction | None:
    """Return points earned ÷ full marks; None where nothing was answered that counts."""
    return Fraction(actual) / Fraction(full) if full and answered else None

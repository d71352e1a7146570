"""How a company scores satisfaction surveys where the regulation leaves a choice (B.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from formkit.kernel.findings import Place


class Scale(StrEnum):
    """What decides the scale of an item."""

    BY_ITEM = "按题"


class Blank(StrEnum):
    """What a blank item is worth."""

    LEFT_OUT = "剔除"
    ZERO = "记0"
    MIDDLE = "记中间档"
    VOID = "整卷作废"


class NotApplicable(StrEnum):
    """What an item is worth that does not apply to the project."""

    LEFT_OUT = "剔除"


class Multi(StrEnum):
    """What becomes of an item with two marks."""

    ASK = "报错"
    SPOILED = "作废该题"


class Negative(StrEnum):
    """What becomes of a total below zero."""

    KEPT = "保留"
    ZERO = "截0"


class Weights(StrEnum):
    """Which weights the items have."""

    BANK = "按题库"
    EQUAL = "等权"


class Mean(StrEnum):
    """Which figure of several sheets is the main one; the other one stands beside it."""

    SHEETS = "按份平均"
    POINTS = "按分汇总"


class Importance(StrEnum):
    """How important a problem is (R5 3.3)."""

    HIGH = "高"
    MIDDLE = "中"
    LOW = "低"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a choice was made, and the company's own clause for it where one is named."""

    place: Place
    clause: str = ""


def _importance() -> dict[str, Decimal]:
    return {Importance.HIGH.value: Decimal(-1), Importance.MIDDLE.value: Decimal(0)}


@dataclass(frozen=True)
class ScoringPolicy:
    """The choices in force; what nobody chose is as written here (the suggestions of B.6).

    min_answered: percent of the applicable items; a sheet with fewer answers is invalid.
    most_blank: a sheet with more blank items is invalid; None: not asked.
    low: by scale, the satisfaction in percent below which a sheet is listed; a scale that is not
        named has no such line.
    low_item: an item with no more points than these puts its sheet on the list.
    importance: the points of an item up to which a problem is suggested as that important; what
        is above all of them is LOW.
    target: by scale, in percent; only shown, nothing is judged by it.
    due_days: days after which a survey that was sent out is wanted back; None: no day is named.
    decimals: of figures as they are shown; rounded half up.
    origins: where each choice was made, by the name of its field; absent: a default.
    """

    scale: Scale = Scale.BY_ITEM
    blank: Blank = Blank.LEFT_OUT
    na: NotApplicable = NotApplicable.LEFT_OUT
    multi: Multi = Multi.ASK
    min_answered: Decimal = Decimal(0)
    most_blank: int | None = None
    negative: Negative = Negative.KEPT
    weights: Weights = Weights.BANK
    mean: Mean = Mean.SHEETS
    low: Mapping[str, Decimal] = field(default_factory=dict)
    low_item: Decimal = Decimal(0)
    importance: Mapping[str, Decimal] = field(default_factory=_importance)
    target: Mapping[str, Decimal] = field(default_factory=dict)
    due_days: int | None = None
    decimals: int = 2
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)

    def rounded(self, value: Decimal) -> Decimal:
        """Return a figure as it is shown."""
        return value.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)

    def important(self, points: Decimal | None) -> Importance:
        """Return the importance suggested for a problem: by the points of the worst item.

        None: no item is at fault, the sheet as a whole is below its line.
        """
        for level in (Importance.HIGH, Importance.MIDDLE):
            limit = self.importance.get(level.value)
            if points is not None and limit is not None and points <= limit:
                return level
        return Importance.LOW


DEFAULTS = ScoringPolicy()

"""The formulas that add up a row of 明细: points earned and full marks, weighted, blanks filled in.

Weights stand in the formula of each row: they belong to the question bank of that sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from formkit.rules.scoring_policy import Blank, Negative, ScoringPolicy
from formkit.schemas.satisfaction_survey.scoring import ItemScore, State

WORDS: Mapping[State, str] = {State.BLANK: "空", State.NOT_APPLICABLE: "/", State.SPOILED: "作废"}
"""What stands in the cell of an item instead of points."""
_LEFT = (State.BLANK, State.SPOILED)
_NONE = Decimal(0)


def formulas(
    cells: str, items: Sequence[ItemScore | None], policy: ScoringPolicy
) -> tuple[str, str]:
    """Return the formulas of the points earned and of the full marks of a sheet.

    Args:
        cells: the range of its items, which hold points or one of `WORDS`.
        items: what became of the item of each cell; None where the sheet has none there.
        policy: by which it was scored.
    """
    weights = [one.weight if one and one.best is not None else None for one in items]
    most = [one.most if one else None for one in items]
    filled = [one.earned if one and one.state in _LEFT else None for one in items]
    left = "+".join(f'({cells}="{WORDS[state]}")' for state in _LEFT)
    fills = policy.blank not in (Blank.LEFT_OUT, Blank.VOID) and any(
        one is not None for one in filled
    )
    earned = _weighted(cells, weights)
    if fills and any(filled):
        earned += f"+SUMPRODUCT(({left})*{_array(filled)})"
    full = _full(cells, most, left if fills else "")
    return f"=MAX(0,{earned})" if policy.negative is Negative.ZERO else f"={earned}", f"={full}"


def _weighted(cells: str, weights: Sequence[Decimal | None]) -> str:
    """Return the sum of the points; of a range, SUMPRODUCT takes a word for nought."""
    if set(weights) <= {None, Decimal(1)}:
        return f"SUM({cells})"
    return f"SUMPRODUCT({cells},{_array(weights)})"


def _full(cells: str, most: Sequence[Decimal | None], left: str) -> str:
    worth = {one for one in most if one is not None}
    if not left and len(worth) <= 1:
        return f"COUNT({cells})*{_plain(next(iter(worth), _NONE))}"
    entered = f"ISNUMBER({cells})+{left}" if left else f"ISNUMBER({cells})*1"
    return f"SUMPRODUCT(({entered})*{_array(most)})"


def _array(values: Iterable[Decimal | None]) -> str:
    return "{" + ",".join(_plain(one or _NONE) for one in values) + "}"


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


__all__ = ["WORDS", "formulas"]

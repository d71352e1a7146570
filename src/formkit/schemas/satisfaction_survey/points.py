"""The points of a scale's options, as the rules in force give them (R7 1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from formkit.kernel.errors import ProfileError
from formkit.schemas.satisfaction_survey.bank_data import Bank

FAMILY = "survey_score"  # parameters survey_score.<scale>.<option>

Table = Mapping[str, Mapping[str, Decimal]]
"""Points by scale and option: {"三级": {"满意": 3, …}, "五级": {…}}; all options of the scale."""


def table_of(values: Mapping[str, Any]) -> dict[str, dict[str, Decimal]]:
    """Return the points by scale and option.

    Args:
        values: the values in force of the family `survey_score`, by parameter (objects with
            `amount`); empty where no text in force gives any.
    """
    table: dict[str, dict[str, Decimal]] = {}
    for name, value in values.items():
        _family, scale, option = name.split(".", maxsplit=2)
        table.setdefault(scale, {})[option] = Decimal(str(value.amount))
    return table


def best(points: Mapping[str, Decimal]) -> Decimal:
    """Return the full marks of one item: those of the rule's scale, whatever the sheet offers."""
    return max(points.values())


def middle(points: Mapping[str, Decimal]) -> Decimal:
    """Return the points in the middle of the scale (B.6 记中间档): 一般 of either scale."""
    ranked = sorted(points.values())
    return ranked[len(ranked) // 2]


def fits(bank: Bank, table: Table) -> bool:
    """Return whether the rules give points to every option of the bank."""
    return all(set(choices) <= set(table.get(scale, ())) for scale, choices in bank.scales.items())


def fitted(bank: Bank, table: Table) -> Table:
    """Return the table.

    Raises:
        ProfileError: an option of the bank has no points, or a scale does not offer its best.
    """
    for scale, choices in bank.scales.items():
        points = table.get(scale, {})
        for mark in choices:
            if mark not in points:
                known = ";".join(f"{name}:{'、'.join(marks)}" for name, marks in table.items())
                raise ProfileError(
                    "FK-SUR-008", bank=bank.name, scale=scale, mark=mark, known=known
                )
        top = max(points, key=lambda mark: points[mark])
        if top not in choices:
            raise ProfileError("FK-SUR-007", bank=bank.name, scale=scale, mark=top)
    return table

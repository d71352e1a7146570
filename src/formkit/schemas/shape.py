"""A record's shape for ledgers, made from its model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from formkit.intake.shape import Field, Kind, Shape
from formkit.schemas.anatomy import Part, parts
from formkit.schemas.entry import Condition, Entry


@cache
def shape_of(model: type[Entry], slug: str, title: str) -> Shape:
    """Return what the record looks like to a ledger.

    Marked as required are the fields that a clerk must always give; what the register, the company
    or the form's standard texts fill in is not, and a condition stands in the hint.
    """
    return Shape(slug, title, tuple(_field(model, part) for part in parts(model)))


@cache
def labels_of(model: type[Entry]) -> Shape:
    """Return a shape that only serves to name paths in Chinese."""
    return shape_of(model, "", "")


def reasons(model: type[Entry], conditions: tuple[Condition, ...]) -> str:
    """Return conditions in words: `工程类别为「房屋建筑」`, `有质量问题部位`."""
    labels = {part.name: part.label for part in parts(model)}
    return "且".join(_reason(condition, labels) for condition in conditions)


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _field(model: type[Entry], part: Part) -> Field:
    about = part.about
    plain = about.required is not None and not about.when and not about.source
    return Field(
        name=part.name,
        label=part.label,
        kind=part.kind,
        required=about.required if plain else None,
        aliases=about.aliases,
        choices=part.choices,
        hint=_hint(model, part),
        example=about.example,
        children=_children(part),
        prefix=about.prefix,
        in_ledger=about.in_ledger and (part.kind is not Kind.OBJECT or part.model is not None),
    )


def _hint(model: type[Entry], part: Part) -> str:
    about = part.about
    hints = [about.hint] if about.hint else []
    if about.required and about.when:
        hints.append(f"{reasons(model, about.when)}时必填")
    return ";".join(hints)


def _reason(condition: Condition, labels: dict[str, str]) -> str:
    label = labels[condition.path.partition(".")[0]]
    if not condition.values:
        return f"{label}未填" if condition.negated else f"有{label}"
    words = "、".join(f"「{_word(value)}」" for value in condition.values)
    verb = "不为" if condition.negated else "含" if "." in condition.path else "为"
    return f"{label}{verb}{words}"


def _children(part: Part) -> tuple[Field, ...]:
    if part.model is None:
        return ()
    model = part.model
    fields = (_field(model, child) for child in parts(model))
    if part.kind is not Kind.OBJECT:
        return tuple(fields)
    about = part.about
    shown = about.columns
    return tuple(
        replace(
            field,
            required=about.required if field.name in about.needs and not about.source else None,
            in_ledger=field.in_ledger and (shown is None or field.name in shown),
        )
        for field in fields
    )

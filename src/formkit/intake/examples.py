"""The example values of a blank ledger, as a clerk would type them into the cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from formkit.intake.shape import Field, Kind
from formkit.kernel import dates

_READERS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.DATE: dates.parse_date,
    Kind.DATETIME: dates.parse_datetime,
    Kind.INTEGER: Decimal,
    Kind.DECIMAL: Decimal,
    Kind.MONEY: Decimal,
}


def example_value(example: Mapping[str, Any] | None, path: str, field: Field) -> Any:
    """Return the example for a column: from the given record, else the field's own; None without.

    Dates become date or datetime, numbers Decimal, everything else text.
    """
    found: Any = example or {}
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if isinstance(found, Mapping) and field.kind is not Kind.PERSON:
        found = None
    return _typed(field.example if found in (None, "") else found, field.kind)


def _typed(value: Any, kind: Kind) -> Any:
    if value in (None, ""):
        return None
    if isinstance(value, date | datetime):
        return value
    if isinstance(value, list | tuple):
        return ("\n" if kind is Kind.TEXTS else "、").join(_word(item) for item in value)
    text = _word(value)
    try:
        return _READERS.get(kind, str)(text)
    except (dates.NotADate, InvalidOperation):
        return text


def _word(value: Any) -> str:
    """Return one value as text; a person as 姓名(部门,职务)."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, Mapping):
        return str(value)
    about = ",".join(str(value[name]) for name in ("dept", "title") if value.get(name))
    return f"{value.get('name', '')}({about})" if about else str(value.get("name", ""))

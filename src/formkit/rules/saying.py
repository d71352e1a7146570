"""How values are printed in a rule's sentence, and what fills its blanks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from formkit.kernel.dates import format_date, format_datetime
from formkit.rules.combining import Effective
from formkit.rules.regulation import Rule
from formkit.rules.resolution import Resolution


def say(value: Any) -> str:
    """Return a value as a Chinese reader expects it: dates in words, lists with `、`, no `None`.

    Raises:
        TypeError: the value is None: a check must say what is missing in words.
    """
    if value is None:
        raise TypeError("a sentence cannot print None")
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        return "、".join(say(item) for item in items)
    return str(value)


class Blanks(dict[str, str]):
    """What a check gave for the blanks; a parameter of the rule needs not to be given.

    A rule of the law (`law`) prints the law's own values, never stricter ones of the company.

    Attributes:
        values_said: the values in force that the sentences can print.
    """

    def __init__(
        self, values: Mapping[str, Any], rule: Rule, resolution: Resolution, *, law: bool = False
    ) -> None:
        super().__init__({name: say(value) for name, value in values.items()})
        self.values_said = [value for value in values.values() if isinstance(value, Effective)]
        self._rule = rule
        self._ask = resolution.law if law else resolution.value

    def __missing__(self, name: str) -> str:
        if name not in self._rule.parameters:
            raise KeyError(name)
        value = self._ask(name)
        self.values_said.append(value)
        return str(value)

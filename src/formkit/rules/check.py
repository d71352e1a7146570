"""How a business rule is written: a pure generator over a record and a context.

The rule's clause, quotation, level, gate and sentences stand in `forms/regulations/`; the function
holds the logic only, and no number: limits are asked for with `context.value`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from formkit.kernel.gate import Gate
from formkit.rules.scoring_policy import ScoringPolicy


class Effective(Protocol):
    """A parameter's value in force."""

    @property
    def amount(self) -> Any:
        """The value: int, Decimal, text, or a tuple of texts."""
        ...

    def __str__(self) -> str:
        """Return the value as printed in a sentence, with its unit, e.g. `24 小时`."""
        ...


class Context(Protocol):
    """What a check may know besides the record."""

    @property
    def today(self) -> date:
        """The day on which the record is judged."""
        ...

    @property
    def now(self) -> datetime:
        """The moment at which the record is judged."""
        ...

    @property
    def gate(self) -> Gate:
        """The gate at which the record is judged."""
        ...

    @property
    def forms(self) -> tuple[Path, ...]:
        """The folders with forms, the company's own first; empty: formkit's alone."""
        ...

    @property
    def scoring(self) -> ScoringPolicy:
        """How the company scores surveys."""
        ...

    def value(self, parameter: str) -> Effective:
        """Return the value in force: law, contract, chosen regulations, default."""
        ...

    def family(self, name: str) -> Mapping[str, Effective]:
        """Return the values in force of all parameters `name.…` that anybody gives a value."""
        ...

    def law(self, parameter: str) -> Effective:
        """Return the value that the law itself gives; the value in force where it gives none."""
        ...

    def asks(self, rule: str) -> bool:
        """Return whether that rule is asked of this record as well."""
        ...

    def given(self, parameter: str) -> bool:
        """Return whether any text in force gives this parameter a value."""
        ...

    def policy(self, name: str) -> str:
        """Return the profile's choice for a policy."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check yields: the field that is at fault and the values for the rule's sentences.

    `path` is a field path ("notified_at", "issues.1.due_on"; "" for the whole record);
    `sentence` picks one of the rule's `sentences` where it has several; `level` overrides the
    rule's level (e.g. a warning that grows to an error).
    """

    path: str
    values: dict[str, Any] = field(default_factory=dict)
    sentence: str = "default"
    level: str = ""


CheckFunction = Callable[[Any, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule's logic for one kind of record."""

    rule: str
    function: CheckFunction


def check(rule: str) -> Callable[[CheckFunction], CheckFunction]:
    """Return a decorator that marks a function of a `checks.py` as the logic of that rule.

    The mark is the attribute `rule`; `formkit.rules.engine.checks_in(module)` collects the marked
    functions, so nothing is registered centrally.
    """

    def mark(function: CheckFunction) -> CheckFunction:
        function.rule = rule  # type: ignore[attr-defined]
        return function

    return mark

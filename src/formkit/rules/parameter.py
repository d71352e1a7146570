"""The vocabulary of the rules: parameters with a direction, policies without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from formkit.kernel.i18n import _
from formkit.rules.reading import Faults, Section, hint, read

Amount = int | Decimal | str | tuple[str, ...]


class Direction(StrEnum):
    """What a parameter's value asks of a record, and with it which of two values is stricter."""

    AT_LEAST = "at_least"  # the larger value is stricter
    AT_MOST = "at_most"  # the smaller value is stricter
    INCLUDES = "includes"  # the union is stricter
    ONE_OF = "one_of"  # the intersection is stricter
    EXACT = "exact"  # none is: two different values conflict

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers with a stricter side."""
        return self in (Direction.AT_LEAST, Direction.AT_MOST)

    @property
    def listed(self) -> bool:
        """Whether the values are lists of texts."""
        return self in (Direction.INCLUDES, Direction.ONE_OF)

    @property
    def wanted(self) -> str:
        """What a value of this direction is, in Chinese."""
        if self.numeric:
            return "数"
        return "文字的清单,如 [甲, 乙]" if self.listed else "数或文字"


class Unsuitable(ValueError):
    """A value that a parameter cannot take."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that texts give and checks ask for.

    `default` stands where no text in force gives a value; None: there is no default. It is never
    cited; `default_reason` says where it comes from. `least` bounds a number: no negative hours.
    """

    id: str
    name: str
    unit: str
    direction: Direction
    default: Amount | None = None
    default_reason: str = ""
    least: int | Decimal | None = None

    @property
    def wanted(self) -> str:
        """What a value of the parameter is, in Chinese, with its bound."""
        if self.least is None:
            return self.direction.wanted
        return _("不小于 {least} 的数").format(least=self.least)

    def accept(self, raw: Any) -> Amount:
        """Return the value as the parameter keeps it: int, Decimal, text or tuple of texts.

        Raises:
            Unsuitable: the value is not of the parameter's direction, or below its bound.
        """
        if self.direction.listed:
            if isinstance(raw, list | tuple) and raw and all(isinstance(i, str) for i in raw):
                return tuple(dict.fromkeys(raw))
        elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
            amount = number(raw)
            if self.least is None or amount >= self.least:
                return amount
        elif isinstance(raw, str) and raw and not self.direction.numeric:
            return raw
        raise Unsuitable(self.id)

    def laxer(self, amount: Any, floor: Any) -> bool:
        """Return whether a number asks less than the floor; only for directions with numbers."""
        at_least = self.direction is Direction.AT_LEAST
        return bool(amount < floor if at_least else amount > floor)

    def show(self, amount: Amount) -> str:
        """Return the amount as printed in a sentence, with its unit: `24 小时`, `3%`, `甲、乙`."""
        if isinstance(amount, tuple):
            return "、".join(amount)
        shown = f"{amount:f}" if isinstance(amount, Decimal) else str(amount)
        if not self.unit:
            return shown
        return shown + ("" if self.unit in ("%", "‰") else " ") + self.unit


def number(raw: float | Decimal) -> int | Decimal:
    """Return a number of a file without binary fractions: 3 is int, 2.5 is Decimal("2.5").

    Raises:
        Unsuitable: not a finite number.
    """
    exact = Decimal(str(raw))
    if not exact.is_finite():
        raise Unsuitable(str(raw))
    return int(exact) if exact == exact.to_integral_value() else exact


@dataclass(frozen=True, slots=True)
class Policy:
    """A choice that has no stricter side.

    `choices` are the values with their meaning, of which `unsupported` cannot be followed yet;
    `by_contract` says whether a project's contract may choose otherwise.
    """

    id: str
    name: str
    choices: Mapping[str, str]
    default: str
    by_contract: bool = False
    unsupported: tuple[str, ...] = ()

    @property
    def offered(self) -> str:
        """The values that can be chosen, for a sentence."""
        return "、".join(choice for choice in self.choices if choice not in self.unsupported)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All parameters and policies that texts, profiles and checks may name."""

    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)

    def family(self, name: str) -> tuple[str, ...]:
        """Return the ids that a name of a rule's `parameters` stands for; empty: unknown.

        `warranty_minimum` stands for `warranty_minimum.屋面防水` and its sisters.
        """
        if name in self.parameters:
            return (name,)
        return tuple(found for found in self.parameters if found.startswith(name + "."))


def load_vocabulary(folder: Path, faults: Faults) -> Vocabulary:
    """Return the vocabulary of `parameters.yaml` and `policies.yaml`; what is wrong is noted."""
    parameters = read(folder / "parameters.yaml", faults)
    policies = read(folder / "policies.yaml", faults)
    return Vocabulary(
        {name: _parameter(name, part) for name, part in parameters.children()}
        if parameters
        else {},
        {name: _policy(name, part) for name, part in policies.children()} if policies else {},
    )


def _parameter(name: str, section: Section) -> Parameter:
    direction = section.choice("direction", [d.value for d in Direction]) or Direction.EXACT
    bare = Parameter(
        name,
        section.text("name"),
        section.text("unit", required=False),
        Direction(direction),
        least=_bound(section),
    )
    raw = section.raw("default")
    default = None if raw is None else accepted(bare, section, "default")
    reason = section.text("default_reason", required=raw is not None)
    section.close()
    return replace(bare, default=default, default_reason=reason)


def _bound(section: Section) -> int | Decimal | None:
    raw = section.raw("least")
    if raw is None:
        return None
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return number(raw)
    section.wrong("FK-PRF-012", "least", value=str(raw), wanted="数")
    return None


def accepted(parameter: Parameter, section: Section, key: str) -> Amount | None:
    """Return the value under the key as the parameter takes it; None where it does not (noted)."""
    raw = section.require(key)
    if raw is None:
        return None
    try:
        return parameter.accept(raw)
    except Unsuitable:
        wanted = parameter.wanted
        section.wrong("FK-PRF-031", key, name=parameter.name, value=str(raw), wanted=wanted)
        return None


def _policy(name: str, section: Section) -> Policy:
    choices = section.pairs("choices")
    if not choices:
        section.wrong("FK-PRF-011", "choices")
    policy = Policy(
        name,
        section.text("name"),
        choices,
        section.choice("default", choices),
        section.flag("contract", default=False),
        section.texts("unsupported"),
    )
    section.close()
    return policy


def chosen(policies: Mapping[str, Policy], name: str, section: Section, key: str) -> str:
    """Return the value under the key as a choice of that policy; empty where it is none (noted)."""
    if name not in policies:
        section.wrong("FK-PRF-036", key, name=name, hint=hint(name, policies))
        return ""
    policy = policies[name]
    choice = section.choice(key, policy.choices)
    if choice in policy.unsupported:
        values = {"name": policy.name, "value": choice, "choices": policy.offered}
        section.wrong("FK-PRF-047", key, **values)
        return ""
    return choice

"""What was asked: a question bank as far as reading needs it, light enough for worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Item(Protocol):
    """An item of a question bank."""

    @property
    def section(self) -> str:
        """Ⅱ or Ⅲ."""

    @property
    def item_no(self) -> int:
        """Its number within the half."""

    @property
    def text(self) -> str:
        """The question as printed."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The options of its scale in printed order."""


class Overall(Protocol):
    """What is asked of the whole: 总体评价."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The options of its scale in printed order."""


class Bank(Protocol):
    """A question bank."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def items(self) -> Sequence[Item]:
        """All items, in printed order."""

    @property
    def slash(self) -> str:
        """What a `/` in a box means: 不适用, or anything else for "ask"."""

    @property
    def overall(self) -> Overall | None:
        """总体评价; None where it is not asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as workers have it."""

    section: str
    item_no: int
    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AskedOfAll:
    """总体评价 as workers have it."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A question bank as workers have it: they import nothing else for it."""

    name: str
    slash: str
    items: tuple[Asked, ...]
    overall: AskedOfAll | None


def light(bank: Bank) -> Sheet:
    """Return the bank as workers have it."""
    overall = AskedOfAll(tuple(map(str, bank.overall.choices))) if bank.overall else None
    return Sheet(str(bank.name), str(bank.slash), tuple(map(_light, bank.items)), overall)


def _light(item: Item) -> Asked:
    return Asked(str(item.section), item.item_no, item.text, tuple(map(str, item.choices)))

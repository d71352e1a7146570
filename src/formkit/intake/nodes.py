"""A YAML or JSON document as a tree of nodes with lines; what a scalar means is asked later.

`电话: 01088` must not become the number 1088: the text stays as typed until the field that it
belongs to has said what it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeAlias

from formkit.intake.shape import Kind
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

DEEPEST = 24
LONGEST_NUMBER = 1_000  # digits; Python itself stops at 4,300
MOST_NODES = 4_000_000  # with everything that anchors repeat counted

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")
_WHOLE = re.compile(r"[-+]?\d+")
_NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as typed; `plain` when it stood without quotation marks."""

    text: str
    line: int
    plain: bool = True

    @property
    def absent(self) -> bool:
        """Whether nothing was given: `key:` alone, `~` or `null`."""
        return self.plain and self.text in _NULLS

    def value(self, kind: Kind | None = None) -> Any:
        """Return the value under a kind; None where nothing was given.

        Number fields get int or Decimal, 是/否 fields bool for `true` and `false`; whatever else
        was typed stays text. Without a kind (a value of a free mapping) numbers and booleans are
        read as YAML reads them.
        """
        if not self.plain:
            return self.text
        if self.absent:
            return None
        if kind in (None, Kind.BOOLEAN) and self.text in _BOOLEANS:
            return _BOOLEANS[self.text]
        if kind is None or kind in _NUMERIC:
            if _WHOLE.fullmatch(self.text) and len(self.text) < LONGEST_NUMBER:
                return int(self.text)
            if _NUMBER.fullmatch(self.text):
                return Decimal(self.text)
        return self.text


@dataclass(slots=True)
class Entries:
    """A mapping: its entries in order, doubled keys included."""

    line: int
    entries: list[tuple[str, int, Node]] = field(default_factory=list)


@dataclass(slots=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


Node: TypeAlias = Scalar | Entries | Items


class Budget:
    """Counts the nodes that are looked at: ten anchors that repeat each other make a billion."""

    def __init__(self, file: str, most: int = MOST_NODES) -> None:
        self._file = file
        self._left = most

    def spend(self, line: int) -> None:
        """Count one node.

        Raises:
            InputUnreadable: there were too many.
        """
        self._left -= 1
        if self._left < 0:
            raise InputUnreadable("FK-IN-085", place=Place(file=self._file, line=line))


def plain(node: Node, budget: Budget, kind: Kind | None = None) -> Any:
    """Return a node as plain data, scalars under the kind."""
    budget.spend(node.line)
    if isinstance(node, Scalar):
        return node.value(kind)
    if isinstance(node, Items):
        return [plain(item, budget, kind) for item in node.items]
    return {key: plain(value, budget, kind) for key, _line, value in node.entries}

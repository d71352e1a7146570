"""The roll of a ledger: what its records are called, and which of them are called alike."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from formkit.intake.header import KEY, normal
from formkit.intake.rows import Table
from formkit.intake.shape import Shape
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Place

# What a record is called: its 序号 (else its 编号), and its 编号; each may be empty.
Called: TypeAlias = tuple[str, str]


class Roll:
    """The data rows of a ledger's main sheet, gone through once before any record is read.

    Args:
        table: the main sheet.
        shape: the record.
        children: whether there are child rows that name their records.

    Attributes:
        rows: the indices of the data rows.
        doubled: the fault of each record that repeats an earlier one's 序号 or 编号, by position.
        by_key, by_number: the rows of each 序号 and 编号; kept only where child rows need them.
    """

    def __init__(self, table: Table, shape: Shape, *, children: bool) -> None:
        self._table = table
        self._number = shape.number
        self.rows = array("L")
        self.by_key: Mapping[str, list[int]] = defaultdict(list)
        self.by_number: Mapping[str, list[int]] = defaultdict(list)
        self.doubled = twins(self._called(children=children), self.place, self._number_place)

    def _called(self, *, children: bool) -> Iterable[Called]:
        for name in self._table.names():
            self.rows.append(name.index)
            if children:
                for names, called in ((self.by_key, name.key), (self.by_number, name.number)):
                    if called:
                        names[normal(called)].append(name.index)
            yield name.key or name.number, name.number

    def key_of(self, index: int) -> str:
        """Return what the file calls a row: its 序号, else its 编号."""
        name = self._table.name(index)
        return name.key or name.number

    def place(self, position: int) -> Place:
        """Return the place of a record, under what the file calls it."""
        index = self.rows[position]
        return self.place_of(index, self.key_of(index))

    def place_of(self, index: int, key: str) -> Place:
        """Return the place of a row that the file calls so."""
        return self._table.grid.place(index, label=_label(key))

    def _number_place(self, position: int) -> Place:
        places = self._table.places(self.rows[position])
        return places.get(self._number) or self.place(position)


def _label(key: str) -> str:
    return f"{KEY}{key}" if key.isdecimal() else key


def twins(
    records: Iterable[Called],
    place: Callable[[int], Place],
    number_place: Callable[[int], Place],
) -> dict[int, Finding]:
    """Return, by position, a fault for each record that repeats an earlier one's 编号 or 序号.

    Args:
        records: what they are called, in order.
        place: gives the place of the record at a position.
        number_place: gives the place of its 编号.
    """
    keys: dict[str, int] = {}
    numbers: dict[str, int] = {}
    findings: dict[int, Finding] = {}
    for position, (called, number) in enumerate(records):
        key = "" if called == number else called
        for code, first, name, at in (
            ("FK-ROW-007", keys, key, place),
            ("FK-ROW-008", numbers, number, number_place),
        ):
            earlier = first.setdefault(normal(name), position) if name else position
            if earlier != position:
                before = place(earlier)
                other = str(replace(before, label="")) or before.label
                findings[position] = fault(code, at(position), value=name, other=other)
    return findings

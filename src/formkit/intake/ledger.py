"""A ledger as records: one row each, the rows of child sheets joined to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import overload

from formkit.intake import header as headers
from formkit.intake.grid import Grid, JoinedPlaces, RowPlaces
from formkit.intake.header import Header, Wanted
from formkit.intake.joining import ChildGrid, Joined
from formkit.intake.raw import RawRecord
from formkit.intake.roll import Roll
from formkit.intake.rows import Table
from formkit.intake.shape import Column, Field, Shape, table_columns
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, blocking
from formkit.kernel.gate import Gate

GENERAL_NUMBER = "编号"


@dataclass(frozen=True, slots=True)
class Demand:
    """What must be there: the gate asked for, and the fields that others than the file fill."""

    gate: Gate = Gate.ISSUE
    given: frozenset[str] = frozenset()

    def supplied(self, path: str) -> bool:
        """Return whether the workspace or the register fills the field or the object it is in."""
        return path in self.given or path.split(".", maxsplit=1)[0] in self.given


def wanted_main(shape: Shape) -> Wanted:
    """Return the headers that the main sheet may have."""
    return Wanted(shape.columns())


def wanted_child(shape: Shape, table: Field) -> Wanted:
    """Return the headers that a child sheet may have: its own, 序号, and the parent's 编号."""
    owners = [GENERAL_NUMBER]
    for column in shape.columns():
        if column.path == shape.number:
            owners += [column.header, *column.accepted]
    return Wanted(table_columns(table), owners=owners)


def records(
    shape: Shape, main: Grid, header: Header, children: Sequence[ChildGrid], demand: Demand
) -> tuple[Sequence[RawRecord], list[Finding]]:
    """Return the records of a ledger and the faults of the ledger itself.

    Faults of a header come alone: no row is read under a header that is wrong. All that is wrong
    with the ledger is known when this returns; the records are read when they are asked for.
    """
    findings = headers.judge(
        main, header, wanted_main(shape), gate=demand.gate, given=demand.supplied
    )
    for child in children:
        findings += headers.judge(
            child.grid,
            child.header,
            child.wanted,
            gate=demand.gate,
            given=lambda _path: False,
        )
        if child.header.key is None and child.header.owner is None and child.grid.values():
            place = child.grid.place(child.header.row, label=headers.KEY)
            findings.append(fault("FK-IN-069", place, table=child.table.label))
    if blocking(findings):
        return (), findings
    table = Table(main, header, shape.number)
    roll = Roll(table, shape, children=bool(children))
    findings += table.notes
    if not roll.rows:
        findings.append(fault("FK-IN-067", main.where(), sheet=main.name))
        return (), findings + Joined(roll, children).findings
    joined = Joined(roll, children)
    return LedgerRecords(table, roll, joined), findings + joined.findings


class LedgerRecords(Sequence[RawRecord]):
    """The records of a ledger, read from its rows whenever they are asked for."""

    def __init__(self, table: Table, roll: Roll, joined: Joined) -> None:
        self._table = table
        self._roll = roll
        self._joined = joined

    def __len__(self) -> int:
        return len(self._roll.rows)

    @overload
    def __getitem__(self, position: int) -> RawRecord: ...
    @overload
    def __getitem__(self, position: slice) -> list[RawRecord]: ...
    def __getitem__(self, position: int | slice) -> RawRecord | list[RawRecord]:
        if isinstance(position, slice):
            return [self[one] for one in range(*position.indices(len(self)))]
        index = self._roll.rows[position]
        key = self._roll.key_of(index)
        row = self._table.read(index)
        places: dict[str, RowPlaces] = {}
        findings = list(row.findings)
        for child, prefix, before in self._joined.of(index):
            places[prefix] = replace(child.places, prefix=prefix, before=before)
            row.data.setdefault(prefix.partition(".")[0], []).append(child.data)
            findings += [_inside(finding, prefix, before) for finding in child.findings]
        if position % len(self) in self._roll.doubled:
            findings.append(self._roll.doubled[position % len(self)])
        return RawRecord(
            data=row.data,
            places=JoinedPlaces(row.places, places) if places else row.places,
            place=self._roll.place_of(index, key),
            key=key,
            findings=tuple(findings),
        )


def _inside(finding: Finding, prefix: str, before: str) -> Finding:
    place = finding.place
    return replace(
        finding, place=replace(place, path=prefix + place.path, label=before + place.label)
    )


def expected(columns: Sequence[Column], most: int = 6) -> str:
    """Return the first headers that a sheet should have, as a sentence lists them."""
    return "、".join(f"「{column.header}」" for column in columns[:most])

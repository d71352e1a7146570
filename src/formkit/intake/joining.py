"""Child rows joined to the records that they name by 序号 or 编号."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from formkit.intake import header as headers
from formkit.intake.grid import Grid
from formkit.intake.header import Header, Wanted
from formkit.intake.roll import Roll
from formkit.intake.rows import Name, Row, Table
from formkit.intake.shape import Field
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class ChildGrid:
    """The sheet of a child table with its header."""

    table: Field
    grid: Grid
    wanted: Wanted
    header: Header


class Joined:
    """The child rows of a ledger's records.

    Attributes:
        findings: notes on the child sheets, and a fault for each row that belongs to no record.
    """

    def __init__(self, roll: Roll, children: Sequence[ChildGrid]) -> None:
        self._roll = roll
        self.findings: list[Finding] = []
        self._tables = [self._table(child) for child in children]

    def of(self, index: int) -> Iterator[tuple[Row, str, str]]:
        """Yield a main row's child rows, each with what its paths and labels begin with."""
        for field, table, owners, rows in self._tables:
            own = rows[bisect_left(owners, index) : bisect_right(owners, index)]
            for count, child in enumerate(own):
                yield table.read(child), f"{field.name}.{count}.", f"{field.label} 第{count + 1}行 "

    def _table(self, child: ChildGrid) -> tuple[Field, Table, array[int], array[int]]:
        """Return the child's rows sorted by the main rows that they belong to."""
        table = Table(child.grid, child.header)
        pairs: list[tuple[int, int]] = []
        orphans: list[Finding] = []
        for name in table.names():
            named = self._owners(name)
            if len(named) == 1:
                pairs.append((named[0], name.index))
            else:
                orphans.append(_orphan(child, name, len(named)))
        self.findings += [*table.notes, *orphans]
        pairs.sort()
        owners = array("L", (owner for owner, _ in pairs))
        return child.table, table, owners, array("L", (row for _, row in pairs))

    def _owners(self, row: Name) -> list[int]:
        """Return the main rows that a child row names."""
        if row.owner:
            return self._roll.by_number.get(headers.normal(row.owner), [])
        if row.key:
            return self._roll.by_key.get(headers.normal(row.key), [])
        return []


def _orphan(child: ChildGrid, row: Name, owners: int) -> Finding:
    column = child.header.owner if row.owner else child.header.key
    place = child.grid.place(row.index, column, label=f"{child.table.label} {headers.KEY}")
    name = row.owner or row.key
    if not name:
        return fault("FK-ROW-006", place, table=child.table.label)
    code = "FK-ROW-005" if not owners else "FK-ROW-014"
    return fault(code, place, table=child.table.label, key=name, count=owners)

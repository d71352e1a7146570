"""A ledger as records: one row each, the rows of child sheets joined to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from formkit.intake import header as headers
from formkit.intake.grid import Grid, JoinedPlaces, RowPlaces
from formkit.intake.header import Header, Wanted
from formkit.intake.raw import RawRecord
from formkit.intake.rows import Row, read_rows
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


@dataclass(frozen=True, slots=True)
class ChildGrid:
    """The sheet of a child table with its header."""

    table: Field
    grid: Grid
    wanted: Wanted
    header: Header


Children = Mapping[int, list[tuple[Field, Row]]]


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
) -> tuple[list[RawRecord], list[Finding]]:
    """Return the records of a ledger and the faults of the ledger itself.

    Faults of a header come alone: no row is read under a header that is wrong.
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
        return [], findings
    rows, notes = read_rows(main, header)
    findings += notes
    if not rows:
        findings.append(fault("FK-IN-067", main.where(), sheet=main.name))
    joined, orphans = _join(shape, rows, children)
    findings += orphans
    called = _Names(shape, main)
    return [_record(row, joined.get(row.index, []), called) for row in rows], findings


@dataclass(frozen=True, slots=True)
class _Names:
    """Which of a row's names counts: 序号, else 编号."""

    shape: Shape
    main: Grid

    def key(self, row: Row) -> str:
        return row.key or str(row.values.get(self.shape.number, ""))


def _join(
    shape: Shape, rows: Sequence[Row], children: Sequence[ChildGrid]
) -> tuple[Children, list[Finding]]:
    """Return the child rows by the main row's index, and a fault for each that has no parent."""
    by_key: dict[str, list[int]] = defaultdict(list)
    by_number: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.key:
            by_key[headers.normal(row.key)].append(row.index)
        if number := str(row.values.get(shape.number, "")):
            by_number[headers.normal(number)].append(row.index)
    joined: dict[int, list[tuple[Field, Row]]] = defaultdict(list)
    findings: list[Finding] = []
    for child in children:
        child_rows, notes = read_rows(child.grid, child.header)
        findings += notes
        for row in child_rows:
            owners = _owners(row, by_key, by_number)
            if len(owners) == 1:
                joined[owners[0]].append((child.table, row))
            else:
                findings.append(_orphan(child, row, len(owners)))
    return joined, findings


def _owners(
    row: Row,
    by_key: Mapping[str, list[int]],
    by_number: Mapping[str, list[int]],
) -> list[int]:
    """Return the main rows that a child row names."""
    if row.owner:
        return by_number.get(headers.normal(row.owner), [])
    if row.key:
        return by_key.get(headers.normal(row.key), [])
    return []


def _orphan(child: ChildGrid, row: Row, owners: int) -> Finding:
    column = child.header.owner if row.owner else child.header.key
    place = child.grid.place(row.index, column, label=f"{child.table.label} {headers.KEY}")
    name = row.owner or row.key
    if not name:
        return fault("FK-ROW-006", place, table=child.table.label)
    code = "FK-ROW-005" if not owners else "FK-ROW-014"
    return fault(code, place, table=child.table.label, key=name, count=owners)


def _record(row: Row, children: Sequence[tuple[Field, Row]], names: _Names) -> RawRecord:
    data = nested(row.values)
    findings = list(row.findings)
    places: dict[str, RowPlaces] = {}
    counts: dict[str, int] = defaultdict(int)
    for table, child in children:
        index = counts[table.name]
        counts[table.name] += 1
        prefix = f"{table.name}.{index}."
        before = f"{table.label} 第{index + 1}行 "
        places[prefix] = replace(child.places, prefix=prefix, before=before)
        data.setdefault(table.name, []).append(nested(child.values))
        findings += [_inside(finding, prefix, before) for finding in child.findings]
    return RawRecord(
        data=data,
        places=JoinedPlaces(row.places, places) if places else row.places,
        place=replace(names.main.place(row.index), label=_called(names.key(row))),
        key=names.key(row),
        findings=tuple(findings),
    )


def _called(key: str) -> str:
    return f"{headers.KEY}{key}" if key.isdecimal() else key


def _inside(finding: Finding, prefix: str, before: str) -> Finding:
    place = finding.place
    return replace(
        finding, place=replace(place, path=prefix + place.path, label=before + place.label)
    )


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return dotted paths as nested dicts."""
    data: dict[str, Any] = {}
    for path, value in values.items():
        *folders, name = path.split(".")
        target = data
        for folder in folders:
            target = target.setdefault(folder, {})
        target[name] = value
    return data


def twins(found: Sequence[RawRecord], numbers: Sequence[str], path: str) -> dict[int, Finding]:
    """Return, by position, a fault for each record that repeats an earlier one's 编号 or 序号.

    Args:
        found: the records in order.
        numbers: the 编号 of each, empty where it has none.
        path: the field that holds the 编号.
    """
    first: dict[tuple[str, str], RawRecord] = {}
    findings: dict[int, Finding] = {}
    for index, (record, number) in enumerate(zip(found, numbers, strict=True)):
        key = "" if record.key == number else record.key
        for code, name in (("FK-ROW-007", key), ("FK-ROW-008", number)):
            earlier = first.setdefault((code, headers.normal(name)), record) if name else record
            if earlier is not record:
                place = record.places.get(path, record.place) if name == number else record.place
                other = str(replace(earlier.place, label="")) or earlier.place.label
                findings[index] = fault(code, place, value=name, other=other)
    return findings


def expected(columns: Sequence[Column], most: int = 6) -> str:
    """Return the first headers that a sheet should have, as a sentence lists them."""
    return "、".join(f"「{column.header}」" for column in columns[:most])

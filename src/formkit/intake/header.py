"""The header of a grid: found wherever it stands, columns in any order, doubts told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from formkit.intake import cells
from formkit.intake.grid import Grid, as_text, column_letters, filled
from formkit.intake.shape import Column
from formkit.kernel import suggest
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.gate import Gate

KEY = "序号"
KEY_NAMES = (KEY, "行号", "No.", "NO", "seq")
# Title rows, notes and a group heading may stand above the header; beyond that there is none.
SEARCHED_ROWS = 60
ENOUGH_MATCHES = 2
_MARKS = re.compile(r"[*★※]|[(\[【〔](必填|必填项|选填|可选|可空|示例)[)\]】〕]")
_NOTE = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]$")


@dataclass(frozen=True, slots=True)
class Header:
    """Which column of a grid holds which field.

    `row` is the header's last row (two rows where headings are grouped); `key` the column with
    序号, None where there is none; `owner` the column with the parent's 编号 on a child sheet.
    """

    row: int
    columns: Mapping[int, Column]
    key: int | None = None
    owner: int | None = None
    unknown: Mapping[int, str] = field(default_factory=dict)
    doubled: tuple[tuple[int, int], ...] = ()  # (first, again)

    @property
    def score(self) -> int:
        """How many columns were recognised."""
        return len(self.columns) + (self.key is not None) + (self.owner is not None)


def normal(text: str) -> str:
    """Return a header as it is compared: half-width, without blanks and required marks."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _MARKS.sub("", plain).rstrip(":").casefold()


class Wanted:
    """The headers that a grid may have, and the one place that decides what a header means."""

    def __init__(self, columns: Sequence[Column], *, owners: Sequence[str] = ()) -> None:
        self.columns = tuple(columns)
        self._by_name: dict[str, Column] = {}
        for column in self.columns:
            self._by_name.setdefault(normal(column.header), column)
        for column in self.columns:
            for name in column.accepted:
                self._by_name.setdefault(normal(name), column)
        for name, column in list(self._by_name.items()):
            self._by_name.setdefault(_NOTE.sub("", name), column)
        self._keys = frozenset(map(normal, KEY_NAMES)) - self._by_name.keys()
        self._owners = frozenset(map(normal, owners)) - self._by_name.keys()
        self._labels = {normal(column.header): column.header for column in self.columns}

    def column(self, text: str) -> Column | None:
        """Return the column that a header names, None for one nobody knows."""
        name = normal(text)
        return self._by_name.get(name) or self._by_name.get(_NOTE.sub("", name))

    def is_key(self, text: str) -> bool:
        """Return whether a header names the row itself (序号)."""
        return normal(text) in self._keys

    def is_owner(self, text: str) -> bool:
        """Return whether a header of a child sheet names the record it belongs to (编号)."""
        return normal(text) in self._owners

    def near(self, text: str) -> str:
        """Return the label that a misspelt header probably means; empty where none is near."""
        found = suggest.closest(normal(text), [*self._labels, normal(KEY)])
        return self._labels.get(found[0], KEY) if found else ""

    def match(self, texts: Sequence[Sequence[str]], row: int) -> Header:
        """Return what a row means as a header; `texts` are each cell's readings, best first."""
        columns: dict[int, Column] = {}
        first: dict[str, int] = {}
        doubled: list[tuple[int, int]] = []
        unknown: dict[int, str] = {}
        places: dict[str, int] = {}
        for index, readings in enumerate(texts):
            name, column = self._read(readings)
            if not name:
                continue
            if name in first:
                doubled.append((first[name], index))
                continue
            first[name] = index
            if column is not None:
                columns[index] = column
            elif name in ("#key", "#owner"):
                places[name] = index
            else:
                unknown[index] = readings[-1]
        return Header(
            row, columns, places.get("#key"), places.get("#owner"), unknown, tuple(doubled)
        )

    def _read(self, readings: Sequence[str]) -> tuple[str, Column | None]:
        """Return what a header is called for comparing, and its column."""
        for text in readings:
            if (column := self.column(text)) is not None:
                return column.path, column
            if self.is_key(text):
                return "#key", None
            if self.is_owner(text):
                return "#owner", None
        return (f"?{normal(readings[0])}", None) if readings else ("", None)


def find(grid: Grid, wanted: Wanted) -> Header | None:
    """Return the header of a grid, None where no row looks like one.

    The row with the most recognised headers wins, the upper one among equals: a data row can
    repeat a label, but never more of them than the header has.
    """
    best: Header | None = None
    groups = _merged(grid)
    for row in range(min(len(grid.rows), SEARCHED_ROWS)):
        if not any(map(filled, grid.rows[row])):
            continue
        width = len(grid.rows[row])
        readings = [_readings(grid, groups, row, column) for column in range(width)]
        header = wanted.match(readings, row)
        if best is None or header.score > best.score:
            best = header
    enough = min(ENOUGH_MATCHES, len(wanted.columns))
    return best if best is not None and best.score >= enough and best.columns else None


def _merged(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for the cells near the top that a merge covers, the cell that holds its text."""
    return {
        (row, column): (area.top, area.left)
        for area in grid.merges
        if area.top < SEARCHED_ROWS
        for row in range(area.top, min(area.bottom, SEARCHED_ROWS) + 1)
        for column in range(area.left, min(area.right, area.left + 255) + 1)
    }


def _readings(
    grid: Grid, merged: Mapping[tuple[int, int], tuple[int, int]], row: int, column: int
) -> list[str]:
    """Return how a header cell may be read: alone, and under its group heading (建设单位+电话)."""
    top, left = merged.get((row, column), (row, column))
    if left != column:
        return []
    text = grid.text(top, column)
    if not text:
        return []
    if top == 0:
        return [text]
    group = grid.text(*merged.get((top - 1, column), (top - 1, column)))
    return [group + text, text] if group and (top - 1, column) in merged else [text]


def seen(grid: Grid, limit: int = 3) -> str:
    """Return the first rows that hold anything, as a sentence quotes them."""
    rows = []
    for row in grid.rows:
        texts = [as_text(cell) for cell in row if filled(cell)]
        if texts:
            rows.append("「" + cells.shown(" ".join(texts)) + "」")
        if len(rows) == limit:
            break
    return "、".join(rows)


def judge(
    grid: Grid,
    header: Header,
    wanted: Wanted,
    *,
    gate: Gate,
    given: Callable[[str], bool],
) -> list[Finding]:
    """Return the faults of a header: doubled, missing, misspelt, unknown, without a name.

    A misspelt header of a required column is one fault, not two.
    """
    findings = [_doubled(grid, header, first, again) for first, again in header.doubled]
    present = {column.path for column in header.columns.values()}
    missing = {
        column.header: column
        for column in wanted.columns
        if column.path not in present
        and column.field.required is not None
        and gate.reaches(column.field.required)
        and not given(column.path)
    }
    findings += [_unknown(grid, header, index, wanted, missing) for index in header.unknown]
    findings += [
        fault(
            "FK-IN-052",
            grid.place(header.row, label=column.header),
            header=column.header,
            gate=(column.field.required or gate).label,
        )
        for column in missing.values()
    ]
    return findings + _nameless(grid, header)


def _doubled(grid: Grid, header: Header, first: int, again: int) -> Finding:
    text = cells.shown(grid.text(header.row, again))
    return fault(
        "FK-IN-051",
        grid.place(header.row, again, label=text),
        header=text,
        other=f"{column_letters(first)}列",
    )


def _unknown(
    grid: Grid,
    header: Header,
    index: int,
    wanted: Wanted,
    missing: dict[str, Column],
) -> Finding:
    text = cells.shown(header.unknown[index])
    place = grid.place(header.row, index, label=text)
    near = wanted.near(text)
    if near in missing:
        del missing[near]
        return fault("FK-IN-053", place, header=text, wanted=near)
    taken = {column.header for column in header.columns.values()}
    if near and near not in taken:
        return fault("FK-IN-054", place, level=Level.WARNING, header=text, wanted=near)
    return fault("FK-IN-055", place, level=Level.WARNING, header=text)


def _nameless(grid: Grid, header: Header) -> list[Finding]:
    """Return a warning for each column that holds values but has no header."""
    named: Collection[int] = {
        *header.columns,
        *header.unknown,
        *(again for _, again in header.doubled),
        *(index for index in (header.key, header.owner) if index is not None),
    }
    width = grid.width(header.row)  # cells beyond are told with their row
    sought = {one for one in grid.held.difference(named) if width is None or one < width}
    first: dict[int, int] = {}
    for row, held in enumerate(grid.rows.after(header.row), start=header.row + 1):
        if not sought:
            break
        for index in [one for one in sought if one < len(held) and filled(held[one])]:
            first[index] = row
            sought.remove(index)
    return [
        fault(
            "FK-IN-056",
            grid.place(row, index),
            level=Level.WARNING,
            column=column_letters(index),
            value=cells.shown(grid.text(row, index)),
        )
        for index, row in sorted(first.items())
    ]

"""The data rows under a header: values with places; what is no data is told, never lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formkit.intake import cells
from formkit.intake.grid import Area, Grid, RowPlaces, as_text, filled
from formkit.intake.header import KEY, Header
from formkit.intake.shape import Column
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level

EXAMPLE = "示例"
LISTED_ROWS = 10  # hidden rows that a sentence lists
_BRACKETS = "()[]【】〔〕"
_HINT = re.compile(
    r"[(\[【〔]?(如|例|例如|示例|格式|必填|选填|可选|说明|填写说明|提示|注)([:).\]】〕]|$)"
)
_FOOT = re.compile(r"合计|小计|总计|(注|备注|说明):|制表|填表|审核|审批|以下空白")


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: values by field path, its own name (序号), the parent it names."""

    index: int
    values: Mapping[str, Any]
    key: str
    owner: str
    places: RowPlaces
    findings: tuple[Finding, ...]


def read_rows(grid: Grid, header: Header) -> tuple[list[Row], list[Finding]]:
    """Return the data rows under the header, and notes on what was read or left out and why.

    Rows without content are skipped however they are formatted; so are a row of hints under the
    header, the example row, and closing lines (合计, 注:…), which are reported.
    """
    columns = {column.path: (index, column.header) for index, column in header.columns.items()}
    fills, notes = _merged_values(grid, header)
    rows: list[Row] = []
    hints_may_follow = True
    for index in range(header.row + 1, len(grid.rows)):
        texts = _typed(grid, header, index, fills)
        if not texts and not _doubtful(grid, header, index):
            continue
        said = _aside(grid, header, index, texts, hints_may_follow=hints_may_follow)
        if said is not None:
            notes += said
            continue
        hints_may_follow = False
        places = RowPlaces(grid, index, columns)
        rows.append(_row(grid, header, index, fills, places))
    notes += _hidden(grid, rows)
    return rows, notes


def _typed(
    grid: Grid, header: Header, index: int, fills: Mapping[tuple[int, int], Any]
) -> dict[int, Any]:
    """Return the filled cells of a row by column; the names of row and parent alone are nothing."""
    row = grid.rows[index]
    values = {
        column: fills.get((index, column), row[column] if column < len(row) else None)
        for column in header.columns
    }
    return {column: value for column, value in values.items() if filled(value)}


def _doubtful(grid: Grid, header: Header, index: int) -> bool:
    return bool(grid.doubts) and any((index, column) in grid.doubts for column in header.columns)


def _aside(
    grid: Grid, header: Header, index: int, typed: Mapping[int, Any], *, hints_may_follow: bool
) -> list[Finding] | None:
    """Return the note on a row that is no data (empty for the example row), None for data."""
    cells_of_row = grid.rows[index]
    first = next((str(cell).strip() for cell in cells_of_row if filled(cell)), "")
    key = grid.text(index, header.key) if header.key is not None else ""
    if EXAMPLE in (_plain(first).strip(_BRACKETS), _plain(key).strip(_BRACKETS)):
        return []
    if hints_may_follow and _all_hints(header, typed):
        return [fault("FK-IN-065", grid.place(index), level=Level.INFO, text=cells.shown(first))]
    if (
        not key.isdecimal()
        and _FOOT.match(_plain(first))
        and len(typed) <= len(header.columns) // 2 + 1
    ):
        return [fault("FK-IN-066", grid.place(index), level=Level.INFO, text=cells.shown(first))]
    return None


def _plain(text: str) -> str:
    """Return the text half-width and without blanks, for comparing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _all_hints(header: Header, typed: Mapping[int, Any]) -> bool:
    return bool(typed) and all(
        isinstance(value, str)
        and (
            bool(_HINT.match(_plain(value)))
            or (column in header.columns and value.strip() == header.columns[column].field.hint)
        )
        for column, value in typed.items()
    )


def _row(
    grid: Grid,
    header: Header,
    index: int,
    fills: Mapping[tuple[int, int], Any],
    places: RowPlaces,
) -> Row:
    values: dict[str, Any] = {}
    findings: list[Finding] = []
    row = grid.rows[index]
    for position, column in header.columns.items():
        if (index, position) in grid.doubts:
            doubt = grid.doubts[index, position]
            findings.append(fault(doubt.code, places[column.path], value=doubt.text))
            continue
        value = fills.get((index, position), row[position] if position < len(row) else None)
        if not filled(value):
            continue
        converted = _converted(value, column, grid, places, findings)
        if converted is not None:
            values[column.path] = converted

    def name(position: int | None) -> str:
        if position is None:
            return ""
        return as_text(fills.get((index, position), grid.text(index, position)))

    return Row(index, values, name(header.key), name(header.owner), places, tuple(findings))


def _converted(
    value: Any, column: Column, grid: Grid, places: RowPlaces, findings: list[Finding]
) -> Any:
    place = places[column.path]
    try:
        return cells.convert(value, column.field.kind, date1904=grid.date1904)
    except cells.LostDigits as lost:
        findings.append(fault("FK-ROW-003", place, value=str(lost)))
    except cells.TurnedIntoDate as turned:
        findings.append(fault("FK-ROW-004", place, value=str(turned)))
    return None


def _merged_values(grid: Grid, header: Header) -> tuple[dict[tuple[int, int], Any], list[Finding]]:
    """Return what the cells under merges mean, and a note on each merge that was read.

    A merged area says its top-left value, in its first column for each of its rows. A value that a
    merge hides is not read: nobody sees it on the screen.
    """
    fills: dict[tuple[int, int], Any] = {}
    notes: list[Finding] = []
    names = {index: column.header for index, column in header.columns.items()}
    if header.key is not None:
        names[header.key] = KEY
    if header.owner is not None:
        names[header.owner] = grid.text(header.row, header.owner)
    for area in grid.merges:
        if area.top <= header.row or area.top >= len(grid.rows):
            continue
        top = grid.rows[area.top]
        value = top[area.left] if area.left < len(top) else None
        hidden = _cover(grid, area, value, fills)
        place = grid.place(area.top, area.left, label=names.get(area.left, ""))
        if filled(value) and area.left in names:
            notes.append(
                fault("FK-ROW-009", place, level=Level.INFO, area=area, value=cells.shown(value))
            )
        notes += [
            fault("FK-ROW-010", grid.place(*cell), level=Level.WARNING, area=area, value=text)
            for cell, text in hidden
        ]
    return fills, notes


def _cover(
    grid: Grid, area: Area, value: Any, fills: dict[tuple[int, int], Any]
) -> list[tuple[tuple[int, int], str]]:
    """Fill the merged area with its value; return the cells whose own value the merge hides."""
    hidden = []
    for row in range(area.top, min(area.bottom, len(grid.rows) - 1) + 1):
        for column in range(area.left, min(area.right, len(grid.rows[row]) - 1) + 1):
            if (row, column) == (area.top, area.left):
                continue
            if filled(grid.rows[row][column]):
                hidden.append(((row, column), cells.shown(grid.rows[row][column])))
            fills[row, column] = value if column == area.left else None
    return hidden


def _hidden(grid: Grid, rows: list[Row]) -> list[Finding]:
    hidden = [row.index + 1 for row in rows if row.index in grid.hidden_rows]
    if not hidden:
        return []
    listed = "、".join(map(str, hidden[:LISTED_ROWS])) + ("…" if len(hidden) > LISTED_ROWS else "")
    return [fault("FK-IN-061", grid.where(), level=Level.INFO, rows=listed, count=len(hidden))]

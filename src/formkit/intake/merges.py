"""Merged areas of a ledger: what the cells under them mean."""

from __future__ import annotations

from typing import Any

from formkit.intake import cells
from formkit.intake.grid import Area, Grid, filled
from formkit.intake.header import KEY, Header
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level


def values(grid: Grid, header: Header) -> tuple[dict[tuple[int, int], Any], list[Finding]]:
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

"""CSV and its relatives as a grid: the delimiter is the one under which the header is found."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from formkit.intake import header as headers
from formkit.intake.grid import Grid
from formkit.intake.header import Header, Wanted
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

DELIMITERS = (",", "\t", ";", "\uff0c", "|", "\uff1b")  # the full-width ones too
LONGEST_CELL = 1_000_000


def read(text: str, path: Path, wanted: Wanted) -> tuple[Grid, Header | None]:
    """Return the file as a grid of texts with the line of each row, and its header if found.

    Raises:
        InputUnreadable: quotation marks that do not close, or a cell beyond all measure.
    """
    head = "".join(text.splitlines(keepends=True)[: headers.SEARCHED_ROWS])
    candidates = [mark for mark in DELIMITERS if mark in head] or [DELIMITERS[0]]
    best = max(candidates, key=lambda mark: _score(head, mark, path, wanted))
    grid = _grid(text, best, path)
    return grid, headers.find(grid, wanted)


def _score(head: str, mark: str, path: Path, wanted: Wanted) -> int:
    header = headers.find(_grid(head, mark, path, strict=False), wanted)
    return header.score if header else 0


def _grid(text: str, mark: str, path: Path, *, strict: bool = True) -> Grid:
    # Strict: a quotation mark that never closes would swallow the rest of the file as one cell.
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=strict)
    rows: list[list[Any]] = []
    lines: list[int] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        place = Place(file=path.name, line=start)
        code = "FK-IN-074" if "field limit" in str(error) else "FK-IN-073"
        raise InputUnreadable(code, place=place, limit=LONGEST_CELL) from error
    finally:
        csv.field_size_limit(before)
    return Grid(file=path.name, name=path.name, rows=rows, lines=tuple(lines))


def read_plain(text: str, path: Path) -> Grid:
    """Return the file as a grid without knowing its record: the commonest delimiter of its head.

    Raises:
        InputUnreadable: as `read`.
    """
    head = text.splitlines()[: headers.SEARCHED_ROWS]
    mark = max(DELIMITERS, key=lambda one: sum(line.count(one) for line in head))
    return _grid(text, mark, path)

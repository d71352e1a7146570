"""CSV and its relatives as a grid: the delimiter is the one under which the header is found."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from formkit.intake import header as headers
from formkit.intake.grid import Grid
from formkit.intake.header import Header, Wanted
from formkit.intake.spool import Spool, write
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

DELIMITERS = (",", "\t", ";", "\uff0c", "|", "\uff1b")  # the full-width ones too
LONGEST_CELL = 1_000_000


Lines = Callable[[], Iterable[str]]
"""Gives the lines of a file with their ends, from the beginning, each time it is called."""


def read(lines: Lines, path: Path, wanted: Wanted) -> tuple[Grid, Header | None]:
    """Return the file as a grid of texts with the line of each row, and its header if found.

    Raises:
        InputUnreadable: quotation marks that do not close, or a cell beyond all measure.
    """
    head = _head(lines)
    candidates = [mark for mark in DELIMITERS if any(mark in line for line in head)]
    best = max(candidates or DELIMITERS[:1], key=lambda mark: _score(head, mark, path, wanted))
    grid = _grid(lines(), best, path)
    return grid, headers.find(grid, wanted)


def _head(lines: Lines) -> list[str]:
    return list(islice(lines(), headers.SEARCHED_ROWS))


def _score(head: list[str], mark: str, path: Path, wanted: Wanted) -> int:
    header = headers.find(_grid(head, mark, path, strict=False), wanted)
    return header.score if header else 0


def _grid(lines: Iterable[str], mark: str, path: Path, *, strict: bool = True) -> Grid:
    # Strict: a quotation mark that never closes would swallow the rest of the file as one cell.
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=mark, strict=strict)
    starts = array("L")
    spool = Spool.own()

    def rows() -> Iterator[list[str]]:
        start = 1
        try:
            for row in reader:
                starts.append(start)
                yield row
                start = reader.line_num + 1
        except csv.Error as error:
            place = Place(file=path.name, line=start)
            code = "FK-IN-074" if "field limit" in str(error) else "FK-IN-073"
            raise InputUnreadable(code, place=place, limit=LONGEST_CELL) from error

    try:
        written = write(rows(), spool.stream)
    except OSError as error:
        raise InputUnreadable("FK-IN-078", place=Place(file=path.name)) from error
    finally:
        csv.field_size_limit(before)
    return Grid(
        file=path.name,
        name=path.name,
        rows=spool.rows(written),
        cells=written.filled,
        held=written.columns,
        lines=starts,
    )


def read_plain(lines: Lines, path: Path) -> Grid:
    """Return the file as a grid without knowing its record: the commonest delimiter of its head.

    Raises:
        InputUnreadable: as `read`.
    """
    head = _head(lines)
    mark = max(DELIMITERS, key=lambda one: sum(line.count(one) for line in head))
    return _grid(lines(), mark, path)

"""A sheet of a returned workbook as its two readers see it, and the workbook around it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml.addresses import address
from formkit.ooxml.cells import (
    CellsScan,
    Corners,
    NamesScan,
    Row,
    Runs,
    Stored,
    StylesScan,
    TextsScan,
)
from formkit.ooxml.package import Package, Sheet
from formkit.surveys import signs
from formkit.surveys.reading.drawn import Drawings
from formkit.surveys.reading.looks import Looks
from formkit.surveys.reading.seen import Eyes, Line, Seen, line_of, text_of, value_of

_NOTHING, _NO_CELLS = Seen(), Row({})


class Grid:
    """One sheet; rows and columns are counted from 1.

    Args:
        book: the whole workbook, which knows the shared texts and fonts.
        sheet: which of its sheets.
        rows: what calamine gives, from A1 on.
    """

    def __init__(self, book: Book, sheet: Sheet, scan: CellsScan, rows: Sequence[Any]) -> None:
        self.sheet = sheet
        self.scan = scan
        self.file = book.name
        self.looks = Looks(book.package, sheet)
        self.drawings = Drawings(book.package, sheet)
        self.lines: Mapping[int, Line] = _lines(book, scan, rows)
        """By number, from top to bottom, the rows that are not blank to both readers."""
        self.merged = _merged(tuple(scan.merges))
        self._struck = book.struck
        self.hides = bool(scan.hidden_rows or scan.hidden_columns)
        """Whether rows or columns are hidden."""

    def at(self, row: int, column: int) -> Seen:
        """Return the cell as both readers see it."""
        line = self.lines.get(row)
        return line.cells.get(column, _NOTHING) if line else _NOTHING

    @property
    def filled(self) -> Iterator[tuple[int, int, Seen]]:
        """Row, column and cell of every cell that is not blank to both readers."""
        for row, line in self.lines.items():
            for column, seen in line.said:
                yield row, column, seen

    @cached_property
    def labels(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """By what is printed beside answers, the cells that say so, from top to bottom."""
        found: dict[str, list[tuple[int, int]]] = {}
        for row, line in self.lines.items():
            for text, column in line.labels:
                found.setdefault(text, []).append((row, column))
        return found

    @property
    def says(self) -> Collection[str]:
        """All that stands on the sheet, as labels are compared."""
        return {text for line in self.lines.values() for text in line.plain.values()}

    @property
    def tall_rows(self) -> Collection[int]:
        """The rows that a merged area of several rows covers."""
        return self.merged.tall

    def beneath(self) -> Iterator[tuple[int, int, Seen]]:
        """Yield row, column and cell of what a merged area hides: all but its first cell."""
        for row, columns in self.merged.beneath.items():
            line = self.lines.get(row)
            if line is None or columns.isdisjoint(line.cells):
                continue
            for column, seen in line.said:
                if column in columns:
                    yield row, column, seen

    def place(self, row: int, column: int) -> Place:
        """Return the cell's place, sheet and address told."""
        return Place(self.file, self.sheet.name, address(row, column))

    def area(self, row: int, column: int) -> Corners:
        """Return the merged area that covers the cell; the cell itself where none does."""
        return self.merged.areas.get((row, column), (row, column, row, column))

    def row(self, row: int) -> Sequence[tuple[int, Seen]]:
        """Return column and cell of every cell of a row that is not blank."""
        line = self.lines.get(row)
        return line.said if line else ()

    def texts(self, row: int) -> Collection[str]:
        """Return the texts of a row as labels are compared."""
        line = self.lines.get(row)
        return line.plain.values() if line else ()

    @property
    def has_struck_texts(self) -> bool:
        """Whether a line runs through a part of one of the shared texts: rows do not show it."""
        return bool(self._struck)

    def is_struck(self, row: int, column: int) -> bool:
        """Whether a line runs through what stands in a cell, or through a part of it."""
        kept = self.scan.rows.get(row)
        stored = kept.cells.get(column) if kept else None
        if stored is None:
            return False
        partly = stored.struck or (stored.kind == "s" and int(stored.value) in self._struck)
        return partly or self.looks.is_struck(stored.style)

    def is_unseen(self, row: int, column: int) -> bool:
        """Whether what stands in a cell is written so that nobody sees it."""
        kept = self.scan.rows.get(row)
        stored = kept.cells.get(column) if kept else None
        if stored is None:
            return False
        is_text = stored.kind not in {"n", "", "b"}
        return self.looks.is_unseen(stored.style, is_text=is_text)

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether somebody who opens the sheet does not see the cell."""
        return row in self.scan.hidden_rows or any(
            first <= column <= last for first, last in self.scan.hidden_columns
        )


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """Merged areas, as cells of them are asked for; one object for all sheets with the same."""

    areas: Mapping[tuple[int, int], Corners]  # of every cell that lies in one
    beneath: Mapping[int, set[int]]  # by row, from top to bottom, the columns but the first
    tall: Collection[int]  # the rows of areas with several rows


@lru_cache(maxsize=64)
def _merged(merges: tuple[Corners, ...]) -> Merged:
    """Return the areas by cell; the same for files of one form."""
    areas = {
        (row, column): area
        for area in merges
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }
    beneath: dict[int, set[int]] = {}
    for (row, column), (top, left, _, _) in sorted(areas.items()):
        if (row, column) != (top, left):
            beneath.setdefault(row, set()).add(column)
    tall = {row for (row, _), (top, _, bottom, _) in areas.items() if bottom > top}
    return Merged(areas, beneath, tall)


def _lines(book: Book, scan: CellsScan, rows: Sequence[Sequence[Any]]) -> dict[int, Line]:
    """Return by number, from top to bottom, the rows that are not blank to both readers."""
    texts, eyes, ours = book.shared, book.eyes, scan.rows
    found = {}
    for number, others in enumerate(rows, start=1):
        line = line_of(ours.get(number, _NO_CELLS), texts, others, eyes)
        if line.cells:
            found[number] = line
    for number in sorted(number for number in ours if number > len(rows)):
        line = line_of(ours[number], texts, (), eyes)
        if line.cells:
            found[number] = line
    return found


class Book:
    """A returned workbook that passed the gate with `cells.READING`.

    Raises:
        InputUnreadable: FK-IN-063, calamine cannot read it.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name = package.name
        self.shared: list[Runs] = []
        """The shared texts, by index."""
        self.struck: Collection[int] = ()
        """Those of them through a part of which a line runs."""
        styles: StylesScan | None = None
        for scan in package.scans.values():
            if isinstance(scan, TextsScan):
                self.shared, self.struck = scan.texts, scan.struck
            elif isinstance(scan, StylesScan):
                styles = scan
            elif isinstance(scan, NamesScan):
                self.names = scan  # every workbook that passed has it
        fonts = styles.fonts if styles else ()
        has_symbols = any(font.strip().casefold() in signs.SYMBOL_FONTS for font in fonts)
        self.eyes = Eyes(styles, has_symbols, package.date1904)
        self._grids: dict[str, Grid] = {}
        self._calamine = _guarded(
            self.name, "", lambda: CalamineWorkbook.from_filelike(BytesIO(package.data))
        )

    def grid(self, name: str) -> Grid | None:
        """Return a sheet by its name, read by both; None where there is none with cells."""
        if name not in self._grids:
            sheet = next((one for one in self.package.sheets if one.name == name), None)
            scan = self.package.scans.get(sheet.part) if sheet else None
            if sheet is None or not isinstance(scan, CellsScan):
                return None
            rows = _guarded(self.name, name, lambda: _rows(self._calamine, name))
            self._grids[name] = Grid(self, sheet, scan, rows)
        return self._grids[name]

    def pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield the texts in columns A and B of a sheet as our own reader alone sees them."""
        sheet = next((one for one in self.package.sheets if one.name == name), None)
        scan = self.package.scans.get(sheet.part) if sheet else None
        rows = scan.rows.values() if isinstance(scan, CellsScan) else ()
        for row in rows:
            key, value = row.cells.get(1), row.cells.get(2)
            if key is not None:
                yield self._text(key), self._text(value) if value else ""

    def _text(self, stored: Stored) -> str:
        runs = self.shared[int(stored.value)] if stored.kind == "s" else stored.runs
        return text_of(value_of(stored, runs))


def _rows(book: CalamineWorkbook, name: str) -> Sequence[Any]:
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _guarded(name: str, sheet: str, work: Any) -> Any:
    """Return what calamine gives; it may fail in any way, a panic is no Exception."""
    try:
        return work()
    except (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit):
        raise
    except BaseException as error:
        raise InputUnreadable("FK-IN-063", place=Place(file=name), sheet=sheet) from error

"""A sheet of a returned workbook seen by two readers: our own scan, and python-calamine.

What they do not agree on, error values and formulas that were never worked out are doubts; nothing
doubtful is ever taken as blank (RELIABILITY T15, §6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from python_calamine import CalamineWorkbook

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.kernel.text import narrow
from formkit.ooxml.addresses import address
from formkit.ooxml.cells import (
    CellsScan,
    Corners,
    NamesScan,
    Runs,
    Stored,
    StylesScan,
    TextsScan,
    cell_of,
)
from formkit.ooxml.package import Package, Sheet
from formkit.surveys import signs
from formkit.surveys.reading.looks import Looks

_SECONDS = 86_400
_CLOSE = 1e-6  # days: a tenth of a second
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_WHOLE = 1e15  # Excel keeps fifteen digits
_FALSE_LEAP_DAY = 61  # before it programs count the days since 1900 differently


class Doubt(StrEnum):
    """Why a cell cannot be taken as it is read."""

    ERROR = "error"  # #N/A, #DIV/0! …
    UNCACHED = "uncached"  # a formula without a stored result
    DIFFERENT = "different"  # the two readers do not agree


class Seen(NamedTuple):
    """A cell as seen: text with the signs of symbol fonts resolved, value, doubt.

    `text` is "" of an empty cell; numbers that are whole are written without a point.
    """

    text: str = ""
    value: str | float | bool | None = None
    doubt: Doubt | None = None
    other: str = ""  # what the second reader sees, where they differ; the error's name
    formula: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing to be seen."""
        return self.doubt is None and not self.text.strip()


_NOTHING = Seen()


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
        self.filled = tuple(_cells(book, scan, rows))
        """Row, column and cell of every cell that is not blank to both readers."""
        self._covered = _covered(tuple(scan.merges))
        self._seen = {(row, column): seen for row, column, seen in self.filled}

    def at(self, row: int, column: int) -> Seen:
        """Return the cell as both readers see it."""
        return self._seen.get((row, column), _NOTHING)

    @cached_property
    def lines(self) -> Mapping[int, Sequence[tuple[int, Seen]]]:
        """By row, column and cell of every cell that is not blank."""
        found: dict[int, list[tuple[int, Seen]]] = {}
        for row, column, seen in self.filled:
            found.setdefault(row, []).append((column, seen))
        return found

    @cached_property
    def where(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """By text, compared as labels are, the cells that say so, from top to bottom."""
        found: dict[str, list[tuple[int, int]]] = {}
        for row, column, seen in self.filled:
            found.setdefault(plain(seen.text), []).append((row, column))
        return found

    @cached_property
    def tall_rows(self) -> frozenset[int]:
        """The rows that a merged area of several rows covers."""
        tall = [(top, bottom) for top, _, bottom, _ in self.scan.merges if bottom > top]
        return frozenset(row for top, bottom in tall for row in range(top, bottom + 1))

    def place(self, row: int, column: int) -> Place:
        """Return the cell's place, sheet and address told."""
        return Place(self.file, self.sheet.name, address(row, column))

    def area(self, row: int, column: int) -> Corners:
        """Return the merged area that covers the cell; the cell itself where none does."""
        return self._covered.get((row, column), (row, column, row, column))

    def row(self, row: int) -> Sequence[tuple[int, Seen]]:
        """Return column and cell of every cell of a row that is not blank."""
        return self.lines.get(row, ())

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether somebody who opens the sheet does not see the cell."""
        return row in self.scan.hidden_rows or any(
            first <= column <= last for first, last in self.scan.hidden_columns
        )


@lru_cache(maxsize=64)
def _covered(merges: tuple[Corners, ...]) -> Mapping[tuple[int, int], Corners]:
    """Return the merged area of every cell that lies in one; the same for files of one form."""
    return {
        (row, column): area
        for area in merges
        for row in range(area[0], area[2] + 1)
        for column in range(area[1], area[3] + 1)
    }


def _cells(
    book: Book, scan: CellsScan, rows: Sequence[Sequence[Any]]
) -> Iterator[tuple[int, int, Seen]]:
    """Yield the cells that are not blank: ours in the file's order, then calamine's alone."""
    stored = scan.cells
    plain_texts = book.plain_texts
    for (row, column), cell in stored.items():
        try:
            other = rows[row - 1][column - 1]
        except IndexError:
            other = ""
        if cell.kind == "s" and other and other == plain_texts[int(cell.value)]:
            yield row, column, Seen(other, other, formula=cell.formula)  # as nearly all are
            continue
        seen = book.seen(cell, other)
        if seen.doubt is not None or seen.text:
            yield row, column, seen
    for at, line in enumerate(rows, start=1):
        for across, other in enumerate(line, start=1):
            if other != "" and (at, across) not in stored:
                yield at, across, Seen(doubt=Doubt.DIFFERENT, other=_text(other))


class Book:
    """A returned workbook that passed the gate with `cells.READING`.

    Raises:
        InputUnreadable: FK-IN-063, calamine cannot read it.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.name = package.name
        self._texts: list[Runs] = []
        self._styles: StylesScan | None = None
        self.defined: dict[str, str] = {}
        for scan in package.scans.values():
            if isinstance(scan, TextsScan):
                self._texts = scan.texts
            elif isinstance(scan, StylesScan):
                self._styles = scan
            elif isinstance(scan, NamesScan):
                self.defined = scan.defined
        fonts = self._styles.fonts if self._styles else ()
        self._symbolic = any(font.strip().casefold() in signs.SYMBOL_FONTS for font in fonts)
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

    @cached_property
    def plain_texts(self) -> Sequence[str]:
        """The shared texts that say the same in every font, by index; "" where the font counts."""
        if self._symbolic:
            return [""] * len(self._texts)
        return [runs[0][0] if len(runs) == 1 and not runs[0][1] else "" for runs in self._texts]

    @cached_property
    def pointed(self) -> Mapping[str, tuple[str, int, int]]:
        """By defined name, the sheet, row and column it points to."""
        found = {name: cell_of(formula) for name, formula in self.defined.items()}
        return {name: cell for name, cell in found.items() if cell is not None}

    def texts(self, name: str) -> dict[tuple[int, int], str]:
        """Return the texts of a sheet as our own reader alone sees them: for hidden sheets."""
        grid = next((one for one in self.package.sheets if one.name == name), None)
        scan = self.package.scans.get(grid.part) if grid else None
        if not isinstance(scan, CellsScan):
            return {}
        return {at: _text(self._value(cell)) for at, cell in scan.cells.items()}

    def seen(self, stored: Stored, other: Any) -> Seen:
        """Return what the two readers make of a cell that we find filled."""
        if stored.kind == "e":
            return Seen(stored.value, None, Doubt.ERROR, stored.value, stored.formula)
        if stored.formula and not stored.value and stored.kind != "str":
            return Seen(doubt=Doubt.UNCACHED, formula=True)
        value = self._value(stored)
        text = self._shown(stored, value) if isinstance(value, str) else _text(value)
        if _same(value, other) or _agree(value, other, date1904=self.package.date1904):
            return Seen(text, value, formula=stored.formula)
        return Seen(text, value, Doubt.DIFFERENT, _text(other), stored.formula)

    def _value(self, stored: Stored) -> str | float | bool | None:
        if stored.kind == "s":
            return _joined(self._texts[int(stored.value)])
        if stored.kind == "inlineStr":
            return _joined(stored.runs)
        if stored.kind == "b":
            return stored.value.strip() in {"1", "true"}
        if stored.kind in {"n", ""}:
            return float(stored.value) if stored.value else None
        return stored.value

    def _shown(self, stored: Stored, value: str) -> str:
        """Return a text cell's text, each run by its font."""
        runs: Runs = ((stored.value, None),)
        if stored.kind == "s":
            runs = self._texts[int(stored.value)]
        elif stored.kind == "inlineStr":
            runs = stored.runs
        if len(runs) == 1 and runs[0][1] is None and not self._symbolic:
            return value
        own = self._styles.font_of(stored.style) if self._styles else ""
        return signs.plain((text, own if font is None else font) for text, font in runs)


@lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """Return a text as labels are compared: half-width, without blanks."""
    return "".join(narrow(text).split())


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


def _joined(runs: Runs) -> str:
    return runs[0][0] if len(runs) == 1 else "".join(text for text, _ in runs)


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value)
    return str(value)


@lru_cache(maxsize=1_024)
def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)


def _same(value: object, other: object) -> bool:
    return value == other and isinstance(value, bool) is isinstance(other, bool)


def _agree(value: str | float | bool | None, other: Any, *, date1904: bool) -> bool:  # noqa: FBT001 - a cell's value
    if value is None or value == "":
        return other in ("", None)
    if isinstance(value, str):
        return isinstance(other, str) and value.strip() == other.strip()
    if isinstance(value, bool) or isinstance(other, bool | str):
        return False
    serial = _serial(other, _EPOCH_1904 if date1904 else _EPOCH_1900)
    if serial is None:
        return False
    slack = 1.0 if value < _FALSE_LEAP_DAY and not date1904 else 0.0
    return abs(serial - value) <= slack + _CLOSE


def _serial(other: Any, epoch: date) -> float | None:
    """Return the number behind a date, time or duration that calamine made of it."""
    if isinstance(other, datetime):
        return (other.date() - epoch).days + _fraction(other.time())
    if isinstance(other, date):
        return float((other - epoch).days)
    if isinstance(other, time):
        return _fraction(other)
    if isinstance(other, timedelta):
        return other / timedelta(days=1)
    return float(other) if isinstance(other, int | float) else None


def _fraction(moment: time) -> float:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return (seconds + moment.microsecond / 1_000_000) / _SECONDS

"""A sheet of a returned workbook seen by two readers: our own scan, and python-calamine.

What they do not agree on, error values and formulas that were never worked out are doubts; nothing
doubtful is ever taken as blank (RELIABILITY T15, §6).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from io import BytesIO
from typing import Any

from python_calamine import CalamineWorkbook

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml.addresses import address
from formkit.ooxml.cells import CellsScan, NamesScan, Runs, Stored, StylesScan, TextsScan
from formkit.ooxml.package import Package, Sheet
from formkit.surveys import signs

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


@dataclass(frozen=True, slots=True)
class Seen:
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
        self._book = book
        self._rows = rows
        self._seen: dict[tuple[int, int], Seen] = {}
        self._covered: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        for area in scan.merges:
            top, left, bottom, right = area
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._covered[row, column] = area

    def at(self, row: int, column: int) -> Seen:
        """Return the cell as both readers see it."""
        stored = self.scan.cells.get((row, column))
        other = self._other(row, column)
        if stored is None and other == "":
            return _NOTHING
        seen = self._seen.get((row, column))
        if seen is None:
            seen = self._seen[row, column] = self._book.seen(stored, other)
        return seen

    def place(self, row: int, column: int, *, path: str = "", label: str = "") -> Place:
        """Return the cell's place, sheet and address told."""
        return Place(self._book.name, self.sheet.name, address(row, column), None, path, label)

    def area(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return the merged area that covers the cell; the cell itself where none does."""
        return self._covered.get((row, column), (row, column, row, column))

    def filled(self) -> Iterator[tuple[int, int, Seen]]:
        """Yield row, column and cell of every cell that is not blank, in the order of the file."""
        for row, column in self.scan.cells:
            seen = self.at(row, column)
            if not seen.blank:
                yield row, column, seen

    def row(self, row: int) -> list[tuple[int, Seen]]:
        """Return column and cell of every cell of a row that is not blank."""
        return self._by_row().get(row, [])

    def _by_row(self) -> dict[int, list[tuple[int, Seen]]]:
        found: dict[int, list[tuple[int, Seen]]] | None = getattr(self, "_lines", None)
        if found is None:
            found = {}
            for row, column, seen in self.filled():
                found.setdefault(row, []).append((column, seen))
            self._lines = found
        return found

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether somebody who opens the sheet does not see the cell."""
        return row in self.scan.hidden_rows or any(
            first <= column <= last for first, last in self.scan.hidden_columns
        )

    def _other(self, row: int, column: int) -> Any:
        try:
            return self._rows[row - 1][column - 1]
        except IndexError:
            return ""


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

    def texts(self, name: str) -> dict[tuple[int, int], str]:
        """Return the texts of a sheet as our own reader alone sees them: for hidden sheets."""
        grid = next((one for one in self.package.sheets if one.name == name), None)
        scan = self.package.scans.get(grid.part) if grid else None
        if not isinstance(scan, CellsScan):
            return {}
        return {at: _text(self._value(cell)) for at, cell in scan.cells.items()}

    def seen(self, stored: Stored | None, other: Any) -> Seen:
        """Return what the two readers make of a cell."""
        if stored is None:
            return Seen(doubt=Doubt.DIFFERENT, other=_text(other))
        if stored.kind == "e":
            return Seen(stored.value, None, Doubt.ERROR, stored.value, stored.formula)
        if stored.formula and not stored.value and stored.kind != "str":
            return Seen(doubt=Doubt.UNCACHED, formula=True)
        value = self._value(stored)
        text = self._shown(stored) if isinstance(value, str) else _text(value)
        if _agree(value, other, date1904=self.package.date1904):
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

    def _shown(self, stored: Stored) -> str:
        """Return a text cell's text, each run by its font."""
        runs: Runs = ((stored.value, None),)
        if stored.kind == "s":
            runs = self._texts[int(stored.value)]
        elif stored.kind == "inlineStr":
            runs = stored.runs
        own = self._styles.font_of(stored.style) if self._styles else ""
        if len(runs) == 1 and own.casefold() not in signs.SYMBOL_FONTS and runs[0][1] is None:
            return runs[0][0]
        return signs.plain((text, own if font is None else font) for text, font in runs)


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


def _agree(value: str | float | bool | None, other: Any, *, date1904: bool) -> bool:  # noqa: FBT001 - a cell's value
    if value == other and isinstance(value, bool) is isinstance(other, bool):
        return True
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

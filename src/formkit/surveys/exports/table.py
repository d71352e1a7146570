"""An export as a table: rows of texts under their column titles, each cell with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from formkit.intake.decoding import decode
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.kernel.text import clean
from formkit.kernel.values import BadValue
from formkit.ooxml import addresses, gate, names, sniff
from formkit.ooxml import text as stored
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.sniff import FileKind

DELIMITERS = (",", "\t", ";")
_SEARCHED = 10  # rows in which the titles are looked for
_LONGEST = 1_000_000  # signs of a cell


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an export as texts; a date cell is ISO text, a whole number has no point.

    titles: the texts of the row that has the titles. first: the row, counted from 0, under it.
    doubtful: cells (row, column) that hold an error value or a formula without a result (""), or
        that a second reader reads otherwise (what that one reads).
    """

    name: str
    sheet: str  # empty for a text file
    titles: tuple[str, ...]
    first: int
    rows: tuple[tuple[str, ...], ...]
    doubtful: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def place(self, row: int, column: int | None = None) -> Place:
        """Return where a row stands, or one of its cells."""
        if not self.sheet:
            label = "" if column is None else self.titles[column]
            return Place(file=self.name, line=row + 1, label=label)
        if column is None:
            return Place(file=self.name, line=row + 1)
        return Place(file=self.name, cell=addresses.address(row + 1, column + 1))

    def replies(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows that hold anything, each with its number counted from 0."""
        for number, row in enumerate(self.rows, start=self.first):
            if any(row):
                yield number, row


def read(data: bytes, name: str, known: Sequence[str]) -> Table:
    """Return the table of a workbook's first visible sheet, or of a text file.

    Args:
        data: the file's bytes.
        name: what messages call it.
        known: titles that tell the row of titles; where none is found, the first row that holds
            anything is taken.

    Raises:
        InputUnreadable: it is damaged or hostile, of another kind, or holds nothing.
    """
    kind = sniff.kind_of(data)
    if kind in (FileKind.TEXT, FileKind.EMPTY, FileKind.BINARY):
        return _table(name, "", _text_rows(data, name), known)
    package = gate.inspect_bytes(data, name=name, expect=FileKind.XLSX, limits=SURVEY)
    sheet = next((one for one in package.sheets if not one.hidden), None)
    if sheet is None:
        raise InputUnreadable("FK-IN-064", place=Place(file=name))
    values = _sheet_rows(package.data, sheet.name, name)
    doubtful = dict(_differing(package, sheet, values))
    for cell in package.suspicious_cells:
        top, left, _bottom, _right = addresses.area(cell.cell)
        if cell.sheet == sheet.name:
            doubtful[top - 1, left - 1] = ""
    rows = [[_text(one) for one in row] for row in values]
    return _table(name, sheet.name, rows, known, doubtful)


def _differing(
    package: Package, sheet: Sheet, values: Sequence[Sequence[Any]]
) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the cells that our own reader reads otherwise, with what it reads; days are left out.

    Two readers that fail in the same way are unlikely; one that fails alone is not seen otherwise.
    """
    part = next(iter(package.related(package.main, names.REL_SHARED_STRINGS)), "")
    strings = stored.shared_strings(package.parts[part]) if part else []
    other = stored.cells(package.parts[sheet.part], strings)
    for row, cells in enumerate(values):
        for column, value in enumerate(cells):
            second = other.pop(addresses.address(row + 1, column + 1), "")
            if not _agree(value, second):
                yield (row, column), second or "(空)"
    for address, second in other.items():
        top, left, _bottom, _right = addresses.area(address)
        if second.strip():
            yield (top - 1, left - 1), second


def _agree(value: Any, second: str) -> bool:
    """Return whether a value and a stored text say the same."""
    if isinstance(value, bool):
        return second in ("TRUE" if value else "FALSE", str(int(value)))
    if isinstance(value, float | int):
        try:
            return float(second) == value
        except ValueError:
            return False
    if isinstance(value, date | time | timedelta):  # no scored cell is a day
        return True
    return _clean(str(value or "")) == _clean(second)


def _sheet_rows(data: bytes, sheet: str, name: str) -> list[list[Any]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            found = book.get_sheet_by_name(sheet)
            left = found.start[1] if found.start else 0
            top = found.start[0] if found.start else 0
            blank: list[list[Any]] = [[] for _ in range(top)]
            return blank + [[""] * left + row for row in found.iter_rows()]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a Rust panic is no Exception
        raise InputUnreadable("FK-IN-063", place=Place(file=name), sheet=sheet) from error


def _text_rows(data: bytes, name: str) -> list[list[str]]:
    lines = str(decode(data, Path(name)))
    head = lines[:4096]
    mark = max(DELIMITERS, key=head.count)
    before = csv.field_size_limit(_LONGEST)
    try:
        return [
            [_clean(cell) for cell in row]
            for row in csv.reader(io.StringIO(lines, newline=""), delimiter=mark, strict=True)
        ]
    except csv.Error as error:
        code = "FK-IN-074" if "field limit" in str(error) else "FK-IN-073"
        raise InputUnreadable(code, place=Place(file=name), limit=_LONGEST) from error
    finally:
        csv.field_size_limit(before)


def _table(
    name: str,
    sheet: str,
    rows: list[list[str]],
    known: Sequence[str],
    doubtful: Mapping[tuple[int, int], str] | None = None,
) -> Table:
    filled = [index for index, row in enumerate(rows) if any(row)]
    if not filled:
        raise InputUnreadable("FK-SUR-080", place=Place(file=name))
    scores = {index: sum(cell in known for cell in rows[index]) for index in filled[:_SEARCHED]}
    head = max(scores, key=lambda index: (scores[index], -index))
    width = max(len(row) for row in rows)
    titles = tuple(cell.strip() for cell in _wide(rows[head], width))
    body = tuple(_wide(row, width) for row in rows[head + 1 :])
    if not any(any(row) for row in body):
        code = "FK-SUR-081" if scores[head] else "FK-SUR-080"  # titles of an export, or a text
        raise InputUnreadable(code, place=Place(file=name))
    return Table(name, sheet, titles, head + 1, body, doubtful or {})


def _wide(row: Sequence[str], width: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(width - len(row))))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return _clean(str(value)) if value is not None else ""


def _clean(text: str) -> str:
    """Return a cell's text as it may go on; signs that cannot be printed are replaced visibly."""
    try:
        return clean(text, multiline=True).strip()
    except BadValue:
        return "".join(one if one.isprintable() else "\ufffd" for one in text).strip()

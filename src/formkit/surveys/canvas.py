"""A printable sheet as a list of cells: where each stands, what it says, how it is framed.

Collected first and written afterwards, so that what was written can be compared with what was to
be written, cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from formkit.kernel import text
from formkit.ooxml.addresses import address

SONG, HEI = "宋体", "黑体"
SIZE = 10.5  # 五号
THIN, MEDIUM = 1, 2  # Excel's nearest to 0.5 and 1.5 pt
_PADDING_MM = 1.6
_MM_PER_POINT = 25.4 / 72
_LINE = 1.35  # of the font's size
_MOST_POINTS = 409.0  # of a row

Value = str | int | date
Look = Mapping[str, Any]  # properties of a format, in XlsxWriter's words
PLAIN: Look = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, or a run of merged ones, from 0: row, first and last column, what it says.

    answer: it may be filled in; all others are locked. choices: what its drop-down offers.
    """

    row: int
    first: int
    last: int
    value: Value = ""
    look: Look = field(default_factory=dict)
    answer: bool = False
    choices: tuple[str, ...] = ()
    name: str = ""  # a defined name of the workbook

    @property
    def address(self) -> str:
        """The cell's address, of merged ones that of the first."""
        return address(self.row + 1, self.first + 1)


@dataclass
class Canvas:
    """Cells in rows from top to bottom, on columns of these widths (millimetres)."""

    widths: Sequence[float]
    cells: list[Cell] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    frames: list[tuple[int, int]] = field(default_factory=list)  # first and last row of each
    breaks: list[int] = field(default_factory=list)  # rows that begin a page

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    @property
    def row(self) -> int:
        """The row that comes next."""
        return len(self.heights)

    def add(self, height: float, *cells: Cell) -> None:
        """Add a row: at least so many points high, higher where a text needs more lines."""
        wanted = [height, *(self._height(cell) for cell in cells)]
        self.heights.append(min(max(wanted), _MOST_POINTS))
        self.cells += cells

    def cell(  # noqa: PLR0913 - what a cell may have
        self,
        first: int,
        last: int,
        value: Value = "",
        look: Look = PLAIN,
        *,
        choices: tuple[str, ...] = (),
        answer: bool = False,
        name: str = "",
    ) -> Cell:
        """Return a cell of the row that comes next."""
        return Cell(self.row, first, last, value, look, answer or bool(choices), choices, name)

    def _height(self, cell: Cell) -> float:
        if not isinstance(cell.value, str):
            return 0
        size = float(cell.look.get("font_size", SIZE))
        room = sum(self.widths[cell.first : cell.last + 1]) - _PADDING_MM
        fits = 2 * max(1, int(room / (size * _MM_PER_POINT)))  # half-width characters
        lines = sum(max(1, -(-text.width(one) // fits)) for one in cell.value.split("\n"))
        return lines * size * _LINE + 4

    def write(self, book: Workbook, sheet: Worksheet) -> None:
        """Write columns, rows and cells."""
        formats = _Formats(book)
        for column, width in enumerate(self.widths):
            sheet.set_column(column, column, characters(width))
        for row, height in enumerate(self.heights):
            sheet.set_row(row, round(height * 4) / 4)
        for cell in self.cells:
            look = {**self._framed(cell), **cell.look, **quoted(cell.value)}
            style = formats.get(look, locked=not cell.answer)
            if cell.last > cell.first:
                sheet.merge_range(cell.row, cell.first, cell.row, cell.last, "", style)
            _put(sheet, cell, style)
            if cell.choices:
                sheet.data_validation(
                    cell.row, cell.first, cell.row, cell.first, offer(cell.choices)
                )
        if self.breaks:
            sheet.set_h_pagebreaks(self.breaks)

    def _framed(self, cell: Cell) -> dict[str, Any]:
        for top, bottom in self.frames:
            if top <= cell.row <= bottom:
                return {
                    "left": MEDIUM if cell.first == 0 else THIN,
                    "right": MEDIUM if cell.last == self.last else THIN,
                    "top": MEDIUM if cell.row == top else THIN,
                    "bottom": MEDIUM if cell.row == bottom else THIN,
                }
        return {}

    def texts(self) -> dict[str, str]:
        """Return what every filled cell holds, as a reader of the file finds it."""
        return {cell.address: str(cell.value) for cell in self.cells if cell.value != ""}


def characters(millimetres: float) -> float:
    """Return a column's width as Excel counts it: digits of 7 dots, 5 dots of margin."""
    return round((millimetres * 96 / 25.4 - 5) / 7, 2)


def quoted(value: object) -> dict[str, Any]:
    """Return what keeps a text that looks like a formula a text, also after it was edited."""
    active = isinstance(value, str) and text.looks_active(value)
    return {"quote_prefix": True} if active else {}


def offer(choices: Sequence[str]) -> dict[str, Any]:
    """Return the drop-down of these words, in XlsxWriter's terms."""
    return {
        "validate": "list",
        "source": list(choices),
        "error_title": "请从列表中选",
        "error_message": "请点格子右侧的小箭头,从列表中选一项;不填就清空这一格。",
    }


class _Formats:
    """The formats of a workbook, one for each look."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[Any, ...], Format] = {}

    def get(self, look: Look, *, locked: bool) -> Format:
        whole = {
            "font_name": SONG,
            "font_size": SIZE,
            "valign": "vcenter",
            "text_wrap": True,
            "locked": locked,
            **look,
        }
        key = tuple(sorted(whole.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(whole)
        return self._known[key]


def _put(sheet: Worksheet, cell: Cell, style: Format) -> None:
    if cell.value == "":
        sheet.write_blank(cell.row, cell.first, None, style)
    elif isinstance(cell.value, int):
        sheet.write_number(cell.row, cell.first, cell.value, style)
    else:
        sheet.write_string(cell.row, cell.first, str(cell.value), style)

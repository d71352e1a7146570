"""A sheet written row by row: house fonts and borders, print set-up, what was written for proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from formkit.kernel.text import looks_active, width
from formkit.ooxml.addresses import address, column_letters
from formkit.surveys.canvas import HEI, SIZE, SONG, characters
from formkit.surveys.reported import NO_FIGURE

A4 = 9
_MARGINS = {"left": 0.8, "right": 0.6, "top": 0.85, "bottom": 0.75}  # inches
_MM_PER_POINT = 25.4 / 72
_PADDING_MM = 1.6
_LINE = 1.32  # of the font's size
_ROW, _MOST = 17.0, 409.0  # points
_GREY, _PALE = "#D9D9D9", "#F2F2F2"

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Live:
    """A formula with the value that it must give; None: it gives 「—」."""

    formula: str
    value: Value


@dataclass(frozen=True, slots=True)
class Put:
    """A cell as it was written."""

    value: Value
    formula: str = ""


class Formats:
    """The formats of a workbook, one for each kind of cell.

    Args:
        book: the workbook.
        decimals: of percentages and means.
    """

    def __init__(self, book: Workbook, decimals: int) -> None:
        self._book = book
        self._known: dict[tuple[str, bool], Format] = {}
        places = "." + "0" * decimals if decimals else ""
        centred = {"align": "center"}
        self._kinds: Mapping[str, dict[str, Any]] = {
            "text": {},
            "center": centred,
            "count": {"num_format": "0", **centred},
            "points": {"num_format": "General", **centred},
            "mean": {"num_format": f"0{places}", **centred},
            "percent": {"num_format": f"0{places}%", **centred},
            "change": {"num_format": f"+0{places};-0{places};0{places}", **centred},
            "date": {"num_format": "yyyy-mm-dd", **centred},
            "head": {"bold": True, "bg_color": _GREY, **centred},
            "band": {"bold": True, "bg_color": _PALE},
            "main": {"num_format": f"0{places}%", "bold": True, **centred},
            "title": {"font_name": HEI, "font_size": 16, "border": 0, **centred},
            "plain": {"border": 0},
            "right": {"border": 0, "align": "right"},
            "note": {"border": 0, "font_size": 9},
        }

    def get(self, kind: str, *, quoted: bool = False) -> Format:
        """Return the format of a kind; `quoted`: a text stays a text when it is edited."""
        if (kind, quoted) not in self._known:
            base = {"font_name": SONG, "font_size": SIZE, "valign": "vcenter", "text_wrap": True}
            made = self._book.add_format({**base, "border": 1, **self._kinds[kind]})
            if quoted:
                made.set_quote_prefix()
            self._known[kind, quoted] = made
        return self._known[kind, quoted]

    def size(self, kind: str) -> float:
        """Return the size of a kind's font in points."""
        return float(self._kinds[kind].get("font_size", SIZE))


@dataclass
class Page:
    """One sheet.

    widths: of its columns, millimetres. rows: the row that comes next, from 0.
    """

    sheet: Worksheet
    formats: Formats
    widths: Sequence[float]
    row: int = 0
    put: dict[str, Put] = field(default_factory=dict)
    _height: float = _ROW

    @property
    def name(self) -> str:
        """The sheet's name."""
        return str(self.sheet.name)

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def write(self, column: int, value: Value | Live, kind: str = "text", *, to: int = -1) -> None:
        """Write one cell of the row that comes next; `to`: merged up to that column.

        A number that is None is 「—」.
        """
        live = value if isinstance(value, Live) else None
        known: Value = value.value if isinstance(value, Live) else value
        plain = NO_FIGURE if known is None else known
        style = self.formats.get(kind, quoted=isinstance(plain, str) and looks_active(plain))
        if to > column:
            self.sheet.merge_range(self.row, column, self.row, to, "", style)
        if live:
            shown = plain if isinstance(plain, (str, date)) else float(plain)
            self.sheet.write_formula(self.row, column, live.formula, style, shown)
        elif isinstance(plain, str):
            self._text(column, plain, style)
        elif isinstance(plain, date):
            self.sheet.write_datetime(self.row, column, plain, style)
        else:
            self.sheet.write_number(self.row, column, float(plain), style)
        if plain != "":
            at = address(self.row + 1, column + 1)
            self.put[at] = Put(plain, live.formula if live else "")
        if isinstance(plain, str):
            room = sum(self.widths[column : max(column, to) + 1])
            self._height = max(self._height, self._needs(plain, room, kind))

    def line(self, *values: tuple[Value | Live, str], least: float = _ROW) -> None:
        """Write a row, each value with its kind, and go on to the next row."""
        for column, (value, kind) in enumerate(values):
            self.write(column, value, kind)
        self.next(least)

    def next(self, least: float = _ROW) -> None:
        """Go on to the next row; this one is as high as its texts need."""
        self.sheet.set_row(self.row, round(min(max(least, self._height), _MOST) * 4) / 4)
        self.row += 1
        self._height = _ROW

    def title(self, text: str, left: str, right: str) -> None:
        """Write the two rows at the top: the title, what it is of and the day."""
        self.write(0, text, "title", to=self.last)
        self.next(28)
        middle = max(self.last - 2, 1) if self.last > 3 else self.last  # noqa: PLR2004
        self.write(0, left, "plain", to=middle - 1)
        self.write(middle, right, "right", to=self.last)
        self.next()

    def band(self, text: str) -> None:
        """Write a row across that names the block that follows."""
        self.write(0, text, "band", to=self.last)
        self.next(20)

    def note(self, text: str) -> None:
        """Write a row across in small print."""
        self.write(0, text, "note", to=self.last)
        self.next(14)

    def heads(self, labels: Sequence[str]) -> None:
        """Write a row of column heads."""
        self.line(*((label, "head") for label in labels), least=20)

    def ref(self, column: int, first: int, last: int | None = None) -> str:
        """Return the absolute reference of a cell or of a column's rows, from 0, with the sheet."""
        letters = column_letters(column + 1)
        end = "" if last is None else f":${letters}${last + 1}"
        return f"'{self.name}'!${letters}${first + 1}{end}"

    def finish(
        self, *, heads: tuple[int, int], header: str, landscape: bool, pages: int = 0
    ) -> None:
        """Set up printing: A4, one page wide, `pages` high (0: any), `heads` repeated."""
        sheet = self.sheet
        for column, millimetres in enumerate(self.widths):
            sheet.set_column(column, column, characters(millimetres))
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        else:
            sheet.set_portrait()
        sheet.set_margins(**_MARGINS)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, pages)
        sheet.print_area(0, 0, max(self.row - 1, 0), self.last)
        sheet.repeat_rows(*heads)
        said = header.replace("&", "&&")
        sheet.set_header(f'&R&9&"{SONG}"{said}')
        sheet.set_footer(f'&C&9&"{SONG}"第 &P 页 共 &N 页')
        sheet.hide_gridlines(2)

    def _text(self, column: int, text: str, style: Format) -> None:
        if text:
            self.sheet.write_string(self.row, column, text, style)
        else:
            self.sheet.write_blank(self.row, column, None, style)

    def _needs(self, text: str, room: float, kind: str) -> float:
        size = self.formats.size(kind)
        fits = 2 * max(1, int((room - _PADDING_MM) / (size * _MM_PER_POINT)))  # half-width signs
        lines = sum(max(1, -(-width(one) // fits)) for one in text.split("\n"))
        return lines * size * _LINE + 4


def own(reference: str) -> str:
    """Return a reference without its sheet, for formulas on that very sheet."""
    return reference.rpartition("!")[2]


def share(value: Decimal | None) -> Decimal | None:
    """Return a percentage as the number that a cell holds: 1 for 100 %."""
    return None if value is None else value / 100


def or_none(formula: str) -> str:
    """Return the formula that gives 「—」 where Excel would give an error."""
    return f'=IFERROR({formula},"{NO_FIGURE}")'

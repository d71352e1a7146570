"""The empty ledger: what a clerk fills in, made from the same shape that reads it back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from formkit.intake import guide
from formkit.intake.examples import example_value
from formkit.intake.header import KEY
from formkit.intake.row_height import row_height
from formkit.intake.rows import EXAMPLE
from formkit.intake.shape import Column, Field, Kind, Shape, sheet_name, table_columns
from formkit.intake.validation import Dictionary, choices_of, rule
from formkit.kernel import text
from formkit.kernel.files import write_durably
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import _
from formkit.ooxml.package import write

PREPARED_ROWS = 1_000
TITLE_ROW, NOTE_ROW, HEADER_ROW, EXAMPLE_ROW, FIRST_ROW = range(5)
# The same input gives the same bytes: the workbook carries no moment of its making.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp, no moment
MARKS = {Gate.DRAFT: "*", Gate.ISSUE: "*", Gate.ARCHIVE: "※"}
NARROWEST, WIDEST, KEY_WIDTH = 8, 46, 7
WIDE_SCALE = 75  # percent: 8 pt, the least that is read on paper without trouble
A4 = 9  # Excel's number of the paper size
_WIDTHS = {
    Kind.LONG_TEXT: 40,
    Kind.TEXTS: 32,
    Kind.PEOPLE: 28,
    Kind.PERSON: 22,
    Kind.TEXT: 18,
    Kind.IDENTIFIER: 18,
    Kind.DATE: 12,
    Kind.DATETIME: 17,
    Kind.MONEY: 14,
}
_NUMBER_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.DATETIME: "yyyy-mm-dd hh:mm",
    Kind.INTEGER: "0",
    Kind.DECIMAL: "General",
    Kind.MONEY: "0.00",
}


def write_ledger(
    path: Path,
    shape: Shape,
    *,
    example: Mapping[str, Any] | None = None,
    after: str = guide.CHECKED,
) -> None:
    """Write the empty ledger of a record: main sheet, child sheets, guide, hidden 字典.

    Args:
        path: the file to write; replaced where it exists.
        shape: the record's shape.
        example: a record as nested data, shown in the example row; the fields' own examples
            stand in for what it does not give.
        after: what the guide says is done with the ledger once it is filled in.

    Raises:
        OutputError: the file cannot be written.
    """
    write_durably(path, ledger_bytes(shape, example=example, after=after))


def ledger_bytes(
    shape: Shape, *, example: Mapping[str, Any] | None = None, after: str = guide.CHECKED
) -> bytes:
    """Return the empty ledger as the bytes of a workbook; the same shape gives the same bytes."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": shape.title, "created": CREATED})
        maker = _Maker(book)
        maker.sheet(
            sheet_name(shape.title),
            _("{title}台账").format(title=shape.title),
            _("每行一条记录。带 * 的列签发前必填,带 ※ 的列归档前必填;示例行不会读入。"),
            shape.columns(),
            example or {},
        )
        for table in shape.child_tables():
            maker.sheet(
                sheet_name(table.label),
                _("{title}:{table}").format(title=shape.title, table=table.label),
                _("「序号」写主表那条记录的序号;一条记录有几行,就写几行同样的序号。"),
                table_columns(table),
                _first_row(example, table),
            )
        guide.add(book, shape, after)
        maker.dictionary.write()
    with zipfile.ZipFile(stream) as made:
        return write({name: made.read(name) for name in made.namelist()})


def _first_row(example: Mapping[str, Any] | None, table: Field) -> Mapping[str, Any]:
    rows = (example or {}).get(table.name) or [{}]
    return rows[0] if isinstance(rows, Sequence) and isinstance(rows[0], Mapping) else {}


class _Maker:
    """Writes ledger sheets in one style."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.dictionary = Dictionary(book)
        self._font = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
        self._title = self._format(bold=True, font_size=16, font_name="黑体")
        self._note = self._format(font_color="#595959")
        frame: dict[str, Any] = {
            "bold": True, "align": "center", "text_wrap": True, "border": 1, "bg_color": "#D9E2F3",
        }  # fmt: skip
        self._header = self._format(**frame)
        self._bold = self._format(bold=True)
        self._mark = self._format(bold=True, font_color="#C00000")

    def _format(self, **properties: Any) -> Format:
        return self._book.add_format(self._font | properties)

    def sheet(
        self,
        name: str,
        title: str,
        note: str,
        columns: Sequence[Column],
        example: Mapping[str, Any],
    ) -> None:
        """Add a ledger sheet."""
        sheet = self._book.add_worksheet(name)
        sheet.set_row(TITLE_ROW, 28)
        # Column A is repeated on every page across and would repeat a clipped title with it.
        sheet.write_string(TITLE_ROW, 1, title, self._title)
        sheet.write_string(NOTE_ROW, 1, note, self._note)
        sheet.set_row(HEADER_ROW, 32)
        sheet.set_column(0, 0, KEY_WIDTH, self._format(align="center"))
        sheet.write_string(HEADER_ROW, 0, KEY, self._header)
        grey = {"font_color": "#808080", "italic": True, "border": 1, "border_color": "#BFBFBF"}
        sheet.write_string(EXAMPLE_ROW, 0, EXAMPLE, self._format(align="center", **grey))
        for index, column in enumerate(columns, start=1):
            style = _style(column.field)
            sheet.set_column(index, index, _width(column), self._format(**style))
            self._write_header(sheet, index, column)
            value = example_value(example, column.path, column.field)
            _write(sheet, EXAMPLE_ROW, index, value, self._format(**style, **grey))
            sheet.data_validation(
                FIRST_ROW,
                index,
                FIRST_ROW + PREPARED_ROWS - 1,
                index,
                rule(column, self.dictionary),
            )
        shown = [_shown(example, column) for column in columns]
        sheet.set_row(EXAMPLE_ROW, row_height(shown, list(map(_width, columns))))
        self._rule_lines(sheet, len(columns))
        _set_up_page(sheet, columns)

    def _write_header(self, sheet: Worksheet, index: int, column: Column) -> None:
        mark = MARKS[column.field.required] if column.field.required else ""
        if mark:
            sheet.write_rich_string(
                HEADER_ROW, index, self._bold, column.header, self._mark, mark, self._header
            )
        else:
            sheet.write_string(HEADER_ROW, index, column.header, self._header)

    def _rule_lines(self, sheet: Worksheet, last: int) -> None:
        """Frame the rows that are filled in; empty rows stay bare, so that they are not printed."""
        sheet.conditional_format(
            FIRST_ROW,
            0,
            FIRST_ROW + PREPARED_ROWS - 1,
            last,
            {
                "type": "formula",
                "criteria": f"=COUNTA($A{FIRST_ROW + 1}:$XFD{FIRST_ROW + 1})>0",
                "format": self._book.add_format({"border": 1}),
            },
        )


def _shown(example: Mapping[str, Any], column: Column) -> str:
    """Return the example as far as it wraps: dates, numbers and identifiers stay on one line."""
    value = example_value(example, column.path, column.field)
    wraps = "text_wrap" in _style(column.field)
    return value if wraps and isinstance(value, str) else ""


def _style(field: Field) -> dict[str, Any]:
    style: dict[str, Any] = {"num_format": _NUMBER_FORMATS.get(field.kind, "@")}
    if field.kind in (Kind.LONG_TEXT, Kind.TEXTS, Kind.PEOPLE, Kind.TEXT):
        style["text_wrap"] = True
    if field.kind in (Kind.DATE, Kind.DATETIME) or choices_of(field):
        style["align"] = "center"
    return style


def _width(column: Column) -> float:
    """Return a column's width in half-width characters: what stands in it, and half its header."""
    header = text.width(column.header) + 2
    choices = max((text.width(choice) + 4 for choice in choices_of(column.field)), default=0)
    wanted = max(_WIDTHS.get(column.field.kind, NARROWEST), choices, min(header, 16))
    return min(max(wanted, NARROWEST), WIDEST)


def _write(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    if isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), style)
    elif value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_string(row, column, value, style)


def _set_up_page(sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    if sum(map(_width, columns)) <= 2 * _PAGE_WIDTH:
        sheet.fit_to_pages(1, 0)
    else:  # squeezed on one page nobody could read it: go on to the right, 序号 repeated
        sheet.repeat_columns(0)
        sheet.set_print_scale(WIDE_SCALE)


_PAGE_WIDTH = 125  # characters at 10.5 pt on A4 across

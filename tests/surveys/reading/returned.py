"""Returned workbooks as they come back: the format of the workbook sent out, in any disorder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from formkit.ooxml.addresses import address
from formkit.schemas.satisfaction_survey.bank import Bank, load_bank
from formkit.surveys import anchors

FIVE = load_bank("五级")
THREE = load_bank("三级")
BANKS = {FIVE.digest: FIVE, THREE.digest: THREE}
NA, RATING = anchors.NOT_APPLICABLE, anchors.RATING


@dataclass(frozen=True)
class Rich:
    """A text of several runs: (font, text); of the runs in `struck` (by index) a line runs through."""

    runs: tuple[tuple[str, str], ...]
    struck: tuple[int, ...] = ()


@dataclass(frozen=True)
class In:
    """A value in a font of its own."""

    font: str
    value: Any


@dataclass(frozen=True)
class Formula:
    """A formula with its stored result; None: it was never worked out."""

    text: str
    result: Any = None


@dataclass(frozen=True)
class Styled:
    """A value in a cell of other looks (of xlsxwriter's formats)."""

    looks: tuple[tuple[str, Any], ...]
    value: Any = None


@dataclass
class Paper:
    """What to build. `marks`: by (half, number) what stands in which column of the item's row."""

    marks: Mapping[tuple[str, int], Mapping[str, Any]] = field(default_factory=dict)
    below: Mapping[str, Any] = field(default_factory=dict)
    bank: Bank = FIVE
    style: str = "两式"
    asked: str = "Ⅲ"
    survey_no: str = "SLJZ-AZB-MYD-2026-0007"
    meta: Mapping[str, str] | None = field(default_factory=dict)  # changes; None: sheet lost
    properties: Mapping[str, str] | None = field(default_factory=dict)
    names: bool = True
    fields_named: bool = True
    template: str | None = ""
    sheet: str = anchors.SHEET
    columns: Sequence[str] = ()  # another order of the header row
    blank_rows: Sequence[int] = ()  # inserted above the items of this number
    deleted: Sequence[tuple[str, int]] = ()
    texts: Mapping[tuple[str, int], str] = field(default_factory=dict)
    numbers: Mapping[tuple[str, int], Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)  # by address, written last
    merges: Sequence[tuple[str, Any]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    sheets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # others, by name
    hidden_sheets: Sequence[str] = ()
    date1904: bool = False
    number_head: str = anchors.ITEM_NO
    shapes: Sequence[str] = ()  # text boxes, by the address of their upper left corner


@dataclass
class Made:
    data: bytes
    where: dict[tuple[str, int, str], str]  # address by half, number, column
    fields: dict[str, str]


def unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def make(paper: Paper) -> Made:
    """Return the workbook's bytes and where everything stands."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "date_1904": paper.date1904}
    with xlsxwriter.Workbook(stream, options) as book:
        made = _Maker(book, paper).made()
    made.data = stream.getvalue()
    return made


class _Maker:
    def __init__(self, book: Any, paper: Paper) -> None:
        self.book, self.paper = book, paper
        self.sheet = book.add_worksheet(paper.sheet)
        self.plain = book.add_format({"font_name": "宋体", "border": 1})
        self.open = book.add_format({"font_name": "宋体", "border": 1, "locked": False})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "locked": False})
        self.where: dict[tuple[str, int, str], str] = {}
        self.fields: dict[str, str] = {}
        self.row = 0

    def made(self) -> Made:
        paper = self.paper
        self.sheet.merge_range(0, 0, 0, 9, "顾客及相关方满意度调查表", self.plain)
        self.sheet.write_string(1, 2, f"编号:{paper.survey_no}", self.plain)
        for at, pair in enumerate((("工程名称", "示例花园二期"), ("填表人", "张示例")), start=3):
            self.sheet.write_row(at, 0, pair, self.plain)
        self.row = 6
        for section in ("Ⅱ", "Ⅲ"):
            self.half(section)
        self.below()
        self.rest()
        for cell in self.paper.shapes:
            self.sheet.insert_textbox(cell, "", {"width": 40, "height": 12})
        return Made(b"", self.where, self.fields)

    def head(self, choices: Sequence[str]) -> list[str]:
        if self.paper.columns:
            return list(self.paper.columns)
        words = [self.paper.number_head, anchors.ITEM]
        if self.paper.style != "下拉":
            words += [*choices, NA]
        if self.paper.style != "勾选":
            words.append(RATING)
        return words

    def half(self, section: str) -> None:
        number = {"Ⅱ": 2, "Ⅲ": 3}[section]
        last = 9
        self.sheet.merge_range(
            self.row, 0, self.row, last, f"{section}栏(本栏由业主填写)", self.plain
        )
        self.row += 1
        run, before = 0, None
        for item in self.paper.bank.items:
            if item.section != section or (section, item.item_no) in self.paper.deleted:
                continue
            if item.choices != before:
                run, before = run + 1, item.choices
                head = self.head([str(word) for word in item.choices])
                self.sheet.write_row(self.row, 0, head, self.plain)
                self.name(f"_fk_head_{number}_{run}", self.row)
                self.row += 1
            self.row += list(self.paper.blank_rows).count(item.item_no)
            self.item(section, item, head, number)

    def name(self, name: str, row: int, column: int = 0) -> None:
        if self.paper.names:
            sheet = self.paper.sheet.replace("'", "''")
            cell = address(row + 1, column + 1)
            letters = cell.rstrip("0123456789")
            self.book.define_name(name, f"='{sheet}'!${letters}${cell[len(letters) :]}")

    def item(self, section: str, item: Any, head: Sequence[str], number: int) -> None:
        key = (section, item.item_no)
        marks = dict(self.paper.marks.get(key, {}))
        for column, word in enumerate(head):
            value = marks.pop(word, "")
            if word == anchors.ITEM_NO:
                value = self.paper.numbers.get(key, item.item_no)
            elif word == anchors.ITEM:
                value = self.paper.texts.get(key, item.text)
            self.put(self.row, column, value, self.open)
            self.where[section, item.item_no, word] = address(self.row + 1, column + 1)
        for column, value in marks.items():  # by letter: outside the boxes
            self.write(f"{column}{self.row + 1}", value)
        column = head.index(anchors.ITEM_NO) if anchors.ITEM_NO in head else 0
        self.name(f"_fk_item_{number}_{item.item_no}", self.row, column)
        self.row += 1

    def below(self) -> None:
        for name, label in anchors.FIELDS.items():
            self.sheet.write_string(self.row, 0, label, self.plain)
            self.sheet.merge_range(self.row, 1, self.row, 9, "", self.open)
            self.put(self.row, 1, self.paper.below.get(name, ""), self.open)
            self.fields[name] = f"B{self.row + 1}"
            if self.paper.fields_named:
                self.name(anchors.field_name(name), self.row, 1)
            self.row += 1

    def rest(self) -> None:
        paper = self.paper
        for cell, value in paper.extra.items():
            self.write(cell, value)
        for area, value in paper.merges:
            self.sheet.merge_range(area, "", self.open)
            if value != "":
                self.sheet.write(area.partition(":")[0], value, self.open)
        for row in paper.hidden_rows:
            self.sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in paper.hidden_columns:
            self.sheet.set_column(f"{column}:{column}", None, None, {"hidden": True})
        for cell, text in paper.comments.items():
            self.sheet.write_comment(cell, text)
        self.sheet.protect()
        self.particulars()
        self.others()

    def others(self) -> None:
        paper = self.paper
        for name, cells in paper.sheets.items():
            sheet = self.book.add_worksheet(name)
            for cell, value in cells.items():
                sheet.write(cell, value)
            if name in paper.hidden_sheets:
                sheet.hide()
        if paper.sheet in paper.hidden_sheets:
            sheet.activate()  # one sheet must be seen
            self.sheet.hide()

    def particulars(self) -> None:
        paper = self.paper
        said = {
            "form": anchors.FORM, "form_version": "1", "survey_no": paper.survey_no,
            "project_no": "P2026-001", "project_name": "示例花园二期",
            "phase": "已交工" if paper.asked == "Ⅲ" else "在建", "section": paper.asked,
            "bank": paper.bank.name, "bank_digest": paper.bank.digest, "style": paper.style,
            "lang": "zh-CN", "respondent_unit": "示例置业", "respondent": "张示例",
            "respondent_kind": "建设单位", "sent_on": "2026-09-01", "software": "formkit",
        }  # fmt: skip
        if paper.meta is not None:
            self.hidden(anchors.META_SHEET, (said | dict(paper.meta)).items())
        self.hidden(anchors.ITEMS_SHEET, [anchors.ITEMS_HEADER])
        if paper.properties is not None:
            for key in anchors.PROPERTY_KEYS:
                value = (said | dict(paper.properties))[key]
                if value:
                    self.book.set_custom_property(key, value, "text")
        if paper.template is not None:
            mark = paper.template or anchors.template_mark(paper.bank.digest)
            self.book.define_name(anchors.TEMPLATE_NAME, f'="{mark}"')

    def hidden(self, name: str, rows: Any) -> None:
        sheet = self.book.add_worksheet(name)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                sheet.write_string(row, column, str(value))
        sheet.hide()

    def write(self, cell: str, value: Any) -> None:
        letters = cell.rstrip("0123456789")
        column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters))) - 1
        self.put(int(cell[len(letters) :]) - 1, column, value, self.open)

    def put(self, row: int, column: int, value: Any, style: Any) -> None:
        sheet = self.sheet
        if isinstance(value, In):
            style = self.book.add_format({"font_name": value.font, "locked": False})
            value = value.value
        if isinstance(value, Styled):
            style = self.book.add_format({"font_name": "宋体", **dict(value.looks)})
            value = value.value if value.value is not None else ""
        if isinstance(value, Rich):
            pieces: list[Any] = []
            for at, (font, text) in enumerate(value.runs):
                looks = {"font_name": font, "font_strikeout": at in value.struck}
                pieces += [self.book.add_format(looks), text]
            sheet.write_rich_string(row, column, *pieces, style)
        elif isinstance(value, Formula):
            result = "" if value.result is None else value.result
            sheet.write_formula(row, column, value.text, style, result)
        elif hasattr(value, "year"):
            sheet.write_datetime(row, column, value, self.day)
        elif value == "":
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write(row, column, value, style)

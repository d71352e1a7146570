"""Workbooks on which somebody wrote where no answer stands, or where nobody sees it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.styles import Font

from survey_samples.posted import Sheet
from survey_samples.workbooks import GOOD, WORDS, answered, returned, saved


@returned("表下写更正.xlsx")
def _correction_below(sheet: Sheet) -> bytes:
    return _below(sheet, "另:第3题应为很不满意,请更正。")


@returned("表下打勾.xlsx")
def _tick_below(sheet: Sheet) -> bytes:
    return _below(sheet, "√")


def _below(sheet: Sheet, text: str) -> bytes:
    """Return the workbook with a text below all that is printed."""
    opened = openpyxl.load_workbook(io.BytesIO(answered(sheet).save()))
    opened["调查表"]["B60"] = text
    return saved(opened)


@returned("换了工程.xlsx")
def _other_project(sheet: Sheet) -> bytes:
    book = answered(sheet)
    book.put("B6", "样例花园九期")
    return book.save()


@returned("白字的勾.xlsx")
def _white_tick(sheet: Sheet) -> bytes:
    return _looking(sheet, lambda cell: setattr(cell, "font", Font(color="FFFFFFFF")))


@returned("格式不显示的勾.xlsx")
def _tick_shown_as_nothing(sheet: Sheet) -> bytes:
    return _looking(sheet, lambda cell: setattr(cell, "number_format", ";;;"))


def _looking(sheet: Sheet, change: Callable[[Any], None]) -> bytes:
    """Return the workbook as openpyxl saves it, the looks of item 4's tick changed."""
    book = answered(sheet)
    cell = book.box(4, WORDS[GOOD[3]])
    opened = openpyxl.load_workbook(io.BytesIO(book.save()))
    change(opened["调查表"][cell])
    return saved(opened)


@returned("调查表被隐藏.xlsx")
def _hidden_sheet(sheet: Sheet) -> bytes:
    opened = openpyxl.load_workbook(io.BytesIO(answered(sheet).save()))
    opened.create_sheet("说明")
    opened["调查表"].sheet_state = "hidden"
    opened.active = opened.sheetnames.index("说明")
    return saved(opened)

"""Drop-downs and input rules of a blank ledger's columns, with Chinese messages."""

from __future__ import annotations

import re
from typing import Any

from xlsxwriter.workbook import Workbook

from formkit.intake.grid import column_letters
from formkit.intake.shape import DICTIONARY_SHEET, Column, Field, Kind
from formkit.kernel import dates
from formkit.kernel.i18n import _

YES_NO = ("是", "否")
# Excel's own limits for the balloon beside a cell.
TITLE_LENGTH = 32
MESSAGE_LENGTH = 255
LARGEST = 10**12


class Dictionary:
    """The hidden sheet of choices: lists in a formula are cut at 255 characters, names are not."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._names: dict[tuple[str, ...], str] = {}
        self._lists: list[tuple[str, ...]] = []

    def name(self, choices: tuple[str, ...], label: str) -> str:
        """Return the defined name of a list of choices."""
        if choices not in self._names:
            self._lists.append(choices)
            word = re.sub(r"\W", "", label)
            self._names[choices] = f"选项{len(self._lists)}_{word}"
        return self._names[choices]

    def write(self) -> None:
        """Add the sheet, after all columns have asked for their names; none without choices."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(DICTIONARY_SHEET)
        sheet.hide()
        for index, choices in enumerate(self._lists):
            sheet.write_string(0, index, self._names[choices])
            for row, choice in enumerate(choices, start=1):
                sheet.write_string(row, index, choice)
            letters = column_letters(index)
            area = f"='{DICTIONARY_SHEET}'!${letters}$2:${letters}${len(choices) + 1}"
            self._book.define_name(self._names[choices], area)


def choices_of(field: Field) -> tuple[str, ...]:
    """Return the words that a cell may hold; empty where anything may stand."""
    return YES_NO if field.kind is Kind.BOOLEAN else field.choices


def rule(column: Column, dictionary: Dictionary) -> dict[str, Any]:
    """Return the data validation of a column in XlsxWriter's words."""
    field = column.field
    shown = {
        "input_title": column.header[:TITLE_LENGTH],
        "input_message": guidance(field)[:MESSAGE_LENGTH],
        "error_title": _("填写有误"),
        "ignore_blank": True,
    }
    choices = choices_of(field)
    if choices:
        several = field.kind is Kind.CHOICES
        return shown | {
            "validate": "list",
            "source": "=" + dictionary.name(choices, field.label),
            "error_message": _("请从下拉列表中选择。"),
            # Several choices stand in one cell, so the list only helps and does not forbid.
            "show_error": not several,
        }
    return shown | _limits(field.kind)


def _limits(kind: Kind) -> dict[str, Any]:
    if kind in (Kind.DATE, Kind.DATETIME):
        sample = "2026-09-01" if kind is Kind.DATE else "2026-09-01 9:30"
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": dates.EARLIEST,
            "maximum": dates.LATEST,
            "error_message": _("请填日期,例如 {sample}。").format(sample=sample),
        }
    if kind in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY):
        whole = kind is Kind.INTEGER
        message = _("请填整数,不带单位。") if whole else _("请填数字,不带单位和千位分隔符。")
        return {
            "validate": "integer" if whole else "decimal",
            "criteria": "between",
            "minimum": -LARGEST,
            "maximum": LARGEST,
            "error_message": message,
        }
    return {"validate": "any"}


def guidance(field: Field) -> str:
    """Return what a clerk is told about a field: when it is needed, how to write it."""
    parts = []
    if field.required:
        parts.append(_("{gate}前必填。").format(gate=field.required.label))
    if field.hint:
        parts.append(field.hint.rstrip("。") + "。")
    parts.append(_how(field))
    return "".join(parts)


def _how(field: Field) -> str:
    return {
        Kind.CHOICES: _("可选几项,用「、」隔开:{choices}。").format(
            choices="、".join(field.choices)
        ),
        Kind.TEXTS: _("每条一行,Alt+Enter 换行。"),
        Kind.PERSON: _("写法:姓名(部门,职务)。"),
        Kind.PEOPLE: _("写法:姓名(部门,职务),几个人用「、」隔开。"),
    }.get(field.kind, "")

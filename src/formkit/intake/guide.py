"""The sheet 填写说明: how a ledger is filled in, and every column with its meaning."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.workbook import Workbook

from formkit.intake.row_height import row_height
from formkit.intake.shape import GUIDE_SHEET, Column, Field, Kind, Shape, table_columns
from formkit.intake.validation import choices_of
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import N_, _

_WORDS = {
    Kind.TEXT: N_("文字"),
    Kind.LONG_TEXT: N_("文字,可多行"),
    Kind.IDENTIFIER: N_("号码,按文本填写"),
    Kind.DATE: N_("日期,如 2026-09-01"),
    Kind.DATETIME: N_("日期和时间,如 2026-09-01 9:30"),
    Kind.INTEGER: N_("整数"),
    Kind.DECIMAL: N_("数字"),
    Kind.MONEY: N_("金额,单位元"),
    Kind.BOOLEAN: N_("是或否"),
    Kind.CHOICE: N_("从下拉列表选一项"),
    Kind.TEXTS: N_("文字,每条一行"),
    Kind.CHOICES: N_("可选几项,用「、」隔开"),
    Kind.PERSON: N_("姓名(部门,职务)"),
    Kind.PEOPLE: N_("姓名(部门,职务),几人用「、」隔开"),
}
_STEPS = (
    N_("1. 在「{title}」表中从示例行下面起填写,每行一条记录,「序号」从 1 起,不重复。"),
    N_("2. 列的顺序可以调整,不用的列可以删去(必填列除外);不要改列名。"),
    N_("3. 有明细表的,明细每行的「序号」写主表那条记录的序号。"),
    N_("4. 带 * 的列签发前必填,带 ※ 的列归档前必填。示例行不会读入,可以删去。"),
    N_("5. 电话、编号等号码按文本填写;编号留空时由系统编号。"),
)
CHECKED = N_("填完用 formkit check 检查,加 --annotate 可得到标出错误的副本。")
_HEADS = (N_("表"), N_("列名"), N_("必填"), N_("填写内容"), N_("可选值"), N_("说明"))
_COLUMN_WIDTHS = (20, 24, 10, 30, 40, 46)


def add(book: Workbook, shape: Shape, after: str = CHECKED) -> None:
    """Add the sheet to the workbook; `after`: what is done with the ledger once it is filled in."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    font = {"font_name": "宋体", "font_size": 10.5, "valign": "top"}
    title = book.add_format(font | {"font_name": "黑体", "font_size": 16, "bold": True})
    plain = book.add_format(font)
    head = book.add_format(
        font | {"bold": True, "border": 1, "bg_color": "#D9E2F3", "align": "center"}
    )
    cell = book.add_format(font | {"border": 1, "text_wrap": True})
    for index, width in enumerate(_COLUMN_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, _("{title}台账填写说明").format(title=shape.title), title)
    steps = [
        *(_(step).format(title=shape.title) for step in _STEPS),
        f"{len(_STEPS) + 1}. {_(after)}",
    ]
    for row, step in enumerate(steps, start=1):
        sheet.write_string(row, 0, step, plain)
    first = len(steps) + 2
    for index, word in enumerate(_HEADS):
        sheet.write_string(first, index, _(word), head)
    for row, line in enumerate(_lines(shape), start=first + 1):
        sheet.set_row(row, row_height(line, _COLUMN_WIDTHS))
        for index, text in enumerate(line):
            sheet.write_string(row, index, text, cell)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _lines(shape: Shape) -> list[tuple[str, ...]]:
    lines = _of(shape.title, shape.columns())
    for table in shape.child_tables():
        lines += _of(table.label, table_columns(table))
    return lines


def _of(name: str, columns: Sequence[Column]) -> list[tuple[str, ...]]:
    return [
        (
            name,
            column.header,
            required_word(column.field),
            _(_WORDS[column.field.kind]),
            "、".join(choices_of(column.field)),
            column.field.hint,
        )
        for column in columns
    ]


def required_word(field: Field) -> str:
    """Return from when a field must be given, empty where it need not be."""
    if field.required is None:
        return ""
    return _("签发前") if field.required in (Gate.DRAFT, Gate.ISSUE) else _("归档前")

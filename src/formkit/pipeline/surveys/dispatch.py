"""发送清单: what is to be sent to whom, with a text for each e-mail, for whoever sends it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path, PureWindowsPath

import xlsxwriter
from xlsxwriter.workbook import Workbook

from formkit.intake.row_height import row_height
from formkit.kernel.dates import format_date
from formkit.kernel.files import is_unchanged, sha256, write_durably
from formkit.kernel.i18n import N_, _
from formkit.kernel.text import looks_active
from formkit.ooxml.package import write

NAME = "发送清单"
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same list gives the same bytes
A4 = 9
_SHEETS = (NAME, "邮件")
_HEADS = (
    ("序号", 5), ("编号", 23), ("工程编号", 11), ("工程名称", 24), ("单位", 22), ("类别", 9),
    ("姓名", 10), ("职务", 12), ("电话", 14), ("发放日期", 11), ("截止日期", 11),
    ("调查工作簿", 26),
)  # fmt: skip
_MAIL_HEADS = (("序号", 5), ("编号", 23), ("收件人", 22), ("主题", 24), ("正文", 70), ("附件", 26))
_SUBJECT = N_("{project}顾客满意度调查({number})")
_BODY = N_(
    "{whom}:您好!\n"
    "为了改进工程质量和服务,请您对“{project}”作出评价。随信附上调查表(编号 {number}),"
    "请在空白的答题格内点选,{until}将文件原样发回。\n"
    "有疑问请联系:{back}。谢谢!\n"
    "{company}"
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One survey to be sent: to whom, until when, which files; days are ISO texts."""

    number: str
    project_no: str
    project_name: str
    unit: str
    kind: str
    name: str
    title: str
    phone: str
    email: str
    sent_on: str
    due_on: str
    workbook: str


def write_list(folder: Path, parcels: Sequence[Parcel], *, company: str, back: str) -> Path:
    """Write the list of parcels into the folder and return it.

    A list that says the same stays; one that says something else (an earlier one, perhaps with
    the clerk's own marks) is left alone and the new one stands beside it.

    Args:
        folder: where the workbooks lie.
        parcels: what is to be sent.
        company: who sends it.
        back: whom to ask, in words.

    Raises:
        OutputError: the list cannot be written.
    """
    data = list_bytes(parcels, company=company, back=back)
    names = chain([f"{NAME}.xlsx"], (f"{NAME}({number}).xlsx" for number in count(2)))
    for path in (folder / name for name in names):
        if is_unchanged(path, sha256(data)):
            return path
        if not (path.exists() or path.is_symlink()):
            return write_durably(path, data)
    raise AssertionError  # pragma: no cover - the names never end


def list_bytes(parcels: Sequence[Parcel], *, company: str, back: str) -> bytes:
    """Return the list as the bytes of a workbook."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": NAME, "author": company, "created": CREATED})
        _sheet(book, _SHEETS[0], _HEADS, map(_row, parcels))
        mails = (_mail(one, company=company, back=back) for one in parcels)
        _sheet(book, _SHEETS[1], _MAIL_HEADS, mails)
    with zipfile.ZipFile(stream) as made:
        return write({name: made.read(name) for name in made.namelist()})


def _sheet(
    book: Workbook, name: str, heads: Sequence[tuple[str, int]], rows: Iterator[Sequence[str]]
) -> None:
    sheet = book.add_worksheet(name)
    font = {"font_name": "宋体", "font_size": 10.5, "border": 1, "text_wrap": True}
    head = book.add_format({**font, "bold": True, "align": "center", "valign": "vcenter"})
    plain = {**font, "num_format": "@", "valign": "top"}
    text, marked = book.add_format(plain), book.add_format({**plain, "quote_prefix": True})
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    widths = [width for _label, width in heads]
    for number, row in enumerate(rows, start=1):
        sheet.set_row(number, row_height(["", *row], widths))
        sheet.write_number(number, 0, number, text)
        for column, value in enumerate(row, start=1):
            sheet.write_string(number, column, value, marked if looks_active(value) else text)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.set_header(f'&C&"黑体"&14{name}')
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _row(one: Parcel) -> Sequence[str]:
    who = (one.unit, one.kind, one.name, one.title, one.phone)
    return (one.number, one.project_no, one.project_name, *who, one.sent_on, one.due_on, _file(one))


def _mail(one: Parcel, *, company: str, back: str) -> Sequence[str]:
    said = {
        "project": one.project_name or one.project_no,
        "number": one.number,
        "whom": f"{one.name}{one.title}" if one.name else one.unit,
        "until": _("于{day}前").format(day=_day(one.due_on)) if one.due_on else "",
        "back": back,
        "company": company,
    }
    subject, body = _(_SUBJECT).format(**said), _(_BODY).format(**said)
    return (one.number, one.email, subject, body, _file(one))


def _file(one: Parcel) -> str:
    return PureWindowsPath(one.workbook).name  # it knows both separators


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))

"""The workbook of one survey, as it is sent out: a form to fill in, to print and to send back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from formkit.kernel.version import VERSION
from formkit.ooxml.package import write
from formkit.schemas.satisfaction_survey.bank import Bank, Item
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey, Section
from formkit.schemas.satisfaction_survey.scoring import section_of
from formkit.schemas.view import View
from formkit.surveys import anchors
from formkit.surveys.anchors import Style
from formkit.surveys.canvas import Canvas, quoted
from formkit.surveys.form_sheet import Sending, form_sheet
from formkit.surveys.workbook_proof import Plan, prove

A4 = 9  # Excel's number of the paper size
_MARGINS = {"left": 0.95, "right": 0.75, "top": 0.75, "bottom": 0.8}  # inches: 24, 19, 19, 20 mm


def make(
    survey: SatisfactionSurvey, view: View, bank: Bank, sending: Sending, *, name: str
) -> bytes:
    """Return the workbook of a survey; read back, the same input gives the same bytes.

    Args:
        survey: the record, with its project.
        view: what the paper prints of it, number and title among it.
        bank: the question bank that the view was made from.
        sending: how it is sent out.
        name: the file's name, for messages.

    Raises:
        OutputError: what is read back is not what was to be written.
    """
    plan = planned(survey, view, bank, sending)
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        _describe(book, view, survey, dict(plan.meta))
        _form_sheet(book, plan.canvas)
        _hidden(book, anchors.META_SHEET, plan.meta)
        _hidden(book, anchors.ITEMS_SHEET, plan.items)
        for word, refers_to in sorted(plan.names.items()):
            book.define_name(word, f"={refers_to}")
        for entry in book.defined_names:
            entry[3] = True  # hidden: nobody renames what he does not see
    with zipfile.ZipFile(stream) as made:
        data = write({part: made.read(part) for part in made.namelist()})
    prove(data, plan, name=name)
    return data


def planned(survey: SatisfactionSurvey, view: View, bank: Bank, sending: Sending) -> Plan:
    """Return all that is to stand in the workbook of a survey."""
    section = section_of(survey)
    canvas = form_sheet(view, bank, sending, section)
    meta = _meta(survey, view, bank, sending.style, section)
    items = [anchors.ITEMS_HEADER, *(_item_row(item) for item in bank.items)]
    return Plan(canvas, tuple(meta.items()), items, dict(_names(canvas, bank)))


def _meta(
    survey: SatisfactionSurvey, view: View, bank: Bank, style: Style, section: Section | None
) -> dict[str, str]:
    """Return the particulars of the sheet; all of them texts, in the order of META_KEYS."""
    project, person = survey.project, survey.respondent
    said = {
        "form": anchors.FORM,
        "form_version": anchors.FORM_VERSION,
        "survey_no": view["form"]["number"],
        "project_no": survey.project_no,
        "project_name": project.project_name if project else "",
        "phase": project.phase if project else "",
        "section": section,
        "bank": bank.name,
        "bank_digest": bank.digest,
        "style": style,
        "lang": "zh-CN",
        "respondent_unit": survey.respondent_unit,
        "respondent": person.name if person else "",
        "respondent_kind": survey.respondent_kind,
        "sent_on": survey.sent_on,
        "software": f"formkit {VERSION}",
    }
    return {key: "" if said[key] is None else str(said[key]) for key in anchors.META_KEYS}


def _item_row(item: Item) -> tuple[str, ...]:
    return (
        str(item.section),
        str(item.item_no),
        item.text,
        item.scale,
        "、".join(item.choices),
        f"{item.weight.normalize():f}",
        "是" if item.counts else "否",
        anchors.item_name(item.section, item.item_no),
    )


def _describe(book: Workbook, view: View, survey: SatisfactionSurvey, meta: dict[str, str]) -> None:
    """Give the file its properties; its moment is the day of sending, never the clock's."""
    day = survey.sent_on or survey.surveyed_on
    form = view["form"]
    book.set_properties(
        {
            "title": f"{form['title']} {form['number']}",
            "author": form["unit"],
            "subject": meta["project_name"],
            "created": datetime.combine(day or date(2000, 1, 1), time()),
        }
    )
    for key in anchors.PROPERTY_KEYS:
        book.set_custom_property(key, meta[key], "text")


def _form_sheet(book: Workbook, canvas: Canvas) -> None:
    sheet: Worksheet = book.add_worksheet(anchors.SHEET)
    canvas.write(book, sheet)
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.set_margins(**_MARGINS)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)  # programs differ in how wide a column is
    sheet.print_area(0, 0, canvas.row - 1, canvas.last)
    sheet.repeat_rows(0, 1)
    sheet.set_footer('&C&"宋体"&9第 &P 页 共 &N 页')
    sheet.freeze_panes(4, 0)
    sheet.hide_gridlines(2)
    sheet.protect("", {"format_rows": True, "format_columns": True})
    for cell in canvas.cells:
        if cell.name == anchors.field_name("filled_on"):
            hint = {"input_title": "填表日期", "input_message": "例如 2026-11-18"}
            sheet.data_validation(cell.row, cell.first, cell.row, cell.first, _ANY | hint)


_ANY = {"validate": "any"}


def _hidden(book: Workbook, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet: Worksheet = book.add_worksheet(name)
    plain = book.add_format({"num_format": "@"})
    marked = book.add_format({"num_format": "@", "quote_prefix": True})
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value, marked if quoted(value) else plain)
    sheet.hide()


def _names(canvas: Canvas, bank: Bank) -> Iterator[tuple[str, str]]:
    yield anchors.TEMPLATE_NAME, f'"{anchors.template_mark(bank.digest)}"'
    for cell in canvas.cells:
        if cell.name:
            letters = cell.address.rstrip("0123456789")
            row = cell.address[len(letters) :]
            yield cell.name, f"{anchors.SHEET}!${letters}${row}"


__all__ = ["Sending", "make", "planned"]

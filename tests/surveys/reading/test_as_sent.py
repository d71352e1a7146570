"""The workbook that is really sent out, filled in with openpyxl, comes back as it was meant."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from formkit.ooxml.cells import cell_of
from formkit.surveys import anchors
from formkit.surveys.anchors import Style
from formkit.surveys.reading import workbook


def filled(data, style, section, truth):
    """Fill the items of a half in: ticks in the columns, words in the lists."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[anchors.SHEET]

    def place(name):
        return cell_of(book.defined_names[name].attr_text)[1:]

    head_row, _ = place(anchors.head_name(section, 1))
    columns = {cell.value: cell.column for cell in sheet[head_row] if cell.value}
    for number, word in truth.items():
        row, _ = place(anchors.item_name(section, number))
        if style.lists and (number % 2 or not style.ticks):
            sheet.cell(row, columns[anchors.RATING], word)
        else:
            sheet.cell(row, columns[word], "√")
    for name, value in (("overall", "满意"), ("name", "李四"), ("filled_on", date(2026, 12, 1))):
        sheet.cell(*place(anchors.field_name(name)), value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize(
    ("project", "bank"), [("P2026-001", "五级"), ("P2026-001", "三级"), ("P2025-007", "五级")]
)
def test_what_was_sent_and_filled_in_is_read_without_a_word(ready, style, project, bank):
    sent = ready(project, bank)
    data = sent.workbook(style)
    blank = workbook.reply(data, "表.xlsx", {sent.bank.digest: sent.bank})
    assert (blank.findings, blank.unsure) == ((), ())
    section = blank.entry["answers"][0]["section"]
    words = ["不适用", *sent.bank.items[0].choices]
    truth = {number: words[number % len(words)] for number in range(1, 11)}
    reply = workbook.reply(
        filled(data, style, section, truth), "表.xlsx", {sent.bank.digest: sent.bank}
    )
    assert (reply.findings, reply.unsure) == ((), ())
    found = {
        one["item_no"]: "、".join(one["choices"]) or ("不适用" if one["na"] else "")
        for one in reply.entry["answers"]
    }
    assert found == truth
    assert reply.entry["overall"] == "满意"
    assert reply.entry["respondent"] == {"name": "李四"}
    assert reply.entry["surveyed_on"] == date(2026, 12, 1)
    assert reply.claim.survey_no == sent.view["form"]["number"]

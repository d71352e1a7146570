"""What is struck out does not count: the whole of a cell, or a part of its text (T18)."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from returned import BANKS, RATING, Paper, Rich, Styled, make, packed, unpacked

from formkit.kernel.findings import Level
from formkit.surveys.reading import workbook

sys.path.append(str(Path(__file__).resolve().parents[3] / "scripts"))

from survey_samples.overlay import Control, laid_over

SHEET = "xl/worksheets/sheet1.xml"
ALL = {("Ⅲ", n): {"满意": "√"} for n in range(1, 11)}


def read(data: bytes):
    return workbook.reply(data, "回函.xlsx", BANKS)


def with_mark(column, value):
    return make(Paper(marks=ALL | {("Ⅲ", 4): {column: value}}))


def errors(reply):
    return [one.code for one in reply.findings if one.level is Level.ERROR]


def answer(reply):
    [found] = [one for one in reply.entry["answers"] if one["item_no"] == 4]
    return found["choices"]


def in_parts(text, *, struck=()):
    return Rich((("宋体", text[0]), ("宋体", text[1:])), struck)


@pytest.mark.parametrize(("column", "text"), [("满意", "√ "), (RATING, "满意")])
@pytest.mark.parametrize("inline", [False, True], ids=["shared", "inline"])
def test_a_mark_of_which_a_part_is_struck_out_is_asked_with_its_cell(column, text, inline):
    """Among the shared texts, or in the cell itself as some programs write it."""
    made = with_mark(column, in_parts(text, struck=(0,)))
    reply = read(inlined(made.data) if inline else made.data)
    assert (errors(reply), answer(reply)) == (["FK-SUR-124"], [])
    [found] = [one for one in reply.findings if one.code == "FK-SUR-124"]
    assert (found.place.cell, found.place.path) == (made.where["Ⅲ", 4, column], "answers.3.choices")


@pytest.mark.parametrize(("column", "text"), [("满意", "√ "), (RATING, "满意")])
def test_a_mark_in_parts_of_which_none_is_struck_out_counts(column, text):
    for data in (made := with_mark(column, in_parts(text)).data, inlined(made)):
        reply = read(data)
        assert (errors(reply), answer(reply)) == ([], ["满意"])


def test_a_word_of_the_list_in_a_cell_that_is_struck_out_is_asked():
    reply = read(with_mark(RATING, Styled((("font_strikeout", True),), "满意")).data)
    assert (errors(reply), answer(reply)) == (["FK-SUR-124"], [])


def test_a_line_that_is_switched_off_strikes_nothing_out():
    made = with_mark("满意", in_parts("√ ", struck=(0,)))
    parts = unpacked(made.data)
    texts = parts["xl/sharedStrings.xml"]
    assert b"<strike/>" in texts
    parts["xl/sharedStrings.xml"] = texts.replace(b"<strike/>", b'<strike val="0"/>')
    assert errors(read(packed(parts))) == []


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("name", "field", "text"),
    [("overall", "overall", "满意"), ("filled_on", "surveyed_on", "2026-09-01")],
)
def test_an_overall_answer_or_a_day_that_is_struck_out_is_asked(name, field, text, whole):
    styled = Styled((("font_strikeout", True),), text)
    value = styled if whole else in_parts(text, struck=(1,))
    made = make(Paper(marks=ALL, below={name: value}))
    reply = read(made.data)
    assert errors(reply) == ["FK-SUR-145"]
    assert field not in reply.entry
    [found] = [one for one in reply.findings if one.code == "FK-SUR-145"]
    assert (found.place.cell, found.place.path) == (made.fields[name], field)
    assert text in found.found


def inlined(data: bytes) -> bytes:
    """Return the workbook with its rich texts in the cells instead of among the shared ones."""
    parts = unpacked(data)
    texts = re.findall("<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode())
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for index, text in enumerate(texts):
        if "<r>" in text:
            cell = re.compile(rf'(<c r="[A-Z]+[0-9]+"[^>]*) t="s"><v>{index}</v></c>')
            sheet, count = cell.subn(rf'\1 t="inlineStr"><is>{text}</is></c>', sheet)
            assert count == 1
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet.encode()})


def test_what_was_read_of_the_same_row_before_hides_no_line_and_no_control():
    """Rows that are written alike are read once; what runs through or lies over them is not."""
    plain, struck = (with_mark("满意", in_parts("√ ", struck=at)) for at in ((), (0,)))
    assert unpacked(plain.data)[SHEET] == unpacked(struck.data)[SHEET]
    ticked = laid_over(plain.data, [Control(plain.where["Ⅲ", 4, "一般"], ticked=True, ways="vml")])
    for _ in range(2):
        assert errors(read(plain.data)) == []
        assert errors(read(struck.data)) == ["FK-SUR-124"]
        assert errors(read(ticked)) == ["FK-SUR-146"]

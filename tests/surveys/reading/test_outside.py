"""Texts and marks where no answer stands are told or asked; marks that nobody sees are (T14)."""

from __future__ import annotations

import pytest
from returned import BANKS, RATING, Paper, Styled, make

from formkit.kernel.findings import Level
from formkit.surveys.reading import workbook

ALL = {("Ⅲ", n): {"满意": "√"} for n in range(1, 11)}


def read(**paper):
    made = make(Paper(**{"marks": ALL, **paper}))
    return workbook.reply(made.data, "回函.xlsx", BANKS)


def told(reply):
    return [(one.code, one.level, one.place.cell) for one in reply.findings]


def test_of_a_sheet_with_nothing_but_answers_nothing_is_told():
    assert told(read(below={"overall": "满意", "comments": "无", "name": "张示例"})) == []


@pytest.mark.parametrize("cell", ["A70", "B60", "L2", "D3"])
def test_a_text_anywhere_outside_is_told_with_its_cell(cell):
    reply = read(extra={cell: "以上第3题写错,应为很不满意"})
    assert told(reply) == [("FK-SUR-155", Level.WARNING, cell)]
    assert f"{cell} 「以上第3题写错,应为很不满意」" in reply.findings[0].found


def test_many_texts_are_told_in_one_sentence_with_the_first_cells_and_how_many():
    reply = read(extra={f"B{row}": f"第{row}行" for row in range(60, 70)})
    (found,) = reply.findings
    assert "10 处" in found.found
    assert "B64 「第64行」" in found.found
    assert "B65" not in found.found


@pytest.mark.parametrize("cell", ["A70", "K2", "L4", "C3"])
@pytest.mark.parametrize("mark", ["√", "☑", "满意", "第3题应为√"])
def test_a_mark_anywhere_outside_is_asked_with_its_cell(cell, mark):
    assert told(read(extra={cell: mark})) == [("FK-SUR-053", Level.ERROR, cell)]


@pytest.mark.parametrize(
    ("cell", "what", "sent"),
    [("B4", "工程名称", "示例花园二期"), ("B6", "调查对象单位", "示例置业")],
)
def test_another_project_or_unit_written_over_ours_is_asked(cell, what, sent):
    written = {"B4": "示例花园二期", "A6": "调查对象单位", "B6": "示例置业"}
    assert told(read(extra=written)) == []
    reply = read(extra=written | {cell: "样例别家"})
    assert told(reply) == [("FK-SUR-156", Level.ERROR, cell)]
    assert f"{what}是「样例别家」" in reply.findings[0].found
    assert sent in reply.findings[0].required


def test_a_sheet_that_was_hidden_is_asked():
    reply = read(sheets={"另一张": {"A1": "x"}}, hidden_sheets=["调查表"])
    assert ("FK-SUR-157", Level.ERROR, "") in told(reply)


SIGN = "填表人签字、单位盖章(以电子邮件发回的,可以不签)"


@pytest.mark.parametrize(
    ("written", "level"), [("", None), ("王样例", Level.INFO), ("第3题改为不满意", Level.WARNING)]
)
def test_a_name_in_the_place_to_sign_is_a_hint_and_more_than_a_name_a_warning(written, level):
    reply = read(extra={"A50": f"{SIGN} {written}"})
    assert [one.level for one in reply.findings] == ([level] if level else [])
    assert all(f"「{written}」" in one.found for one in reply.findings)


WHITE = (("font_color", "#FFFFFF"),)


@pytest.mark.parametrize(
    "looks",
    [WHITE, (*WHITE, ("bg_color", "#FFFFFF")), (("num_format", ";;;"),),
     (("num_format", "0;0;0;"),), (("font_color", "#1F3864"), ("bg_color", "#1F3864"))],
)  # fmt: skip
@pytest.mark.parametrize(("column", "text"), [("满意", "√"), (RATING, "满意")])
def test_a_mark_that_nobody_sees_is_asked(looks, column, text):
    reply = read(marks=ALL | {("Ⅲ", 4): {column: Styled(looks, text)}})
    assert [one.code for one in reply.findings] == ["FK-SUR-153"]
    assert reply.entry["answers"][3]["choices"] == []


@pytest.mark.parametrize(
    "looks",
    [(*WHITE, ("bg_color", "#1F3864")), (("num_format", "0;;0"),), (("num_format", "@"),),
     (("font_color", "#FF0000"),)],
)  # fmt: skip
def test_a_mark_that_can_be_seen_counts(looks):
    reply = read(marks=ALL | {("Ⅲ", 4): {"满意": Styled(looks, "√")}})
    assert (told(reply), reply.entry["answers"][3]["choices"]) == ([], ["满意"])


@pytest.mark.parametrize(("name", "text"), [("overall", "满意"), ("filled_on", "2026-9-20")])
def test_an_overall_answer_or_a_day_that_nobody_sees_is_asked(name, text):
    reply = read(below={name: Styled(WHITE, text)})
    assert [one.code for one in reply.findings] == ["FK-SUR-154"]
    assert not reply.entry.keys() & {"overall", "surveyed_on"}

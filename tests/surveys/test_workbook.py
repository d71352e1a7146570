"""The workbook that is sent out: what stands in it, what may be filled in, how it prints."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from formkit.kernel.errors import OutputError
from formkit.ooxml.package import write
from formkit.pipeline.surveys.dispatch import Parcel, list_bytes
from formkit.schemas.satisfaction_survey.bank import Bank, bank_of
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys import anchors, workbook
from formkit.surveys.anchors import Style
from formkit.surveys.form_sheet import PAGE_POINTS
from formkit.surveys.workbook import Sending
from formkit.surveys.workbook_proof import prove
from proof import FORMULAS, every_character


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def at(book: openpyxl.Workbook, name: str):
    """Return the cell that a defined name leads to."""
    [(sheet, cell)] = book.defined_names[name].destinations
    return book[sheet][cell.replace("$", "")]


def drop_downs(sheet) -> dict[str, str]:
    return {
        cell: one.formula1.strip('"')
        for one in sheet.data_validations.dataValidation
        if one.type == "list"
        for cell in str(one.sqref).split()
    }


def heads(book: openpyxl.Workbook, section: int) -> dict[str, str]:
    """Return the words of a half's first header row by column."""
    head = at(book, f"_fk_head_{section}_1")
    row = head.parent[head.row]
    return {cell.column_letter: cell.value for cell in row if cell.value}


def mixed_bank() -> Bank:
    three, five = ["满意", "一般", "不满意"], ["很满意", "满意", "一般", "不满意", "很不满意"]
    items = [{"item_no": n, "text": f"第{n}题", "scale": "五级"} for n in (1, 2)]
    items += [{"item_no": 3, "text": "第3题", "scale": "三级", "weight": "0.5", "counts": False}]
    items += [{"item_no": 4, "text": "第4题", "scale": "五级"}]
    return bank_of(
        {
            "name": "混合",
            "title": "混合题库",
            "scales": {"三级": three, "五级": five},
            "sections": {"Ⅱ": items, "Ⅲ": items},
        }
    )


def test_the_sheet_is_the_first_and_the_other_two_are_hidden(ready):
    book = opened(ready().workbook())
    assert book.sheetnames == ["调查表", "_meta", "_items"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "hidden", "hidden"]


def test_its_particulars_stand_in_meta_and_in_the_files_properties(ready):
    one = ready()
    book = opened(one.workbook())
    said = {row[0].value: row[1].value for row in book["_meta"].iter_rows()}
    assert tuple(said) == anchors.META_KEYS
    assert said["survey_no"] == "SLJZ-AZB-MYD-2026-0001"
    assert said["section"] == "Ⅲ"
    assert said["bank_digest"] == one.bank.digest
    assert (said["phase"], said["respondent"], said["sent_on"]) == (
        "已交工",
        "欧阳喆",
        "2026-11-25",
    )
    assert all(isinstance(value, str) for value in said.values())
    kept = {name: book.custom_doc_props[name].value for name in book.custom_doc_props.names}
    assert kept == {name: said[name] for name in anchors.PROPERTY_KEYS}


def test_every_item_stands_in_items_with_its_scale_and_the_name_of_its_cell(ready):
    one = ready(bank=mixed_bank())
    rows = list(opened(one.workbook())["_items"].iter_rows(values_only=True))
    assert rows[0] == anchors.ITEMS_HEADER
    assert rows[3] == ("Ⅱ", "3", "第3题", "三级", "满意、一般、不满意", "0.5", "否", "_fk_item_2_3")
    assert len(rows) == 1 + 8


@pytest.mark.parametrize("style", list(Style))
def test_hidden_names_lead_to_every_item_header_and_field(ready, style):
    book = opened(ready().workbook(style))
    for section in (2, 3):
        for number in range(1, 11):
            assert at(book, f"_fk_item_{section}_{number}").value == number
        assert at(book, f"_fk_head_{section}_1").value == "题号"
    for field, label in anchors.FIELDS.items():
        cell = at(book, f"_fk_field_{field}")
        assert cell.value is None
        row = [one.value for one in cell.parent[cell.row] if one.value]
        assert label in row
    names = [name for name in book.defined_names if name.startswith("_fk_")]
    assert all(book.defined_names[name].hidden for name in names)


def test_the_template_mark_says_form_version_and_question_bank(ready):
    one = ready()
    mark = opened(one.workbook()).defined_names["_fk_tpl"].attr_text.strip('"')
    assert mark == anchors.template_mark(one.bank.digest)
    assert mark.startswith("satisfaction_survey|1|")
    assert mark != anchors.template_mark(mixed_bank().digest)


def test_ticks_are_offered_in_a_column_per_option_and_one_for_not_applicable(ready):
    book = opened(ready().workbook(Style.TICKS))
    words = list(heads(book, 3).values())
    assert words == ["题号", "调查项目", "很满意", "满意", "一般", "不满意", "很不满意", "不适用"]
    first = at(book, "_fk_item_3_1")
    lists = drop_downs(book["调查表"])
    assert [lists[f"{letter}{first.row}"] for letter in "CDEFGH"] == ["√"] * 6


def test_words_are_offered_in_one_column_where_lists_are_wanted(ready):
    book = opened(ready(bank="三级").workbook(Style.LISTS))
    assert list(heads(book, 3).values()) == ["题号", "调查项目", "评价"]
    [letter] = [column for column, word in heads(book, 3).items() if word == "评价"]
    row = at(book, "_fk_item_3_1").row
    assert drop_downs(book["调查表"])[f"{letter}{row}"] == "满意,一般,不满意,不适用"


def test_both_ways_stand_side_by_side(ready):
    book = opened(ready().workbook(Style.BOTH))
    assert list(heads(book, 3).values())[-2:] == ["不适用", "评价"]


def test_only_answer_cells_are_open_and_no_password_is_asked(ready):
    book = opened(ready().workbook(Style.BOTH))
    sheet = book["调查表"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    rows = {cell.row for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    answers = {at(book, f"_fk_item_3_{number}").row for number in range(1, 11)}
    fields = {at(book, f"_fk_field_{field}").row for field in anchors.FIELDS}
    assert rows == answers | fields


@pytest.mark.parametrize(
    ("phase", "closed", "opened_"), [("已交工", 2, 3), ("在建", 3, 2), ("停工", 3, 2)]
)
def test_the_half_that_does_not_apply_is_locked_and_says_so(ready, phase, closed, opened_):
    book = opened(ready(project={"phase": phase}).workbook(Style.BOTH))
    sheet = book["调查表"]
    head = at(book, f"_fk_head_{closed}_1")
    assert "本次调查不填" in sheet.cell(head.row - 1, 1).value
    assert "本次调查不填" not in sheet.cell(at(book, f"_fk_head_{opened_}_1").row - 1, 1).value
    row = at(book, f"_fk_item_{closed}_1").row
    assert all(cell.protection.locked for cell in sheet[row])
    assert not any(cell.endswith(str(row)) and cell[1:] == str(row) for cell in drop_downs(sheet))


def test_a_scale_of_its_own_gets_a_header_row_of_its_own(ready):
    book = opened(ready(bank=mixed_bank()).workbook(Style.TICKS))
    sheet = book["调查表"]
    rows = [at(book, f"_fk_head_3_{run}").row for run in (1, 2, 3)]
    assert rows == sorted(rows)
    words = [cell.value for cell in sheet[rows[1]] if cell.value]
    assert words == ["题号", "调查项目", "满意", "一般", "不满意", "不适用"]
    assert at(book, "_fk_item_3_3").row == rows[1] + 1
    lists = drop_downs(sheet)
    assert [f"{letter}{rows[1] + 1}" in lists for letter in "CDEFGH"] == [
        True, True, True, False, False, True,
    ]  # fmt: skip


def test_the_overall_rating_offers_the_banks_own_scale(ready):
    book = opened(ready(bank="三级").workbook())
    cell = at(book, "_fk_field_overall").coordinate
    assert drop_downs(book["调查表"])[cell] == "满意,一般,不满意"


def test_it_prints_on_a4_upright_with_page_numbers_and_repeated_title(ready):
    sheet = opened(ready().workbook())["调查表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.print_title_rows == "$1:$2"
    assert "第 &P 页 共 &N 页" in sheet.oddFooter.center.text
    assert sheet.freeze_panes == "A5"
    left, top, right, bottom = range_boundaries(str(sheet.print_area).rpartition("!")[2])
    assert (left, top, bottom) == (1, 1, sheet.max_row)
    assert right == sheet.max_column


@pytest.mark.parametrize("project_no", ["P2026-001", "P2025-007", "P2019-112"])
@pytest.mark.parametrize("bank", ["三级", "五级"])
@pytest.mark.parametrize("style", list(Style))
def test_each_half_has_a_page_of_its_own_whatever_the_names_are(ready, project_no, bank, style):
    book = opened(ready(project_no, bank).workbook(style, return_to="示例公司安质部 010-55501234"))
    sheet = book["调查表"]
    begins = at(book, "_fk_head_3_1").row - 1
    assert [one.id for one in sheet.row_breaks.brk] == [begins - 1]
    height = sum(sheet.row_dimensions[row].height for row in range(1, begins))
    assert height <= PAGE_POINTS


def test_the_instructions_name_the_day_and_whom_to_ask(ready):
    sheet = opened(ready().workbook(return_to="示例公司 010-55501234"))["调查表"]
    assert "√" in sheet["A3"].value
    assert "2026年12月10日前" in sheet["A4"].value
    assert "示例公司 010-55501234" in sheet["A4"].value


def test_without_a_day_none_is_named(ready):
    sheet = opened(ready().workbook(due_on=None))["调查表"]
    assert "日前" not in sheet["A4"].value
    assert sheet["A4"].value.startswith("请填好")


def test_text_that_looks_like_a_formula_stays_text(ready):
    one = ready(respondent_unit="=1+1 示例公司")
    book = opened(one.workbook())
    found = [
        c.value for row in book["调查表"].iter_rows() for c in row if c.value == "=1+1 示例公司"
    ]
    assert len(found) == 1
    [cell] = [c for row in book["调查表"].iter_rows() for c in row if c.value == "=1+1 示例公司"]
    assert cell.quotePrefix
    assert book["_meta"]["B12"].quotePrefix
    assert book["_meta"]["B12"].data_type == "s"


def test_no_text_of_a_survey_or_of_the_list_of_them_is_worked_out(ready):
    for text in FORMULAS:
        said = text.strip()
        made = ready(respondent_unit=said).workbook()
        assert not re.search(rb"<f[ >/]", b"".join(parts_of(made, "xl/worksheets/")))
        found = [c for row in opened(made)["调查表"].iter_rows() for c in row if c.value == said]
        assert found, text
        assert all(cell.data_type == "s" for cell in found)
    days = ("2026-11-25", "2026-12-10")
    parcels = [Parcel(*(text,) * 9, *days, text) for text in FORMULAS]
    made = list_bytes(parcels, company="=甲", back="@乙")
    assert not re.search(rb"<f[ >/]", b"".join(parts_of(made, "xl/worksheets/")))
    rows = list(opened(made).worksheets[0].iter_rows(min_row=2, min_col=2))
    assert [row[0].value for row in rows] == FORMULAS
    assert all(cell.data_type == "s" for row in rows for cell in row)


def test_every_character_of_a_list_is_read_back():
    everything = every_character()
    texts = [everything[at : at + 4_000] for at in range(0, len(everything), 4_000)]
    days = ("2026-11-25", "2026-12-10")
    parcels = [Parcel(*("",) * 4, one, *("",) * 4, *days, "") for one in texts]
    made = list_bytes(parcels, company="甲", back="乙")
    rows = opened(made).worksheets[0].iter_rows(min_row=2, min_col=6, max_col=6, values_only=True)
    assert ["".join(row) for row in rows] == texts


def parts_of(made: bytes, below: str) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return [package.read(name) for name in package.namelist() if name.startswith(below)]


def test_a_long_name_raises_its_row(ready):
    short = opened(ready().workbook())["调查表"].row_dimensions
    long = opened(ready("P2019-112").workbook())["调查表"].row_dimensions
    assert long[7].height > short[7].height  # 工程地点


@pytest.mark.parametrize("style", list(Style))
def test_the_same_survey_gives_the_same_bytes(ready, style):
    assert ready().workbook(style) == ready().workbook(style)


def test_another_day_gives_other_bytes(ready):
    assert ready().workbook(due_on=date(2027, 1, 5)) != ready().workbook()


@pytest.mark.parametrize(
    ("part", "before", "after", "where"),
    [
        ("xl/sharedStrings.xml", "云岭市示例花园", "云岭市样板花园", "调查表!B6"),
        ("xl/sharedStrings.xml", "zh-CN", "zh-TW", "_meta!B11"),
        ("xl/workbook.xml", "_fk_item_3_4", "_fk_item_3_44", "_fk_item_3_4"),
        ("xl/workbook.xml", 'name="_fk_tpl" hidden="1"', 'name="_fk_tpl"', "_fk_tpl"),
        ("xl/workbook.xml", 'state="hidden"', 'state="visible"', "_meta"),
        ("xl/worksheets/sheet1.xml", '<formula1>"√"', '<formula1>"×"', "调查表!C31"),
        ("xl/worksheets/sheet1.xml", "<sheetProtection ", "<x ", "调查表"),
        ("xl/styles.xml", 'locked="0"', 'locked="1"', "调查表!"),
    ],
)
def test_a_workbook_that_does_not_hold_what_it_should_is_refused(ready, part, before, after, where):
    one = ready()
    with zipfile.ZipFile(io.BytesIO(one.workbook())) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    text = parts[part].decode("utf-8")
    assert before in text
    parts[part] = text.replace(before, after, 1).encode("utf-8")
    plan = workbook.planned(one.survey, one.view, one.bank, Sending(due_on=date(2026, 12, 10)))
    with pytest.raises(OutputError) as caught:
        prove(write(parts), plan, name="调查表.xlsx")
    assert caught.value.code == "FK-SUR-020"
    assert where in str(caught.value)


def test_a_survey_of_an_unknown_phase_leaves_both_halves_open(ready):
    one = ready()
    nobody = one.survey.changed(project=None)
    book = opened(replace(one, survey=nobody).workbook())
    assert {row[0].value: row[1].value for row in book["_meta"].iter_rows()}["section"] == ""
    for section in Section:
        name = anchors.item_name(section, 1)
        assert not at(book, name).parent.cell(at(book, name).row, 3).protection.locked

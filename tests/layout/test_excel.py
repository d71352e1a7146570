"""The Excel template: printable A4, complete, the same tags."""

from __future__ import annotations

import io

import openpyxl
import pytest
from ruamel.yaml import YAML

from formkit.kernel.errors import ProfileError
from formkit.layout import blocks, excel
from formkit.render import compile_template


def parsed(text: str):
    return YAML().load(text)


@pytest.fixture
def page(sheet):
    return openpyxl.load_workbook(io.BytesIO(excel.emit(*sheet))).active


def find(page, text: str):
    return next(c for row in page.iter_rows() for c in row if c.value and text in str(c.value))


def area(page, text: str) -> str:
    where = find(page, text).coordinate
    return next((str(m) for m in page.merged_cells.ranges if where in m), where)


def test_the_same_sheet_gives_the_same_bytes(sheet):
    assert excel.emit(*sheet) == excel.emit(*sheet)


def test_a_row_of_cells_covers_the_whole_width_without_overlap(page):
    last = page.max_column
    for row in range(1, page.max_row + 1):
        cells = {
            column
            for merged in page.merged_cells.ranges
            if merged.min_row == row
            for column in range(merged.min_col, merged.max_col + 1)
        }
        assert all(column <= last for column in cells)
    assert area(page, "form.title") == f"A1:{openpyxl.utils.get_column_letter(last)}1"


def test_a_loop_stands_alone_in_its_row(page):
    opening = find(page, "{%tr for row in issues %}")
    others = [c.value for c in page[opening.row] if c.coordinate != opening.coordinate]
    assert not any(others)
    assert page.cell(opening.row + 2, 1).value == "{%tr endfor %}"


def test_the_frame_is_thick_outside_and_thin_inside(page):
    label = find(page, "工程名称")
    assert label.border.left.style == "medium"
    assert label.border.top.style == "medium"
    assert label.border.right.style == "thin"
    right = page.cell(label.row, page.max_column)
    assert right.border.right.style == "medium"


def test_the_lower_rule_of_a_frame_stands_on_a_row_of_its_own(page):
    note = find(page, "注:第一条")
    closing = [c.border.top.style for c in page[note.row - 1]]
    assert set(closing) == {"medium"}


def test_it_prints_on_a4_with_one_page_width_and_counts_its_pages(page):
    assert page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert round(page.page_margins.left * 25.4) == 30
    assert page.oddFooter.center.text == page.firstFooter.center.text == "第 &P 页 共 &N 页"


def test_the_next_page_is_headed_as_continued_and_repeats_the_number(page):
    assert page.HeaderFooter.differentFirst
    assert page.oddHeader.center.text.endswith("样表(续表)")
    assert page.firstHeader.center.text is None
    assert page.print_title_rows == "$2:$2"


def test_a_page_break_begins_a_new_printed_range(sheet_text):
    text = sheet_text.replace("    - notes:", "    - page_break: {}\n    - notes:")
    manifest = parsed(text)
    made = excel.emit(blocks.load(manifest, source="x"), manifest)
    page = openpyxl.load_workbook(io.BytesIO(made)).active
    first, second = str(page.print_area).split(",")
    assert find(page, "注:第一条").row == int(
        second.rpartition("$")[0].split(":")[0].rpartition("$")[2]
    )
    assert first.startswith("'样表'!$A$1:")


def test_a_row_is_high_enough_for_its_words():
    long = "说明" * 60
    manifest = parsed(
        f"title: 样\nlayout:\n  running_head: true\n  blocks:\n    - grid: {{columns: [80, 80], rows: [[{long}, 二]]}}\n"
    )
    page = openpyxl.load_workbook(
        io.BytesIO(excel.emit(blocks.load(manifest, source="x"), manifest))
    ).active
    assert page.row_dimensions[1].height >= 6 * 10.5


def test_headings_and_paragraphs_go_on_the_sheet_too():
    manifest = parsed(
        "title: 样\nlayout:\n  running_head: true\n  blocks:\n"
        "    - heading: 一、概况\n    - paragraphs: {items: [第一段, 第二段]}\n"
        "    - rows: {each: issues, columns: [{head: 一, width: 60, text: '{a}'}, {head: 二, width: 100}]}\n"
    )
    page = openpyxl.load_workbook(
        io.BytesIO(excel.emit(blocks.load(manifest, source="x"), manifest))
    ).active
    assert [page.cell(n, 1).value for n in (1, 2, 3)] == ["一、概况", "第一段", "第二段"]


@pytest.mark.parametrize(
    "block",
    [
        "clauses: {each: texts}",
        "cover: {title: 一, lines: []}",
        "page_break: {orientation: landscape}",
    ],
)
def test_what_a_worksheet_cannot_print_is_refused(block):
    manifest = parsed(
        f"title: 样\nlayout:\n  running_head: true\n  blocks:\n    - grid: {{columns: [80, 80], rows: [[一, 二]]}}\n    - {block}\n"
    )
    with pytest.raises(ProfileError) as caught:
        excel.emit(blocks.load(manifest, source="x"), manifest)
    assert caught.value.code == "FK-LAY-008"
    assert block.split(":")[0] in str(caught.value.finding())


def test_a_filled_sheet_has_a_row_for_each_entry(sheet):
    view = {
        "form": dict.fromkeys(["title", "unit", "number", "form_no", "form_version", "revision_mark", "copy_mark"], "甲"),
        "project": {"name": "示例工程"}, "day": "", "who": "", "by": "", "attachments": [],
        "issues": [{"index": str(n), "problem": f"渗水{n}"} for n in (1, 2, 3)], "confirm": {"opinion": ""},
    }  # fmt: skip
    made = compile_template(excel.emit(*sheet)).render(view)
    page = openpyxl.load_workbook(io.BytesIO(made)).active
    rows = [find(page, f"渗水{n}").row for n in (1, 2, 3)]
    assert rows == list(range(rows[0], rows[0] + 3))
    assert area(page, "渗水3").split(":")[0] == f"B{rows[2]}"
    assert "{" not in "".join(str(c.value or "") for row in page.iter_rows() for c in row)

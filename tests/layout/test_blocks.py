"""Reading a sheet: what is wrong is told with file, line and remedy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from formkit.kernel.errors import ProfileError
from formkit.layout import blocks
from formkit.layout.node import Node
from formkit.layout.tags import tagged
from formkit.layout.vocabulary import (
    Align,
    Blank,
    Cell,
    Field,
    Grid,
    Paper,
    RowsTable,
    SignRow,
    Text,
    Vertical,
)


def parsed(text: str):
    return YAML().load(text)


def refused(text: str) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        blocks.load(parsed(text), source="forms/样表.yaml")
    return caught.value


def sheet_with(block: str, head: str = "running_head: true") -> str:
    return f"title: 样表\nlayout:\n  {head}\n  blocks:\n    - {block}\n"


def test_a_label_and_its_value_become_two_cells(sheet):
    layout, _ = sheet
    grid = next(block for block in layout.blocks if isinstance(block, Grid))
    assert grid.rows[0].cells == (
        Cell((Text("工程名称"),), 1, Align.CENTER),
        Cell((Field("project.name"),), 3),
    )


def test_running_text_holds_fields_with_blanks_and_lines_to_write_on(sheet):
    layout, _ = sheet
    grid = next(block for block in layout.blocks if isinstance(block, Grid))
    cell = grid.rows[2].cells[1]
    assert cell.content == (
        Text("由"), Field("who", 8), Text("负责,签名"), Blank(6),
    )  # fmt: skip
    assert (cell.vertical, cell.bold) == (Vertical.TOP, True)


def test_words_may_stand_only_with_their_value():
    said = Node("{name}{(|kind|)}{|count|张}", "x", "text").as_inline()
    assert said == (
        Field("name"), Field("kind", before="(", after=")"), Field("count", after="张"),
    )  # fmt: skip
    assert tagged(said) == (
        "{{ name }}{% if kind %}({{ kind }}){% endif %}{% if count %}{{ count }}张{% endif %}"
    )
    for wrong in ("{(|Kind|)}", "{|count}", "{a|b|c|d}"):
        with pytest.raises(ProfileError, match="FK-LAY-004"):
            Node(wrong, "x", "text").as_inline()


def test_a_long_text_may_be_set_densely_where_its_cell_is_small_and_holds_it_alone():
    row = "[{label: 原因, text: '{cause}', small: true, dense: 200}]"
    text = sheet_with(f"grid: {{columns: [60, 100], rows: [{row}]}}")
    grid = blocks.load(parsed(text), source="x").blocks[0]
    assert grid.rows[0].cells[1].dense == 200
    for wrong in (row.replace("small: true, ", ""), row.replace("{cause}", "因{cause}")):
        with pytest.raises(ProfileError, match="FK-LAY-001"):
            blocks.load(parsed(text.replace(row, wrong)), source="x")


def test_a_list_may_be_printed_in_one_cell(sheet):
    layout, _ = sheet
    grid = next(block for block in layout.blocks if isinstance(block, Grid))
    assert grid.rows[1].cells[3].each == "attachments"


def test_signature_boxes_say_whose_they_are(sheet):
    layout, _ = sheet
    row = next(
        r for b in layout.blocks if isinstance(b, Grid) for r in b.rows if isinstance(r, SignRow)
    )
    assert [box.seal for box in row.boxes] == [True, False]
    assert [box.date for box in row.boxes] == [True, False]


def test_a_continued_sheet_repeats_the_title_and_the_number(sheet):
    layout, _ = sheet
    assert layout.running_head.title == (Field("form.title"), Text("(续表)"))
    assert layout.running_head.right == (Text("编号:"), Field("form.number"))


def test_without_a_title_block_the_running_head_is_only_the_word_continued():
    layout = blocks.load(parsed(sheet_with("heading: 一、概况")), source="x")
    assert layout.running_head.left == ()


def test_a_running_head_of_its_own_may_lack_a_title(booklet):
    layout, _ = booklet
    assert layout.running_head.title == ()
    assert layout.running_head.left == (Field("form.title"),)


def test_the_paper_is_a4_with_room_to_bind_unless_it_says_otherwise(sheet):
    layout, _ = sheet
    assert layout.paper == Paper(210, 297, 25, 25, 30, 20)
    assert layout.paper.text_width == 160
    assert layout.paper.text_height == 247


def test_paper_lying_across_is_bound_at_the_top():
    text = "paper: {orientation: landscape}\n" + sheet_with("heading: 一")
    paper = blocks.load(parsed(text), source="x").paper
    assert (paper.width, paper.height, paper.top, paper.landscape) == (297, 210, 30, True)
    assert paper.turned() == Paper(210, 297, 25, 25, 30, 20)


def test_a_rows_table_on_a_page_across_fills_that_page(booklet):
    layout, _ = booklet
    table = next(block for block in layout.blocks if isinstance(block, RowsTable))
    assert sum(column.width for column in table.columns) == 247


def test_after_a_page_across_an_ordinary_break_turns_the_paper_back():
    text = sheet_with(
        "page_break: {orientation: landscape}\n"
        "    - page_break: {}\n"
        "    - grid: {columns: [160], rows: [[一]]}"
    )
    assert blocks.load(parsed(text), source="x")


def test_plain_data_without_line_numbers_is_read_too():
    data = {"layout": {"running_head": True, "blocks": [{"heading": "一"}]}}
    assert blocks.load(data, source="x").blocks


def test_plain_data_has_no_line_to_tell():
    with pytest.raises(ProfileError) as caught:
        blocks.load({"layout": {"running_head": True, "blocks": [{"headin": "一"}]}}, source="x")
    assert caught.value.place.line is None


@pytest.mark.parametrize(
    ("block", "code", "line", "said"),
    [
        ("gird: {}", "FK-LAY-002", 5, "gird"),
        ("heading: 5", "FK-LAY-001", 5, "文字"),
        ("[]", "FK-LAY-001", 5, "只有一个键"),
        ("{title: {text: 一}, heading: 二}", "FK-LAY-001", 5, "只有一个键"),
        ("title: {}", "FK-LAY-003", 5, "text"),
        ("title: 一", "FK-LAY-001", 5, "键: 值"),
        ("notes: 一", "FK-LAY-001", 5, "列表"),
        ("notes: [5]", "FK-LAY-001", 5, "文字"),
        ("clauses: {each: 要求}", "FK-LAY-001", 5, "字段名"),
        ("clauses: {each: texts, at_least: -1}", "FK-LAY-001", 5, "正整数"),
        ("clauses: {each: texts, at_least: true}", "FK-LAY-001", 5, "正整数"),
        ("paragraphs: {items: [一], indent: 2}", "FK-LAY-001", 5, "true 或 false"),
        ("page_break: {orientation: 横}", "FK-LAY-001", 5, "portrait"),
        ("heading: 工程{名称", "FK-LAY-004", 5, "花括号"),
        ("heading: 工程{}", "FK-LAY-004", 5, "花括号"),
        ("heading: 工程{Name}", "FK-LAY-004", 5, "花括号"),
        ("heading: 工程{{name}}", "FK-LAY-004", 5, "花括号"),
        ("heading: 工程｛name｝", "FK-LAY-004", 5, "花括号"),
        ("heading: 工程{name:0}", "FK-LAY-004", 5, "花括号"),
        ("grid: {columns: [100, 50], rows: []}", "FK-LAY-005", 5, "150"),
        ("grid: {columns: [160, 0], rows: []}", "FK-LAY-001", 5, "大于 0"),
        ("grid: {columns: [160, true], rows: []}", "FK-LAY-001", 5, "大于 0"),
        ("grid: {columns: [60, 100], rows: [[一, 二], [三]]}", "FK-LAY-006", 5, "第 2 行"),
        ("grid: {columns: [80, 80], rows: [[{label: 一, txet: 二}]]}", "FK-LAY-002", 5, "txet"),
        ("rows: {each: issues, columns: [{head: 一, width: 150}]}", "FK-LAY-005", 5, "150"),
        ("rows: {each: issues, columns: [{head: 1, width: 160}]}", "FK-LAY-001", 5, "文字"),
        (
            "grid: {columns: [80, 80], rows: [[一, 二]]}\n    - grid: {columns: [81, 79], rows: [[一, 二]]}",
            "FK-LAY-007",
            4,
            "1 毫米",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_block_is_told_with_its_line(block, code, line, said):
    error = refused(sheet_with(block))
    assert error.code == code
    assert error.place.file == "forms/样表.yaml"
    assert error.place.line == line
    assert said in str(error.finding())
    assert error.finding().remedy


def test_a_sheet_without_running_head_is_refused_for_it_may_run_over_the_page():
    assert refused("layout:\n  blocks: [{heading: 一}]\n").code == "FK-LAY-003"


def test_an_unknown_size_of_paper_is_refused():
    error = refused("paper: {size: B5}\n" + sheet_with("heading: 一"))
    assert "A4" in error.finding().required


def test_two_grids_apart_may_have_lines_of_their_own():
    text = sheet_with(
        "grid: {columns: [80, 80], rows: [[一, 二]]}\n"
        "    - heading: 二\n"
        "    - grid: {columns: [81, 79], rows: [[一, 二]]}"
    )
    assert len(blocks.load(parsed(text), source="x").blocks) == 3


def test_a_line_that_no_row_draws_disturbs_nobody():
    text = sheet_with("grid: {columns: [80, 1, 79], rows: [[{text: 一, span: 2}, 二]]}")
    assert blocks.load(parsed(text), source="x")


@given(st.text(st.characters(exclude_characters="{}｛｝", exclude_categories=["Cs"]), min_size=1))
def test_any_words_without_braces_stand_as_they_are(text):
    assert Node(text, "x", "text").as_inline() == (Text(text),)

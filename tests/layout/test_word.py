"""The Word template: what Word, WPS and LibreOffice all need to see in it."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import docx
import pytest
from lxml import etree

from formkit.layout import word
from formkit.layout.frame import frame
from formkit.layout.vocabulary import (
    Cell,
    Column,
    Field,
    Grid,
    Row,
    RowsTable,
    SignBox,
    SignRow,
    Text,
)
from formkit.render import compile_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BODY = "word/document.xml"


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml_of(data: bytes, part: str) -> etree._Element:
    return etree.fromstring(parts_of(data)[part])


def words(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


@pytest.fixture
def body(sheet):
    return xml_of(word.emit(*sheet), BODY)


@pytest.fixture
def styles(sheet, styles_of):
    return styles_of(word.emit(*sheet))


def tables(body):
    return body.findall(f"{W}body/{W}tbl")


def value(element, path: str, attribute: str = "val"):
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")


def filled(layout_and_manifest, **changed):
    view = {
        "form": dict.fromkeys(["title", "unit", "number", "form_no", "form_version", "revision_mark", "copy_mark"], "甲"),
        "project": {"name": "示例工程"}, "day": "2026年9月1日", "who": "", "by": "李",
        "attachments": [{"name": "照片", "count": "3"}, {"name": "函", "count": "1"}],
        "issues": [], "confirm": {"opinion": "同意"},
        "requirements": [], "name": "某事", "entries": [],
    }  # fmt: skip
    return compile_template(word.emit(*layout_and_manifest)).render(view | changed)


def test_the_same_sheet_gives_the_same_bytes(sheet):
    assert word.emit(*sheet) == word.emit(*sheet)


def test_the_template_opens_in_python_docx_and_carries_its_title(sheet):
    document = docx.Document(io.BytesIO(word.emit(*sheet)))
    assert document.core_properties.title == "样表"
    assert document.core_properties.created.year == 2000


def test_grid_cells_and_table_give_the_same_widths(body):
    for table in tables(body):
        grid = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        assert value(table, "tblPr/tblLayout", "type") == "fixed"
        assert int(value(table, "tblPr/tblW", "w")) == sum(grid)
        for row in table.iterfind(f"{W}tr"):
            at = 0
            for cell in row.iterfind(f"{W}tc"):
                span = int(value(cell, "tcPr/gridSpan") or 1)
                assert int(value(cell, "tcPr/tcW", "w")) == sum(grid[at : at + span])
                at += span
            assert at == len(grid)


def test_all_tables_of_a_frame_stand_on_the_same_grid(body):
    grids = [
        [column.get(f"{W}w") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for table in tables(body)[1:]  # the first is the line over the frame
    ]
    assert len(grids) == 3
    assert all(grid == grids[0] for grid in grids)


def test_rows_are_never_broken_and_never_of_fixed_height(body):
    for row in body.iter(f"{W}tr"):
        assert row.find(f"{W}trPr/{W}cantSplit") is not None
        assert value(row, "trPr/trHeight", "hRule") == "atLeast"


def test_the_head_of_a_list_is_repeated_with_its_caption(body):
    heads = [row for row in body.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert [words(row) for row in heads] == ["问题清单", "序号问题签字"]


def test_the_frame_is_thick_outside_and_thin_inside(body, styles):
    first, middle, last = tables(body)[1:]
    for table in (first, middle, last):
        assert styles.value(table, "tblPr/tblBorders/left", "sz") == "12"
        assert styles.value(table, "tblPr/tblBorders/insideH", "sz") == "4"
    assert styles.value(first, "tblPr/tblBorders/top", "sz") == "12"
    assert styles.value(last, "tblPr/tblBorders/bottom", "sz") == "12"


def test_between_two_tables_of_a_frame_there_is_one_line(body, styles):
    above, below = tables(body)[1:3]
    assert value(above, "tblPr/tblBorders/bottom", "sz") == "4"  # closed, should a page end here
    assert value(below, "tblPr/tblBorders/top") == "nil"
    seam = above.getnext()
    assert styles.value(seam, "pPr/shd", "fill") == "000000"
    assert styles.value(seam, "pPr/spacing", "line") == "14"


def test_no_page_ends_in_a_seam(body, styles):
    for above, below in pairwise(tables(body)[1:]):
        last = above.findall(f"{W}tr")[-1]
        assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in last.iter(f"{W}p"))
        assert styles.has(above.getnext(), "pPr/keepNext")
        assert above.getnext().getnext() is below


def test_the_title_of_a_section_keeps_with_its_first_row():
    title = Row((Cell((Text("一、登记"),), span=2, bold=True),), 6)
    under = Row((Cell((Text("工程"),)), Cell((Text("甲"),))), 6)
    (table,) = frame([Grid((40.0, 120.0), (title, under))])
    kept = [row.find(f".//{W}keepNext") is not None for row in table.findall(f"{W}tr")]
    assert kept == [True, False]


def test_a_frame_that_opens_a_page_under_a_running_head_has_no_rule_of_its_own(booklet):
    (table,) = tables(xml_of(word.emit(*booklet), BODY))[-1:]
    assert value(table, "tblPr/tblBorders/top") == "nil"


def test_a_group_of_options_is_told_the_width_of_its_cell():
    options = (Field("level", options=True),)
    (table,) = frame([Grid((80.0, 80.0), (Row((Cell(options), Cell(options, small=True)), 6),))])
    assert words(table) == "{{ level|fit(42) }}{{ level|fit(49) }}"


def test_a_long_text_is_set_in_the_dense_style_and_printed_once():
    cell = Cell((Field("cause"),), small=True, dense=3)
    (table,) = frame([Grid((160,), (Row((cell,), 8),))])
    printed = [(value(p, "pPr/pStyle"), words(p)) for p in table.iter(f"{W}p") if "{{" in words(p)]
    assert printed == [("Dense", "{{ cause }}"), ("Small", "{{ cause }}")]
    assert "{%p if cause|length > 3 %}" in words(table)


def test_a_signature_keeps_its_room_under_an_opinion():
    (table,) = frame([Grid((160.0,), (SignRow((SignBox((Text("甲:"),)),), 16.0),))])
    height = int(value(table.findall(f"{W}tr")[1], "trPr/trHeight"))
    assert height == round(15 / 25.4 * 1440)


def test_a_blank_to_fill_in_by_hand_has_higher_rows(sheet):
    layout, manifest = sheet
    heights = []
    for made in (layout, layout.by_hand()):
        rows = tables(xml_of(word.emit(made, manifest), BODY))[1].findall(f"{W}tr")
        heights.append([round(int(value(row, "trPr/trHeight")) / 1440 * 25.4) for row in rows])
    assert heights == [[6, 8, 20], [9, 8, 20]]


def test_blank_rows_have_their_boxes_in_print():
    level = Column("级别", 160.0, (Field("level", options=True),), blank="□一般 □严重")
    (table,) = frame([RowsTable("issues", (level,), 8, at_least=2, spare=1)])
    assert words(table).count("□一般 □严重") == 3


def test_rows_that_belong_together_keep_with_the_next(body):
    rows = tables(body)[-1].findall(f"{W}tr")
    kept = [
        all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p")) for row in rows
    ]
    assert kept == [True, True, False]


def test_nothing_is_coloured(sheet):
    for name, part in parts_of(word.emit(*sheet)).items():
        if name.startswith("word/"):
            colours = part.split(b'w:color="')[1:] + part.split(b'w:fill="')[1:]
            assert all(colour.startswith((b"000000", b"auto")) for colour in colours)


def test_a_signature_block_is_high_enough_to_sign_and_says_where(body):
    rows = tables(body)[-1].findall(f"{W}tr")[-2:]
    assert sum(int(value(row, "trPr/trHeight")) for row in rows) >= 15 / 25.4 * 1440
    customer, visitor = rows[1].findall(f"{W}tc")
    assert "(签字)" in words(customer)
    assert "(盖章)" in words(customer)
    assert words(customer).endswith("    年  月  日")
    assert words(visitor) == "(签字)"
    assert value(rows[0].findall(f"{W}tc")[0], "tcPr/tcBorders/bottom") == "nil"


def test_a_narrow_signature_box_has_the_date_on_a_line_of_its_own():
    boxes = tuple(SignBox((Text("甲:"),), seal=True) for _ in range(4))
    (table,) = frame([Grid((40.0,) * 4, (SignRow(boxes, 25.0),))])
    foot = table.findall(f"{W}tr")[1].find(f"{W}tc")
    assert [words(p) for p in foot.iterfind(f"{W}p")] == ["(签字)(盖章)", "    年  月  日"]


def test_pages_are_counted_by_fields(sheet):
    footer = xml_of(word.emit(*sheet), "word/footer1.xml")
    assert [node.text.strip() for node in footer.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    assert "第 1 页 共 1 页" in words(footer)


def test_the_first_page_has_its_title_and_the_others_the_word_continued(sheet):
    parts = parts_of(word.emit(*sheet))
    heads = {
        words(xml_of(word.emit(*sheet), name)) for name in parts if name.startswith("word/header")
    }
    assert heads == {"", "{{ form.title }}(续表)单位:{{ form.unit }}编号:{{ form.number }}"}


def test_a_cover_has_neither_head_nor_page_number(booklet):
    made = word.emit(*booklet)
    feet = [words(xml_of(made, name)) for name in parts_of(made) if name.startswith("word/footer")]
    assert sorted(bool(foot) for foot in feet) == [False, True, True]


def test_a_page_across_is_a_section_of_its_own(booklet):
    document = docx.Document(io.BytesIO(word.emit(*booklet)))
    (across,) = (s for s in document.sections if s.page_width > s.page_height)
    assert round(across.top_margin.mm) == 30
    assert not across.different_first_page_header_footer


def test_the_paper_is_a4_with_room_to_bind(sheet):
    section = docx.Document(io.BytesIO(word.emit(*sheet))).sections[0]
    sizes = (
        section.page_width,
        section.page_height,
        section.left_margin,
        section.right_margin,
        section.top_margin,
    )
    assert [round(size.mm) for size in sizes] == [210, 297, 30, 20, 25]


def test_the_running_head_of_a_continued_sheet_ends_with_the_upper_rule_of_its_frame(sheet, styles):
    made = word.emit(*sheet)
    head = next(
        xml_of(made, name)
        for name in parts_of(made)
        if name.startswith("word/header") and words(xml_of(made, name))
    )
    rule = head[-1]
    assert styles.value(rule, "pPr/shd", "fill") == "000000"
    assert styles.value(rule, "pPr/spacing", "line") == "30"


def test_a_mark_to_tick_never_ends_a_line(sheet):
    settings = xml_of(word.emit(*sheet), "word/settings.xml")
    assert "□☑" in value(settings, "noLineBreaksAfter")


def body_of(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [
        " | ".join(dict.fromkeys(cell.text for cell in row.cells))
        for table in document.tables
        for row in table.rows
    ]


def test_blank_rows_fill_a_short_list_and_spare_ones_follow(sheet):
    rows = body_of(filled(sheet))
    assert rows[rows.index("序号 | 问题 | 签字") + 1 :][:4] == ["", "", "", "注:可续页。"]


def test_a_longer_list_keeps_only_the_spare_rows(sheet):
    issues = [{"index": str(n), "problem": f"渗水{n}"} for n in range(1, 4)]
    rows = body_of(filled(sheet, issues=issues))
    assert rows[rows.index("序号 | 问题 | 签字") + 1 :][:5] == [
        "1 | 渗水1 | ", "2 | 渗水2 | ", "3 | 渗水3 | ", "", "注:可续页。",
    ]  # fmt: skip


def test_an_absent_value_in_running_text_leaves_a_line_to_write_on(sheet):
    assert any("由________负责,签名______" in row for row in body_of(filled(sheet)))


def test_a_list_in_a_cell_is_set_apart_by_semicolons(sheet):
    assert any("照片 3 张;函 1 张" in row for row in body_of(filled(sheet)))


def paragraphs_of(data: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


def test_clauses_are_numbered_and_ruled_lines_fill_up(booklet):
    found = paragraphs_of(
        filled(booklet, requirements=[{"index": "1", "text": "不得拆改承重墙。"}])
    )
    assert "1.\t不得拆改承重墙。" in found
    assert "2.\t\t" in found
    assert "1.\t\t" not in found


def test_a_paragraph_is_indented_by_two_signs_unless_it_says_otherwise(booklet, styles_of):
    made = word.emit(*booklet)
    styles = styles_of(made)
    first = {
        words(p): styles.value(p, "pPr/ind", "firstLine") for p in xml_of(made, BODY).iter(f"{W}p")
    }
    assert first["兹证明{{ name }}属实。"] == "420"
    assert first["不缩进的一段"] == "0"


def test_a_sheet_that_ends_in_a_table_closes_with_a_hidden_paragraph(booklet):
    body = xml_of(word.emit(*booklet), BODY)[0]
    assert body[-2].find(f"{W}pPr/{W}rPr/{W}vanish") is not None

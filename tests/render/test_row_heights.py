"""Rows of an Excel form grow with what is filled into them, so that no line is cut on paper."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.styles import Alignment, Font

from formkit.kernel.text import width
from formkit.ooxml.writer import write
from formkit.render import compile_template
from formkit.render.sheet_room import Faces
from formkit.render.wrapping import HIGHEST, LINE, lines

Save = Callable[[openpyxl.Workbook], bytes]
SENTENCE = "顶层东户卧室外墙内侧有渗水痕迹,雨后明显,墙面涂料起皮,其余部位未见异常。"
LONG = (SENTENCE * 12)[:300]
SIZE = 10.5
WRAPPED = Alignment(wrap_text=True, vertical="center")


@pytest.mark.parametrize(
    ("text", "signs", "count"),
    [
        ("", 10, 1),
        ("甲乙丙丁戊", 10, 1),
        ("甲乙丙丁戊己", 10, 2),
        ("甲乙丙丁a", 9, 1),
        ("甲\n乙", 10, 2),
        ("甲\n\n乙丙丁戊己庚", 10, 4),
        ("甲乙丙丁戊。", 10, 2),  # 。 does not begin a line: 戊 goes with it
        ("甲乙丙丁(戊)", 10, 2),  # ( does not end one
        ("甲乙 roof leaking", 10, 2),
        ("SLJZ-GCB-HF-2026-0001", 10, 3),
        ("甲乙丙丁戊 己", 10, 2),
        ("𠮷𠮷𠮷", 4, 2),
        ("甲", 1, 2),
    ],
)
def test_a_text_takes_so_many_lines(text: str, signs: int, count: int) -> None:
    assert lines(text, signs) == count


@given(
    text=st.text(st.sampled_from("甲乙丙丁abc12 ,。()-☑□\n"), max_size=80),
    signs=st.integers(2, 40),
)
@settings(max_examples=200, deadline=None)
@example(text="甲" * 300, signs=2)
@example(text="1 ,111\n1□\n 11111", signs=2)
def test_no_text_is_given_fewer_lines_than_its_signs_fill(text: str, signs: int) -> None:
    inked = [line.replace(" ", "") for line in text.split("\n")]  # blanks may hang over an end
    fewest = sum(max(1, -(-width(line) // signs)) for line in inked)
    most = sum(1 + width(line) for line in text.split("\n"))
    assert fewest <= lines(text, signs) <= most


def _page(**heights: float | None) -> tuple[openpyxl.Workbook, Any]:
    """Return a sheet of eight columns of 10 digits; A2:H2 is one cell that holds `{{ a }}`."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    for letter in "ABCDEFGH":
        page.column_dimensions[letter].width = 10
    _text(page, "A2", "{{ a }}")
    page.merge_cells("A2:H2")
    for name, height in ({"row_2": 28.0} | heights).items():
        page.row_dimensions[int(name.removeprefix("row_"))].height = height
    return workbook, page


def _text(page: Any, address: str, text: str, size: float = SIZE) -> None:
    page[address] = text
    page[address].alignment = WRAPPED
    page[address].font = Font(name="宋体", size=size)


def _heights(document: bytes) -> dict[int, float]:
    page = openpyxl.load_workbook(io.BytesIO(document)).worksheets[0]
    return {n: row.height for n, row in page.row_dimensions.items() if row.height}


def _filled(save: Save, workbook: openpyxl.Workbook, text: str = LONG) -> dict[int, float]:
    context = {"a": text, "rows": [{"a": "短"}, {"a": text}]}
    return _heights(compile_template(save(workbook)).render(context))


def test_a_long_text_raises_its_row_to_all_its_lines(save: Save) -> None:
    workbook, page = _page(row_3=20.0)
    _text(page, "A3", "下一行")
    heights = _filled(save, workbook)
    # Eight columns of 10 digits (7 pixels each) less 5: 416 points, 79 half signs of 5.25.
    assert heights == {2: round(lines(LONG, 79) * SIZE * LINE, 1), 3: 20}
    assert heights[2] > 120


@pytest.mark.parametrize("text", ["", "短", "正好一行" * 9])
def test_a_text_that_is_seen_whole_leaves_the_row_as_it_is(save: Save, text: str) -> None:
    workbook, _ = _page()
    source = save(workbook)
    document = compile_template(source).render({"a": text})
    assert _heights(document) == {2: 28}
    assert _row(document, 2) == _row(source, 2)


def _row(document: bytes, number: int) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        sheet = opened.read("xl/worksheets/sheet1.xml").decode()
    [row] = re.findall(f'<row r="{number}"[^>]*>', sheet)
    return row


def test_a_row_high_enough_for_two_lines_shows_two(save: Save) -> None:
    for height, expected in ((31.0, 31.0), (30.0, round(2 * SIZE * LINE, 1))):
        workbook, _ = _page(row_2=height)
        assert _filled(save, workbook, "两行" * 20 + "多") == {2: expected}


def test_rows_made_by_a_loop_grow_one_by_one(save: Save) -> None:
    workbook, page = _page(row_4=20.0)
    page["A3"] = "{%tr for row in rows %}"
    _text(page, "B4", "{{ row.a }}")
    page.merge_cells("B4:H4")
    page["A5"] = "{%tr endfor %}"
    heights = _filled(save, workbook, "长" * 100)
    assert heights == {2: round(3 * SIZE * LINE, 1), 3: 20, 4: round(3 * SIZE * LINE, 1)}


def test_the_size_of_the_face_counts(save: Save) -> None:
    workbook, page = _page()
    _text(page, "A2", "{{ a }}", size=21)
    assert _filled(save, workbook, "大字" * 30) == {2: round(4 * 21 * LINE, 1)}


def test_without_wrapping_there_is_one_line(save: Save) -> None:
    for alignment in (Alignment(), Alignment(wrap_text=True, text_rotation=90)):
        workbook, page = _page()
        page["A2"].alignment = alignment
        assert _filled(save, workbook) == {2: 28}


def test_a_row_never_gets_higher_than_excel_allows(save: Save) -> None:
    workbook, _ = _page()
    assert _filled(save, workbook, LONG * 10) == {2: HIGHEST}


def test_a_hidden_row_stays_hidden(save: Save) -> None:
    workbook, page = _page()
    page.row_dimensions[2].hidden = True
    assert _filled(save, workbook) == {2: 28}
    flat = _with_sheet(save(_page()[0]), 'ht="28"', 'ht="0"')
    document = compile_template(flat).render({"a": LONG})
    assert 'ht="0"' in _row(document, 2)


def _with_sheet(
    document: bytes, old: str, new: str, part: str = "xl/worksheets/sheet1.xml"
) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    assert old.encode() in parts[part]
    return write(parts | {part: parts[part].replace(old.encode(), new.encode())})


def test_a_row_that_the_programs_fit_is_given_a_height_for_merged_cells_only(save: Save) -> None:
    workbook, page = _page(row_2=None)
    _text(page, "A3", "{{ a }}")
    assert _filled(save, workbook) == {2: round(lines(LONG, 79) * SIZE * LINE, 1)}
    assert _filled(save, workbook, "短") == {}


def test_a_row_that_is_given_a_height_shows_its_other_cells_too(save: Save) -> None:
    workbook, page = _page(row_2=None)
    page.unmerge_cells("A2:H2")
    page.merge_cells("A2:C2")
    _text(page, "D2", "标签" * 40)
    page["E2"] = "=1+1"
    page["F2"] = "不换行"
    heights = _filled(save, workbook, "填写" * 20)
    assert heights == {2: round(lines("标签" * 40, 9) * SIZE * LINE, 1)}


def test_where_no_row_is_fitted_every_row_may_grow(save: Save) -> None:
    workbook, page = _page(row_2=None)
    page.unmerge_cells("A2:H2")
    assert _filled(save, workbook) == {}
    page.sheet_format.customHeight = True
    grown = {2: round(lines("甲" * 40, 9) * SIZE * LINE, 1)}
    assert _filled(save, workbook, "甲" * 40) == grown


def test_a_cell_over_several_rows_needs_only_what_they_lack(save: Save) -> None:
    workbook, page = _page(row_3=40.0)
    page.unmerge_cells("A2:H2")
    page.merge_cells("A2:H4")  # row 4 has the default height, 15
    assert _filled(save, workbook, "三行" * 50) == {2: 28, 3: 40}
    needed = round(lines(LONG, 79) * SIZE * LINE - 55, 1)
    assert _filled(save, workbook) == {2: needed, 3: 40}


def test_hidden_columns_give_no_room_and_plain_ones_the_usual(save: Save) -> None:
    workbook, page = _page()
    for letter in "EFGH":
        page.column_dimensions[letter].hidden = True
    assert _filled(save, workbook) == {2: round(lines(LONG, 39) * SIZE * LINE, 1)}
    workbook, page = _page()
    for letter in "ABCDEFGH":
        del page.column_dimensions[letter]
    usual = int((8 * (8 * 7 + 5) - 5) * 0.75 / (SIZE / 2))
    assert _filled(save, workbook) == {2: round(lines(LONG, usual) * SIZE * LINE, 1)}


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", 'ht="28"', 'ht="高"'),
        ("xl/worksheets/sheet1.xml", 'ht="28"', 'ht="nan"'),
        ("xl/worksheets/sheet1.xml", 'ht="28"', 'ht="-28"'),
        ("xl/worksheets/sheet1.xml", 'width="10"', 'width="inf"'),
        ("xl/worksheets/sheet1.xml", ' min="', ' mim="'),
        ("xl/styles.xml", '<sz val="10.5"', '<sz val="五号"'),
        ("xl/styles.xml", '<sz val="10.5"', '<sz x="1"'),
        ("xl/styles.xml", '<sz val="10.5"/>', ""),
        ("xl/styles.xml", 'fontId="1"', 'fontId="99"'),
        ("xl/styles.xml", 'builtinId="0"', 'builtinId="x"'),
        ("xl/styles.xml", 'xfId="0" builtinId="0"', 'xfId="9" builtinId="0"'),
    ],
)
def test_measures_that_are_no_numbers_count_as_absent(
    save: Save, part: str, old: str, new: str
) -> None:
    workbook, _ = _page()
    source = _with_sheet(save(workbook), old, new, part)
    document = compile_template(source).render({"a": LONG})
    assert float(re.findall(' ht="([^"]*)"', _row(document, 2))[0]) > 100


def test_a_cell_of_no_known_style_does_not_wrap(save: Save) -> None:
    workbook, _ = _page()
    source = _with_sheet(save(workbook), 'r="A2" s="1"', 'r="A2" s="99"')
    assert 'ht="28"' in _row(compile_template(source).render({"a": LONG}), 2)


def test_without_styles_nothing_wraps() -> None:
    assert Faces(None).of(etree.Element("c", {"s": "1"})) == (11, False)


def test_the_width_of_columns_counts_in_digits_of_the_usual_style(save: Save) -> None:
    workbook, _ = _page()
    source = _with_sheet(save(workbook), '<sz val="11"', '<sz val="22"', "xl/styles.xml")
    wide = int((8 * 10 * 15 - 5) * 0.75 / (SIZE / 2))
    expected = round(lines(LONG, wide) * SIZE * LINE, 1)
    assert _heights(compile_template(source).render({"a": LONG})) == {2: expected}


def test_the_table_of_shared_texts_stays_byte_for_byte() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        page = workbook.add_worksheet("调查表")
        page.set_column(0, 0, 40)
        page.set_row(0, 20)
        page.write("A1", "{{ a }}", workbook.add_format({"text_wrap": True, "font_size": SIZE}))
        page.write("A2", "合计")
    document = compile_template(stream.getvalue()).render({"a": LONG})
    assert _heights(document)[1] > 100
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (stream.getvalue(), document))
    with before, after:
        assert b"{{ a }}" in after.read("xl/sharedStrings.xml")
        for name in ("xl/sharedStrings.xml", "xl/theme/theme1.xml"):
            assert before.read(name) == after.read(name)


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_prints_every_line_between_its_neighbours(save: Save, tmp_path: Path) -> None:
    workbook, page = _page(row_1=20.0, row_3=20.0)
    _text(page, "A1", "上面一行")
    _text(page, "A3", "下面一行")
    text = f"起头{LONG[:296]}收尾"
    path = tmp_path / "调查表.xlsx"
    path.write_bytes(compile_template(save(workbook)).render({"a": text}))
    words = _words(path)
    above, begin, end, below = (words[one] for one in ("上面", "起头", "收尾", "下面"))
    assert above[1] <= begin[0] < end[0]
    assert end[1] <= below[0]


def _words(source: Path) -> dict[str, tuple[float, float]]:
    """Return top and bottom of the printed line that holds each mark."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office
    fonts = Path(__file__).parents[1] / "fonts.conf"
    subprocess.run(
        [office, f"-env:UserInstallation={(source.parent / 'profile').as_uri()}", "--headless",
         "--norestore", "--convert-to", "pdf", "--outdir", str(source.parent), str(source)],
        check=True, capture_output=True, timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(source.with_suffix(".pdf")), "-"],
        check=True, capture_output=True, timeout=60, text=True, encoding="utf-8",
    ).stdout  # fmt: skip
    found: dict[str, tuple[float, float]] = {}
    for top, bottom, word in re.findall(
        r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)<', boxes
    ):
        for mark in ("上面", "起头", "收尾", "下面"):
            if mark in word:
                found[mark] = (float(top), float(bottom))
    return found

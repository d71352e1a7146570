"""Text that looks like a formula stays text when a clerk edits its cell (T21)."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from lxml import etree
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from formkit.kernel.text import looks_active
from formkit.ooxml.names import s
from formkit.render import compile_template
from formkit.render.quoting import Quoting
from proof import FORMULAS

ACTIVE = [
    "=1+1", "=cmd|'/c calc'!A0", '=HYPERLINK("http://a")', "+8613800000001", "-5", "@SUM(1+1)",
    "\t=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "'=1",
]  # fmt: skip
QUIET = ["", "1=1", " =1", "二楼-西侧", "正常", "010-55500001", "#REF!", "{=1}"]
STYLES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/></font></fonts>'
    b"<cellStyleXfs count='1'><xf/></cellStyleXfs>"
    b"<cellXfs count='2'><xf numFmtId='0'/><xf numFmtId='49'><alignment wrapText='1'/></xf></cellXfs>"
    b"<!-- \xe6\xb3\xa8 --></styleSheet>"
)


def styles_of(document: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return package.read("xl/styles.xml")


def sheet_of(document: bytes):
    return openpyxl.load_workbook(io.BytesIO(document)).worksheets[0]


@pytest.fixture(scope="module")
def template(save):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["B1"], sheet["C1"] = "{{ a }}", "前{{ a }}", "固定"
    sheet["A1"].font = Font(name="宋体", size=9, bold=True)
    sheet["A1"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["A1"].border = Border(left=Side("thick"))
    sheet["A1"].alignment = Alignment(horizontal="center", wrap_text=True)
    sheet["A1"].protection = Protection(locked=False)
    return compile_template(save(workbook))


@pytest.mark.parametrize("value", ACTIVE, ids=ascii)
def test_text_that_looks_like_a_formula_is_quoted_and_looks_as_before(template, value):
    sheet = sheet_of(template.render({"a": value}))
    cell, plain = sheet["A1"], sheet_of(template.render({"a": "正常"}))["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)
    for kind in ("font", "fill", "border", "alignment", "protection", "number_format"):
        assert repr(getattr(cell, kind)) == repr(getattr(plain, kind))
    assert not sheet["B1"].quotePrefix
    assert not sheet["C1"].quotePrefix


@pytest.mark.parametrize("value", QUIET, ids=ascii)
def test_ordinary_text_keeps_the_templates_own_style(template, value):
    assert not sheet_of(template.render({"a": value}))["A1"].quotePrefix
    assert not looks_active(value)


def test_the_twins_stand_behind_all_that_was_there_byte_for_byte():
    quoting = Quoting(STYLES)
    assert quoting.part() is None
    assert [quoting.twin(style) for style in ("1", None, "0", "1")] == ["2", "3", "3", "2"]
    assert quoting.part() == STYLES.replace(b"<cellXfs count='2'>", b"<cellXfs count='4'>").replace(
        b"</cellXfs>",
        b'<xf numFmtId="49" quotePrefix="1"><alignment wrapText="1"/></xf>'
        b'<xf numFmtId="0" quotePrefix="1"/></cellXfs>',
    )


@pytest.mark.parametrize(
    "unusual",
    [
        STYLES.replace(b"\xe6\xb3\xa8", b"<cellXfs count='9'></cellXfs>").replace(
            b"<fonts", b"<!-- <cellXfs count='7'> --><fonts"
        ),
        STYLES.replace(b"<cellXfs count='2'>", b"<cellXfs>"),
        STYLES.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", STYLES).replace(b"xmlns=", b"xmlns:x="),
        STYLES.replace(b"<xf numFmtId='49'>", b"<xf numFmtId='49' xmlns:q='urn:q' q:hint='1'>"),
    ],
    ids=["comments", "no count", "utf-16", "prefix", "own namespace"],
)
def test_a_part_that_is_written_unusually_says_the_same(unusual):
    quoting = Quoting(unusual)
    assert quoting.twin("1") == "2"
    root = etree.fromstring(quoting.part())
    formats = root.find(s("cellXfs"))
    assert formats.get("count") == "3"
    assert [one.get("quotePrefix") for one in formats.findall(s("xf"))] == [None, None, "1"]
    assert formats[2].find(s("alignment")).get("wrapText") == "1"
    assert dict(formats[2].attrib) == dict(formats[1].attrib) | {"quotePrefix": "1"}


def test_what_is_quoted_already_or_has_no_style_at_all_stays():
    quoted = STYLES.replace(b"<xf numFmtId='49'>", b"<xf numFmtId='49' quotePrefix='1'>")
    assert Quoting(quoted).twin("1") == "1"
    assert Quoting(STYLES).twin("99") == "99"
    assert Quoting(None).twin("1") == "1"
    assert Quoting(None).part() is None


def test_rows_of_a_table_are_quoted_one_by_one(save):
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row, text in enumerate(["{%tr for q in rows %}", "{{ q.text }}", "{%tr endfor %}"], 1):
        sheet[f"A{row}"] = text
    made = compile_template(save(workbook)).render({"rows": [{"text": "=1"}, {"text": "一"}]})
    assert [sheet_of(made)[f"A{row}"].quotePrefix for row in (1, 2)] == [True, False]
    assert styles_of(made).count(b'quotePrefix="1"') == 1


@pytest.fixture
def many_formulas(save):
    """A sheet whose rows hold every text that looks like a formula, and a sum that must not see one."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row, text in enumerate(["{%tr for q in rows %}", "{{ q.text }}", "{%tr endfor %}"], 1):
        sheet[f"A{row}"] = text
    sheet["B4"] = "=SUM(A1:A100)"
    view = {"rows": [{"text": text} for text in FORMULAS]}
    return compile_template(save(workbook)).render(view)


def test_forty_texts_that_look_like_formulas_are_texts_for_every_reader(many_formulas):
    assert len(set(FORMULAS)) >= 40
    with zipfile.ZipFile(io.BytesIO(many_formulas)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<f") == 1  # the template's own sum
    for read_only in (False, True):
        book = openpyxl.load_workbook(io.BytesIO(many_formulas), read_only=read_only)
        cells = [row[0] for row in book.worksheets[0].iter_rows(max_row=len(FORMULAS))]
        assert [(cell.value, cell.data_type) for cell in cells] == [(one, "s") for one in FORMULAS]
        book.close()


@pytest.mark.office
def test_libreoffice_works_none_of_them_out(many_formulas, tmp_path):
    path = tmp_path / "填好.xlsx"
    path.write_bytes(many_formulas)
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
            "--outdir", str(tmp_path / "out"), str(path),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "out" / "填好.xlsx", data_only=True)
    rows = book.worksheets[0].iter_rows(max_row=len(FORMULAS), max_col=1, values_only=True)
    assert [value for (value,) in rows] == FORMULAS
    assert book.worksheets[0].cell(len(FORMULAS) + 1, 2).value == 0

"""Files that ordinary programs make pass the gate, quickly, and every reader sees the same."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
import python_calamine
import xlsxwriter
from docx.enum.section import WD_ORIENT
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate, names, package, text
from formkit.ooxml.package import Doubt
from formkit.ooxml.sniff import FileKind

HEADERS = ["序号", "工程名称", "接到时间", "造价(元)"]
ROW = [1, "幸福里小区 2#楼", date(2026, 9, 1), 86543210.5]


def of_openpyxl(path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "投诉台账"
    sheet.append(HEADERS)
    sheet.append(ROW)
    sheet["E2"] = "=D2*0.03"
    sheet["F1"].comment = Comment("填写说明", "资料员")
    sheet["G1"].hyperlink = "https://www.example.com/"
    sheet.merge_cells("A4:F4")
    sheet.freeze_panes = "A2"
    sheet.print_area = "A1:F40"
    sheet.auto_filter.ref = "A1:D2"
    choice = DataValidation(type="list", formula1='"上门,电话,函件"', sqref="H2:H1048576")
    sheet.add_data_validation(choice)
    sheet.add_table(Table(displayName="台账", ref="A1:D2"))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=2))
    sheet.add_chart(chart, "J2")
    workbook.create_sheet("字典").sheet_state = "hidden"
    workbook.save(path)


def of_xlsxwriter(path: Path) -> None:
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("投诉台账")
    day = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm", "border": 1})
    sheet.write_row(0, 0, HEADERS)
    sheet.write_row(1, 0, ROW[:2])
    sheet.write_datetime(1, 2, ROW[2], day)
    sheet.write_number(1, 3, ROW[3])
    sheet.write_formula("E2", "=D2*0.03", None, 2596296.315)
    sheet.write_comment("A1", "填写说明")
    sheet.write_url("G1", "https://www.example.com/")
    sheet.write_rich_string("H1", "富", workbook.add_format({"bold": True}), "文本")
    sheet.data_validation("I2:I1048576", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("A1:XFD1048576", {"type": "blanks", "format": day})
    sheet.merge_range("A4:F4", "备注")
    sheet.set_column("A:XFD", 12)
    sheet.print_area("A1:F40")
    sheet.repeat_rows(0)
    sheet.protect("口令")
    sheet.insert_textbox("K2", "说明")
    sheet.insert_checkbox("L2", boolean=True)
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=投诉台账!$D$2:$D$2"})
    sheet.insert_chart("K10", chart)
    pie = workbook.add_chart({"type": "pie"})
    pie.add_series({"values": "=投诉台账!$D$2:$D$2"})
    workbook.add_chartsheet("图").set_chart(pie)
    workbook.add_worksheet("字典").hide()
    workbook.set_properties({"title": "投诉 & 台账"})
    workbook.close()


def of_xlsxwriter_with_the_epoch_of_1904(path: Path) -> None:
    workbook = xlsxwriter.Workbook(path, {"date_1904": True, "constant_memory": True})
    workbook.add_worksheet().write_datetime(0, 0, date(2026, 9, 1), workbook.add_format())
    workbook.close()


def of_python_docx(path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.header.paragraphs[0].text = "建筑安装工程保修证书"
    section.footer.paragraphs[0].text = "一式三份"
    document.add_heading("保修证书", level=1)
    document.add_paragraph("工程名称:幸福里小区\n2#楼")
    table = document.add_table(rows=2, cols=4, style="Table Grid")
    table.cell(0, 0).merge(table.cell(0, 3)).text = "保修范围"
    document.add_page_break()
    document.save(path)


WORKBOOKS = [of_openpyxl, of_xlsxwriter, of_xlsxwriter_with_the_epoch_of_1904]


@pytest.mark.parametrize("make", [*WORKBOOKS, of_python_docx])
def test_an_ordinary_file_passes_in_a_blink(make, tmp_path):
    expect = FileKind.DOCX if make is of_python_docx else FileKind.XLSX
    path = tmp_path / f"台账.{expect}"
    make(path)
    gate.inspect(path, expect=expect)
    begun = time.process_time()
    assert gate.inspect(path, expect=expect).kind is expect
    assert time.process_time() - begun < 0.2


@pytest.mark.parametrize("make", WORKBOOKS)
def test_the_gate_counts_what_the_libraries_read(make, tmp_path):
    path = tmp_path / "台账.xlsx"
    make(path)
    seen = gate.inspect(path, expect=FileKind.XLSX)
    book = openpyxl.load_workbook(path)
    fast = python_calamine.CalamineWorkbook.from_path(path)
    assert [sheet.name for sheet in seen.sheets] == [sheet.title for sheet in book.worksheets]
    for sheet in seen.sheets:
        assert sheet.hidden == (book[sheet.name].sheet_state != "visible")
        values = [
            cell for row in book[sheet.name].iter_rows() for cell in row if cell.value is not None
        ]
        assert sheet.filled == len(values)
        shared = seen.related(seen.main, names.REL_SHARED_STRINGS)
        strings = [said for part in shared for said in text.shared_strings(seen.parts[part])]
        addresses = text.cells(seen.parts[sheet.part], strings)
        assert set(addresses) <= {cell.coordinate for cell in values}
        if values:
            assert fast.get_sheet_by_name(sheet.name).end == (
                sheet.last_row - 1,
                sheet.last_column - 1,
            )


def test_a_formula_that_openpyxl_wrote_has_no_result_yet(tmp_path):
    path = tmp_path / "台账.xlsx"
    of_openpyxl(path)
    (found,) = gate.inspect(path, expect=FileKind.XLSX).suspicious_cells
    assert (found.sheet, found.cell, found.doubt) == ("投诉台账", "E2", Doubt.UNCACHED)


def test_the_epoch_is_the_workbooks_own(tmp_path):
    path = tmp_path / "台账.xlsx"
    of_xlsxwriter_with_the_epoch_of_1904(path)
    assert gate.inspect(path, expect=FileKind.XLSX).date1904


def test_a_ledger_of_twenty_thousand_rows_passes(tmp_path):
    path = tmp_path / "台账.xlsx"
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet()
    for row in range(20_000):
        sheet.write_row(row, 0, [row, "幸福里小区", row / 7])
    workbook.close()
    begun = time.process_time()
    assert gate.inspect(path, expect=FileKind.XLSX).sheets[0].filled == 60_000
    assert time.process_time() - begun < 5


def convert(source: Path, target: str, folder: Path) -> Path:
    """The file converted by LibreOffice, under a profile of its own."""
    program = shutil.which("soffice") or "soffice"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            target,
            "--outdir",
            str(folder / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "out" / f"{source.stem}.{target.partition(':')[0]}"


@pytest.mark.office
@pytest.mark.parametrize("make", [of_openpyxl, of_xlsxwriter, of_python_docx])
def test_what_libreoffice_saves_passes_too(make, tmp_path):
    expect = FileKind.DOCX if make is of_python_docx else FileKind.XLSX
    source = tmp_path / f"台账.{expect}"
    make(source)
    converted = convert(source, str(expect), tmp_path)
    passed = gate.inspect(converted, expect=expect)
    if expect is FileKind.XLSX:
        assert [sheet.name for sheet in passed.hidden_sheets] == ["字典"]
    else:
        assert "建筑安装工程保修证书" in text.paragraphs(passed.parts["word/header1.xml"])


@pytest.mark.office
@pytest.mark.parametrize(
    ("target", "kind", "code"),
    [
        ("xls", FileKind.XLS, "FK-IN-006"),
        ("ods", FileKind.ODS, "FK-IN-010"),
        ("pdf", FileKind.PDF, "FK-IN-009"),
        ("html", FileKind.HTML, "FK-IN-009"),
        ("csv", FileKind.TEXT, "FK-IN-005"),
    ],
)
def test_what_libreoffice_saves_as_something_else_is_refused(target, kind, code, tmp_path):
    source = tmp_path / "台账.xlsx"
    of_openpyxl(source)
    disguised = convert(source, target, tmp_path).rename(tmp_path / "改名.xlsx")
    with pytest.raises(InputUnreadable) as caught:
        gate.inspect(disguised, expect=FileKind.XLSX)
    assert caught.value.code == code
    assert caught.value.values["actual"] == kind.label


@pytest.mark.office
def test_libreoffice_opens_what_the_writer_joined(tmp_path):
    source = tmp_path / "证书.docx"
    of_python_docx(source)
    parts = gate.inspect(source, expect=FileKind.DOCX).parts
    joined = tmp_path / "合成.docx"
    joined.write_bytes(package.write({name: parts.member(name) for name in parts}))
    printed = convert(joined, "txt:Text (encoded):UTF8", tmp_path)
    assert "工程名称:幸福里小区" in printed.read_text(encoding="utf-8-sig")
    assert docx.Document(io.BytesIO(joined.read_bytes())).paragraphs[0].text == "保修证书"

"""The clerk's own workbook given back with its faults marked."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from formkit.intake import reader
from formkit.intake.annotate import annotate
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Citation, Finding, Level, Place
from proof import FORMULAS

HEADERS = ("序号", "工程编号", "回访日期", "回访方式", "建设单位名称")
ROW = (1, "SL-1", "2026-9-1", "上门", "=甲公司")
FILE = "回访台账.xlsx"
RED, YELLOW = "FFFF9C9C", "FFFFF2A8"


def finding(
    cell="", *, level=Level.ERROR, sheet="", file=FILE, found="日期不存在", line=None, label=""
):
    place = Place(file=file, sheet=sheet, cell=cell, line=line, label=label)
    clause = (Citation("顾客投诉处理办法", "4.1", "在24小时内"),)
    return Finding("R9-01", level, place, found, "应为实际日期", "核对日期", clause)


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path, change):
    content = change(parts(path))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    path.write_bytes(stream.getvalue())


def test_faulty_cells_are_filled_and_commented(book, tmp_path):
    source, target = (
        book({"表": [HEADERS, ROW], "明细": [("序号", "部位"), (1, "屋面")]}),
        tmp_path / "批注.xlsx",
    )
    before = source.read_bytes()
    annotate(
        source,
        [
            finding("C2"),
            finding("C2", level=Level.WARNING, found="早于通知日期"),
            finding("F2", level=Level.WARNING, found="未填写"),
            finding("B2", sheet="明细", found="部位太长"),
            finding("A9", found="行外"),
            finding("D2", level=Level.INFO),
            finding("E2", file="别的.xlsx"),
        ],
        target,
        sheet="表",
    )
    assert source.read_bytes() == before
    made = openpyxl.load_workbook(target)
    sheet = made["表"]
    fills = {a: sheet[a].fill.fgColor.rgb for a in ("C2", "F2", "A9", "D2", "E2")}
    assert fills == {"C2": RED, "F2": YELLOW, "A9": RED, "D2": "00000000", "E2": "00000000"}
    assert "日期不存在" in sheet["C2"].comment.text
    assert "早于通知日期" in sheet["C2"].comment.text
    assert "《顾客投诉处理办法》4.1" in sheet["C2"].comment.text
    assert made["明细"]["B2"].comment.text.startswith("R9-01 错误 部位太长")
    assert sheet["C2"].value == "2026-9-1"


def test_all_findings_are_listed_with_links(book, tmp_path):
    source, target = book({"表": [HEADERS, ROW]}), tmp_path / "批注.xlsx"
    annotate(
        source,
        [finding("C2"), finding(found="缺少明细表\x1b[31m_x000D_"), finding("B9", sheet="没有")],
        target,
    )
    listed = openpyxl.load_workbook(target)["校验结果"]
    assert [cell.value for cell in listed[1]] == [
        "序号", "级别", "位置", "问题", "要求", "依据", "处理", "代码",
    ]  # fmt: skip
    assert [cell.value for cell in listed[2]][:4] == ["1", "错误", "C2", "日期不存在"]
    assert listed["C2"].hyperlink.location == "'表'!C2"
    assert listed["C3"].hyperlink is None
    assert "\x1b" not in listed["D3"].value
    assert listed["C4"].hyperlink is None
    assert listed.max_row == 4


def test_an_annotated_workbook_can_be_read_and_annotated_again(book, tmp_path, shape):
    source, first, second = book({"表": [HEADERS, ROW]}), tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    annotate(source, [finding("C2")], first)
    intake = reader.read(first, shape)
    assert intake.findings == ()
    assert intake.records[0].data == reader.read(source, shape).records[0].data
    annotate(first, [finding("C2", file="一.xlsx"), finding("B2", file="一.xlsx")], second)
    made = openpyxl.load_workbook(second)
    assert made.sheetnames == ["表", "校验结果", "校验结果(2)"]
    assert made["表"]["C2"].comment.text.count("R9-01") == 2
    assert made["表"]["B2"].comment is not None


def test_comments_of_the_clerk_are_kept(book, tmp_path):
    def comment(workbook):
        workbook["表"]["C2"].comment = Comment("王工:已核对", "王工")
        workbook["表"]["B2"].comment = Comment("勿改", "王工")

    source, target = book({"表": [HEADERS, ROW]}, change=comment), tmp_path / "批注.xlsx"
    annotate(source, [finding("C2"), finding("D2")], target)
    sheet = openpyxl.load_workbook(target)["表"]
    assert sheet["B2"].comment.text == "勿改"
    assert sheet["C2"].comment.text.startswith("王工:已核对\nR9-01")
    assert sheet["D2"].comment.text.startswith("R9-01")


def test_nothing_else_of_the_workbook_changes(book, tmp_path):
    def furnish(workbook):
        sheet = workbook["表"]
        sheet["C2"].number_format = "yyyy-mm-dd"
        sheet["D2"].fill = PatternFill("solid", fgColor="FF00FF00")
        rule = DataValidation(type="list", formula1='"上门,电话"')
        rule.add("D2:D9")
        sheet.add_data_validation(rule)
        sheet["F2"] = "=SUM(A1:A2)"
        workbook.create_sheet("别的").append(["甲"])

    source, target = book({"表": [HEADERS, ROW]}, change=furnish), tmp_path / "批注.xlsx"

    def odd_part(content):
        content["customXml/item1.xml"] = b"<odd/>"
        content["xl/media/picture.bin"] = bytes(range(256))
        return content

    rewrite(source, odd_part)
    annotate(source, [finding("C2"), finding("D2")], target)
    old, new = parts(source), parts(target)
    touched = {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    }
    touched |= {"xl/_rels/workbook.xml.rels"}
    assert {name for name in old if old[name] != new[name]} == touched
    sheet = openpyxl.load_workbook(target)["表"]
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["F2"].value == "=SUM(A1:A2)"
    assert len(sheet.data_validations.dataValidation) == 1
    assert sheet["D2"].fill.fgColor.rgb == RED


def test_cells_take_the_look_of_their_row_or_column(book, tmp_path):
    def dress(workbook):
        sheet = workbook["表"]
        sheet.column_dimensions["H"].number_format = "@"
        sheet.append([2])

    source, target = book({"表": [HEADERS, ROW]}, change=dress), tmp_path / "批注.xlsx"

    def row_style(content):
        sheet = content["xl/worksheets/sheet1.xml"]
        content["xl/worksheets/sheet1.xml"] = sheet.replace(
            b'<row r="3"', b'<row s="1" customFormat="1" r="3"'
        )
        return content

    rewrite(source, row_style)
    annotate(source, [finding("H2"), finding("G3")], target)
    sheet = openpyxl.load_workbook(target)["表"]
    assert sheet["H2"].number_format == "@"
    assert sheet["G3"].number_format == "@"
    assert sheet["G3"].fill.fgColor.rgb == RED


def test_cells_without_addresses_are_counted(book, tmp_path):
    source, target = book({"表": [HEADERS, ROW]}), tmp_path / "批注.xlsx"

    def drop_addresses(content):
        root = etree.fromstring(content["xl/worksheets/sheet1.xml"])
        for element in root.iter("{*}row", "{*}c"):
            element.attrib.pop("r", None)
        content["xl/worksheets/sheet1.xml"] = etree.tostring(root)
        return content

    rewrite(source, drop_addresses)
    annotate(source, [finding("C2")], target)
    made = parts(target)["xl/worksheets/sheet1.xml"]
    cells = etree.fromstring(made).findall(".//{*}c")
    assert [("s" in cell.attrib, index) for index, cell in enumerate(cells) if cell.get("s")] == [
        (True, 7)
    ]


def test_a_workbook_without_styles_gets_them(book, tmp_path):
    source, target = book({"表": [HEADERS, ROW]}), tmp_path / "批注.xlsx"

    def strip(content):
        content.pop("xl/styles.xml")
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            root = etree.fromstring(content[name])
            for element in list(root):
                if "styles" in (element.get("Target", "") + element.get("PartName", "")):
                    root.remove(element)
            content[name] = etree.tostring(root)
        return content

    rewrite(source, strip)
    annotate(source, [finding("C2")], target)
    assert openpyxl.load_workbook(target)["表"]["C2"].fill.fgColor.rgb == RED


def test_a_style_sheet_without_formats_is_completed(book, tmp_path):
    source, target = book({"表": [HEADERS, ROW]}), tmp_path / "批注.xlsx"

    def strip(content):
        root = etree.fromstring(content["xl/styles.xml"])
        for element in list(root):
            if etree.QName(element).localname in ("cellXfs", "fills"):
                root.remove(element)
        content["xl/styles.xml"] = etree.tostring(root)
        return content

    rewrite(source, strip)
    annotate(source, [finding("C2")], target)
    root = etree.fromstring(parts(target)["xl/styles.xml"])
    order = [etree.QName(element).localname for element in root]
    assert order.index("fonts") < order.index("fills") < order.index("borders")
    assert order.index("cellStyleXfs") < order.index("cellXfs") < order.index("cellStyles")


def test_boxes_that_are_no_xml_keep_the_marks_and_the_list(book, tmp_path):
    def comment(workbook):
        workbook["表"]["B2"].comment = Comment("勿改", "王工")

    source, target = book({"表": [HEADERS, ROW]}, change=comment), tmp_path / "批注.xlsx"

    def break_boxes(content):
        name = next(name for name in content if name.endswith(".vml"))
        content[name] = content[name].replace(b"</xml>", b"<br></xml>")
        return content

    rewrite(source, break_boxes)
    annotate(source, [finding("C2")], target)
    made = openpyxl.load_workbook(target)
    assert made["表"]["C2"].fill.fgColor.rgb == RED
    assert made["表"]["B2"].comment.text == "勿改"
    assert made["校验结果"]["D2"].value == "日期不存在"


def test_a_pointer_to_a_missing_drawing_is_replaced(book, tmp_path):
    source, target = book({"表": [HEADERS, ROW]}), tmp_path / "批注.xlsx"

    def dangle(content):
        sheet = content["xl/worksheets/sheet1.xml"]
        content["xl/worksheets/sheet1.xml"] = sheet.replace(
            b"</worksheet>",
            b'<legacyDrawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships" r:id="rId99"/><tableParts count="0"/></worksheet>',
        )
        return content

    rewrite(source, dangle)
    annotate(source, [finding("C2")], target)
    root = etree.fromstring(parts(target)["xl/worksheets/sheet1.xml"])
    tags = [etree.QName(element).localname for element in root]
    assert tags.count("legacyDrawing") == 1
    assert tags.index("legacyDrawing") < tags.index("tableParts")


def test_a_comment_with_plain_text_becomes_runs(book, tmp_path):
    def comment(workbook):
        workbook["表"]["C2"].comment = Comment("旧", "王工")

    source, target = book({"表": [HEADERS, ROW]}, change=comment), tmp_path / "批注.xlsx"

    def plain(content):
        name = next(name for name in content if "comments" in name)
        root = etree.fromstring(content[name])
        text = root.find(".//{*}text")
        space = etree.QName(text).namespace
        for child in list(text):
            text.remove(child)
        etree.SubElement(text, f"{{{space}}}t").text = "旧的话"
        content[name] = etree.tostring(root)
        return content

    rewrite(source, plain)
    annotate(source, [finding("C2")], target)
    assert openpyxl.load_workbook(target)["表"]["C2"].comment.text.startswith("旧的话\nR9-01")


def test_thousands_of_faults_are_marked(book, tmp_path):
    rows = [HEADERS, *((n, "SL", "x", "y", "z") for n in range(1, 2_001))]
    source, target = book({"表": rows}), tmp_path / "批注.xlsx"
    annotate(source, [finding(f"C{row}") for row in range(2, 2_002)], target)
    made = parts(target)
    vml = next(data for name, data in made.items() if name.endswith(".vml"))
    assert vml.count(b"<v:shape ") == 2_000
    assert b'data="564,565"' in vml


def test_the_source_is_never_overwritten(book, tmp_path):
    source = book({"表": [HEADERS, ROW]})
    for target in (source, tmp_path / "." / FILE):
        with pytest.raises(UsageError) as caught:
            annotate(source, [], target)
        assert caught.value.code == "FK-IN-096"


def test_yaml_and_json_cannot_be_annotated(text_file, tmp_path):
    for name, text, kind in [("a.yaml", "工程编号: 1\n", "YAML"), ("a.json", '{"a": 1}', "JSON")]:
        with pytest.raises(UsageError) as caught:
            annotate(text_file(name, text), [], tmp_path / "批注.xlsx")
        assert caught.value.code == "FK-IN-097"
        assert kind in str(caught.value)


def test_a_csv_comes_back_as_a_workbook(text_file, tmp_path):
    text = "台账\n序号,工程编号,回访日期\n1,=1+1,2026-13-1\n2,0012,\x1b坏\n"
    source, target = text_file("台账.csv", text, "gb18030"), tmp_path / "批注.xlsx"
    annotate(
        source,
        [
            finding(file="台账.csv", line=3, label="回访日期"),
            finding(file="台账.csv", line=4, label="不知道哪一列"),
            finding(file="台账.csv", line=99, label="回访日期"),
            finding(file="台账.csv", found="整个文件"),
        ],
        target,
    )
    made = openpyxl.load_workbook(target)
    sheet = made["数据"]
    assert [cell.value for cell in sheet[3]] == ["1", "=1+1", "2026-13-1"]
    assert sheet["B3"].data_type == "s"
    assert sheet["B4"].value == "0012"
    assert sheet["C3"].fill.fgColor.rgb == RED
    assert sheet["A4"].comment is not None
    assert made["校验结果"].max_row == 5


@pytest.mark.office
def test_libreoffice_opens_what_comes_back(book, tmp_path):
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed"
    source, target = (
        book({"表": [HEADERS, ROW], "明细": [("序号", "部位")]}),
        tmp_path / "批注.xlsx",
    )
    annotate(source, [finding("C2"), finding("B2", sheet="明细")], target)
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", target],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    made = openpyxl.load_workbook(tmp_path / "out" / "批注.xlsx")
    assert made.sheetnames == ["表", "明细", "校验结果"]
    assert "日期不存在" in made["表"]["C2"].comment.text
    assert made["表"]["C2"].fill.fgColor.rgb == RED


def test_no_text_of_an_annotated_ledger_is_worked_out(tmp_path):
    source, target = tmp_path / "回访台账.csv", tmp_path / "批注.xlsx"
    with source.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["序号", "工程编号"], *enumerate(FORMULAS, start=1)])
    found = [finding(line=2, file=source.name, found=text) for text in FORMULAS]
    annotate(source, found, target)
    for name, part in parts(target).items():
        assert not (name.startswith("xl/worksheets/") and re.search(rb"<f[ >/]", part))
    table, result = openpyxl.load_workbook(target).worksheets
    column = [table.cell(row, 2) for row in range(2, len(FORMULAS) + 2)]
    shown = [one.replace("\t", r"\t") for one in FORMULAS]  # what moves a cursor is spelt out
    assert [(cell.value, cell.data_type) for cell in column] == [(one, "s") for one in shown]
    told = [cell for row in result.iter_rows() for cell in row if cell.value in FORMULAS]
    assert len(told) >= len(FORMULAS) - 3  # line breaks and tabs are spelt out
    assert all(cell.data_type == "s" for cell in told)


def test_text_that_looks_like_a_formula_is_quoted_in_what_formkit_writes(tmp_path):
    source, target = tmp_path / "回访台账.csv", tmp_path / "批注.xlsx"
    rows = "序号,工程编号,建设单位名称\n1,SL-1,=1+1\n2,-5,'甲\n"
    source.write_text(rows, encoding="utf-8")
    annotate(source, [finding(line=2, file=source.name, found="=1+1 不是名称")], target)
    made = openpyxl.load_workbook(target)
    table, result = made.worksheets
    cells = [table[address] for address in ("C2", "B3", "C3", "B2", "A2")]
    assert [(one.value, one.data_type, one.quotePrefix) for one in cells] == [
        ("=1+1", "s", True),
        ("-5", "s", True),
        ("'甲", "s", True),
        ("SL-1", "s", False),
        ("1", "s", False),
    ]
    assert (result["D2"].value, result["D2"].quotePrefix) == ("=1+1 不是名称", True)
    assert not result["E2"].quotePrefix
    assert result["D2"].alignment.wrap_text

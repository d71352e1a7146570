"""Pictures in Word templates: the alternative text of a box says which one goes there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.shared import Mm
from PIL import Image

from formkit.kernel.errors import TemplateError
from formkit.kernel.picture import Picture
from formkit.ooxml import gate
from formkit.ooxml.limits import TEMPLATE
from formkit.ooxml.names import COMPATIBILITY
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.writer import Binder, deflate, write
from formkit.render import CompiledTemplate, check_template, compile_template
from formkit.render.picture_place import Shape
from formkit.render.word_pictures import PictureMark

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMBED = docx.oxml.ns.qn("r:embed")
MM = 36_000


def image(kind: str, size: tuple[int, int], colour: str) -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind.upper())
    return Picture(stream.getvalue(), kind, *size, said=f"{colour} & 图")


RED, BLUE, WIDE = image("png", (40, 40), "red"), image("jpeg", (30, 60), "blue"), image("png", (90, 30), "green")  # fmt: skip


def described(drawing, words: str) -> None:
    drawing.find(f"{WP}docPr").set("descr", words)


def place(paragraph, words: str, *, size: float = 20, before: str = "", after: str = "") -> None:
    """Put a box with this alternative text into a paragraph, as Word would."""
    run = paragraph.add_run(before)
    stream = io.BytesIO(image("png", (8, 8), "grey").data)
    described(run.add_picture(stream, width=Mm(size), height=Mm(size))._inline, words)
    if after:
        run.add_text(after)


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def make() -> Callable[..., bytes]:
    def made(words: str, **how) -> bytes:
        document = docx.Document()
        place(document.add_paragraph(), words, **how)
        return saved(document)

    return made


def opened(data: bytes):
    return docx.Document(io.BytesIO(data))


def shown(data: bytes) -> list[tuple[str, bytes, int, int]]:
    """Return what python-docx finds: alternative text, bytes, width and height in millimetres."""
    document = opened(data)
    found = []
    for holder in [document, *(section.header for section in document.sections)]:
        element = holder.element.body if holder is document else holder._element
        for one in element.iter(f"{WP}inline", f"{WP}anchor"):
            (blip,) = one.iter("{*}blip")
            size = one.find(f"{WP}extent")
            found.append(
                (
                    one.find(f"{WP}docPr").get("descr"),
                    holder.part.related_parts[blip.get(EMBED)].blob,
                    round(int(size.get("cx")) / MM),
                    round(int(size.get("cy")) / MM),
                )
            )
    return found


def names_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.namelist()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("{{ form.qr }}", "form.qr"),
        ("{{form.qr}}", "form.qr"),
        ("{qr}", "form.qr"),
        ("{二维码}", "form.qr"),
        (" { 标志 } ", "form.logo"),
        ("{logo}", "form.logo"),
        ("{row.photo}", "row.photo"),
    ],
)
def test_the_alternative_text_names_the_picture(make, words, name):
    assert compile_template(make(words)).pictures == {name}


@pytest.mark.parametrize(
    "words", ["二维码", "标志", "公司大门", "", "{二维 码}", "{1}", "{A}", "{a b}"]
)
def test_any_other_alternative_text_leaves_the_picture_alone(words):
    document = docx.Document()
    place(document.add_paragraph("{{ a }}"), words)
    template = compile_template(saved(document))
    assert template.pictures == frozenset()
    ((said, data, *_),) = shown(template.render({"a": "1"}))
    assert (said, data) == (words, image("png", (8, 8), "grey").data)


def test_the_picture_takes_the_place_of_the_box(make):
    document = compile_template(make("{{ photo }}")).render({"photo": "k"}, pictures={"k": RED})
    assert shown(document) == [("red & 图", RED.data, 20, 20)]


def test_the_picture_is_fitted_into_the_box_and_keeps_its_proportions(make):
    template = compile_template(make("{{ photo }}"))
    for picture, size in ((BLUE, (10, 20)), (WIDE, (20, 7))):
        ((_, data, *found),) = shown(template.render({"photo": "k"}, pictures={"k": picture}))
        assert (data, tuple(found)) == (picture.data, size)


def test_the_box_of_the_template_is_not_in_the_document(make):
    made = names_of(compile_template(make("{{ photo }}")).render({"photo": "k"}, pictures={"k": RED}))  # fmt: skip
    assert [name for name in made if "media" in name] == [f"word/media/formkit-{RED.sha256[:16]}.png"]  # fmt: skip


def test_a_picture_of_the_template_that_others_show_too_stays():
    document = docx.Document()
    place(document.add_paragraph(), "{{ photo }}")
    place(document.add_paragraph(), "公司大门")
    found = shown(compile_template(saved(document)).render({"photo": "k"}, pictures={"k": RED}))
    assert [one[0] for one in found] == ["red & 图", "公司大门"]


def test_without_a_picture_nothing_stands_there_and_nothing_is_broken(make):
    data = compile_template(make("{{ photo }}", before="前", after="后")).render({"photo": ""})
    assert shown(data) == []
    assert [one.text for one in opened(data).paragraphs] == ["前后"]
    assert not [name for name in names_of(data) if "media" in name]
    assert b"formkit" not in zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels")


def test_what_stands_in_the_same_run_keeps_its_order(make):
    data = compile_template(make("{{ p }}", before="前", after="后")).render({"p": "k"}, pictures={"k": RED})  # fmt: skip
    (paragraph,) = opened(data).paragraphs
    order = [
        child.text or "图"
        for run in paragraph.runs
        for child in run._element
        if child.tag.endswith(("}t", "}drawing")) and (child.text or child.tag.endswith("drawing"))
    ]
    assert order == ["前", "图", "后"]


def test_a_floating_picture_stays_centred_in_its_box():
    anchor = (
        f"<w:p {docx.oxml.ns.nsdecls('w', 'wp', 'a', 'pic', 'r')}><w:r><w:drawing><wp:anchor>"
        '<wp:positionH relativeFrom="page"><wp:posOffset>1000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>-500</wp:posOffset></wp:positionV>'
        '<wp:extent cx="9000" cy="9000"/><wp:docPr id="1" name="x" descr="{{ p }}"/>'
        '<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId9"/></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:ext cx="9000" cy="9000"/></a:xfrm></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )
    document = docx.Document()
    relation, _ = document.part.get_or_add_image(io.BytesIO(RED.data))
    document.element.body.insert(0, docx.oxml.parse_xml(anchor.replace("rId9", relation)))
    data = compile_template(saved(document)).render({"p": "k"}, pictures={"k": WIDE})
    (one,) = opened(data).element.body.iter(f"{WP}anchor")
    offsets = [int(offset.text) for offset in one.iter(f"{WP}posOffset")]
    assert offsets == [1000, -500 + 3000]
    assert {node.get("cy") for node in one.iter("{*}ext", "{*}extent")} == {"3000"}


def _album() -> CompiledTemplate:
    document = docx.Document()
    table = document.add_table(4, 2)
    table.cell(0, 0).text = "{%tr for row in rows %}"
    place(table.cell(1, 0).paragraphs[0], "{{ row.photo }}")
    place(table.cell(1, 1).paragraphs[0], "{row.other}")
    table.cell(2, 0).text = "{{ row.said }}"
    table.cell(3, 0).text = "{%tr endfor %}"
    place(document.sections[0].header.paragraphs[0], "{标志}")
    return compile_template(saved(document), name="相册.docx")


def test_each_row_has_its_own_pictures_and_the_head_has_its_own():
    rows = [
        {"photo": "红", "other": "蓝", "said": "甲"},
        {"photo": "", "other": "红", "said": "乙"},
        {"photo": "宽", "other": "", "said": "丙"},
    ]
    pictures = {"红": RED, "蓝": BLUE, "宽": WIDE}
    template = _album()
    data = template.render({"rows": rows, "form": {"logo": "宽"}}, pictures=pictures)
    assert [one[1] for one in shown(data)] == [
        RED.data, BLUE.data, RED.data, WIDE.data, WIDE.data,
    ]  # fmt: skip
    numbers = [one.get("id") for one in opened(data).element.body.iter(f"{WP}docPr")]
    assert len(set(numbers)) == len(numbers)
    assert template.render({"rows": rows, "form": {"logo": "宽"}}, pictures=pictures) == data
    assert len([name for name in names_of(data) if "media" in name]) == 3


def test_a_list_without_rows_leaves_no_picture():
    data = _album().render({"rows": [], "form": {"logo": ""}})
    assert shown(data) == []


def test_a_key_without_a_picture_is_told_with_its_place():
    rows = [{"photo": "", "other": "绿", "said": ""}]
    with pytest.raises(TemplateError) as refused:
        _album().render({"rows": rows, "form": {"logo": ""}}, pictures={"红": RED})
    assert refused.value.code == "FK-PIC-002"
    assert "表1第2行第2格" in str(refused.value.place)
    assert "绿" in str(refused.value)


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        (f"word/media/formkit-{RED.sha256[:16]}.png", (RED.data, BLUE.data), "FK-PIC-003"),
        ("word/_rels/document.xml.rels", (b"media/formkit", b"none/formkit"), "FK-PIC-003"),
        ("word/document.xml", (b"formkit", b"x"), "FK-TPL-065"),
    ],
)
def test_a_picture_that_is_not_where_it_should_be_is_found_when_read_back(
    make, monkeypatch, part, change, code
):
    template = compile_template(make("{{ p }}"))
    bind = Binder.bind

    def spoilt(self, made):
        changed = made[part].unpacked().replace(*change)
        assert changed != made[part].unpacked()
        return bind(self, {**made, part: deflate(changed)})

    template.render({"p": ""}, pictures={"k": RED})
    monkeypatch.setattr(Binder, "bind", spoilt)
    with pytest.raises(TemplateError) as refused:
        template.render({"p": "k"}, pictures={"k": RED})
    assert refused.value.code == code


def test_a_picture_that_is_more_than_a_picture_is_found_when_read_back(make, monkeypatch):
    template = compile_template(make("{{ p }}"))
    template.render({"p": "k"}, pictures={"k": RED})
    written = Shape.written
    for more in ("<w:r/>", "甲", "<w:drawing/>", "</w:r>"):
        monkeypatch.setattr(Shape, "written", lambda *given, more=more: written(*given) + more)
        with pytest.raises(TemplateError, match="FK-TPL-065"):
            template.render({"p": "k"}, pictures={"k": RED})


def test_a_picture_with_another_key_is_found_when_read_back(make, monkeypatch):
    template = compile_template(make("{{ p }}"))
    template.render({"p": "k"}, pictures={"k": RED})
    monkeypatch.setattr(PictureMark, "write", lambda self, _: f"</w:t>{self.plain('b')}<w:t>")
    with pytest.raises(TemplateError, match="FK-PIC-003"):
        template.render({"p": "k"}, pictures={"k": RED, "b": BLUE})


@pytest.mark.parametrize("wrap", ["txbxContent", "AlternateContent"])
def test_a_place_inside_a_text_box_is_refused(wrap):
    document = docx.Document()
    place(document.add_paragraph(), "{{ form.qr }}")
    data = saved(document)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts["word/document.xml"].decode()
    around = {
        "txbxContent": ("<w:pict><w:txbxContent><w:p><w:r>", "</w:r></w:p></w:txbxContent></w:pict>"),
        "AlternateContent": (
            f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}"><mc:Choice Requires="wps">',
            "</mc:Choice></mc:AlternateContent>",
        ),
    }[wrap]  # fmt: skip
    body = body.replace("<w:drawing>", f"{around[0]}<w:drawing>").replace(
        "</w:drawing>", f"</w:drawing>{around[1]}"
    )
    parts["word/document.xml"] = body.encode()
    assert [one.code for one in check_template(write(parts), {"form.qr"})] == ["FK-PIC-001"]


def test_an_unknown_name_is_told_with_the_nearest(make):
    (found,) = check_template(make("{{ form.qt }}"), {"form.qr", "form.logo"})
    assert found.code == "FK-TPL-050"
    assert "form.qr" in str(found)


def test_a_name_for_rows_is_no_picture(make):
    (found,) = check_template(make("{{ rows }}"), {"rows[].photo"})
    assert found.code == "FK-TPL-053"


def test_more_than_a_name_is_no_place(make):
    for words in ("{{ a }}{{ b }}", "见 {{ a }}", "{% if a %}"):
        found = {one.code for one in check_template(make(words), {"a", "b"})}
        assert found == {"FK-TPL-051"}, words


def test_the_document_passes_the_gate_again(make):
    data = compile_template(make("{{ p }}")).render({"p": "k"}, pictures={"k": BLUE})
    package = gate.inspect_bytes(data, name="出件.docx", expect=FileKind.DOCX, limits=TEMPLATE)
    part = f"word/media/formkit-{BLUE.sha256[:16]}.jpeg"
    assert package.content_types[part] == "image/jpeg"

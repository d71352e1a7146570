"""Boxes in trusted templates: the alternative text says which picture goes there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from docxtpl import InlineImage
from jinja2 import Environment, StrictUndefined
from lxml import etree
from PIL import Image

from formkit.kernel.errors import TemplateError, UsageError
from formkit.kernel.findings import Level
from formkit.kernel.picture import Picture
from formkit.ooxml import gate
from formkit.ooxml.limits import TEMPLATE
from formkit.ooxml.names import COMPATIBILITY, RELATION, WORD
from formkit.ooxml.sniff import FileKind
from formkit.render import TemplateRefused, TrustedTemplate, check_trusted, compile_template
from formkit.render.trial import try_trusted

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMBED = docx.oxml.ns.qn("r:embed")
MM = 36_000
PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
KNOWN = {
    "name",
    "form.logo",
    "form.qr",
    "project.address",
    "photo_rows[].left.picture",
    "photo_rows[].left.caption",
}


def image(kind: str, size: tuple[int, int], colour: str) -> Picture:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind.upper())
    return Picture(stream.getvalue(), kind, *size, said=f"{colour} & 图")


RED, BLUE, WIDE = image("png", (40, 40), "red"), image("jpeg", (30, 60), "blue"), image("png", (90, 30), "green")  # fmt: skip
GREY = image("png", (8, 8), "grey").data


def place(paragraph: Any, words: str, *, before: str = "", after: str = "") -> None:
    """Put a box of 20 mm with this alternative text into a paragraph, as Word would."""
    run = paragraph.add_run(before)
    drawn = run.add_picture(io.BytesIO(GREY), width=Mm(20), height=Mm(20))._inline
    drawn.find(f"{WP}docPr").set("descr", words)
    if after:
        run.add_text(after)


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def boxed(words: str, *lines: str, **how: str) -> bytes:
    document = docx.Document()
    place(document.add_paragraph(), words, **how)
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def album() -> bytes:
    """A table that docxtpl repeats: a row for each photograph, with its caption."""
    document = docx.Document()
    table = document.add_table(3, 1)
    table.cell(0, 0).text = "{%tr for row in photo_rows %}"
    place(table.cell(1, 0).paragraphs[0], "{{ row.left.picture }}")
    table.cell(1, 0).add_paragraph("{{ row.left.caption }}{{ '!' * 2 }}")
    table.cell(2, 0).text = "{%tr endfor %}"
    return saved(document)


def photos(*keys: str) -> dict[str, Any]:
    return {"photo_rows": [{"left": {"picture": key, "caption": f"第{n}张"}} for n, key in enumerate(keys, 1)]}  # fmt: skip


def trusted(data: bytes, **asked: Any) -> TrustedTemplate:
    template = compile_template(data, name="模板.docx", trusted=True, **asked)
    assert isinstance(template, TrustedTemplate)
    return template


def shown(data: bytes) -> list[tuple[str, bytes, int, int]]:
    """Return what python-docx finds: alternative text, bytes, width and height in millimetres."""
    document = docx.Document(io.BytesIO(data))
    found = []
    for holder in [document, *(section.header for section in document.sections)]:
        element = holder.element.body if holder is document else holder._element
        for one in element.iter(f"{WP}inline", f"{WP}anchor"):
            (blip,) = one.iter("{*}blip")
            size = one.find(f"{WP}extent")
            blob = holder.part.related_parts[blip.get(EMBED)].blob
            lengths = (round(int(size.get(side)) / MM) for side in ("cx", "cy"))
            found.append((one.find(f"{WP}docPr").get("descr"), blob, *lengths))
    return found


def media(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [name for name in package.namelist() if "media" in name]


def texts(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs]


def sound(data: bytes) -> None:
    gate.inspect_bytes(data, name="出件.docx", expect=FileKind.DOCX, limits=TEMPLATE)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("{标志}", "form.logo"),
        ("{{ form.logo }}", "form.logo"),
        ("{二维码}", "form.qr"),
        ("{qr}", "form.qr"),
    ],
)
def test_the_alternative_text_names_the_picture_as_in_the_strict_language(words, name):
    assert trusted(boxed(words)).pictures == {name}
    assert compile_template(boxed(words)).pictures == {name}


def test_a_name_that_is_no_pictures_is_printed_into_the_alternative_text_as_docxtpl_does(agree):
    context = {"project": {"address": "示例路1号"}, "name": "甲"}
    template = agree(boxed("{{ project.address }}", "{{ name }}"), context)
    assert template.pictures == frozenset()
    assert shown(template.render(context)) == [("示例路1号", GREY, 20, 20)]


@pytest.mark.parametrize("words", ["二维码", "", "公司大门", "{1}"])
def test_any_other_picture_is_as_docxtpl_leaves_it(agree, words):
    template = agree(boxed(words, "{{ name }}"), {"name": "甲"})
    assert template.pictures == frozenset()
    assert shown(template.render({"name": "甲"})) == [(words, GREY, 20, 20)]


def test_a_picture_takes_the_place_of_its_box_fitted_and_told():
    template = trusted(boxed("{标志}", "{{ name }}", before="前 ", after=" 后"), prove=True)
    for picture, size in ((WIDE, (20, 7)), (BLUE, (10, 20)), (WIDE, (20, 7))):
        data = template.render({"form": {"logo": "k"}, "name": "甲"}, pictures={"k": picture})
        sound(data)
        assert shown(data) == [(picture.said, picture.data, *size)]
        assert len(media(data)) == 1  # the grey box is gone
        assert texts(data) == ["前  后", "甲"]
    assert template.falls_back == ()


@pytest.mark.parametrize("key", ["", None, "undefined"])
def test_without_a_picture_the_box_is_gone(key):
    form = {} if key == "undefined" else {"logo": key}
    data = trusted(boxed("{标志}", "{{ name }}")).render({"form": form, "name": "甲"})
    sound(data)
    assert (shown(data), media(data), texts(data)) == ([], [], ["", "甲"])


def test_an_undefined_name_is_what_the_makers_environment_says_it_is():
    template = trusted(boxed("{标志}"), jinja_env=Environment(undefined=StrictUndefined))
    with pytest.raises(TemplateError) as caught:
        template.render({"form": {}})
    assert caught.value.code == "FK-TPL-093"


def test_docxtpl_repeats_the_box_and_each_row_has_its_own_picture():
    template = trusted(album(), prove=True)
    assert template.pictures == {"photo_rows[].left.picture"}
    given = {"a": RED, "b": BLUE, "c": WIDE}
    for keys in (["a", "b", "c"], ["b"], ["c", "b", "b"], []):
        data = template.render(photos(*keys), pictures=given)
        sound(data)
        assert [one[1] for one in shown(data)] == [given[key].data for key in keys]
        assert len(media(data)) == len(set(keys))
        (table,) = docx.Document(io.BytesIO(data)).tables if keys else [None]
        if table:
            captions = [cell.paragraphs[1].text for cell in table.column_cells(0)]
            assert captions == [f"第{n}张!!" for n in range(1, len(keys) + 1)]
    numbers = identities(template.render(photos("a", "b", "c"), pictures=given))
    assert len(set(numbers)) == 3


def identities(data: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(data)).element.body
    return [one.get("id") for one in body.iter(f"{WP}docPr")]


def test_other_pictures_do_not_make_another_shape(compiled):
    template = trusted(album())
    for keys in (["a", "b"], ["b", "a"], ["a", "c"]):
        template.render(photos(*keys), pictures={"a": RED, "b": BLUE, "c": WIDE})
    assert compiled(template)
    assert len(template._parts[0]._shapes._known) == 1


def test_a_header_has_its_own_picture():
    document = docx.Document()
    place(document.add_paragraph("{{ name }}"), "{qr}")
    place(document.sections[0].header.paragraphs[0], "{标志}")
    template = trusted(saved(document), prove=True)
    view = {"name": "甲", "form": {"qr": "q", "logo": "l"}}
    data = template.render(view, pictures={"q": RED, "l": WIDE})
    sound(data)
    assert [one[1] for one in shown(data)] == [RED.data, WIDE.data]


def test_a_condition_of_jinja_decides_whether_it_is_printed():
    document = docx.Document()
    document.add_paragraph("{%p if name and not (name == '乙') %}")
    place(document.add_paragraph(), "{标志}")
    document.add_paragraph("{%p endif %}")
    template = trusted(saved(document), prove=True)
    for name, count in (("甲", 1), ("乙", 0)):
        data = template.render({"name": name, "form": {"logo": "k"}}, pictures={"k": RED})
        assert len(shown(data)) == count


def test_the_same_input_gives_the_same_bytes():
    given = {"a": RED, "b": BLUE}
    first = trusted(album()).render(photos("a", "b"), pictures=given)
    template = trusted(album())
    assert [template.render(photos("a", "b"), pictures=given) for _ in range(3)] == [first] * 3


def test_the_makers_own_delimiters_do_not_change_the_notation_of_boxes():
    own = Environment(variable_start_string="[[", variable_end_string="]]")
    template = trusted(boxed("{{ form.logo }}", "[[ name ]]"), jinja_env=own, prove=True)
    data = template.render({"name": "甲", "form": {"logo": "k"}}, pictures={"k": RED})
    assert ([one[1] for one in shown(data)], texts(data)) == ([RED.data], ["", "甲"])


def test_a_macro_may_hold_a_box():
    document = docx.Document()
    document.add_paragraph("{%p macro stamp() %}")
    place(document.add_paragraph("甲"), "{标志}", after="乙")
    document.add_paragraph("{%p endmacro %}")
    for _ in range(2):
        document.add_paragraph("{{p stamp() }}")
    template = trusted(saved(document), prove=True)
    data = template.render({"form": {"logo": "k"}}, pictures={"k": RED})
    sound(data)
    assert [one[1] for one in shown(data)] == [RED.data] * 2


def test_a_name_that_is_set_stands_for_what_it_was_set_to():
    document = docx.Document()
    document.add_paragraph("{%p set shot = photo_rows[0].left %}")
    place(document.add_paragraph(), "{{ shot.picture }}")
    template = trusted(saved(document))
    assert template.pictures == {"photo_rows[].left.picture"}
    assert [one[1] for one in shown(template.render(photos("a"), pictures={"a": RED}))] == [
        RED.data
    ]


def test_a_value_is_escaped_whatever_the_environment_does():
    for autoescape in (True, False):
        template = trusted(boxed("{标志}"), autoescape=autoescape)
        data = template.render({"form": {"logo": "<&>"}}, pictures={"<&>": RED})
        assert [one[1] for one in shown(data)] == [RED.data]


def test_a_key_without_a_picture_is_refused_with_the_box():
    template = trusted(boxed("{{ shot.picture }}"))
    with pytest.raises(TemplateError) as caught:
        template.render({"shot": {"picture": "示例路1号"}})
    assert caught.value.code == "FK-PIC-002"
    assert "{{ shot.picture }}" in str(caught.value)
    assert "正文 第1段" in str(caught.value.place)


def test_a_picture_that_is_swallowed_is_refused():
    document = docx.Document()
    document.add_paragraph("{%p set x %}")
    place(document.add_paragraph(), "{标志}")
    document.add_paragraph("{%p endset %}")
    with pytest.raises(TemplateError) as caught:
        trusted(saved(document)).render({"form": {"logo": "k"}}, pictures={"k": RED})
    assert caught.value.code == "FK-PIC-003"


def test_what_only_looks_like_a_picture_in_the_data_is_none():
    template = trusted(boxed("{标志}", "{{ name }}"))
    for forged in ("\ufdd40\ufdd5", "\ufdd41\ufdd5"):
        with pytest.raises(TemplateError) as caught:
            template.render({"form": {"logo": ""}, "name": forged}, pictures={"k": RED})
        assert caught.value.code == "FK-PIC-003"


def in_a_text_box() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph()
    place(paragraph, "{标志}")
    run = paragraph.runs[0]._r
    wrapper = docx.oxml.OxmlElement("w:r")
    choice = wrapper.makeelement(f"{{{COMPATIBILITY}}}AlternateContent", {})
    run.addprevious(wrapper)
    wrapper.append(choice)
    choice.append(run)
    return saved(document)


def test_a_box_that_is_no_plain_picture_is_a_fault():
    with pytest.raises(TemplateRefused) as refused:
        trusted(in_a_text_box())
    assert [one.code for one in refused.value.findings] == ["FK-PIC-001"]
    assert [one.code for one in check_trusted(in_a_text_box(), KNOWN)] == ["FK-PIC-001"]


def drawing(words: str) -> str:
    """A paragraph with a box, as XML."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    place(paragraph, words)
    return etree.tostring(paragraph._p, encoding="unicode")


def notes(kind: str, *paragraphs: str) -> bytes:
    """A template whose notes of this kind hold these paragraphs; it has two sections."""
    document = docx.Document()
    document.add_paragraph("{{ name }}")
    document.add_section()
    inside = "".join(f'<w:{kind} w:id="{n}">{one}</w:{kind}>' for n, one in enumerate(paragraphs))
    data = f'<w:{kind}s xmlns:w="{WORD}">{inside}</w:{kind}s>'.encode()
    name, type_ = PackURI(f"/word/{kind}s.xml"), f"{PARTS}.{kind}s+xml"
    document.part.relate_to(Part(name, type_, data, document.part.package), f"{RELATION}/{kind}s")
    return saved(document)


def test_a_footnote_has_its_own_picture_in_a_document_of_several_sections():
    line = "<w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p>"
    template = trusted(notes("footnote", line, drawing("{标志}")), prove=True)
    data = template.render({"name": "甲", "form": {"logo": "k"}}, pictures={"k": RED})
    sound(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("word/footnotes.xml").count(b"<w:drawing") == 1
        (name,) = (one for one in package.namelist() if "media" in one)
        assert package.read(name) == RED.data
        assert name.removeprefix("word/").encode() in package.read("word/_rels/footnotes.xml.rels")


def test_an_endnote_is_no_place_for_a_box_because_docxtpl_fills_none():
    (found,) = check_trusted(notes("endnote", drawing("{标志}")), KNOWN)
    assert found.code == "FK-PIC-001"
    assert "尾注" in str(found.place)


def test_an_alternative_text_that_is_no_jinja_is_a_fault():
    (found,) = check_trusted(boxed("{{ form. }}"), KNOWN)
    assert (found.code, found.level) == ("FK-TPL-092", Level.ERROR)
    assert "正文" in str(found.place)


def test_a_box_must_name_what_the_data_has():
    words = "{{ row.nothing.picture }}"
    (found,) = [one for one in check_trusted(boxed(words), KNOWN, name="模板.docx") if one.blocks]
    assert found.code == "FK-TPL-050"
    assert "「row.nothing.picture」" in found.found
    assert "正文 第1段" in str(found.place)


@pytest.mark.parametrize(
    ("words", "meant"),
    [("{{ form.logi }}", "是否指「form.logo」"), ("{{ form }}", ""), ("{seal}", "")],
)
def test_a_name_that_may_have_been_meant_for_a_picture_is_told(words, meant):
    found = check_trusted(boxed(words), KNOWN, name="模板.docx")
    (told,) = [one for one in found if one.code == "FK-PIC-008"]
    assert (told.level, meant in told.found) == (Level.WARNING, True)
    assert f"「{words.strip('{ }')}」" in told.found
    assert "正文" in str(told.place)


def test_the_check_says_which_pictures_are_printed():
    document = docx.Document()
    for words in ("{标志}", "{qr}"):
        place(document.add_paragraph("{{ name }}"), words)
    (told,) = [one for one in check_trusted(saved(document), KNOWN) if one.code == "FK-PIC-006"]
    assert told.level is Level.INFO
    assert "标志、二维码" in told.found
    assert "photo_rows[].left.picture" in str([one.found for one in check_trusted(album(), KNOWN)])


@pytest.mark.parametrize("source", ["{{ form.logo }}", "{{ photo_rows[0].left.picture }}"])
def test_a_picture_written_as_a_text_is_told(source):
    found = check_trusted(boxed("", source), KNOWN, name="模板.docx")
    (told,) = [one for one in found if one.code == "FK-PIC-007"]
    assert told.level is Level.WARNING


def test_on_trial_every_box_has_a_picture():
    views: list[Mapping[str, Any]] = [photos("a", "b"), photos()]
    found = try_trusted(album(), KNOWN, views, name="模板.docx")
    assert [one.code for one in found if one.blocks] == []
    told = try_trusted(boxed("{标志}"), KNOWN, [{"form": {"logo": {"a": 1}}}], name="模板.docx")
    assert [one.code for one in told if one.blocks] == []


def test_pictures_of_docxtpl_do_not_go_with_boxes():
    template = trusted(boxed("{标志}", "{{ name }}"))
    picture = InlineImage(template.docxtpl(), io.BytesIO(GREY))
    for view in ({"name": picture, "form": {"logo": ""}}, {"name": "", "form": {"logo": picture}}):
        with pytest.raises(UsageError) as caught:
            template.render(view)
        assert caught.value.code == "FK-TPL-106"


def test_the_names_of_the_template_are_those_of_its_maker():
    assert trusted(boxed("{标志}", "{{ name }}")).names == {"form", "name"}

"""The named styles of a Word template: formatting stands there, not in every paragraph."""

from __future__ import annotations

import io
import zipfile
from functools import partial

import pytest
from lxml import etree

from formkit import catalog
from formkit.layout import word
from formkit.layout.vocabulary import Align
from formkit.layout.word_styles import PARAGRAPH_STYLES, TABLE_STYLES, cell_style
from formkit.render import compile_template

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMS = [one.slug for one in catalog.records() if "docx" in one.manifest.media]
KEYS = [one.key for one in (*PARAGRAPH_STYLES, *TABLE_STYLES)]

# ISO 29500-1, CT_PPrBase, CT_TblPrBase and CT_Style: the order in which Word wants these to stand.
ORDER = {
    "pPr": "pStyle keepNext pageBreakBefore pBdr shd tabs overflowPunct autoSpaceDE autoSpaceDN "
    "spacing ind jc rPr sectPr",
    "tblPr": "tblStyle tblW jc tblBorders tblLayout tblCellMar",
    "style": "name basedOn uiPriority qFormat pPr rPr tblPr",
    "rPr": "rFonts b vanish sz szCs lang",
}


def written(document: bytes) -> dict[str, etree._Element]:
    """Return the parts of a document in which text stands, and its styles."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        names = [n for n in package.namelist() if n.startswith("word/") and n.count("/") == 1]
        return {n: etree.fromstring(package.read(n)) for n in names if n.endswith(".xml")}


def template(slug: str) -> bytes:
    return catalog.named(slug).template("docx").read_bytes()


def keys_used(parts: dict[str, etree._Element]) -> set[str]:
    return {
        named.get(f"{W}val")
        for part in parts.values()
        for named in part.iter(f"{W}pStyle", f"{W}tblStyle")
    }


@pytest.mark.parametrize("slug", FORMS)
def test_no_run_is_formatted_and_every_paragraph_has_a_style(slug):
    for name, part in written(template(slug)).items():
        if name == "word/styles.xml":
            continue
        assert not list(part.iterfind(f".//{W}r/{W}rPr")), name
        for paragraph in part.iter(f"{W}p"):
            own = [etree.QName(one).localname for one in paragraph.find(f"{W}pPr")]
            assert own[0] == "pStyle"
            assert set(own) <= {"pStyle", "keepNext", "tabs", "spacing", "rPr", "sectPr"}


@pytest.mark.parametrize("slug", FORMS)
def test_a_template_holds_the_styles_it_uses_and_their_bases_and_no_others(slug, styles_of):
    styles = styles_of(template(slug))
    used = keys_used(written(template(slug)))
    wanted = {one.get(f"{W}styleId") for key in used for one in styles.line(key)}
    custom = {key for key, one in styles.all.items() if one.get(f"{W}customStyle")}
    assert used <= custom
    assert custom == wanted - {"Normal", "TableNormal"}


@pytest.mark.parametrize("slug", FORMS)
def test_properties_stand_in_the_order_of_the_schema(slug):
    for part in written(template(slug)).values():
        for name, order in ORDER.items():
            places = {child: place for place, child in enumerate(order.split())}
            for holder in part.iter(f"{W}{name}"):
                found = [places[etree.QName(child).localname] for child in holder]
                assert found == sorted(set(found))


def test_styles_have_names_of_their_own_in_the_order_in_which_word_lists_them(styles_of, sheet):
    styles = styles_of(word.emit(*sheet))
    custom = [one for one in styles.all.values() if one.get(f"{W}customStyle")]
    names = [one.find(f"{W}name").get(f"{W}val") for one in custom]
    ranks = [int(one.find(f"{W}uiPriority").get(f"{W}val")) for one in custom]
    assert names[:3] == ["表题", "续表题", "表格文字"]
    assert ranks == sorted(set(ranks))
    assert len({one.name for one in (*PARAGRAPH_STYLES, *TABLE_STYLES)}) == len(KEYS)
    assert len(set(KEYS)) == len(KEYS)


def test_the_styles_of_word_itself_are_there(styles_of, sheet):
    styles = styles_of(word.emit(*sheet))
    default = {key: one for key, one in styles.all.items() if one.get(f"{W}default") == "1"}
    assert sorted(default) == ["DefaultParagraphFont", "Normal", "TableNormal"]


def test_one_look_has_one_style():
    looks = [
        (one.text, one.align, one.before, one.after, one.first_line, one.left, one.tall, one.seam,
         one.keep_next, one.new_page)
        for one in PARAGRAPH_STYLES
    ]  # fmt: skip
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("style", PARAGRAPH_STYLES, ids=lambda one: one.name)
def test_with_its_bases_a_style_says_all_that_the_page_asks_for(style, every_style):
    holds = partial(every_style.value, style.key)
    has = partial(every_style.has, style.key)
    assert holds("pPr/spacing", "line") == ("240" if style.tall else f"{style.text.line * 20:g}")
    assert holds("pPr/spacing", "lineRule") == ("auto" if style.tall else "exact")
    assert holds("pPr/spacing", "before") == f"{style.before * 20:g}"
    assert holds("pPr/spacing", "after") == f"{style.after * 20:g}"
    assert holds("pPr/jc") == style.align.value
    assert holds("rPr/sz") == holds("rPr/szCs") == f"{style.text.size * 2:g}"
    assert has("rPr/b") == style.text.bold
    assert has("pPr/keepNext") == style.keep_next
    assert has("pPr/pageBreakBefore") == style.new_page
    assert has("pPr/pBdr") == (style.seam is not None)


@pytest.mark.parametrize("style", PARAGRAPH_STYLES, ids=lambda one: one.name)
def test_every_script_has_the_face_of_the_style_and_doubtful_signs_are_chinese(style, every_style):
    holds = partial(every_style.value, style.key)
    faces = {holds("rPr/rFonts", script) for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    assert faces == {style.text.face}
    assert holds("rPr/rFonts", "hint") == "eastAsia"


def test_whoever_makes_the_text_of_tables_larger_makes_all_of_it_larger(every_style):
    every_style.all["Body"].find(f"{W}rPr/{W}sz").set(f"{W}val", "24")
    for align in Align:
        for bold in (False, True):
            assert every_style.value(cell_style(align, bold=bold).key, "rPr/sz") == "24"
    assert every_style.value("Small", "rPr/sz") == "18"


def test_a_rare_sign_has_a_face_of_its_own_and_all_else_from_its_style(sheet):
    view = {
        "form": dict.fromkeys(["title", "unit", "number", "form_no", "form_version", "revision_mark", "copy_mark"], "甲"),
        "project": {"name": "𠮷祥苑"}, "day": "", "who": "", "by": "", "attachments": [],
        "issues": [], "confirm": {"opinion": ""},
    }  # fmt: skip
    made = written(compile_template(word.emit(*sheet)).render(view))["word/document.xml"]
    (sign,) = [one for one in made.iter(f"{W}t") if one.text == "𠮷"]
    (fonts,) = sign.getparent().find(f"{W}rPr")
    assert set(fonts.attrib.values()) == {"SimSun-ExtB", "eastAsia"}
    (after,) = [one for one in made.iter(f"{W}t") if one.text == "祥苑"]
    assert after.getparent().find(f"{W}rPr") is None

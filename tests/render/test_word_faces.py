"""A face that lacks characters is widened, wherever the template names it."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from formkit import catalog
from formkit.ooxml.names import WORD, w
from formkit.ooxml.writer import write
from formkit.render import compile_template
from formkit.render.word_faces import Faces

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:eastAsia="宋体"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/>
  <w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="仿宋_GB2312"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:basedOn w:val="b"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="west"><w:basedOn w:val="b"/>
  <w:rPr><w:rFonts w:ascii="Arial"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="theme">
  <w:rPr><w:rFonts w:eastAsia="宋体" w:eastAsiaTheme="minorEastAsia"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:basedOn w:val="y"/></w:style>
<w:style w:type="paragraph" w:styleId="y"><w:basedOn w:val="x"/></w:style>
<w:style w:type="character" w:styleId="k"><w:rPr><w:rFonts w:eastAsia="楷体_GB2312"/></w:rPr></w:style>
"""


def face(paragraph: str, run: str = "", styles: str = STYLES) -> str:
    """Return the face of a run with these properties in a paragraph with those."""
    name = f'<w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>' if paragraph else ""
    root = etree.fromstring(
        f'<w:document xmlns:w="{WORD}"><w:body><w:p>{name}<w:r><w:rPr>{run}</w:rPr></w:r></w:p>'
        f"</w:body><w:styles>{styles}</w:styles></w:document>"
    )
    return Faces(root.find(w("styles"))).of(next(root.iter(w("r"))))


@pytest.mark.parametrize(
    ("paragraph", "run", "found"),
    [
        ("", "", "宋体"),  # the document's defaults
        ("a", "", "宋体"),
        ("b", "", "仿宋_GB2312"),
        ("c", "", "仿宋_GB2312"),  # of the style it rests on
        ("west", "", "仿宋_GB2312"),  # only its letters have another face
        ("b", '<w:rFonts w:eastAsia="黑体"/>', "黑体"),  # the run's own comes first
        ("b", '<w:rFonts w:ascii="Arial"/>', "仿宋_GB2312"),
        ("b", '<w:rStyle w:val="k"/>', "楷体_GB2312"),
        ("b", '<w:rStyle w:val="unknown"/>', "仿宋_GB2312"),
        ("unknown", "", "宋体"),
        ("theme", "", ""),
        ("x", "", "宋体"),  # two styles that rest on each other
    ],
)
def test_the_nearest_that_names_a_face_counts(paragraph: str, run: str, found: str) -> None:
    assert face(paragraph, run) == found


def test_the_default_style_holds_where_a_paragraph_names_none() -> None:
    styles = STYLES.replace(
        '<w:name w:val="Normal"/>', '<w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr>'
    )
    assert face("", styles=styles) == "楷体"


def test_a_document_without_styles_names_no_face() -> None:
    run = etree.fromstring(f'<w:p xmlns:w="{WORD}"><w:r/></w:p>')[0]
    assert Faces(None).of(run) == ""
    assert face("", styles="") == ""


def test_the_styles_of_our_templates_changed_to_a_narrow_face_are_widened() -> None:
    official = catalog.named("complaint_form")
    with zipfile.ZipFile(official.template("docx")) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    styles = etree.fromstring(parts["word/styles.xml"])
    for fonts in styles.iter(w("rFonts")):
        fonts.set(w("eastAsia"), "仿宋_GB2312")
    parts["word/styles.xml"] = etree.tostring(styles)
    template = compile_template(write(parts), name="模板.docx")
    view = _view(template.names) | {"content": "王喆渗水"}
    with zipfile.ZipFile(io.BytesIO(template.render(view))) as package:
        shown = package.read("word/document.xml").decode()
    assert (
        'w:eastAsia="仿宋" w:cs="仿宋" w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">喆<'
        in shown
    )


def _view(names: frozenset[str]) -> dict[str, object]:
    """Return data with an empty text for every name, an empty list for every list."""
    view: dict[str, object] = {}
    for name in sorted(names):
        if "[]" in name:
            view[name.partition("[]")[0]] = []
        elif "." in name:
            group = view.setdefault(name.partition(".")[0], {})
            assert isinstance(group, dict)
            group[name.partition(".")[2]] = ""
        else:
            view.setdefault(name, "")
    return view

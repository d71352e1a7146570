"""`word/styles.xml`: the named styles that a template uses, as Word, WPS and LibreOffice read them.

All faces of a style are the same, and doubtful signs (“ ” … — ·) are taken as Chinese: so no run
has to name a face.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from lxml import etree

from formkit.layout import wordml
from formkit.layout.styles import BODY, CELL_TOP, Style
from formkit.layout.word_styles import (
    PARAGRAPH_STYLES,
    TABLE_STYLES,
    ParagraphStyle,
    TableStyle,
)
from formkit.layout.wordml import Element, element

_DEFAULT = ParagraphStyle("Normal", "Normal", BODY)
_NAMED = re.compile(rb'<w:(?:pStyle|tblStyle) w:val="(\w+)"/>')
_CONTENT = wordml.SIDES[:4]


def styles_part(used: Collection[str] = ()) -> bytes:
    """Return `word/styles.xml` with Word's own styles, those used and the ones they rest on.

    Args:
        used: keys of paragraph and table styles; the order of the part is that of `word_styles`.
    """
    paragraphs = [one for one in PARAGRAPH_STYLES if one.key in used]
    wanted = {one.key for style in paragraphs for one in _line(style)}
    root = element("styles", _defaults(), *_builtin())
    for rank, style in enumerate(PARAGRAPH_STYLES, start=1):
        if style.key in wanted:
            root.append(_paragraph_style(style, rank))
    for rank, table in enumerate(TABLE_STYLES, start=len(PARAGRAPH_STYLES) + 1):
        if table.key in used:
            root.append(_table_style(table, rank))
    etree.cleanup_namespaces(root)
    part: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return part


def styles_used(parts: Iterable[bytes]) -> set[str]:
    """Return the keys of the styles that paragraphs and tables of these parts name."""
    return {key.decode() for part in parts for key in _NAMED.findall(part)}


def _line(style: ParagraphStyle | None) -> Iterator[ParagraphStyle]:
    """Yield a style and those it rests on."""
    while style:
        yield style
        style = style.base


def _defaults() -> Element:
    run = wordml.run_properties(BODY)
    run.append(element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    return element(
        "docDefaults",
        element("rPrDefault", run),
        element("pPrDefault", element("pPr", element("spacing", before=0, after=0))),
    )


def _builtin() -> list[Element]:
    """Return Word's own styles, which must be there.

    A mark stays inside its cell, or it would stand on the rule (Word; LibreOffice hangs it).
    Digits beside Chinese signs take no extra space: a date is as wide as its signs.
    """
    setting = element(
        "pPr",
        element("overflowPunct", val=0),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
    )
    normal = _style("paragraph", "Normal", "Normal", element("qFormat"), setting)
    character = _style("character", "DefaultParagraphFont", "Default Paragraph Font")
    table = _style("table", "TableNormal", "Normal Table")
    for style in (normal, character, table):
        style.set(wordml.w("default"), "1")
    below = [
        _style("paragraph", key, key.lower(), element("basedOn", val="Normal"))
        for key in ("Header", "Footer")
    ]
    return [normal, character, table, *below]


def _style(kind: str, key: str, name: str, *more: Element) -> Element:
    return element("style", element("name", val=name), *more, type=kind, styleId=key)


def _paragraph_style(style: ParagraphStyle, rank: int) -> Element:
    made = _style(
        "paragraph",
        style.key,
        style.name,
        element("basedOn", val=style.base.key if style.base else "Normal"),
        element("uiPriority", val=rank),
        element("qFormat"),
        _paragraph_properties(style),
        _run_properties(style),
    )
    made.set(wordml.w("customStyle"), "1")
    for empty in [child for child in made[-2:] if not len(child)]:
        made.remove(empty)
    return made


def _paragraph_properties(style: ParagraphStyle) -> Element:
    """Return what the style says of its paragraphs and its base does not."""
    base = style.base
    made = element("pPr")
    if style.keep_next and not (base and base.keep_next):
        made.append(element("keepNext"))
    if style.new_page and not (base and base.new_page):
        made.append(element("pageBreakBefore"))
    if style.seam and not (base and base.seam == style.seam):
        made.append(wordml.rules("pBdr", dict.fromkeys(("left", "right"), style.seam)))
        made.append(element("shd", val="clear", color="auto", fill="000000"))
    for tag, found in _lengths(style).items():
        known = _lengths(base).get(tag, {}) if base else {}
        if differing := {name: said for name, said in found.items() if known.get(name) != said}:
            made.append(element(tag, **differing))
    return made


def _lengths(style: ParagraphStyle) -> dict[str, dict[str, str]]:
    """Return spacing, indents and alignment of a style, as their attributes; twips."""
    aside = round(style.seam * 10) if style.seam else 0
    first = round(style.first_line * 20)
    return {
        "spacing": {
            "before": str(round(style.before * 20)),
            "after": str(round(style.after * 20)),
            "line": "240" if style.tall else str(round(style.text.line * 20)),
            "lineRule": "auto" if style.tall else "exact",
        },
        "ind": {
            "left": str(round(style.left * 20) + aside),
            "right": str(aside),
            **({"hanging": str(-first)} if first < 0 else {"firstLine": str(first)}),
        },
        "jc": {"val": style.align.value},
    }


def _run_properties(style: ParagraphStyle) -> Element:
    if style.base is None:
        return wordml.run_properties(style.text)
    return _beyond(style.text, style.base.text)


def _beyond(text: Style, base: Style) -> Element:
    """Return what a text has and its base has not."""
    known = {etree.tostring(one) for one in wordml.run_properties(base)}
    made = element("rPr")
    for one in wordml.run_properties(text):
        if etree.tostring(one) not in known:
            made.append(one)
    return made


def _table_style(table: TableStyle, rank: int) -> Element:
    properties = element("tblPr")
    rules = dict.fromkeys(_CONTENT, table.outer) | dict.fromkeys(wordml.SIDES[4:], table.inner)
    if table.outer:
        properties.append(wordml.rules("tblBorders", rules))
    margins = element("tblCellMar")
    for edge in _CONTENT:
        space = table.side if edge in ("left", "right") else CELL_TOP
        margins.append(element(edge, w=wordml.twips_of(space), type="dxa"))
    properties.append(margins)
    made = _style(
        "table",
        table.key,
        table.name,
        element("basedOn", val="TableNormal"),
        element("uiPriority", val=rank),
        element("qFormat"),
        properties,
    )
    made.set(wordml.w("customStyle"), "1")
    return made

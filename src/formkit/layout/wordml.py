"""WordprocessingML elements that the Word emitter joins: runs, paragraphs, cells, rows, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn as name_of

from formkit.layout.styles import Style
from formkit.layout.vocabulary import Vertical
from formkit.layout.word_styles import THIN, ParagraphStyle, TableStyle

TWIPS_PER_MM = 1440 / 25.4
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")  # in the schema's order
_SIGNS = {"\t": "tab", "\n": "br"}
Element = Any  # python-docx elements are lxml elements with a class of their own
Borders = Mapping[str, float | None]  # side → points; None: no rule


def twips_of(millimetres: float) -> int:
    """Return a length in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


def w(name: str) -> str:
    """Return the full name of a `w:` element or attribute."""
    return name_of(f"w:{name}")


def element(tag: str, *children: Element, **attributes: Any) -> Element:
    """Return a `w:` element; attributes are `w:` attributes too."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(w(name), str(value))
    for child in children:
        made.append(child)
    return made


# -- runs ----------------------------------------------------------------------------------------


def run_properties(style: Style) -> Element:
    """Return `w:rPr`: every script's face is named, doubtful signs are taken as Chinese."""
    face = style.face
    fonts = element("rFonts", hint="eastAsia", ascii=face, hAnsi=face, eastAsia=face, cs=face)
    half_points = round(style.size * 2)
    bold = [element("b")] if style.bold else []
    return element(
        "rPr", fonts, *bold, element("sz", val=half_points), element("szCs", val=half_points)
    )


def run(text: str) -> Element:
    """Return a run set as its paragraph; a tab in the text is a tab, a line feed a new line."""
    made = element("r")
    for piece in re.split(r"(\t|\n)", text):
        if piece in _SIGNS:
            made.append(element(_SIGNS[piece]))
        elif piece:
            made.append(_preserved("t", piece))
    return made


def _preserved(tag: str, text: str) -> Element:
    made = element(tag)
    made.text = text
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field_runs(code: str) -> list[Element]:
    """Return the runs of a field such as PAGE, with a first result to show until it is updated."""
    marks = [
        element("fldChar", fldCharType="begin"),
        _preserved("instrText", f" {code} "),
        element("fldChar", fldCharType="separate"),
    ]
    runs = [element("r", mark) for mark in marks]
    return [*runs, run("1"), element("r", element("fldChar", fldCharType="end"))]


# -- paragraphs ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph has for itself, beside its style."""

    before: float = 0  # points of room above; 0: as the style has it
    keep_next: bool = False
    tabs: tuple[tuple[str, str, float], ...] = ()  # (kind, leader, millimetres)


def paragraph(text: str, style: ParagraphStyle, setting: Setting | None = None) -> Element:
    """Return a paragraph of one run; an empty text leaves an empty line of that style."""
    return paragraph_of([run(text)] if text else [], style, setting)


def paragraph_of(
    runs: Iterable[Element], style: ParagraphStyle, setting: Setting | None = None
) -> Element:
    """Return a paragraph of these runs."""
    setting = setting or Setting()
    properties = element("pPr", element("pStyle", val=style.key))
    if setting.tabs:
        stops = [
            element("tab", val=kind, leader=leader, pos=twips_of(at))
            for kind, leader, at in setting.tabs
        ]
        properties.append(element("tabs", *stops))
    if setting.before:
        properties.append(element("spacing", before=round(setting.before * 20)))
    made = element("p", properties, *runs)
    if setting.keep_next:
        keep_with_next(made)
    return made


def keep_with_next(paragraph: Element) -> None:
    """Let no page end between a paragraph and the one below it."""
    properties = paragraph.find(w("pPr"))
    if properties.find(w("keepNext")) is None:
        properties.insert(1, element("keepNext"))  # right behind the style


def spacer() -> Element:
    """Return the thinnest paragraph: Word wants one between two tables and after the last."""
    return paragraph("", THIN)


def ending() -> Element:
    """Return the paragraph that must follow the last table: hidden, or it may cost a blank page."""
    made = spacer()
    made.find(w("pPr")).append(element("rPr", element("vanish")))
    return made


# -- tables --------------------------------------------------------------------------------------


def rules(tag: str, sides: Borders) -> Element:
    """Return borders; a side that is not named is left to the style."""
    made = element(tag)
    for side in SIDES:
        if side in sides:
            points = sides[side]
            made.append(
                element(side, val="nil")
                if points is None
                else element(side, val="single", sz=round(points * 8), space=0, color="000000")
            )
    return made


def cell(
    paragraphs: Sequence[Element],
    width: int,
    *,
    span: int = 1,
    vertical: Vertical = Vertical.CENTER,
    borders: Borders | None = None,
) -> Element:
    """Return a cell, `width` in twips. It holds at least one paragraph."""
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if borders:
        properties.append(rules("tcBorders", borders))
    properties.append(element("vAlign", val=vertical.value))
    return element("tc", properties, *paragraphs)


def row(cells: Iterable[Element], height: float, *, head: bool = False) -> Element:
    """Return a row of at least `height` millimetres that no page breaks."""
    properties = element("trPr", element("cantSplit"))
    properties.append(element("trHeight", val=twips_of(height), hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", properties, *cells)


def table(
    rows: Iterable[Element],
    widths: Sequence[int],
    style: TableStyle,
    borders: Borders | None = None,
) -> Element:
    """Return a table of fixed columns: grid, cells and table give the same widths (WPS asks).

    `borders`: the rules that are not those of the style.
    """
    properties = element(
        "tblPr",
        element("tblStyle", val=style.key),
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
    )
    if borders:
        properties.append(rules("tblBorders", borders))
    properties.append(element("tblLayout", type="fixed"))
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid, *rows)

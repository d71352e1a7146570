"""WordprocessingML elements that the Word emitter joins: runs, paragraphs, cells, rows, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn as name_of

from formkit.layout.styles import BODY, CELL_SIDE, CELL_TOP, SEAM, Style
from formkit.layout.vocabulary import Align, Vertical

TWIPS_PER_MM = 1440 / 25.4
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


def run(text: str, style: Style) -> Element:
    """Return a run; a tab in the text is a tab, a line feed a new line."""
    made = element("r", run_properties(style))
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


def field_runs(code: str, style: Style) -> list[Element]:
    """Return the runs of a field such as PAGE, with a first result to show until it is updated."""
    marks = [
        element("fldChar", fldCharType="begin"),
        _preserved("instrText", f" {code} "),
        element("fldChar", fldCharType="separate"),
    ]
    runs = [element("r", run_properties(style), mark) for mark in marks]
    runs.append(run("1", style))
    runs.append(element("r", run_properties(style), element("fldChar", fldCharType="end")))
    return runs


# -- paragraphs ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph stands; lengths in points unless named otherwise."""

    align: Align = Align.LEFT
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    keep_next: bool = False
    tabs: tuple[tuple[str, str, float], ...] = ()  # (kind, leader, millimetres)
    seam: float | None = None  # points: a black line with rules of this width at both ends
    new_page: bool = False
    tall: bool = False  # as high as the picture in it


def paragraph(text: str, style: Style, setting: Setting | None = None) -> Element:
    """Return a paragraph of one run; an empty text leaves an empty line of that style."""
    runs = [run(text, style)] if text else []
    return paragraph_of(runs, style, setting or Setting())


def paragraph_of(runs: Iterable[Element], style: Style, setting: Setting) -> Element:
    """Return a paragraph of these runs."""
    properties = element("pPr")
    if setting.keep_next:
        properties.append(element("keepNext"))
    if setting.new_page:
        properties.append(element("pageBreakBefore"))
    if setting.seam:
        properties.append(_rules("pBdr", {"left": setting.seam, "right": setting.seam}))
        properties.append(element("shd", val="clear", color="auto", fill="000000"))
    if setting.tabs:
        stops = [
            element("tab", val=kind, leader=leader, pos=twips_of(at))
            for kind, leader, at in setting.tabs
        ]
        properties.append(element("tabs", *stops))
    properties.append(
        element(
            "spacing",
            before=round(setting.before * 20),
            after=round(setting.after * 20),
            line=240 if setting.tall else round(style.line * 20),
            lineRule="auto" if setting.tall else "exact",
        )
    )
    properties.append(_indent(setting))
    properties.append(element("jc", val=setting.align.value))
    properties.append(run_properties(style))
    return element("p", properties, *runs)


def _indent(setting: Setting) -> Element:
    aside = round(setting.seam * 10) if setting.seam else 0
    left, first = round(setting.left * 20) + aside, round(setting.first_line * 20)
    turn = {"hanging": -first} if first < 0 else {"firstLine": first}
    return element("ind", left=left, right=aside, **turn)


def spacer() -> Element:
    """Return the thinnest paragraph: Word wants one between two tables and after the last."""
    return paragraph("", Style(BODY.face, 1, SEAM))


def ending() -> Element:
    """Return the paragraph that must follow the last table: hidden, or it may cost a blank page."""
    made = spacer()
    made.find(w("pPr")).find(w("rPr")).insert(1, element("vanish"))
    return made


def seam(outer: float, *, thick: float = SEAM) -> Element:
    """Return a paragraph as a black line from one outer rule of a frame to the other."""
    return paragraph("", Style(BODY.face, 1, thick), Setting(seam=outer, keep_next=True))


# -- tables --------------------------------------------------------------------------------------


def _rules(tag: str, sides: Borders) -> Element:
    made = element(tag)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
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
        properties.append(_rules("tcBorders", borders))
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
    borders: Borders,
    *,
    side: float = CELL_SIDE,
) -> Element:
    """Return a table of fixed columns: grid, cells and table give the same widths (WPS asks).

    `side` is the space in millimetres between a text and the rules beside it.
    """
    margins = element("tblCellMar")
    spaces = {"top": CELL_TOP, "left": side, "bottom": CELL_TOP, "right": side}
    for edge, space in spaces.items():
        margins.append(element(edge, w=twips_of(space), type="dxa"))
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        _rules("tblBorders", borders),
        element("tblLayout", type="fixed"),
        margins,
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", properties, grid, *rows)

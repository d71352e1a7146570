"""Cell comments added to a sheet: the comments part, and the VML boxes that Excel shows them in."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from formkit.intake.marking import Mark
from formkit.intake.package_draft import Draft
from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import addresses, names
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element

AUTHOR = "formkit"
LONGEST_TEXT = 4_000
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
REL_VML = f"{names.RELATION}/vmlDrawing"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_BOXES_PER_BLOCK = 1_024  # ids of boxes come in blocks, which the drawing declares
_FIRST_BLOCK = 500  # far from the blocks that Excel itself gives to its first sheets
_ID = f"{{{names.RELATION}}}id"
# What the schema puts behind `legacyDrawing` in a sheet (ECMA-376 part 1, 18.3.1.99).
_AFTER_DRAWING = tuple(map(s, (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)))  # fmt: skip
_EMPTY_VML = (
    f'<xml xmlns:v="{names.VML}" xmlns:o="{names.OFFICE}" xmlns:x="{_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def add_comments(draft: Draft, part: str, number: int, marks: Sequence[Mark]) -> None:
    """Add a comment to each marked cell; what a cell's comment already says is kept.

    Args:
        draft: the package.
        part: the sheet's part.
        number: the sheet's position, for ids that no other sheet uses.
        marks: one per cell.
    """
    sheet = draft.tree(part)
    try:
        boxes = _boxes(draft, part, sheet)
    except InputUnreadable:
        return  # Excel has written VML that is no XML; the marks and the list still say it all
    listed = _comments(draft, part)
    known = {comment.get("ref"): comment for comment in listed}
    author = _author(draft.tree(_comments_part(draft, part)))
    fresh: list[Mark] = []
    for mark in marks:
        reference = addresses.address(mark.row, mark.column)
        comment = known.get(reference)
        if comment is None:
            comment = etree.SubElement(listed, s("comment"), ref=reference, authorId=str(author))
            etree.SubElement(comment, s("text"))
            fresh.append(mark)
        _say(comment, mark.text, more=reference in known)
    _draw(boxes, fresh, number)


def _comments_part(draft: Draft, part: str) -> str:
    known = draft.related(part, names.REL_COMMENTS)
    if known:
        return known
    name = "xl/comments_fk_" + part.rpartition("/")[2]
    if not draft.has(name):
        empty = f'<comments xmlns="{names.SHEET}"><authors/><commentList/></comments>'
        draft.add(name, empty.encode(), COMMENTS_TYPE)
        draft.relate(part, names.REL_COMMENTS, name)
    return name


def _comments(draft: Draft, part: str) -> Element:
    root = draft.tree(_comments_part(draft, part))
    found = root.find(s("commentList"))
    return etree.SubElement(root, s("commentList")) if found is None else found


def _author(root: Element) -> int:
    """Return the position of formkit among the authors."""
    authors = root.find(s("authors"))
    if authors is None:
        authors = etree.Element(s("authors"))
        root.insert(0, authors)
    for index, author in enumerate(authors):
        if author.text == AUTHOR:
            return index
    etree.SubElement(authors, s("author")).text = AUTHOR
    return len(authors) - 1


def _say(comment: Element, words: str, *, more: bool) -> None:
    text = comment.find(s("text"))
    if text is None:
        text = etree.SubElement(comment, s("text"))
    plain = text.find(s("t"))
    if plain is not None:  # a plain text may not stand beside runs: make it a run
        text.remove(plain)
        text.append(_run(plain.text or ""))
    text.append(_run(("\n" if more else "") + words[:LONGEST_TEXT]))


def _run(words: str) -> Element:
    run = etree.Element(s("r"))
    look = etree.SubElement(run, s("rPr"))
    etree.SubElement(look, s("sz"), val="9")
    etree.SubElement(look, s("rFont"), val="宋体")
    written = etree.SubElement(run, s("t"))
    written.set(f"{{{names.XML}}}space", "preserve")
    written.text = words
    return run


def _boxes(draft: Draft, part: str, sheet: Element) -> Element:
    """Return the root of the sheet's VML drawing, made where it has none."""
    pointer = sheet.find(s("legacyDrawing"))
    if pointer is not None:
        relation = draft.original.relations.get(part, {}).get(pointer.get(_ID, ""))
        if relation is not None and draft.has(relation.target):
            return draft.tree(relation.target)
        sheet.remove(pointer)
    name = draft.free_name("xl/drawings/vmlDrawing_fk{}.vml")
    draft.declare("vml", VML_TYPE)
    draft.put(name, _EMPTY_VML.encode())
    pointer = etree.Element(s("legacyDrawing"))
    pointer.set(_ID, draft.relate(part, REL_VML, name))
    for index, child in enumerate(sheet):
        if child.tag in _AFTER_DRAWING:
            sheet.insert(index, pointer)
            break
    else:
        sheet.append(pointer)
    return draft.tree(name)


def _draw(root: Element, marks: Sequence[Mark], number: int) -> None:
    """Add a hidden box for each comment; without its box Excel drops the comment."""
    per_sheet = 64  # blocks: 65,000 comments
    first = _FIRST_BLOCK + number * per_sheet
    for index, mark in enumerate(marks):
        root.append(_box(first * _BOXES_PER_BLOCK + 1 + index, mark))
    blocks = range(first, first + len(marks) // _BOXES_PER_BLOCK + 1)
    idmap = root.find(f".//{{{names.OFFICE}}}idmap")
    if idmap is not None and marks:
        told = [word for word in idmap.get("data", "").split(",") if word]
        idmap.set("data", ",".join([*told, *map(str, blocks)]))


def _box(identity: int, mark: Mark) -> Element:
    row, column = mark.row - 1, mark.column - 1
    lines = 3 + len(mark.text) // 20 + mark.text.count("\n")
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {column + 5}, 15, {row + min(lines, 24)}, 4"
    return etree.fromstring(
        f'<v:shape xmlns:v="{names.VML}" xmlns:o="{names.OFFICE}" xmlns:x="{_EXCEL}" '
        f'id="_x0000_s{identity}" type="#_x0000_t202" style="position:absolute;'
        'margin-left:80pt;margin-top:5pt;width:240pt;height:120pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )

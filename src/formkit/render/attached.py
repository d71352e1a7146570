"""What hangs on the rows of a sheet in parts of its own: drawings, comments, tables, charts."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Place
from formkit.ooxml import addresses, xml
from formkit.ooxml.names import VML, s
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.xml import Element
from formkit.render.anchor import ONE_CELL, TWO_CELLS, XDR
from formkit.render.place import Spot
from formkit.render.references import Moves
from formkit.render.rows import RowMap
from formkit.render.sheet_frame import area_text

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
ANCHORS = (TWO_CELLS, ONE_CELL)
_NOTE_ROWS = (2, 6)  # where the Anchor of a note has its upper and its lower row
_FIRST_COPY = 10_000  # numbers of repeated shapes
_CACHES = (f"{_CHART}numCache", f"{_CHART}strCache", f"{_CHART}multiLvlStrCache")


def related(package: Package, sheet: Sheet, kind: str) -> list[str]:
    """Return the parts to which a sheet refers by that kind of relationship."""
    return [
        package.parts.canonical(relation.target)
        for relation in package.relations.get(sheet.part.casefold(), {}).values()
        if relation.short_type == kind and relation.target in package.parts
    ]


def rows_of(anchor: Element) -> list[int]:
    """Return the rows (from 1) on which an anchor of a drawing stands."""
    return [int(row.text or 0) + 1 for row in anchor.iterfind(f"*/{XDR}row")]


class Attached:
    """The parts of a sheet that follow its rows.

    Args:
        package: the workbook.
        sheet: the sheet.
        first: its first row with a tag; a part that stays above it is left alone.
        file: the template's name, for messages.
        drawings: drawings by their part that stand for those of the package.
    """

    def __init__(
        self,
        package: Package,
        sheet: Sheet,
        first: int,
        file: str,
        *,
        drawings: Mapping[str, Element],
    ) -> None:
        self._sheet = sheet
        self._file = file
        self._parts: dict[str, tuple[str, Element]] = {}
        for kind in ("drawing", "comments", "vmlDrawing", "threadedComment", "table"):
            for part in related(package, sheet, kind):
                root = drawings.get(part)
                root = xml.parse(package.parts[part], part=part) if root is None else root
                if max(_reach(kind, root), default=0) >= first:
                    self._parts[part] = (kind, root)

    @property
    def parts(self) -> frozenset[str]:
        """The names of the parts that follow."""
        return frozenset(self._parts)

    def moved(self, rows: RowMap, moves: Moves) -> dict[str, bytes]:
        """Return the parts for this document.

        Raises:
            TemplateError: FK-TPL-077 a table lost all its rows.
        """
        made: dict[str, bytes] = {}
        for part, (kind, template) in self._parts.items():
            root = copy.deepcopy(template)
            if kind == "drawing":
                move_drawing(root, rows)
                follow(root, moves, self._sheet.name)
            elif kind == "vmlDrawing":
                _move_notes(root, rows)
            elif kind == "table":
                self._move_table(root, rows, moves)
            else:
                _move_comments(root, rows)
            made[part] = xml.serialize(root)
        return made

    def _move_table(self, table: Element, rows: RowMap, moves: Moves) -> None:
        for element in table.iter(etree.Element):
            local = etree.QName(element).localname
            if (area := element.get("ref")) is not None:
                top, left, bottom, right = addresses.area(area)
                found = rows.expanded(top, bottom)
                kept = int(table.get("headerRowCount", "1")) + int(table.get("totalsRowCount", "0"))
                if found is None or (element is table and found[1] - found[0] < kept):
                    place: Place = Spot(self._sheet.name, area, "", sheet=True).place(self._file)
                    raise TemplateError("FK-TPL-077", place=place, name=table.get("displayName"))
                element.set("ref", area_text(found[0], left, found[1], right))
            elif local in ("calculatedColumnFormula", "totalsRowFormula") and element.text:
                element.text = moves.formula(element.text, self._sheet.name, None)


def _reach(kind: str, root: Element) -> Iterator[int]:
    """Yield the rows on which something of a part stands."""
    if kind == "drawing":
        for anchor in root.iter(*ANCHORS):
            yield from rows_of(anchor)
    elif kind == "vmlDrawing":
        yield from (int(row.text or 0) + 1 for row in root.iter(f"{_EXCEL}Row"))
    else:
        for element in root.iter(etree.Element):
            if (area := element.get("ref")) is not None:
                yield addresses.area(area)[2]


def follow(root: Element, moves: Moves, own: str) -> None:
    """Move the formulas of a chart or a drawing; what a chart kept of the cells is dropped."""
    for element in list(root.iter(etree.Element)):
        if etree.QName(element).localname == "f" and element.text:
            element.text = moves.formula(element.text, own, None)
        elif element.tag in _CACHES:
            _remove(element)
        elif linked := element.get("textlink"):
            element.set("textlink", moves.formula(linked, own, None))


def move_drawing(root: Element, rows: RowMap) -> None:
    """Move the anchors of a drawing; what stands in a loop is repeated."""
    numbers = itertools.count(_FIRST_COPY)
    for anchor in list(root.iter(*ANCHORS)):
        begin, *end = rows_of(anchor)
        if anchor.get("editAs") == "absolute":
            continue
        moving = anchor.get("editAs", "twoCell") == "twoCell" and not rows.loops(begin)
        for repetition, new in enumerate(rows.places(begin)):
            one = copy.deepcopy(anchor) if repetition else anchor
            last = _end(rows, begin, end[0], new, stretches=moving) if end else 0
            for row, number in zip(one.iterfind(f"*/{XDR}row"), (new, last), strict=False):
                row.text = str(number - 1)
            if repetition:
                _renumber(one, numbers)
                _insert_last(anchor, one)
        if not rows.places(begin):
            _remove(anchor)


def _end(rows: RowMap, begin: int, end: int, new: int, *, stretches: bool) -> int:
    if not stretches:
        return new + end - begin
    found = rows.places(end)
    return found[-1] if found else new


def _insert_last(anchor: Element, one: Element) -> None:
    parent = anchor.getparent()
    if parent is not None:
        parent.append(one)


def _renumber(anchor: Element, numbers: Iterator[int]) -> None:
    for shape in anchor.iter(f"{XDR}cNvPr"):
        shape.set("id", str(next(numbers)))


def _move_comments(root: Element, rows: RowMap) -> None:
    for comment in list(root.iter(etree.Element)):
        if (cell := comment.get("ref")) is None:
            continue
        top, left, _, _ = addresses.area(cell)
        for number in rows.rows(top):
            one = copy.deepcopy(comment)
            one.set("ref", addresses.address(number, left))
            comment.addprevious(one)
        _remove(comment)


def _move_notes(root: Element, rows: RowMap) -> None:
    """Move the shapes that show comments."""
    numbers = itertools.count(_FIRST_COPY)
    for shape in list(root.iter(f"{{{VML}}}shape")):
        row = shape.find(f"{_EXCEL}ClientData/{_EXCEL}Row")
        if row is None:
            continue
        old = int(row.text or 0) + 1
        for repetition, number in enumerate(rows.rows(old)):
            one = copy.deepcopy(shape)
            if repetition:
                one.set("id", f"_x0000_s{next(numbers)}")
            _shift_note(one, number - old)
            shape.addprevious(one)
        _remove(shape)


def _shift_note(shape: Element, delta: int) -> None:
    for row in shape.iter(f"{_EXCEL}Row"):
        row.text = str(int(row.text or 0) + delta)
    for anchor in shape.iter(f"{_EXCEL}Anchor"):
        measures = [int(one) for one in (anchor.text or "").split(",")]
        for at in _NOTE_ROWS:
            if at < len(measures):
                measures[at] = max(measures[at] + delta, 0)
        anchor.text = ", ".join(map(str, measures))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def charts_in(anchor: Element) -> bool:
    """Return whether an anchor holds a chart or another thing that a copy cannot share."""
    return next(anchor.iter(f"{XDR}graphicFrame", s("control")), None) is not None

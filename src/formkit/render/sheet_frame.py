"""What stands around the cells of a sheet: merges, validations, formats, links, print settings."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from formkit.ooxml import addresses
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render.references import Moves
from formkit.render.rows import At, RowMap, Rows

_POINTS = ("activeCell", "topLeftCell")  # one cell each
_ON = ("1", "true")
_FORMULAS = ("formula", "formula1", "formula2", "f")


def moved(frame: Element, rows: RowMap, moves: Moves, title: str) -> Element:
    """Return the sheet without its cells, everything in it moved to where its rows went.

    Args:
        frame: the sheet; it is not changed.
        rows: where its rows went.
        moves: where the rows of all sheets went, for formulas.
        title: its name.
    """
    frame = copy.deepcopy(frame)
    elements = list(frame.iter(etree.Element))
    anchors = {one: _anchor(one, rows) for one in elements if _local(one) in _FORMULAS}
    for element in elements:
        local = _local(element)
        if local in _FORMULAS and element.text:
            element.text = moves.formula(element.text, title, anchors[element], union=False)
        elif local in ("hyperlink", "mergeCell"):
            _repeat_area(element, rows, moves, title)
        elif local == "brk":
            _move_break(element, rows)
        elif local == "sqref":
            element.text = _areas(element.text or "", rows)
        else:
            _move_attributes(element, rows)
            if local == "pane":
                _move_pane(element, rows)
    for holder in frame.iter(s("mergeCells"), s("rowBreaks")):
        holder.set("count", str(len(holder)))
    for breaks in frame.iter(s("rowBreaks")):
        breaks.set("manualBreakCount", str(sum(one.get("man") in _ON for one in breaks)))
    _drop_empty(frame)
    return frame


def _repeat_area(element: Element, rows: RowMap, moves: Moves, title: str) -> None:
    """Repeat a merge in its shape, a link over all cells it became; it leads where it led."""
    location = element.get("location", "")
    if location:
        element.set("location", moves.formula(location, title, None, union=False))
    top, _, bottom, _ = addresses.area(element.get("ref", ""))
    kept = element.tag == s("mergeCell")
    _repeat(element, rows.areas(top, bottom) if kept else rows.runs(top, bottom))


def _move_pane(pane: Element, rows: RowMap) -> None:
    """Keep frozen what was frozen: the rows above the split may have become more."""
    split = pane.get("ySplit", "0")
    if pane.get("state") in ("frozen", "frozenSplit") and split.isdigit() and int(split):
        found = rows.expanded(1, int(split))
        pane.set("ySplit", str(found[1] if found else 0))


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _move_attributes(element: Element, rows: RowMap) -> None:
    for name in ("ref", "sqref", *_POINTS):
        value = element.get(name)
        if value is None:
            continue
        areas = _hull(value, rows) if name == "ref" else _areas(value, rows)
        if areas:
            element.set(name, re.split("[: ]", areas)[0] if name in _POINTS else areas)
        elif name in ("ref", "sqref") and element.tag != s("dimension"):
            element.set(name, "")


def _hull(value: str, rows: RowMap) -> str:
    """Return the one area that encloses what an area became; "" where nothing is left."""
    top, left, bottom, right = addresses.area(value)
    found = rows.expanded(top, bottom)
    return area_text(found[0], left, found[1], right) if found else ""


def _areas(value: str, rows: RowMap) -> str:
    """Return a list of areas moved; areas that lost all their rows are left out."""
    return " ".join(_moved_areas(value, rows))


def _moved_areas(value: str, rows: RowMap) -> Iterator[str]:
    for one in value.split():
        top, left, bottom, right = addresses.area(one)
        for first, last in rows.runs(top, bottom):
            yield area_text(first, left, last, right)


def area_text(top: int, left: int, bottom: int, right: int) -> str:
    """Return an area as Excel writes it: `A1` or `A1:C9`."""
    first, last = addresses.address(top, left), addresses.address(bottom, right)
    return first if first == last else f"{first}:{last}"


def _repeat(element: Element, areas: Sequence[Rows]) -> None:
    """Put the element once per run of rows in its place."""
    _, left, _, right = addresses.area(element.get("ref", ""))
    for first, last in areas:
        repeated = copy.copy(element)
        repeated.set("ref", area_text(first, left, last, right))
        element.addprevious(repeated)
    _remove(element)


def _move_break(mark: Element, rows: RowMap) -> None:
    parent = mark.getparent()
    if parent is None or parent.tag != s("rowBreaks"):
        return
    found = rows.rows(int(mark.get("id", "1")))
    if found:
        mark.set("id", str(found[-1]))
    else:
        _remove(mark)


def _anchor(element: Element, rows: RowMap) -> At | None:
    """Return the row from which a validation or a format is written: the top of its area."""
    for around in element.iterancestors():
        area = around.get("sqref") or around.findtext("{*}sqref")
        if area:
            return rows.at(addresses.area(area.split()[0])[0])
    return None


def _drop_empty(frame: Element) -> None:
    for element in list(frame.iter(etree.Element)):
        if "" in (element.get("ref"), element.get("sqref")):
            _remove(element)
    for name in ("mergeCells", "hyperlinks", "dataValidations", "rowBreaks"):
        for holder in list(frame.iterfind(s(name))):
            if len(holder) == 0:
                _remove(holder)
            elif name == "dataValidations":
                holder.set("count", str(len(holder)))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

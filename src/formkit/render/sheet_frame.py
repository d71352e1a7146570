"""What stands around the cells of a sheet: merges, validations, formats, links, print settings."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from formkit.ooxml import addresses
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render.rows import At, RowMap

_AREA_ATTRIBUTES = ("ref", "sqref", "activeCell", "topLeftCell")
_FORMULAS = ("formula", "formula1", "formula2", "f")
_KEPT_SHAPE = s("mergeCell")


def moved(frame: Element, rows: RowMap, title: str) -> Element:
    """Return the sheet without its cells, everything in it moved to where its rows went.

    Raises:
        NoRowLeft: a formula refers to rows of which this document has none.
    """
    frame = copy.deepcopy(frame)
    elements = list(frame.iter(etree.Element))
    anchors = {one: _anchor(one) for one in elements if _local(one) in _FORMULAS}
    for element in elements:
        local = _local(element)
        if element.tag == _KEPT_SHAPE:
            _repeat_merge(element, rows)
        elif local == "brk":
            _move_break(element, rows)
        elif local == "sqref":
            element.text = _areas(element.text or "", rows)
        elif local in _FORMULAS and element.text:
            element.text = rows.formula(element.text, title, title, anchors[element])
        else:
            _move_attributes(element, rows)
    for holder in frame.iter(s("mergeCells"), s("rowBreaks")):
        holder.set("count", str(len(holder)))
    _drop_empty(frame)
    return frame


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _move_attributes(element: Element, rows: RowMap) -> None:
    for name in _AREA_ATTRIBUTES:
        value = element.get(name)
        if value is None:
            continue
        areas = _areas(value, rows)
        if areas:
            element.set(name, areas.split(":")[0] if name in _AREA_ATTRIBUTES[2:] else areas)
        elif name in ("ref", "sqref") and element.tag != s("dimension"):
            element.set(name, "")


def _areas(value: str, rows: RowMap) -> str:
    """Return a list of areas moved; areas that lost all their rows are left out."""
    return " ".join(_moved_areas(value, rows))


def _moved_areas(value: str, rows: RowMap) -> Iterator[str]:
    for one in value.split():
        top, left, bottom, right = addresses.area(one)
        found = rows.expanded(top, bottom)
        if found:
            yield area_text(found[0], left, found[1], right)


def area_text(top: int, left: int, bottom: int, right: int) -> str:
    """Return an area as Excel writes it: `A1` or `A1:C9`."""
    first, last = addresses.address(top, left), addresses.address(bottom, right)
    return first if first == last else f"{first}:{last}"


def _repeat_merge(merge: Element, rows: RowMap) -> None:
    top, left, bottom, right = addresses.area(merge.get("ref", ""))
    for first, last in rows.areas(top, bottom):
        repeated = copy.copy(merge)
        repeated.set("ref", area_text(first, left, last, right))
        merge.addprevious(repeated)
    _remove(merge)


def _move_break(mark: Element, rows: RowMap) -> None:
    parent = mark.getparent()
    if parent is None or parent.tag != s("rowBreaks"):
        return
    found = rows.rows(int(mark.get("id", "1")))
    if found:
        mark.set("id", str(found[-1]))
    else:
        _remove(mark)


def _anchor(element: Element) -> At | None:
    """Return the row from which a validation or a format is written: the top of its area."""
    for around in element.iterancestors():
        area = around.get("sqref") or around.findtext("{*}sqref")
        if area:
            return At(addresses.area(area.split()[0])[0])
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

"""Check boxes, option buttons and lists that somebody drew on a returned sheet.

They lie over the cells and fill none of them; programs that keep them write them twice: as VML
(ECMA-376 part 4, 19.4: `x:ClientData`) and as control properties ([MS-XLSX] 2.4.27). Either may say
that one is ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import names, xml
from formkit.ooxml.package import Package, Sheet

REL_VML: Final = f"{names.RELATION}/vmlDrawing"
REL_CONTROL: Final = f"{names.RELATION}/ctrlProp"
_RELATIONS: Final = frozenset((REL_VML, REL_CONTROL))
KINDS: Final[Mapping[str, str]] = {
    "checkbox": "复选框",
    "radio": "选项按钮",
    "drop": "下拉框",
    "list": "列表框",
}
"""Those that may answer something; buttons, labels and frames answer nothing."""

_V: Final = f"{{{names.VML}}}"
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_XDR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ID: Final = f"{{{names.RELATION}}}id"
_SHAPE_ID: Final = "_x0000_s"  # before the number of a shape
_ANCHOR: Final = 8  # numbers of an x:Anchor: column, row and offsets of both corners
_PIXEL, _EMU = 0.75, 1 / 12_700  # points
_USUAL_HEIGHT = 15.0  # points
_TALL: Final = 500  # rows; what is taller than that answers no item
_UNTICKED: Final = frozenset(("", "0", "unchecked"))


class Unreadable(Exception):
    """The part that says what is drawn is not well-formed; whether one is ticked nobody can say."""


@dataclass(frozen=True, slots=True)
class Control:
    """One drawn control: which it is, the cell under its middle, what is written on it."""

    kind: str
    ticked: bool
    row: int
    column: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Corners:
    """Where something lies: rows and columns from 0, points into the first and the last row."""

    top: int
    above: float
    bottom: int
    below: float
    left: int
    right: int


def controls(package: Package, sheet: Sheet) -> list[Control]:
    """Return the controls on a sheet that may answer something, from top to bottom.

    Raises:
        Unreadable: there are such controls, and what they say cannot be read.
    """
    relations = package.relations.get(sheet.part, {})
    if not any(relation.type in _RELATIONS for relation in relations.values()):
        return []  # as on nearly all sheets
    drawn = [one for part in package.related(sheet.part, REL_VML) for one in _drawn(package, part)]
    properties = {
        identity: package.parts[package.parts.canonical(relation.target)]
        for identity, relation in relations.items()
        if relation.type == REL_CONTROL and relation.target in package.parts
    }
    if not drawn and not properties:
        return []
    root = xml.parse(package.parts[sheet.part])
    heights = _heights(root)
    made = [one.control(heights) for one in _joined(drawn, list(_listed(root, properties)))]
    return sorted(made, key=lambda one: (one.row, one.column))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A control as one of the two writings has it; number: "" where the writing names none."""

    number: str
    kind: str
    ticked: bool
    at: Corners
    caption: str = ""

    def control(self, heights: Mapping[int, float]) -> Control:
        row = middle(self.at, heights) + 1
        column = (self.at.left + self.at.right) // 2 + 1
        return Control(self.kind, self.ticked, row, column, self.caption)


def numbers(package: Package, sheet: Sheet) -> set[str]:
    """Return the numbers of all controls of a sheet, those that answer nothing among them."""
    root = xml.parse(package.parts[sheet.part])
    found = {control.get("shapeId", "") for control in root.iter(names.s("control"))}
    for part in package.related(sheet.part, REL_VML):
        text = package.parts[part].decode("utf-8", "replace")
        found |= set(re.findall(f"""["']{_SHAPE_ID}([0-9]+)["']""", text))
    return found


def _joined(drawn: Sequence[_Drawn], listed: Sequence[_Drawn]) -> Iterator[_Drawn]:
    """Yield each control once, ticked where either writing says so, where the VML has it.

    They are joined by their numbers; where a program gives none (LibreOffice), by their order.
    """
    left, others = list(drawn), []
    for one in listed:
        twin = next((each for each in left if each.number and each.number == one.number), None)
        if twin is None:
            others.append(one)
        else:
            left.remove(twin)
            yield replace(twin, ticked=twin.ticked or one.ticked)
    for kind in KINDS:
        here = [one for one in left if one.kind == kind]
        there = [one for one in others if one.kind == kind]
        if len(here) == len(there):
            there = [
                replace(one, ticked=one.ticked or other.ticked)
                for one, other in zip(here, there, strict=True)
            ]
            here = []
        yield from (*here, *there)


def _listed(root: xml.Element, properties: Mapping[str, bytes]) -> Iterator[_Drawn]:
    """Yield the controls of the sheet's own list."""
    for control in root.iter(names.s("control")):
        part = properties.get(control.get(_ID, ""))
        if part is None:
            continue
        said = xml.parse(part)
        kind = said.get("objectType", "").casefold()
        if kind in KINDS:
            ticked = _ticked(said.get("checked"), said.get("sel"), said.get("multiSel"))
            yield _Drawn(control.get("shapeId", ""), kind, ticked, _corners(control))


def _drawn(package: Package, part: str) -> Iterator[_Drawn]:
    """Yield the controls of a VML part."""
    data = package.parts[part]
    try:
        root = xml.parse(data)
    except InputUnreadable as error:  # Excel itself has written such parts
        text = data.decode("utf-8", "replace").casefold()
        if any(f'objecttype="{kind}"' in text for kind in KINDS):
            raise Unreadable from error
        return
    for shape in root.iter(f"{_V}shape"):
        said = shape.find(f"{_X}ClientData")
        kind = said.get("ObjectType", "").casefold() if said is not None else ""
        if said is None or kind not in KINDS:
            continue
        written = (said.findtext(f"{_X}Anchor") or "").split(",")
        numbers = [int(one) for one in map(str.strip, written) if one.lstrip("-").isdigit()]
        if len(numbers) != _ANCHOR:
            raise Unreadable
        left, _, top, above, right, _, bottom, below = numbers
        at = Corners(top, above * _PIXEL, bottom, below * _PIXEL, left, right)
        texts = (said.findtext(f"{_X}{name}") for name in ("Checked", "Sel", "MultiSel"))
        caption = "".join("".join(box.itertext()) for box in shape.iter(f"{_V}textbox"))
        identity = shape.get("id", "")
        number = identity.removeprefix(_SHAPE_ID) if identity.startswith(_SHAPE_ID) else ""
        yield _Drawn(number, kind, _ticked(*texts), at, " ".join(caption.split()))


def _ticked(*said: str | None) -> bool:
    return any((one or "").strip().casefold() not in _UNTICKED for one in said)


def _corners(control: xml.Element) -> Corners:
    """Return where a control of the sheet's own list lies; at the top where it does not say."""
    anchor = next(control.iter(names.s("anchor")), None)
    return corners_of(anchor, names.s("from"), names.s("to")) or Corners(0, 0, 0, 0, 0, 0)


def corners_of(anchor: xml.Element | None, first: str, last: str) -> Corners | None:
    """Return where an anchor of DrawingML lies; None where it names no cell.

    `first`, `last`: what its corners are called; without the last one it lies in one cell.
    """
    begin = anchor.find(first) if anchor is not None else None
    if anchor is None or begin is None:
        return None
    end = anchor.find(last)
    end = begin if end is None else end
    at = [_number(one, name) for one in (begin, end) for name in ("row", "rowOff", "col")]
    top, above, left, bottom, below, right = at
    return Corners(top, above * _EMU, bottom, below * _EMU, left, right)


def _number(corner: xml.Element, name: str) -> int:
    text = (corner.findtext(f"{_XDR}{name}") or "0").strip()
    return int(text) if text.lstrip("-").isdigit() else 0


def middle(at: Corners, heights: Mapping[int, float]) -> int:
    """Return the row, counted from 0, in which the middle of something lies."""
    if at.bottom <= at.top or at.bottom - at.top > _TALL:
        return (at.top + at.bottom) // 2
    usual = heights.get(-1, _USUAL_HEIGHT)
    between = sum(heights.get(row, usual) for row in range(at.top, at.bottom))
    half = (at.above + between + at.below) / 2
    for row in count(at.top):
        half -= heights.get(row, usual)
        if half <= 0 or row == at.bottom:
            return row
    raise AssertionError  # pragma: no cover - counting never ends


def _heights(root: xml.Element) -> dict[int, float]:
    """Return by row, counted from 0, its height in points; under -1 that of all others."""
    found = {}
    usual = root.find(names.s("sheetFormatPr"))
    if usual is not None:
        found[-1] = _points(usual.get("defaultRowHeight"))
    for row in root.iterfind(f"{names.s('sheetData')}/{names.s('row')}"):
        number = row.get("r", "")
        if number.isdigit() and row.get("ht"):
            found[int(number) - 1] = _points(row.get("ht"))
    return found


def _points(written: str | None) -> float:
    try:
        return float(written or _USUAL_HEIGHT)
    except ValueError:
        return _USUAL_HEIGHT

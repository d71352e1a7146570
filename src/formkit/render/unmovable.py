"""What cannot follow when a loop moves the rows of a sheet: found when the template is compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from formkit.ooxml import addresses, xml
from formkit.ooxml.names import s
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.xml import Element
from formkit.render.place import Faults, Spot
from formkit.render.sheet_scan import Row

_ANCHOR_ROW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}row"
_CONTROLS = (s("controls"), s("oleObjects"))


def judge_loops(
    package: Package, sheet: Sheet, root: Element, rows: Sequence[Row], faults: Faults
) -> None:
    """Note everything that would stand wrong after the rows of this sheet have moved.

    Args:
        package: the workbook.
        sheet: the sheet with row tags.
        root: its XML.
        rows: its rows.
        faults: takes FK-TPL-071 (things tied to rows), 072 (merges), 073 (references from
            elsewhere).
    """
    spot = Spot(sheet.name, sheet=True)
    first = min(row.number for row in rows if row.tag)
    for what, row in _tied(package, sheet, root):
        if row >= first:
            faults.add("FK-TPL-071", spot, what=what)
    for reference in _torn_merges(root, rows):
        faults.add("FK-TPL-072", spot, text=reference)
    for part in _referring(package, sheet):
        faults.add("FK-TPL-073", spot, text=part)


def _tied(package: Package, sheet: Sheet, root: Element) -> Iterator[tuple[str, int]]:
    """Yield what is tied to a row of the sheet, with the lowest row it reaches."""
    for relation in package.relations.get(sheet.part.casefold(), {}).values():
        target = relation.target
        if relation.short_type == "drawing":
            rows = [int(node.text or 0) + 1 for node in _parts(package, target, _ANCHOR_ROW)]
            yield "图形", max(rows, default=0)
        elif relation.short_type == "comments":
            refs = [node.get("ref", "A1") for node in _parts(package, target, s("comment"))]
            yield "批注", max((addresses.area(one)[2] for one in refs), default=0)
        elif relation.short_type == "table":
            refs = [node.get("ref", "A1") for node in _parts(package, target, s("table"))]
            yield "表格对象", max((addresses.area(one)[2] for one in refs), default=0)
        elif relation.short_type == "pivotTable":
            yield "数据透视表", addresses.ROWS
    if next(root.iter(*_CONTROLS), None) is not None:
        yield "控件", addresses.ROWS
    for formula in root.iter(s("f")):
        if formula.get("t") in ("array", "dataTable"):
            yield "数组公式", addresses.area(formula.get("ref", "A1"))[2]


def _parts(package: Package, part: str, wanted: str) -> list[Element]:
    return list(xml.parse(package.parts[part]).iter(wanted)) if part in package.parts else []


def _torn_merges(root: Element, rows: Sequence[Row]) -> Iterator[str]:
    """Yield merged areas that begin inside a loop and end outside, or the other way round."""
    loops: list[tuple[int, int]] = []
    opened: list[int] = []
    for row in rows:
        keyword = row.tag.tag.keyword if row.tag else ""
        if keyword in ("for", "if"):
            opened.append(row.number)
        elif keyword.startswith("end") and opened:
            loops.append((opened.pop(), row.number))
    for merge in root.iter(s("mergeCell")):
        top, _, bottom, _ = addresses.area(merge.get("ref", "A1"))
        for first, last in loops:
            inside = [first < row < last for row in (top, bottom)]
            around = top <= first and last <= bottom
            if inside[0] != inside[1] and not around:
                yield merge.get("ref", "")


def _referring(package: Package, sheet: Sheet) -> Iterator[str]:
    """Yield the parts whose formulas name the sheet: other sheets, charts, pivot tables."""
    name = re.escape(sheet.name.replace("'", "''"))
    named = re.compile(rf"(?:{name}'|(?<![\w.]){name})!")
    for part in package.parts:
        watched = part.startswith(("xl/worksheets/", "xl/charts/", "xl/pivot"))
        if not watched or part == sheet.part or not part.endswith(".xml"):
            continue
        if named.search(unescape(package.parts[part].decode("utf-8", errors="replace"))):
            yield part

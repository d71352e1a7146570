"""What cannot follow when a loop moves the rows of a sheet: found when the template is compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import addresses, xml
from formkit.ooxml.names import s
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.xml import Element
from formkit.render import attached
from formkit.render.arguments import single_values
from formkit.render.place import Faults, Spot, quoted
from formkit.render.references import CELL, readable, title_of
from formkit.render.shared_formulas import written_out
from formkit.render.sheet_scan import Row, loops_of

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
        faults: takes FK-TPL-071 (things that cannot be repeated or moved), 072 (merges).
    """
    spot = Spot(sheet.name, sheet=True)
    for what in _tied(package, sheet, root, loops_of(rows)):
        faults.add("FK-TPL-071", spot, what=what)
    for reference in _torn_merges(root, rows):
        faults.add("FK-TPL-072", spot, text=reference)


def judge_formulas(sheets: Mapping[str, Sequence[Row]], faults: Faults) -> None:
    """Note formulas that take one value from a row that is repeated without them.

    Args:
        sheets: the rows of every sheet, by its title.
        faults: takes FK-TPL-079.
    """
    loops = {title.casefold(): loops_of(rows) for title, rows in sheets.items()}
    if not any(loops.values()):
        return
    for title, rows in sheets.items():
        cells = ((f"{cell.column}{row.number}", cell.element) for row in rows for cell in row.cells)
        for where, formula, text in written_out(cells):
            if formula.get("t") == "array" or not readable(text):
                continue
            for value, several in _single_cells(text, title, addresses.area(where)[0], loops):
                if several:
                    spot = Spot(title, where, sheet=True)
                    faults.add("FK-TPL-079", spot, text=quoted(f"={text}"), cell=value)


def _single_cells(
    text: str, own: str, at: int, loops: Mapping[str, Mapping[int, tuple[int, ...]]]
) -> Iterator[tuple[str, bool]]:
    """Yield the single cells from which a formula takes one value, and whether they may be many."""
    for value in single_values(text):
        prefix, _, reference = value.rpartition("!")
        title = (title_of(prefix) or own).casefold()
        if found := CELL.fullmatch(reference):
            seen = loops.get(title, {}).get(int(found[3]), ())
            around = loops[title].get(at, ()) if title == own.casefold() else ()
            shared = set(seen) & set(around)
            first = bool(found[2]) and bool(shared)  # `$` in the same loop: its first repetition
            yield value, set(seen) != shared and not first


def _tied(
    package: Package, sheet: Sheet, root: Element, loops: Mapping[int, tuple[int, ...]]
) -> Iterator[str]:
    """Yield what cannot be repeated with the rows of a loop, or cannot be moved at all."""
    for part in attached.related(package, sheet, "drawing"):
        for anchor in xml.parse(package.parts[part]).iter(*attached.ANCHORS):
            if attached.rows_of(anchor)[0] in loops and attached.charts_in(anchor):
                yield "图表"
    for part in attached.related(package, sheet, "table"):
        if addresses.area(xml.parse(package.parts[part]).get("ref", "A1"))[0] in loops:
            yield "表格对象"
    for part in attached.related(package, sheet, "vmlDrawing"):
        try:
            xml.parse(package.parts[part])
        except InputUnreadable:
            yield "批注"
    if next(root.iter(*_CONTROLS), None) is not None:
        yield "控件"
    yield from _tied_formulas(root, loops)


def _tied_formulas(root: Element, loops: Mapping[int, tuple[int, ...]]) -> Iterator[str]:
    for formula in root.iter(s("f")):
        top, _, bottom, _ = addresses.area(formula.get("ref", "A1"))
        if formula.get("t") == "dataTable":
            yield "模拟运算表"
        elif formula.get("t") == "array" and loops.get(top) != loops.get(bottom):
            yield "数组公式"


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

"""Red and yellow cells and comments in an existing sheet, everything else left as it stands."""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from formkit.intake.package_draft import Draft
from formkit.kernel.findings import Level
from formkit.ooxml import addresses, names
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
STYLES_PART = "xl/styles.xml"
COLOURS = {Level.ERROR: "FFFF9C9C", Level.WARNING: "FFFFF2A8"}
_BARE_STYLES = (
    f'<styleSheet xmlns="{names.SHEET}"><fonts count="1"><font><sz val="11"/><name val="宋体"/>'
    '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/>'
    '<right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId='
    '"0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" '
    'fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs><cellStyles count="1"><cellStyle '
    'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of one cell."""

    row: int  # from 1
    column: int
    level: Level
    text: str


class Styles:
    """The workbook's style sheet: gives a cell's style with another fill, made once each."""

    def __init__(self, draft: Draft) -> None:
        part = draft.related(draft.original.main, names.REL_STYLES)
        if not part:
            part = STYLES_PART if not draft.has(STYLES_PART) else draft.free_name("xl/styles{}.xml")
            draft.add(part, _BARE_STYLES.encode(), STYLES_TYPE)
            draft.relate(draft.original.main, names.REL_STYLES, part)
        self._root = draft.tree(part)
        self._made: dict[tuple[int, Level], int] = {}
        self._fills: dict[Level, int] = {}
        self._quoted: dict[int, int] = {}

    def filled(self, base: int, level: Level) -> int:
        """Return the id of the style `base` with the fill of the level."""
        if (base, level) not in self._made:
            formats = self._collection("cellXfs")
            known = formats[base] if base < len(formats) else formats[0]
            made = copy.deepcopy(known)
            made.set("fillId", str(self._fill(level)))
            made.set("applyFill", "1")
            self._made[base, level] = _append(formats, made)
        return self._made[base, level]

    def wrapped(self, *, bold: bool) -> int:
        """Return the id of a framed style with wrapped text, for the list of findings."""
        fonts, borders = self._collection("fonts"), self._collection("borders")
        font = copy.deepcopy(fonts[0])
        if bold and font.find(s("b")) is None:
            font.insert(0, etree.Element(s("b")))
        border = etree.Element(s("border"))
        for side in ("left", "right", "top", "bottom"):
            edge = etree.SubElement(border, s(side), style="thin")
            etree.SubElement(edge, s("color"), rgb="FFBFBFBF")
        etree.SubElement(border, s("diagonal"))
        made = etree.Element(
            s("xf"),
            numFmtId="49",
            fontId=str(_append(fonts, font)),
            fillId="0",
            borderId=str(_append(borders, border)),
            xfId="0",
            applyNumberFormat="1",
            applyFont="1",
            applyBorder="1",
            applyAlignment="1",
        )
        etree.SubElement(made, s("alignment"), vertical="top", wrapText="1")
        return _append(self._collection("cellXfs"), made)

    def quoted(self, base: int) -> int:
        """Return the id of the style `base` for a text that must not become a formula."""
        if base not in self._quoted:
            formats = self._collection("cellXfs")
            made = copy.deepcopy(formats[base])
            made.set("quotePrefix", "1")
            self._quoted[base] = _append(formats, made)
        return self._quoted[base]

    def _fill(self, level: Level) -> int:
        if level not in self._fills:
            fill = etree.Element(s("fill"))
            pattern = etree.SubElement(fill, s("patternFill"), patternType="solid")
            etree.SubElement(pattern, s("fgColor"), rgb=COLOURS[level])
            etree.SubElement(pattern, s("bgColor"), indexed="64")
            self._fills[level] = _append(self._collection("fills"), fill)
        return self._fills[level]

    def _collection(self, name: str) -> Element:
        found = self._root.find(s(name))
        if found is None:  # a style sheet without it cannot say what a cell looks like
            bare = etree.fromstring(_BARE_STYLES)
            found = copy.deepcopy(bare.find(s(name)))
            later = [s(one) for one in _ORDER[_ORDER.index(name) + 1 :]]
            _insert_before(self._root, found, later)
        return found


_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
          "tableStyles", "colors", "extLst")  # fmt: skip


def _append(collection: Element, element: Element) -> int:
    collection.append(element)
    collection.set("count", str(len(collection)))
    return len(collection) - 1


def _insert_before(root: Element, element: Element, later: Sequence[str]) -> None:
    """Insert an element where the schema wants it: before the first of those that follow it."""
    for index, child in enumerate(root):
        if child.tag in later:
            root.insert(index, element)
            return
    root.append(element)


def fill_cells(sheet: Element, marks: Sequence[Mark], styles: Styles) -> None:
    """Give the marked cells the fill of their level; cells that do not exist yet are made."""
    wanted: dict[int, dict[int, Level]] = {}
    for mark in marks:
        if mark.level in COLOURS:
            wanted.setdefault(mark.row, {})[mark.column] = mark.level
    data = sheet.find(s("sheetData"))
    if data is None or not wanted:
        return
    column_styles = _column_styles(sheet)
    rows = _numbered(data, s("row"), _row_number)
    for number in sorted(wanted):
        row = rows.get(number)
        if row is None:
            row = etree.Element(s("row"), r=str(number))
            _put_in_order(data, row, number, rows)
        _fill_row(row, number, wanted[number], column_styles, styles)


def _fill_row(
    row: Element,
    number: int,
    wanted: Mapping[int, Level],
    column_styles: Mapping[int, int],
    styles: Styles,
) -> None:
    cells = _numbered(row, s("c"), _column_number)
    for column, level in sorted(wanted.items()):
        cell = cells.get(column)
        if cell is None:
            cell = etree.Element(s("c"), r=addresses.address(number, column))
            base = row.get("s") if row.get("customFormat") in ("1", "true") else None
            cell.set("s", base or str(column_styles.get(column, 0)))
            _put_in_order(row, cell, column, cells)
        cell.set("s", str(styles.filled(int(cell.get("s", "0")), level)))


def _row_number(element: Element, before: int) -> int:
    return int(element.get("r", before + 1))


def _column_number(element: Element, before: int) -> int:
    reference = element.get("r")
    return addresses.area(reference)[1] if reference else before + 1


def _numbered(
    parent: Element, tag: str, number: Callable[[Element, int], int]
) -> dict[int, Element]:
    """Return the rows or cells by number; one without a number follows the one before it."""
    found: dict[int, Element] = {}
    last = 0
    for element in parent.iterchildren(tag):
        last = number(element, last)
        found[last] = element
    return found


def _put_in_order(
    parent: Element, element: Element, number: int, known: dict[int, Element]
) -> None:
    """Insert a row or cell so that numbers rise; note it as known."""
    numbers = sorted(known)
    at = bisect_left(numbers, number)
    if at < len(numbers):
        known[numbers[at]].addprevious(element)
    elif numbers:
        known[numbers[-1]].addnext(element)
    else:
        parent.insert(0, element)
    known[number] = element


def _column_styles(sheet: Element) -> dict[int, int]:
    """Return the style that empty cells of a column have."""
    found: dict[int, int] = {}
    for column in sheet.iterfind(f"{s('cols')}/{s('col')}"):
        first, last = int(column.get("min", "1")), int(column.get("max", "1"))
        for number in range(first, min(last, addresses.COLUMNS) + 1):
            found[number] = int(column.get("style", "0"))
    return found

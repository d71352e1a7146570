"""Reading the tags of one worksheet: every cell with its place, every tag with its faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from formkit.ooxml.addresses import address, area, column_letters
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render import syntax
from formkit.render.place import Faults, Spot
from formkit.render.syntax import OPENERS, Tag


@dataclass(frozen=True, slots=True)
class CellTag:
    """A tag in its cell; `level` is the cell, or the sheet for a tag that stands for its row."""

    number: int
    tag: Tag
    spot: Spot
    level: object


@dataclass(slots=True)
class Cell:
    """A cell of the template; `tags` is empty for one that stays as it is."""

    element: Element
    column: str  # letters
    text: str
    tags: list[CellTag]


@dataclass(slots=True)
class Row:
    """A row of the template; `tag` is set where the row stands only for `{%tr … %}`."""

    number: int
    element: Element
    cells: list[Cell] = field(default_factory=list)
    tag: CellTag | None = None


def loops_of(rows: Sequence[Row]) -> dict[int, tuple[int, ...]]:
    """Return, for every row inside loops, their opening rows from outside in.

    Rows that the file leaves out because they are empty are among them.
    """
    found: dict[int, tuple[int, ...]] = {}
    tags = {row.number: row.tag.tag.keyword for row in rows if row.tag}
    opened: list[tuple[int, str]] = []
    for number in range(1, max(tags, default=0) + 1):
        keyword = tags.get(number, "")
        if keyword.startswith("end"):
            opened = opened[:-1]
        around = tuple(row for row, opening in opened if opening == "for")
        if around:
            found[number] = around
        if keyword in OPENERS:
            opened.append((number, keyword))
    return found


class SheetScan:
    """One walk over the cells of a sheet.

    Args:
        title: the sheet's name.
        contents: the text of its cells by address (`ooxml.text.cells`).
        faults: takes every fault.
        numbers: where the numbers of the tags come from.
    """

    def __init__(
        self, title: str, contents: Mapping[str, str], faults: Faults, numbers: Iterator[int]
    ) -> None:
        self._title = title
        self._contents = contents
        self._faults = faults
        self._numbers = numbers

    def rows(self, root: Element) -> list[Row]:
        """Return the rows that the sheet has, each with its cells."""
        found: list[Row] = []
        number = 0
        for element in root.iterfind(f"{s('sheetData')}/{s('row')}"):
            number = int(element.get("r", number + 1))
            row = Row(number, element)
            column = 0
            for cell in element.iterfind(s("c")):
                reference = cell.get("r")
                column = area(reference)[1] if reference else column + 1
                row.cells.append(self._cell(cell, number, column, root))
            self._find_row_tag(row)
            found.append(row)
        return found

    def _cell(self, element: Element, row: int, column: int, root: Element) -> Cell:
        where = address(row, column)
        content = self._contents.get(where, "")
        cell = Cell(element, column_letters(column), content, [])
        formula = element.findtext(s("f"))
        if formula is not None:
            if syntax.looks_tagged(formula) or syntax.looks_tagged(content):
                shown = formula or content
                self._faults.add("FK-TPL-070", self._spot(where, shown), text=shown)
            return cell
        if not syntax.looks_tagged(content):
            return cell
        spot = self._spot(where, content)
        tags, slips = syntax.read(content)
        for slip in slips:
            self._faults.add(slip.code, spot, text=slip.text)
        for tag in tags:
            if tag.prefix == "p":
                self._faults.add("FK-TPL-031", spot, text=tag.text)
            level = root if tag.prefix == "tr" else element
            cell.tags.append(CellTag(next(self._numbers), tag, spot, level))
        return cell

    def _spot(self, where: str, content: str) -> Spot:
        return Spot(self._title, where, content, sheet=True)

    def _find_row_tag(self, row: Row) -> None:
        tags = [tag for cell in row.cells for tag in cell.tags if tag.tag.prefix == "tr"]
        if not tags:
            return
        row.tag = tags[0]
        whole = "".join(cell.text for cell in row.cells).strip()
        formulas = any(cell.element.find(s("f")) is not None for cell in row.cells)
        if whole != row.tag.tag.text or formulas:
            self._faults.add("FK-TPL-044", row.tag.spot, text=row.tag.tag.text)

"""One worksheet of an Excel template, compiled: data in, sheet XML out, read back and compared."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.ooxml import text
from formkit.ooxml.addresses import ROWS
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render import program, sheet_frame
from formkit.render.markup import declared
from formkit.render.place import Spot
from formkit.render.produced import differs
from formkit.render.program import Program
from formkit.render.quoting import Quoting
from formkit.render.references import Moves
from formkit.render.rows import At, Placed, RowMap
from formkit.render.sandbox import Write, plain
from formkit.render.shared_formulas import unshare
from formkit.render.sheet_plan import SheetPlan
from formkit.render.sheet_room import Faces, SheetRoom
from formkit.render.sheet_rows import Mover, RowPlan, RowText
from formkit.render.sheet_scan import Cell, CellTag, Row, loops_of
from formkit.render.syntax import Tag
from formkit.render.trace import traced

_ROW, _CELL = "\x1f", "\x1e"  # no XML text can hold them
_AGAIN, _DONE = "+", "/"  # a repetition of a loop begins; a loop is done
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CELLS_HERE = "<sheetData/>"


class SheetPart:
    """A compiled worksheet.

    Args:
        root: the sheet.
        title: its name.
        rows: its rows (`sheet_scan`), free of faults.
        strings: the shared texts of the workbook.
        file: the template's name, for messages.
        faces: the sizes of the workbook's text.
        quoting: the twins of its cell formats.
    """

    def __init__(  # noqa: PLR0913 - what the workbook knows and its sheet does not
        self,
        root: Element,
        title: str,
        rows: Sequence[Row],
        strings: Sequence[str],
        file: str,
        *,
        faces: Faces,
        quoting: Quoting,
    ) -> None:
        self.title = title
        self._file = file
        self._strings = strings
        tagged = [row.number for row in rows if row.tag]
        self.moves = bool(tagged)
        self._last = max(tagged, default=0)
        self._loops = loops_of(rows)
        self.follows = self.moves  # whether its formulas have to be moved
        unshare((f"{cell.column}{row.number}", cell.element) for row in rows for cell in row.cells)
        present = {row.number: row for row in rows}
        gaps = set(range(1, self._last + 1)) - present.keys()
        room = SheetRoom(root, rows, faces)
        self._rows = {number: RowText(row, room, quoting) for number, row in present.items()}
        self._program = self._compiled(
            sorted((*present.values(), *(Row(n, etree.Element("row")) for n in gaps)), key=_number)
        )
        data = root.find(s("sheetData"))
        if data is not None:
            data.clear()
        self._frame = root
        self._whole = _split(root)

    def _compiled(self, rows: Sequence[Row]) -> Program:
        tags: list[tuple[Tag, Spot]] = []
        alone: list[str] = []
        opened: list[int] = []

        def tag_at(one: CellTag) -> str:
            tags.append((one.tag, one.spot))
            alone.append(program.written(one.tag, one.number))
            return alone[-1]

        source = "".join(
            _tag_source(row, tag_at(row.tag), opened) if row.tag else _row_source(row, tag_at)
            for row in rows
        )
        made = Program(source, plain, tags, self._file)
        self.trace = traced("".join(alone))
        return made

    def values(self, context: Mapping[str, Any], write: Write | None = None) -> Values:
        """Return what stands in the sheet for this data, and where its rows went.

        Args:
            context: the data.
            write: what stands for a value and the number of its tag, where it is not the value.

        Raises:
            TemplateError: FK-TPL-060…064 (`Program.run`), 075 too many rows.
        """
        found: list[tuple[Placed, list[str]]] = []
        path: list[tuple[int, int]] = []
        for chunk in self._program.run(context, write).split(_ROW)[1:]:
            row, *texts = chunk.split(_CELL)
            if row.startswith(_AGAIN):
                _turn(path, int(row[1:]))
            elif row.startswith(_DONE):
                if path and path[-1][0] == int(row[1:]):
                    path.pop()
            else:
                found.append((Placed(int(row), tuple(path)), texts))
        return Values(found, self._map([placed for placed, _ in found]))

    def _map(self, order: Sequence[Placed]) -> RowMap:
        rows = RowMap([one for one in order if one.row <= self._last], self._last, self._loops)
        filled = (one.row for one in order if one.row in self._rows and self._rows[one.row].filled)
        count = max((rows.rows(row)[-1] for row in filled), default=0)
        if count > ROWS:
            place = Spot(self.title, "", "", sheet=True).place(self._file)
            raise TemplateError("FK-TPL-075", place=place, count=count, limit=ROWS)
        return rows

    def write(self, values: Values, moves: Moves) -> bytes:
        """Return the sheet.

        Raises:
            TemplateError: FK-TPL-066 a text too long for a cell, 074 a formula too long.
        """
        return self.plan(values, moves).write(()).data

    def plan(self, values: Values, moves: Moves) -> SheetPlan:
        """Return the sheet with what stands in `values`, which may be slots.

        Raises:
            TemplateError: FK-TPL-074 a formula too long.
        """
        rows = [
            (self._placed(number, at, values, moves), texts)
            for number, at, texts in values.placed(self._rows)
        ]
        head, tail = self._around(values.rows, moves)
        return SheetPlan(head, rows, tail, title=self.title, file=self._file)

    def _placed(self, number: int, at: At, values: Values, moves: Moves) -> RowPlan:
        mover = Mover(moves if self.follows else None, values.rows, self.title, at, self._file)
        return self._rows[at.row].placed(number, mover)

    def _around(self, rows: RowMap, moves: Moves) -> tuple[str, str]:
        if not self.follows:
            return self._whole
        return _split(sheet_frame.moved(self._frame, rows, moves, self.title))

    def compare(self, produced: bytes, values: Values) -> None:
        """Compare the cells of a produced sheet with the template's own cells and the texts.

        Raises:
            TemplateError: FK-TPL-065 with the first cell that differs.
        """
        expected: dict[str, str] = {}
        for number, at, texts in values.placed(self._rows):
            expected |= self._rows[at.row].expected(number, texts)
        actual = text.cells(produced, self._strings)
        if expected == actual:
            return
        address = min(
            (one for one in {*expected, *actual} if expected.get(one) != actual.get(one)), key=str
        )
        place = Spot(self.title, address, "", sheet=True).place(self._file)
        raise differs(place, expected.get(address, ""), actual.get(address, ""))


@dataclass(frozen=True, slots=True)
class Values:
    """The rows of one document with the texts of their tags, and where they went."""

    found: list[tuple[Placed, list[str]]]
    rows: RowMap

    def placed(self, known: Container[int]) -> Iterator[tuple[int, At, list[str]]]:
        """Yield the number, the origin and the texts of each row that the template knows."""
        counts: dict[int, Iterator[int]] = {}
        for placed, texts in self.found:
            if placed.row in known:
                repetition = next(counts.setdefault(placed.row, itertools.count()))
                number = self.rows.rows(placed.row)[repetition]
                if number <= ROWS:  # an empty row of a program that writes the last ones, too
                    yield number, At(placed.row, number), texts


def _turn(path: list[tuple[int, int]], opening: int) -> None:
    """Count one more repetition of the loop that begins in that row."""
    if path and path[-1][0] == opening:
        path[-1] = (opening, path[-1][1] + 1)
    else:
        path.append((opening, 0))


def _number(row: Row) -> int:
    return row.number


def _tag_source(row: Row, written: str, opened: list[int]) -> str:
    """Return the tag of a row; a loop says when a repetition begins and when all are done."""
    keyword = row.tag.tag.keyword if row.tag else ""
    if keyword == "for":
        opened.append(row.number)
        return f"{written}{_ROW}{_AGAIN}{row.number}"
    return f"{written}{_ROW}{_DONE}{opened.pop()}" if keyword == "endfor" else written


def _row_source(row: Row, tag_at: Callable[[CellTag], str]) -> str:
    cells = (_CELL + _cell_source(cell, tag_at) for cell in row.cells if cell.tags)
    return f"{_ROW}{row.number}{''.join(cells)}"


def _cell_source(cell: Cell, tag_at: Callable[[CellTag], str]) -> str:
    source: list[str] = []
    at = 0
    for one in cell.tags:
        source += (program.static(cell.text[at : one.tag.start]), tag_at(one))
        at = one.tag.end
    return "".join((*source, program.static(cell.text[at:])))


def _split(root: Element) -> tuple[str, str]:
    written = etree.tostring(declared(root), encoding="unicode")
    head, tail = written.split(_CELLS_HERE, 1)
    return f"{_DECLARATION}{head}<sheetData>", f"</sheetData>{tail}"

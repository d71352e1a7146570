"""One worksheet of an Excel template, compiled: data in, sheet XML out, read back and compared."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from lxml import etree
from openpyxl.formula.translate import Translator

from formkit.kernel.errors import TemplateError
from formkit.kernel.text import looks_active
from formkit.ooxml import text
from formkit.ooxml.addresses import ROWS
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render import program, sheet_frame, sheet_text
from formkit.render.markup import bare, declared
from formkit.render.place import Spot, quoted
from formkit.render.program import Program
from formkit.render.quoting import Quoting
from formkit.render.row_height import RowHeight
from formkit.render.rows import At, NoRowLeft, RowMap
from formkit.render.sandbox import plain
from formkit.render.sheet_room import Faces, SheetRoom
from formkit.render.sheet_scan import Cell, CellTag, Row
from formkit.render.syntax import Tag

_ROW, _CELL = "\x1f", "\x1e"  # no XML text can hold them
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CELLS_HERE = "<sheetData/>"
_ADDRESS = re.compile(r'\sr="[^"]*"')
_HEIGHT = re.compile(r'\s(?:ht|customHeight)="[^"]*"')


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
        self._groups = _groups(rows)
        if self.moves:
            _unshare(rows)
        present = {row.number: row for row in rows}
        gaps = set(range(1, self._last + 1)) - present.keys()
        room = SheetRoom(root, rows, faces)
        self._rows = {number: _RowText(row, room, quoting) for number, row in present.items()}
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

        def tag_at(one: CellTag) -> str:
            tags.append((one.tag, one.spot))
            return program.written(one.tag, one.number)

        source = "".join(tag_at(row.tag) if row.tag else _row_source(row, tag_at) for row in rows)
        return Program(source, plain, tags, self._file)

    def fill(self, context: Mapping[str, Any]) -> tuple[bytes, RowMap]:
        """Return the sheet for this data, and where its rows went.

        Raises:
            TemplateError: FK-TPL-060…064 (`Program.run`), 066 a text too long for a cell, 074 a
                formula without rows, 075 too many rows.
        """
        values = self._values(context)
        rows = self._map(values)
        chunks: list[str] = []
        counts: dict[int, Iterator[int]] = {}
        for template_row, texts in values:
            if template_row not in self._rows:
                next(counts.setdefault(template_row, itertools.count()))
                continue
            repetition = next(counts.setdefault(template_row, itertools.count()))
            number = rows.rows(template_row)[repetition]
            at = At(template_row, repetition)
            self._judge_lengths(template_row, texts)
            chunks.append(
                self._rows[template_row].write(number, texts, self._formula_writer(rows, at))
            )
        head, tail = self._around(rows)
        return f"{head}{''.join(chunks)}{tail}".encode(), rows

    def _values(self, context: Mapping[str, Any]) -> list[tuple[int, list[str]]]:
        """Return, for every row of the document, its template row and the texts of its tags."""
        found: list[tuple[int, list[str]]] = []
        for chunk in self._program.run(context).split(_ROW)[1:]:
            row, *texts = chunk.split(_CELL)
            found.append((int(row), texts))
        return found

    def _map(self, values: Sequence[tuple[int, list[str]]]) -> RowMap:
        order = [row for row, _ in values if row <= self._last]
        rows = RowMap(order, self._last, self._groups)
        count = max((rows.rows(row)[-1] for row, _ in values), default=0)
        if count > ROWS:
            place = Spot(self.title, "", "", sheet=True).place(self._file)
            raise TemplateError("FK-TPL-075", place=place, count=count, limit=ROWS)
        return rows

    def _judge_lengths(self, row: int, texts: Sequence[str]) -> None:
        for cell, shown in zip(self._rows[row].tagged, texts, strict=True):
            if (
                len(shown) > sheet_text.LONGEST // 2
                and sheet_text.units(shown) > sheet_text.LONGEST
            ):
                place = cell.tags[0].spot.place(self._file)
                raise TemplateError(
                    "FK-TPL-066",
                    place=place,
                    length=sheet_text.units(shown),
                    limit=sheet_text.LONGEST,
                )

    def _formula_writer(self, rows: RowMap, at: At) -> Callable[[str, str], str]:
        def write(formula: str, column: str) -> str:
            if not self.moves:
                return formula
            try:
                return rows.formula(formula, self.title, self.title, at)
            except NoRowLeft as error:
                place = Spot(self.title, f"{column}{at.row}", f"={formula}", sheet=True)
                raise TemplateError(
                    "FK-TPL-074", place=place.place(self._file), text=f"={formula}"
                ) from error

        return write

    def _around(self, rows: RowMap) -> tuple[str, str]:
        if not self.moves:
            return self._whole
        try:
            return _split(sheet_frame.moved(self._frame, rows, self.title))
        except NoRowLeft as error:
            place = Spot(self.title, "", "", sheet=True).place(self._file)
            raise TemplateError("FK-TPL-074", place=place, text="") from error

    def compare(self, produced: bytes, context: Mapping[str, Any]) -> None:
        """Compare the cells of a produced sheet with the template's own cells and the data.

        Raises:
            TemplateError: FK-TPL-065 with the first cell that differs.
        """
        values = self._values(context)
        rows = self._map(values)
        expected: dict[str, str] = {}
        counts: dict[int, Iterator[int]] = {}
        for template_row, texts in values:
            repetition = next(counts.setdefault(template_row, itertools.count()))
            if template_row in self._rows:
                number = rows.rows(template_row)[repetition]
                expected |= self._rows[template_row].expected(number, texts)
        actual = text.cells(produced, self._strings)
        if expected == actual:
            return
        address = min(
            (one for one in {*expected, *actual} if expected.get(one) != actual.get(one)), key=str
        )
        raise TemplateError(
            "FK-TPL-065",
            place=Spot(self.title, address, "", sheet=True).place(self._file),
            expected=quoted(expected.get(address, "")),
            actual=quoted(actual.get(address, "")),
        )


class _RowText:
    """A row of the template as pieces of XML."""

    def __init__(self, row: Row, room: SheetRoom, quoting: Quoting) -> None:
        self.tagged = [cell for cell in row.cells if cell.tags]
        self._height = RowHeight(row, room)
        self._cells = [_CellText(cell, quoting) for cell in row.cells]
        for child in list(row.element):
            row.element.remove(child)
        start = _ADDRESS.sub("", bare(row.element)).removesuffix("/>").removesuffix("></row>")
        self._start = start.removeprefix("<row")
        self._without_height = _HEIGHT.sub("", self._start)

    def write(self, number: int, texts: Sequence[str], formula: Callable[[str, str], str]) -> str:
        """Return the row as it stands under that number."""
        given = iter(texts)
        cells = "".join(
            cell.write(number, next(given) if cell.tagged else "", formula) for cell in self._cells
        )
        higher = self._height.needed(texts)
        start = self._start
        if higher:
            start = f'{self._without_height} ht="{higher:.1f}" customHeight="1"'
        return f'<row r="{number}"{start}>{cells}</row>'

    def expected(self, number: int, texts: Sequence[str]) -> dict[str, str]:
        """Return the texts that a reader must find in the row, by address."""
        given = iter(texts)
        found = {
            f"{cell.column}{number}": next(given) if cell.tagged else cell.text
            for cell in self._cells
        }
        return {address: shown for address, shown in found.items() if shown}


class _CellText:
    """A cell of the template as pieces of XML."""

    def __init__(self, cell: Cell, quoting: Quoting) -> None:
        self.column = cell.column
        self.tagged = bool(cell.tags)
        formula = cell.element.find(s("f"))
        self._formula = "" if formula is None else formula.text or ""
        self.text = cell.text if formula is None else ""
        attributes = {str(name): str(value) for name, value in cell.element.attrib.items()}
        for name in ("r", "t") if self.tagged or formula is not None else ("r",):
            attributes.pop(name, None)
        self._start = self._quoted = _start_of(attributes)
        if self.tagged and (twin := quoting.twin(attributes.get("s"))):
            self._quoted = _start_of(attributes | {"s": twin})
        if formula is not None:
            formula.text = None
            written = bare(formula)
            self._formula_start = written.removesuffix("/>").removesuffix("></f>")
        self._inside = "" if self.tagged else "".join(bare(child) for child in cell.element)

    def write(self, number: int, shown: str, formula: Callable[[str, str], str]) -> str:
        """Return the cell as it stands in that row; a formula loses its result, now out of date."""
        active = self.tagged and looks_active(shown)
        start = f'<c r="{self.column}{number}"{self._quoted if active else self._start}'
        if self._formula:
            text_ = _escaped(formula(self._formula, self.column))
            return f"{start}>{self._formula_start}>{text_}</f></c>"
        if not self.tagged:
            return f"{start}>{self._inside}</c>" if self._inside else f"{start}/>"
        return f'{start} t="inlineStr">{sheet_text.inline(shown)}</c>' if shown else f"{start}/>"


def _start_of(attributes: Mapping[str, str]) -> str:
    written = etree.tostring(etree.Element("c", attributes), encoding="unicode")
    return str(written.removesuffix("/>")[2:])


def _escaped(formula: str) -> str:
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _number(row: Row) -> int:
    return row.number


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


def _groups(rows: Sequence[Row]) -> dict[int, int]:
    """Return, for every row inside a pair of row tags, the row of the outermost opening one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for row in rows:
        keyword = row.tag.tag.keyword if row.tag else ""
        if keyword in ("for", "if"):
            opened.append(row.number)
        elif keyword.startswith("end"):
            opened.pop()
        elif opened:
            found[row.number] = opened[0]
    return found


def _unshare(rows: Sequence[Row]) -> None:
    """Write out formulas that Excel keeps once for several cells: their rows part company."""
    masters: dict[str, tuple[str, str]] = {}
    for row in rows:
        for cell in row.cells:
            formula = cell.element.find(s("f"))
            if formula is None or formula.get("t") != "shared":
                continue
            where = f"{cell.column}{row.number}"
            if formula.text:
                masters[formula.get("si", "")] = (formula.text, where)
            source, origin = masters.get(formula.get("si", ""), ("", where))
            moved = str(Translator(f"={source}", origin).translate_formula(where))
            formula.attrib.clear()
            formula.text = moved.removeprefix("=")


def _split(root: Element) -> tuple[str, str]:
    written = etree.tostring(declared(root), encoding="unicode")
    head, tail = written.split(_CELLS_HERE, 1)
    return f"{_DECLARATION}{head}<sheetData>", f"</sheetData>{tail}"

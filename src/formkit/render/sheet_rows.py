"""The rows and cells of a compiled sheet, written under the numbers they get."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.kernel.text import looks_active
from formkit.ooxml import addresses
from formkit.ooxml.names import s
from formkit.render import sheet_text
from formkit.render.markup import bare
from formkit.render.place import Spot
from formkit.render.quoting import Quoting
from formkit.render.references import LONGEST, Moves
from formkit.render.row_height import RowHeight
from formkit.render.rows import At, RowMap
from formkit.render.sheet_room import SheetRoom
from formkit.render.sheet_scan import Cell, Row

_ADDRESS = re.compile(r'\sr="[^"]*"')
_RAISED = re.compile(r' ht="\d+\.\d" customHeight="1"')
_HEIGHT = re.compile(r'\s(?:ht|customHeight)="[^"]*"')


class Mover:
    """Moves the formulas of one row.

    Args:
        moves: where the rows of all sheets went; None: formulas stay as they are.
        rows: where those of this sheet went.
        title: the sheet's name.
        at: the row.
        file: the template's name, for messages.
    """

    def __init__(self, moves: Moves | None, rows: RowMap, title: str, at: At, file: str) -> None:
        self._moves = moves
        self._rows = rows
        self._title = title
        self._at = at
        self._file = file

    def formula(self, text: str, column: str) -> str:
        """Return the formula of the cell in that column.

        Raises:
            TemplateError: FK-TPL-074 it has become longer than Excel takes.
        """
        if self._moves is None:
            return text
        made = self._moves.formula(text, self._title, self._at)
        if len(made) > LONGEST:
            where = Spot(self._title, f"{column}{self._at.row}", f"={text}", sheet=True)
            raise TemplateError(
                "FK-TPL-074",
                place=where.place(self._file),
                text=f"={text}",
                length=len(made),
                limit=LONGEST,
            )
        return made

    def area(self, reference: str) -> str:
        """Return the area that a formula for several cells fills."""
        top, left, bottom, right = addresses.area(reference)
        found = self._rows.seen_from(self._at, top, bottom)
        last = found[-1][1] if found else self._at.number
        return f"{addresses.address(self._at.number, left)}:{addresses.address(last, right)}"


class RowText:
    """A row of the template as pieces of XML."""

    def __init__(self, row: Row, room: SheetRoom, quoting: Quoting) -> None:
        self.filled = bool(row.cells)
        self._height = RowHeight(row, room)
        self._cells = [CellText(cell, quoting) for cell in row.cells]
        self.tagged = [cell for cell in self._cells if cell.tags]
        for child in list(row.element):
            row.element.remove(child)
        start = _ADDRESS.sub("", bare(row.element)).removesuffix("/>").removesuffix("></row>")
        self.start = start.removeprefix("<row")
        self.without_height = _HEIGHT.sub("", self.start)

    def placed(self, number: int, mover: Mover) -> RowPlan:
        """Return the row as it stands under that number, without the texts of its tagged cells."""
        still = [f'<row r="{number}"', ">"] if self.tagged else [f'<row r="{number}"{self.start}>']
        for cell in self._cells:
            if cell.tags:
                still.append("")
            else:
                still[-1] += cell.still(number, mover)
        still[-1] += "</row>"
        return RowPlan(self, number, tuple(still))

    def started(self, texts: Sequence[str]) -> str:
        """Return the attributes of the row; a row of tagged cells is as high as they need."""
        higher = self._height.needed(texts)
        return f'{self.without_height} ht="{higher:.1f}" customHeight="1"' if higher else self.start

    def expected(self, number: int, texts: Sequence[str]) -> dict[str, str]:
        """Return the texts that a reader must find in the row, by address."""
        given = iter(texts)
        found = {
            f"{cell.column}{number}": next(given) if cell.tags else cell.text
            for cell in self._cells
        }
        return {address: shown for address, shown in found.items() if shown}


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A row under its number: `still` is what stands around its height and its tagged cells."""

    row: RowText
    number: int
    still: tuple[str, ...]

    @property
    def tagged(self) -> list[CellText]:
        """The cells that take texts."""
        return self.row.tagged

    def changing(self, texts: Sequence[str], file: str) -> list[str]:
        """Return what stands between the pieces of `still` for these texts; none, nothing.

        Raises:
            TemplateError: FK-TPL-066 a text too long for a cell; `file` is the template's name.
        """
        if not texts:
            return []
        found = [self.row.started(texts)]
        for cell, shown in zip(self.row.tagged, texts, strict=True):
            if len(shown) > sheet_text.LONGEST // 2:
                cell.judge_length(shown, file)
            found.append(cell.filled(self.number, shown))
        return found

    def may_start(self, attributes: str) -> bool:
        """Return whether the row may have these attributes: its own, or another height."""
        own = self.row
        if attributes == own.start:
            return True
        height = attributes.removeprefix(own.without_height)
        return attributes.startswith(own.without_height) and bool(_RAISED.fullmatch(height))


class CellText:
    """A cell of the template as pieces of XML."""

    def __init__(self, cell: Cell, quoting: Quoting) -> None:
        self.column = cell.column
        self.tags = cell.tags
        formula = cell.element.find(s("f"))
        self._formula = "" if formula is None else formula.text or ""
        self.text = cell.text if formula is None else ""
        attributes = {str(name): str(value) for name, value in cell.element.attrib.items()}
        for name in ("r", "t") if self.tags or formula is not None else ("r",):
            attributes.pop(name, None)
        self._start = self._quoted = _start_of(attributes)
        if self.tags and (twin := quoting.twin(attributes.get("s"))):
            self._quoted = _start_of(attributes | {"s": twin})
        self._area = "" if formula is None else formula.attrib.pop("ref", "")
        if formula is not None:
            formula.text = None
            written = bare(formula)
            self._formula_start = written.removesuffix("/>").removesuffix("></f>")
        self._inside = "" if self.tags else "".join(bare(child) for child in cell.element)

    @property
    def starts(self) -> tuple[str, str]:
        """The attributes that the cell may have: for ordinary texts, and for those in quotes."""
        return self._start, self._quoted

    def still(self, number: int, mover: Mover) -> str:
        """Return a cell without tags in that row; a formula loses its result, now out of date."""
        start = f'<c r="{self.column}{number}"{self._start}'
        if self._formula:
            made = _escaped(mover.formula(self._formula, self.column))
            area = f' ref="{mover.area(self._area)}"' if self._area else ""
            return f"{start}>{self._formula_start}{area}>{made}</f></c>"
        return f"{start}>{self._inside}</c>" if self._inside else f"{start}/>"

    def filled(self, number: int, shown: str) -> str:
        """Return a cell with tags in that row."""
        start = (
            f'<c r="{self.column}{number}"{self._quoted if looks_active(shown) else self._start}'
        )
        return f'{start} t="inlineStr">{sheet_text.inline(shown)}</c>' if shown else f"{start}/>"

    def judge_length(self, shown: str, file: str) -> None:
        """Refuse a text that does not go into a cell; raises FK-TPL-066."""
        length = sheet_text.units(shown)
        if length > sheet_text.LONGEST:
            raise TemplateError(
                "FK-TPL-066",
                place=self.tags[0].spot.place(file),
                length=length,
                limit=sheet_text.LONGEST,
            )


def _start_of(attributes: Mapping[str, str]) -> str:
    written = etree.tostring(etree.Element("c", attributes), encoding="unicode")
    return str(written.removesuffix("/>")[2:])


def _escaped(formula: str) -> str:
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

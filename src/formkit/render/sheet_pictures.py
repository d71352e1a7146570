"""The places for pictures in the drawing of one sheet: found in the template, filled, read back.

A place is a tag on the row where its box begins: it is judged, evaluated and repeated with it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Level
from formkit.kernel.picture import Picture
from formkit.ooxml import xml
from formkit.ooxml.addresses import address
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.xml import Element
from formkit.render import picture_place, program, syntax
from formkit.render.anchor import ABSOLUTE, ONE_CELL, TWO_CELLS, Box, is_place
from formkit.render.attached import related
from formkit.render.drawing import Frame, Laid
from formkit.render.picture_links import Links
from formkit.render.picture_place import Pictures
from formkit.render.place import Faults, Spot, quoted
from formkit.render.program import Program
from formkit.render.rows import RowMap
from formkit.render.sandbox import plain
from formkit.render.sheet_room import SheetRoom
from formkit.render.sheet_scan import CellTag, Row, loops_of
from formkit.render.trace import traced

_FOLDER = "xl/media"
_HERE = "formkit"  # the processing instruction that stands in a drawing for a place
_MARK = re.compile(rf"<\?{_HERE} (\d+)\?>")
_PLACE, _KEY = "\x1f", "\x1e"  # no XML text can hold them
_FIRST_NUMBER = 50_000  # of pictures put in; those that loops repeat come before


@dataclass(frozen=True, slots=True)
class Ground:
    """A sheet as it was scanned: its rows, its measures, what its workbook counts and notes."""

    package: Package
    sheet: Sheet
    rows: Sequence[Row]
    room: SheetRoom
    faults: Faults
    numbers: Iterator[int]


class SheetPlaces:
    """The places in one drawing.

    `root` is the drawing with marks for its places; `tags` these places as tags by the row on
    which they stand, 0 for one that does not move with any.

    Args:
        ground: the sheet; its `faults` take FK-PIC-001, 004 and 005 for what cannot be filled.
        part: its drawing.
    """

    def __init__(self, ground: Ground, part: str) -> None:
        self.part = part
        self.sheet = ground.sheet
        self._ground = ground
        self.root = xml.parse(ground.package.parts[part], part=part)
        etree.strip_tags(self.root, etree.Comment, etree.ProcessingInstruction)
        self.asks = False  # whether it has any place, one that is refused included
        self.tags: dict[int, list[CellTag]] = {}
        self._boxes: dict[int, Box] = {}
        self._places: dict[int, CellTag] = {}
        taken = {row.number for row in ground.rows if row.tag}
        loops = loops_of(ground.rows)
        for anchor in list(self.root.iter(TWO_CELLS, ONE_CELL, ABSOLUTE)):
            name = picture_place.told_in(anchor)
            if not name:
                continue
            self.asks = True
            box = Box(anchor, ground.room) if is_place(anchor) else None
            if box is None or anchor.getparent() is not self.root:
                self._refuse(anchor, "FK-PIC-001", self._spot(name, box), text=name)
            elif found := _vanishing(box, taken, loops):
                self._refuse(anchor, "FK-PIC-004", self._spot(name, box), text=name, row=found)
            elif box.stays and box.row in loops:
                self._refuse(anchor, "FK-PIC-005", self._spot(name, box), text=name)
            else:
                self._take(anchor, name, box)
        self.links = Links(ground.package, part, self.root, folder=_FOLDER)

    def _spot(self, name: str, box: Box | None) -> Spot:
        where = address(box.row, box.column) if box and box.row else ""
        return Spot(self.sheet.name, where, f"{{{{ {name} }}}}", sheet=True)

    def _refuse(self, anchor: Element, code: str, spot: Spot, **said: str | int) -> None:
        self._ground.faults.add(code, spot, level=Level.ERROR, **said)
        picture_place.silence(anchor)

    def _take(self, anchor: Element, name: str, box: Box) -> None:
        """Take a place out of the drawing; a mark stays there."""
        number, spot = next(self._ground.numbers), self._spot(name, box)
        tags, slips = syntax.read(spot.text)
        for slip in slips:
            self._ground.faults.add(slip.code, spot, text=slip.text)
        for tag in tags:
            one = CellTag(number, replace(tag, picture=True), spot, anchor)
            self.tags.setdefault(0 if box.stays else box.row, []).append(one)
            self._places[number] = one
            self._boxes[number] = box
        mark = etree.ProcessingInstruction(_HERE, str(number))
        mark.tail, anchor.tail = anchor.tail, None
        self.root.replace(anchor, mark)

    def compile(self) -> None:
        """Make ready what says which pictures a document has; the template is free of faults."""
        tags: list[tuple[syntax.Tag, Spot]] = []
        source: list[str] = []
        alone: list[str] = []
        for one in in_order(self._ground.rows, self.tags, whole_rows=True):
            tags.append((one.tag, one.spot))
            begin = f"{_PLACE}{one.number}{_KEY}" if one.tag.picture else ""
            alone.append(program.written(one.tag, one.number))
            source.append(begin + alone[-1])
        self._trace = traced("".join(alone))
        self._program = Program("".join(source), plain, tags, self._ground.faults.file)

    def frame(self, drawing: bytes | None, rows: RowMap | None) -> Frame:
        """Return the drawing for one way through the tags.

        Args:
            drawing: `root`, moved; None: nothing in it moves.
            rows: where the rows of the sheet went; None: nowhere.
        """
        written = (drawing or xml.serialize(self.root)).decode()
        pieces: list[str | tuple[int, tuple[int, ...]]] = []
        for index, piece in enumerate(_MARK.split(written)):
            pieces.append((int(piece), self._rows(int(piece), rows)) if index % 2 else piece)
        return Frame(tuple(pieces))

    def _rows(self, number: int, rows: RowMap | None) -> tuple[int, ...]:
        box = self._boxes[number]
        return (box.row,) if box.stays or rows is None else tuple(rows.rows(box.row))

    def laid(self, frame: Frame, context: Mapping[str, Any], pictures: Pictures) -> Laid:
        """Return the drawing of one document.

        Raises:
            TemplateError: FK-TPL-060…064 (`Program.run`), FK-PIC-002 a key for which there is no
                picture, FK-PIC-003 not as many keys as places.
        """
        keys = self.keys(context)
        shown: list[Picture] = []
        identities = itertools.count(_FIRST_NUMBER)
        written: list[str] = []
        for piece in frame.pieces:
            if isinstance(piece, str):
                written.append(piece)
                continue
            number, rows = piece
            found = keys.get(number, [])
            if len(found) != len(rows):
                raise self.refused(len(found), len(rows))
            for key, row in zip(found, rows, strict=True):
                if key:
                    picture = self._picture(number, key, pictures)
                    shown.append(picture)
                    written.append(self._boxes[number].written(picture, next(identities), row))
        return Laid(self.part, self.links, "".join(written).encode(), shown, self.refused)

    def keys(self, context: Mapping[str, Any]) -> dict[int, list[str]]:
        """Return the keys that the data has in the places, in the order of their rows.

        Raises:
            TemplateError: FK-TPL-060…064 (`Program.run`).
        """
        followed = self._trace.follow(context) if self._trace else None
        if followed is None or self._trace is None:
            return self.reference_keys(context)
        keys: dict[int, list[str]] = {}
        for number, key in zip(self._trace.numbers(context), followed[1], strict=True):
            keys.setdefault(number, []).append(key)
        return keys

    def reference_keys(self, context: Mapping[str, Any]) -> dict[int, list[str]]:
        """Return the same as Jinja tells it; raises as `keys`."""
        keys: dict[int, list[str]] = {}
        for chunk in self._program.run(context).split(_PLACE)[1:]:
            number, _, key = chunk.partition(_KEY)
            keys.setdefault(int(number), []).append(key)
        return keys

    def _picture(self, number: int, key: str, pictures: Pictures) -> Picture:
        picture = pictures.get(key)
        if picture is None:
            one = self._places[number]
            place = one.spot.place(self._ground.faults.file)
            raise TemplateError("FK-PIC-002", place=place, tag=one.tag.text, value=quoted(key))
        return picture

    def refused(self, wanted: int, found: int) -> TemplateError:
        """Return the refusal of a drawing that does not show the pictures it should."""
        place = Spot(self.sheet.name, sheet=True).place(self._ground.faults.file)
        return TemplateError("FK-PIC-003", place=place, expected=wanted, actual=found)


def _vanishing(box: Box, taken: Collection[int], loops: Container[int]) -> int:
    """Return the row of a tag that leaves a box without its room; 0 where there is none.

    In a loop, what a box covers must be printed with its row; elsewhere only where it begins.
    """
    covered = box.covered if box.row in loops else (box.row,)
    return next((row for row in covered if row in taken), 0)


def places_of(ground: Ground) -> list[SheetPlaces]:
    """Return the drawings of a sheet that have places for pictures."""
    parts = related(ground.package, ground.sheet, "drawing")
    return [one for part in parts if (one := SheetPlaces(ground, part)).asks]


def in_order(
    rows: Sequence[Row], places: Mapping[int, Sequence[CellTag]], *, whole_rows: bool = False
) -> Iterator[CellTag]:
    """Yield the tags of a sheet in their order, the places after the cells of their row.

    `whole_rows`: of the cells only the tags that stand for their rows.
    """
    own = {row.number: row for row in rows}
    for number in sorted({*own, *places}):
        if row := own.get(number):
            inside = [tag for cell in row.cells for tag in cell.tags]
            yield from (one for one in inside if one.tag.prefix or not whole_rows)
        yield from places.get(number, ())

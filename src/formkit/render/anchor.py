"""A box in the drawing of a sheet: how large it is, which rows it covers, where it is put.

Lengths are EMU, rows and columns count from 1.
"""

from __future__ import annotations

import copy
from collections.abc import Callable

from lxml import etree

from formkit.kernel.picture import Picture
from formkit.ooxml.addresses import COLUMNS, ROWS
from formkit.ooxml.names import DRAWING
from formkit.ooxml.xml import Element
from formkit.render import picture_place
from formkit.render.picture_place import Shape, slot
from formkit.render.sheet_room import SheetRoom

XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
TWO_CELLS, ONE_CELL, ABSOLUTE = (
    f"{XDR}{name}Anchor" for name in ("twoCell", "oneCell", "absolute")
)
_ENDS = (f"{XDR}from", f"{XDR}to", f"{XDR}pos", f"{XDR}ext")
_FURTHEST = 1_000  # columns or rows over which a picture is moved to the middle of its box


def is_place(anchor: Element) -> bool:
    """Return whether an anchor of a drawing holds one plain picture and nothing else."""
    inside = [one for one in anchor if one.tag not in (*_ENDS, f"{XDR}clientData")]
    plain = [one.tag for one in inside] == [f"{XDR}pic"]
    return plain and len(picture_place.pictures_of(anchor)) == 1


class Box:
    """The anchor of a place for a picture.

    Args:
        anchor: the anchor; it is not changed.
        room: the measures of its sheet.
    """

    def __init__(self, anchor: Element, room: SheetRoom) -> None:
        self._room = room
        self.stays = anchor.tag == ABSOLUTE or anchor.get("editAs") == "absolute"
        self._free = anchor.tag == ABSOLUTE  # it stands on no cell at all
        self.column, self._right, self.row, self._down = _end(anchor, "from")
        size = self._size(anchor)
        self.covered = range(self.row, self._last_row(anchor, size[1]) + 1)
        self._shape = Shape(self._opened(anchor, size), numbered="cNvPr")

    def written(self, picture: Picture, number: int, row: int) -> str:
        """Return the anchor with this picture, fitted into the box and centred in it.

        Args:
            picture: the picture.
            number: the number of the shape in its drawing.
            row: the row of the document on which the box begins.
        """
        wide, high = self._shape.box
        width, height = picture.fitted(wide, high)
        right, down = self._right + (wide - width) // 2, self._down + (high - height) // 2
        if self._free:
            return self._shape.written(picture, number, x=right, y=down)
        column, right = _stepped(self.column, right, self._room.across)
        below, down = _stepped(self.row, down, self._room.down)
        row += below - self.row
        return self._shape.written(picture, number, column=column - 1, x=right, row=row - 1, y=down)

    def _size(self, anchor: Element) -> tuple[int, int]:
        """Return the box: as the drawing tells it, else by the cells that it covers."""
        told = anchor.find(f"{XDR}ext")
        if told is None:
            told = anchor.find(f"{XDR}pic/{XDR}spPr/{{{DRAWING}}}xfrm/{{{DRAWING}}}ext")
        size = (0, 0) if told is None else (_number(told, "cx"), _number(told, "cy"))
        if all(size):
            return size
        column, right, row, down = _end(anchor, "to")
        across, high = self._room.across, self._room.down
        wide = sum(map(across, range(self.column, column))) + right - self._right
        tall = sum(map(high, range(self.row, row))) + down - self._down
        return max(wide, 1), max(tall, 1)

    def _last_row(self, anchor: Element, high: int) -> int:
        if self._free:
            return 0
        if anchor.tag == TWO_CELLS:
            _, _, row, down = _end(anchor, "to")
            return max(self.row, row if down else row - 1)
        row, _ = _stepped(self.row, self._down + high - 1, self._room.down)
        return row

    def _opened(self, anchor: Element, size: tuple[int, int]) -> Element:
        """Return the anchor as it is written: it has its size and hangs on one cell."""
        made = etree.Element(ABSOLUTE if self._free else ONE_CELL, nsmap=anchor.nsmap)
        if self._free:
            etree.SubElement(made, f"{XDR}pos", x=slot("x"), y=slot("y"))
        else:
            begin = etree.SubElement(made, f"{XDR}from")
            names = {"col": "column", "colOff": "x", "row": "row", "rowOff": "y"}
            for name, value in names.items():
                etree.SubElement(begin, f"{XDR}{name}").text = slot(value)
        etree.SubElement(made, f"{XDR}ext", cx=str(size[0]), cy=str(size[1]))
        for one in anchor:
            if one.tag not in _ENDS:
                made.append(copy.deepcopy(one))
        for inner in made.iterfind(f"{XDR}pic/{XDR}spPr/{{{DRAWING}}}xfrm/{{{DRAWING}}}ext"):
            inner.set("cx", str(size[0]))
            inner.set("cy", str(size[1]))
        return made


def _end(anchor: Element, name: str) -> tuple[int, int, int, int]:
    """Return column, offset in it, row, offset in it."""
    if (at := anchor.find(f"{XDR}pos")) is not None:
        return 0, _number(at, "x"), 0, _number(at, "y")
    parts = ("col", "colOff", "row", "rowOff")
    texts = (anchor.findtext(f"{XDR}{name}/{XDR}{part}") for part in parts)
    column, right, row, down = (_whole(one or "") for one in texts)
    return min(column + 1, COLUMNS), right, min(row + 1, ROWS), down


def _number(element: Element, name: str) -> int:
    return _whole(element.get(name, ""))


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() else 0


def _stepped(start: int, offset: int, size: Callable[[int], int]) -> tuple[int, int]:
    """Return the column or row on which an offset ends, and what is left of it there."""
    at, left = start, offset
    for _ in range(_FURTHEST):
        if left < size(at):
            return at, left
        left -= size(at)
        at += 1
    return start, offset

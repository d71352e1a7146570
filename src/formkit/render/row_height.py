"""The height of one row of a template, and how high it must be for what is filled into it."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.ooxml import addresses
from formkit.ooxml.names import s
from formkit.render.sheet_room import SheetRoom
from formkit.render.sheet_scan import Cell, Row
from formkit.render.wrapping import HIGHEST, Room

_HIDDEN = ("1", "true")


class RowHeight:
    """What a row needs so that no filled text is cut; never less than the template gives it.

    A row that the programs fit themselves (it has no height) is given one only for a filled merged
    cell, and then what its other cells need as well. A text that needs more than `HIGHEST` is seen
    as far as a row can reach.
    """

    def __init__(self, row: Row, room: SheetRoom) -> None:
        self._rooms = [_room_of(cell, row, room) for cell in row.cells if cell.tags]
        self._height = room.height_of(row)
        self._hidden = row.element.get("hidden") in _HIDDEN or self._height == 0
        self._fitted = row.element.get("ht") is None and not room.fixed
        still = [(_room_of(cell, row, room), cell.text) for cell in row.cells if not cell.tags]
        self._beside = max(
            (one.needed(text, self._height) for one, text in still if one and text), default=0
        )

    def needed(self, texts: Sequence[str]) -> float:
        """Return the row's height in points for these texts; 0: the template's own will do."""
        if self._hidden:
            return 0
        filled = [(one, text) for one, text in zip(self._rooms, texts, strict=True) if one]
        needs = [(one.merged, one.needed(text, self._height)) for one, text in filled]
        if self._fitted and not any(merged and need for merged, need in needs):
            return 0
        beside = self._beside if self._fitted else 0
        needed = min(max((need for _, need in needs), default=0), HIGHEST)
        return max(needed, beside) if needed > self._height else 0


def _room_of(cell: Cell, row: Row, room: SheetRoom) -> Room | None:
    if cell.element.find(s("f")) is not None:
        return None
    return room.of(cell.element, row.number, addresses.area(f"{cell.column}1")[1])

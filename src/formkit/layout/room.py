"""How much room a sheet takes with given data, reckoned without setting it: never too little.

Setting a sheet to count its pages costs a hundred times as much; it is needed only where this
reckoning does not show that the pages suffice. What is the same for all records is reckoned once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formkit.layout.room_height import height_of, value
from formkit.layout.room_plan import Line, Part, plan
from formkit.layout.vocabulary import Layout


@dataclass(frozen=True, slots=True)
class ListShare:
    """What the rows of a list take that the blank sheet has not: millimetres."""

    name: str
    rows: int
    beyond: float


@dataclass(slots=True)
class Room:
    """The room that a sheet takes: at most so many pages, and the lists in it."""

    pages: int = 0
    lists: list[ListShare] = field(default_factory=list)


class Reckoner:
    """Reckons the room of one sheet for any number of records.

    Args:
        layout: the sheet.

    Attributes:
        parts: what its room depends on.
    """

    def __init__(self, layout: Layout) -> None:
        self.parts = plan(layout)

    def room(self, view: Mapping[str, Any]) -> Room:
        """Return the room that the sheet takes with this data.

        Args:
            view: the record's view.
        """
        made = Room()
        for part in self.parts:
            if part.each and not value(view, part.each):
                continue  # photographs: no page without one
            pages = _Pages(part)
            for line in part.lines:
                _put(pages, line, view, made)
            made.pages += pages.count
        return made


class _Pages:
    """Pages being filled with pieces that no page breaks."""

    __slots__ = ("_kept", "_room", "count", "used")

    def __init__(self, part: Part) -> None:
        self._room = part.height
        self._kept = 0.0  # what stays with the next piece
        self.count = 1
        self.used = 0.0  # millimetres of the last page

    def add(self, height: float, *, keep: bool = False, head: float = 0) -> None:
        """Put a piece on the page, or on the next; there a `head` is repeated above it."""
        if keep:
            self._kept += height
            return
        kept, self._kept = self._kept, 0.0
        if kept + height <= self._room:
            height += kept
        elif kept:  # no page holds both: what should stay with the piece has a page of its own
            self.count += 1
            self.used = kept
        if self.used + height > self._room:
            self.count += 1
            self.used = head
        self.used += height
        while self.used > self._room and height > self._room:  # longer than a page: it goes on
            self.count += 1
            self.used -= self._room


def _put(pages: _Pages, line: Line, view: Mapping[str, Any], made: Room) -> None:
    if not line.each:
        pages.add(height_of(line, view), keep=line.keep)
        return
    entries = value(view, line.each)
    total = 0.0
    for entry in entries:
        height = height_of(line, entry)
        total += height
        pages.add(height, head=line.head)
    for _ in range(max(line.at_least - len(entries), 0) + line.spare):
        pages.add(line.blank, head=line.head)
    beyond = total - line.at_least * line.blank
    made.lists.append(ListShare(line.each, len(entries), max(beyond, 0)))

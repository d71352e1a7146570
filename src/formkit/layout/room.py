"""How much room a sheet takes with given data, reckoned without setting it: never too little.

Setting a sheet to count its pages costs a hundred times as much; it is needed only where this
reckoning does not show that the pages suffice. What is the same for all records is reckoned once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from formkit.kernel.text import width
from formkit.layout.room_plan import Line, Part, PlannedText, plan
from formkit.layout.vocabulary import Layout

SPARED = 2  # half-width signs at the end of a line: no mark begins the next
_RUN = re.compile(r"(?P<word>[!-~]+|[□☑√][^ □☑√]* ?)|[^!-~□☑√]+")


@dataclass(frozen=True, slots=True)
class Share:
    """What one text of the record takes beyond its first line, in millimetres."""

    name: str
    signs: int
    beyond: float
    line: float  # the height of a line, in millimetres
    a_line: int  # full-width signs in one of its lines


@dataclass(frozen=True, slots=True)
class ListShare:
    """What the rows of a list take that the blank sheet has not: millimetres."""

    name: str
    rows: int
    beyond: float


@dataclass(slots=True)
class Room:
    """The room that a sheet takes: at most so many pages, and what takes it."""

    pages: int = 0
    over: float = 0  # millimetres on the last page of the part with the most pages
    shares: list[Share] = field(default_factory=list)
    lists: list[ListShare] = field(default_factory=list)


class Reckoner:
    """Reckons the room of one sheet for any number of records.

    Args:
        layout: the sheet.
    """

    def __init__(self, layout: Layout) -> None:
        self._parts = plan(layout)

    def room(self, view: Mapping[str, Any]) -> Room:
        """Return the room that the sheet takes with this data.

        Args:
            view: the record's view.
        """
        made = Room()
        longest = 0
        for part in self._parts:
            if part.each and not value(view, part.each):
                continue  # photographs: no page without one
            pages = _Pages(part)
            for line in part.lines:
                _put(pages, line, view, made)
            made.pages += pages.count
            if pages.count > longest:
                longest, made.over = pages.count, pages.used
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
        height += self._kept
        self._kept = height if keep else 0
        if keep:
            return
        if self.used + height > self._room:
            self.count += 1
            self.used = head
        self.used += height
        while self.used > self._room and height > self._room:  # longer than a page: it goes on
            self.count += 1
            self.used -= self._room


def _put(pages: _Pages, line: Line, view: Mapping[str, Any], made: Room) -> None:
    if not line.each:
        pages.add(_height(line, view, made.shares), keep=line.keep)
        return
    entries = value(view, line.each)
    total = 0.0
    for entry in entries:
        height = _height(line, entry, made.shares)
        total += height
        pages.add(height, head=line.head)
    for _ in range(max(line.at_least - len(entries), 0) + line.spare):
        pages.add(line.blank, head=line.head)
    beyond = total - line.at_least * line.blank
    made.lists.append(ListShare(line.each, len(entries), max(beyond, 0)))


def _height(line: Line, values: Any, shares: list[Share]) -> float:
    height = line.least
    for planned in line.texts:
        said = _said(planned, values)
        text = planned.dense if planned.dense and len(said) > planned.over else planned
        if len(said) * 2 <= text.signs and "\n" not in said:
            count = 1 if said or not text.optional else 0
        else:
            count = sum(_lines_of(piece, text.signs) for piece in said.split("\n"))
            if count > 1:
                beyond = (count - 1) * text.line
                a_line = max((text.signs - SPARED) // 2, 1)
                shares.append(Share(text.name, len(said), beyond, text.line, a_line))
        height = max(height, count * text.line + line.around)
    return height


def _said(text: PlannedText, values: Any) -> str:
    if text.each:
        entries = value(values, text.each)
        return ";".join("".join(_pieces(text, entry)) for entry in entries)
    if len(text.parts) == 1:
        path, blank, _words = text.parts[0]
        return str(_at(values, path)) or blank
    return "".join(_pieces(text, values))


def _pieces(text: PlannedText, values: Any) -> Iterator[str]:
    for path, blank, words in text.parts:
        yield words if not path else str(_at(values, path)) or blank


def value(values: Any, name: str) -> Any:
    """Return the value of a dotted name; empty where there is none: printing will tell."""
    return _at(values, name.split("."))


def _at(values: Any, path: Sequence[str]) -> Any:
    for step in path:
        values = values.get(step, "") if isinstance(values, dict) else ""
    return values


@lru_cache(maxsize=4096)
def _lines_of(piece: str, signs: int) -> int:
    """Return in how many lines a piece goes; a word that does not fit begins the next.

    Groups of options are few and stand in every record: they are remembered.
    """
    wide = width(piece)
    if wide <= signs:
        return 1
    lines, at, signs = 1, 0, max(signs - SPARED, 2)
    for found in _RUN.finditer(piece):
        wide = width(found[0])
        if found["word"] and wide <= signs:
            lines, at = (lines, at + wide) if at + wide <= signs else (lines + 1, wide)
        else:  # Chinese, or a word that no line holds: broken anywhere
            lines, at = lines + (at + wide - 1) // signs, (at + wide - 1) % signs + 1
    return lines

"""How much room a sheet takes with given data, reckoned without setting it: never too little.

Setting a sheet to count its pages costs a hundred times as much; it is needed only where this
reckoning does not show that the pages suffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from formkit.kernel.text import width
from formkit.layout.geometry import cell_lines, lines_of
from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    CELL_SIDE_SMALL,
    CELL_TOP,
    COVER_LINE,
    COVER_TITLE,
    HEAD_HEIGHT,
    HEADING,
    MM_PER_POINT,
    ROW_HEIGHT,
    RUNNING,
    SIGN_ROOM,
    SMALL,
    TITLE,
    Style,
)
from formkit.layout.vocabulary import (
    Blank,
    Cell,
    Clauses,
    Cover,
    Grid,
    Heading,
    Inline,
    Layout,
    Notes,
    PageBreak,
    Paper,
    Paragraphs,
    Photos,
    RowsTable,
    SignRow,
    Text,
    Title,
)

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


@dataclass
class _Section:
    """What stands between two page breaks: pieces that no page breaks, in their order."""

    paper: Paper
    pages: int = 1
    used: float = 0  # millimetres of the last page
    _kept: float = 0  # a piece that stays with the next

    def add(self, height: float, *, keep: bool = False, head: float = 0) -> None:
        """Put a piece on the page, or on the next; there a `head` is repeated above it."""
        height += self._kept
        self._kept = 0
        if keep:
            self._kept = height
            return
        room = self.paper.text_height
        if self.used + height > room:
            self.pages += 1
            self.used = head
        self.used += height
        while self.used > room and height > room:  # longer than a page: it goes on
            self.pages += 1
            self.used -= room


class Room:
    """The room that a sheet takes with this data.

    Args:
        layout: the sheet.
        view: the record's view.
    """

    def __init__(self, layout: Layout, view: Mapping[str, Any]) -> None:
        self._view = view
        self._layout = layout
        self.shares: list[Share] = []
        self.lists: list[ListShare] = []

    @cached_property
    def pages(self) -> int:
        """The sheet has at most so many pages."""
        return sum(section.pages for section in self._sections)

    @cached_property
    def over(self) -> float:
        """How many millimetres stand on the last page of the part with the most pages."""
        return max(self._sections, key=lambda section: section.pages).used

    @cached_property
    def _sections(self) -> list[_Section]:
        made = [_Section(self._layout.paper)]
        for block in self._layout.blocks:
            if isinstance(block, PageBreak):
                turned = block.landscape
                paper = self._layout.paper.turned() if turned else self._layout.paper
                made.append(_Section(paper))
            elif not isinstance(block, Photos):
                self._block(block, made[-1])
            elif _value(self._view, block.each):
                made.append(_Section(made[-1].paper))
                self._photos(block, made[-1])
        return made

    def _block(
        self,
        block: Title | Cover | Heading | Paragraphs | Notes | Clauses | Grid | RowsTable,
        section: _Section,
    ) -> None:
        width_ = section.paper.text_width
        match block:
            case Title():
                section.add(self._text(block.text, width_, TITLE) + 2 * MM_PER_POINT)
                sides = (self._text(one, width_ * 0.4, BODY) for one in (block.left, block.right))
                section.add(max(HEAD_HEIGHT, max(sides) + 2 * CELL_TOP))
            case Cover():
                self._cover(block, section)
            case Heading(text):
                section.add(self._text(text, width_, HEADING) + 11 * MM_PER_POINT, keep=True)
            case Paragraphs(items) | Notes(items):
                style = SMALL if isinstance(block, Notes) else RUNNING
                for item in items:
                    section.add(self._text(item, width_ - 2 * style.size * MM_PER_POINT, style))
                section.add(2 * MM_PER_POINT)
            case Clauses():
                self._clauses(block, section)
            case Grid():
                self._grid(block, section)
            case RowsTable():
                self._list(block, section)

    # -- blocks ----------------------------------------------------------------------------------

    def _cover(self, cover: Cover, section: _Section) -> None:
        width_ = section.paper.text_width
        section.add(self._text(cover.right, width_, BODY))
        section.add(self._text(cover.title, width_, COVER_TITLE) + 200 * MM_PER_POINT)
        for line in cover.lines:
            section.add(max(13, self._text(line.content, width_ - 54, COVER_LINE) + 2 * CELL_TOP))
        for text in cover.foot:
            section.add(self._text(text, width_, COVER_LINE) + 8 * MM_PER_POINT)
        section.add(90 * MM_PER_POINT)

    def _clauses(self, block: Clauses, section: _Section) -> None:
        entries = _value(self._view, block.each)
        room = section.paper.text_width - 2 * RUNNING.size * MM_PER_POINT
        for entry in entries:
            section.add(self._lines(f"{block.each}[].text", _value(entry, "text"), room, RUNNING))
        for _ in range(block.at_least - len(entries)):
            section.add(RUNNING.line * MM_PER_POINT)

    def _grid(self, block: Grid, section: _Section) -> None:
        lines = lines_of(block.columns)
        for number, row in enumerate(block.rows, start=1):
            edges = cell_lines(lines, row.spans)
            rooms = [(right - left) / 10 - 2 * CELL_SIDE for left, right in pairwise(edges)]
            if isinstance(row, SignRow):
                height = self._signatures(row, rooms)
            else:
                texts = (self._cell(*pair) for pair in zip(row.cells, rooms, strict=True))
                height = max(row.height, *texts)
            alone = not isinstance(row, SignRow) and len(row.cells) == 1 and row.cells[0].bold
            section.add(height, keep=alone or (block.together and number < len(block.rows)))

    def _cell(self, cell: Cell, room: float) -> float:
        style = SMALL if cell.small else BODY
        if not cell.each:
            return self._text(cell.content, room, style) + 2 * CELL_TOP
        said = ";".join(self._said(cell.content, entry) for entry in _value(self._view, cell.each))
        return self._lines(cell.each, said, room, style) + 2 * CELL_TOP

    def _signatures(self, row: SignRow, rooms: Sequence[float]) -> float:
        room = max(row.height / 2, SIGN_ROOM)
        heads = (
            self._text(box.role, wide, BODY) + self._text(box.opinion, wide, BODY)
            for box, wide in zip(row.boxes, rooms, strict=True)
        )
        return max(row.height, max(heads) + room + 2 * CELL_TOP)

    def _list(self, block: RowsTable, section: _Section) -> None:
        style, side = (SMALL, CELL_SIDE_SMALL) if block.small else (BODY, CELL_SIDE)
        rooms = [column.width - 2 * side for column in block.columns]
        heads = (
            self._lines("", column.head, room, style)
            for column, room in zip(block.columns, rooms, strict=True)
        )
        head = max(block.height, max(heads) + 2 * CELL_TOP)
        if block.caption:
            head += ROW_HEIGHT + self._text(block.caption, sum(rooms), BODY)
        section.add(head, keep=True)
        entries = _value(self._view, block.each)
        more = 0.0
        for entry in entries:
            texts = (
                self._text(column.content, room, style, entry, f"{block.each}[].")
                for column, room in zip(block.columns, rooms, strict=True)
            )
            height = max(block.height, max(texts) + 2 * CELL_TOP)
            more += height
            section.add(height, head=head)
        blank = block.at_least * block.height
        self.lists.append(ListShare(block.each, len(entries), max(more - blank, 0)))
        blanks = max(block.at_least - len(entries), 0) + block.spare
        for _ in range(blanks):
            marks = max(column.blank.count("\n") for column in block.columns) + 1
            low = marks * style.line * MM_PER_POINT + 2 * CELL_TOP
            section.add(max(block.height, low), head=head)
        if block.note:
            note = self._text(block.note, sum(rooms), SMALL) + 2 * CELL_TOP
            section.add(max(block.height * 0.75, note), head=head)

    def _photos(self, block: Photos, section: _Section) -> None:
        section.add((HEADING.line + 4) * MM_PER_POINT)
        room = section.paper.text_width / 2 - 2 * CELL_SIDE
        for row in _value(self._view, block.each):
            said = (_value(row, f"{side}.caption") for side in ("left", "right"))
            under = max(self._lines("", one, room, BODY) for one in said)
            section.add(block.height + 2 + max(ROW_HEIGHT, under + 2 * CELL_TOP))

    # -- texts -----------------------------------------------------------------------------------

    def _text(
        self,
        content: Inline,
        room: float,
        style: Style,
        values: Mapping[str, Any] | None = None,
        prefix: str = "",
    ) -> float:
        """Return the height of a text, in millimetres."""
        if not content:
            return 0
        said = self._said(content, values)
        names = [part.name for part in content if not isinstance(part, Text | Blank)]
        return self._lines(prefix + names[0] if names else "", said, room, style)

    def _said(self, content: Inline, values: Mapping[str, Any] | None = None) -> str:
        return "".join(_parts(content, self._view if values is None else values))

    def _lines(self, name: str, said: str, room: float, style: Style) -> float:
        signs, line = style.room(room), style.line * MM_PER_POINT
        count = 1
        if len(said) * 2 > signs or "\n" in said:
            count = sum(_lines_of(piece, signs) for piece in said.split("\n"))
        if name and count > 1:
            self.shares.append(Share(name, len(said), (count - 1) * line, line, max(signs // 2, 1)))
        return count * line


def _parts(content: Inline, values: Mapping[str, Any]) -> Iterator[str]:
    for part in content:
        if isinstance(part, Text):
            yield part.text
        elif isinstance(part, Blank):
            yield "_" * part.length
        else:
            yield str(_value(values, part.name)) or "_" * part.blank


def _value(values: Any, name: str) -> Any:
    """Return the value of a dotted name; empty where there is none: printing will tell."""
    for step in name.split("."):
        values = values.get(step, "") if isinstance(values, Mapping) else ""
    return values


def _lines_of(piece: str, signs: int) -> int:
    """Return in how many lines a piece goes; a word that does not fit begins the next."""
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

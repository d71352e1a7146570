"""What a sheet's room depends on: for every line its least height and the texts that may raise it.

Heights are millimetres.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from formkit.kernel.text import width
from formkit.layout.geometry import cell_lines, lines_of
from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    CELL_SIDE_SMALL,
    CELL_TOP,
    COVER_LINE,
    COVER_TITLE,
    DENSE,
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
    Block,
    Clauses,
    Cover,
    Field,
    Grid,
    Heading,
    Inline,
    Layout,
    Notes,
    PageBreak,
    Paper,
    Paragraphs,
    Photos,
    Row,
    RowsTable,
    SignRow,
    Text,
    Title,
)

AROUND = 2 * CELL_TOP
SPARED = 2  # half-width signs at the end of a line: no mark begins the next
PartOfText = tuple[tuple[str, ...], str, str]  # path, or words; what stands for an absent value


@dataclass(frozen=True, slots=True)
class PlannedText:
    """A text that depends on the record."""

    name: str  # of its first field, e.g. `issues[].location`
    parts: tuple[PartOfText, ...]
    signs: int  # half-width signs that a line holds
    line: float
    each: str = ""
    dense: PlannedText | None = None  # how it is set where it has more signs than `over`
    over: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A piece that no page breaks; with `each` one per entry of a list."""

    least: float
    texts: tuple[PlannedText, ...] = ()
    around: float = 0  # above and below the texts
    keep: bool = False  # stays with what follows
    each: str = ""
    at_least: int = 0
    spare: int = 0
    blank: float = 0  # the height of a blank row
    head: float = 0  # repeated where the list goes on


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two page breaks; `each`: only where that list is not empty."""

    height: float  # of a page's text
    lines: tuple[Line, ...]
    each: str = ""


def plan(layout: Layout) -> tuple[Part, ...]:
    """Return the parts of a sheet."""
    paper = layout.paper
    parts: list[Part] = []
    lines: list[Line] = []
    for block in layout.blocks:
        if isinstance(block, PageBreak | Photos):
            parts.append(Part(paper.text_height, tuple(lines)))
            lines = []
        if isinstance(block, PageBreak):
            paper = layout.paper.turned() if block.landscape else layout.paper
        elif isinstance(block, Photos):
            parts.append(Part(paper.text_height, tuple(_photos(block, paper)), block.each))
        else:
            lines += _lines(block, paper)
    return (*parts, Part(paper.text_height, tuple(lines))) if lines else tuple(parts)


def _lines(block: Block, paper: Paper) -> Iterator[Line]:
    room = paper.text_width
    match block:
        case Title(text, left, right):
            yield _line([_text(text, room, TITLE)], around=2 * MM_PER_POINT)
            sides = [_text(one, room * 0.4, BODY) for one in (left, right)]
            yield _line(sides, least=HEAD_HEIGHT, around=AROUND)
        case Cover():
            yield from _cover(block, room)
        case Heading(text):
            yield _line([_text(text, room, HEADING)], around=11 * MM_PER_POINT, keep=True)
        case Paragraphs(items) | Notes(items):
            style = SMALL if isinstance(block, Notes) else RUNNING
            for item in items:
                yield _line([_text(item, room - 2 * style.size * MM_PER_POINT, style)])
            yield Line(2 * MM_PER_POINT)
        case Clauses(each, at_least):
            hung = room - 2 * RUNNING.size * MM_PER_POINT
            clause = _line([_text((Field("text"),), hung, RUNNING, f"{each}[].")])
            blank = RUNNING.line * MM_PER_POINT
            yield replace(clause, each=each, at_least=at_least, blank=blank)
        case Grid():
            yield from _grid(block)
        case RowsTable():
            yield from _list(block)
        case _:
            pass


def _cover(cover: Cover, room: float) -> Iterator[Line]:
    yield _line([_text(cover.right, room, BODY)])
    yield _line([_text(cover.title, room, COVER_TITLE)], around=200 * MM_PER_POINT)
    for line in cover.lines:
        yield _line([_text(line.content, room - 54, COVER_LINE)], least=13, around=AROUND)
    yield Line(90 * MM_PER_POINT)
    for text in cover.foot:
        yield _line([_text(text, room, COVER_LINE)], around=8 * MM_PER_POINT)


def _grid(block: Grid) -> Iterator[Line]:
    lines = lines_of(block.columns)
    for number, row in enumerate(block.rows, start=1):
        edges = cell_lines(lines, row.spans)
        rooms = [(right - left) / 10 - 2 * CELL_SIDE for left, right in pairwise(edges)]
        keep = block.together and number < len(block.rows)
        if isinstance(row, SignRow):
            yield replace(_signatures(row, rooms), keep=keep)
        else:
            alone = len(row.cells) == 1 and row.cells[0].bold
            yield replace(_row(row, rooms), keep=keep or alone)


def _row(row: Row, rooms: Sequence[float]) -> Line:
    texts = []
    for cell, room in zip(row.cells, rooms, strict=True):
        text = _text(cell.content, room, SMALL if cell.small else BODY)
        if cell.dense and isinstance(text, PlannedText):
            signs, line = DENSE.room(room), DENSE.line * MM_PER_POINT
            text = replace(text, dense=replace(text, signs=signs, line=line), over=cell.dense)
        if cell.each and isinstance(text, PlannedText):
            text = replace(text, each=cell.each, name=cell.each)
        texts.append(text)
    return _line(texts, least=row.height, around=AROUND)


def _signatures(row: SignRow, rooms: Sequence[float]) -> Line:
    room = max(row.height / 2, SIGN_ROOM)
    roles = _line([_text(box.role, wide, BODY) for box, wide in zip(row.boxes, rooms, strict=True)])
    opinions = [
        _text(box.opinion, wide, BODY)  # a line, even where nobody had one
        for box, wide in zip(row.boxes, rooms, strict=True)
        if box.opinion
    ]
    return _line(opinions, least=row.height, around=roles.least + room + AROUND)


def _list(block: RowsTable) -> Iterator[Line]:
    style, side = (SMALL, CELL_SIDE_SMALL) if block.small else (BODY, CELL_SIDE)
    rooms = [column.width - 2 * side for column in block.columns]
    heads = [
        _text((Text(column.head),), room, style)
        for column, room in zip(block.columns, rooms, strict=True)
    ]
    head = _line(heads, least=block.height, around=AROUND).least
    if block.caption:
        caption = _line([_text(block.caption, sum(rooms), BODY)], around=AROUND)
        yield replace(caption, least=min(block.height, ROW_HEIGHT), keep=True)
        head += ROW_HEIGHT
        yield Line(head - ROW_HEIGHT, keep=True)
    else:
        yield Line(head, keep=True)
    texts = [
        _text(column.content, room, style, f"{block.each}[].")
        for column, room in zip(block.columns, rooms, strict=True)
    ]
    marks = max(column.blank.count("\n") for column in block.columns) + 1
    yield replace(
        _line(texts, least=block.height, around=AROUND),
        each=block.each,
        at_least=block.at_least,
        spare=block.spare,
        blank=max(block.height, marks * style.line * MM_PER_POINT + AROUND),
        head=head,
    )
    if block.note:
        note = _text(block.note, sum(rooms), SMALL)
        yield _line([note], least=block.height * 0.75, around=AROUND)


def _photos(block: Photos, paper: Paper) -> Iterator[Line]:
    yield Line((HEADING.line + 4) * MM_PER_POINT, keep=True)
    room = paper.text_width / block.abreast - 2 * CELL_SIDE
    captions = [
        _text((Field(f"{place}caption"),), room, BODY, f"{block.each}[].") for place in block.places
    ]
    around = block.height + 2 + AROUND
    least = block.height + 2 + ROW_HEIGHT
    yield replace(_line(captions, least=least, around=around), each=block.each)


def _line(
    texts: Sequence[PlannedText | float],
    *,
    least: float = 0,
    around: float = 0,
    keep: bool = False,
) -> Line:
    """Return a line; texts that are the same for all records only raise its least height."""
    planned = tuple(text for text in texts if isinstance(text, PlannedText))
    fixed = (text + around for text in texts if not isinstance(text, PlannedText) and text)
    return Line(max(least, *fixed, 0), planned, around, keep)


def _text(content: Inline, room: float, style: Style, prefix: str = "") -> PlannedText | float:
    """Return a text, or its height where it is the same for all records."""
    signs, line = style.room(room), style.line * MM_PER_POINT
    names = [part.name for part in content if isinstance(part, Field)]
    if not names:
        said = "".join(part.text for part in content if isinstance(part, Text))
        return sum(-(-max(width(one), 1) // signs) for one in said.split("\n")) * line
    parts = tuple(piece for part in content for piece in _parts(part))
    return PlannedText(f"{prefix}{names[0]}", parts, signs, line)


def _parts(part: Text | Field | Blank) -> Iterator[PartOfText]:
    if isinstance(part, Text):
        yield (), "", part.text
    elif isinstance(part, Blank):
        yield (), "", "_" * part.length
    else:  # words that stand only with a value are reckoned always: never too little
        yield from (((), "", part.before),) if part.before else ()
        yield tuple(part.name.split(".")), "_" * part.blank, ""
        yield from (((), "", part.after),) if part.after else ()

"""A frame in Word: neighbouring grids and rows tables that look like one table.

Word repeats only the first rows of a table, so a list with a repeated head is a table of its own.
Between two tables stands the thinnest paragraph that Word sets, black from one outer rule to the
other: it is the rule between them. The upper table ends with an inner rule all the same, for a page
may end there; the lower one has no top rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from formkit.layout import wordml
from formkit.layout.geometry import CommonGrid, cell_lines, grid_of, lines_of, twips
from formkit.layout.styles import (
    CELL_SIDE,
    CELL_SIDE_SMALL,
    DATE_BLANK,
    INNER_RULE,
    ROW_HEIGHT,
    SEAL_HERE,
    SIGN_HERE,
    SIGN_ROOM,
    SIGN_WIDE,
    SMALL,
    Style,
)
from formkit.layout.tags import filler, longer, loop, repeated, tagged
from formkit.layout.vocabulary import (
    Align,
    Cell,
    Field,
    Grid,
    Inline,
    Row,
    RowsTable,
    SignBox,
    SignRow,
    Vertical,
)
from formkit.layout.word_styles import (
    BETWEEN,
    BODY_RIGHT,
    BODY_TEXT,
    DENSE_TEXT,
    FRAME,
    SMALL_FRAME,
    SMALL_TEXT,
    cell_style,
)
from formkit.layout.wordml import Borders, Element, Setting

Placed = tuple[int, int]  # a cell's width in twips and its span on the common grid


def frame(blocks: Sequence[Grid | RowsTable], *, under_head: bool = False) -> list[Element]:
    """Return the tables of one frame with their seams.

    `under_head`: the frame opens a page whose running head ends with the upper rule already.
    """
    grid = grid_of(blocks)
    parts = list(_parts(blocks))
    made: list[Element] = []
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if number:
            made.append(wordml.paragraph("", BETWEEN))
        rows = [row for block in part for row in _kept(block, list(_rows(block, grid)))]
        if not last:
            _keep_with_next(rows[-1])
        widths = [twips(right) - twips(left) for left, right in pairwise(grid.lines)]
        small = isinstance(part[0], RowsTable) and part[0].small
        rules = _exceptions(first=number == 0 and not under_head, last=last)
        made.append(wordml.table(rows, widths, SMALL_FRAME if small else FRAME, rules))
    return made


def _parts(blocks: Sequence[Grid | RowsTable]) -> Iterator[list[Grid | RowsTable]]:
    """Yield what makes one table: grids together, each rows table alone."""
    for is_grid, run in groupby(blocks, key=lambda block: isinstance(block, Grid)):
        if is_grid:
            yield list(run)
        else:
            yield from ([block] for block in run)


def _exceptions(*, first: bool, last: bool) -> Borders:
    """Return the rules of a table that are not those of a frame by itself."""
    above: Borders = {} if first else {"top": None}
    return above if last else {**above, "bottom": INNER_RULE}


def _kept(block: Grid | RowsTable, rows: list[Element]) -> list[Element]:
    if isinstance(block, Grid) and block.together:
        for row in rows[:-1]:
            _keep_with_next(row)
    return rows


def _keep_with_next(row: Element) -> None:
    for paragraph in row.iter(wordml.w("p")):
        wordml.keep_with_next(paragraph)


def _rows(block: Grid | RowsTable, grid: CommonGrid) -> Iterator[Element]:
    if isinstance(block, RowsTable):
        yield from _list_rows(block, grid)
        return
    lines = lines_of(block.columns)
    for row in block.rows:
        placed = _placed(cell_lines(lines, row.spans), grid)
        if isinstance(row, SignRow):
            yield from _sign_rows(row, placed)
        else:
            yield _row(row, placed)


def _placed(lines: Sequence[int], grid: CommonGrid) -> list[Placed]:
    return [(twips(right) - twips(left), grid.span(left, right)) for left, right in pairwise(lines)]


def _row(row: Row, placed: Sequence[Placed]) -> Element:
    cells = [_cell(cell, *place) for cell, place in zip(row.cells, placed, strict=True)]
    made = wordml.row(cells, row.height)
    if len(row.cells) == 1 and row.cells[0].bold:  # the title of a section
        _keep_with_next(made)
    return made


def _cell(cell: Cell, width: int, span: int) -> Element:
    style = cell_style(cell.align, small=cell.small, bold=cell.bold)
    words = (
        repeated(cell.each, cell.content) if cell.each else _words(cell.content, style.text, width)
    )
    text = [wordml.paragraph(words, style)]
    if cell.dense:
        (name,) = (part.name for part in cell.content if isinstance(part, Field))
        texts = (longer("p", name, cell.dense), words, "{%p else %}", words, "{%p endif %}")
        styles = (style, DENSE_TEXT, style, style, style)
        text = [wordml.paragraph(*one) for one in zip(texts, styles, strict=True)]
    return wordml.cell(text, width, span=span, vertical=cell.vertical)


def _words(content: Inline, style: Style, width: int, scope: str = "") -> str:
    side = CELL_SIDE_SMALL if scope and style.size == SMALL.size else CELL_SIDE
    return tagged(content, scope, style.room(width / wordml.TWIPS_PER_MM - 2 * side))


# -- signatures ----------------------------------------------------------------------------------


def _sign_rows(row: SignRow, placed: Sequence[Placed]) -> Iterator[Element]:
    """Yield the two halves of a row of signature boxes: whose and what, then where to sign."""
    pairs = list(zip(row.boxes, placed, strict=True))
    upper = [_sign_head(box, *place) for box, place in pairs]
    lower = [_sign_foot(box, *place) for box, place in pairs]
    room = max(row.height / 2, SIGN_ROOM)
    yield wordml.row(upper, max(row.height - room, 1))
    yield wordml.row(lower, room)


def _sign_head(box: SignBox, width: int, span: int) -> Element:
    keep = Setting(keep_next=True)
    text = [wordml.paragraph(tagged(box.role), BODY_TEXT, keep)]
    if box.opinion:
        text.append(wordml.paragraph(tagged(box.opinion), BODY_TEXT, keep))
    return wordml.cell(text, width, span=span, vertical=Vertical.TOP, borders={"bottom": None})


def _sign_foot(box: SignBox, width: int, span: int) -> Element:
    inner = width / wordml.TWIPS_PER_MM - 2 * CELL_SIDE
    here = SIGN_HERE + (f"\t{SEAL_HERE}" if box.seal else "\t")
    date = DATE_BLANK if box.date else ""
    end = ("right", "none", inner)
    if inner + 2 * CELL_SIDE >= SIGN_WIDE:
        stops = Setting(tabs=(("left", "none", inner * 0.42), end))
        text = [wordml.paragraph(f"{here}\t{date}", BODY_TEXT, stops)]
    else:
        text = [wordml.paragraph(here, BODY_TEXT, Setting(tabs=(end,)))]
        text.append(wordml.paragraph(date, BODY_RIGHT))
    return wordml.cell(text, width, span=span, vertical=Vertical.BOTTOM, borders={"top": None})


# -- lists ---------------------------------------------------------------------------------------


def _list_rows(block: RowsTable, grid: CommonGrid) -> Iterator[Element]:
    placed = _placed(lines_of(column.width for column in block.columns), grid)
    full = (sum(width for width, _ in placed), sum(span for _, span in placed))
    if block.caption:
        caption = Cell(block.caption, align=Align.CENTER, bold=True)
        yield wordml.row([_cell(caption, *full)], min(block.height, ROW_HEIGHT), head=True)
    heading = cell_style(Align.CENTER, small=block.small)
    heads = [
        wordml.cell(
            [wordml.paragraph(column.head, heading, Setting(keep_next=True))],
            width,
            span=span,
        )
        for column, (width, span) in zip(block.columns, placed, strict=True)
    ]
    yield wordml.row(heads, block.height, head=True)
    yield _tag_row(loop("tr", block.each, "row"), full)
    values = [
        wordml.cell(
            [
                wordml.paragraph(
                    _words(column.content, heading.text, width, "row"),
                    cell_style(column.align, small=block.small),
                )
            ],
            width,
            span=span,
        )
        for column, (width, span) in zip(block.columns, placed, strict=True)
    ]
    yield wordml.row(values, block.height)
    yield _tag_row("{%tr endfor %}", full)
    for number in range(1, block.at_least + 1):
        yield _tag_row(filler("tr", block.each, number), full)
        yield _blank_row(block, placed)
        yield _tag_row("{%tr endif %}", full)
    for _ in range(block.spare):
        yield _blank_row(block, placed)
    if block.note:
        note = wordml.paragraph(tagged(block.note), SMALL_TEXT)
        yield wordml.row([wordml.cell([note], full[0], span=full[1])], block.height * 0.75)


def _blank_row(block: RowsTable, placed: Sequence[Placed]) -> Element:
    cells = [
        wordml.cell(
            [wordml.paragraph(column.blank, cell_style(column.align, small=block.small))],
            width,
            span=span,
        )
        for column, (width, span) in zip(block.columns, placed, strict=True)
    ]
    return wordml.row(cells, block.height)


def _tag_row(tag: str, full: Placed) -> Element:
    width, span = full
    return wordml.row([wordml.cell([wordml.paragraph(tag, BODY_TEXT)], width, span=span)], 1)

"""A frame in Typst: grids and rows tables that follow one another inside one outer rule.

The outer rule is drawn around the part of the frame on each page, so a frame that goes on is
closed where the page ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from formkit.layout.geometry import cell_lines, lines_of
from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    CELL_SIDE_SMALL,
    CELL_TOP,
    DATE_BLANK,
    DENSE,
    INNER_RULE,
    OUTER_RULE,
    ROW_HEIGHT,
    SEAL_HERE,
    SIGN_HERE,
    SIGN_ROOM,
    SIGN_WIDE,
    SMALL,
    Style,
)
from formkit.layout.typst_code import (
    literal,
    millimetres,
    named,
    plain,
    repeated,
    styled,
    words,
)
from formkit.layout.vocabulary import (
    Align,
    Cell,
    Column,
    Grid,
    Row,
    RowsTable,
    SignBox,
    SignRow,
    Vertical,
)

ENTRY = "row"
_VERTICAL = {Vertical.TOP: "top", Vertical.CENTER: "horizon", Vertical.BOTTOM: "bottom"}


def frame(blocks: Sequence[Grid | RowsTable]) -> str:
    """Return the frame that these blocks share."""
    tables = (_grid(one) if isinstance(one, Grid) else _list(one) for one in blocks)
    return f"frame({OUTER_RULE:g}, {{\n" + "\n".join(tables) + "\n})"


def _table(columns: Sequence[float], side: float, rows: Sequence[str]) -> str:
    head = f"columns: {millimetres(columns)}, side: {side:g}mm, top: {CELL_TOP:g}mm"
    return f"ruled({INNER_RULE:g}, {head},\n  " + ",\n  ".join(rows) + ",\n)"


def _grid(block: Grid) -> str:
    lines = lines_of(block.columns)
    drawn = sorted({line for row in block.rows for line in cell_lines(lines, row.spans)})
    rows = [
        _row(row, _spans(cell_lines(lines, row.spans), drawn), block.columns) for row in block.rows
    ]
    widths = [(right - left) / 10 for left, right in pairwise(drawn)]
    table = _table(widths, CELL_SIDE, rows)
    return f"block(breakable: false, {table})" if block.together else table


def _spans(lines: Sequence[int], drawn: Sequence[int]) -> list[int]:
    return [drawn.index(right) - drawn.index(left) for left, right in pairwise(lines)]


def _row(row: Row | SignRow, spans: Sequence[int], columns: Sequence[float]) -> str:
    if isinstance(row, SignRow):
        return _sign_row(row, spans, columns)
    rooms = _rooms(row, columns, CELL_SIDE)
    cells = [
        _cell(_content(cell, room), span, cell.align, cell.vertical, 0 if number else row.height)
        for number, (cell, span, room) in enumerate(zip(row.cells, spans, rooms, strict=True))
    ]
    if len(row.cells) == 1 and row.cells[0].bold:  # the title of a section stays with what follows
        return f"table.header(repeat: false, {', '.join(cells)})"
    return ", ".join(cells)


def _rooms(row: Row | SignRow, columns: Sequence[float], side: float) -> list[float]:
    """Return the widths of the lines in the cells of a row, in millimetres."""
    edges = cell_lines(lines_of(columns), row.spans)
    return [(right - left) / 10 - 2 * side for left, right in pairwise(edges)]


def _content(cell: Cell, room: float) -> str:
    style = SMALL if cell.small else BODY
    style = style.emboldened() if cell.bold else style
    listed = repeated(cell.each, cell.content, room) if cell.each else words(cell.content, room)
    if cell.dense:
        long = f"{plain(cell.content)}.codepoints().len() > {cell.dense}"
        return f"if {long} {{ {styled(DENSE, listed)} }} else {{ {styled(style, listed)} }}"
    return styled(style, listed)


def _cell(
    code: str, span: int, align: Align, vertical: Vertical = Vertical.CENTER, height: float = 0
) -> str:
    """Return a cell; one with a height gives it to its row."""
    if height:
        code = f"at-least({height - 2 * CELL_TOP:g}, {_VERTICAL[vertical]}, {code})"
    wide = f"colspan: {span}, " if span > 1 else ""
    where = f"align: {align} + {_VERTICAL[vertical]}"
    return f"table.cell({wide}{where}, {code})"


# -- signatures ----------------------------------------------------------------------------------


def _sign_row(row: SignRow, spans: Sequence[int], columns: Sequence[float]) -> str:
    room = max(row.height / 2, SIGN_ROOM)
    rooms = _rooms(row, columns, CELL_SIDE)
    height = max(row.height, room) - 2 * CELL_TOP
    cells = [
        _cell(_sign_box(box, width, room, height), span, Align.LEFT, Vertical.TOP)
        for box, span, width in zip(row.boxes, spans, rooms, strict=True)
    ]
    return ", ".join(cells)


def _sign_box(box: SignBox, width: float, room: float, height: float) -> str:
    said = [words(text, width) for text in (box.role, box.opinion) if text]
    head = "{ " + "; ".join(f"par({one})" for one in said) + " }"
    seal, date = SEAL_HERE if box.seal else "", DATE_BLANK if box.date else ""
    shape = "signed-wide" if width + 2 * CELL_SIDE >= SIGN_WIDE else "signed"
    foot = f"{shape}({literal(SIGN_HERE)}, {literal(seal)}, {literal(date)})"
    return f"signature({head}, {foot}, {room:g}, {height:g})"


# -- lists ---------------------------------------------------------------------------------------


def _list(block: RowsTable) -> str:
    side = CELL_SIDE_SMALL if block.small else CELL_SIDE
    style = SMALL if block.small else BODY
    return _table([one.width for one in block.columns], side, list(_list_rows(block, style)))


def _list_rows(block: RowsTable, style: Style) -> Iterator[str]:
    count, side = len(block.columns), CELL_SIDE_SMALL if block.small else CELL_SIDE
    full = sum(column.width for column in block.columns) - 2 * side
    head = []
    if block.caption:
        caption = styled(BODY.emboldened(), words(block.caption, full))
        height = min(block.height, ROW_HEIGHT)
        head.append(_cell(caption, count, Align.CENTER, height=height))
    heads = [literal(column.head) for column in block.columns]
    head.append(_entry(heads, [Align.CENTER] * count, style, block.height))
    yield f"table.header({', '.join(head)})"
    entries = named(block.each)
    aligns = [column.align for column in block.columns]
    values = _entry([_value(one, side) for one in block.columns], aligns, style, block.height)
    yield f"..{entries}.map({ENTRY} => ({values})).flatten()"
    blank = _entry([literal(one.blank) for one in block.columns], aligns, style, block.height)
    if block.at_least:
        yield f"..(({blank}) * calc.max(0, {block.at_least} - {entries}.len()))"
    if block.spare:
        yield f"..(({blank}) * {block.spare})"
    if block.note:
        note = styled(SMALL, words(block.note, full))
        yield _cell(note, count, Align.LEFT, height=block.height * 0.75)


def _value(column: Column, side: float) -> str:
    return words(column.content, column.width - 2 * side, ENTRY)


def _entry(codes: Sequence[str], aligns: Sequence[Align], style: Style, height: float) -> str:
    cells = [
        _cell(styled(style, code), 1, align, height=0 if number else height)
        for number, (code, align) in enumerate(zip(codes, aligns, strict=True))
    ]
    return ", ".join(cells)

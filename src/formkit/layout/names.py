"""The names of the view that a sheet prints."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.layout.vocabulary import (
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
    Paragraphs,
    Photos,
    Row,
    RowsTable,
    SignRow,
    Title,
)


def inlines(block: Block) -> Iterator[Inline]:
    """Yield the texts of a block whose names are names of the record."""
    match block:
        case Title(text, left, right):
            yield from (text, left, right)
        case Cover(title, right, lines, foot):
            yield from (title, right, *foot, *(line.content for line in lines))
        case Heading(text) | Photos(title=text):
            yield text
        case Paragraphs(items) | Notes(items):
            yield from items
        case Grid(rows=rows):
            for row in rows:
                yield from _row_inlines(row)
        case RowsTable(caption=caption, note=note):
            yield from (caption, note)
        case Clauses() | PageBreak():
            pass


def _row_inlines(row: Row | SignRow) -> Iterator[Inline]:
    if isinstance(row, SignRow):
        for box in row.boxes:
            yield from (box.role, box.opinion)
    else:
        yield from (cell.content for cell in row.cells if not cell.each)


def names(layout: Layout) -> frozenset[str]:
    """Return the dotted names that the sheet prints.

    A name inside a rows table or a list of clauses stands under its list: `issues[].location`.
    """
    found: set[str] = set()
    head, foot = layout.running_head, layout.footer
    texts: list[Inline] = [foot.left, foot.right, head.title, head.left, head.right]
    for block in layout.blocks:
        texts += inlines(block)
        if isinstance(block, Photos):
            found |= {f"{block.each}[].{place}caption" for place in block.places}
        elif isinstance(block, Clauses):
            found |= {f"{block.each}[].index", f"{block.each}[].text"}
        elif isinstance(block, Grid):
            found |= {
                f"{cell.each}[].{name}"
                for row in block.rows
                if isinstance(row, Row)
                for cell in row.cells
                if cell.each
                for name in _fields(cell.content)
            }
        elif isinstance(block, RowsTable):
            found |= {
                f"{block.each}[].{name}"
                for column in block.columns
                for name in _fields(column.content)
            }
    return frozenset(found.union(pictures(layout), *(_fields(text) for text in texts)))


def pictures(layout: Layout) -> frozenset[str]:
    """Return the names that say which picture is printed, e.g. `photo_rows[].left.picture`."""
    found: set[str] = set()
    for block in layout.blocks:
        if isinstance(block, Title | Cover):
            found |= {one.name for one in (block.logo, block.code) if one}
        elif isinstance(block, Photos):
            found |= {f"{block.each}[].{place}picture" for place in block.places}
    return frozenset(found)


def _fields(text: Inline) -> set[str]:
    return {part.name for part in text if isinstance(part, Field)}

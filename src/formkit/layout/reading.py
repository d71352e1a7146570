"""What a reader finds on the pages of a sheet, in reading order, as texts with template tags.

It is a second account of the sheet, made without the emitter: a produced page is compared with it.
Blanks do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from formkit.layout.styles import DATE_BLANK, SEAL_HERE, SIGN_HERE
from formkit.layout.tags import filler, loop, repeated, tagged
from formkit.layout.vocabulary import (
    Block,
    Clauses,
    Cover,
    Grid,
    Heading,
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


@dataclass(frozen=True, slots=True)
class Reading:
    """The texts of a sheet, with tags: all blocks; what each page repeats; heads of lists."""

    body: str
    head: str
    foot: tuple[str, str]  # before and after 「第 X 页 共 Y 页」
    repeated: tuple[str, ...]  # what a table repeats where it goes on
    cover: bool


def reading(layout: Layout) -> Reading:
    """Return the reading of a sheet."""
    head, foot = layout.running_head, layout.footer
    return Reading(
        body="".join("".join(_texts(block)) for block in layout.blocks),
        head="".join(tagged(text) for text in (head.title, head.left, head.right)),
        foot=(tagged(foot.left), tagged(foot.right)),
        repeated=tuple(_head(one) for one in layout.blocks if isinstance(one, RowsTable)),
        cover=isinstance(layout.blocks[0], Cover),
    )


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Title(text, left, right):
            yield from map(tagged, (text, left, right))
        case Cover(title, right, lines, foot):
            yield from (tagged(right), tagged(title))
            yield from (f"{line.label}:{tagged(line.content)}" for line in lines)
            yield from map(tagged, foot)
        case Heading(text):
            yield tagged(text)
        case Paragraphs(items) | Notes(items):
            yield from map(tagged, items)
        case Clauses(each, at_least):
            yield loop("", each, "item") + "{{ item.index }}.{{ item.text }}{% endfor %}"
            yield from _fillers(each, at_least, _numbers(at_least))
        case Grid(rows=rows):
            yield from chain.from_iterable(map(_row, rows))
        case RowsTable():
            yield from _list(block)
        case Photos(each, title):
            captions = "".join(f"{{{{ row.{place}caption }}}}" for place in block.places)
            shown = tagged(title) + loop("", each, "row") + captions + "{% endfor %}"
            yield f"{{% if {each}|length > 0 %}}{shown}{{% endif %}}"
        case PageBreak():
            pass


def _numbers(at_least: int) -> list[str]:
    return [f"{number}." for number in range(1, at_least + 1)]


def _fillers(each: str, at_least: int, texts: list[str]) -> Iterator[str]:
    for number in range(1, at_least + 1):
        yield filler("", each, number) + texts[number - 1] + "{% endif %}"


def _row(row: Row | SignRow) -> Iterator[str]:
    if isinstance(row, SignRow):
        for box in row.boxes:
            yield tagged(box.role) + tagged(box.opinion) + SIGN_HERE
            yield (SEAL_HERE if box.seal else "") + (DATE_BLANK if box.date else "")
        return
    for cell in row.cells:
        yield repeated(cell.each, cell.content) if cell.each else tagged(cell.content)


def _head(block: RowsTable) -> str:
    return tagged(block.caption) + "".join(column.head for column in block.columns)


def _list(block: RowsTable) -> Iterator[str]:
    yield _head(block)
    values = "".join(tagged(column.content, "row") for column in block.columns)
    yield loop("", block.each, "row") + values + "{% endfor %}"
    blank = "".join(column.blank for column in block.columns)
    yield from _fillers(block.each, block.at_least, [blank] * block.at_least)
    yield blank * block.spare + tagged(block.note)

"""The Typst emitter: a sheet becomes a Typst module with a function of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

from formkit.layout import typst_pages
from formkit.layout.names import pictures as pictures_of
from formkit.layout.reading import Reading, reading
from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    COVER_LINE,
    COVER_TITLE,
    HEADING,
    INNER_RULE,
    MM_PER_POINT,
    OUTER_RULE,
    ROW_HEIGHT,
    RUNNING,
    SMALL,
    TITLE,
)
from formkit.layout.typst_code import RECORD, literal, named, styled, words
from formkit.layout.typst_frame import frame
from formkit.layout.vocabulary import (
    Block,
    Clauses,
    Cover,
    Field,
    Grid,
    Heading,
    Layout,
    Notes,
    PageBreak,
    Paper,
    Paragraphs,
    Photos,
    Picture,
    RowsTable,
    Title,
)

COVER_LABEL = 32.0  # millimetres


@dataclass(frozen=True, slots=True)
class TypstSheet:
    """A sheet for Typst: its module, what a reader finds on the pages, the names of pictures.

    The module reads `faces.json` and has `described(properties)` and `printed(view, pictures)`.
    """

    source: str
    reading: Reading
    pictures: frozenset[str]


def emit(layout: Layout) -> TypstSheet:
    """Return the Typst module of a sheet; the same sheet gives the same source."""
    cover = isinstance(layout.blocks[0], Cover)
    paper = layout.paper
    body = [typst_pages.page(layout, paper, cover=cover), typst_pages.running(layout)]
    for blocks in _runs(layout.blocks):
        block = blocks[0]
        if isinstance(block, PageBreak):
            turned = layout.paper.turned() if block.landscape else layout.paper
            if turned == paper:
                body.append("pagebreak()")
            else:
                paper = turned
                body.append(typst_pages.page(layout, paper, cover=False))
        elif isinstance(block, Grid | RowsTable):
            body.append(frame([one for one in blocks if isinstance(one, Grid | RowsTable)]))
        else:
            body.append(_EMITTERS[type(block)](block, paper))
    house = f"show: style.with({literal(BODY.face)}, {BODY.size:g}, {BODY.line:g})"
    lines = ["#let printed(view, pictures) = {", "show: plainly", house, *body, "}"]
    source = _prelude() + "\n" + "\n".join(lines) + "\n"
    return TypstSheet(source, reading(layout), pictures_of(layout))


@cache
def _prelude() -> str:
    return resources.files(__package__).joinpath("sheet.typ").read_text(encoding="utf-8")


def _runs(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks one by one, those that share a frame together."""
    runs: list[list[Block]] = []
    for framed, group in groupby(blocks, key=lambda block: isinstance(block, Grid | RowsTable)):
        run = list(group)
        runs += [run] if framed else [[block] for block in run]
    return runs


def _title(title: Title, paper: Paper) -> str:
    said = words(title.text, paper.text_width)
    made = f"head(1, 0, 2, center, {styled(TITLE, said)}{_beside(title, 'bottom')})"
    if title.left or title.right:
        made += "\n" + typst_pages.head_line(title.left, title.right, paper)
    return made


def _beside(block: Title | Cover, edge: str) -> str:
    """Return the pictures that stand beside a title without taking room from it."""
    sides = (("left", block.logo), ("right", block.code))
    placed = [f"place({edge} + {side}, {_picture(one)})" for side, one in sides if one is not None]
    return f", beside: {' + '.join(placed)}" if placed else ""


def _picture(picture: Picture, scope: str = RECORD) -> str:
    return f"picture(pictures, {named(picture.name, scope)}, {picture.width:g}, {picture.height:g})"


def _cover(cover: Cover, paper: Paper) -> str:
    label, value = COVER_LABEL, paper.text_width - COVER_LABEL - 20
    whole = paper.text_width
    lines = ", ".join(
        styled(COVER_LINE, code)
        for line in cover.lines
        for code in (literal(f"{line.label}:"), words(line.content, value - 2 * CELL_SIDE))
    )
    title = styled(COVER_TITLE, words(cover.title, whole))
    foot = [
        f"set-off({0 if number else 90}, 8, center, {styled(COVER_LINE, words(text, whole))})"
        for number, text in enumerate(cover.foot)
    ]
    return "\n".join(
        [
            f"set-off(0, 0, right, {words(cover.right, whole)})",
            *_hung(cover),
            f"head(1, 110, 90, center, {title})",
            f"cover-lines({label:g}, {value:g}, {INNER_RULE:g}, 13, {lines})",
            *foot,
        ]
    )


def _hung(cover: Cover) -> list[str]:
    """Return the pictures of a cover: from the upper margin, and from the number, downwards."""
    made = [(cover.logo, "left", 0), (cover.code, "right", BODY.line)]
    return [
        f"place(top + {side}, dy: {down:g}pt, {_picture(one)})" for one, side, down in made if one
    ]


def _photos(block: Photos, paper: Paper) -> str:
    """Return a page with a table: each row of the list is a row of pictures and one of captions."""
    room = paper.text_width / block.abreast - 2 * CELL_SIDE
    shown = [
        _picture(Picture(f"{place}picture", room - 2, block.height), "row")
        for place in block.places
    ]
    said = [words((Field(f"{place}caption"),), room, "row") for place in block.places]
    title = styled(HEADING, words(block.title, paper.text_width))
    entries = named(block.each)
    table = (
        f"photos({OUTER_RULE:g}, {INNER_RULE:g}, {block.height + 2:g}, {ROW_HEIGHT:g},"
        f" {entries}.map(row => (({', '.join(shown)},), ({', '.join(said)},))))"
    )
    return (
        f"if {entries}.len() > 0 {{\npagebreak(weak: true)\n"
        f"head(2, 0, 4, center, {title})\n{table} }}"
    )


def _heading(block: Heading, paper: Paper) -> str:
    return f"head(2, 7, 4, left, {styled(HEADING, words(block.text, paper.text_width))})"


def _paragraphs(block: Paragraphs, paper: Paper) -> str:
    style = RUNNING.emboldened() if block.bold else RUNNING
    indent = 2 * style.size if block.indent else 0
    return "\n".join(
        styled(style, f"indented({indent:g}, {words(item, paper.text_width)})")
        for item in block.items
    )


def _clauses(block: Clauses, paper: Paper) -> str:
    hang = 2 * RUNNING.size
    entries = named(block.each)
    text = f'value(item.at("text"), {paper.text_width - hang * MM_PER_POINT:g})'
    said = f'clause({hang:g}, value(item.at("index"), 6) + ".", {text})'
    blank = f'clause({hang:g}, str(number) + ".", to-write-on)'
    return styled(
        RUNNING,
        f"{{ for item in {entries} {{ {said} }}\n"
        f"for number in range({entries}.len() + 1, {block.at_least + 1}) {{ {blank} }} }}",
    )


def _notes(block: Notes, paper: Paper) -> str:
    return "\n".join(
        f"set-off({0 if number else 2}, 0, left, {styled(SMALL, words(item, paper.text_width))})"
        for number, item in enumerate(block.items)
    )


_EMITTERS: Mapping[type[Block], Callable[[Any, Paper], str]] = {
    Title: _title,
    Cover: _cover,
    Heading: _heading,
    Paragraphs: _paragraphs,
    Clauses: _clauses,
    Notes: _notes,
    Photos: _photos,
}

"""The Word emitter: a sheet becomes a .docx template with docxtpl tags."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import docx

from formkit.layout import wordml, wordpicture
from formkit.layout.closing import finished
from formkit.layout.frame import frame
from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    INNER_RULE,
    MM_PER_POINT,
    ROW_HEIGHT,
    TITLE,
)
from formkit.layout.tags import filler, loop, tagged
from formkit.layout.vocabulary import (
    Align,
    Block,
    Clauses,
    Cover,
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
    Vertical,
)
from formkit.layout.word_pages import first_page, head_line, new_section, set_page
from formkit.layout.word_styles import (
    APPENDIX_TITLE,
    BODY_CENTER,
    BODY_RIGHT,
    BODY_TEXT,
    CLAUSE,
    COVER_FOOT,
    COVER_HEAD,
    COVER_TEXT,
    FRAME,
    PHOTO,
    SHEET_TITLE,
    SMALL_TEXT,
    SUBTITLE,
    UNRULED,
    running_style,
)
from formkit.layout.word_stylesheet import styles_part, styles_used
from formkit.layout.wordbase import STYLES, empty_document
from formkit.layout.wordml import Element, Setting


def emit(layout: Layout, manifest: Mapping[str, Any]) -> bytes:
    """Return the .docx template of a sheet; the same sheet gives the same bytes.

    Args:
        layout: the sheet.
        manifest: the form's manifest; its `title` goes into the document's properties.
    """
    document = docx.Document(io.BytesIO(empty_document()))
    body = document.element.body
    paper = layout.paper
    set_page(document.sections[0], paper, layout)
    first_page(document.sections[0], paper, layout)
    turns = False  # whether the block before began a page
    for blocks in _runs(layout.blocks):
        block = blocks[0]
        if isinstance(block, PageBreak):
            turned = layout.paper.turned() if block.landscape else layout.paper
            if turned == paper:
                _append(body, [_page_break()])
            else:
                paper = turned
                new_section(document, paper, layout)
        else:
            _append(body, _elements(blocks, paper, under_head=turns))
        turns = isinstance(block, PageBreak)
    if isinstance(layout.blocks[-1], Grid | RowsTable | Photos):
        _append(body, [wordml.ending()])
    wordpicture.link(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[STYLES] = styles_part(styles_used(parts.values()))
    return finished(parts, title=str(manifest["title"]))


def _append(body: Element, elements: Sequence[Element]) -> None:
    """Add to the end of the body, before the properties of its last section."""
    for made in elements:
        body.insert(len(body) - 1, made)


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield the blocks one by one, those that share a frame together."""
    for framed, run in groupby(blocks, key=lambda block: isinstance(block, Grid | RowsTable)):
        if framed:
            yield list(run)
        else:
            yield from ([block] for block in run)


def _elements(blocks: Sequence[Block], paper: Paper, *, under_head: bool) -> list[Element]:
    """Return what the body holds for one block, or for the blocks of one frame."""
    block = blocks[0]
    if isinstance(block, Grid | RowsTable):
        framed = [one for one in blocks if isinstance(one, Grid | RowsTable)]
        return frame(framed, under_head=under_head)
    return _EMITTERS[type(block)](block, paper)


# -- heads ---------------------------------------------------------------------------------------


def _title(title: Title, paper: Paper) -> list[Element]:
    made = [wordml.paragraph(tagged(title.text), SHEET_TITLE)]
    line = TITLE.line * MM_PER_POINT
    for picture, edge in ((title.logo, Align.LEFT), (title.code, Align.RIGHT)):
        if picture:
            made[0].append(wordpicture.floating(picture, edge, picture.height - line))
    if title.left or title.right:
        made += [head_line(title.left, title.right, paper), wordml.spacer()]
    return made


def _cover(cover: Cover, paper: Paper) -> list[Element]:
    made = [wordml.paragraph(tagged(cover.right), BODY_RIGHT)]
    if cover.logo:
        made[0].append(wordpicture.floating(cover.logo, Align.LEFT, 0))
    if cover.code:
        below = BODY.line * MM_PER_POINT
        made[0].append(wordpicture.floating(cover.code, Align.RIGHT, -below))
    made.append(wordml.paragraph(tagged(cover.title), COVER_HEAD))
    label, value = wordml.twips_of(32), wordml.twips_of(paper.text_width - 52)
    rows = [
        wordml.row(
            [
                _cover_cell(f"{line.label}:", label, {}),
                _cover_cell(tagged(line.content), value, {"bottom": INNER_RULE}),
            ],
            13,
        )
        for line in cover.lines
    ]
    made.append(wordml.table(rows, [label, value], UNRULED))
    for number, text in enumerate(cover.foot):
        setting = Setting(before=0 if number else 90)
        made.append(wordml.paragraph(tagged(text), COVER_FOOT, setting))
    return made


def _cover_cell(text: str, width: int, borders: wordml.Borders) -> Element:
    content = [wordml.paragraph(text, COVER_TEXT)]
    return wordml.cell(content, width, vertical=Vertical.BOTTOM, borders=borders)


# -- running text --------------------------------------------------------------------------------


def _paragraphs(block: Paragraphs, _paper: Paper) -> list[Element]:
    style = running_style(indent=block.indent, bold=block.bold)
    return [wordml.paragraph(tagged(item), style) for item in block.items]


def _clauses(block: Clauses, paper: Paper) -> list[Element]:
    to_write_on = Setting(tabs=(("right", "underscore", paper.text_width),))
    made = [
        wordml.paragraph(loop("p", block.each, "item"), CLAUSE),
        wordml.paragraph("{{ item.index }}.\t{{ item.text }}", CLAUSE),
        wordml.paragraph("{%p endfor %}", CLAUSE),
    ]
    for number in range(1, block.at_least + 1):
        made += [
            wordml.paragraph(filler("p", block.each, number), CLAUSE),
            wordml.paragraph(f"{number}.\t\t", CLAUSE, to_write_on),
            wordml.paragraph("{%p endif %}", CLAUSE),
        ]
    return made


def _notes(block: Notes, _paper: Paper) -> list[Element]:
    return [
        wordml.paragraph(tagged(item), SMALL_TEXT, Setting(before=0 if number else 2))
        for number, item in enumerate(block.items)
    ]


def _photos(block: Photos, paper: Paper) -> list[Element]:
    """Return a table in which each row of the list is a row of pictures and one of captions."""
    width = wordml.twips_of(paper.text_width / block.abreast)
    box = (paper.text_width / block.abreast - 2 * CELL_SIDE - 2, block.height)
    sides = [Picture(f"{place}picture", *box) for place in block.places]
    shown = [wordml.paragraph_of([wordpicture.inline(picture, "row")], PHOTO) for picture in sides]
    said = [
        wordml.paragraph(f"{{{{ row.{place}caption }}}}", BODY_CENTER) for place in block.places
    ]

    def tag(words: str) -> Element:
        paragraph = wordml.paragraph(words, BODY_TEXT)
        whole = wordml.cell([paragraph], block.abreast * width, span=block.abreast)
        return wordml.row([whole], 1)

    rows = [
        tag(loop("tr", block.each, "row")),
        wordml.row([wordml.cell([one], width) for one in shown], block.height + 2),
        wordml.row([wordml.cell([one], width) for one in said], ROW_HEIGHT),
        tag("{%tr endfor %}"),
    ]
    return [
        wordml.paragraph(f"{{%p if {block.each} %}}", BODY_TEXT),
        wordml.paragraph(tagged(block.title), APPENDIX_TITLE),
        wordml.table(rows, [width] * block.abreast, FRAME),
        wordml.spacer(),
        wordml.paragraph("{%p endif %}", BODY_TEXT),
    ]


def _page_break() -> Element:
    made = wordml.spacer()
    made.append(wordml.element("r", wordml.element("br", type="page")))
    return made


def _heading(block: Heading, _paper: Paper) -> list[Element]:
    return [wordml.paragraph(tagged(block.text), SUBTITLE)]


_EMITTERS: Mapping[type[Block], Callable[[Any, Paper], list[Element]]] = {
    Title: _title,
    Cover: _cover,
    Heading: _heading,
    Paragraphs: _paragraphs,
    Clauses: _clauses,
    Notes: _notes,
    Photos: _photos,
}

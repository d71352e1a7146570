"""The Word emitter: a sheet becomes a .docx template with docxtpl tags."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm

from formkit.layout import wordml
from formkit.layout.frame import frame
from formkit.layout.closing import finished
from formkit.layout.styles import (
    BODY,
    CONTINUED_TITLE,
    COVER_LINE,
    COVER_TITLE,
    HEAD_HEIGHT,
    HEADING,
    INNER_RULE,
    OUTER_RULE,
    RUNNING,
    SMALL,
    TITLE,
    Style,
)
from formkit.layout.tags import filler, loop, tagged
from formkit.layout.vocabulary import (
    Align,
    Block,
    Clauses,
    Cover,
    Footer,
    Grid,
    Heading,
    Inline,
    Layout,
    Notes,
    PageBreak,
    Paper,
    Paragraphs,
    RowsTable,
    RunningHead,
    Title,
    Vertical,
)
from formkit.layout.wordbase import empty_document
from formkit.layout.wordml import Element, Setting

LEAST_HEAD_DISTANCE = 11.0  # millimetres from the edge of the paper
FOOT_DISTANCE = 12.0
CONTINUED_AFTER = 2.0  # points under the title of a continued sheet
HEAD_SHARES = (0.56, 0.44)  # of the text's width: unit, number
FOOT_SHARES = (0.35, 0.24, 0.41)  # form number, pages, copies
MM_PER_POINT = 25.4 / 72


def emit(layout: Layout, manifest: Mapping[str, Any]) -> bytes:
    """Return the .docx template of a sheet; the same sheet gives the same bytes.

    Args:
        layout: the sheet.
        manifest: the form's manifest; its `title` goes into the document's properties.
    """
    document = docx.Document(io.BytesIO(empty_document()))
    body = document.element.body
    paper = layout.paper
    _set_page(document.sections[0], paper, layout)
    _first_page(document.sections[0], paper, layout)
    for blocks in _runs(layout.blocks):
        block = blocks[0]
        if isinstance(block, PageBreak):
            turned = layout.paper.turned() if block.landscape else layout.paper
            if turned == paper:
                _append(body, [_page_break()])
            else:
                paper = turned
                _new_section(document, paper, layout)
        else:
            _append(body, _elements(blocks, paper))
    if isinstance(layout.blocks[-1], Grid | RowsTable):
        _append(body, [wordml.spacer()])
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
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


def _elements(blocks: Sequence[Block], paper: Paper) -> list[Element]:
    match blocks[0]:
        case Grid() | RowsTable():
            return frame([b for b in blocks if isinstance(b, Grid | RowsTable)])
        case Title() as title:
            return _title(title, paper)
        case Cover() as cover:
            return _cover(cover, paper)
        case Heading(text):
            setting = Setting(before=9, after=5, keep_next=True)
            return [wordml.paragraph(tagged(text), HEADING, setting)]
        case Paragraphs() as paragraphs:
            return _paragraphs(paragraphs)
        case Clauses() as clauses:
            return _clauses(clauses, paper)
        case Notes(items):
            return [_note(item, first=number == 0) for number, item in enumerate(items)]
        case _:  # pragma: no cover - page breaks are taken before
            raise AssertionError(blocks[0])


# -- heads ---------------------------------------------------------------------------------------


def _title(title: Title, paper: Paper) -> list[Element]:
    made = [wordml.paragraph(tagged(title.text), TITLE, Setting(align=Align.CENTER, after=3))]
    if title.left or title.right:
        made += [_head_line(title.left, title.right, paper), wordml.spacer()]
    return made


def _head_line(left: Inline, right: Inline, paper: Paper) -> Element:
    """Return the line over a frame: each side wraps within its own part of the line."""
    widths = [wordml.twips_of(paper.text_width * share) for share in HEAD_SHARES]
    cells = [
        wordml.cell(
            [wordml.paragraph(tagged(text), BODY, Setting(align=align))],
            width,
            vertical=Vertical.BOTTOM,
        )
        for text, align, width in zip((left, right), (Align.LEFT, Align.RIGHT), widths, strict=True)
    ]
    return wordml.table([wordml.row(cells, HEAD_HEIGHT)], widths, {})


def _cover(cover: Cover, paper: Paper) -> list[Element]:
    made = [wordml.paragraph(tagged(cover.right), BODY, Setting(align=Align.RIGHT))]
    middle = Setting(align=Align.CENTER, before=110, after=90)
    made.append(wordml.paragraph(tagged(cover.title), COVER_TITLE, middle))
    label, value = wordml.twips_of(32), wordml.twips_of(paper.text_width - 52)
    rows = [
        wordml.row(
            [
                _cover_cell(f"{line.label}:", label, COVER_LINE, {}),
                _cover_cell(tagged(line.content), value, COVER_LINE, {"bottom": INNER_RULE}),
            ],
            13,
        )
        for line in cover.lines
    ]
    made.append(wordml.table(rows, [label, value], {}))
    for number, text in enumerate(cover.foot):
        setting = Setting(align=Align.CENTER, before=0 if number else 90, after=8)
        made.append(wordml.paragraph(tagged(text), COVER_LINE, setting))
    return made


def _cover_cell(text: str, width: int, style: Style, borders: wordml.Borders) -> Element:
    content = [wordml.paragraph(text, style)]
    return wordml.cell(content, width, vertical=Vertical.BOTTOM, borders=borders)


# -- running text --------------------------------------------------------------------------------


def _paragraphs(block: Paragraphs) -> list[Element]:
    style = RUNNING.emboldened() if block.bold else RUNNING
    setting = Setting(first_line=2 * style.size if block.indent else 0)
    return [wordml.paragraph(tagged(item), style, setting) for item in block.items]


def _clauses(block: Clauses, paper: Paper) -> list[Element]:
    hang = 2 * RUNNING.size
    setting = Setting(left=hang, first_line=-hang)
    to_write_on = Setting(
        left=hang, first_line=-hang, tabs=(("right", "underscore", paper.text_width),)
    )
    made = [
        wordml.paragraph(loop("p", block.each, "item"), RUNNING),
        wordml.paragraph("{{ item.index }}.\t{{ item.text }}", RUNNING, setting),
        wordml.paragraph("{%p endfor %}", RUNNING),
    ]
    for number in range(1, block.at_least + 1):
        made += [
            wordml.paragraph(filler("p", block.each, number), RUNNING),
            wordml.paragraph(f"{number}.\t\t", RUNNING, to_write_on),
            wordml.paragraph("{%p endif %}", RUNNING),
        ]
    return made


def _note(item: Inline, *, first: bool) -> Element:
    return wordml.paragraph(tagged(item), SMALL, Setting(before=3 if first else 0))


def _page_break() -> Element:
    made = wordml.spacer()
    made.append(wordml.element("r", wordml.element("br", type="page")))
    return made


# -- pages ---------------------------------------------------------------------------------------


def _set_page(section: Section, paper: Paper, layout: Layout) -> None:
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.header_distance = Mm(_head_distance(layout.running_head, paper))
    section.footer_distance = Mm(FOOT_DISTANCE)
    section.gutter = Mm(0)
    _fill(section.header, _running_head(layout.running_head, paper))
    _fill(section.footer, _footer(layout.footer, paper))


def _first_page(section: Section, paper: Paper, layout: Layout) -> None:
    """Give the first page its own head and foot: it has its title, and a cover has neither."""
    section.different_first_page_header_footer = True
    _fill(section.first_page_header, [wordml.paragraph("", SMALL)])
    cover = isinstance(layout.blocks[0], Cover)
    foot = [wordml.paragraph("", SMALL)] if cover else _footer(layout.footer, paper)
    _fill(section.first_page_footer, foot)


def _new_section(document: Document, paper: Paper, layout: Layout) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    closing = document.element.body[-2]  # the paragraph that carries the section before
    for number, made in enumerate(wordml.spacer().find(wordml.qn("w:pPr"))):
        closing.get_or_add_pPr().insert(number, made)
    section.different_first_page_header_footer = False
    _set_page(section, paper, layout)


def _fill(part: Any, elements: Sequence[Element]) -> None:
    """Replace what stands in a header or a footer."""
    part.is_linked_to_previous = False
    holder = part._element  # noqa: SLF001 - python-docx has no public way to the element
    for child in list(holder):
        holder.remove(child)
    for made in elements:
        holder.append(made)


def _head_distance(head: RunningHead, paper: Paper) -> float:
    """Return how far from the edge the running head begins, so that it ends where the text begins."""
    title = (CONTINUED_TITLE.line + CONTINUED_AFTER) * MM_PER_POINT if head.title else 0
    return max(paper.top - title - HEAD_HEIGHT - OUTER_RULE * MM_PER_POINT, LEAST_HEAD_DISTANCE)


def _running_head(head: RunningHead, paper: Paper) -> list[Element]:
    made = []
    if head.title:
        setting = Setting(align=Align.CENTER, after=CONTINUED_AFTER)
        made.append(wordml.paragraph(tagged(head.title), CONTINUED_TITLE, setting))
    made.append(_head_line(head.left, head.right, paper))
    made.append(wordml.seam(OUTER_RULE, thick=OUTER_RULE))
    return made


def _footer(footer: Footer, paper: Paper) -> list[Element]:
    """Return form number and revision, page of pages, copies: each wraps within its own third."""
    pages = [
        wordml.run("第 ", SMALL),
        *wordml.field_runs("PAGE", SMALL),
        wordml.run(" 页 共 ", SMALL),
        *wordml.field_runs("NUMPAGES", SMALL),
        wordml.run(" 页", SMALL),
    ]
    texts = (
        wordml.paragraph(tagged(footer.left), SMALL),
        wordml.paragraph_of(pages, SMALL, Setting(align=Align.CENTER)),
        wordml.paragraph(tagged(footer.right), SMALL, Setting(align=Align.RIGHT)),
    )
    widths = [wordml.twips_of(paper.text_width * share) for share in FOOT_SHARES]
    cells = [
        wordml.cell([text], width, vertical=Vertical.TOP)
        for text, width in zip(texts, widths, strict=True)
    ]
    return [wordml.table([wordml.row(cells, 5)], widths, {}, side=0), wordml.spacer()]

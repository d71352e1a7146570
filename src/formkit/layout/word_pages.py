"""Pages in Word: paper and margins, the running head, the footer, sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Mm

from formkit.layout import wordml
from formkit.layout.styles import (
    CONTINUED_AFTER,
    CONTINUED_TITLE,
    HEAD_HEIGHT,
    MM_PER_POINT,
    OUTER_RULE,
)
from formkit.layout.tags import tagged
from formkit.layout.vocabulary import (
    Align,
    Cover,
    Footer,
    Inline,
    Layout,
    Paper,
    RunningHead,
    Vertical,
)
from formkit.layout.word_styles import (
    CONTINUED_SHEET_TITLE,
    FOOT,
    SMALL_TEXT,
    UNRULED,
    UPPER_RULE,
    cell_style,
)
from formkit.layout.wordml import Element

LEAST_HEAD_DISTANCE = 11.0  # millimetres from the edge of the paper
FOOT_DISTANCE = 12.0
HEAD_SHARES = (0.56, 0.44)  # of the text's width: unit, number
FOOT_SHARES = (0.35, 0.24, 0.41)  # form number, pages, copies


def set_page(section: Section, paper: Paper, layout: Layout) -> None:
    """Give a section its paper, its running head and its footer."""
    section.page_width, section.page_height = Mm(paper.width), Mm(paper.height)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(paper.top), Mm(paper.bottom)
    section.left_margin, section.right_margin = Mm(paper.left), Mm(paper.right)
    section.header_distance = Mm(_head_distance(layout.running_head, paper))
    section.footer_distance = Mm(FOOT_DISTANCE)
    section.gutter = Mm(0)
    _fill(section.header, _running_head(layout.running_head, paper))
    _fill(section.footer, _footer(layout.footer, paper))


def first_page(section: Section, paper: Paper, layout: Layout) -> None:
    """Give the first page its own head and foot: it has its title, and a cover has neither."""
    section.different_first_page_header_footer = True
    _fill(section.first_page_header, [wordml.paragraph("", SMALL_TEXT)])
    cover = isinstance(layout.blocks[0], Cover)
    foot = [wordml.paragraph("", SMALL_TEXT)] if cover else _footer(layout.footer, paper)
    _fill(section.first_page_footer, foot)


def new_section(document: Document, paper: Paper, layout: Layout) -> None:
    """Begin a section on a new page; the paragraph that closes the one before takes no room."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    properties = document.element.body[-2].get_or_add_pPr()
    for number, made in enumerate(list(wordml.spacer().find(wordml.w("pPr")))):
        properties.insert(number, made)
    section.different_first_page_header_footer = False
    set_page(section, paper, layout)


def _fill(part: Any, elements: Sequence[Element]) -> None:
    """Replace what stands in a header or a footer."""
    part.is_linked_to_previous = False
    holder = part._element  # noqa: SLF001 - python-docx has no public way to the element
    for child in list(holder):
        holder.remove(child)
    for made in elements:
        holder.append(made)


def _head_distance(head: RunningHead, paper: Paper) -> float:
    """Return how far from the edge the running head begins, to end where the text begins."""
    title = (CONTINUED_TITLE.line + CONTINUED_AFTER) * MM_PER_POINT if head.title else 0
    return max(paper.top - title - HEAD_HEIGHT - OUTER_RULE * MM_PER_POINT, LEAST_HEAD_DISTANCE)


def _running_head(head: RunningHead, paper: Paper) -> list[Element]:
    made = []
    if head.title:
        made.append(wordml.paragraph(tagged(head.title), CONTINUED_SHEET_TITLE))
    made.append(head_line(head.left, head.right, paper))
    made.append(wordml.paragraph("", UPPER_RULE))
    return made


def _footer(footer: Footer, paper: Paper) -> list[Element]:
    """Return form number and revision, page of pages, copies: each wraps within its own third."""
    pages = [
        wordml.run("第 "),
        *wordml.field_runs("PAGE"),
        wordml.run(" 页 共 "),
        *wordml.field_runs("NUMPAGES"),
        wordml.run(" 页"),
    ]
    texts = (
        wordml.paragraph(tagged(footer.left), SMALL_TEXT),
        wordml.paragraph_of(pages, cell_style(Align.CENTER, small=True)),
        wordml.paragraph(tagged(footer.right), cell_style(Align.RIGHT, small=True)),
    )
    widths = [wordml.twips_of(paper.text_width * share) for share in FOOT_SHARES]
    cells = [
        wordml.cell([text], width, vertical=Vertical.TOP)
        for text, width in zip(texts, widths, strict=True)
    ]
    return [wordml.table([wordml.row(cells, 5)], widths, FOOT), wordml.spacer()]


def head_line(left: Inline, right: Inline, paper: Paper) -> Element:
    """Return the line over a frame: each side wraps within its own part of the line."""
    widths = [wordml.twips_of(paper.text_width * share) for share in HEAD_SHARES]
    cells = [
        wordml.cell(
            [wordml.paragraph(tagged(text), cell_style(align))],
            width,
            vertical=Vertical.BOTTOM,
        )
        for text, align, width in zip((left, right), (Align.LEFT, Align.RIGHT), widths, strict=True)
    ]
    return wordml.table([wordml.row(cells, HEAD_HEIGHT)], widths, UNRULED)

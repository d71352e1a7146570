"""The named styles of a Word template: whoever edits it changes one style for all its paragraphs.

Every paragraph of a sheet has one of these and carries by itself only what its place asks for
(tab stops, the row it keeps with). What a style has in common with its base is said by the base
alone: a larger 表格文字 makes 表格文字居中 and 栏目 larger too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    CELL_SIDE_SMALL,
    CONTINUED_AFTER,
    CONTINUED_TITLE,
    COVER_LINE,
    COVER_TITLE,
    DENSE,
    HEADING,
    INNER_RULE,
    OUTER_RULE,
    RUNNING,
    SEAM,
    SMALL,
    TITLE,
    Style,
)
from formkit.layout.vocabulary import Align


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A named style of paragraphs; lengths in points.

    Attributes:
        key: what the paragraphs call it by.
        name: what Word shows.
        text: face, size, line.
        base: the style that says what this one leaves out; None: Word's Normal.
        align: between the edges of the text or the cell.
        before: room above.
        after: room below.
        first_line: indent of the first line against the others; less than 0: it hangs.
        left: indent of all lines.
        keep_next: on the same page as the paragraph below.
        new_page: begins a page.
        tall: as high as the picture in it.
        seam: width of the rules at both ends of a black line; None: it is no line.
    """

    key: str
    name: str
    text: Style
    base: ParagraphStyle | None = None
    align: Align = Align.LEFT
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    keep_next: bool = False
    new_page: bool = False
    tall: bool = False
    seam: float | None = None


@dataclass(frozen=True, slots=True)
class TableStyle:
    """A named style of tables.

    Attributes:
        key: what the tables call it by.
        name: what Word shows.
        side: millimetres between a text and the rules beside it.
        outer: points of the rules around it; None: none.
        inner: points of the rules between its cells; None: none.
    """

    key: str
    name: str
    side: float
    outer: float | None = None
    inner: float | None = None


_Look = tuple[bool, bool, Align]  # small, bold, where


def _cell_styles() -> dict[_Look, ParagraphStyle]:
    names = {
        (False, False): ("Body", "表格文字", BODY),
        (False, True): ("Section", "栏目", BODY.emboldened()),
        (True, False): ("Small", "小字", SMALL),
        (True, True): ("SmallBold", "小字加粗", SMALL.emboldened()),
    }
    sides = {Align.LEFT: "", Align.CENTER: "居中", Align.RIGHT: "靠右"}
    made: dict[_Look, ParagraphStyle] = {}
    for (small, bold), align in product(names, Align):
        key, name, text = names[small, bold]
        base = made.get((small, bold, Align.LEFT)) or made.get((small, False, Align.LEFT))
        key += "" if align is Align.LEFT else align.value.title()
        made[small, bold, align] = ParagraphStyle(key, name + sides[align], text, base, align)
    return made


_CELLS = _cell_styles()


def cell_style(
    align: Align = Align.LEFT, *, small: bool = False, bold: bool = False
) -> ParagraphStyle:
    """Return the style of a text in a cell, or in a line over or under a frame."""
    return _CELLS[small, bold, align]


BODY_TEXT = cell_style()
BODY_CENTER = cell_style(Align.CENTER)
BODY_RIGHT = cell_style(Align.RIGHT)
SMALL_TEXT = cell_style(small=True)
DENSE_TEXT = ParagraphStyle("Dense", "密排小字", DENSE, SMALL_TEXT)

SHEET_TITLE = ParagraphStyle("SheetTitle", "表题", TITLE, align=Align.CENTER, after=2)
CONTINUED_SHEET_TITLE = ParagraphStyle(
    "ContinuedTitle", "续表题", CONTINUED_TITLE, align=Align.CENTER, after=CONTINUED_AFTER
)
SUBTITLE = ParagraphStyle("Subhead", "小标题", HEADING, before=7, after=4, keep_next=True)
APPENDIX_TITLE = ParagraphStyle(
    "AppendixTitle",
    "附页标题",
    HEADING,
    align=Align.CENTER,
    after=4,
    keep_next=True,
    new_page=True,
)
COVER_HEAD = ParagraphStyle(
    "CoverTitle", "封面标题", COVER_TITLE, align=Align.CENTER, before=110, after=90
)
COVER_TEXT = ParagraphStyle("CoverText", "封面文字", COVER_LINE)
COVER_FOOT = ParagraphStyle(
    "CoverFoot", "封面落款", COVER_LINE, COVER_TEXT, align=Align.CENTER, after=8
)
_INDENT = 2 * RUNNING.size
_RUNNING = ParagraphStyle("Running", "行文", RUNNING)
_RUNNING_BOLD = ParagraphStyle("RunningBold", "行文加粗", RUNNING.emboldened(), _RUNNING)
_RUNNING_STYLES = {
    (False, False): _RUNNING,
    (True, False): ParagraphStyle(
        "RunningIndent", "行文缩进", RUNNING, _RUNNING, first_line=_INDENT
    ),
    (False, True): _RUNNING_BOLD,
    (True, True): ParagraphStyle(
        "RunningBoldIndent",
        "行文加粗缩进",
        RUNNING.emboldened(),
        _RUNNING_BOLD,
        first_line=_INDENT,
    ),
}
CLAUSE = ParagraphStyle("Clause", "编号条文", RUNNING, _RUNNING, left=_INDENT, first_line=-_INDENT)
PHOTO = ParagraphStyle(
    "Photo", "照片", BODY, BODY_TEXT, align=Align.CENTER, keep_next=True, tall=True
)
# Word wants a paragraph between two tables and after the last: the thinnest that it sets.
THIN = ParagraphStyle("Thin", "细行", Style(BODY.face, 1, SEAM))
BETWEEN = ParagraphStyle("SeamLine", "表间线", THIN.text, THIN, seam=OUTER_RULE, keep_next=True)
UPPER_RULE = ParagraphStyle(
    "UpperRule",
    "续页上框线",
    Style(BODY.face, 1, OUTER_RULE),
    BETWEEN,
    seam=OUTER_RULE,
    keep_next=True,
)


def running_style(*, indent: bool, bold: bool) -> ParagraphStyle:
    """Return the style of a paragraph between the frames."""
    return _RUNNING_STYLES[indent, bold]


FRAME = TableStyle("Frame", "表格", CELL_SIDE, OUTER_RULE, INNER_RULE)
SMALL_FRAME = TableStyle("SmallFrame", "小字表格", CELL_SIDE_SMALL, OUTER_RULE, INNER_RULE)
UNRULED = TableStyle("Unruled", "无框表格", CELL_SIDE)
FOOT = TableStyle("Foot", "页脚表格", 0)

PARAGRAPH_STYLES = (
    *(SHEET_TITLE, CONTINUED_SHEET_TITLE),
    *_CELLS.values(),
    *(DENSE_TEXT, SUBTITLE, *_RUNNING_STYLES.values(), CLAUSE),
    *(COVER_HEAD, COVER_TEXT, COVER_FOOT, APPENDIX_TITLE, PHOTO, THIN, BETWEEN, UPPER_RULE),
)
TABLE_STYLES = (FRAME, SMALL_FRAME, UNRULED, FOOT)

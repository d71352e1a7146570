"""The words in which a sheet is described: blocks, cells, texts with fields.

Nothing here is something only Word knows: lengths are millimetres, sizes are points, and a table
is columns and spans. An emitter for another medium reads the same objects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """Words that stand on every copy of the form."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the record, by its dotted name in the view."""

    name: str
    blank: int = 0  # in running text: how many underscores an absent value leaves to write on
    options: bool = False  # a group of options: no line ends between a box and its word
    before: str = ""  # words that stand only where there is a value
    after: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A line to write on by hand."""

    length: int  # in underscores


Inline = tuple[Text | Field | Blank, ...]


class Align(StrEnum):
    """How a text stands between the left and the right edge of its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Vertical(StrEnum):
    """How a text stands between the top and the bottom edge of its cell."""

    TOP = "top"
    CENTER = "center"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid row. It covers `span` of the grid's own columns."""

    content: Inline
    span: int = 1
    align: Align = Align.LEFT
    vertical: Vertical = Vertical.CENTER
    bold: bool = False
    small: bool = False  # in the size of notes
    each: str = ""  # a list: the content is printed once per entry, with the entry's names
    dense: int = 0  # a text of more signs is set smaller still; 0: it never is


@dataclass(frozen=True, slots=True)
class SignBox:
    """A place for a signature by hand: whose it is, a printed opinion, room for seal and date."""

    role: Inline
    opinion: Inline = ()
    span: int = 1
    seal: bool = False
    date: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row of label and value cells."""

    cells: tuple[Cell, ...]
    height: float  # at least so many millimetres
    by_hand: float = 0  # at least so many on a blank that is filled in by hand; 0: the same

    @property
    def spans(self) -> tuple[int, ...]:
        """How many of the grid's columns each cell covers."""
        return tuple(cell.span for cell in self.cells)


@dataclass(frozen=True, slots=True)
class SignRow:
    """A row of signature boxes."""

    boxes: tuple[SignBox, ...]
    height: float  # at least so many millimetres

    @property
    def spans(self) -> tuple[int, ...]:
        """How many of the grid's columns each box covers."""
        return tuple(box.span for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells on columns of given widths. Neighbouring grids and tables share one frame."""

    columns: tuple[float, ...]
    rows: tuple[Row | SignRow, ...]
    together: bool = False  # no page breaks between its rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a rows table; its fields are names of the row, not of the record."""

    head: str
    width: float
    content: Inline = ()  # empty: a column that is written in by hand
    align: Align = Align.LEFT
    blank: str = ""  # what a blank row has in print: boxes to tick, a date to complete


@dataclass(frozen=True, slots=True)
class RowsTable:
    """One row per entry of a list; the head is repeated on every page the list runs over."""

    each: str
    columns: tuple[Column, ...]
    height: float
    at_least: int = 0  # blank rows fill the table up to so many
    spare: int = 0  # blank rows that always follow, to write in by hand
    caption: Inline = ()  # a full-width row above the head, repeated with it
    note: Inline = ()  # a full-width row that closes the table
    small: bool = False  # in the size of notes, for many columns
    by_hand: float = 0  # the height on a blank that is filled in by hand; 0: the same


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by the name in the view that says which one; an empty name leaves nothing.

    It is fitted into a box of `width` by `height` millimetres and keeps its proportions.
    """

    name: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Title:
    """The form's title with the line under it: unit on the left, number on the right.

    `logo` and `code` are pictures that stand on the line, at its left and its right end, and reach
    up into the margin: they take no room from the form.
    """

    text: Inline
    left: Inline = ()
    right: Inline = ()
    logo: Picture | None = None
    code: Picture | None = None


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One line of a cover page: a label and a value over a rule."""

    label: str
    content: Inline


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover page; what follows begins on the next page.

    `logo` hangs from the upper margin on the left, `code` from the number on the right; neither
    takes room from the page.
    """

    title: Inline
    right: Inline
    lines: tuple[CoverLine, ...]
    foot: tuple[Inline, ...]
    logo: Picture | None = None
    code: Picture | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading between parts of a form of several pages."""

    text: Inline


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Running text, one paragraph per item, with fields and blanks inside."""

    items: tuple[Inline, ...]
    indent: bool = True  # the first line by two characters
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Clauses:
    """Numbered clauses, one per entry of a list of texts in the view."""

    each: str
    at_least: int = 1  # ruled lines fill up to so many


@dataclass(frozen=True, slots=True)
class Notes:
    """Small print under a frame."""

    items: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Photos:
    """Pictures, each with its caption under it, under a title on pages of their own.

    `each` names a list in the view. Two abreast (photographs), its rows have `left` and `right`,
    each with the names `picture` (which one; empty: none) and `caption`; one in a row (charts), its
    rows have these names themselves. An empty list leaves no page.
    """

    each: str
    title: Inline
    height: float  # of the box that a picture is fitted into; its share of the text's width is wide
    abreast: int = 2

    @property
    def places(self) -> tuple[str, ...]:
        """What stands before `picture` and `caption` in the names of a row, from left to right."""
        return ("left.", "right.") if self.abreast > 1 else ("",)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, which may lie across."""

    landscape: bool = False


Block = (
    Title | Cover | Heading | Paragraphs | Clauses | Notes | Grid | RowsTable | Photos | PageBreak
)


@dataclass(frozen=True, slots=True)
class RunningHead:
    """What stands at the top of every page but the first: 「(续表)」 and the number.

    Its lower edge is a rule: it closes the frame that goes on below.
    """

    title: Inline
    left: Inline
    right: Inline


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page, beside 「第 X 页 共 Y 页」."""

    left: Inline
    right: Inline


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet of paper, in millimetres; left is the edge that is bound."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    landscape: bool = False

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom

    def turned(self) -> Paper:
        """Return the same sheet lying across: the bound edge is on top."""
        return Paper(
            width=self.height,
            height=self.width,
            top=self.left,
            bottom=self.right,
            left=self.top,
            right=self.bottom,
            landscape=not self.landscape,
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole sheet: paper, blocks in printed order, what is repeated on each page."""

    paper: Paper
    blocks: tuple[Block, ...]
    running_head: RunningHead
    footer: Footer

    def by_hand(self) -> Layout:
        """Return the same sheet with the heights of a blank that is filled in by hand."""
        return replace(self, blocks=tuple(_raised(block) for block in self.blocks))


def _raised(block: Block) -> Block:
    if isinstance(block, RowsTable):
        return replace(block, height=max(block.height, block.by_hand))
    if isinstance(block, Grid):
        rows = (
            replace(row, height=max(row.height, row.by_hand)) if isinstance(row, Row) else row
            for row in block.rows
        )
        return replace(block, rows=tuple(rows))
    return block

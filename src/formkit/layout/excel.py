"""The Excel emitter: a sheet becomes an .xlsx template with the same tags as the Word one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn, cast

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.kernel.text import width as text_width
from formkit.layout import excelpicture
from formkit.layout.closing import finished
from formkit.layout.geometry import CommonGrid, cell_lines, frames, grid_of, lines_of
from formkit.layout.styles import (
    BODY,
    CELL_SIDE,
    CONTINUED_TITLE,
    DATE_BLANK,
    HEAD_HEIGHT,
    HEADING,
    ROW_HEIGHT,
    SEAL_HERE,
    SIGN_HERE,
    SIGN_ROOM,
    SMALL,
    TITLE,
    Style,
)
from formkit.layout.tags import filler, loop, repeated, tagged
from formkit.layout.vocabulary import (
    Align,
    Block,
    Clauses,
    Cover,
    Grid,
    Heading,
    Inline,
    Layout,
    Notes,
    PageBreak,
    Paper,
    Paragraphs,
    Photos,
    Picture,
    Row,
    RowsTable,
    SignBox,
    SignRow,
    Title,
    Vertical,
)

COUNTING_SIZE = 12  # points of the face in whose digits Excel counts the widths of columns
DIGIT = 8  # pixels of one of them, with every face whose digits are half an em
PIXELS_PER_MM = 96 / 25.4
POINTS_PER_MM = 72 / 25.4
MM_PER_INCH = 25.4
LINE = 1.3  # the height of a line of text in a cell, in sizes of its face
CLEAR = 1.0  # millimetres under a picture: what reaches into the next row is repeated with it
CLOSING = 4.0  # points: the low row that carries the lower rule of a frame
SIGN_GAP = " " * 12
FORBIDDEN_IN_TITLES = str.maketrans("", "", "[]:*?/\\")
LONGEST_TITLE = 31  # signs that Excel takes for the name of a sheet

_THIN, _THICK = Side(style="thin"), Side(style="medium")


def emit(layout: Layout, manifest: Mapping[str, Any]) -> bytes:
    """Return the .xlsx template of a sheet; the same sheet gives the same bytes.

    Raises:
        ProfileError: the sheet holds a block that Excel cannot print (FK-LAY-008).
    """
    title = str(manifest["title"])
    book = Workbook()
    normal = Font(name=BODY.face, size=COUNTING_SIZE)
    styles: Any = book._named_styles  # type: ignore[attr-defined]  # noqa: SLF001 - no public way
    styles["Normal"].font = normal
    page = cast(Worksheet, book.active)
    page.title = title.translate(FORBIDDEN_IN_TITLES)[:LONGEST_TITLE]
    sheet = _Sheet(page, layout)
    sheet.write()
    _set_page(page, layout.paper, title, raised=sheet.raised)
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    if sheet.pictures:
        drawing = parts[excelpicture.DRAWING_PART]
        parts[excelpicture.DRAWING_PART] = excelpicture.described(drawing, sheet.pictures)
    return finished(parts, title=title)


@dataclass(frozen=True, slots=True)
class _Area:
    """What one cell shows and how; `left` and `right` are lines of the common grid."""

    text: str
    left: int
    right: int
    style: Style = BODY
    align: Align = Align.LEFT
    vertical: Vertical = Vertical.CENTER
    top: bool = True  # whether a framed cell has a rule above
    bottom: bool = True


class _Sheet:
    """Writes the blocks of a layout from the top of a worksheet to its end."""

    def __init__(self, page: Worksheet, layout: Layout) -> None:
        self._page = page
        self._layout = layout
        framed = [block for frame in frames(layout.blocks) for block in frame]
        self._grid: CommonGrid = grid_of(framed)
        self._full = (self._grid.lines[0], self._grid.lines[-1])
        self._row = 0
        self._starts = [1]  # the first row of each printed range: a page begins with it
        self.raised = 0.0  # how many millimetres the title reaches up into the margin
        self.pictures: list[Picture] = []  # in the order of their boxes

    def write(self) -> None:
        """Write all blocks, column widths, print ranges."""
        for number, width in enumerate(self._grid.widths, start=1):
            pixels = width / 10 * PIXELS_PER_MM
            self._page.column_dimensions[get_column_letter(number)].width = round(pixels / DIGIT, 2)
        ending = {id(frame[-1]) for frame in frames(self._layout.blocks)}
        framed = False
        for block in self._layout.blocks:
            self._block(block, first=not framed)
            framed = isinstance(block, Grid | RowsTable)
            if id(block) in ending:
                self._close()
                framed = False
        self._foot()
        self._print_ranges()

    # -- blocks ----------------------------------------------------------------------------------

    def _block(self, block: Block, *, first: bool) -> None:
        match block:
            case Title():
                self._title(block)
            case Grid():
                self._grid_rows(block, first=first)
            case RowsTable():
                self._list_rows(block, first=first)
            case Heading(text):
                self._line(text, HEADING)
            case Paragraphs(items) | Notes(items):
                style = SMALL if isinstance(block, Notes) else BODY
                for item in items:
                    self._line(item, style)
            case PageBreak(landscape=False):
                self._foot()
                self._starts.append(self._row + 1)
            case Clauses() | Cover() | Photos() | PageBreak():
                _refuse(block)

    def _title(self, title: Title) -> None:
        """Write the title; its pictures stand on its line and reach up into the margin."""
        whole = _Area(tagged(title.text), *self._full, TITLE, Align.CENTER, Vertical.BOTTOM)
        line = TITLE.line / POINTS_PER_MM + 2
        sides = [(title.logo, False), (title.code, True)]
        height = max((one.height + CLEAR for one, _ in sides if one), default=line)
        self.raised = max(height - line, 0)
        self._put([whole], line + self.raised)
        for picture, right in sides:
            if picture:
                left = self._full[1] / 10 - picture.width if right else 0
                top = line + self.raised - picture.height - CLEAR
                box = excelpicture.placed(picture, self._grid, left, self._row, top)
                self._page.add_image(box)
                self.pictures.append(picture)
        if title.left or title.right:
            middle = self._middle()
            left_half = _Area(tagged(title.left), self._full[0], middle)
            right_half = _Area(tagged(title.right), middle, self._full[1], align=Align.RIGHT)
            self._put([left_half, right_half], HEAD_HEIGHT)
            self._page.print_title_rows = f"{self._row}:{self._row}"

    def _middle(self) -> int:
        """Return the grid line nearest to the middle of the sheet."""
        half = self._full[1] / 2
        return min(self._grid.lines[1:-1], key=lambda line: abs(line - half))

    def _line(self, text: Inline, style: Style) -> None:
        self._put([_Area(tagged(text), *self._full, style)], style.line / POINTS_PER_MM)

    def _foot(self) -> None:
        foot, middle = self._layout.footer, self._middle()
        left = _Area(tagged(foot.left), self._full[0], middle, SMALL)
        right = _Area(tagged(foot.right), middle, self._full[1], SMALL, Align.RIGHT)
        self._put([left, right], SMALL.line / POINTS_PER_MM)

    # -- framed rows -----------------------------------------------------------------------------

    def _grid_rows(self, block: Grid, *, first: bool) -> None:
        lines = lines_of(block.columns)
        for number, row in enumerate(block.rows):
            places = list(pairwise(cell_lines(lines, row.spans)))
            thick = first and number == 0
            if isinstance(row, SignRow):
                pairs = list(zip(row.boxes, places, strict=True))
                room = max(row.height / 2, SIGN_ROOM)
                above = max(row.height - room, 1)
                self._framed([_sign_head(*pair) for pair in pairs], above, first=thick)
                self._framed([_sign_foot(*pair) for pair in pairs], room, first=False)
            else:
                self._framed(list(_areas(row, places)), row.height, first=thick)

    def _list_rows(self, block: RowsTable, *, first: bool) -> None:
        places = list(pairwise(lines_of(column.width for column in block.columns)))
        style = SMALL if block.small else BODY
        if block.caption:
            caption = _Area(tagged(block.caption), *self._full, BODY.emboldened(), Align.CENTER)
            self._framed([caption], min(block.height, ROW_HEIGHT), first=first)
        heads = [
            _Area(column.head, *place, style, Align.CENTER)
            for column, place in zip(block.columns, places, strict=True)
        ]
        self._framed(heads, block.height, first=first and not block.caption)
        values = [
            _Area(_words(column.content, place, style, "row"), *place, style, column.align)
            for column, place in zip(block.columns, places, strict=True)
        ]
        blanks = [
            _Area(column.blank, *place, style, column.align)
            for column, place in zip(block.columns, places, strict=True)
        ]
        self._repeat(loop("tr", block.each, "row"), values, block.height, "{%tr endfor %}")
        for number in range(1, block.at_least + 1):
            self._repeat(filler("tr", block.each, number), blanks, block.height, "{%tr endif %}")
        for _ in range(block.spare):
            self._framed(blanks, block.height, first=False)
        if block.note:
            note = _Area(tagged(block.note), *self._full, SMALL)
            self._framed([note], block.height * 0.75, first=False)

    def _repeat(self, opening: str, areas: Sequence[_Area], height: float, closing: str) -> None:
        for step in (opening, None, closing):
            if step is None:
                self._framed(areas, height, first=False)
            else:
                self._row += 1
                self._page.cell(self._row, 1, step)

    def _close(self) -> None:
        """Rule the lower edge of a frame: on a row of its own, for the last may be repeated."""
        self._row += 1
        self._page.row_dimensions[self._row].height = CLOSING
        for column in range(1, len(self._grid.lines)):
            self._page.cell(self._row, column).border = Border(top=_THICK)

    # -- cells -----------------------------------------------------------------------------------

    def _framed(self, areas: Sequence[_Area], height: float, *, first: bool) -> None:
        self._put(areas, height)
        for area in areas:
            left, right = self._columns(area)
            for column in range(left, right + 1):
                self._page.cell(self._row, column).border = Border(
                    left=self._side(area.left) if column == left else None,
                    right=self._side(area.right) if column == right else None,
                    top=_THICK if first else _THIN if area.top else None,
                    bottom=_THIN if area.bottom else None,
                )

    def _side(self, line: int) -> Side:
        return _THICK if line in self._full else _THIN

    def _columns(self, area: _Area) -> tuple[int, int]:
        return self._grid.lines.index(area.left) + 1, self._grid.lines.index(area.right)

    def _put(self, areas: Sequence[_Area], height: float) -> None:
        """Write one row of at least `height` millimetres, higher where a text asks for it."""
        self._row += 1
        needed = max(_lines(area) * area.style.size * LINE for area in areas)
        points = max(height * POINTS_PER_MM, needed)
        self._page.row_dimensions[self._row].height = round(points, 1)
        for area in areas:
            left, right = self._columns(area)
            cell = self._page.cell(self._row, left, area.text or None)
            cell.font = Font(name=area.style.face, size=area.style.size, bold=area.style.bold)
            cell.alignment = Alignment(
                horizontal=area.align.value, vertical=area.vertical.value, wrap_text=True
            )
            if right > left:
                self._page.merge_cells(
                    start_row=self._row, end_row=self._row, start_column=left, end_column=right
                )

    # -- print -----------------------------------------------------------------------------------

    def _print_ranges(self) -> None:
        """Print each range on a page of its own: page breaks are void where a width is fitted."""
        last = get_column_letter(len(self._grid.widths))
        ends = [start - 1 for start in self._starts[1:]] + [self._row]
        ranges = zip(self._starts, ends, strict=True)
        self._page.print_area = ",".join(f"A{start}:{last}{end}" for start, end in ranges)


def _areas(row: Row, places: Sequence[tuple[int, int]]) -> Iterator[_Area]:
    for cell, place in zip(row.cells, places, strict=True):
        style = SMALL if cell.small else BODY
        style = style.emboldened() if cell.bold else style
        listed = repeated(cell.each, cell.content) if cell.each else ""
        words = listed or _words(cell.content, place, style)
        yield _Area(words, *place, style, cell.align, cell.vertical)


def _words(content: Inline, place: tuple[int, int], style: Style, scope: str = "") -> str:
    room = (place[1] - place[0]) / 10 - 2 * CELL_SIDE
    return tagged(content, scope, style.room(room))


def _sign_head(box: SignBox, place: tuple[int, int]) -> _Area:
    opinion = f"\n{tagged(box.opinion)}" if box.opinion else ""
    return _Area(tagged(box.role) + opinion, *place, vertical=Vertical.TOP, bottom=False)


def _sign_foot(box: SignBox, place: tuple[int, int]) -> _Area:
    here = [SIGN_HERE, SEAL_HERE if box.seal else "", DATE_BLANK if box.date else ""]
    words = SIGN_GAP.join(part for part in here if part)
    return _Area(words, *place, vertical=Vertical.BOTTOM, top=False)


def _lines(area: _Area) -> int:
    """Return how many lines the printed words of a cell take; tags are taken as one short value."""
    if "{" in area.text:
        return area.text.count("\n") + 1
    room = (area.right - area.left) / 10 * POINTS_PER_MM / area.style.size * 2  # half signs
    return sum(-(-max(text_width(line), 1) // max(int(room), 1)) for line in area.text.split("\n"))


def _refuse(block: Block) -> NoReturn:
    names: Mapping[type[Block], str] = {
        Clauses: "clauses",
        Cover: "cover",
        Photos: "photos",
        PageBreak: "page_break(landscape)",
    }
    name = names[type(block)]
    raise ProfileError("FK-LAY-008", place=Place(), where="blocks", block=name)


def _set_page(page: Worksheet, paper: Paper, title: str, *, raised: float) -> None:
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if paper.landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    margins = page.page_margins
    for edge in ("top", "bottom", "left", "right"):
        setattr(margins, edge, round(getattr(paper, edge) / MM_PER_INCH, 3))
    margins.top = round((paper.top - raised) / MM_PER_INCH, 3)
    margins.header = margins.footer = 0.45
    page.HeaderFooter.differentFirst = True
    head: Any = page.oddHeader
    head.center.text = f'&"{CONTINUED_TITLE.face},Regular"&{CONTINUED_TITLE.size:g} {title}(续表)'
    feet: tuple[Any, ...] = (page.firstFooter, page.oddFooter)
    for foot in feet:
        foot.center.text = "第 &P 页 共 &N 页"
    page.sheet_view.showGridLines = False

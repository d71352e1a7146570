"""Reading a sheet from data: strict, with the line of the file in every fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from formkit.kernel.errors import ProfileError
from formkit.layout.geometry import frames, judge_lines, tenths
from formkit.layout.node import Node
from formkit.layout.styles import ROW_HEIGHT
from formkit.layout.vocabulary import (
    Align,
    Block,
    Cell,
    Clauses,
    Column,
    Cover,
    CoverLine,
    Field,
    Footer,
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
    RunningHead,
    SignBox,
    SignRow,
    Title,
    Vertical,
)

PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0), "A5": (148.0, 210.0)}
MARGINS = {"top": 25.0, "bottom": 25.0, "left": 30.0, "right": 20.0}
SIGN_HEIGHT = 22.0
CELL_KEYS = (
    "label", "text", "options", "span", "label_span", "align", "vertical", "bold", "small", "each",
    "dense",
)  # fmt: skip
CONTINUED = "{form.title}(续表)"
FOOT_LEFT = "{form.form_no} {form.form_version} {form.revision_mark}"
FOOT_RIGHT = "{form.copy_mark}"


def load(data: Mapping[str, Any], *, source: str) -> Layout:
    """Return the sheet that a manifest describes under `paper` and `layout`.

    Args:
        data: the manifest; read with line numbers (ruamel.yaml round trip) faults name the line.
        source: the file's name, for faults.

    Raises:
        ProfileError: with the first fault and its line (FK-LAY-…).
    """
    manifest = Node(data, source, where="")
    paper = _paper(manifest.child("paper", default={}))
    node = manifest.child("layout").known("blocks", "running_head", "footer")
    blocks: list[Block] = []
    sheet = paper
    for entry in node.child("blocks").items():
        block = _block(entry, sheet)
        if isinstance(block, PageBreak):
            sheet = paper.turned() if block.landscape else paper
        blocks.append(block)
    for frame in frames(blocks):
        judge_lines(frame, node.place("blocks"))
    return Layout(paper, tuple(blocks), _running_head(node, blocks), _footer(node))


def _paper(node: Node) -> Paper:
    node.known("size", "orientation", "margins")
    width, height = PAPERS[node.one_of("size", tuple(PAPERS), "A4")]
    margins = node.child("margins", default={}).known(*MARGINS)
    top, bottom, left, right = (margins.number(edge, MARGINS[edge]) for edge in MARGINS)
    paper = Paper(width, height, top, bottom, left, right)
    across = node.one_of("orientation", ("portrait", "landscape"), "portrait") == "landscape"
    return paper.turned() if across else paper


def _running_head(node: Node, blocks: Sequence[Block]) -> RunningHead:
    if node.value("running_head") is True:  # the title, continued, with the first page's head line
        title = next((block for block in blocks if isinstance(block, Title)), Title(()))
        continued = Node({"title": CONTINUED}, node.source, "running_head").inline("title")
        return RunningHead(continued, title.left, title.right)
    head = node.child("running_head").known("title", "left", "right")
    return RunningHead(head.inline("title", ""), head.inline("left", ""), head.inline("right", ""))


def _footer(node: Node) -> Footer:
    foot = node.child("footer", default={}).known("left", "right")
    return Footer(foot.inline("left", FOOT_LEFT), foot.inline("right", FOOT_RIGHT))


def _block(entry: Node, paper: Paper) -> Block:
    kind = entry.only_key()
    if kind not in BLOCKS:
        entry.known(*BLOCKS)
    return BLOCKS[kind](entry.child(kind), paper)


def _title(node: Node, _paper: Paper) -> Title:
    node.known("text", "left", "right", "logo", "code")
    text, left, right = node.inline("text"), node.inline("left", ""), node.inline("right", "")
    return Title(text, left, right, logo=_picture(node, "logo"), code=_picture(node, "code"))


def _picture(node: Node, key: str) -> Picture | None:
    if not node.has(key):
        return None
    given = node.child(key).known("picture", "width", "height")
    return Picture(given.name("picture"), given.number("width"), given.number("height"))


def _cover(node: Node, _paper: Paper) -> Cover:
    node.known("title", "right", "lines", "foot", "logo", "code")
    lines = []
    for line in node.child("lines").items():
        line.known("label", "text")
        lines.append(CoverLine(line.text("label"), line.inline("text")))
    foot = tuple(item.as_inline() for item in node.child("foot", default=[]).items())
    return Cover(
        node.inline("title"),
        node.inline("right", ""),
        tuple(lines),
        foot,
        logo=_picture(node, "logo"),
        code=_picture(node, "code"),
    )


def _heading(node: Node, _paper: Paper) -> Heading:
    return Heading(node.as_inline())


def _paragraphs(node: Node, _paper: Paper) -> Paragraphs:
    node.known("items", "indent", "bold")
    items = tuple(item.as_inline() for item in node.child("items").items())
    return Paragraphs(items, node.flag("indent", default=True), node.flag("bold", default=False))


def _clauses(node: Node, _paper: Paper) -> Clauses:
    node.known("each", "at_least")
    return Clauses(node.name("each"), node.count("at_least", 1))


def _notes(node: Node, _paper: Paper) -> Notes:
    return Notes(tuple(item.as_inline() for item in node.items()))


def _photos(node: Node, _paper: Paper) -> Photos:
    node.known("each", "title", "height", "abreast")
    abreast = node.count("abreast", 2)
    if abreast not in (1, 2):
        node.wrong("1 或 2", "abreast", abreast)
    return Photos(node.name("each"), node.inline("title"), node.number("height"), abreast)


def _page_break(node: Node, _paper: Paper) -> PageBreak:
    node.known("orientation")
    turn = node.one_of("orientation", ("portrait", "landscape"), "portrait")
    return PageBreak(landscape=turn == "landscape")


def _grid(node: Node, paper: Paper) -> Grid:
    node.known("columns", "rows", "height", "together")
    widths = tuple(item.as_number() for item in node.child("columns").items())
    _fill_the_page(node, widths, paper)
    heights = node.heights("height", (ROW_HEIGHT, 0))
    rows = tuple(_row(item, heights) for item in node.child("rows").items())
    for number, row in enumerate(rows, start=1):
        if sum(row.spans) != len(widths):
            raise ProfileError(
                "FK-LAY-006",
                place=node.place("rows"),
                where=node.where,
                row=number,
                covered=sum(row.spans),
                columns=len(widths),
            )
    return Grid(widths, rows, together=node.flag("together", default=False))


def _fill_the_page(node: Node, widths: Sequence[float], paper: Paper) -> None:
    if sum(map(tenths, widths)) != tenths(paper.text_width):
        raise ProfileError(
            "FK-LAY-005",
            place=node.place("columns"),
            where=node.where,
            total=f"{sum(widths):g}",
            width=f"{paper.text_width:g}",
        )


def _row(node: Node, heights: tuple[float, float]) -> Row | SignRow:
    if node.is_list():
        return Row(_cells(node), *heights)
    node.known("height", "cells", "signatures")
    if node.has("signatures"):
        boxes = tuple(_sign_box(item) for item in node.child("signatures").items())
        return SignRow(boxes, node.number("height", SIGN_HEIGHT))
    return Row(_cells(node.child("cells")), *node.heights("height", heights))


def _cells(node: Node) -> tuple[Cell, ...]:
    return tuple(cell for item in node.items() for cell in _cell(item))


def _cell(node: Node) -> tuple[Cell, ...]:
    """Return the cells of one entry: a label, a value, or both (`{label: …, text: …}`)."""
    if node.is_text():
        return (_label(node.as_inline(), 1),)
    node.known(*CELL_KEYS)
    cells: list[Cell] = []
    if node.has("label"):
        cells.append(_label(node.inline("label"), node.count("label_span", 1)))
    if node.has("text") or node.has("options") or not cells:
        cells.append(
            Cell(
                _content(node),
                node.count("span", 1),
                Align(node.one_of("align", tuple(Align), "left")),
                Vertical(node.one_of("vertical", tuple(Vertical), "center")),
                bold=node.flag("bold", default=False),
                small=node.flag("small", default=False),
                each=node.name("each", ""),
                dense=_dense(node),
            )
        )
    return tuple(cells)


def _content(node: Node, **default: str) -> Inline:
    """Return what a cell prints: a text with fields, or the one group of options it names."""
    if node.has("options"):
        return (Field(node.name("options"), options=True),)
    return node.inline("text", **default)


def _dense(node: Node) -> int:
    """Return from how many signs on a text is set densely: one field, in small print."""
    signs = node.count("dense", 0)
    text = node.inline("text", "") if signs else ()
    alone = len(text) == 1 and isinstance(text[0], Field) and not node.has("each")
    if signs and not (alone and node.flag("small", default=False)):
        node.wrong("只有一个字段、small: true 的格子才能写 dense", "dense", signs)
    return signs


def _label(content: Any, span: int) -> Cell:
    return Cell(content, span, Align.CENTER)


def _sign_box(node: Node) -> SignBox:
    node.known("role", "opinion", "span", "seal", "date")
    return SignBox(
        node.inline("role"),
        node.inline("opinion", ""),
        node.count("span", 1),
        seal=node.flag("seal", default=False),
        date=node.flag("date", default=True),
    )


def _rows_table(node: Node, paper: Paper) -> RowsTable:
    node.known("each", "columns", "height", "at_least", "spare", "caption", "note", "small")
    columns = tuple(_column(item) for item in node.child("columns").items())
    _fill_the_page(node, [column.width for column in columns], paper)
    height, by_hand = node.heights("height", (ROW_HEIGHT, 0))
    return RowsTable(
        node.name("each"),
        columns,
        height,
        at_least=node.count("at_least", 0),
        spare=node.count("spare", 0),
        caption=node.inline("caption", ""),
        note=node.inline("note", ""),
        small=node.flag("small", default=False),
        by_hand=by_hand,
    )


def _column(node: Node) -> Column:
    node.known("head", "width", "text", "options", "align", "blank")
    return Column(
        node.text("head"),
        node.number("width"),
        _content(node, default=""),
        Align(node.one_of("align", tuple(Align), "left")),
        blank=node.text("blank", ""),
    )


BLOCKS: Mapping[str, Callable[[Node, Paper], Block]] = {
    "title": _title,
    "cover": _cover,
    "heading": _heading,
    "paragraphs": _paragraphs,
    "clauses": _clauses,
    "notes": _notes,
    "grid": _grid,
    "rows": _rows_table,
    "photos": _photos,
    "page_break": _page_break,
}

"""The header rows of a returned sheet: which columns hold number, text and options of an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from formkit.kernel.remembering import ByIdentity
from formkit.ooxml.cells import NamesScan
from formkit.surveys import anchors
from formkit.surveys.reading.asked import Bank
from formkit.surveys.reading.grid import Book, Grid
from formkit.surveys.reading.seen import Line, plain
from formkit.surveys.signs import SYNONYMS

_TEXT_HEADS = frozenset((anchors.ITEM, "题目", "项目", "调查内容"))


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A header row: in which column each option stands; 0 where there is no such column.

    One object stands for the header rows of all sheets that are alike there.
    """

    row: int
    section: str
    number: int = 0
    text: int = 0
    rating: int = 0
    not_applicable: int = 0
    options: Mapping[str, int] = field(default_factory=dict)


def form_sheet(book: Book) -> Grid | None:
    """Return the sheet with the items: where the names point, else by its name, else by its head.

    None where no sheet looks like it.
    """
    for name in (*_item_sheets(book.names), anchors.SHEET):
        if grid := book.grid(name):
            return grid
    return next(answer_sheets(book), None)


def answer_sheets(book: Book) -> Iterator[Grid]:
    """Yield the visible sheets that have a header row of items."""
    for sheet in book.package.sheets:
        grid = None if sheet.hidden else book.grid(sheet.name)
        if grid is not None and _head_rows(grid):
            yield grid


@lru_cache(maxsize=64)
def _item_sheets(names: NamesScan) -> tuple[str, ...]:
    """Return the sheets that the names of items point to, the most pointed to first."""
    pointed = names.pointed.items()
    found = Counter(cell[0] for name, cell in pointed if name.startswith("_fk_item_"))
    return tuple(name for name, _ in found.most_common())


def heads_of(book: Book, grid: Grid, bank: Bank) -> tuple[Head, ...]:
    """Return the header rows from top to bottom, each with the half it belongs to."""
    named = _named_heads(book.names, grid.sheet.name)
    rows = _head_rows(grid)
    words = _words(bank)
    heads: list[Head] = []
    above = 0
    for at, row in enumerate(rows):
        until = rows[at + 1] if at + 1 < len(rows) else row + len(bank.items) + 1
        section = _title(grid, above, row) or named.get(row, "")  # a name may point elsewhere now
        if not section and heads and not _title_between(grid, above, row):
            section = heads[-1].section  # another scale of the same half
        if not section:
            section = _by_texts(grid, row, until, bank)
        heads.append(_head(grid.lines[row], row, section, words))
        above = row
    return tuple(heads)


def _head_rows(grid: Grid) -> list[int]:
    cells = (*grid.labels.get(anchors.ITEM_NO, ()), *grid.labels.get(anchors.ITEM, ()))
    return sorted({row for row, _ in cells})


def _title(grid: Grid, above: int, row: int) -> str:
    """Return Ⅱ or Ⅲ where a title says so between two rows; the nearest one counts."""
    for at in range(row - 1, above, -1):
        for text in grid.texts(at):
            if text.startswith("III栏"):
                return "Ⅲ"
            if text.startswith("II栏"):
                return "Ⅱ"
    return ""


def _title_between(grid: Grid, above: int, row: int) -> bool:
    """Whether something that is no item stands between the last header row and this one."""
    return any(
        len(cells) == 1 and not cells[0][1].text.strip().isdigit()
        for at in range(above + 1, row)
        if (cells := grid.row(at))
    )


def _by_texts(grid: Grid, row: int, until: int, bank: Bank) -> str:
    texts = {text for at in range(row + 1, until) for text in grid.texts(at)}
    found = Counter(item.section for item in bank.items if plain(item.text) in texts)
    return found.most_common(1)[0][0] if found else ""


@lru_cache(maxsize=256)
def _head(line: Line, row: int, section: str, words: frozenset[str]) -> Head:
    columns: dict[str, int] = {}
    options: dict[str, int] = {}
    for column, text in line.plain.items():
        word = SYNONYMS.get(text, text)
        if word in words:
            options[word] = 0 if word in options else column  # twice: nobody knows which counts
        elif text in _TEXT_HEADS:
            columns.setdefault("text", column)
        elif text == anchors.ITEM_NO:
            columns.setdefault("number", column)
        elif text == anchors.NOT_APPLICABLE:
            columns.setdefault("not_applicable", column)
        elif text == anchors.RATING:
            columns.setdefault("rating", column)
    options = {word: column for word, column in options.items() if column}
    return Head(row, section, **columns, options=options)


@lru_cache(maxsize=64)
def _named_heads(names: NamesScan, sheet: str) -> Mapping[int, str]:
    """Return the halves that names give to rows of a sheet."""
    return {
        row: "Ⅱ" if name.startswith("_fk_head_2_") else "Ⅲ"
        for name, (where, row, _) in names.pointed.items()
        if name.startswith("_fk_head_") and where == sheet
    }


_words: ByIdentity[Bank, frozenset[str]] = ByIdentity(
    lambda bank: frozenset(word for item in bank.items for word in item.choices)
)

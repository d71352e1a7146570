"""Where the items stand on a returned sheet: by defined name, else by 题号, else by their text.

Rows may have been inserted, deleted and sorted, columns moved, the sheet renamed: a defined name
is believed only where number or text beside it agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.surveys import anchors
from formkit.surveys.reading.asked import Bank, Item
from formkit.surveys.reading.grid import Book, Grid
from formkit.surveys.reading.seen import plain
from formkit.surveys.signs import SYNONYMS

_ALIKE = 85  # of 100: texts this near are the same item, slightly edited
_TEXT_HEADS = frozenset((anchors.ITEM, "题目", "项目", "调查内容"))


@dataclass(frozen=True, slots=True)
class Head:
    """A header row: in which column each option stands; 0 where there is no such column."""

    row: int
    section: str
    number: int = 0
    text: int = 0
    rating: int = 0
    not_applicable: int = 0
    options: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """An item found: its row, and the header row above it, None where there is none."""

    item: Item
    row: int
    head: Head | None


@dataclass(frozen=True, slots=True)
class Located:
    """All items that were found, in the bank's order; what is told of the search."""

    spots: tuple[Spot, ...]
    heads: tuple[Head, ...]
    findings: tuple[Finding, ...]
    unsure: tuple[Finding, ...]


def form_sheet(book: Book) -> Grid | None:
    """Return the sheet with the items: where the names point, else by its name, else by its head.

    None where no sheet looks like it.
    """
    pointed = Counter(
        cell[0] for name, cell in book.pointed.items() if name.startswith("_fk_item_")
    )
    for name in (*(name for name, _ in pointed.most_common()), anchors.SHEET):
        if grid := book.grid(name):
            return grid
    return next(answer_sheets(book), None)


def answer_sheets(book: Book) -> Iterator[Grid]:
    """Yield the visible sheets that have a header row of items."""
    for sheet in book.package.sheets:
        grid = None if sheet.hidden else book.grid(sheet.name)
        if grid is not None and _head_rows(grid):
            yield grid


def locate(book: Book, grid: Grid, bank: Bank, *, asked: str = "") -> Located:
    """Return where the items of the bank stand.

    `asked`: the half that was to be filled in; what is lost of the other one is not told. "": both.
    """
    heads = heads_of(book, grid, bank)
    return _Search(book, grid, bank, heads, asked).located()


def heads_of(book: Book, grid: Grid, bank: Bank) -> tuple[Head, ...]:
    """Return the header rows from top to bottom, each with the half it belongs to."""
    named = {}
    for name, (sheet, row, _) in book.pointed.items():
        if name.startswith("_fk_head_") and sheet == grid.sheet.name:
            named[row] = "Ⅱ" if name.startswith("_fk_head_2_") else "Ⅲ"
    rows = _head_rows(grid)
    words = {word for item in bank.items for word in item.choices}
    heads: list[Head] = []
    above = 0
    for at, row in enumerate(rows):
        until = rows[at + 1] if at + 1 < len(rows) else row + len(bank.items) + 1
        section = _title(grid, above, row) or named.get(row, "")  # a name may point elsewhere now
        if not section and heads and not _title_between(grid, above, row):
            section = heads[-1].section  # another scale of the same half
        if not section:
            section = _by_texts(grid, row, until, bank)
        heads.append(_head(grid, row, section, words))
        above = row
    return tuple(heads)


def _head_rows(grid: Grid) -> list[int]:
    cells = (*grid.where.get(anchors.ITEM_NO, ()), *grid.where.get(anchors.ITEM, ()))
    return sorted({row for row, _ in cells})


def _title(grid: Grid, above: int, row: int) -> str:
    """Return Ⅱ or Ⅲ where a title says so between two rows; the nearest one counts."""
    for at in range(row - 1, above, -1):
        for _, seen in grid.row(at):
            text = plain(seen.text)
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
    texts = {plain(seen.text) for at in range(row + 1, until) for _, seen in grid.row(at)}
    found = Counter(item.section for item in bank.items if plain(item.text) in texts)
    return found.most_common(1)[0][0] if found else ""


def _head(grid: Grid, row: int, section: str, words: set[str]) -> Head:
    columns: dict[str, int] = {}
    options: dict[str, int] = {}
    for column, seen in grid.row(row):
        text = plain(seen.text)
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


class _Search:
    """The search for all items of a bank on one sheet."""

    def __init__(
        self, book: Book, grid: Grid, bank: Bank, heads: tuple[Head, ...], asked: str
    ) -> None:
        self._book, self._grid, self._bank, self._heads = book, grid, bank, heads
        self._asked = asked
        self._numbered = self._by_number()
        self._taken: set[int] = set()
        self._findings: list[Finding] = []
        self._unsure: list[Finding] = []

    def located(self) -> Located:
        """Return all that can be found; what stands surely first, then by likeness."""
        rows: dict[tuple[str, int], int] = {}
        for item in self._bank.items:
            key = _key(item)
            numbered = self._numbered.get(key, [0])
            if row := self._by_name(item) or numbered[0]:
                rows[key] = row
                self._taken.add(row)
        for item in self._bank.items:
            key = _key(item)
            if key not in rows and (row := self._by_likeness(item)):
                rows[key] = row
                self._taken.add(row)
        spots = []
        for item in self._bank.items:
            if len(twice := self._numbered.get(_key(item), [])) > 1:
                self._tell("FK-SUR-071", item, first=twice[0], second=twice[1])
            if at := rows.get(_key(item)):
                spots.append(Spot(item, at, self._head_of(at)))
            else:
                self._tell("FK-SUR-049", item, text=item.text)
        return Located(tuple(spots), self._heads, tuple(self._findings), tuple(self._unsure))

    def _tell(self, code: str, item: Item, **values: Any) -> None:
        if self._asked not in {"", item.section}:
            return
        heads = [head for head in self._heads if head.section == item.section] or self._heads
        place = self._grid.place(heads[0].row if heads else 1, 1)
        place = place.inside(path=f"{item.section}{item.item_no}", label="")
        values = {"section": item.section, "item": item.item_no, **values}
        self._findings.append(fault(code, place, **values))

    def _head_of(self, row: int) -> Head | None:
        return next((head for head in reversed(self._heads) if head.row < row), None)

    def _by_number(self) -> dict[tuple[str, int], list[int]]:
        known = set(map(_key, self._bank.items))
        found: dict[tuple[str, int], list[int]] = {}
        for at, head in enumerate(self._heads):
            last = max(self._grid.scan.last_row, head.row)
            until = self._heads[at + 1].row if at + 1 < len(self._heads) else last + 1
            for row in range(head.row + 1, until):
                text = plain(self._grid.at(row, head.number).text) if head.number else ""
                key = (head.section, int(text)) if text.isascii() and text.isdigit() else None
                if key in known:
                    found.setdefault(key, []).append(row)
        return found

    def _by_name(self, item: Item) -> int:
        """Return the row that the item's name points to, where the row itself agrees; else 0."""
        name = anchors.item_name(item.section, item.item_no)
        found = self._book.pointed.get(name)
        if found is None or found[0] != self._grid.sheet.name:
            return 0
        row = found[1]
        head = self._head_of(row)
        if head is None or head.section not in {"", item.section}:
            return 0  # rows were inserted by a program that leaves the names where they were
        number = plain(self._grid.at(row, head.number or found[2]).text)
        if number == str(item.item_no):
            return row
        alike = head.text and plain(self._grid.at(row, head.text).text) == plain(item.text)
        return row if alike else 0

    def _by_likeness(self, item: Item) -> int:
        """Return the row that alone has nearly the item's text; told as unsure."""
        sought = plain(item.text)
        best, second, found = 0.0, 0.0, 0
        for row, text in self._texts(str(item.section)):
            score = likeness(sought, text)
            if score > best:
                best, second, found = score, best, row
            elif score > second:
                second = score
        if best < _ALIKE or second == best:
            return 0
        values: dict[str, Any] = {"section": item.section, "item": item.item_no, "text": item.text}
        place = self._grid.place(found, 1)
        self._unsure.append(
            fault("FK-SUR-048", place, level=Level.WARNING, score=round(best), **values)
        )
        return found

    def _texts(self, section: str) -> Iterator[tuple[int, str]]:
        """Yield the free rows of a half with the texts that may be an item's."""
        for row, column, seen in self._grid.filled:
            head = self._head_of(row)
            if row in self._taken or (head is not None and head.section not in {"", section}):
                continue
            if head is None or head.text in {0, column}:
                yield row, plain(seen.text)


def _key(item: Item) -> tuple[str, int]:
    return str(item.section), item.item_no


@lru_cache(maxsize=4_096)
def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - needed only where names and numbers are lost

    return fuzz.ratio(one, other)

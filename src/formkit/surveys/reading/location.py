"""Where the items stand on a returned sheet: by defined name, else by 题号, else by their text.

Rows may have been inserted, deleted and sorted, columns moved, the sheet renamed: a defined name
is believed only where number or text beside it agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.remembering import ByIdentity
from formkit.ooxml.cells import NamesScan
from formkit.surveys import anchors
from formkit.surveys.reading.asked import Bank, Item
from formkit.surveys.reading.grid import Book, Grid
from formkit.surveys.reading.heads import Head, heads_of
from formkit.surveys.reading.seen import plain

_ALIKE = 85  # of 100: texts this near are the same item, slightly edited
_NO_LABEL = "", ""
_MOST_DIGITS = 9  # of an item's number

Key: TypeAlias = tuple[str, int]
"""Of an item: its half and its number there."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """An item found: its row, and the header row above it, None where there is none.

    One object stands for the item of all sheets whose labels are alike.
    """

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

    @property
    def between(self) -> Sequence[tuple[Head, int]]:
        """The rows under a header row, down to the last item, that belong to no item."""
        return _between(self.spots, self.heads)


@lru_cache(maxsize=256)
def _between(spots: tuple[Spot, ...], heads: tuple[Head, ...]) -> Sequence[tuple[Head, int]]:
    last = max((spot.row for spot in spots), default=0)
    known = {spot.row for spot in spots} | {head.row for head in heads}
    found: dict[int, Head] = {}
    for head in dict.fromkeys(spot.head for spot in spots):
        for row in range(head.row + 1, last) if head else ():
            if head and row not in known:
                found.setdefault(row, head)
    return [(head, row) for row, head in found.items()]


def locate(book: Book, grid: Grid, bank: Bank, *, asked: str = "") -> Located:
    """Return where the items of the bank stand.

    `asked`: the half that was to be filled in; what is lost of the other one is not told. "": both.
    """
    heads = heads_of(book, grid, bank)
    named = _named(book.names, grid.sheet.name)
    wanted = _wanted(bank)
    sure = _sure(_labels(grid, heads, named, wanted), heads, named, wanted)
    return _Search(grid, bank, heads, sure, asked).located()


class _Named:
    """The cells of a sheet that the names of items point to."""

    def __init__(self, cells: Mapping[str, tuple[int, int]]) -> None:
        self.rows = {name: row for name, (row, _) in cells.items()}
        self.columns = dict(cells.values())
        """By row, where an item's number stands when no header says so."""


@lru_cache(maxsize=64)
def _named(names: NamesScan, sheet: str) -> _Named:
    return _Named({name: (row, column) for name, (where, row, column) in names.pointed.items()
                   if where == sheet and name.startswith("_fk_item_")})  # fmt: skip


class _Wanted:
    """The items of a bank, each with its key, the name of its cell, and its text as compared."""

    def __init__(self, bank: Bank) -> None:
        self.items = [
            (_key(item), item, anchors.item_name(item.section, item.item_no), plain(item.text))
            for item in bank.items
        ]
        self.numbers = {item.item_no for item in bank.items}
        self.texts = {text for *_, text in self.items}


_wanted: ByIdentity[Bank, _Wanted] = ByIdentity(_Wanted)


class _Sure(NamedTuple):
    """The items that stand where a name or a number says; those that two rows claim by number."""

    spots: Mapping[Key, Spot]
    twice: Mapping[Key, Sequence[int]]


def _labels(
    grid: Grid, heads: tuple[Head, ...], named: _Named, wanted: _Wanted
) -> tuple[tuple[int, str, str], ...]:
    """Return the rows below a header row that say an item's number or its text, with both."""
    found = []
    for row, line in grid.lines.items():
        head = _head_of(heads, row)
        if head is not None:
            number = line.plain.get(head.number or named.columns.get(row, 0), "")
            text = line.plain.get(head.text, "")
            if text in wanted.texts or (_is_number(number) and int(number) in wanted.numbers):
                found.append((row, number, text))
    return tuple(found)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


@lru_cache(maxsize=256)
def _sure(
    labels: tuple[tuple[int, str, str], ...],
    heads: tuple[Head, ...],
    named: _Named,
    wanted: _Wanted,
) -> _Sure:
    """Return what stands surely: the same in all sheets whose labels and names are alike."""
    printed = {row: (number, text) for row, number, text in labels}
    numbered: dict[Key, list[int]] = {key: [] for key, *_ in wanted.items}
    for row, number, _ in labels:
        head = _head_of(heads, row)
        if head is not None and head.number and _is_number(number):
            numbered.get((head.section, int(number)), []).append(row)
    spots = {}
    for key, item, name, text in wanted.items:
        row = named.rows.get(name, 0)
        head = _head_of(heads, row)
        number, told = printed.get(row, _NO_LABEL)
        is_here = number == str(key[1]) or (head is not None and head.text and told == text)
        # A program that inserts rows may leave the names where they were.
        if head is None or head.section not in {"", key[0]} or not is_here:
            row = next(iter(numbered[key]), 0)
        if row:
            spots[key] = Spot(item, row, _head_of(heads, row))
    return _Sure(spots, {key: rows for key, rows in numbered.items() if len(rows) > 1})


def _head_of(heads: Sequence[Head], row: int) -> Head | None:
    for head in reversed(heads):
        if head.row < row:
            return head
    return None


class _Search:
    """The search for all items of a bank on one sheet."""

    def __init__(
        self, grid: Grid, bank: Bank, heads: tuple[Head, ...], sure: _Sure, asked: str
    ) -> None:
        self._grid, self._bank, self._heads, self._sure = grid, bank, heads, sure
        self._asked = asked
        self._findings: list[Finding] = []
        self._unsure: list[Finding] = []

    def located(self) -> Located:
        """Return all that can be found; what stands surely first, then by likeness."""
        found = dict(self._sure.spots)
        if len(found) < len(self._bank.items):
            self._find_alike(found)
        for item in self._bank.items if self._sure.twice else ():
            if twice := self._sure.twice.get(_key(item)):
                self._tell("FK-SUR-071", item, first=twice[0], second=twice[1])
        spots = tuple(found[key] for item in self._bank.items if (key := _key(item)) in found)
        return Located(spots, self._heads, tuple(self._findings), tuple(self._unsure))

    def _find_alike(self, found: dict[Key, Spot]) -> None:
        """Look for the texts of the items that are still lacking; tell of those that are lost."""
        taken = {spot.row for spot in found.values()}
        for item in self._bank.items:
            if _key(item) in found:
                continue
            if row := self._by_likeness(item, taken):
                found[_key(item)] = Spot(item, row, _head_of(self._heads, row))
                taken.add(row)
            else:
                self._tell("FK-SUR-049", item, text=item.text)

    def _tell(self, code: str, item: Item, **values: Any) -> None:
        if self._asked not in {"", item.section}:
            return
        heads = [head for head in self._heads if head.section == item.section] or self._heads
        place = self._grid.place(heads[0].row if heads else 1, 1)
        place = place.inside(path=f"{item.section}{item.item_no}", label="")
        values = {"section": item.section, "item": item.item_no, **values}
        self._findings.append(fault(code, place, **values))

    def _by_likeness(self, item: Item, taken: Collection[int]) -> int:
        """Return the row that alone has nearly the item's text; told as unsure."""
        sought = plain(item.text)
        best, second, found = 0.0, 0.0, 0
        for row, text in self._texts(str(item.section), taken):
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

    def _texts(self, section: str, taken: Collection[int]) -> Iterator[tuple[int, str]]:
        """Yield the free rows of a half with the texts that may be an item's."""
        for row, column, seen in self._grid.filled:
            head = _head_of(self._heads, row)
            if row in taken or (head is not None and head.section not in {"", section}):
                continue
            if head is None or head.text in {0, column}:
                yield row, plain(seen.text)


def _key(item: Item) -> Key:
    return str(item.section), item.item_no


@lru_cache(maxsize=4_096)
def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - needed only where names and numbers are lost

    return fuzz.ratio(one, other)

"""Where the rows of a sheet go when loops repeat some of them, and what an area becomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formkit.ooxml.addresses import ROWS

Path = tuple[tuple[int, int], ...]  # the loops around a row: (its opening row, which repetition)
Rows = tuple[int, int]  # first and last row


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the document: the row of the template it came from, and in which repetitions."""

    row: int
    path: Path = ()


@dataclass(frozen=True, slots=True)
class At:
    """Where a formula stands: a row of the template, and the row of the document it became."""

    row: int
    number: int


class RowMap:
    """Template row → rows of the document.

    Args:
        order: the rows of the document in their order, up to the last row with a tag.
        last: the last row of the template with a tag; rows below move together.
        loops: row of the template → the opening rows of the loops around it, from outside in.
    """

    def __init__(
        self, order: Sequence[Placed], last: int, loops: Mapping[int, tuple[int, ...]]
    ) -> None:
        self._rows: dict[tuple[int, Path], list[int]] = {}
        self._paths: dict[int, Path] = {}
        self._starts: dict[Path, int] = {}
        for number, placed in enumerate(order, start=1):
            self._paths[number] = placed.path
            for depth in range(len(placed.path) + 1):
                around = placed.path[:depth]
                self._rows.setdefault((placed.row, around), []).append(number)
                self._starts.setdefault(around, number)
        self._last = last
        self._delta = len(order) - last
        self._loops = loops

    @property
    def stays(self) -> bool:
        """Whether every row is where it was."""
        return self._last == 0

    def loops(self, row: int) -> tuple[int, ...]:
        """Return the opening rows of the loops around a row of the template."""
        return self._loops.get(row, ())

    def rows(self, row: int, around: Path = ()) -> list[int]:
        """Return the document's rows that came from a template row; none for a tag's row.

        `around`: only those in these repetitions.
        """
        if row <= self._last:
            return self._rows.get((row, around), [])
        return [] if around else [row + self._delta]

    def at(self, row: int) -> At | None:
        """Return the first place of a template row; None where the document has none."""
        found = self.rows(row)
        return At(row, found[0]) if found else None

    def expanded(self, top: int, bottom: int, around: Path = ()) -> Rows | None:
        """Return the first and last row that came from an area; None where nothing is left."""
        first = next(
            (found[0] for row in range(top, bottom + 1) if (found := self.rows(row, around))), None
        )
        if first is None:
            return None
        rows = range(bottom, top - 1, -1)
        last = next(found[-1] for row in rows if (found := self.rows(row, around)))
        return (first, min(last, ROWS)) if first <= ROWS else None

    def runs(self, top: int, bottom: int, around: Path = ()) -> list[Rows]:
        """Return the rows that came from an area, as few runs of rows as there are.

        An area inside one loop becomes the rows that came from it and no others; any other one
        grows with what it encloses.
        """
        if len(self.common(top, bottom)) <= len(around):
            whole = self.expanded(top, bottom, around)
            return [whole] if whole else []
        numbers = sorted(
            number for row in range(top, bottom + 1) for number in self.rows(row, around)
        )
        return list(_joined(numbers))

    def areas(self, top: int, bottom: int) -> list[Rows]:
        """Return what an area that must keep its shape becomes: one per repetition of its rows."""
        inside = self.common(top, bottom)
        if not inside or len(self.loops(top)) != len(self.loops(bottom)):
            whole = self.expanded(top, bottom)
            return [whole] if whole else []
        return [
            area
            for number in self.rows(top)
            if (area := self.expanded(top, bottom, self._paths[number]))
        ]

    def places(self, top: int) -> list[int]:
        """Return where things that hang on a row go: one per repetition; a tag's row gives way."""
        found = self.rows(top)
        if found or top > self._last or self.loops(top):
            return found
        below = next(one[0] for row in range(top, self._last + 2) if (one := self.rows(row)))
        return [below]

    def common(self, *rows: int) -> tuple[int, ...]:
        """Return the loops that all these rows stand in."""
        counted = Counter(opening for row in rows for opening in self.loops(row))
        return tuple(one for one in self.loops(rows[0]) if counted[one] == len(rows))

    def seen_from(self, at: At | None, top: int, bottom: int) -> list[Rows]:
        """Return the rows that a reference means when it stands at `at` (None: anywhere).

        From within a loop its own repetition is meant, from outside all of them. The row of the
        tag that opens the loop, of which the document has none, is the row above the repetition.
        """
        if at is None or not self.loops(at.row):
            return self.runs(top, bottom)
        path = self._paths.get(at.number, ())
        if top == bottom == self.loops(at.row)[-1]:
            above = self._starts[path] - 1
            return [(above, above)] if above else []
        around = path[: len(self.common(at.row, top, bottom))]
        return self.runs(top, bottom, around)

    def first(self, row: int) -> list[Rows]:
        """Return the first row of the document that came from a row; none where there is none."""
        return [(one, one) for one in self.rows(row)[:1]]


def _joined(numbers: Sequence[int]) -> Iterator[Rows]:
    begin = end = 0
    for number in numbers:
        if begin and number > end + 1:
            yield begin, end
            begin = 0
        begin, end = begin or number, number
    if begin:
        yield begin, end

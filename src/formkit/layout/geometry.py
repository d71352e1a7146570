"""From millimetres to one common column grid.

All tables of a form stand on the same vertical lines, so that labels and values align from row to
row and from table to table. Lengths are kept in tenths of a millimetre: sums stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.layout.vocabulary import Block, Grid, RowsTable

CLOSEST_LINES = 30  # tenths of a millimetre: lines nearer than this look like a mistake
TWIPS_PER_TENTH = 1440 / 254


def tenths(millimetres: float) -> int:
    """Return a length in tenths of a millimetre."""
    return round(millimetres * 10)


def twips(at: int) -> int:
    """Return the position `at` (tenths of a millimetre) in twentieths of a point."""
    return round(at * TWIPS_PER_TENTH)


def lines_of(columns: Iterable[float]) -> tuple[int, ...]:
    """Return the vertical lines of columns of these widths, from 0 to the right edge."""
    return tuple(accumulate((tenths(width) for width in columns), initial=0))


def frames(blocks: Iterable[Block]) -> Iterator[list[Grid | RowsTable]]:
    """Yield the frames: grids and rows tables that follow one another share one."""
    frame: list[Grid | RowsTable] = []
    for block in blocks:
        if isinstance(block, Grid | RowsTable):
            frame.append(block)
        elif frame:
            yield frame
            frame = []
    if frame:
        yield frame


@dataclass(frozen=True, slots=True)
class CommonGrid:
    """The vertical lines of a form, left to right, in tenths of a millimetre."""

    lines: tuple[int, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths of the grid's columns, in tenths of a millimetre."""
        return tuple(right - left for left, right in pairwise(self.lines))

    def span(self, left: int, right: int) -> int:
        """Return how many grid columns lie between two lines."""
        return self.lines.index(right) - self.lines.index(left)


def grid_of(blocks: Iterable[Grid | RowsTable]) -> CommonGrid:
    """Return the grid that holds every vertical line of these blocks."""
    lines: set[int] = set()
    for block in blocks:
        if isinstance(block, Grid):
            lines.update(_drawn(block))
        else:
            lines.update(lines_of(column.width for column in block.columns))
    return CommonGrid(tuple(sorted(lines)))


def judge_lines(blocks: Iterable[Grid | RowsTable], place: Place) -> None:
    """Judge the vertical lines of one frame.

    Raises:
        ProfileError: two lines are so near that they were meant to be one (FK-LAY-007).
    """
    for left, right in pairwise(grid_of(blocks).lines):
        if right - left < CLOSEST_LINES:
            raise ProfileError(
                "FK-LAY-007",
                place=place,
                gap=f"{(right - left) / 10:g}",
                left=f"{left / 10:g}",
                right=f"{right / 10:g}",
                limit=f"{CLOSEST_LINES / 10:g}",
            )


def _drawn(grid: Grid) -> set[int]:
    """Return the lines that some row of the grid really draws."""
    every = lines_of(grid.columns)
    return {line for row in grid.rows for line in cell_lines(every, row.spans)}


def cell_lines(lines: Sequence[int], spans: Iterable[int]) -> tuple[int, ...]:
    """Return the lines between the cells of a row, given the lines of its grid's columns."""
    return tuple(lines[at] for at in accumulate(spans, initial=0))

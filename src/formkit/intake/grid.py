"""A grid of cells with places: what a workbook sheet and a CSV file have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from formkit.kernel.findings import Place
from formkit.ooxml import addresses


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; rows and columns counted from 0, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        """Return the area as Excel writes it, e.g. `A2:A4`."""
        return f"{address(self.top, self.left)}:{address(self.bottom, self.right)}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell whose value cannot be trusted: an error value, or a formula nobody calculated."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet or file as typed; empty cells are `""` or None.

    Rows and columns are counted from 0. `lines` gives, for a text file, the line on which each row
    starts.
    """

    file: str
    name: str
    rows: list[list[Any]]
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    doubts: Mapping[tuple[int, int], Doubt] = field(default_factory=dict)
    lines: tuple[int, ...] | None = None
    date1904: bool = False
    main: bool = True  # whether places leave out the sheet's name

    def place(
        self, row: int, column: int | None = None, *, path: str = "", label: str = ""
    ) -> Place:
        """Return where a cell stands; without a column, where the row stands."""
        sheet = "" if self.main else self.name
        if self.lines is not None:
            return Place(file=self.file, line=self.lines[row], path=path, label=label)
        cell = address(row, column or 0)
        return Place(file=self.file, sheet=sheet, cell=cell, path=path, label=label)

    def where(self) -> Place:
        """Return the place of the whole sheet."""
        return Place(file=self.file, sheet="" if self.main else self.name)

    def text(self, row: int, column: int) -> str:
        """Return a cell as stripped text; empty for an empty cell or one outside the grid."""
        cells = self.rows[row] if row < len(self.rows) else []
        return as_text(cells[column]) if column < len(cells) else ""

    def values(self) -> int:
        """Return how many cells are not empty."""
        return sum(1 for cells in self.rows for value in cells if filled(value)) + len(self.doubts)


@dataclass(frozen=True)
class RowPlaces(Mapping[str, Place]):
    """The places of one row's cells by field path, made when asked for.

    A ledger of ten thousand rows has half a million cells; only the faulty ones are ever looked up.
    """

    grid: Grid
    row: int
    columns: Mapping[str, tuple[int, str]]  # path → column, label
    prefix: str = ""  # "issues.0."
    before: str = ""  # "质量问题部位 第1行 "

    def __getitem__(self, path: str) -> Place:
        """Return the place of the cell; raises KeyError for a path without a column."""
        if not path.startswith(self.prefix):
            raise KeyError(path)
        column, label = self.columns[path[len(self.prefix) :]]
        return self.grid.place(self.row, column, path=path, label=self.before + label)

    def __iter__(self) -> Iterator[str]:
        """Yield the paths."""
        return (self.prefix + path for path in self.columns)

    def __len__(self) -> int:
        """Return how many columns the row has."""
        return len(self.columns)

    def __reduce__(self) -> tuple[type[dict[str, Place]], tuple[dict[str, Place]]]:
        """Travel to another process as plain places, without the grid."""
        return dict, (dict(self),)


@dataclass(frozen=True)
class JoinedPlaces(Mapping[str, Place]):
    """The places of a record: its own row, then its child rows, told apart by their prefix."""

    own: RowPlaces
    children: Mapping[str, RowPlaces]  # prefix → row

    def __getitem__(self, path: str) -> Place:
        """Return the place of the cell, in the record's own row or in a child row."""
        for row in (self.own, *self._nearest(path)):
            if path in row:
                return row[path]
        raise KeyError(path)

    def _nearest(self, path: str) -> Iterator[RowPlaces]:
        parts = path.split(".")
        row = self.children.get(".".join(parts[:2]) + ".")
        if row is not None:
            yield row

    def __iter__(self) -> Iterator[str]:
        """Yield the paths, the record's own first."""
        yield from self.own
        for row in self.children.values():
            yield from row

    def __len__(self) -> int:
        """Return how many cells the record has."""
        return len(self.own) + sum(len(row) for row in self.children.values())

    def __reduce__(self) -> tuple[type[dict[str, Place]], tuple[dict[str, Place]]]:
        """Travel to another process as plain places, without the grid."""
        return dict, (dict(self),)


def address(row: int, column: int) -> str:
    """Return the Excel address of a cell counted from 0, e.g. `F7`."""
    return addresses.address(row + 1, column + 1)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: `A`, `Z`, `AA`."""
    return addresses.column_letters(column + 1)


def filled(value: Any) -> bool:
    """Return whether a cell holds anything; blanks and line ends alone are nothing."""
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def as_text(value: Any) -> str:
    """Return a header or key cell as text: whole floats without their `.0`; empty for nothing."""
    if not filled(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

"""A grid of cells with places: what a workbook sheet and a CSV file have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, overload

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


Row = Sequence[Any]


class Rows(Protocol):
    """The rows of a grid, wherever they are kept; they can be gone through again and again."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row]: ...
    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def after(self, index: int) -> Iterator[Row]:
        """Yield the rows behind the one at `index`."""
        ...


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the rows of a grid stand: enough to name the place of a cell, without the cells.

    `sheet` is empty where places leave out the sheet's name.
    """

    file: str
    sheet: str = ""

    def place(
        self, row: int, column: int = 0, *, line: int | None = None, path: str = "", label: str = ""
    ) -> Place:
        """Return where a cell stands; in a text file, where its row begins."""
        if line is not None:
            return Place(file=self.file, line=line, path=path, label=label)
        cell = address(row, column)
        return Place(file=self.file, sheet=self.sheet, cell=cell, path=path, label=label)


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet or file as typed; empty cells are `""` or None.

    Rows and columns are counted from 0. `cells` counts those that hold anything, `held` are the
    columns with such a cell. `lines` gives, for a text file, the line on which each row starts.
    """

    file: str
    name: str
    rows: Rows
    cells: int
    held: frozenset[int]
    merges: tuple[Area, ...] = ()
    hidden_rows: Collection[int] = ()
    doubts: Mapping[tuple[int, int], Doubt] = field(default_factory=dict)
    lines: Sequence[int] | None = None
    date1904: bool = False
    main: bool = True  # whether places leave out the sheet's name

    @property
    def ground(self) -> Ground:
        """What names the places of the cells."""
        return Ground(self.file, "" if self.main else self.name)

    def line(self, row: int) -> int | None:
        """Return the line on which a row of a text file starts; None for a workbook."""
        return None if self.lines is None else self.lines[row]

    def width(self, row: int) -> int | None:
        """Return how many cells a row of a text file has; None for a workbook."""
        return None if self.lines is None else len(self.rows[row])

    def place(
        self, row: int, column: int | None = None, *, path: str = "", label: str = ""
    ) -> Place:
        """Return where a cell stands; without a column, where the row stands."""
        return self.ground.place(row, column or 0, line=self.line(row), path=path, label=label)

    def where(self) -> Place:
        """Return the place of the whole sheet."""
        return Place(file=self.file, sheet="" if self.main else self.name)

    def text(self, row: int, column: int) -> str:
        """Return a cell as stripped text; empty for an empty cell or one outside the grid."""
        return text_in(self.rows[row], column) if row < len(self.rows) else ""

    def values(self) -> int:
        """Return how many cells are not empty."""
        return self.cells + len(self.doubts)


@dataclass(frozen=True, slots=True)
class RowPlaces(Mapping[str, Place]):
    """The places of one row's cells by field path, made when asked for.

    A ledger of ten thousand rows has half a million cells; only the faulty ones are ever looked up.
    It travels to another process without the cells.
    """

    ground: Ground
    row: int
    line: int | None
    columns: Mapping[str, tuple[int, str]]  # path → column, label
    prefix: str = ""  # "issues.0."
    before: str = ""  # "质量问题部位 第1行 "

    def __getitem__(self, path: str) -> Place:
        """Return the place of the cell; raises KeyError for a path without a column."""
        if not path.startswith(self.prefix):
            raise KeyError(path)
        column, label = self.columns[path[len(self.prefix) :]]
        return self.ground.place(
            self.row, column, line=self.line, path=path, label=self.before + label
        )

    def __iter__(self) -> Iterator[str]:
        """Yield the paths."""
        return (self.prefix + path for path in self.columns)

    def __len__(self) -> int:
        """Return how many columns the row has."""
        return len(self.columns)


@dataclass(frozen=True, slots=True)
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


def address(row: int, column: int) -> str:
    """Return the Excel address of a cell counted from 0, e.g. `F7`."""
    return addresses.address(row + 1, column + 1)


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: `A`, `Z`, `AA`."""
    return addresses.column_letters(column + 1)


def filled(value: Any) -> bool:
    """Return whether a cell holds anything; blanks and line ends alone are nothing."""
    if isinstance(value, str):
        return bool(value) and not value.isspace()
    return value is not None


def text_in(row: Row, column: int) -> str:
    """Return a cell of a row as stripped text; empty for an empty cell or one beyond its end."""
    return as_text(row[column]) if column < len(row) else ""


def as_text(value: Any) -> str:
    """Return a header or key cell as text: whole floats without their `.0`; empty for nothing."""
    if not filled(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()

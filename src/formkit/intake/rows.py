"""The data rows under a header: values with places; what is no data is told, never lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formkit.intake import cells, merges
from formkit.intake.grid import Doubt, Grid, RowPlaces, as_text, filled, text_in
from formkit.intake.header import Header
from formkit.intake.shape import Column
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level

EXAMPLE = "示例"
LISTED_ROWS = 10  # hidden rows that a sentence lists
_BRACKETS = "()[]【】〔〕"
_HINT = re.compile(
    r"[(\[【〔]?(如|例|例如|示例|格式|必填|选填|可选|说明|填写说明|提示|注)([:).\]】〕]|$)"
)
_FOOT = re.compile(r"合计|小计|总计|(注|备注|说明):|制表|填表|审核|审批|以下空白")


@dataclass(frozen=True, slots=True)
class Name:
    """What a data row is called: its own name (序号), the parent it names, its 编号."""

    index: int
    key: str
    owner: str
    number: str


@dataclass(frozen=True, slots=True)
class Row:
    """One data row read: its values in nested mappings, places and faults."""

    index: int
    data: dict[str, Any]
    places: RowPlaces
    findings: tuple[Finding, ...]


class Table:
    """The data rows under a header: first called by their names, then read one by one.

    Args:
        grid: the sheet or file.
        header: which column holds which field.
        number: the field with the 编号; empty where there is none.

    Attributes:
        notes: on what was read or left out and why; complete when the names were gone through.
    """

    def __init__(self, grid: Grid, header: Header, number: str = "") -> None:
        self.grid = grid
        self.header = header
        self.fills, self.notes = merges.values(grid, header)
        self._ground = grid.ground
        self._width = grid.width(header.row)
        self._places = {
            column.path: (index, column.header) for index, column in header.columns.items()
        }
        self._columns = [
            (index, column, tuple(column.path.split(".")))
            for index, column in header.columns.items()
        ]
        self._as_stored = not (grid.doubts or self.fills)  # each cell means what it holds
        self._number = next(
            (index for index, column in header.columns.items() if column.path == number), None
        )

    def names(self) -> Iterator[Name]:
        """Yield what the data rows are called, in order.

        Rows without content are skipped however they are formatted; so are a row of hints under
        the header, the example row, and closing lines (合计, 注:…), which are noted.
        """
        hints_may_follow = True
        hidden = _HiddenRows(self.grid)
        start = self.header.row
        for index, cells_of_row in enumerate(self.grid.rows.after(start), start=start + 1):
            if not self._says_anything(index, cells_of_row):
                continue
            said = self._aside(index, cells_of_row, hints_may_follow=hints_may_follow)
            if said is not None:
                self.notes += said
                continue
            hints_may_follow = False
            hidden.see(index)
            yield self._named(index, cells_of_row)
        self.notes += hidden.note()

    def name(self, index: int) -> Name:
        """Return what a data row is called."""
        return self._named(index, self.grid.rows[index])

    def _named(self, index: int, row: Sequence[Any]) -> Name:
        return Name(
            index,
            self._called(index, row, self.header.key),
            self._called(index, row, self.header.owner),
            self._number_of(index, row),
        )

    def read(self, index: int) -> Row:
        """Return a data row with its values, each under its column's kind."""
        data: dict[str, Any] = {}
        findings: list[Finding] = []
        row = self.grid.rows[index]
        places = self.places(index)
        findings += self._beyond(index, row)
        for position, column, path in self._columns:
            value = self._value(index, row, position)
            if type(value) is str:  # of whatever kind: text stays as typed
                if value and not value.isspace():
                    _put(data, path, value)
            elif isinstance(value, Doubt):
                findings.append(fault(value.code, places[column.path], value=value.text))
            elif filled(value):
                converted = self._converted(value, column, places, findings)
                if converted is not None:
                    _put(data, path, converted)
        return Row(index, data, places, tuple(findings))

    def _beyond(self, index: int, row: Sequence[Any]) -> Iterator[Finding]:
        """Yield a fault where a row of a text file has cells that no header stands over."""
        more = row[self._width :] if self._width is not None else ()
        held = [value for value in more if filled(value)]
        if held:
            value, place = cells.shown(as_text(held[0])), self.grid.place(index)
            yield fault("FK-ROW-015", place, found=len(row), count=self._width, value=value)

    def places(self, index: int) -> RowPlaces:
        """Return the places of a row's cells."""
        return RowPlaces(self._ground, index, self.grid.line(index), self._places)

    def _value(self, index: int, row: Sequence[Any], position: int) -> Any:
        """Return what a cell means, or the doubt whether it may be taken as it is read."""
        if self._as_stored:
            return row[position] if position < len(row) else None
        if self.grid.doubts and (index, position) in self.grid.doubts:
            return self.grid.doubts[index, position]
        return self._stored(index, row, position)

    def _stored(self, index: int, row: Sequence[Any], position: int) -> Any:
        """Return what a cell holds; under a merge its area's value."""
        if self.fills and (index, position) in self.fills:
            return self.fills[index, position]
        return row[position] if position < len(row) else None

    def _converted(
        self, value: Any, column: Column, places: RowPlaces, findings: list[Finding]
    ) -> Any:
        try:
            return cells.convert(value, column.field.kind, date1904=self.grid.date1904)
        except cells.LostDigits as lost:
            findings.append(fault("FK-ROW-003", places[column.path], value=str(lost)))
        except cells.TurnedIntoDate as turned:
            findings.append(fault("FK-ROW-004", places[column.path], value=str(turned)))
        return None

    def _says_anything(self, index: int, row: Sequence[Any]) -> bool:
        """Return whether any field is given; the names of row and parent alone are nothing."""
        return any(filled(self._value(index, row, position)) for position, _, _ in self._columns)

    def _typed(self, index: int, row: Sequence[Any]) -> dict[int, Any]:
        """Return the filled cells of a row by column."""
        values = {position: self._stored(index, row, position) for position, _, _ in self._columns}
        return {position: value for position, value in values.items() if filled(value)}

    def _called(self, index: int, row: Sequence[Any], position: int | None) -> str:
        if position is None:
            return ""
        if self.fills and (index, position) in self.fills:
            return as_text(self.fills[index, position])
        return text_in(row, position)

    def _number_of(self, index: int, row: Sequence[Any]) -> str:
        """Return the row's 编号 as its field will hold it; empty where it cannot be read."""
        if self._number is None:
            return ""
        value = self._value(index, row, self._number)
        if isinstance(value, Doubt) or not filled(value):
            return ""
        column = self.header.columns[self._number]
        converted = self._converted(value, column, self.places(index), [])
        return "" if converted is None else str(converted)

    def _aside(
        self, index: int, row: Sequence[Any], *, hints_may_follow: bool
    ) -> list[Finding] | None:
        """Return the note on a row that is no data (empty for the example row), None for data."""
        first = next((str(cell).strip() for cell in row if filled(cell)), "")
        key = "" if self.header.key is None else text_in(row, self.header.key)
        if EXAMPLE in (_plain(first).strip(_BRACKETS), _plain(key).strip(_BRACKETS)):
            return []
        if hints_may_follow and _all_hints(self.header, self._typed(index, row)):
            return [self._note("FK-IN-065", index, first)]
        if (
            not key.isdecimal()
            and _FOOT.match(_plain(first))
            and len(self._typed(index, row)) <= len(self.header.columns) // 2 + 1
        ):
            return [self._note("FK-IN-066", index, first)]
        return None

    def _note(self, code: str, index: int, text: str) -> Finding:
        return fault(code, self.grid.place(index), level=Level.INFO, text=cells.shown(text))


class _HiddenRows:
    """Counts the data rows that the clerk does not see."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._hidden = frozenset(grid.hidden_rows)
        self._count = 0
        self._first: list[int] = []

    def see(self, index: int) -> None:
        if index in self._hidden:
            self._count += 1
            if len(self._first) < LISTED_ROWS:
                self._first.append(index + 1)

    def note(self) -> list[Finding]:
        if not self._count:
            return []
        listed = "、".join(map(str, self._first)) + ("…" if self._count > LISTED_ROWS else "")
        where = self._grid.where()
        return [fault("FK-IN-061", where, level=Level.INFO, rows=listed, count=self._count)]


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value under its path; objects on the way are made."""
    *folders, name = path
    for folder in folders:
        data = data.setdefault(folder, {})
    data[name] = value


def _plain(text: str) -> str:
    """Return the text half-width and without blanks, for comparing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _all_hints(header: Header, typed: Mapping[int, Any]) -> bool:
    return bool(typed) and all(
        isinstance(value, str)
        and (
            bool(_HINT.match(_plain(value)))
            or (column in header.columns and value.strip() == header.columns[column].field.hint)
        )
        for column, value in typed.items()
    )

"""The scan of a worksheet: its geometry, and the cells that a person must look at (T12, T15)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from formkit.ooxml import names, passive
from formkit.ooxml.addresses import COLUMNS, ROWS, address, area, column_number
from formkit.ooxml.cuts import Cut, Cuts
from formkit.ooxml.scan import Scan, ScanClass, Subject, as_dict, qualified

_NUMBER_LENGTH = 15  # Excel keeps fifteen digits of a number
_KEPT_TEXT = 100  # of a value: enough to judge a number
_SHOWN_FORMULA = 60
_FEW_ROWS = 256  # of which a sheet has seen at first; it makes room for more when they come
_KEPT_FORMULA = 32_768  # Excel's limit is 8,192 characters


class Doubt(StrEnum):
    """Why the value of a cell must be looked at by a person."""

    ERROR = "error"  # #N/A, #DIV/0! …
    UNCACHED = "uncached"  # a formula without a stored result
    LONG_NUMBER = "long_number"  # more than 15 digits before the point: the end was lost


@dataclass(frozen=True, slots=True)
class SuspiciousCell:
    """A cell whose value may not be taken as it is read."""

    sheet: str
    cell: str
    doubt: Doubt
    text: str = ""  # what is stored: `#N/A`, `4.10105199001011E+17`; the formula without a result


def sheet_name(local: str) -> str:
    """Return the name of a spreadsheet element as the scans see it."""
    return qualified(names.SHEET, local)


_C, _V, _F, _IS, _ROW = (sheet_name(local) for local in ("c", "v", "f", "is", "row"))
_ROWS = sheet_name("sheetData")
_VALIDATION = sheet_name("dataValidation")
_OLE_OBJECT = sheet_name("oleObject")
_FILLED_AREAS = {sheet_name("mergeCell"), sheet_name("hyperlink")}  # openpyxl makes every cell
_AREAS = {
    _VALIDATION: "sqref",
    sheet_name("mergeCell"): "ref",
    sheet_name("hyperlink"): "ref",
    sheet_name("conditionalFormatting"): "sqref",
    sheet_name("dimension"): "ref",
    sheet_name("autoFilter"): "ref",
}
_SHARED_FORMULA = "(与别的单元格共用)"
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FETCHING = re.compile(
    r"(?<![\w.])(?:_xlfn\.)?(?:DDE|WEBSERVICE|CALL|RTD|REGISTER\.ID)\s*\(|\|", re.IGNORECASE
)


class Geometry:
    """The judgements over references that sheets, comments and the workbook share."""

    def __init__(self, subject: Subject) -> None:
        self._refuse = subject.refuse
        self._limits = subject.limits
        self._area = 0

    def on_grid(self, reference: str) -> tuple[int, int, int, int]:
        """Return (top, left, bottom, right); refuse what does not lie on Excel's grid."""
        try:
            found = area(reference)
        except ValueError:
            self._refuse("FK-IN-025", reference=reference)
        top, left, bottom, right = found
        if not (1 <= top <= bottom <= ROWS and 1 <= left <= right <= COLUMNS):
            self._refuse("FK-IN-025", reference=reference)
        return found

    def refuse_far(self, row: int, column: int, reference: str, limit: int) -> None:
        """Refuse what hangs on a cell that far from A1."""
        if row * column > limit:
            self._refuse("FK-IN-029", cell=reference, reference=reference)

    def add_area(self, reference: str) -> None:
        """Count an area whose cells libraries make one by one."""
        top, left, bottom, right = self.on_grid(reference)
        self.refuse_far(top, left, reference, self._limits.box_cells)
        self._area += (bottom - top + 1) * (right - left + 1)
        if self._area > self._limits.merged_cells:
            self._refuse("FK-IN-027", reference=reference, limit=self._limits.merged_cells)


class SheetScan(Scan):
    """A worksheet: where its cells stand, how far its areas reach, which cells are suspicious."""

    watches_text = True

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.filled = 0  # non-empty cells
        self.last_row = 0  # of the non-empty cells
        self.last_column = 0
        self.highest_string = -1  # index into the shared texts
        self.doubts: list[tuple[str, Doubt, str]] = []
        self._cuts = Cuts()
        self._geometry = Geometry(subject)
        self._rows_seen = bytearray(_FEW_ROWS)
        self._row = 0
        self._row_given = False
        self._row_said = ""
        self._letters: dict[str, int] = {}  # the column of letters that were met
        self._columns_seen: set[int] = set()
        self._column = 0
        self._kind = "n"
        self._has_formula = self._has_inline = False
        self._reading = ""  # the element whose text is kept
        self._value = ""
        self._formula = ""
        self._begin: dict[str, Callable[[list[str]], None]] = {
            _ROW: self._begin_row,
            _F: self._begin_formula,
            _IS: self._begin_inline,
            _OLE_OBJECT: self._judge_object,
        }

    def start(self, name: str, attributes: list[str]) -> None:
        """See a cell, its value, its formula, a row, or an area."""
        self._depth += 1
        if self._depth > self._deepest:
            self.refuse("FK-IN-039", limit=self._deepest)
        if name == _C:
            self._begin_cell(attributes)
        elif name == _V:
            self._reading = _V
        elif name in self._begin:
            self._begin[name](attributes)
        elif name in _AREAS:
            self._look_at_area(name, attributes)

    def end(self, name: str) -> None:
        """See a value or a cell end."""
        self._depth -= 1
        if name == _C:
            self._end_cell()
        elif name == self._reading:
            self._reading = ""
        elif name == _ROWS:
            self._cuts.end(self.position())

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """Where the part may be cut between two rows."""
        return self._cuts.found

    def text(self, piece: str) -> None:
        """Keep a cell's value or formula."""
        if self._reading == _V and len(self._value) < _KEPT_TEXT:
            self._value += piece
        elif self._reading == _F and len(self._formula) < _KEPT_FORMULA:
            self._formula += piece

    def finish(self) -> None:
        """Give back what was only needed on the way: up to two megabytes for each sheet."""
        self._rows_seen.clear()

    def _begin_formula(self, _attributes: list[str]) -> None:
        self._reading = _F
        self._has_formula = True

    def _begin_inline(self, _attributes: list[str]) -> None:
        self._has_inline = True

    def _begin_row(self, attributes: list[str]) -> None:
        self._row += 1
        self._row_given, self._row_said = False, ""
        self._column = 0
        self._columns_seen.clear()
        for position in range(0, len(attributes), 2):
            if attributes[position] == "r":
                self._row = self._row_number(attributes[position + 1])
                self._row_given = True
                self._row_said = str(self._row)
        if self._row > ROWS:
            self.refuse("FK-IN-025", reference=str(self._row))
        if self._row_given:
            self._see_row()
        self._cuts.row(self._row, self.position(), named=self._row_given)

    def _see_row(self) -> None:
        lacking = self._row + 1 - len(self._rows_seen)
        if lacking > 0:
            self._rows_seen.extend(bytes(max(lacking, len(self._rows_seen))))
        if self._rows_seen[self._row]:
            self.refuse("FK-IN-046", reference=f"{self._row}:{self._row}")
        self._rows_seen[self._row] = 1

    def _begin_cell(self, attributes: list[str]) -> None:
        self._kind = "n"
        self._has_formula = self._has_inline = False
        self._value = self._formula = ""
        self._column += 1
        for position in range(0, len(attributes), 2):
            if attributes[position] == "r":
                self._stand_at(attributes[position + 1])
            elif attributes[position] == "t":
                self._kind = attributes[position + 1]
        if self._column > COLUMNS or self._row == 0:
            self.refuse("FK-IN-025", reference=address(self._row, self._column))
        if self._column in self._columns_seen:
            cell = address(self._row, self._column)
            self.refuse("FK-IN-046", cell=cell, reference=cell)
        self._columns_seen.add(self._column)

    def _stand_at(self, reference: str) -> None:
        said = self._row_said
        if said and reference.endswith(said):  # nearly always: a cell of the row it stands in
            column = self._letters.get(reference[: -len(said)])
            if column is not None:
                self._column = column
                return
        letters = reference.rstrip("0123456789")
        if not (letters.isascii() and letters.isalpha()):
            self.refuse("FK-IN-025", reference=reference)
        self._column = self._letters[letters] = column_number(letters)
        row = self._row_number(reference[len(letters) :])
        if row == self._row:
            return
        if self._row_given:
            self.refuse("FK-IN-047", reference=reference, row=self._row)
        self._row = row
        self._row_given = True
        self._see_row()

    def _row_number(self, text: str) -> int:
        plain = text.isascii() and text.isdigit() and len(text) < _NUMBER_LENGTH
        number = int(text) if plain else 0
        if not 1 <= number <= ROWS:
            self.refuse("FK-IN-025", reference=text)
        return number

    def _end_cell(self) -> None:
        if not (self._value or self._has_inline or self._has_formula):
            return
        self.filled += 1
        if self._row > self.last_row or self._column > self.last_column:
            self._grow()
        if self._kind == "s":
            self._count_string()
        elif self._kind == "e":
            self._doubt(Doubt.ERROR)
        elif self._kind == "n" and self._value:
            self._judge_number()
        if self._has_formula:
            self._judge_formula()

    def _grow(self) -> None:
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)
        if self.last_row * self.last_column > self.subject.limits.box_cells:
            self.refuse(
                "FK-IN-026",
                cell=address(self._row, self._column),
                reference=address(self.last_row, self.last_column),
                limit=self.subject.limits.box_cells,
            )

    def _count_string(self) -> None:
        index = self._value.strip()
        if not (index.isascii() and index.isdigit()):
            self._refuse_value()
        self.highest_string = max(self.highest_string, int(index))

    def _judge_number(self) -> None:
        try:
            number = float(self._value)
        except ValueError:
            self._refuse_value()
        if not math.isfinite(number) or "_" in self._value:  # Python reads 1_000 as a number
            self._refuse_value()
        if abs(number) >= 10.0**_NUMBER_LENGTH:
            self._doubt(Doubt.LONG_NUMBER)

    def _judge_formula(self) -> None:
        if not self._value and self._kind != "str":  # `str` with nothing is the result ""
            # The cells below the first of a filled-down formula hold no text of their own.
            formula = f"={self._formula[:_SHOWN_FORMULA]}" if self._formula else _SHARED_FORMULA
            self._doubt(Doubt.UNCACHED, formula)
        if _FETCHING.search(_QUOTED.sub("", self._formula)):
            self.refuse("FK-IN-032", cell=address(self._row, self._column))
        if self.subject.limits.passive:
            for target in passive.formula_targets(self._formula):
                self.judge_target(target)

    def _refuse_value(self) -> NoReturn:
        cell = address(self._row, self._column)
        self.refuse("FK-IN-045", cell=cell, reference=cell, value=self._value)

    def _doubt(self, doubt: Doubt, text: str = "") -> None:
        limit = self.subject.limits.doubtful_cells
        if len(self.doubts) >= limit:
            self.refuse("FK-IN-042", count=limit)
        self.doubts.append((address(self._row, self._column), doubt, text or self._value))

    def _look_at_area(self, name: str, attributes: list[str]) -> None:
        for reference in as_dict(attributes).get(_AREAS[name], "").split():
            top, left, _, _ = self._geometry.on_grid(reference)
            if name == _VALIDATION:
                self._geometry.refuse_far(top, left, reference, self.subject.limits.far_cells)
            elif name in _FILLED_AREAS:
                self._geometry.add_area(reference)

    def _judge_object(self, attributes: list[str]) -> None:
        if "link" in attributes[::2]:
            self.refuse("FK-IN-032")


SCANS: dict[str, ScanClass] = {sheet_name("worksheet"): SheetScan}

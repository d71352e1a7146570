"""The scans of a workbook's parts: geometry, counts, cells that a person must look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from formkit.kernel.findings import Place
from formkit.ooxml import names
from formkit.ooxml.addresses import COLUMNS, ROWS, address, area, column_number
from formkit.ooxml.limits import Limits
from formkit.ooxml.scan import Scan, ScanClass, qualified

_NUMBER_LENGTH = 15  # Excel keeps fifteen digits of a number
_DECIMAL_64 = 20  # digits of the largest 64-bit number


class Doubt(StrEnum):
    """Why the value of a cell must be looked at by a person (RELIABILITY T15, T22)."""

    ERROR = "error"  # #N/A, #DIV/0! …
    UNCACHED = "uncached"  # a formula without a stored result
    LONG_NUMBER = "long_number"  # more than 15 digits before the point: the end was lost


@dataclass(frozen=True, slots=True)
class SuspiciousCell:
    """A cell whose value may not be taken as it is read."""

    sheet: str
    cell: str
    doubt: Doubt
    text: str = ""  # what is stored: `#N/A`, `4.10105199001011E+17`; empty without a result


def _name(local: str) -> str:
    return qualified(names.SHEET, local)


_C, _V, _F, _IS, _ROW = _name("c"), _name("v"), _name("f"), _name("is"), _name("row")


class SheetScan(Scan):
    """A worksheet: where its cells stand, how far its areas reach, which cells are suspicious."""

    watches_text = True

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        super().__init__(part, place, limits)
        self.filled = 0  # non-empty cells
        self.last_row = 0  # of the non-empty cells
        self.last_column = 0
        self.doubts: list[tuple[str, Doubt, str]] = []
        self._row = 0
        self._column = 0
        self._kind = "n"
        self._formula = False
        self._in_value = False
        self._value = ""
        self._full = False
        self._area = 0

    def start(self, name: str, attributes: list[str]) -> None:
        """See a cell, its value, its formula, a row, or an area."""
        self.depth += 1
        if name == _C:
            self._begin_cell(attributes)
        elif name == _V:
            self._in_value = True
        elif name == _F:
            self._formula = True
        elif name == _IS:
            self._full = True
        elif name == _ROW:
            self._begin_row(attributes)
        elif self.depth > self.limits.depth:
            self.refuse("FK-IN-039", limit=self.limits.depth)
        else:
            self._look_at_area(name, attributes)

    def end(self, name: str) -> None:
        """See a value or a cell end."""
        self.depth -= 1
        if name == _V:
            self._in_value = False
        elif name == _C:
            self._end_cell()

    def text(self, piece: str) -> None:
        """Collect a cell's value."""
        if self._in_value:
            self._value += piece

    def _begin_row(self, attributes: list[str]) -> None:
        self._row += 1
        self._column = 0
        for position in range(0, len(attributes), 2):
            if attributes[position] == "r":
                self._row = self._number(attributes[position + 1])
        if not 1 <= self._row <= ROWS:
            self.refuse("FK-IN-025", reference=str(self._row))

    def _begin_cell(self, attributes: list[str]) -> None:
        self._kind = "n"
        self._formula = self._full = False
        self._value = ""
        self._column += 1
        for position in range(0, len(attributes), 2):
            if attributes[position] == "r":
                self._stand(attributes[position + 1])
            elif attributes[position] == "t":
                self._kind = attributes[position + 1]
        if self._column > COLUMNS:
            self.refuse("FK-IN-025", reference=address(self._row, self._column))

    def _stand(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        row = reference[len(letters) :]
        if not letters.isascii() or not letters.isalpha() or not row:
            self.refuse("FK-IN-025", reference=reference)
        self._column = column_number(letters)
        self._row = int(row) if len(row) < _NUMBER_LENGTH else ROWS + 1
        if not 1 <= self._row <= ROWS or self._column > COLUMNS:
            self.refuse("FK-IN-025", reference=reference)

    def _end_cell(self) -> None:
        if self._value or self._full or self._formula:
            self.filled += 1
            self.last_row = max(self.last_row, self._row)
            self.last_column = max(self.last_column, self._column)
            if self.last_row * self.last_column > self.limits.box_cells:
                self._refuse_box()
        if self._kind == "e":
            self._doubt(Doubt.ERROR)
        elif self._formula and not self._value and self._kind != "str":
            self._doubt(Doubt.UNCACHED)
        elif self._kind == "n" and len(self._value) > _NUMBER_LENGTH and _long(self._value):
            self._doubt(Doubt.LONG_NUMBER)

    def _doubt(self, doubt: Doubt) -> None:
        if len(self.doubts) >= self.limits.doubtful_cells:
            self.refuse("FK-IN-042", count=self.limits.doubtful_cells)
        self.doubts.append((address(self._row, self._column), doubt, self._value))

    def _look_at_area(self, name: str, attributes: list[str]) -> None:
        kind = _AREAS.get(name)
        if kind is None:
            return
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        for reference in given.get(kind, "").split():
            top, left, bottom, right = self._on_grid(reference)
            if name == _VALIDATION:
                self._refuse_far(top, left, reference)
            elif name in _FILLED_AREAS:
                self._area += (bottom - top + 1) * (right - left + 1)
                if self._area > self.limits.merged_cells:
                    self.refuse("FK-IN-027", reference=reference, limit=self.limits.merged_cells)
                self._refuse_far(top, left, reference, self.limits.box_cells)

    def _on_grid(self, reference: str) -> tuple[int, int, int, int]:
        try:
            found = area(reference)
        except ValueError:
            self.refuse("FK-IN-025", reference=reference)
        top, left, bottom, right = found
        if not (1 <= top <= bottom <= ROWS and 1 <= left <= right <= COLUMNS):
            self.refuse("FK-IN-025", reference=reference)
        return found

    def _refuse_far(self, row: int, column: int, reference: str, limit: int | None = None) -> None:
        if row * column > (limit or self.limits.far_cells):
            self.refuse("FK-IN-029", cell=reference, reference=reference)

    def _refuse_box(self) -> None:
        corner = address(self.last_row, self.last_column)
        cell = address(self._row, self._column)
        self.refuse("FK-IN-026", cell=cell, reference=corner, limit=self.limits.box_cells)

    def _number(self, text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) >= _NUMBER_LENGTH:
            self.refuse("FK-IN-025", reference=text)
        return int(text)


_VALIDATION = _name("dataValidation")
_FILLED_AREAS = {_name("mergeCell"), _name("hyperlink")}  # libraries make every cell of these
_AREAS = {
    _VALIDATION: "sqref",
    _name("mergeCell"): "ref",
    _name("hyperlink"): "ref",
    _name("conditionalFormatting"): "sqref",
    _name("dimension"): "ref",
    _name("autoFilter"): "ref",
}


def _long(value: str) -> bool:
    try:
        return abs(float(value)) >= 10.0**_NUMBER_LENGTH
    except ValueError:
        return False


class StringsScan(Scan):
    """The shared texts: what the part declares must be near what it holds."""

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        super().__init__(part, place, limits)
        self._declared = 0
        self._real = 0

    def start(self, name: str, attributes: list[str]) -> None:
        """Count an item."""
        self.deepen()
        if name == _name("si"):
            self._real += 1
        elif name == _name("sst"):
            given = dict(zip(attributes[::2], attributes[1::2], strict=True))
            declared = given.get("uniqueCount", "0").strip()
            self._declared = (
                int(declared) if declared.isdecimal() and len(declared) <= _DECIMAL_64 else 0
            )

    def finish(self) -> None:
        """Compare the declared with the real number."""
        if self._declared > 4 * self._real + self.limits.declared_slack:
            self.refuse("FK-IN-028", declared=self._declared, real=self._real)


class CommentsScan(SheetScan):
    """The comments of a sheet: libraries make a cell for each."""

    watches_text = False

    def start(self, name: str, attributes: list[str]) -> None:
        """See a comment."""
        self.deepen()
        if name == _name("comment"):
            given = dict(zip(attributes[::2], attributes[1::2], strict=True))
            reference = given.get("ref", "")
            top, left, _, _ = self._on_grid(reference)
            self._refuse_far(top, left, reference, self.limits.box_cells)

    def end(self, name: str) -> None:  # noqa: ARG002 - as in Scan
        """See an element end."""
        self.depth -= 1


class WorkbookScan(SheetScan):
    """The workbook part: sheets, epoch, print areas."""

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        super().__init__(part, place, limits)
        self.date1904 = False
        self.sheets: list[tuple[str, str, str]] = []  # name, state, relationship id
        self._defined = ""

    def start(self, name: str, attributes: list[str]) -> None:
        """See a sheet, the epoch, or a defined name."""
        self.deepen()
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if name == _name("sheet"):
            relation = given.get(qualified(names.RELATION, "id"), "")
            state = given.get("state", "visible")
            self.sheets.append((given.get("name", ""), state, relation))
        elif name == _name("workbookPr"):
            self.date1904 = given.get("date1904", "0") in {"1", "true"}
        elif name == _name("definedName"):
            self._in_value = given.get("name", "").startswith("_xlnm.Print_Area")
            self._value = ""

    def end(self, name: str) -> None:
        """See a defined name end."""
        self.depth -= 1
        if self._in_value and name == _name("definedName"):
            self._in_value = False
            for reference in self._value.split(","):
                self._look_at_print_area(reference.rpartition("!")[2])

    def _look_at_print_area(self, reference: str) -> None:
        try:
            top, left, _, _ = area(reference)
        except ValueError:
            return  # `#REF!`, or a formula: nothing to reach for
        self._refuse_far(top, left, reference)


class LinkScan(Scan):
    """An external link part: OLE and DDE links start other programs."""

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - as in Scan
        """Refuse a link to a program."""
        self.deepen()
        if name in {_name("ddeLink"), _name("oleLink")}:
            self.refuse("FK-IN-032")


class MacroScan(Scan):
    """A macro sheet of Excel 4, whatever the part is called."""

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - as in Scan
        """Refuse it."""
        self.refuse("FK-IN-008", expected="")


SCANS: dict[str, ScanClass] = {
    _name("worksheet"): SheetScan,
    _name("sst"): StringsScan,
    _name("comments"): CommentsScan,
    _name("workbook"): WorkbookScan,
    _name("externalLink"): LinkScan,
    qualified("http://schemas.microsoft.com/office/excel/2006/main", "macrosheet"): MacroScan,
    _name("macrosheet"): MacroScan,
}

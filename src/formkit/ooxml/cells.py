"""What the cells of a workbook hold, as stored: for readers that need more than a value.

The scans of the gate, keeping what they pass: one pass judges and reads. `READING` is handed to
`gate.inspect_bytes`; the scans then stand in `Package.scans` by part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from formkit.ooxml import names
from formkit.ooxml.addresses import area, column_number
from formkit.ooxml.cuts import Cut
from formkit.ooxml.scan import Scan, ScanClass, Subject, as_dict, qualified
from formkit.ooxml.sheets import SheetScan, sheet_name
from formkit.ooxml.workbooks import StringsScan, WorkbookScan

MOST_CELLS: Final = 100_000  # filled cells of a sheet that are kept
_DATA, _DATA_DEPTH = sheet_name("sheetData"), 2
_MOST_TEXT = 40_000  # characters of a value; Excel allows 32,767

_C, _V, _F, _IS, _SI, _R, _T, _ROW = map(sheet_name, ("c", "v", "f", "is", "si", "r", "t", "row"))
_PHONETIC, _RUN_FONT, _COLUMN = sheet_name("rPh"), sheet_name("rFont"), sheet_name("col")
_STRIKE, _OFF = sheet_name("strike"), frozenset(("0", "false"))
_MERGE, _DEFINED_NAME = sheet_name("mergeCell"), sheet_name("definedName")
_FONTS, _FONT, _NAME = sheet_name("fonts"), sheet_name("font"), sheet_name("name")
_FORMATS, _FORMAT = sheet_name("cellXfs"), sheet_name("xf")
_PROPERTY = qualified(names.CUSTOM, "property")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Runs = tuple[tuple[str, str | None], ...]
"""Text and font of each run; None: the cell's own font."""


Corners = tuple[int, int, int, int]
"""Of an area: top, left, bottom, right, counted from 1."""


class Stored(NamedTuple):
    """One filled cell: type, value and style index as the file has them.

    `kind` is the cell's `t`: n, s (value: index of a shared text), str, inlineStr, b, e, d.
    """

    kind: str
    value: str
    style: int
    formula: bool = False
    runs: Runs = ()  # of inlineStr
    struck: bool = False  # of inlineStr: whether a line runs through a part of it


class Row:
    """The filled cells of a row by column; one object may stand for all rows written alike."""

    def __init__(self, cells: dict[int, Stored]) -> None:
        self.cells = cells

    @cached_property
    def shared(self) -> tuple[int, ...]:
        """The indices of its shared texts."""
        return tuple(int(cell.value) for cell in self.cells.values() if cell.kind == "s")


class TextRuns:
    """Collects the text of `si` and `is` elements, run by run, phonetic guides left out.

    `struck`: whether a line runs through a part of the text that was taken last.
    """

    def __init__(self) -> None:
        self.struck = False
        self._line = self._lines = False
        self._runs: list[tuple[str, str | None]] = []
        self._text = ""
        self._font: str | None = None
        self._silent = self._reading = False

    def start(self, name: str, attributes: list[str]) -> None:
        """See an element begin inside the text."""
        if name == _T:
            self._reading = not self._silent
        elif name == _R:
            self._flush()
        elif name == _RUN_FONT:
            self._font = as_dict(attributes).get("val")
        elif name == _STRIKE:
            self._line = as_dict(attributes).get("val") not in _OFF
        elif name == _PHONETIC:
            self._silent = True

    def end(self, name: str) -> None:
        """See an element end."""
        if name == _T:
            self._reading = False
        elif name == _R:
            self._flush()
        elif name == _PHONETIC:
            self._silent = False

    def text(self, piece: str) -> None:
        """Keep a piece of text."""
        if self._reading and len(self._text) < _MOST_TEXT:
            self._text += piece

    def take(self) -> Runs:
        """Return the runs and begin anew."""
        self._flush()
        runs, self._runs = tuple(self._runs), []
        self.struck, self._lines = self._lines, False
        return runs

    def _flush(self) -> None:
        if self._text:
            self._runs.append((unescaped(self._text), self._font))
            self._lines = self._lines or self._line
        self._text, self._font, self._line = "", None, False


def unescaped(text: str) -> str:
    """Return a stored text with `_x000D_` and the like as the characters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


class CellsScan(SheetScan):
    """A worksheet, its filled cells kept: `rows` by number, `merges`, what is hidden."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.rows: dict[int, Row] = {}
        self.merges: list[Corners] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []  # first, last
        self.middles = 0  # sheetData elements where they belong
        self._style = 0
        self._inline = TextRuns()

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """None: whoever keeps all cells does not read in portions."""
        return ()

    def start(self, name: str, attributes: list[str]) -> None:
        """See what the gate sees, and keep it."""
        super().start(name, attributes)
        if name == _C:
            self._style = 0
            if "s" in attributes[::2]:
                written = as_dict(attributes)["s"]
                self._style = int(written) if written.isascii() and written.isdigit() else 0
        elif name == _ROW:
            if _is_true(as_dict(attributes).get("hidden")):
                self.hidden_rows.add(self._row)
        elif name == _DATA:
            self.middles += self._depth == _DATA_DEPTH
        elif name == _MERGE:
            self.merges.append(area(as_dict(attributes).get("ref", "")))
        elif name == _COLUMN:
            self._see_columns(as_dict(attributes))
        elif self._has_inline:
            self._inline.start(name, attributes)

    def _see_columns(self, given: dict[str, str]) -> None:
        first, last = given.get("min", ""), given.get("max", "")
        if _is_true(given.get("hidden")) and first.isdigit() and last.isdigit():
            self.hidden_columns.append((int(first), int(last)))

    def text(self, piece: str) -> None:
        """Keep the whole of a value, not only enough to judge it."""
        if self._has_inline:
            self._inline.text(piece)
        elif self._reading == _V and len(self._value) < _MOST_TEXT:
            self._value += piece
        else:
            super().text(piece)

    def end(self, name: str) -> None:
        """See an element end; keep a cell."""
        if self._has_inline:
            self._inline.end(name)
        super().end(name)

    def _end_cell(self) -> None:
        super()._end_cell()
        runs = self._inline.take() if self._has_inline else ()
        if not (self._value or runs or self._has_formula):
            return
        value = unescaped(self._value) if self._kind == "str" else self._value
        if self.filled > MOST_CELLS:
            self.refuse("FK-SUR-041", count=f"{MOST_CELLS:,}")
        struck = bool(runs) and self._inline.struck
        stored = Stored(self._kind, value, self._style, self._has_formula, runs, struck)
        if self._row not in self.rows:
            self.rows[self._row] = Row({})
        self.rows[self._row].cells[self._column] = stored


class TextsScan(StringsScan):
    """The shared texts, kept by index; `struck`: those through a part of which a line runs."""

    watches_text = True

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.texts: list[Runs] = []
        self.struck: set[int] = set()
        self._runs = TextRuns()

    def start(self, name: str, attributes: list[str]) -> None:
        """See a text begin."""
        super().start(name, attributes)
        self._runs.start(name, attributes)

    def text(self, piece: str) -> None:
        """Keep a piece."""
        self._runs.text(piece)

    def end(self, name: str) -> None:
        """See a text end."""
        super().end(name)
        if name == _SI:
            self.texts.append(self._runs.take())
            if self._runs.struck:
                self.struck.add(len(self.texts) - 1)
        else:
            self._runs.end(name)


class NamesScan(WorkbookScan):
    """The workbook part, its defined names kept: those of the whole book, and of single sheets."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.defined: dict[str, str] = {}
        self._name = self._formula = ""

    @cached_property
    def pointed(self) -> Mapping[str, tuple[str, int, int]]:
        """By name, the sheet, row and column of the cell that it points to."""
        found = {name: cell_of(formula) for name, formula in self.defined.items()}
        return {name: cell for name, cell in found.items() if cell is not None}

    def start(self, name: str, attributes: list[str]) -> None:
        """See a name begin."""
        super().start(name, attributes)
        if name == _DEFINED_NAME:
            given = as_dict(attributes)
            self._name = "" if "localSheetId" in given else given.get("name", "")
            self._formula = ""

    def text(self, piece: str) -> None:
        """Keep what a name refers to."""
        super().text(piece)
        if self._name and len(self._formula) < _MOST_TEXT:
            self._formula += piece

    def end(self, name: str) -> None:
        """See a name end."""
        super().end(name)
        if name == _DEFINED_NAME and self._name:
            self.defined.setdefault(self._name, self._formula.strip())
            self._name = ""


class StylesScan(Scan):
    """The styles: `font_of` says in which font a cell of a style stands."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.fonts: list[str] = []
        self._formats: list[int] = []
        self._inside = ""

    def start(self, name: str, attributes: list[str]) -> None:
        """See a font or a cell format."""
        super().start(name, attributes)
        if name in {_FONTS, _FORMATS}:
            self._inside = name
        elif name == _FONT and self._inside == _FONTS:
            self.fonts.append("")
        elif name == _NAME and self._inside == _FONTS and self.fonts:
            self.fonts[-1] = as_dict(attributes).get("val", "")
        elif name == _FORMAT and self._inside == _FORMATS:
            given = as_dict(attributes).get("fontId", "0")
            self._formats.append(int(given) if given.isascii() and given.isdigit() else 0)

    def end(self, name: str) -> None:
        """See the fonts or the cell formats end."""
        super().end(name)
        if name == self._inside:
            self._inside = ""

    def font_of(self, style: int) -> str:
        """Return the font's name; "" where the file does not say."""
        font = self._formats[style] if style < len(self._formats) else 0
        return self.fonts[font] if font < len(self.fonts) else ""


class PropertiesScan(Scan):
    """The file's own properties (docProps/custom.xml), by name."""

    watches_text = True

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self.properties: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: list[str]) -> None:
        """See a property begin."""
        super().start(name, attributes)
        if name == _PROPERTY:
            self._name = as_dict(attributes).get("name", "")
            self.properties[self._name] = ""

    def text(self, piece: str) -> None:
        """Keep its value."""
        if self._name and len(self.properties[self._name]) < _MOST_TEXT:
            self.properties[self._name] += piece

    def end(self, name: str) -> None:
        """See a property end."""
        super().end(name)
        if name == _PROPERTY:
            self._name = ""


def _is_true(written: str | None) -> bool:
    return written in {"1", "true"}


@lru_cache(maxsize=4_096)
def cell_of(reference: str) -> tuple[str, int, int] | None:
    """Return sheet, row and column of `调查表!$A$17`; None where it is no single cell."""
    sheet, mark, cell = reference.rpartition("!")
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", cell)
    if not mark or found is None:
        return None
    if sheet.startswith("'") and sheet.endswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, int(found[2]), column_number(found[1])


READING: Final[dict[str, ScanClass]] = {
    sheet_name("worksheet"): CellsScan,
    sheet_name("sst"): TextsScan,
    sheet_name("workbook"): NamesScan,
    sheet_name("styleSheet"): StylesScan,
    qualified(names.CUSTOM, "Properties"): PropertiesScan,
}

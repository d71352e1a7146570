"""What the reader process does with a workbook: judge it, read it, spool its rows.

Everything that other people's libraries do with the file happens here, in a child process that may
take only so much memory and time; the parent gets plain facts and rows.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from python_calamine import CalamineWorkbook

from formkit.intake import appearance, spool
from formkit.intake.appearance import Looks
from formkit.intake.portions import Portion, portions
from formkit.intake.shape import OWN_SHEETS, RESULT_SHEET
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import addresses, gate, package, source
from formkit.ooxml.limits import LEDGER
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.sniff import FileKind

Corners = tuple[int, int, int, int]  # top, left, bottom, right; counted from 0
Doubts = Mapping[tuple[int, int], tuple[package.Doubt, str]]  # row, column → why, what is stored


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A visible sheet that is not formkit's own; its rows stand in the spool, from A1 on."""

    name: str
    rows: spool.Written
    merges: tuple[Corners, ...]
    hidden_rows: array[int]
    doubts: Doubts


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that was read; `hidden` are the sheets nobody sees, with their filled cells."""

    sha256: str
    date1904: bool
    sheets: tuple[BookSheet, ...]
    hidden: tuple[tuple[str, int], ...]


def read(path: Path, rows: Path) -> Book:
    """Return the facts of a workbook; its rows are written to the file `rows`.

    Raises:
        InputUnreadable: the gate or calamine refuses the file, or it has no visible sheet.
    """
    data = source.load(path, limits=LEDGER)
    checked = gate.inspect_bytes(data, name=path.name, expect=FileKind.XLSX, limits=LEDGER)
    visible = [
        sheet
        for sheet in checked.sheets
        if not sheet.hidden
        and sheet.name not in OWN_SHEETS
        and not sheet.name.startswith(RESULT_SHEET)
    ]
    if not visible:
        raise InputUnreadable("FK-IN-064", place=Place(file=checked.name))
    seen = appearance.of(checked, [sheet.part for sheet in visible])
    doubts = _doubts(checked)
    hidden = tuple((sheet.name, sheet.filled) for sheet in checked.hidden_sheets)
    facts = (checked.sha256, checked.date1904)
    looks = list(zip(visible, seen, strict=True))
    try:
        judged = rows.with_name("judged.xlsx")
        judged.write_bytes(data)
        with rows.open("wb") as stream:
            sheets = tuple(_sheets(judged, checked, looks, doubts, stream))
    except OSError as error:
        raise InputUnreadable("FK-IN-078", place=Place(file=path.name)) from error
    return Book(*facts, sheets, hidden)


def _doubts(checked: Package) -> dict[str, dict[tuple[int, int], tuple[package.Doubt, str]]]:
    found: dict[str, dict[tuple[int, int], tuple[package.Doubt, str]]] = defaultdict(dict)
    for cell in checked.suspicious_cells:
        top, left, _, _ = addresses.area(cell.cell)
        found[cell.sheet][top - 1, left - 1] = (cell.doubt, cell.text)
    return dict(found)


def _sheets(
    judged: Path,
    checked: Package,
    looks: Sequence[tuple[Sheet, Looks]],
    doubts: Mapping[str, Doubts],
    stream: IO[bytes],
) -> Iterator[BookSheet]:
    """Yield each sheet when its rows are spooled; calamine reads the very bytes that were judged.

    It may fail in any way.
    """
    reading = looks[0][0]
    try:
        for reading, look in looks:
            reader = _Reader(checked, reading, judged)
            written = spool.write(look.shown(reader.rows()), stream)
            facts = (look.hidden_rows, doubts.get(reading.name, {}))
            yield BookSheet(reading.name, written, reader.merges, *facts)
    except (KeyboardInterrupt, SystemExit, MemoryError, GeneratorExit):
        raise
    except BaseException as error:  # a Rust panic is no Exception (2 of 3,753 files did it)
        if isinstance(error, OSError) and error.errno:  # the disk is full, not the file broken
            raise
        place = Place(file=checked.name)
        raise InputUnreadable("FK-IN-063", place=place, sheet=reading.name) from error


class _Reader:
    """Reads one sheet with calamine; `merges` are known when the rows were gone through."""

    def __init__(self, checked: Package, sheet: Sheet, judged: Path) -> None:
        self._checked = checked
        self._sheet = sheet
        self._judged = judged
        self.merges: tuple[Corners, ...] = ()

    def rows(self) -> Iterator[list[Any]]:
        """Yield the rows from A1 on."""
        for portion in portions(self._checked, self._sheet, self._judged):
            with CalamineWorkbook.from_path(portion.book) as book:
                sheet = book.get_sheet_by_name(self._sheet.name)
                self.merges = tuple((*top, *end) for top, end in sheet.merged_cell_ranges or ())
                yield from _between(_from_a1(sheet), portion)
                del sheet  # before the next one is read


def _between(rows: Iterator[list[Any]], portion: Portion) -> Iterator[list[Any]]:
    """Yield the rows of a portion, those without content at its end too."""
    number = portion.first
    for row in islice(rows, portion.first, portion.end):
        yield row
        number += 1
    for _missing in range(number, portion.end or number):
        yield []


def _from_a1(sheet: Any) -> Iterator[list[Any]]:
    """Yield a sheet's rows; calamine leaves out the empty columns on the left."""
    left = sheet.start[1] if sheet.start else 0
    for row in sheet.iter_rows():
        yield [""] * left + row

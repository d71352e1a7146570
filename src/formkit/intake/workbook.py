"""Excel workbooks as grids, read by calamine behind the structural gate."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineWorkbook

from formkit.intake import header as headers
from formkit.intake import ledger, percents
from formkit.intake.grid import Area, Doubt, Grid
from formkit.intake.header import Header, Wanted, normal
from formkit.intake.raw import RawRecord
from formkit.intake.shape import (
    OWN_SHEETS,
    RESULT_SHEET,
    Field,
    Shape,
    sheet_name,
)
from formkit.kernel import suggest
from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place, blocking
from formkit.ooxml import addresses, gate, package
from formkit.ooxml.limits import LEDGER
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.sniff import FileKind

# A sheet that has nearly as many of the headers as the main one is another ledger of its kind.
RIVAL_SHARE = 0.8
_DOUBT_CODES = {
    package.Doubt.ERROR: "FK-ROW-001",
    package.Doubt.UNCACHED: "FK-ROW-002",
    package.Doubt.LONG_NUMBER: "FK-ROW-003",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """A visible sheet with what its header says as a main sheet; None without one."""

    grid: Grid
    header: Header | None

    @property
    def score(self) -> int:
        return self.header.score if self.header else 0


@dataclass(frozen=True, slots=True)
class _Main:
    """The main sheet with its header."""

    grid: Grid
    header: Header


def records(
    path: Path, data: bytes, shape: Shape, demand: ledger.Demand
) -> tuple[list[RawRecord], list[Finding], str]:
    """Return the records of a workbook, the faults of its sheets, and the main sheet's name.

    Raises:
        InputUnreadable: the gate or calamine refuses the file, or no sheet has a header.
    """
    checked = gate.inspect_bytes(data, name=path.name, expect=FileKind.XLSX, limits=LEDGER)
    wanted = ledger.wanted_main(shape)
    pages = [_Page(grid, headers.find(grid, wanted)) for grid in grids(checked)]
    main = _main(pages, shape, path)
    findings = _hidden(checked)
    children, said = _children(shape, main, pages)
    findings += said
    found, faults = ledger.records(shape, main.grid, main.header, children, demand)
    findings += faults
    return ([] if blocking(said) else found), findings, main.grid.name


def grids(checked: Package) -> list[Grid]:
    """Return the visible sheets that are not formkit's own, as grids.

    Raises:
        InputUnreadable: calamine cannot read a sheet.
    """
    visible = [
        sheet
        for sheet in checked.sheets
        if not sheet.hidden
        and sheet.name not in OWN_SHEETS
        and not sheet.name.startswith(RESULT_SHEET)
    ]
    if not visible:
        raise InputUnreadable("FK-IN-064", place=Place(file=checked.name))
    doubts: dict[str, dict[tuple[int, int], Doubt]] = defaultdict(dict)
    for cell in checked.suspicious_cells:
        top, left, _, _ = addresses.area(cell.cell)
        doubts[cell.sheet][top - 1, left - 1] = Doubt(_DOUBT_CODES[cell.doubt], cell.text)
    percentages = percents.styles_of(checked)
    return [
        Grid(
            file=checked.name,
            name=sheet.name,
            rows=percents.shown(rows, checked.parts[sheet.part], percentages),
            merges=merges,
            hidden_rows=_hidden_rows(checked.parts[sheet.part]),
            doubts=doubts[sheet.name],
            date1904=checked.date1904,
            main=False,
        )
        for sheet, (rows, merges) in zip(visible, _cells(checked, visible), strict=True)
    ]


def _cells(
    checked: Package, sheets: Sequence[Sheet]
) -> list[tuple[list[list[Any]], tuple[Area, ...]]]:
    """Return the values of each sheet from A1 on, and its merged areas."""
    found: list[tuple[list[list[Any]], tuple[Area, ...]]] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(checked.data)) as book:
            for sheet in sheets:
                read = book.get_sheet_by_name(sheet.name)
                merges = tuple(Area(*top, *end) for top, end in read.merged_cell_ranges or ())
                # Without skip_empty_area=False leading empty rows vanish, every address is wrong.
                found.append((read.to_python(skip_empty_area=False), merges))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a Rust panic is no Exception (2 of 3,753 files did it)
        name = sheets[min(len(found), len(sheets) - 1)].name
        raise InputUnreadable("FK-IN-063", place=Place(file=checked.name), sheet=name) from error
    return found


def _hidden_rows(part: bytes) -> frozenset[int]:
    """Return the rows, counted from 0, that are hidden or filtered out."""
    if b"hidden" not in part:
        return frozenset()
    hidden: set[int] = set()
    row = -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row
        if name.rpartition(":")[2] != "row":
            return
        row = int(attributes["r"]) - 1 if "r" in attributes else row + 1
        if attributes.get("hidden") in ("1", "true"):
            hidden.add(row)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(part, True)
    return frozenset(hidden)


def _main(pages: Sequence[_Page], shape: Shape, path: Path) -> _Main:
    """Return the main sheet: the one called like the record, else the one with most headers."""
    titled = [page for page in pages if normal(page.grid.name) == normal(sheet_name(shape.title))]
    best = max(titled or pages, key=lambda page: page.score)
    if best.header is None:
        full = [page for page in titled or pages if page.grid.values()]
        sheet = full[0].grid if full else best.grid
        raise InputUnreadable(
            "FK-IN-050",
            place=Place(file=path.name, sheet=sheet.name if len(pages) > 1 else ""),
            title=shape.title,
            seen=headers.seen(sheet) or "空白工作表",
            expected=ledger.expected(shape.columns()),
        )
    return _Main(replace(best.grid, main=True), best.header)


def _hidden(checked: Package) -> list[Finding]:
    return [
        fault(
            "FK-IN-057",
            Place(file=checked.name, sheet=sheet.name),
            level=Level.WARNING,
            sheet=sheet.name,
            count=sheet.filled,
        )
        for sheet in checked.hidden_sheets
        if sheet.filled and sheet.name not in OWN_SHEETS
    ]


def _children(
    shape: Shape, main: _Main, pages: Sequence[_Page]
) -> tuple[list[ledger.ChildGrid], list[Finding]]:
    """Return the child sheets that were recognised, and what is said of the other sheets."""
    tables = _tables(shape)
    found: dict[str, ledger.ChildGrid] = {}
    findings: list[Finding] = []
    for page in pages:
        grid = page.grid
        if grid.name == main.grid.name or not grid.values():
            continue
        table = tables.get(normal(grid.name))
        if table is None:
            findings.append(_stranger(shape, main, page))
        elif table.name in found:
            other = found[table.name].grid.name
            findings.append(
                fault(
                    "FK-IN-068",
                    grid.where(),
                    sheet=grid.name,
                    other=other,
                    table=table.label,
                )
            )
        else:
            wanted = ledger.wanted_child(shape, table)
            child_header = headers.find(grid, wanted)
            if child_header is None:
                findings.append(_headless(grid, wanted))
            else:
                found[table.name] = ledger.ChildGrid(table, grid, wanted, child_header)
    return list(found.values()), findings


def _tables(shape: Shape) -> dict[str, Field]:
    tables: dict[str, Field] = {}
    for table in shape.child_tables():
        for name in (table.label, table.name, *table.aliases):
            tables.setdefault(normal(sheet_name(name)), table)
    return tables


def _stranger(shape: Shape, main: _Main, page: _Page) -> Finding:
    """Return what is said of a sheet that is neither main nor child."""
    grid = page.grid
    values: dict[str, Any] = {"sheet": grid.name, "count": grid.values()}
    if page.score >= main.header.score * RIVAL_SHARE:
        values.update(title=shape.title, main=main.grid.name)
        return fault("FK-IN-060", grid.where(), level=Level.WARNING, **values)
    near = suggest.closest(grid.name, [table.label for table in shape.child_tables()])
    if near:
        return fault("FK-IN-059", grid.where(), wanted=near[0], **values)
    return fault("FK-IN-058", grid.where(), level=Level.INFO, **values)


def _headless(grid: Grid, wanted: Wanted) -> Finding:
    return fault(
        "FK-IN-062",
        grid.where(),
        sheet=grid.name,
        seen=headers.seen(grid),
        expected=ledger.expected(wanted.columns),
    )

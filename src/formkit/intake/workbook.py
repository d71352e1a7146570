"""Excel workbooks as ledgers; a process of its own reads them behind the structural gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from formkit.intake import book, ledger
from formkit.intake import header as headers
from formkit.intake.book import Book, BookSheet
from formkit.intake.grid import Area, Doubt, Grid
from formkit.intake.header import Header, Wanted, normal
from formkit.intake.joining import ChildGrid
from formkit.intake.raw import RawRecord
from formkit.intake.shape import OWN_SHEETS, Field, Shape, sheet_name
from formkit.intake.spool import Spool
from formkit.kernel import confined, suggest
from formkit.kernel.confined import Blame
from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place, blocking
from formkit.kernel.limits import Limits
from formkit.kernel.temporary import Temporary
from formkit.ooxml import package, source

# What the reader process may take: a ledger of 100,000 rows and 30 columns (15 MB) needs 330 MB
# and, on a slow machine, half a minute.
MEMORY_MB = 2_048
PATIENCE = 60  # seconds, and for each megabyte of the file …
PATIENCE_PER_MB = 10
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
    path: Path, shape: Shape, demand: ledger.Demand
) -> tuple[str, Sequence[RawRecord], list[Finding], str]:
    """Return the file's SHA-256, its records, the faults of its sheets, and the main sheet's name.

    Raises:
        InputUnreadable: the gate or calamine refuses the file, no sheet has a header, or reading
            it took too much memory or time.
    """
    read, grids = _read(path)
    wanted = ledger.wanted_main(shape)
    pages = [_Page(grid, headers.find(grid, wanted)) for grid in grids]
    main = _main(pages, shape, path)
    findings = _hidden(read, path)
    children, said = _children(shape, main, pages)
    findings += said
    found, faults = ledger.records(shape, main.grid, main.header, children, demand)
    findings += faults
    return read.sha256, () if blocking(said) else found, findings, main.grid.name


def _read(path: Path) -> tuple[Book, list[Grid]]:
    """Return what a process of its own read of the file, and its sheets over the spooled rows."""
    size = source.size(path)
    seconds = PATIENCE + size * PATIENCE_PER_MB // 1_000_000
    limits = Limits(memory_mb=MEMORY_MB, cpu_seconds=seconds, wall_seconds=seconds)
    blame = Blame(
        InputUnreadable,
        Place(file=path.name),
        memory="FK-IN-075",
        time="FK-IN-076",
        crash="FK-IN-077",
    )
    try:
        home = Temporary("read")
    except OSError as error:
        raise InputUnreadable("FK-IN-078", place=Place(file=path.name)) from error
    rows = home.path / "rows"
    with home:  # on Windows what the spool holds open goes with the spool
        read = confined.run(book.read, path.absolute(), rows, limits=limits, blame=blame)
        spool = Spool.written_by_child(rows)
    return read, [_grid(path.name, sheet, spool, date1904=read.date1904) for sheet in read.sheets]


def _grid(file: str, sheet: BookSheet, spool: Spool, *, date1904: bool) -> Grid:
    return Grid(
        file=file,
        name=sheet.name,
        rows=spool.rows(sheet.rows),
        cells=sheet.rows.filled,
        held=sheet.rows.columns,
        merges=tuple(Area(*corners) for corners in sheet.merges),
        hidden_rows=sheet.hidden_rows,
        doubts={
            cell: Doubt(_DOUBT_CODES[doubt], text) for cell, (doubt, text) in sheet.doubts.items()
        },
        date1904=date1904,
        main=False,
    )


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


def _hidden(read: Book, path: Path) -> list[Finding]:
    return [
        fault(
            "FK-IN-057",
            Place(file=path.name, sheet=name),
            level=Level.WARNING,
            sheet=name,
            count=count,
        )
        for name, count in read.hidden
        if count and name not in OWN_SHEETS
    ]


def _children(
    shape: Shape, main: _Main, pages: Sequence[_Page]
) -> tuple[list[ChildGrid], list[Finding]]:
    """Return the child sheets that were recognised, and what is said of the other sheets."""
    tables = _tables(shape)
    found: dict[str, ChildGrid] = {}
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
                found[table.name] = ChildGrid(table, grid, wanted, child_header)
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

"""The clerk's own workbook given back: faulty cells marked and commented, all findings listed."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import xlsxwriter

from formkit.intake import comments, decoding, delimited, marking, reader, result_sheet
from formkit.intake.grid import Grid, address
from formkit.intake.header import SEARCHED_ROWS, normal
from formkit.intake.marking import Mark, Styles
from formkit.intake.package_draft import Draft
from formkit.intake.result_sheet import Line
from formkit.intake.shape import OWN_SHEETS
from formkit.kernel.errors import UsageError
from formkit.kernel.files import write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import escape_console, looks_active
from formkit.ooxml import addresses, gate, source
from formkit.ooxml.limits import LEDGER
from formkit.ooxml.package import Package
from formkit.ooxml.sniff import FileKind

TABLE_SHEET = "数据"


def annotate(
    source_path: Path, findings: Iterable[Finding], target: Path, *, sheet: str = ""
) -> Path:
    """Write a copy of the ledger with its faults marked and return where it stands.

    Faulty cells are filled (red for errors, yellow for warnings) and carry the sentences as a
    comment; a sheet 校验结果 lists all findings with links. Nothing else of the workbook changes.
    A CSV file becomes a workbook with the same rows.

    Args:
        source_path: the ledger that was read; it is never written to.
        findings: the faults; those of other files are left out.
        target: the file to write.
        sheet: the main sheet (`Intake.sheet`), which places do not name; the first visible one
            where it is not given.

    Raises:
        UsageError: the target is the source, or the source is YAML or JSON.
        InputUnreadable: the source cannot be read.
        OutputError: the target cannot be written.
    """
    if _same(source_path, target):
        raise UsageError("FK-IN-096", place=Place(file=target.name))
    data = source.load(source_path, limits=LEDGER)
    own = [one for one in findings if one.place.file in ("", source_path.name)]
    if reader.is_text(data, source_path):
        data, own = _as_workbook(data, source_path, own)
        sheet = TABLE_SHEET
    checked = gate.inspect_bytes(data, name=source_path.name, expect=FileKind.XLSX, limits=LEDGER)
    return write_durably(target, _annotated(checked, own, sheet or _first_sheet(checked)))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them does not exist yet
        return one.absolute() == other.absolute()


def _first_sheet(checked: Package) -> str:
    return next(
        (s.name for s in checked.sheets if not s.hidden and s.name not in OWN_SHEETS),
        checked.sheets[0].name,
    )


def _annotated(checked: Package, findings: Sequence[Finding], main: str) -> bytes:
    draft = Draft(checked)
    styles = Styles(draft)
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    lines: list[Line] = []
    known = {sheet.name for sheet in checked.sheets}
    for finding in findings:
        sheet = finding.place.sheet or main
        cell = finding.place.cell if sheet in known else ""
        lines.append(Line(finding, sheet if cell else "", cell))
        if cell and finding.level is not Level.INFO:
            by_sheet[sheet].append(finding)
    for number, sheet_facts in enumerate(checked.sheets, start=1):
        marks = _marks(by_sheet.get(sheet_facts.name, ()))
        if marks:
            part = checked.parts.canonical(sheet_facts.part)
            marking.fill_cells(draft.tree(part), marks, styles)
            comments.add_comments(draft, part, number, marks)
    result_sheet.add(draft, lines, styles)
    return draft.to_bytes()


def _marks(findings: Sequence[Finding]) -> list[Mark]:
    """Return one mark per cell, with all its sentences and its worst level."""
    by_cell: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for finding in findings:
        top, left, _, _ = addresses.area(finding.place.cell)
        by_cell[top, left].append(finding)
    return [
        Mark(
            row,
            column,
            Level.ERROR if any(f.level is Level.ERROR for f in said) else Level.WARNING,
            "\n".join(escape_console(str(replace(f, place=Place()))) for f in said),
        )
        for (row, column), said in sorted(by_cell.items())
    ]


def _as_workbook(
    data: bytes, path: Path, findings: Sequence[Finding]
) -> tuple[bytes, list[Finding]]:
    """Return a CSV file as a workbook, and the findings at its cells."""
    text = decoding.decode(data, path)
    if not reader.is_table(text, path):
        kind = "JSON 文件" if reader.is_json(text) else "YAML 文件"
        raise UsageError("FK-IN-097", place=Place(file=path.name), kind=kind)
    grid = delimited.read_plain(text.lines, path)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        plain = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        sheet = book.add_worksheet(TABLE_SHEET)
        for row, cells in enumerate(grid.rows):
            for column, value in enumerate(cells):
                style = quoted if looks_active(value) else plain
                sheet.write_string(row, column, _storable(value), style)
    return stream.getvalue(), [_in_cell(finding, grid) for finding in findings]


def _storable(value: str) -> str:
    """Return a cell's text as a workbook can hold it: escaped where unprintable, cut where long."""
    lines = (escape_console(line) for line in value.split("\n"))
    return "\n".join(lines)[:LONGEST_CELL]


LONGEST_CELL = 16_000  # half of what Excel allows: characters outside the BMP count twice


def _in_cell(finding: Finding, grid: Grid) -> Finding:
    """Return a finding of a line as one of the cell under the header that its label names."""
    line = finding.place.line
    if line is None or grid.lines is None or line not in grid.lines:
        return finding
    row = grid.lines.index(line)
    wanted = normal(finding.place.label)
    column = next(
        (
            index
            for cells in grid.rows[: min(row + 1, SEARCHED_ROWS)]
            for index, text in enumerate(cells)
            if wanted and normal(str(text)) == wanted
        ),
        0,
    )
    return replace(finding, place=replace(finding.place, cell=address(row, column)))

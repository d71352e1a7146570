"""Reading a workbook back that was just made: every value, name, drop-down and lock of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from formkit.kernel.errors import FormkitError, OutputError
from formkit.kernel.findings import Place
from formkit.ooxml import names, text, xml
from formkit.ooxml.addresses import address
from formkit.ooxml.gate import inspect_bytes
from formkit.ooxml.limits import SURVEY
from formkit.ooxml.names import s
from formkit.ooxml.package import Package
from formkit.ooxml.sniff import FileKind
from formkit.surveys import anchors
from formkit.surveys.canvas import Canvas, Cell


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workbook is to hold: the form, its particulars, its items, its names."""

    canvas: Canvas
    meta: Sequence[tuple[str, str]]
    items: Sequence[Sequence[str]]
    names: Mapping[str, str]


def prove(data: bytes, plan: Plan, *, name: str) -> None:
    """Raise OutputError FK-SUR-020 where the workbook does not hold exactly this."""
    try:
        package = inspect_bytes(data, name=name, expect=FileKind.XLSX, limits=SURVEY)
    except FormkitError as error:
        raise _differs(name, error.finding().found) from error
    sheets = {sheet.name: sheet for sheet in package.sheets}
    wanted = {
        anchors.SHEET: plan.canvas.texts(),
        anchors.META_SHEET: _grid(plan.meta),
        anchors.ITEMS_SHEET: _grid(plan.items),
    }
    if list(sheets) != list(wanted):
        _refuse(name, "、".join(sheets))
    strings = text.shared_strings(package.parts[_strings(package)])
    for title, cells in wanted.items():
        found = text.cells(package.parts[sheets[title].part], strings)
        for cell in sorted(found.keys() | cells.keys()):
            if found.get(cell, "") != cells.get(cell, ""):
                _refuse(name, f"{title}!{cell}")
    for title, sheet in sheets.items():
        if sheet.hidden is (title == anchors.SHEET):
            _refuse(name, title)
    _prove_names(package, plan, name)
    _prove_answers(package, sheets[anchors.SHEET].part, plan.canvas, name)


def _strings(package: Package) -> str:
    return package.related(package.main, names.REL_SHARED_STRINGS)[0]


def _grid(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    return {
        address(row, column): value
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value
    }


def _prove_names(package: Package, plan: Plan, name: str) -> None:
    defined = xml.parse(package.parts[package.main]).iterfind(
        f"{s('definedNames')}/{s('definedName')}"
    )
    found = {
        one.get("name", ""): one.text for one in defined if one.get("hidden", "0") in {"1", "true"}
    }
    for word in sorted(found.keys() | plan.names.keys()):
        if found.get(word) != plan.names.get(word):
            _refuse(name, word)


def _prove_answers(package: Package, part: str, canvas: Canvas, name: str) -> None:
    """See that the answer cells, and they alone, are open, and offer what they should."""
    sheet = xml.parse(package.parts[part])
    protection = sheet.find(s("sheetProtection"))
    if protection is None or protection.get("sheet") != "1" or protection.get("password"):
        _refuse(name, anchors.SHEET)
    opened = _open_styles(package)
    found = {
        cell.get("r", "")
        for cell in sheet.iterfind(f"{s('sheetData')}/{s('row')}/{s('c')}")
        if int(cell.get("s", "0")) in opened
    }
    wanted = {at for cell in canvas.cells if cell.answer for at in _addresses(cell)}
    for at in sorted(found ^ wanted):
        _refuse(name, f"{anchors.SHEET}!{at}")
    offered = {cell.address: '"' + ",".join(cell.choices) + '"' for cell in canvas.cells
               if cell.choices}  # fmt: skip
    lists = {
        one.get("sqref", ""): one.findtext(s("formula1"), "")
        for one in sheet.iterfind(f"{s('dataValidations')}/{s('dataValidation')}")
        if one.get("type") == "list"
    }
    for at in sorted(lists.keys() | offered.keys()):
        if lists.get(at) != offered.get(at):
            _refuse(name, f"{anchors.SHEET}!{at}")


def _addresses(cell: Cell) -> Iterator[str]:
    for column in range(cell.first, cell.last + 1):
        yield address(cell.row + 1, column + 1)


def _open_styles(package: Package) -> set[int]:
    part = package.related(package.main, names.REL_STYLES)[0]
    styles = xml.parse(package.parts[part]).iterfind(f"{s('cellXfs')}/{s('xf')}")
    return {
        index
        for index, style in enumerate(styles)
        if (lock := style.find(s("protection"))) is not None and lock.get("locked") == "0"
    }


def _refuse(name: str, where: str) -> NoReturn:
    raise _differs(name, where)


def _differs(name: str, where: str) -> OutputError:
    return OutputError("FK-SUR-020", place=Place(file=name), name=name, where=where)

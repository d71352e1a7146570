"""An Excel template, compiled by patching: parts without tags come out byte for byte.

The table of shared texts is such a part, although the texts of filled cells stay behind in it with
their tags: other sheets, charts and pivot tables count its entries, nobody sees one that no cell
names, and Excel drops it when it saves. Templates that formkit makes itself have no such table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Level, Place
from formkit.ooxml import text, xml
from formkit.ooxml.names import (
    CONTENT_TYPES_PART,
    REL_SHARED_STRINGS,
    REL_STYLES,
    RELATION,
    SHEET,
    s,
)
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.xml import Element
from formkit.render import stray
from formkit.render.blocks import Blocks, NameUse
from formkit.render.picture_place import Pictures
from formkit.render.place import Faults, Spot
from formkit.render.produced import Filled, require_bytes
from formkit.render.quoting import Quoting
from formkit.render.rows import NoRowLeft, RowMap
from formkit.render.sheet import SheetPart
from formkit.render.sheet_room import Faces
from formkit.render.sheet_scan import Row, SheetScan
from formkit.render.unmovable import judge_loops

_REL_CALCULATION = f"{RELATION}/calcChain"


class BookTemplate:
    """The compiled parts of an .xlsx; every fault goes to `faults`, with one it is of no use."""

    def __init__(self, package: Package, faults: Faults) -> None:
        self.uses: list[NameUse] = []
        self._package = package
        self._file = faults.file
        self._parts: dict[str, SheetPart] = {}
        shared = package.related(package.main, REL_SHARED_STRINGS)
        self._strings = text.shared_strings(package.parts[shared[0]]) if shared else []
        styles = package.related(package.main, REL_STYLES)
        self._faces = Faces(xml.parse(package.parts[styles[0]]) if styles else None)
        self._quoting = Quoting(package.parts[styles[0]] if styles else None)
        numbers = itertools.count(1)
        for sheet in package.sheets:
            self._read(sheet, faults, numbers)
        own = {sheet.part for sheet in package.sheets} | set(shared)
        others = {name: package.parts[name] for name in package.parts if name not in own}
        stray.judge_static(others, faults)
        if any("comments" in kind for kind in package.content_types.values()):
            faults.add("FK-TPL-010", Spot(), level=Level.WARNING)
        self.replaced, self.dropped = self._workbook_parts()
        if (quoted := self._quoting.part()) is not None:
            self.replaced[package.parts.canonical(styles[0])] = quoted
        moving = any(part.moves for part in self._parts.values())
        self._workbook = xml.parse(self._patched_workbook()) if moving else None
        self.filled = frozenset(self._parts) | ({self._main} if moving else set())

    @property
    def _main(self) -> str:
        return next(n for n in self._package.parts if n.casefold() == self._package.main)

    def _read(self, sheet: Sheet, faults: Faults, numbers: itertools.count[int]) -> None:
        data = self._package.parts[sheet.part]
        root = xml.parse(data, part=sheet.part)
        contents = text.cells(data, self._strings)
        rows = SheetScan(sheet.name, contents, faults, numbers).rows(root)
        tags = [tag for row in rows for cell in row.cells for tag in cell.tags]
        for _, shown in _outside_cells(root):
            faults.add("FK-TPL-051", Spot(sheet.name, "", shown, sheet=True), text=shown)
        self.uses += Blocks(faults).read(tags)
        if not tags:
            return
        if root.nsmap.get(None) != SHEET:
            faults.add("FK-TPL-009", Spot(sheet.name, sheet=True), part=sheet.part)
        if any(row.tag for row in rows):
            judge_loops(self._package, sheet, root, rows, faults)
        if not any(finding.blocks for finding in faults.found):
            self._compile(sheet, root, rows)

    def _compile(self, sheet: Sheet, root: Element, rows: list[Row]) -> None:
        self._parts[sheet.part] = SheetPart(
            root,
            sheet.name,
            rows,
            self._strings,
            self._file,
            faces=self._faces,
            quoting=self._quoting,
        )

    def _patched_workbook(self) -> bytes:
        return self.replaced.get(self._main, self._package.parts[self._main])

    def _workbook_parts(self) -> tuple[dict[str, bytes], frozenset[str]]:
        """Return the parts changed once for all documents: results of formulas are out of date."""
        package = self._package
        if not self._parts or not _has_formulas(package):
            return {}, frozenset()
        workbook = xml.parse(package.parts[self._main])
        settings = workbook.find(s("calcPr"))
        if settings is None:
            settings = etree.Element(s("calcPr"))
            _insert_settings(workbook, settings)
        settings.set("fullCalcOnLoad", "1")
        replaced = {self._main: xml.serialize(workbook)}
        chains = frozenset(package.related(package.main, _REL_CALCULATION))
        if chains and any(part.moves for part in self._parts.values()):
            replaced |= _without(package, chains)
            return replaced, chains
        return replaced, frozenset()

    def fill(self, context: Mapping[str, Any], pictures: Pictures) -> Filled:  # noqa: ARG002
        """Return the parts that depend on the data."""
        produced: dict[str, bytes] = {}
        maps: dict[str, RowMap] = {}
        for name, part in self._parts.items():
            produced[name], rows = part.fill(context)
            if part.moves:
                maps[part.title] = rows
        if self._workbook is not None:
            produced[self._main] = self._moved_workbook(maps)

        def check(found: Mapping[str, bytes]) -> None:
            for name, part in self._parts.items():
                part.compare(found[name], context)
            if self._workbook is not None:
                place = Place(file=self._file, label=stray.kind_of(self._main))
                require_bytes(found[self._main], produced[self._main], place)

        return Filled(produced, check)

    def _moved_workbook(self, maps: Mapping[str, RowMap]) -> bytes:
        """Return the workbook part with its names (print areas, print titles …) moved."""
        workbook = xml.parse(self._patched_workbook())
        for name in workbook.iter(s("definedName")):
            formula = name.text or ""
            for title, rows in maps.items():
                try:
                    formula = rows.formula(formula, title, "", None)
                except NoRowLeft as error:
                    place = Spot("", "", name.get("name", "")).place(self._file)
                    raise TemplateError("FK-TPL-074", place=place, text=formula) from error
            name.text = formula.removeprefix("=")
        return xml.serialize(workbook)


def _outside_cells(root: Element) -> list[tuple[str, str]]:
    """Return tags of a sheet that stand outside its cells: page header, validation, name."""
    data = root.find(s("sheetData"))
    inside = set(data.iter()) if data is not None else set()
    found: list[tuple[str, str]] = []
    for element in root.iter(etree.Element):
        if element in inside:
            continue
        texts = [*element.attrib.values(), element.text or ""]
        found += [("", one) for one in texts if stray.looks(one)]
    return found


def _has_formulas(package: Package) -> bool:
    return any(re.search(rb"<f[\s>]", package.parts[sheet.part]) for sheet in package.sheets)


def _insert_settings(workbook: Element, settings: Element) -> None:
    """Put `calcPr` where the schema wants it: after the names, or after the sheets."""
    after = workbook.find(s("definedNames"))
    if after is None:
        after = workbook.find(s("externalReferences"))
    if after is None:
        after = workbook.find(s("sheets"))
    if after is not None:  # always: the gate refuses a workbook without sheets
        after.addnext(settings)


def _without(package: Package, dropped: frozenset[str]) -> dict[str, bytes]:
    """Return content types and relationships that do not name these parts any more."""
    types = xml.parse(package.parts[CONTENT_TYPES_PART])
    for item in list(types):
        if item.get("PartName", "").lstrip("/") in dropped:
            types.remove(item)
    folder, _, file = package.main.rpartition("/")
    wanted = f"{folder}/_rels/{file}.rels".lstrip("/")
    relations_part = next(name for name in package.parts if name.casefold() == wanted)
    relations = xml.parse(package.parts[relations_part])
    for item in list(relations):
        if item.get("Type") == _REL_CALCULATION:
            relations.remove(item)
    return {
        CONTENT_TYPES_PART: xml.serialize(types),
        relations_part: xml.serialize(relations),
    }

"""Reading the sheets of a workbook: their tags, what they look at, every fault of theirs."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lxml import etree

from formkit.kernel.findings import Level
from formkit.ooxml import text, xml
from formkit.ooxml.names import REL_SHARED_STRINGS, REL_STYLES, SHEET, s
from formkit.ooxml.package import Package, Sheet
from formkit.ooxml.xml import Element
from formkit.render import stray
from formkit.render.blocks import Blocks, NameUse
from formkit.render.dependence import Dependence, formulas_of
from formkit.render.place import Faults, Spot
from formkit.render.quoting import Quoting
from formkit.render.references import calls, readable
from formkit.render.sheet import SheetPart
from formkit.render.sheet_pictures import Ground, SheetPlaces, in_order, places_of
from formkit.render.sheet_room import Faces, SheetRoom
from formkit.render.sheet_scan import Row, SheetScan
from formkit.render.unmovable import judge_formulas, judge_loops


class BookScan:
    """The sheets of a workbook as they were read, every fault of theirs noted."""

    def __init__(self, package: Package, faults: Faults) -> None:
        self._package = package
        self._faults = faults
        self.uses: list[NameUse] = []
        self.all = [sheet for sheet in package.sheets if sheet.part in package.parts]
        self.tagged: list[Sheet] = []
        self.roots: dict[str, Element] = {}
        self._rows: dict[str, list[Row]] = {}
        self.places: list[SheetPlaces] = []
        shared = package.related(package.main, REL_SHARED_STRINGS)
        self._strings = text.shared_strings(package.parts[shared[0]]) if shared else []
        styles = package.related(package.main, REL_STYLES)
        self._faces = Faces(xml.parse(package.parts[styles[0]]) if styles else None)
        self.styles = styles[0] if styles else ""
        self.quoting = Quoting(package.parts[styles[0]] if styles else None)
        numbers = itertools.count(1)
        for sheet in self.all:
            self._read(sheet, numbers)
        own = {sheet.part for sheet in self.all} | set(shared)
        others = {name: package.parts[name] for name in package.parts if name not in own}
        others |= {one.part: xml.serialize(one.root) for one in self.places}
        stray.judge_static(others, faults)
        if any("comments" in kind for kind in package.content_types.values()):
            faults.add("FK-TPL-010", Spot(), level=Level.WARNING)
        self.workbook = xml.parse(package.parts[package.parts.canonical(package.main)])
        self.dependence = Dependence(package, self.workbook)
        self.looks: dict[str, set[str]] = {}
        self.computes = any(
            next(root.iter(s("f")), None) is not None for root in self.roots.values()
        )
        if self.tagged:
            self._look()

    def _read(self, sheet: Sheet, numbers: Iterator[int]) -> None:
        faults, package = self._faults, self._package
        data = package.parts[sheet.part]
        root = self.roots[sheet.name] = xml.parse(data, part=sheet.part)
        contents = text.cells(data, self._strings)
        rows = self._rows[sheet.name] = SheetScan(sheet.name, contents, faults, numbers).rows(root)
        room = SheetRoom(root, rows, self._faces)
        places = places_of(Ground(package, sheet, rows, room, faults, numbers))
        self.places += places
        for _, shown in _outside_cells(root):
            faults.add("FK-TPL-051", Spot(sheet.name, "", shown, sheet=True), text=shown)
        tags = {row: found for one in places for row, found in one.tags.items()}
        self.uses += Blocks(faults).read(list(in_order(rows, tags)))
        if not any(cell.tags for row in rows for cell in row.cells):
            return
        self.tagged.append(sheet)
        if root.nsmap.get(None) != SHEET:
            faults.add("FK-TPL-009", Spot(sheet.name, sheet=True), part=sheet.part)
        if any(row.tag for row in rows):
            judge_loops(package, sheet, root, rows, faults)

    def _look(self) -> None:
        """See which sheets look at which, and what nobody can make follow."""
        moving = {one.name for one in self.tagged if any(row.tag for row in self._rows[one.name])}
        judge_formulas(self._rows, self._faults)
        for sheet in self.all:
            formulas = list(formulas_of(self.roots[sheet.name]))
            spot = Spot(sheet.name, sheet=True)
            unread = [one for one in formulas if not readable(one)]
            for one in unread:
                self._faults.add("FK-TPL-078", spot, text=f"={one}")
            known = [one for one in formulas if one not in unread]
            self.looks[sheet.name] = self.dependence.titles(known, sheet.name)
            for title in self.dependence.spans(known) & moving:
                self._faults.add("FK-TPL-073", spot, text=title)
            if moving and any(calls(one, "INDIRECT") for one in known):
                self._faults.add("FK-TPL-076", spot, level=Level.WARNING)

    def first_tag(self, sheet: Sheet) -> int:
        """Return the first row of the sheet that stands for a tag."""
        return min(row.number for row in self._rows[sheet.name] if row.tag)

    def compiled(self, sheet: Sheet) -> SheetPart:
        """Return the sheet, compiled; free of faults."""
        root, rows = self.roots[sheet.name], self._rows[sheet.name]
        return SheetPart(
            root,
            sheet.name,
            rows,
            self._strings,
            self._faults.file,
            faces=self._faces,
            quoting=self.quoting,
        )

    def compile_places(self) -> None:
        """Make the places for pictures ready; free of faults."""
        for one in self.places:
            one.compile()

    def looked_at(self, root: Element) -> set[str]:
        """Return the titles of the sheets at which a chart or a drawing looks."""
        return self.dependence.titles(filter(readable, formulas_of(root)), "")


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

"""An Excel template, compiled by patching: parts without tags come out byte for byte.

The table of shared texts is such a part, although the texts of filled cells stay behind in it with
their tags: other sheets, charts and pivot tables count its entries, nobody sees one that no cell
names, and Excel drops it when it saves. Templates that formkit makes itself have no such table.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from formkit.kernel.findings import Place
from formkit.ooxml import xml
from formkit.ooxml.names import CONTENT_TYPES_PART, s
from formkit.ooxml.package import Member, Package
from formkit.ooxml.xml import Element
from formkit.render import picture_links, recalculation, stray
from formkit.render.attached import Attached, follow
from formkit.render.blocks import NameUse
from formkit.render.book_scan import BookScan
from formkit.render.dependence import reached
from formkit.render.drawing import Frame
from formkit.render.picture_place import Pictures
from formkit.render.place import Faults
from formkit.render.produced import Filled, require_bytes
from formkit.render.references import Moves
from formkit.render.shape import Shapes, Slots, slot
from formkit.render.sheet import SheetPart, Values
from formkit.render.sheet_plan import BookShape
from formkit.render.trace import Way

Check = Callable[[Mapping[str, bytes]], None]
Made = tuple[dict[str, bytes], Mapping[str, Frame], Check]  # parts, drawings, how they are read
Followed = Mapping[str, tuple[Way, list[str]]]


class BookTemplate:
    """The compiled parts of an .xlsx; every fault goes to `faults`, with one it is of no use."""

    def __init__(self, package: Package, faults: Faults) -> None:
        self.uses: list[NameUse] = []
        self._package = package
        self._file = faults.file
        self._sheets = BookScan(package, faults)
        self.uses += self._sheets.uses
        self._parts: dict[str, SheetPart] = {}
        self._attached: dict[str, Attached] = {}
        self._charts: dict[str, Element] = {}
        self.replaced: dict[str, bytes] = {}
        self.dropped: frozenset[str] = frozenset()
        self._moving: set[str] = set()
        self._shapes: Shapes[BookShape] = Shapes()
        if not any(finding.blocks for finding in faults.found):
            self._compile()
        moved = (one for attached in self._attached.values() for one in attached.parts)
        own = (self._main,) if self._moving else ()
        drawn = (name for one in self._sheets.places for name in (one.part, one.links.part))
        self.filled = frozenset({*self._parts, *self._charts, *moved, *own, *drawn})

    @property
    def _main(self) -> str:
        return next(n for n in self._package.parts if n.casefold() == self._package.main)

    def _compile(self) -> None:
        sheets, package = self._sheets, self._package
        for one in sheets.tagged:
            self._parts[one.part] = sheets.compiled(one)
        self._moving = {part.title for part in self._parts.values() if part.moves}
        if self._moving:
            self._follow({one.part: one.root for one in sheets.places})
        if self._parts and sheets.computes:
            self._settle()
        if (quoted := sheets.quoting.part()) is not None:
            self.replaced[package.parts.canonical(sheets.styles)] = quoted
        if sheets.places:
            self._make_places()

    def _follow(self, drawings: Mapping[str, Element]) -> None:
        """Find what follows when rows move; `drawings` stand for those of the package."""
        sheets, package, moving = self._sheets, self._package, self._moving
        for one in sheets.all:
            if one.name in moving:
                first = sheets.first_tag(one)
                self._attached[one.name] = Attached(
                    package, one, first, self._file, drawings=drawings
                )
            elif sheets.looks.get(one.name, set()) & moving:
                if one.part not in self._parts:
                    self._parts[one.part] = sheets.compiled(one)
                self._parts[one.part].follows = True
        followed = {part for attached in self._attached.values() for part in attached.parts}
        for name, own in _linked_parts(package):
            root = drawings.get(name, own)
            if name not in followed and sheets.looked_at(root) & moving:
                self._charts[name] = root

    def _make_places(self) -> None:
        """Make the places for pictures ready; what only they showed goes."""
        self._sheets.compile_places()
        links = {one.part.casefold(): one.links for one in self._sheets.places}
        idle = picture_links.idle_pictures(self._package, links)
        types = self.replaced.get(CONTENT_TYPES_PART) or self._package.parts[CONTENT_TYPES_PART]
        self.replaced[CONTENT_TYPES_PART] = picture_links.typed(types, idle)
        self.dropped |= idle

    def _settle(self) -> None:
        """Change once for all documents what their data makes untrue: results, the chain."""
        sheets, package = self._sheets, self._package
        recalculation.recalculate(sheets.workbook)
        self.replaced[self._main] = xml.serialize(sheets.workbook)
        stale = reached({one.name for one in sheets.tagged}, sheets.looks)
        for one in sheets.all:
            if one.name in stale and one.part not in self._parts:
                self.replaced[one.part] = recalculation.without_results(sheets.roots[one.name])
        chains = frozenset(package.related(package.main, recalculation.REL_CALCULATION))
        if chains and self._moving:
            self.replaced |= recalculation.without(package, chains)
            self.dropped = chains

    def fill(self, context: Mapping[str, Any], pictures: Pictures) -> Filled:
        """Return the parts that depend on the data.

        Raises:
            TemplateError: FK-TPL-060…066, 074, 075, FK-PIC-002.
        """
        followed = self._followed(context)
        if followed is None:
            parts, frames, compare = self._rendered(context)
        else:
            parts, frames, compare = self._joined(context, followed)
        laid = [one.laid(frames[one.part], context, pictures) for one in self._sheets.places]

        def check(found: Mapping[str, bytes]) -> None:
            compare(found)
            for drawing in laid:
                drawing.compare(found)

        drawn: dict[str, bytes | Member] = dict(parts)
        for drawing in laid:
            drawn |= drawing.parts()
        return Filled(drawn, check)

    def _joined(self, context: Mapping[str, Any], followed: Followed) -> Made:
        """Return the parts of a document whose way is known, or learnt now."""
        way = tuple(one for one, _ in followed.values())
        shape = self._shapes.get(way)
        if shape is None:
            shape = self._learnt(context, way, followed)
        written = {name: one.write(followed[name][1]) for name, one in shape.sheets.items()}

        def check(found: Mapping[str, bytes]) -> None:
            for name, plan in shape.sheets.items():
                plan.check(written[name], found[name])
            self._require(found, shape.others)

        data = {name: one.data for name, one in written.items()}
        return {**data, **shape.others}, shape.frames, check

    def _followed(self, context: Mapping[str, Any]) -> dict[str, tuple[Way, list[str]]] | None:
        """Return the way and the values of every sheet; None where only the reference can tell."""
        found: dict[str, tuple[Way, list[str]]] = {}
        for name, part in self._parts.items():
            followed = part.trace.follow(context) if part.trace else None
            if followed is None:
                return None
            found[name] = followed
        return found

    def _rendered(self, context: Mapping[str, Any]) -> Made:
        """Return the parts as Jinja makes them, and how they are read as a whole."""
        values = {name: part.values(context) for name, part in self._parts.items()}
        moves, others, frames = self._moved(values)
        sheets = {name: part.write(values[name], moves) for name, part in self._parts.items()}

        def check(found: Mapping[str, bytes]) -> None:
            for name, part in self._parts.items():
                part.compare(found[name], values[name])
            self._require(found, others)

        return {**sheets, **others}, frames, check

    def _learnt(self, context: Mapping[str, Any], way: Hashable, followed: Followed) -> BookShape:
        """Return the shape of a way that no document has gone yet.

        With a slot for every value, the cells must hold the slots that the template has there; and
        with this data's values every part must be, byte for byte, what the reference makes, and be
        read as this data.

        Raises:
            TemplateError: FK-TPL-065 where one of these is not so.
        """
        numbers = {
            name: one.trace.numbers(context) for name, one in self._parts.items() if one.trace
        }
        values = {
            name: part.values(context, Slots(numbers[name]).write)
            for name, part in self._parts.items()
        }
        moves, others, frames = self._moved(values)
        plans = {name: part.plan(values[name], moves) for name, part in self._parts.items()}
        for name, part in self._parts.items():
            slots = [slot(number) for number in range(len(numbers[name]))]
            part.compare(plans[name].write(slots).data, values[name])
        reference, framed, check = self._rendered(context)
        made = {name: plan.write(followed[name][1]).data for name, plan in plans.items()} | others
        self._require(made, reference)
        check(made)
        for one in self._sheets.places:
            alike = one.keys(context) == one.reference_keys(context)
            if frames[one.part] != framed[one.part] or not alike:
                raise one.refused(len(framed[one.part].pieces), len(frames[one.part].pieces))
        shape = BookShape(plans, others, frames)
        self._shapes.keep(way, shape, slots=sum(map(len, numbers.values())))
        return shape

    def _require(self, found: Mapping[str, bytes], expected: Mapping[str, bytes]) -> None:
        for name, data in expected.items():
            require_bytes(found[name], data, Place(file=self._file, label=stray.kind_of(name)))

    def _moved(
        self, values: Mapping[str, Values]
    ) -> tuple[Moves, dict[str, bytes], dict[str, Frame]]:
        """Return where rows went, the parts that only follow them, and drawings with places."""
        maps = {part.title: values[name].rows for name, part in self._parts.items() if part.moves}
        moves = Moves(maps)
        others: dict[str, bytes] = {}
        for title, attached in self._attached.items():
            others |= attached.moved(maps[title], moves)
        for name, template in self._charts.items():
            root = copy.deepcopy(template)
            follow(root, moves, "")
            others[name] = xml.serialize(root)
        if self._moving:
            others[self._main] = self._moved_workbook(moves)
        frames = {
            one.part: one.frame(others.pop(one.part, None), maps.get(one.sheet.name))
            for one in self._sheets.places
        }
        return moves, others, frames

    def _moved_workbook(self, moves: Moves) -> bytes:
        """Return the workbook part with its names (print areas, print titles …) moved."""
        workbook = copy.deepcopy(self._sheets.workbook)
        for name in workbook.iter(s("definedName")):
            if name.text:
                name.text = moves.formula(name.text, "", None, union=False)
        return xml.serialize(workbook)


def _linked_parts(package: Package) -> Iterator[tuple[str, Element]]:
    """Yield the charts and drawings of a workbook."""
    for part in package.parts:
        if part.startswith(("xl/charts/", "xl/drawings/")) and part.endswith(".xml"):
            yield part, xml.parse(package.parts[part])

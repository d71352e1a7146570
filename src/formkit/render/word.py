"""A Word template, compiled: which parts hold tags, and what goes into every document as it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from formkit.kernel.findings import Level
from formkit.ooxml import xml
from formkit.ooxml.names import CONTENT_TYPES_PART, WORD, w
from formkit.ooxml.package import Member, Package
from formkit.ooxml.xml import Element
from formkit.render import picture_links, stray, word_pictures
from formkit.render.blocks import Blocks, NameUse
from formkit.render.markup import declared
from formkit.render.picture_place import Pictures
from formkit.render.place import Faults, Spot
from formkit.render.produced import Filled
from formkit.render.word_faces import faces_of
from formkit.render.word_part import FilledPart, WordPart
from formkit.render.word_pictures import PartPictures, Placing
from formkit.render.word_scan import Placed, scan

ENDNOTES = "尾注"
_FILLED = (
    ("document.main+xml", "正文"),
    (".header+xml", "页眉"),
    (".footer+xml", "页脚"),
    (".footnotes+xml", "脚注"),
    (".endnotes+xml", ENDNOTES),
)
_REVISIONS = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_FIRST_DRAWING = (
    100_000  # each part numbers its repeated pictures from a hundred thousand of its own
)


class WordTemplate:
    """The compiled parts of a .docx; every fault goes to `faults`, with one it is of no use."""

    def __init__(self, package: Package, faults: Faults) -> None:
        self.uses: list[NameUse] = []
        self._parts: dict[str, WordPart] = {}
        self._pictures: dict[str, PartPictures] = {}
        self._file = faults.file
        self._labels = dict(filled_parts(package))
        numbers = itertools.count(1)
        faces = faces_of(package)
        for name, label in self._labels.items():
            root = xml.parse(package.parts[name], part=name)
            _judge_part(root, label, faults)
            drawings = word_pictures.free(root, label, faults)
            found = faces.faced(scan(root, label, faults, numbers))
            placed = word_pictures.marked(found, drawings)
            for where, shown in stray.stray_tags(root):
                faults.add("FK-TPL-051", Spot(f"{label}的{where}", "", shown), text=shown)
            self.uses += Blocks(faults).read(placed)
            if placed:
                self._compile(name, root, placed, faults)
            if drawings and name in self._parts:
                self._keep_places(package, name, root, placed, drawings)
        links = {name.casefold(): one.links for name, one in self._pictures.items()}
        self.filled = frozenset(self._parts) | {one.part for one in links.values()}
        self.replaced: dict[str, bytes] = {}
        self.dropped = picture_links.idle_pictures(package, links)
        if links:
            self.replaced[CONTENT_TYPES_PART] = picture_links.typed(
                package.parts[CONTENT_TYPES_PART], self.dropped
            )
        others = {name: package.parts[name] for name in package.parts if name not in self._labels}
        stray.judge_static(others, faults)
        if any("comments" in kind for kind in package.content_types.values()):
            faults.add("FK-TPL-010", Spot(), level=Level.WARNING)

    def _compile(self, name: str, root: Element, placed: list[Placed], faults: Faults) -> None:
        if any(finding.blocks for finding in faults.found):
            return  # the faults that are known explain any other
        base = _FIRST_DRAWING * (1 + len(self._parts))
        self._parts[name] = WordPart(
            declared(root), self._labels[name], placed, drawing_base=base, faults=faults
        )

    def _keep_places(
        self,
        package: Package,
        name: str,
        root: Element,
        placed: list[Placed],
        drawings: Mapping[Element, Element],
    ) -> None:
        shapes = {one.number: drawings[one.run] for one in placed if one.tag.picture}
        tags = {one.number: one for one in placed}
        self._pictures[name] = PartPictures(package, name, root, shapes, tags, file=self._file)

    def fill(self, context: Mapping[str, Any], pictures: Pictures) -> Filled:
        """Return the parts that depend on the data."""
        parts: dict[str, bytes | Member] = {}
        made: dict[str, tuple[FilledPart, Placing | None]] = {}
        for name, part in self._parts.items():
            places = self._pictures.get(name)
            placing = places.placing(pictures) if places else None
            filled = part.fill(context, placing.put if placing else None)
            parts[name] = filled.data
            if placing:
                parts |= placing.parts()
            made[name] = filled, placing

        def check(found: Mapping[str, bytes]) -> None:
            for name, (filled, placing) in made.items():
                shown = filled.check(found[name])
                if placing:
                    placing.compare(found, shown)

        return Filled(parts, check)


def filled_parts(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the parts that may hold tags with their Chinese names."""
    for ending, label in _FILLED:
        names = sorted(
            name for name in package.parts if package.content_types[name].endswith(ending)
        )
        for number, name in enumerate(names, start=1):
            yield name, label if len(names) == 1 else f"{label}{number}"


def _judge_part(root: Element, label: str, faults: Faults) -> None:
    """Note what makes a part unfit to be filled, apart from its tags."""
    if root.nsmap.get("w") != WORD:
        faults.add("FK-TPL-009", Spot(label), part=label)
    if next(root.iter(*_REVISIONS), None) is not None:
        faults.add("FK-TPL-007", Spot(label))

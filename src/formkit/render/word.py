"""A Word template, compiled: which parts hold tags, and what goes into every document as it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from formkit.kernel.findings import Level
from formkit.ooxml import xml
from formkit.ooxml.names import WORD, w
from formkit.ooxml.package import Package
from formkit.ooxml.xml import Element
from formkit.render import stray
from formkit.render.blocks import Blocks, NameUse
from formkit.render.markup import declared
from formkit.render.place import Faults, Spot
from formkit.render.word_part import WordPart
from formkit.render.word_scan import Placed, scan

_FILLED = (
    ("document.main+xml", "正文"),
    (".header+xml", "页眉"),
    (".footer+xml", "页脚"),
    (".footnotes+xml", "脚注"),
    (".endnotes+xml", "尾注"),
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
        self._labels = dict(_labels(package))
        numbers = itertools.count(1)
        for name, label in self._labels.items():
            root = xml.parse(package.parts[name], part=name)
            _judge_part(root, label, faults)
            placed = scan(root, label, faults, numbers)
            for where, shown in stray.stray_tags(root):
                faults.add("FK-TPL-051", Spot(f"{label}的{where}", "", shown), text=shown)
            self.uses += Blocks(faults).read(placed)
            if placed:
                self._compile(name, root, placed, faults)
        self.filled = frozenset(self._parts)
        self.replaced: dict[str, bytes] = {}
        self.dropped: frozenset[str] = frozenset()
        others = {name: package.parts[name] for name in package.parts if name not in self._labels}
        stray.judge_static(others, faults)
        if any("comments" in kind for kind in package.content_types.values()):
            faults.add("FK-TPL-010", Spot(), level=Level.WARNING)

    def _compile(self, name: str, root: Element, placed: list[Placed], faults: Faults) -> None:
        if any(finding.blocks for finding in faults.found):
            return  # the faults that are known explain any other
        base = _FIRST_DRAWING * (1 + len(self._parts))
        self._parts[name] = WordPart(declared(root), placed, drawing_base=base, faults=faults)

    def fill(self, context: Mapping[str, Any]) -> dict[str, bytes]:
        """Return the parts that depend on the data."""
        return {name: part.fill(context) for name, part in self._parts.items()}

    def compare(self, produced: Mapping[str, bytes], context: Mapping[str, Any]) -> None:
        """Compare what a reader sees in the produced parts with the plain text of the same data.

        Raises:
            TemplateError: FK-TPL-065 where they differ.
        """
        for name, part in self._parts.items():
            part.compare(produced[name], context, self._labels[name])


def _labels(package: Package) -> Iterator[tuple[str, str]]:
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

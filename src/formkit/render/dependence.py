"""Which sheets of a workbook the formulas of a sheet, a chart or a name look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from formkit.ooxml import xml
from formkit.ooxml.names import RELATION, s
from formkit.ooxml.package import Package
from formkit.ooxml.xml import Element
from formkit.render.references import operands, readable, title_of

_REL_TABLE = f"{RELATION}/table"
_FORMULAS = ("f", "formula", "formula1", "formula2")


def formulas_of(root: Element) -> Iterator[str]:
    """Yield the formulas of a sheet, a chart or a drawing."""
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in _FORMULAS and element.text:
            yield element.text
        for name in ("textlink", "location"):
            if linked := element.get(name):
                yield linked


class Dependence:
    """Names, tables and titles of a workbook.

    Args:
        package: the workbook.
        workbook: the root of its main part.
    """

    def __init__(self, package: Package, workbook: Element) -> None:
        self._titles = [sheet.name for sheet in package.sheets]
        self._aliases: dict[str, set[str]] = {}
        for sheet in package.sheets:
            for part in package.related(sheet.part.casefold(), _REL_TABLE):
                table = xml.parse(package.parts[part])
                for name in ("name", "displayName"):
                    self._aliases[table.get(name, "").casefold()] = {sheet.name}
        for name in workbook.iter(s("definedName")):
            if name.text and readable(name.text):
                found = self.titles([name.text], "")
                self._aliases.setdefault(name.get("name", "").casefold(), set()).update(found)

    def titles(self, formulas: Iterable[str], own: str) -> set[str]:
        """Return the titles of the sheets that formulas standing on the sheet `own` look at."""
        return {
            title
            for formula in formulas
            for operand in operands(formula)
            for title in self._of(operand, own)
        }

    def _of(self, operand: str, own: str) -> Iterable[str]:
        prefix, mark, reference = operand.rpartition("!")
        named = self._aliases.get(reference.partition("[")[0].casefold(), set())
        if not mark:
            return named or {own}
        return named | set(self.span(title_of(prefix)))

    def span(self, title: str) -> Sequence[str]:
        """Return the titles that a prefix names: one, or all from one to another (`一月:三月`)."""
        first, mark, last = title.partition(":")
        known = {one.casefold(): number for number, one in enumerate(self._titles)}
        ends = [known[one.casefold()] for one in (first, last) if one.casefold() in known]
        if not mark:
            return [self._titles[ends[0]]] if ends else []
        return self._titles[min(ends) : max(ends) + 1] if ends else []

    def spans(self, formulas: Iterable[str]) -> set[str]:
        """Return the titles that formulas look at as a stack of sheets."""
        prefixes = (
            title_of(operand.rpartition("!")[0])
            for formula in formulas
            for operand in operands(formula)
        )
        return {title for prefix in prefixes if ":" in prefix for title in self.span(prefix)}


def reached(changed: Iterable[str], looks: Mapping[str, set[str]]) -> set[str]:
    """Return the sheets whose results may change with those of `changed`, these among them.

    `looks` gives the sheets that each sheet looks at.
    """
    found = set(changed)
    while more := {title for title, seen in looks.items() if title not in found and seen & found}:
        found |= more
    return found

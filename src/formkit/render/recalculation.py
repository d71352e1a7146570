"""What a workbook is relieved of once for all documents: results of formulas, the chain of them."""

from __future__ import annotations

from lxml import etree

from formkit.ooxml import xml
from formkit.ooxml.names import CONTENT_TYPES_PART, RELATION, s
from formkit.ooxml.package import Package
from formkit.ooxml.xml import Element

REL_CALCULATION = f"{RELATION}/calcChain"


def without_results(root: Element) -> bytes:
    """Return a sheet whose formulas have no results: they are of the template, not of the data."""
    for cell in root.iter(s("c")):
        if cell.find(s("f")) is not None:
            cell.attrib.pop("t", None)
            for result in cell.findall(s("v")):
                cell.remove(result)
    return xml.serialize(root)


def recalculate(workbook: Element) -> None:
    """Have everything computed anew when the workbook is opened."""
    settings = workbook.find(s("calcPr"))
    if settings is None:
        settings = etree.Element(s("calcPr"))
        _insert_settings(workbook, settings)
    settings.set("fullCalcOnLoad", "1")


def _insert_settings(workbook: Element, settings: Element) -> None:
    """Put `calcPr` where the schema wants it: after the names, or after the sheets."""
    after = workbook.find(s("definedNames"))
    if after is None:
        after = workbook.find(s("externalReferences"))
    if after is None:
        after = workbook.find(s("sheets"))
    if after is not None:  # always: the gate refuses a workbook without sheets
        after.addnext(settings)


def without(package: Package, dropped: frozenset[str]) -> dict[str, bytes]:
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
        if item.get("Type") == REL_CALCULATION:
            relations.remove(item)
    return {
        CONTENT_TYPES_PART: xml.serialize(types),
        relations_part: xml.serialize(relations),
    }

"""Cells that a spreadsheet shows as a percentage: kept as 0.05, shown and meant as 5%."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from formkit.ooxml import addresses, names
from formkit.ooxml.package import Package

# ECMA-376 part 1, 18.8.30: the two built-in formats with a percent sign.
_BUILT_IN = frozenset({"9", "10"})
# What a format code shows as written: "…", an escaped or padded character, a colour, a unit.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


def styles_of(checked: Package) -> frozenset[str]:
    """Return the numbers of the cell styles that show a percentage."""
    formats = set(_BUILT_IN)
    found: set[str] = set()
    inside = False
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, count
        match name.rpartition(":")[2]:
            case "numFmt" if "%" in _LITERAL.sub("", attributes.get("formatCode", "")):
                formats.add(attributes.get("numFmtId", ""))
            case "cellXfs":
                inside = True
            case "xf" if inside:
                if attributes.get("numFmtId") in formats:
                    found.add(str(count))
                count += 1
            case _:
                pass

    def end(name: str) -> None:
        nonlocal inside
        if name.rpartition(":")[2] == "cellXfs":
            inside = False

    for part in checked.related(checked.main, names.REL_STYLES):
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.Parse(checked.parts[part], True)
    return frozenset(found)


def shown(rows: list[list[Any]], part: bytes, styles: frozenset[str]) -> list[list[Any]]:
    """Return the rows with every number in a percentage cell as the text that is seen: `5%`.

    Args:
        rows: the values from A1 on; changed in place.
        part: the sheet's XML.
        styles: the numbers of the styles that show a percentage.
    """
    if not styles:
        return rows
    row, column = -1, -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        match name.rpartition(":")[2]:
            case "row":
                row, column = (int(attributes["r"]) - 1 if "r" in attributes else row + 1), -1
            case "c":
                column += 1
                if "r" in attributes:
                    top, left, _, _ = addresses.area(attributes["r"])
                    row, column = top - 1, left - 1
                if attributes.get("s") in styles:
                    _say(rows, row, column)
            case _:
                pass

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(part, True)
    return rows


def _say(rows: list[list[Any]], row: int, column: int) -> None:
    cells = rows[row] if row < len(rows) else []
    value = cells[column] if column < len(cells) else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        percent = Decimal(format(value, ".15g")) * 100
        cells[column] = f"{percent.normalize():f}%"

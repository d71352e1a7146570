"""What a sheet looks like to its reader: numbers shown as percentages, rows that are hidden."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from formkit.ooxml import addresses, names
from formkit.ooxml.package import Package

# ECMA-376 part 1, 18.8.30: the two built-in formats with a percent sign.
_BUILT_IN = frozenset({"9", "10"})
# What a format code shows as written: "…", an escaped or padded character, a colour, a unit.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_HIDDEN = b"hidden"


@dataclass(slots=True)
class Looks:
    """The rows that are hidden or filtered out, and the cells that show a percentage.

    Both are counted from 0; `percents` are rows and columns by turns, in the order of the file.
    """

    hidden_rows: array[int] = field(default_factory=lambda: array("L"))
    percents: array[int] = field(default_factory=lambda: array("L"))

    def shown(self, rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
        """Yield the rows, a number in a percentage cell as the text that is seen: `5%`.

        The rows are changed in place.
        """
        if not self.percents:
            yield from rows
            return
        cells: dict[int, list[int]] = {}
        for position in range(0, len(self.percents), 2):
            cells.setdefault(self.percents[position], []).append(self.percents[position + 1])
        for index, row in enumerate(rows):
            for column in cells.get(index, ()):
                if column < len(row):
                    row[column] = _said(row[column])
            yield row


def _said(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{(Decimal(format(value, '.15g')) * 100).normalize():f}%"
    return value


def of(checked: Package, parts: Sequence[str]) -> list[Looks]:
    """Return what the sheets with these parts look like."""
    styles = _percent_styles(checked)
    return [_looks(checked, part, styles) for part in parts]


def _percent_styles(checked: Package) -> frozenset[str]:
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


def _looks(checked: Package, part: str, styles: frozenset[str]) -> Looks:
    looks = Looks()
    if not styles and not _holds(checked.parts.pieces(part), _HIDDEN):
        return looks
    row, column = -1, -1

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        match name.rpartition(":")[2]:
            case "row":
                row, column = (int(attributes["r"]) - 1 if "r" in attributes else row + 1), -1
                if attributes.get("hidden") in ("1", "true"):
                    looks.hidden_rows.append(row)
            case "c" if styles:
                column += 1
                if "r" in attributes:
                    top, left, _, _ = addresses.area(attributes["r"])
                    row, column = top - 1, left - 1
                if attributes.get("s") in styles:
                    looks.percents.extend((row, column))
            case _:
                pass

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for piece in checked.parts.pieces(part):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return looks


def _holds(pieces: Iterable[bytes], word: bytes) -> bool:
    """Return whether a word stands anywhere in the pieces, their seams included."""
    tail = b""
    for piece in pieces:
        seen = tail + piece
        if word in seen:
            return True
        tail = seen[1 - len(word) :]
    return False

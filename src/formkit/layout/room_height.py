"""How high a line of a sheet is with what a record says in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from formkit.kernel.text import width
from formkit.layout.room_plan import SPARED, Line, PlannedText

_RUN = re.compile(r"(?P<word>[!-~]+|[□☑√][^ □☑√]* ?)|[^!-~□☑√]+")


def height_of(line: Line, values: Any) -> float:
    """Return how high a line is with these values."""
    height = line.least
    for planned in line.texts:
        said = said_by(planned, values)
        text = planned.dense if planned.dense and len(said) > planned.over else planned
        if len(said) * 2 <= text.signs and "\n" not in said:
            count = 1
        else:
            count = lines_of(said, text.signs)
        height = max(height, count * text.line + line.around)
    return height


def said_by(text: PlannedText, values: Any) -> str:
    """Return what a planned text says of a record, or of a row of one of its lists."""
    if text.each:
        entries = value(values, text.each)
        return ";".join("".join(_pieces(text, entry)) for entry in entries)
    if len(text.parts) == 1:
        path, blank, _words = text.parts[0]
        return str(at(values, path)) or blank
    return "".join(_pieces(text, values))


def _pieces(text: PlannedText, values: Any) -> Iterator[str]:
    for path, blank, words in text.parts:
        yield words if not path else str(at(values, path)) or blank


def value(values: Any, name: str) -> Any:
    """Return the value of a dotted name; empty where there is none: printing will tell."""
    return at(values, name.split("."))


def at(values: Any, path: Sequence[str]) -> Any:
    """Return the value under the steps of a name; empty where there is none."""
    for step in path:
        values = values.get(step, "") if isinstance(values, dict) else ""
    return values


@lru_cache(maxsize=4096)
def lines_of(said: str, signs: int) -> int:
    """Return in how many lines of so many half-width signs a text goes.

    Groups of options are few and stand in every record: they are remembered.
    """
    return sum(_lines_of(piece, signs) for piece in said.split("\n"))


def _lines_of(piece: str, signs: int) -> int:
    """Return the lines of a paragraph; a word that does not fit begins the next line."""
    wide = width(piece)
    if wide <= signs:
        return 1
    lines, at, signs = 1, 0, max(signs - SPARED, 2)
    for found in _RUN.finditer(piece):
        wide = width(found[0])
        if found["word"] and wide <= signs:
            lines, at = (lines, at + wide) if at + wide <= signs else (lines + 1, wide)
        else:  # Chinese, or a word that no line holds: broken anywhere
            lines, at = lines + (at + wide - 1) // signs, (at + wide - 1) % signs + 1
    return lines

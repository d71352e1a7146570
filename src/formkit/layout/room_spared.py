"""The room that the blank sheet has for texts and rows: what keeps within it adds no height.

How many signs a text may surely have is found out once for a sheet; most texts of a record then
cost one comparison of lengths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formkit.layout.room_height import at, height_of, lines_of, said_by, value
from formkit.layout.room_plan import SPARED, Line, Part, PlannedText

_HAIR = 1e-6  # millimetres


class Spared:
    """What the blank sheet has room for.

    Args:
        parts: the sheet; pages of photographs do not count.
        blank: the view of the blank sheet.
    """

    def __init__(self, parts: Sequence[Part], blank: Mapping[str, Any]) -> None:
        lines = [line for part in parts if not part.each for line in part.lines]
        heights = [(line, height_of(line, blank)) for line in lines if not line.each]
        # The words printed on the blank, mostly groups of options, make some lines higher.
        self._higher = [pair for pair in heights if pair[1] > _at_least(pair[0])]
        self._texts = [
            _limited(text, line)
            for line, height in heights
            if height == _at_least(line)
            for text in line.texts
        ]
        self._lists = [_limited_rows(line) for line in lines if line.each]

    def holds(self, view: Mapping[str, Any]) -> bool:
        """Return whether each line has the height that it has on the blank sheet."""
        return (
            all(one.holds(view) for one in self._texts)
            and all(height_of(line, view) == height for line, height in self._higher)
            and all(one.holds(value(view, one.name)) for one in self._lists)
        )


@dataclass(frozen=True, slots=True)
class _Limited:
    """A text that adds no height: surely with so many signs in a paragraph, else in so many lines.

    `field` is the one that is the whole text; empty where it is made of more.
    """

    text: PlannedText
    field: tuple[str, ...]
    signs: int
    lines: int

    def holds(self, values: Any) -> bool:
        said = str(at(values, self.field)) if self.field else said_by(self.text, values)
        if len(said) <= self.signs and "\n" not in said:
            return True
        text = self.text
        if not said or (text.dense and len(said) > text.over):
            return False
        return lines_of(said, text.signs) <= self.lines


@dataclass(frozen=True, slots=True)
class _LimitedRows:
    """A list that adds no height: with no more rows than the blank sheet has, each no higher."""

    name: str
    rows: int
    texts: tuple[_Limited, ...]

    def holds(self, entries: Any) -> bool:
        return len(entries) <= self.rows and all(
            one.holds(entry) for entry in entries for one in self.texts
        )


def _limited_rows(line: Line) -> _LimitedRows:
    alike = abs(_at_least(line) - line.blank) < _HAIR  # a row with words and a blank one
    texts = tuple(_limited(text, line) for text in line.texts)
    return _LimitedRows(line.each, line.at_least if alike else 0, texts)


def _limited(text: PlannedText, line: Line) -> _Limited:
    """Return a text with how many signs and lines keep within the line's height.

    A line break loses less than the word that it moves, so that a text takes at most twice the
    lines that its signs would fill.
    """
    lines = int((_at_least(line) - line.around + _HAIR) / text.line)
    signs = max(text.signs // 2, lines * (text.signs - SPARED) // 4) if lines else 0
    if text.dense:
        signs = min(signs, text.over)
    path, blank, _words = text.parts[0]
    alone = len(text.parts) == 1 and not text.each and len(blank) <= signs
    return _Limited(text, path if alone else (), signs, lines)


def _at_least(line: Line) -> float:
    """Return the height of a line whose texts take one line each."""
    return max(line.least, *(one.line + line.around for one in line.texts), 0)

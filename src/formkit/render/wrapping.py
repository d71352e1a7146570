"""How many lines a text takes in a cell, and how high its row must be to show them all.

Excel and WPS fit a row to its text only while somebody types, and never to text in merged cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from formkit.kernel.text import width

LINE = 1.45  # the height of a line in sizes of its face: the tallest Chinese ones (Noto CJK 1.448)
HIGHEST = 409.0  # points; Excel refuses a higher row

_OPENING = re.escape("(〔〈《「『【([{“‘￥¥")
_CLOSING = re.escape("、。〉》」』】〕),.:;?!)]}%℃”’…,。;:?!")
# What stays together on a line: a word of half-width signs, or one sign; with its punctuation.
_UNIT = re.compile(f"[{_OPENING}]*(?:[!-~]+|[^!-~])[{_CLOSING}]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Room:
    """A cell in which text wraps.

    Args:
        signs: how many half-width signs stand on one line.
        size: the face's size in points.
        merged: whether it reaches over several cells, so that no program measures it.
        beside: the height in points of the other rows that it reaches over.
    """

    signs: int
    size: float
    merged: bool = False
    beside: float = 0

    def needed(self, text: str, height: float) -> float:
        """Return the height in points that the row needs; 0 where `height` shows every line.

        One line is always taken to be shown: how low such a row is was the template's choice.
        """
        line = self.size * LINE
        count = lines(text, self.signs)
        if count <= max(1, int((height + self.beside) / line)):
            return 0
        return count * line - self.beside


@lru_cache(maxsize=4096)  # questions and groups of options are the same on form after form
def lines(text: str, signs: int) -> int:
    """Return how many lines of so many half-width signs a text takes.

    Words and numbers are not broken, and punctuation does not begin or end a line alone, as in the
    programs; a word longer than a line is.
    """
    return sum(_wrapped(line, signs) for line in text.split("\n"))


def _wrapped(text: str, signs: int) -> int:
    if width(text) <= signs:
        return 1
    count, used = 1, 0
    for unit in _UNIT.findall(text):
        wide = width(unit)
        if used + wide <= signs:
            used += wide
        elif not unit.isspace():  # a blank at the end of a line hangs over
            full, rest = divmod(wide, signs)
            count += full + bool(rest) - (used == 0)
            used = rest or signs
    return count

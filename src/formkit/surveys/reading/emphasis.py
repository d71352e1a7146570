"""Emphasis and drawings instead of a tick in a Word print: seen, never guessed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from formkit.ooxml import names, xml
from formkit.ooxml.names import w

_LOOKS: Final = ("b", "i", "u", "strike", "dstrike", "highlight", "color", "shd", "bdr", "em")
_OFF: Final = frozenset(("0", "false", "off", "none", "auto", "clear"))
_WHITE: Final = "FFFFFF"
_INK: Final = f"{{{names.WORD_2010}}}contentPart"
_OPTIONS = 2  # the cell of a row in which the options stand


@dataclass(frozen=True, slots=True)
class Look:
    """How an item's row looks: emphasised, some options otherwise than the rest; drawn upon."""

    emphasised: tuple[str, ...] = ()
    drawn: bool = False

    @property
    def says(self) -> bool:
        """Whether somebody may have answered that way."""
        return self.drawn or bool(self.emphasised)


class Faint(Enum):
    """What is written and hardly counts: a line runs through it, or it is white on white."""

    STRUCK = "struck"
    WHITE = "white"

    def holds(self, run: xml.Element) -> bool:
        """Whether what a run says is written so."""
        looks = dict(_looks(run))
        if not looks or not (_text(run).strip() or run.find(w("sym")) is not None):
            return False
        if self is Faint.STRUCK:
            return "strike" in looks or "dstrike" in looks
        ground = looks.get("shd", looks.get("highlight", "")).upper()
        return looks.get("color", "").upper() == _WHITE and ground in ("", _WHITE, "WHITE")


def look(cells: Sequence[xml.Element]) -> Look:
    """Return how a row looks.

    `emphasised` are the texts of the options' cell that stand out: those whose looks (bold,
    underlined, struck out, marked, coloured …) are not those of the first or of most of it.
    """
    drawn = any(drawings(cell) for cell in cells)
    if len(cells) <= _OPTIONS:
        return Look(drawn=drawn)
    runs = [(_looks(run), _text(run)) for run in cells[_OPTIONS].iter(w("r"))]
    written = [(looks, text) for looks, text in runs if text.strip()]
    lengths: dict[frozenset[tuple[str, str]], int] = {}
    for looks, text in written:
        lengths[looks] = lengths.get(looks, 0) + len(text.strip())
    usual = max(lengths, key=lambda one: lengths[one], default=frozenset())
    return Look(tuple(text.strip() for looks, text in written if looks != usual), drawn)


def drawings(part: xml.Element) -> int:
    """Return how many pictures, shapes and strokes of ink stand in a part of the document."""
    return sum(1 for _ in part.iter(w("drawing"), w("pict"), w("object"), _INK))


def _looks(run: xml.Element) -> frozenset[tuple[str, str]]:
    properties = run.find(w("rPr"))
    if properties is None:
        return frozenset()
    found = set()
    for name in _LOOKS:
        one = properties.find(w(name))
        if one is None:
            continue
        said = one.get(w("fill") if name == "shd" else w("val"), "on")
        if said.casefold() not in _OFF and not (name == "color" and said == "000000"):
            found.add((name, said))
    return frozenset(found)


def _text(run: xml.Element) -> str:
    return "".join(one.text or "" for one in run.iter(w("t")))

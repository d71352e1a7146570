"""What stands in an answer cell means: a tick, not applicable, a word of the scale, or a question.

The set is closed: what is not in it is asked of a person, never guessed (RELIABILITY T18; domain
C.8). Letters of symbol fonts count by the font of their run: `ü` is a tick in Wingdings and a
letter everywhere else.

Sources of the symbol fonts' letters: Unicode L2/12-368 (the mapping of Wingdings and Webdings to
Unicode 7.0); Marlett as documented for the window buttons of Windows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from formkit.kernel.text import narrow

NOT_APPLICABLE: Final = "不适用"

TICKS: Final = frozenset("√✓✔☑✅🗸🗹■●VvYy1是对")
SURE: Final = TICKS - frozenset("VvYy1是对")
"""Ticks that no text has among its words."""
EMPTY_BOXES: Final = frozenset("□☐◻")
DASHES: Final = frozenset(("—", "——", "―", "――"))
NOT_APPLICABLE_WORDS: Final = frozenset((NOT_APPLICABLE, "N/A", "n/a", "NA", "无"))
SLASH: Final = "/"
SYNONYMS: Final[Mapping[str, str]] = {"非常满意": "很满意"}
"""The one other word that is certain (domain B.6); 较满意 and the like are asked."""

_LONGEST_NAME = 10  # signs
_CROSS = "✗"
_UNKNOWN = "\ufffd"  # a letter of a symbol font that is none of ours: always asked
SYMBOL_FONTS: Final[Mapping[str, Mapping[str, str]]] = {
    "wingdings": {
        "ü": "✓", "þ": "☑", "û": _CROSS, "ý": _CROSS, "n": "■", "l": "●", "o": "□", "¨": "□",
    },
    "wingdings 2": {
        "P": "✓", "R": "☑", "O": _CROSS, "Q": _CROSS, "S": _CROSS, "T": _CROSS, "£": "□",
    },
    "wingdings 3": {},
    "webdings": {"a": "✓", "g": "■", "n": "●", "c": "□", "r": _CROSS},
    "symbol": {"Ö": "√"},
    "marlett": {"a": "✓", "b": "✓"},
}  # fmt: skip
"""By font, what its letters look like; a font that is not named shows letters as they are."""

_PRIVATE = range(0xF020, 0xF100)  # where some programs keep the letters of symbol fonts
_LETTERS = 0x100  # a symbol font has no others
_SILENT = re.compile("[\\s\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]+")


class Sign(StrEnum):
    """What a cell says."""

    BLANK = "blank"  # nothing, or a box that nobody ticked
    TICK = "tick"
    NOT_APPLICABLE = "not_applicable"
    WORD = "word"  # a word of the scale
    ASK = "ask"  # a person must say what it means


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says; `word` is the option as the scale writes it, of `Sign.WORD` only."""

    sign: Sign
    word: str = ""


_BLANK, _TICK = Reading(Sign.BLANK), Reading(Sign.TICK)
_NONE, _ASK = Reading(Sign.NOT_APPLICABLE), Reading(Sign.ASK)


def read(text: str, choices: Collection[str], *, slash: str = NOT_APPLICABLE) -> Reading:
    """Return what the text of an answer cell means.

    Args:
        text: as `plain` gives it; blanks around it do not count.
        choices: the scale's options.
        slash: what the bank says of a `/`: 不适用, or anything else for "ask".
    """
    return _read(text, tuple(choices), slash == NOT_APPLICABLE)


@lru_cache(maxsize=4_096)
def _read(text: str, choices: tuple[str, ...], slash_is_none: bool) -> Reading:  # noqa: FBT001 - cached by position
    said = _SILENT.sub("", narrow(text))
    if not said or said in EMPTY_BOXES:
        return _BLANK
    if said in TICKS:
        return _TICK
    if said in DASHES or said in NOT_APPLICABLE_WORDS or (said == SLASH and slash_is_none):
        return _NONE
    word = SYNONYMS.get(said, said)
    return Reading(Sign.WORD, word) if word in choices else _ASK


def has_tick(text: str) -> bool:
    """Return whether a tick stands in a text that is more than a mark (`第3题应为√满意`)."""
    return any(one in SURE for one in text)


def answers(text: str, choices: Collection[str]) -> bool:
    """Return whether a text may be an answer, wherever it stands: a mark, an option, a tick in it.

    A number is none: `1` counts as a tick only where a tick is wanted.
    """
    sign = read(text, choices).sign
    mark = sign is Sign.WORD or (sign is Sign.TICK and not narrow(text).isdecimal())
    return mark or has_tick(text)


def is_name(text: str) -> bool:
    """Return whether what stands where a sheet is signed looks like a signature and no more."""
    short = len(text) <= _LONGEST_NAME
    return short and "满意" not in text and not any(map(str.isdigit, text)) and not has_tick(text)


def plain(runs: Iterable[tuple[str, str]]) -> str:
    """Return the text of a cell with the letters of symbol fonts as the signs they show.

    Args:
        runs: text and font name of each run, in order; a plain cell has one run in its own font.
    """
    return "".join(_shown(text, font) for text, font in runs)


def _shown(text: str, font: str) -> str:
    letters = SYMBOL_FONTS.get(font.strip().casefold())
    if letters is None:
        return text
    return "".join(_letter(one, letters) for one in text)


def _letter(character: str, letters: Mapping[str, str]) -> str:
    """Return what a symbol font shows; other fonts step in for what it does not have."""
    code = ord(character)
    if code in _PRIVATE:
        character = chr(code - 0xF000)
    elif code >= _LETTERS or character.isspace():
        return character
    return letters.get(character, _UNKNOWN)


__all__ = [
    "NOT_APPLICABLE",
    "SYMBOL_FONTS",
    "SYNONYMS",
    "TICKS",
    "Reading",
    "Sign",
    "answers",
    "has_tick",
    "is_name",
    "plain",
    "read",
]

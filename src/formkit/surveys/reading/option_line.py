"""A printed line of options that somebody ticked: `□很满意 ☑满意 □一般`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formkit.kernel.i18n import _
from formkit.surveys import signs
from formkit.surveys.signs import NOT_APPLICABLE, Sign

_BOXES = "".join(signs.EMPTY_BOXES)
_GAP = re.compile(r"\s")
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a line of options says.

    ticked: the options with a mark. unclear: what stands at an option and is no mark of ours, and
    what belongs to no option clearly, by where it stands. missing: options that the line has no
    longer.
    """

    ticked: tuple[str, ...]
    unclear: Mapping[str, str]
    missing: tuple[str, ...] = ()


def read(line: str, options: Sequence[str]) -> Ticked:
    """Return what is ticked of the options in a line.

    A mark is an option's where it stands in place of its box (`√满意`), between box and word
    (`□√满意`), or hangs on its word before a gap (`□满意√ □一般`). Anywhere else it is unclear:
    before a box (`□很满意 √□满意`; the first one alone has no neighbour there), with gaps on both
    sides, behind the last option after a gap, where an option was deleted.
    """
    line = _UNSEEN.sub("", line)
    spots = _spots(line, options)
    marks: dict[str, str] = {option: "" for _start, _end, option in spots}
    stray: dict[str, str] = {}
    former, before = "", 0
    for start, end, option in spots:
        neighbours = not former or _next(former, options) == option
        boxed = bool(marks.get(former, "").strip())
        behind, lost, own = _parted(line[before:start], former, boxed=boxed, neighbours=neighbours)
        if former:
            marks[former] += behind
        marks[option] += own
        if lost.strip():
            where = (
                _("{one}和{other}之间").format(one=former, other=option) if former else _("行首")
            )
            stray[where] = lost.strip()
        former, before = option, end
    if former:
        tail = line[before:]
        if not tail or _GAP.match(tail) or _next(former, options):
            if _bare(tail):
                stray[_("行末")] = tail.strip()
        else:
            marks[former] += tail
    found = {option: _said(text) for option, text in marks.items()}
    asked = {option: marks[option].strip() for option, sign in found.items() if sign is Sign.ASK}
    return Ticked(
        ticked=tuple(option for option in options if found.get(option) is Sign.TICK),
        unclear=asked | stray,
        missing=tuple(option for option in options if option not in marks),
    )


def _next(option: str, options: Sequence[str]) -> str:
    """Return the option that is printed behind this one; "" behind the last."""
    at = options.index(option) + 1
    return options[at] if at < len(options) else ""


def _spots(line: str, options: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return where each option's word stands; the longest first, for 满意 stands in 很满意."""
    taken = [False] * len(line)
    spots = []
    for option in sorted(options, key=len, reverse=True):
        start = line.find(option)
        while start >= 0 and any(taken[start : start + len(option)]):
            start = line.find(option, start + 1)
        if start >= 0:
            taken[start : start + len(option)] = [True] * len(option)
            spots.append((start, start + len(option), option))
    return sorted(spots)


def _parted(between: str, former: str, *, boxed: bool, neighbours: bool) -> tuple[str, str, str]:
    """Return in three what stands before an option: the former one's, nobody's, its own.

    Args:
        between: all that stands since the word of the former option, or since the line begins.
        former: that option; "": there is none.
        boxed: whether the former one has a box, or a mark in its place.
        neighbours: whether no option was deleted in between.
    """
    at = max(map(between.rfind, _BOXES))
    before, own = (between[:at], between[at:]) if at >= 0 else ("", between)
    if at < 0 and former:  # a mark took the box's place, or the box was deleted
        hangs, parts = not _GAP.match(between), between.split()
        if hangs and len(parts) > 1:
            before, own = f"{parts[0]} ", between[len(parts[0]) :]
        elif hangs and parts and (_GAP.search(between) or not boxed):
            return "", between, ""
    if not _bare(before):
        return "", "", own
    if not former:
        return ("", before, own) if before[-1].isspace() else ("", "", before + own)
    if neighbours and not before[0].isspace() and before[-1].isspace():
        return before, "", own
    return "", before, own


def _bare(text: str) -> str:
    """Return what stands there besides gaps and empty boxes."""
    return "".join(one for one in text if one not in _BOXES and not one.isspace())


def _said(text: str) -> Sign:
    """Return what stands at one option: nothing, a mark (beside its empty box or not), or more."""
    sign = signs.read(_bare(text), ()).sign
    return sign if sign in (Sign.BLANK, Sign.TICK) else Sign.ASK


def options_of(choices: Sequence[str]) -> tuple[str, ...]:
    """Return the options that the paper prints of a scale: its own and 不适用."""
    return (*choices, NOT_APPLICABLE)

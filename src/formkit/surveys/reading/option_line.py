"""A printed line of options that somebody ticked: `□很满意 ☑满意 □一般`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formkit.surveys import signs
from formkit.surveys.signs import NOT_APPLICABLE, Sign

_BOXES = "".join(signs.EMPTY_BOXES)
_GAP = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a line of options says.

    ticked: the options with a mark. unclear: what stands at an option and is no mark of ours, by
    option. missing: options that the line has no longer.
    """

    ticked: tuple[str, ...]
    unclear: Mapping[str, str]
    missing: tuple[str, ...] = ()


def read(line: str, options: Sequence[str]) -> Ticked:
    """Return what is ticked of the options in a line.

    A mark belongs to the option whose box it replaces or stands in; one that follows an option
    without a gap belongs to that option (`□很满意√ □满意`).
    """
    spots = _spots(line, options)
    marks: dict[str, str] = {option: "" for _start, _end, option in spots}
    before = 0
    former = ""
    for start, end, option in spots:
        behind, own = _parted(line[before:start], first=not former)
        if former:
            marks[former] += behind
        marks[option] += own
        before, former = end, option
    if former:
        marks[former] += line[before:]
    found = {option: _said(text) for option, text in marks.items()}
    return Ticked(
        ticked=tuple(option for option in options if found.get(option) is Sign.TICK),
        unclear={
            option: marks[option].strip() for option, sign in found.items() if sign is Sign.ASK
        },
        missing=tuple(option for option in options if option not in marks),
    )


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


def _parted(between: str, *, first: bool) -> tuple[str, str]:
    """Return what stands between two words in two: of the former option, of the next one."""
    if first:
        return "", between
    gaps = [gap.start() for gap in _GAP.finditer(between)]
    if gaps:
        return between[: gaps[0]], between[gaps[0] :]
    if len(between) > 1 and between[-1] in _BOXES:  # √□: the box is the next one's
        return between[:-1], between[-1]
    return "", between


def _said(text: str) -> Sign:
    """Return what stands at one option: nothing, a mark (beside its empty box or not), or more."""
    rest = "".join(one for one in text if one not in _BOXES and not one.isspace())
    sign = signs.read(rest, ()).sign
    return sign if sign in (Sign.BLANK, Sign.TICK) else Sign.ASK


def options_of(choices: Sequence[str]) -> tuple[str, ...]:
    """Return the options that the paper prints of a scale: its own and 不适用."""
    return (*choices, NOT_APPLICABLE)

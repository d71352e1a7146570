"""Findings as people read them: what is told of many places alike, told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from formkit.kernel.findings import Finding
from formkit.kernel.i18n import _

_TOLD: Final = 3  # of a kind, in full
_NAMED: Final = 8  # places of a kind, by their addresses


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings with those of one kind in one: the first in full, the others by place.

    They stand where the first of their kind stood. Two or three are joined only where one remedy
    holds for all; of more the first one's remedy stands for all.
    """
    kinds: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        kind = (one.code, one.level, one.place.file, one.place.sheet, one.waiver)
        kinds.setdefault(kind, []).append(one)
    found: list[Finding] = []
    for alike in kinds.values():
        same = len({(one.required, one.remedy) for one in alike}) == 1
        joined = len(alike) > _TOLD or (same and len(alike) > 1)
        found += [_joined(alike)] if joined else alike
    return found


def _joined(alike: Sequence[Finding]) -> Finding:
    first = alike[0]
    told = ";".join(map(_told, alike[:_TOLD]))
    if len(alike) > _TOLD:
        cells = list(dict.fromkeys(filter(None, map(_address, alike))))
        named = "、".join(cells[:_NAMED]) + ("……" if len(cells) > _NAMED else "")
        places = _("……共 {n} 处:{cells}") if len(cells) > 1 else _("……共 {n} 处")
        told += places.format(n=len(alike), cells=named)
    required = first.required if len({one.required for one in alike}) == 1 else ""
    place = replace(first.place, cell="", path="", label="")
    return replace(first, place=place, found=told, required=required)


def _told(one: Finding) -> str:
    """Return what is told with the cell before it, unless the sentence names it."""
    cell = one.place.cell
    return f"{cell} {one.found}" if cell and not one.found.startswith(cell) else one.found


def _address(one: Finding) -> str:
    return one.place.cell or one.place.label

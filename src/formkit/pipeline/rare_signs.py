"""Which signs of a record the fonts of this machine cannot print."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import product
from typing import Any

from formkit.kernel.findings import Finding, Level
from formkit.kernel.remembering import ByIdentity
from formkit.layout.styles import SONG
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Workspace
from formkit.schemas.places import Places
from formkit.typeset import Faces

BEYOND_BMP = 0x10000
# What is told to be installed: for ideographs of the supplementary planes, and for all others.
LARGE_FONTS = "SimSun-ExtB、TW-Sung-Ext-B、Noto Serif CJK SC"
FONTS = "Noto Serif CJK SC、TW-Sung"

PROJECT = "project"
_NOTHING: Mapping[str, Any] = {}
_as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


@dataclass(frozen=True)
class RareSigns:
    """Looks for signs that cannot be printed; one for a run."""

    workspace: Workspace
    # One object stands in the records of a project.
    _of_project: ByIdentity[Mapping[str, Any], frozenset[str]] = field(
        default_factory=lambda: ByIdentity(_rare)
    )
    _printable: set[str] = field(default_factory=set)  # rare signs found to have a font

    def found(self, data: Mapping[str, Any], places: Places) -> Iterator[Finding]:
        """Yield a warning for each sign of the record that no font here has, at its first place.

        Signs of GB 2312 are in every Chinese font: a record of nothing else costs next to nothing,
        and no font is opened for it.

        Args:
            data: the record's own data, as dumped.
            places: where its values stand.
        """
        own = {name: value for name, value in data.items() if name != PROJECT}
        rare = (_rare(own) | self._of_project(data.get(PROJECT, _NOTHING))) - self._printable
        if not rare:  # nearly always: the records of a ledger have few different signs
            return
        missing = set(self._missing("".join(sorted(rare))))
        self._printable.update(rare - missing)
        for path, text in _texts(data, "") if missing else ():
            for sign in dict.fromkeys(text):
                if sign in missing:
                    missing.remove(sign)
                    yield self._told(sign, path, places)

    def _missing(self, text: str) -> list[str]:
        if self._faces.own(SONG) is None:  # a machine without Chinese fonts: doctor tells
            return []
        return self._faces.missing(text, SONG)

    @cached_property
    def _faces(self) -> Faces:
        return typesetter(self.workspace).faces

    def _told(self, sign: str, path: str, places: Places) -> Finding:
        fonts = LARGE_FONTS if ord(sign) >= BEYOND_BMP else FONTS
        said = {"sign": sign, "point": f"{ord(sign):04X}", "fonts": fonts}
        return places.finding(path, "FK-FNT-002", level=Level.WARNING, **said)


def _rare(data: Mapping[str, Any]) -> frozenset[str]:
    """Return the signs of a record's data that are beyond ASCII and GB 2312."""
    return frozenset(_beyond_gb2312().findall(_as_json(data)))


@cache
def _beyond_gb2312() -> re.Pattern[str]:
    """Return what finds the signs outside ASCII and GB 2312, whose 94 rows have 94 places each."""
    pairs = (bytes(pair) for pair in product(range(0xA1, 0xFF), repeat=2))
    signs = "".join(pair.decode("gb2312", "ignore") for pair in pairs)
    return re.compile(f"[^\0-\x7f{signs}]")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every text in a record's data."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{number}")

"""How the cells of a returned sheet look: answers that are no mark.

Looked at only where an item has no answer, or to see whether a tick was struck out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

from formkit.ooxml import names, xml
from formkit.ooxml.addresses import area
from formkit.ooxml.cells import StylesScan
from formkit.ooxml.package import Package, Sheet

_S: Final = f"{{{names.SHEET}}}"
_FONT_LOOKS: Final = ("b", "i", "u", "strike", "color")
_OFF: Final = frozenset(("0", "false", "none"))
_WHITE: Final = "FFFFFF"
_WHITES: Final = frozenset((_WHITE, "theme0", "indexed9", "indexed1"))  # of a font, on no fill
_STRIKE: Final = "strike"
_UNSEEN, _TEXT, _NUMBER = "unseen", "text", "number"
_SECTIONS: Final = 4  # of a number format: above nought, below, nought, texts

Look = frozenset[tuple[str, str]]
"""What stands out of a cell: its fill, and what is bold, struck out, coloured of its font."""


class Looks:
    """The looks of one sheet; rows and columns are counted from 1."""

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self._package, self._sheet = package, sheet

    def apart(self, row: int, columns: Sequence[int]) -> list[int]:
        """Return the columns whose cells look otherwise than most of these in the row."""
        seen = {column: self._of(self._styles.get((row, column), 0)) for column in columns}
        looks = list(seen.values())
        usual = max(looks, key=looks.count, default=frozenset())
        return [column for column, look in seen.items() if look != usual]

    def is_struck(self, style: int) -> bool:
        """Whether what stands in a cell of this style is struck out."""
        return any(name == _STRIKE for name, _ in self._of(style))

    def is_unseen(self, style: int, *, is_text: bool) -> bool:
        """Whether what stands in a cell of this style is white on white, or shown as nothing."""
        return (_UNSEEN, _TEXT if is_text else _NUMBER) in self._of(style)

    @cached_property
    def _styles(self) -> Mapping[tuple[int, int], int]:
        """By row and column the style of every cell, the empty ones too."""
        root = xml.parse(self._package.parts[self._sheet.part])
        found = {}
        for cell in root.iter(f"{_S}c"):
            written, style = cell.get("r", ""), cell.get("s", "0")
            if written and style.isdigit():
                top, left, _, _ = area(written)
                found[top, left] = int(style)
        return found

    def _of(self, style: int) -> Look:
        return self._formats[style] if style < len(self._formats) else frozenset()

    @cached_property
    def _formats(self) -> Sequence[Look]:
        """The look of every cell format, by index."""
        for part, scan in self._package.scans.items():
            if isinstance(scan, StylesScan):
                if scan not in _FORMATS:
                    _FORMATS[scan] = _formats(self._package.parts[part])
                return _FORMATS[scan]
        return ()


_FORMATS: WeakKeyDictionary[StylesScan, Sequence[Look]] = WeakKeyDictionary()
"""By styles that were scanned: the gate remembers those that many files share."""


def _formats(styles: bytes) -> Sequence[Look]:
    root = xml.parse(styles)
    fonts = [_font(one) for one in root.iterfind(f"{_S}fonts/{_S}font")]
    fills = [_fill(one) for one in root.iterfind(f"{_S}fills/{_S}fill")]
    codes = {one.get("numFmtId"): str(one.get("formatCode") or "")
             for one in root.iterfind(f"{_S}numFmts/{_S}numFmt")}  # fmt: skip
    formats = root.iterfind(f"{_S}cellXfs/{_S}xf")
    return [
        _with_unseen(
            _at(fonts, one.get("fontId")) | _at(fills, one.get("fillId")),
            codes.get(one.get("numFmtId"), ""),
        )
        for one in formats
    ]


def _with_unseen(look: Look, code: str) -> Look:
    """Return a look with what nobody sees of it: what is white on white, what a format leaves out.

    `code`: the number format; `;;;` shows nothing, `;;` no numbers, `0;0;0;` no texts.
    """
    said = dict(look)
    ground = said.get("fill", _WHITE)
    white = said.get("color", "") in (_WHITES if ground == _WHITE else {ground})
    sections = [section.strip() for section in code.split(";")]
    number = white or (len(sections) > 1 and not sections[0])
    text = white or (len(sections) == _SECTIONS and not sections[-1])
    unseen = [kind for kind, hidden in ((_NUMBER, number), (_TEXT, text)) if hidden]
    return look | {(_UNSEEN, kind) for kind in unseen}


def _at(looks: Sequence[Look], index: str | None) -> Look:
    number = int(index) if index and index.isdigit() else 0
    return looks[number] if number < len(looks) else frozenset()


def _font(font: xml.Element) -> Look:
    found = set()
    for name in _FONT_LOOKS:
        one = font.find(f"{_S}{name}")
        if one is not None and one.get("val", "1") not in _OFF:
            found.add((name, _colour(one) if name == "color" else "1"))
    return frozenset(found - {("color", ""), ("color", "000000")})


def _fill(fill: xml.Element) -> Look:
    pattern = fill.find(f"{_S}patternFill")
    if pattern is None or pattern.get("patternType", "none") in {"none", "gray125"}:
        return frozenset()
    front = pattern.find(f"{_S}fgColor")
    colour = _colour(front) if front is not None else ""
    return frozenset() if colour == _WHITE else frozenset({("fill", colour)})


def _colour(one: xml.Element) -> str:
    """Return a colour as it is written; "" of the usual one of texts."""
    rgb = str(one.get("rgb") or "")
    if rgb:
        return rgb[-6:].upper()
    if one.get("theme") == "1" or one.get("auto"):
        return ""
    given = ((name, one.get(name)) for name in ("theme", "tint", "indexed"))
    return "/".join(f"{name}{value}" for name, value in given if value)

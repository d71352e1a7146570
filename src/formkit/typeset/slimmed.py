"""Fonts without their bitmaps, for Typst.

Older fonts (AR PL UMing, 宋体 on Linux) hold pictures of their signs for coarse screens. Typst
looks for one with every sign that it sets, through all of them: a fifth of the time of a page. So
it is given a copy without them, where the font's licence lets anybody change it; outlines and
widths are the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import typst
from fontTools.ttLib import TTFont, TTLibError

from formkit.kernel.files import sha256
from formkit.typeset.faces import Font

_PICTURES = ("EBDT", "EBLC", "BDF ")
_FREE = (  # what the font's own licence text says; another font is used as it is
    "ARPHIC PUBLIC LICENSE",
    "SIL Open Font License",
    "GNU General Public License",
    "Apache License",
)
_LICENCE, _DESCRIPTION, _FAMILY, _FULL, _TYPOGRAPHIC = 13, 10, 1, 4, 16
_OWN = "formkit "  # before the family: the font itself goes on standing beside the copy
_NOTICE = "Changed by formkit, 2026-11-25: bitmaps taken out, family renamed; nothing else."


def slimmed(fonts: Iterable[Font], folder: Path) -> Mapping[str, str]:
    """Return the families of the copies by the families of the fonts; of most there is none.

    Args:
        fonts: the fonts in use.
        folder: where the copies lie; what lies there from before is used again.
    """
    families = {path: font.family for font in fonts if (path := _copy(font, folder)) is not None}
    if not families:
        return {}
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    return {
        families[Path(one.path)]: one.family
        for one in found.fonts()
        if one.path is not None and Path(one.path) in families
    }


def _copy(font: Font, folder: Path) -> Path | None:
    """Return the copy of a font; None where it has no bitmaps, or may not be changed."""
    try:
        with TTFont(
            font.path, fontNumber=font.index, lazy=True, recalcTimestamp=False, recalcBBoxes=False
        ) as opened:
            if _PICTURES[0] not in opened or not _is_free(opened):
                return None
            path = folder / _name(font)
            if not path.exists():
                _write(opened, path)
            return path
    except (TTLibError, OSError):
        return None


def _is_free(opened: TTFont) -> bool:
    said = str(opened["name"].getDebugName(_LICENCE) or "").casefold()
    return any(words.casefold() in said for words in _FREE)


def _name(font: Font) -> str:
    """Return the name of the copy, another one for another state of the font's file."""
    state = font.path.stat()
    which = sha256(f"{font.path}#{font.index}".encode())[:12]
    return f"{which}-{sha256(f'{state.st_size} {state.st_mtime_ns}'.encode())[:12]}.ttf"


def _write(opened: TTFont, path: Path) -> None:
    for tag in _PICTURES:
        if tag in opened:
            del opened[tag]
    for record in opened["name"].names:
        if record.nameID in {_FAMILY, _FULL, _TYPOGRAPHIC}:
            record.string = _OWN + record.toUnicode(errors="replace")
    opened["name"].setName(_NOTICE, _DESCRIPTION, 3, 1, 0x409)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        opened.save(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    for old in path.parent.glob(f"{path.name.partition('-')[0]}-*.ttf"):
        if old != path:
            with suppress(OSError):
                old.unlink()

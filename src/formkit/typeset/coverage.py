"""Which signs a font has, as fontTools reads it."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it remarks on the dates of fonts


@cache
def signs_of(path: Path, index: int) -> frozenset[int]:
    """Return the code points of a font; none of a file that is no font.

    Args:
        path: the font file.
        index: which font of a collection.
    """
    try:
        with path.open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError):
        return frozenset()

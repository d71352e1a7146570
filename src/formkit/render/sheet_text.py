"""A value as the content of a cell: always text by its type, never a formula or a number."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

LONGEST = 32_767  # UTF-16 units in one cell (Excel specifications and limits)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def units(text: str) -> int:
    """Return the length in UTF-16 units, as Excel counts."""
    return len(text.encode("utf-16-le")) // 2


def inline(text: str) -> str:
    """Return what stands inside `<c t="inlineStr">`; `_x000D_` in the text stays what it is."""
    shown = escape(_LOOKS_ESCAPED.sub("_x005F_", text))
    return f'<is><t xml:space="preserve">{shown}</t></is>'

"""Styles that keep a text a text: twins of the template's own, with `quotePrefix`.

A cell filled with text is text by its type; but who edits one that begins with `=`, `+`, `-` or
`@` in Excel makes a formula of it, unless its style says that it was typed behind a quote mark
(ECMA-376, 18.8.45). The twins stand behind the template's own formats; nothing else changes.
"""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import xml
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element
from formkit.render.markup import bare

_OPENING = re.compile(rb'(<cellXfs\b[^>]*?\bcount=["\'])\d+')
_CLOSING = b"</cellXfs>"


class Quoting:
    """The twins of the cell formats of one workbook; made as they are asked for.

    Args:
        part: `xl/styles.xml`; None: the workbook has none, and no format has a twin.
    """

    def __init__(self, part: bytes | None) -> None:
        self._part = part or b""
        self._root = xml.parse(part) if part else None
        formats = None if self._root is None else self._root.find(s("cellXfs"))
        self._formats: list[Element] = [] if formats is None else formats.findall(s("xf"))
        self._twins: dict[int, str] = {}

    def twin(self, style: str | None) -> str | None:
        """Return the number of the format like that one, quoted; itself where it has no twin.

        Args:
            style: the cell's `s`; None: the cell has none and is of format 0.
        """
        own = int(style) if style and style.isdecimal() else 0
        if own >= len(self._formats) or self._formats[own].get("quotePrefix") in ("1", "true"):
            return style
        return self._twins.setdefault(own, str(len(self._formats) + len(self._twins)))

    def part(self) -> bytes | None:
        """Return the part with the twins; None where no twin was asked for."""
        if self._root is None or not self._twins:
            return None
        twins = [deepcopy(self._formats[own]) for own in self._twins]
        for twin in twins:
            twin.set("quotePrefix", "1")
        whole = deepcopy(self._root)
        formats = whole.find(s("cellXfs"))
        formats.extend(deepcopy(twins))
        formats.set("count", str(len(formats)))
        spliced = self._spliced(twins, len(formats))
        return spliced if _says(spliced, whole) else xml.serialize(whole)

    def _spliced(self, twins: list[Element], count: int) -> bytes:
        """Return the bytes of the part with the twins written into them, all else as it was."""
        written = "".join(bare(twin) for twin in twins).encode("ascii", "xmlcharrefreplace")
        data = _OPENING.sub(rb"\g<1>%d" % count, self._part, count=1)
        return data.replace(_CLOSING, written + _CLOSING, 1)


def _says(written: bytes, wanted: Element) -> bool:
    """Return whether the bytes say the same as the tree; a part may be written in unusual ways."""
    try:
        read = xml.parse(written)
    except InputUnreadable:
        return False
    return bool(etree.tostring(read, method="c14n") == etree.tostring(wanted, method="c14n"))

"""Taking out of a PDF/A of Typst what a strict validator does not know; its pages stay as they are.

Typst writes objects in the clear, so this is done in place, byte for byte: what goes is overwritten
with blanks, no object moves, no table of objects changes. Opening and writing the file again would
cost as much as setting its pages.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# Which glyphs a subset holds: ISO 19005-2 asks for nothing here, and pikepdf does not judge it.
_GLYPH_SETS = re.compile(rb"/CIDSet \d+ 0 R")
_METADATA = re.compile(rb"(<\?xpacket begin=.*?)(<\?xpacket end=)", re.DOTALL)
_UNKNOWN = re.compile(
    rb"<xmpMM:History>.*?</xmpMM:History>"
    rb"|<pdfaExtension:schemas>.*?</pdfaExtension:schemas>"
    rb"|<xmpTPg:NPages>\d+</xmpTPg:NPages>"
    rb'| xmlns:(?:xmpTPg|stEvt|pdfaExtension|pdfaSchema|pdfaProperty)="[^"]*"',
    re.DOTALL,
)
_FORMAT = b"<dc:format>"


def tidied(data: bytes, *, identifier: str = "") -> bytes:
    """Return the PDF without glyph sets and foreign metadata, of the same length.

    Args:
        data: a PDF/A as Typst wrote it.
        identifier: the record's number, for `dc:identifier`; empty: left out.

    Raises:
        ValueError: the file is not built as expected (a fault of the program).
    """
    data = _GLYPH_SETS.sub(lambda found: b" " * len(found[0]), data)
    found = _METADATA.search(data)
    if found is None:
        raise ValueError("no metadata in the clear")
    said = _UNKNOWN.sub(b"", found[1])
    if identifier:
        named = f"<dc:identifier>{escape(identifier)}</dc:identifier>".encode()
        said = said.replace(_FORMAT, named + _FORMAT, 1)
    room = len(found[1]) - len(said)
    if room < 0:
        raise ValueError("no room for the identifier")
    return data[: found.start(1)] + said + b" " * room + data[found.end(1) :]

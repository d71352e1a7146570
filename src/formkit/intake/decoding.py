"""A text file as text: the encodings of this country's offices, in the order of certainty."""

from __future__ import annotations

from pathlib import Path

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

# GB 2312 lacks hundreds of characters of names (喆 堃 䶮); GB 18030 holds all of it and more.
ENCODINGS = ("utf-8-sig", "gb18030")


def decode(data: bytes, path: Path) -> str:
    """Return the text of the bytes.

    Raises:
        InputUnreadable: the bytes hold NUL (no text file, or UTF-16) or fit no encoding.
    """
    place = Place(file=path.name)
    at = data.find(b"\0")
    if at >= 0:
        line = data.count(b"\n", 0, at) + 1
        raise InputUnreadable("FK-IN-071", place=Place(file=path.name, line=line))
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise InputUnreadable("FK-IN-072", place=place)
        return text
    raise InputUnreadable("FK-IN-070", place=place)

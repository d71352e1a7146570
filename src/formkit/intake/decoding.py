"""A text file as text: the encodings of this country's offices, in the order of certainty."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

# GB 2312 lacks hundreds of characters of names (喆 堃 䶮); GB 18030 holds all of it and more.
ENCODINGS = ("utf-8-sig", "gb18030")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file; decoded as far as it is asked for."""

    data: bytes
    encoding: str

    def lines(self) -> Iterator[str]:
        """Yield the lines, each with its end as it is written."""
        return io.TextIOWrapper(io.BytesIO(self.data), encoding=self.encoding, newline="")

    def __str__(self) -> str:
        """Return the whole text."""
        return self.data.decode(self.encoding)


def decode(data: bytes, path: Path) -> Text:
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
            blank = _is_blank(data, encoding)
        except UnicodeDecodeError:
            continue
        if blank:
            raise InputUnreadable("FK-IN-072", place=place)
        return Text(data, encoding)
    raise InputUnreadable("FK-IN-070", place=place)


def _is_blank(data: bytes, encoding: str) -> bool:
    """Return whether the text holds nothing to see; raises where it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    blank = True
    for start in range(0, len(data), _PIECE):
        piece = decoder.decode(data[start : start + _PIECE])
        blank = blank and not piece.strip()
    rest = decoder.decode(b"", final=True)
    return blank and not rest.strip()

"""Packing the parts of documents, and taking them out of the written file again."""

from __future__ import annotations

from formkit.ooxml.package import Member, deflate
from formkit.ooxml.reopened import Reopened
from formkit.ooxml.writer import QUICK

_LARGEST = 1 << 13  # bytes of a part that may be kept: headers, footers, properties
_MOST = 8


class Packing:
    """Packs parts; small ones that many documents share are packed and unpacked once.

    What is kept of a document is its small parts as long as they are among the newest; a part is
    taken from there only when it is equal, byte for byte.
    """

    def __init__(self) -> None:
        self._proved: dict[bytes, Member] = {}

    def pack(self, part: bytes | Member) -> Member:
        """Return the part ready to be joined."""
        if isinstance(part, Member):
            return part
        return self._proved.get(part) or deflate(part, level=QUICK)

    def unpack(self, opened: Reopened, name: str, part: bytes | Member) -> bytes:
        """Return the part as it stands in a written file.

        Args:
            opened: the file.
            name: the part's name.
            part: what was packed.

        Raises:
            Damaged: it does not come out of the file, or the file holds other packed bytes than
                those that came out as this part before.
        """
        if isinstance(part, Member):
            return opened.read(name)
        proved = self._proved.get(part)
        if proved is not None:
            opened.require(name, proved)
            return part
        found = opened.read(name)
        if found == part and len(part) <= _LARGEST:
            while len(self._proved) >= _MOST:
                self._proved.pop(next(iter(self._proved)), None)
            self._proved[part] = opened.member(name)
        return found

"""Packing the parts of documents, and taking them out of the written file again."""

from __future__ import annotations

from formkit.ooxml.package import Member, deflate
from formkit.ooxml.reopened import Reopened
from formkit.ooxml.writer import QUICK

_LARGEST = 1 << 13  # bytes of a part that may be kept: headers, footers, properties


class Packing:
    """Packs parts; a small one that is the same in document after document is packed once.

    What is kept of the newest document is its small parts, to be compared byte for byte.
    """

    def __init__(self) -> None:
        self._proved: dict[str, tuple[bytes, Member]] = {}

    def pack(self, name: str, part: bytes | Member) -> Member:
        """Return the part ready to be joined."""
        if isinstance(part, Member):
            return part
        proved = self._proved.get(name)
        return proved[1] if proved and proved[0] == part else deflate(part, level=QUICK)

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
        proved = self._proved.get(name)
        if proved and proved[isinstance(part, Member)] == part:
            opened.require(name, proved[1])
            return proved[0]
        found = opened.read(name)
        whole = isinstance(part, Member) or found == part  # other bytes are for the caller to judge
        if whole and len(found) <= _LARGEST:
            self._proved[name] = found, opened.member(name)
        return found

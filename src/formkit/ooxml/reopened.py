"""Opening a package that `writer` has just made: is everything in it that was to be in it.

Not for files from elsewhere (`gate` is): it knows only the plain form that formkit itself writes,
and anything else is a fault. It shares nothing with the writer but the name of a packed part.
"""

from __future__ import annotations

import struct
import zlib

from formkit.ooxml.writer import Member

_LOCAL = 30  # bytes of a part's own header before its name: a mark, and _HEAD but for two numbers
_HEAD = struct.Struct("<4s6H3L2H")  # of a part's entry in the directory
_TAIL = struct.Struct("<3H2L")
_END = struct.Struct("<4s4H2LH")
_STORED, _DEFLATED = 0, 8


class Damaged(Exception):
    """The package is not what was to be written; `part` names where, "" the package itself."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Reopened:
    """The parts of a package that was just made, as its own directory lists them.

    Args:
        package: the bytes of the whole file.

    Raises:
        Damaged: the directory does not account for every byte of the file, or a part's own header
            says something else than the directory.
    """

    def __init__(self, package: bytes) -> None:
        self._package = package
        self._found: dict[str, tuple[int, int, int, int, int]] = {}
        where = len(package) - _END.size
        if where < 0:
            raise Damaged("")
        mark, disk, begins, here, count, size, listing, comment = _END.unpack_from(package, where)
        if (mark, disk, begins, comment) != (b"PK\5\6", 0, 0, 0) or here != count:
            raise Damaged("")
        if listing + size != where or self._listed(listing, where, count) != listing:
            raise Damaged("")
        if len(self._found) != count:
            raise Damaged("")

    def _listed(self, at: int, limit: int, count: int) -> int:
        """Read the directory; return where the last part ends in the body."""
        package, reached = self._package, 0
        for _entry in range(count):
            if at + _HEAD.size + _TAIL.size > limit:
                raise Damaged("")
            mark, *_, method, _, _, crc, packed, size, length, extra = _HEAD.unpack_from(
                package, at
            )
            comment, disk, inner, outer, begin = _TAIL.unpack_from(package, at + _HEAD.size)
            alike = package[at + 6 : at + _HEAD.size]  # what the part's own header must say too
            at += _HEAD.size + _TAIL.size
            encoded = package[at : at + length]
            at += length
            name = encoded.decode(errors="replace")
            if mark != b"PK\1\2" or begin != reached or extra or comment or disk or inner or outer:
                raise Damaged(name)
            start = begin + _LOCAL + length
            if package[begin:start] != b"PK\3\4" + alike + encoded:
                raise Damaged(name)
            reached = start + packed
            self._found[name] = (method, crc, size, start, reached)
        if at != limit:
            raise Damaged("")
        return reached

    def require_names(self, names: set[str]) -> None:
        """Refuse a package that has other parts than these; raises Damaged with one of them."""
        if others := names ^ self._found.keys():
            raise Damaged(min(others))

    def require(self, name: str, member: Member) -> None:
        """Refuse a part that does not stand in the package exactly as packed; raises Damaged."""
        method, crc, size, start, end = self._found[name]
        if (method, crc, size) != (member.method, member.crc, member.size) or (
            self._package[start:end] != member.raw
        ):
            raise Damaged(name)

    def member(self, name: str) -> Member:
        """Return the part as it stands in the package, packed."""
        method, crc, size, start, end = self._found[name]
        return Member(self._package[start:end], crc, size, method)

    def read(self, name: str) -> bytes:
        """Return the part's bytes.

        Raises:
            Damaged: they do not come out as the directory promises.
        """
        method, crc, size, start, end = self._found[name]
        packed = self._package[start:end]
        found = packed
        if method == _DEFLATED:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                found = unpacker.decompress(packed)
            except zlib.error as error:
                raise Damaged(name) from error
            if not unpacker.eof or unpacker.unused_data:
                raise Damaged(name)
        elif method != _STORED:
            raise Damaged(name)
        if len(found) != size or zlib.crc32(found) != crc:
            raise Damaged(name)
        return found

"""The parts inside the zip: inflated piece by piece, counted and compared with the directory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml.directory import Entry
from formkit.ooxml.writer import STORED, Member

_CHUNK = 1 << 16


def inflate(data: bytes, entry: Entry, place: Place) -> Iterator[bytes]:
    """Yield the entry's bytes in pieces of at most 64 KB, counting what really comes out.

    Args:
        data: the whole file.
        entry: the entry; never more than its promised size comes out.
        place: the file, for messages.

    Raises:
        InputUnreadable: FK-IN-038 the bytes are not what the directory promises (size, checksum,
            deflate stream).
    """
    crc = 0
    size = 0
    for piece in _pieces(data, entry, place):
        size += len(piece)
        if size > entry.size:
            break
        crc = zlib.crc32(piece, crc)
        yield piece
    if size != entry.size or crc != entry.crc:
        raise InputUnreadable("FK-IN-038", place=place, part=entry.name)


class Parts(Mapping[str, bytes]):
    """The parts of an Office file by name; inflated when asked for, names without regard to case.

    OPC compares part names without case; `entries` refused names that differ in nothing else.
    """

    def __init__(self, data: bytes, listed: list[Entry], place: Place) -> None:
        self._data = data
        self._entries = {entry.name: entry for entry in listed}
        self._folded = {entry.name.casefold(): entry.name for entry in listed}
        self._place = place

    def __getitem__(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return the part piece by piece; raises KeyError where there is none."""
        return inflate(self._data, self.entry(name), self._place)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.casefold() in self._folded

    def canonical(self, name: str) -> str:
        """Return the name as the file writes it; "" where there is no such part."""
        return self._folded.get(name.casefold(), "")

    def entry(self, name: str) -> Entry:
        """Return the directory's entry of the part; raises KeyError where there is none."""
        return self._entries[self._folded[name.casefold()]]

    def member(self, name: str) -> Member:
        """Return the part as it is packed, ready to be joined into another package."""
        entry = self.entry(name)
        raw = self._data[entry.start : entry.start + entry.packed]
        return Member(raw, entry.crc, entry.size, entry.method)


def _pieces(data: bytes, entry: Entry, place: Place) -> Iterator[bytes]:
    packed = memoryview(data)[entry.start : entry.start + entry.packed]
    if entry.method == STORED:
        for begin in range(0, len(packed), _CHUNK):
            yield bytes(packed[begin : begin + _CHUNK])
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    taken = 0
    try:
        while taken < len(packed) and not unpacker.eof:
            yield from _unpacked(unpacker, packed[taken : taken + _CHUNK])
            taken += _CHUNK
    except zlib.error as error:
        raise InputUnreadable("FK-IN-038", place=place, part=entry.name) from error
    if not unpacker.eof or unpacker.unused_data or taken < len(packed):
        raise InputUnreadable("FK-IN-038", place=place, part=entry.name)


def _unpacked(unpacker: Any, waiting: bytes | memoryview) -> Iterator[bytes]:
    """Yield what comes out of these packed bytes; with little packed, much may still be pending."""
    while not unpacker.eof:
        piece = unpacker.decompress(waiting, _CHUNK)
        waiting = unpacker.unconsumed_tail
        if piece:
            yield piece
        elif not waiting:
            return

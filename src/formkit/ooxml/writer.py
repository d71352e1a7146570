"""The normalised zip writer: the same parts always give the same bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from formkit.ooxml import names

STORED = 0
DEFLATED = 8
THOROUGH, QUICK = 6, 3  # zlib's levels; QUICK takes a third of the time for a sixth more room

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5HL")  # up to the offset
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # zip 2.0: deflate, no zip64
_TIME, _DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00, the zip epoch
_UTF8 = 0x0800  # flag bit 11: the name is UTF-8
_MOST_ENTRIES = 0xFFFF
_MOST_BYTES = 0xFFFFFFFF
_MOST_ORDERS = 16
# zlib's window (its logarithm) and memory: to set up more of it takes longer than to pack a small
# part, and a part of a hundred kilobytes does not become smaller by it.
_SMALL = 1 << 13
_LITTLE_ROOM, _QUICK_ROOM, _ROOM = (13, 6), (15, 6), (15, 8)


@dataclass(frozen=True, slots=True)
class Member:
    """A part as it stands in a zip: packed bytes, checksum and size of the unpacked bytes."""

    raw: bytes
    crc: int
    size: int
    method: int = DEFLATED

    def unpacked(self) -> bytes:
        """Return the part's bytes."""
        return self.raw if self.method == STORED else zlib.decompress(self.raw, -zlib.MAX_WBITS)


def deflate(data: bytes, *, level: int = THOROUGH) -> Member:
    """Return the part ready to be joined; stored as it is where deflating would not shrink it.

    Args:
        data: the part.
        level: zlib's level: THOROUGH for what is made once, QUICK for what every document has.
    """
    if level != QUICK:
        window, memory = _ROOM
    else:
        window, memory = _QUICK_ROOM if len(data) > _SMALL else _LITTLE_ROOM
    packer = zlib.compressobj(level, zlib.DEFLATED, -window, memory)
    packed = packer.compress(data) + packer.flush()
    crc = zlib.crc32(data)
    if len(packed) < len(data):
        return Member(packed, crc, len(data))
    return Member(data, crc, len(data), STORED)


def stored(data: bytes) -> Member:
    """Return the part ready to be joined as it is: for pictures, which are packed already."""
    return Member(data, zlib.crc32(data), len(data), STORED)


def write(parts: Mapping[str, bytes | Member]) -> bytes:
    """Return the Office package made of these parts.

    `[Content_Types].xml` comes first, the others follow sorted by name; every entry carries the
    time 1980-01-01 and the same attributes. A `Member` is joined as it is, bytes are deflated.

    Raises:
        ValueError: more than 65,535 parts or 4 GB (a fault of the caller).
    """
    ready = {
        name: part if isinstance(part, Member) else deflate(part) for name, part in parts.items()
    }
    return Binder({}).bind(ready)


class Binder:
    """Joins parts into packages most of whose parts never change; what `write` makes, sooner.

    Args:
        static: the parts that every package has.
    """

    def __init__(self, static: Mapping[str, Member]) -> None:
        self._static = {name: _entry(name, member) for name, member in static.items()}
        self._orders: dict[frozenset[str], list[str]] = {}

    def bind(self, changing: Mapping[str, Member]) -> bytes:
        """Return the package of the static parts and these.

        Raises:
            ValueError: more than 65,535 parts or 4 GB (a fault of the caller).
        """
        entries = self._static | {name: _entry(name, one) for name, one in changing.items()}
        body: list[bytes] = []
        directory: list[bytes] = []
        offset = 0
        for name in self._ordered(frozenset(changing), entries):
            local, raw, central, encoded = entries[name]
            body += (local, raw)
            directory += (central, _OFFSET.pack(offset), encoded)
            offset += len(local) + len(raw)
            if offset > _MOST_BYTES:
                raise ValueError(f"package larger than a zip without zip64 can hold: {name}")
        count = len(entries)
        if count > _MOST_ENTRIES:
            raise ValueError(f"too many parts for a zip without zip64: {count}")
        listing = b"".join(directory)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
        return b"".join((*body, listing, end))

    def _ordered(self, changing: frozenset[str], entries: Mapping[str, _Entry]) -> list[str]:
        """Return the order of the parts; one per set of changing parts is kept."""
        order = self._orders.get(changing)
        if order is None:
            order = sorted(entries, key=lambda name: (name != names.CONTENT_TYPES_PART, name))
            if len(self._orders) < _MOST_ORDERS:
                self._orders[changing] = order
        return order


_Entry: TypeAlias = tuple[bytes, bytes, bytes, bytes]  # local header, content, central, name


def _entry(name: str, member: Member) -> _Entry:
    """Return a part as it stands in the package, but for its offset in the directory."""
    raw, crc, size, method = member.raw, member.crc, member.size, member.method
    encoded = name.encode()
    if size > _MOST_BYTES:
        raise ValueError(f"package larger than a zip without zip64 can hold: {name}")
    facts = (
        _VERSION,
        0 if name.isascii() else _UTF8,
        method,
        _TIME,
        _DATE,
        crc,
        len(raw),
        size,
        len(encoded),
        0,
    )
    local = _LOCAL.pack(b"PK\3\4", *facts) + encoded
    return local, raw, _CENTRAL.pack(b"PK\1\2", _VERSION, *facts, 0, 0, 0, 0), encoded

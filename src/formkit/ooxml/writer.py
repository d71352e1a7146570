"""The normalised zip writer: the same parts always give the same bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from formkit.ooxml import names

STORED = 0
DEFLATED = 8

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # zip 2.0: deflate, no zip64
_TIME, _DATE = 0, (1 << 5) | 1  # 1980-01-01 00:00, the zip epoch
_UTF8 = 0x0800  # flag bit 11: the name is UTF-8
_MOST_ENTRIES = 0xFFFF
_MOST_BYTES = 0xFFFFFFFF


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


def deflate(data: bytes, *, level: int = 6) -> Member:
    """Return the part ready to be joined; stored as it is where deflating would not shrink it."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
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
    ordered = sorted(parts, key=lambda name: (name != names.CONTENT_TYPES_PART, name))
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name in ordered:
        part = parts[name]
        member = part if isinstance(part, Member) else deflate(part)
        encoded = name.encode()
        facts = (
            _VERSION,
            0 if name.isascii() else _UTF8,
            member.method,
            _TIME,
            _DATE,
            member.crc,
            len(member.raw),
            member.size,
            len(encoded),
            0,
        )
        if offset + len(member.raw) + member.size > _MOST_BYTES:
            raise ValueError(f"package larger than a zip without zip64 can hold: {name}")
        body += (_LOCAL.pack(b"PK\3\4", *facts), encoded, member.raw)
        directory += (
            _CENTRAL.pack(b"PK\1\2", _VERSION, *facts, 0, 0, 0, 0, offset),
            encoded,
        )
        offset += _LOCAL.size + len(encoded) + len(member.raw)
    count = len(ordered)
    if count > _MOST_ENTRIES:
        raise ValueError(f"too many parts for a zip without zip64: {count}")
    listing = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
    return b"".join((*body, listing, end))

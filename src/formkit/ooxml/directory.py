"""The directory of the zip around an Office file: one unambiguous reading or none (T11).

The stdlib's `zipfile` is forgiving where readers disagree (prefix data, overlaps, two names that
differ in case), so the directory is read here, strictly. Layouts: PKWARE APPNOTE 4.3 and 4.5.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml.limits import Limits
from formkit.ooxml.writer import DEFLATED, STORED

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_MOST_COMMENT = 0xFFFF
_BIG = 0xFFFFFFFF  # "look into the zip64 field"
_ZIP64_FIELD = 0x0001
_UNICODE_PATH_FIELD = 0x7075

_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_STREAMED = 0x0008  # sizes follow the data, the local header may hold zeros
_UTF8 = 0x0800
_COMPARED = _ENCRYPTED | _STREAMED | _UTF8
_SIGNATURES = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")
_PADDING = b"\x00\r\n "  # what mail and upload programs append


class Entry(NamedTuple):
    """One entry of the directory, agreed with its local header."""

    name: str  # with `/`, never a leading one
    method: int
    crc: int
    packed: int
    size: int
    start: int  # of the packed bytes

    def alone(self, data: bytes) -> tuple[bytes, Entry]:
        """Return the packed bytes, and the entry as it stands in them: all that tells it apart."""
        packed = data[self.start : self.start + self.packed]
        return packed, Entry(self.name, self.method, self.crc, self.packed, self.size, 0)


class _Header(NamedTuple):
    """What a local or central header says of an entry."""

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    end: int  # of the header with name, extra field and comment
    repeated: bytes = b""  # what a local header without an extra field says in the same bytes


def entries(data: bytes, place: Place, limits: Limits) -> list[Entry]:
    """Return the entries of a zip that every program reads in the same way; folders left out.

    Raises:
        InputUnreadable: FK-IN-012 damaged, 013 one name twice, 014 overlapping, 015 headers that
            contradict each other, 016 encrypted, 017 method, 018 foreign data before or between
            the entries, 020 too many, 037 unsafe name.
    """
    start, size, count = _directory(data, place)
    if count > limits.entries:
        raise InputUnreadable("FK-IN-020", place=place, count=count, limit=limits.entries)
    headers = _central_headers(data, start, size, count, place)
    found: list[Entry] = []
    spans: list[tuple[int, int]] = []
    seen: set[str] = set()
    for header in headers:
        name, folded, is_safe = _named(header.raw_name)
        if not is_safe:
            raise InputUnreadable("FK-IN-037", place=place, part=ascii(name)[1:-1])
        if folded in seen:
            raise InputUnreadable("FK-IN-013", place=place, part=name)
        seen.add(folded)
        _refuse_method(header, name, place)
        begin = _repeated(data, header) or _agreed_local(data, header, name, place).end
        spans.append((header.offset, begin + header.packed))
        if not name.endswith("/"):
            found.append(Entry(name, header.method, header.crc, header.packed, header.size, begin))
    _refuse_overlaps(data, spans, start, place)
    return found


def _directory(data: bytes, place: Place) -> tuple[int, int, int]:
    """Return (offset, size, count) of the central directory."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _MOST_COMMENT))
    if end < 0 or len(data) < end + _END.size:
        raise InputUnreadable("FK-IN-012", place=place)
    _, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(data, end)
    behind = end + _END.size + comment
    if behind > len(data) or disk or first_disk or here != count:
        raise InputUnreadable("FK-IN-012", place=place)
    if data[behind:].strip(_PADDING):
        raise InputUnreadable("FK-IN-018", place=place)
    directory_end = end
    locator = end - _LOCATOR64.size
    if locator >= 0 and data.startswith(b"PK\6\7", locator):
        directory_end = _LOCATOR64.unpack_from(data, locator)[2]
        if directory_end + _END64.size > locator or data[directory_end:][:4] != b"PK\6\6":
            raise InputUnreadable("FK-IN-012", place=place)
        _, _, _, _, _, _, here, count, size, offset = _END64.unpack_from(data, directory_end)
    if offset + size > directory_end:
        raise InputUnreadable("FK-IN-012", place=place)
    if offset + size < directory_end:
        raise InputUnreadable("FK-IN-018", place=place)
    return offset, size, count


def _central_headers(data: bytes, start: int, size: int, count: int, place: Place) -> list[_Header]:
    headers: list[_Header] = []
    position = start
    for _ in range(count):
        header = _central(data, position)
        if header is None or header.end > start + size:
            raise InputUnreadable("FK-IN-012", place=place)
        headers.append(header)
        position = header.end
    if position != start + size:
        raise InputUnreadable("FK-IN-012", place=place)
    return headers


def _central(data: bytes, position: int) -> _Header | None:
    if not data.startswith(b"PK\1\2", position) or position + _CENTRAL.size > len(data):
        return None
    _, _, _, flags, method, _, _, crc, packed, size, name_length, *facts = _CENTRAL.unpack_from(
        data, position
    )
    extra_length, comment_length, _, _, _, offset = facts
    name_start = position + _CENTRAL.size
    raw_name = data[name_start : name_start + name_length]
    extra = data[name_start + name_length :][:extra_length]
    wide = _zip64(extra, [size, packed, offset])
    if wide is None or _renamed(extra, raw_name):
        return None
    end = name_start + name_length + extra_length + comment_length
    repeated = b"" if extra else data[position + 8 : position + 32]
    return _Header(raw_name, flags, method, crc, wide[1], wide[0], wide[2], end, repeated)


def _local(data: bytes, position: int) -> _Header | None:
    if not data.startswith(b"PK\3\4", position) or position + _LOCAL.size > len(data):
        return None
    facts = _LOCAL.unpack_from(data, position)
    flags, method, crc, packed, size = facts[2], facts[3], *facts[6:9]
    name_length, extra_length = facts[9:11]
    name_start = position + _LOCAL.size
    raw_name = data[name_start : name_start + name_length]
    extra = data[name_start + name_length :][:extra_length]
    wide = _zip64(extra, [size, packed])
    if wide is None or _renamed(extra, raw_name):
        return None
    end = name_start + name_length + extra_length
    return _Header(raw_name, flags, method, crc, wide[1], wide[0], position, end)


def _extra_fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(extra):
        identity, length = struct.unpack_from("<2H", extra, position)
        yield identity, extra[position + 4 : position + 4 + length]
        position += 4 + length


def _zip64(extra: bytes, values: list[int]) -> list[int] | None:
    """Return the values with "see zip64" replaced; None where the field lacks one."""
    if _BIG not in values:
        return values
    field = next((body for identity, body in _extra_fields(extra) if identity == _ZIP64_FIELD), b"")
    position = 0
    wide: list[int] = []
    for value in values:
        if value != _BIG:
            wide.append(value)
            continue
        if position + 8 > len(field):
            return None
        wide.append(struct.unpack_from("<Q", field, position)[0])
        position += 8
    return wide


def _renamed(extra: bytes, raw_name: bytes) -> bool:
    """Return whether an extra field gives the entry another name, which only some readers see."""
    return any(
        identity == _UNICODE_PATH_FIELD and body[5:] != raw_name
        for identity, body in _extra_fields(extra)
    )


@lru_cache(maxsize=1_024)
def _named(raw_name: bytes) -> tuple[str, str, bool]:
    """Return an entry's name, the name without regard to case, and whether it is safe."""
    try:
        name = raw_name.decode("utf-8")
    except UnicodeDecodeError:
        name = raw_name.decode("cp437")
    name = name.replace("\\", "/")  # Windows programs have written both
    segments = name.removesuffix("/").split("/")
    is_safe = not {"", ".", ".."} & set(segments) and name.isprintable() and ":" not in name
    return name, name.casefold(), is_safe


def _refuse_method(header: _Header, name: str, place: Place) -> None:
    if header.flags & _ENCRYPTED:
        raise InputUnreadable("FK-IN-016", place=place, part=name)
    if header.method not in {STORED, DEFLATED}:
        raise InputUnreadable("FK-IN-017", place=place, part=name, method=header.method)


def _repeated(data: bytes, header: _Header) -> int:
    """Return where the packed bytes begin of an entry whose local header repeats the directory.

    0 where it does not, byte by byte: what they say is compared then.
    """
    at, end = header.offset, header.offset + _LOCAL.size + len(header.raw_name)
    same = (
        header.repeated
        and data.startswith(b"PK\3\4", at)
        and data.startswith(header.repeated, at + 6)
        and data.startswith(header.raw_name, at + _LOCAL.size)
        and end + header.packed <= len(data)
        and (header.method != STORED or header.packed == header.size)
    )
    return end if same else 0


def _agreed_local(data: bytes, header: _Header, name: str, place: Place) -> _Header:
    """Return the local header, which must say the same as the directory."""
    local = _local(data, header.offset)
    if local is None or local.end + header.packed > len(data):
        raise InputUnreadable("FK-IN-012", place=place)
    sizes = (local.crc, local.packed, local.size)
    promised = (header.crc, header.packed, header.size)
    if local.flags & _STREAMED:
        agreed = all(ours in {0, theirs} for ours, theirs in zip(sizes, promised, strict=True))
    else:
        agreed = sizes == promised
    if (
        not agreed
        or local.raw_name != header.raw_name
        or local.method != header.method
        or (local.flags ^ header.flags) & _COMPARED
        or (header.method == STORED and header.packed != header.size)
    ):
        raise InputUnreadable("FK-IN-015", place=place, part=name)
    return local


def _refuse_overlaps(
    data: bytes, spans: list[tuple[int, int]], directory: int, place: Place
) -> None:
    reached = 0
    for begin, end in [*sorted(spans), (directory, directory)]:
        if begin < reached:
            raise InputUnreadable("FK-IN-014", place=place)
        if begin > reached:
            between = data[reached:begin]
            if reached == 0 or any(signature in between for signature in _SIGNATURES):
                raise InputUnreadable("FK-IN-018", place=place)
        reached = end

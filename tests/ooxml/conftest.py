"""Builders of Office files, ordinary and hostile; every file is made here, none comes from elsewhere."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from types import SimpleNamespace

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE_TYPES = "application/vnd.openxmlformats-officedocument"
XLSX_MAIN = f"{OFFICE_TYPES}.spreadsheetml.sheet.main+xml"
DOCX_MAIN = f"{OFFICE_TYPES}.wordprocessingml.document.main+xml"


def relationships(*entries: tuple[str, str], external: bool = False) -> bytes:
    """A .rels part; entries are (short type, target)."""
    mode = ' TargetMode="External"' if external else ""
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{kind if "://" in kind else f"{REL}/{kind}"}"'
        f' Target="{target}"{mode}/>'
        for n, (kind, target) in enumerate(entries, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'.encode()


def content_types(**overrides: str) -> bytes:
    """A [Content_Types].xml part; overrides by part name with `/` written as `__`."""
    inner = "".join(
        f'<Override PartName="/{part.replace("__", "/")}.xml" ContentType="{kind}"/>'
        for part, kind in overrides.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{inner}</Types>'
    ).encode()


def sheet(rows: str = "", *, before: str = "", after: str = "") -> bytes:
    """A worksheet part; `rows` is the inside of sheetData."""
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    ).encode()


def shared_strings(*texts: str, attributes: str = "") -> bytes:
    inner = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}" {attributes}>{inner}</sst>'.encode()


def workbook_part(*sheets: str, before: str = "", after: str = "") -> bytes:
    """The workbook part; each sheet is a name, or name|state."""
    inner = "".join(
        f'<sheet name="{name.partition("|")[0]}" sheetId="{n}" r:id="rId{n}"'
        f' state="{name.partition("|")[2] or "visible"}"/>'
        for n, name in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheets>{inner}</sheets>{after}</workbook>'
    ).encode()


def workbook(changes: dict[str, bytes | None] | None = None) -> dict[str, bytes]:
    """The parts of a small ordinary workbook; `changes` replaces, adds or (None) removes parts."""
    parts: dict[str, bytes | None] = {
        "[Content_Types].xml": content_types(xl__workbook=XLSX_MAIN),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook_part("投诉台账"),
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
            '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>幸福里小区</t></is></c></row>'
        ),
        "xl/sharedStrings.xml": shared_strings("序号", "工程名称"),
        **(changes or {}),
    }
    return {name: data for name, data in parts.items() if data is not None}


def document_part(
    body: str = "<w:p><w:r><w:t>保修证书</w:t></w:r></w:p>", root: str = "document"
) -> bytes:
    inner = f"<w:body>{body}</w:body>" if root == "document" else body
    return (
        f'<w:{root} xmlns:w="{WORD}" xmlns:r="{REL}"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        f"{inner}</w:{root}>"
    ).encode()


def document(changes: dict[str, bytes | None] | None = None) -> dict[str, bytes]:
    """The parts of a small ordinary Word document."""
    parts: dict[str, bytes | None] = {
        "[Content_Types].xml": content_types(word__document=DOCX_MAIN),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": document_part(),
        **(changes or {}),
    }
    return {name: data for name, data in parts.items() if data is not None}


@dataclass(frozen=True)
class Entry:
    """One zip entry, each fact of which may be a lie; None means the truth."""

    name: bytes
    data: bytes
    method: int = 8
    flags: int = 0
    packed: bytes | None = None  # the packed bytes themselves
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    local_name: bytes | None = None
    local_flags: int | None = None
    local_method: int | None = None
    local_size: int | None = None
    local_crc: int | None = None
    local_extra: bytes = b""
    extra: bytes = b""
    offset: int | None = None
    before: bytes = b""  # foreign bytes in front of the local header
    after: bytes = b""  # e.g. a data descriptor
    written: bool = True  # False: only the directory knows it


def entries_of(parts: dict[str, bytes]) -> list[Entry]:
    return [Entry(name.encode(), data) for name, data in parts.items()]


def pack(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zipped(
    parts: dict[str, bytes] | list[Entry],
    *,
    prefix: bytes = b"",
    suffix: bytes = b"",
    comment: bytes = b"",
    shift: bool = False,
    end: dict[str, int] | None = None,
    before_directory: bytes = b"",
    before_end: bytes = b"",
) -> bytes:
    """A zip written by hand. `shift` makes offsets count the prefix; `end` lies in the end record."""
    listed = entries_of(parts) if isinstance(parts, dict) else parts
    body = b""
    directory = b""
    base = len(prefix) if shift else 0
    for entry in listed:
        packed = entry.packed
        if packed is None:
            packed = pack(entry.data) if entry.method == 8 else entry.data
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        size = len(entry.data) if entry.size is None else entry.size
        packed_size = len(packed) if entry.packed_size is None else entry.packed_size
        body += entry.before
        offset = base + len(body) if entry.offset is None else entry.offset
        if entry.written:
            local_name = entry.name if entry.local_name is None else entry.local_name
            body += struct.pack(
                "<4s5H3L2H",
                b"PK\3\4",
                20,
                entry.flags if entry.local_flags is None else entry.local_flags,
                entry.method if entry.local_method is None else entry.local_method,
                0,
                33,
                crc if entry.local_crc is None else entry.local_crc,
                packed_size if entry.local_size is None else entry.local_size,
                size if entry.local_size is None else entry.local_size,
                len(local_name),
                len(entry.local_extra),
            )
            body += local_name + entry.local_extra + packed + entry.after
        directory += struct.pack(
            "<4s6H3L5H2L",
            b"PK\1\2", 20, 20, entry.flags, entry.method, 0, 33, crc, packed_size, size,
            len(entry.name), len(entry.extra), 0, 0, 0, 0, offset,
        )  # fmt: skip
        directory += entry.name + entry.extra
    body += before_directory
    facts = {
        "here": len(listed),
        "count": len(listed),
        "size": len(directory),
        "offset": base + len(body),
        "disk": 0,
        **(end or {}),
    }
    record = struct.pack(
        "<4s4H2LH",
        b"PK\5\6", facts["disk"], 0, facts["here"], facts["count"], facts["size"], facts["offset"],
        len(comment),
    )  # fmt: skip
    return prefix + body + directory + before_end + record + comment + suffix


def deflate_bomb(megabytes: int) -> bytes:
    """Raw deflate data that unpacks to that many megabytes of blanks, made without packing them."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return first * megabytes + packer.flush()


def compound(*streams: str, content: bytes = b"") -> bytes:
    """A compound (OLE) file, version 3, with these streams of 4,096 bytes ([MS-CFB])."""
    free, chain_end, fat_sector, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    stream_sectors = 8
    directory_sectors = (len(streams) + 1 + 3) // 4
    fat = [fat_sector]
    fat += [2 + n for n in range(directory_sectors - 1)] + [chain_end]
    starts = []
    for _ in streams:
        starts.append(len(fat))
        fat += [len(fat) + n + 1 for n in range(stream_sectors - 1)] + [chain_end]
    fat += [free] * (128 - len(fat))

    def item(name: str, kind: int, *, start: int, size: int, child: int, right: int) -> bytes:
        encoded = (name + "\0").encode("utf-16-le")
        return (
            encoded.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(encoded), kind, 1, none, right, child)
            + b"\0" * 36
            + struct.pack("<IQ", start, size)
        )

    listing = item(
        "Root Entry", 5, start=chain_end, size=0, child=1 if streams else none, right=none
    )
    for number, (name, start) in enumerate(zip(streams, starts, strict=True), 1):
        right = number + 1 if number < len(streams) else none
        listing += item(name, 2, start=start, size=4096, child=none, right=right)
    while len(listing) % 512:
        listing += b"\0" * 64 + struct.pack("<HBBIII", 0, 0, 0, none, none, none) + b"\0" * 48
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 6
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, chain_end, 0, chain_end, 0)
        + struct.pack("<I", 0)
        + struct.pack("<I", free) * 108
    )
    body = content.ljust(4096, b"\1")[:4096]
    return header + struct.pack("<128I", *fat) + listing + body * len(streams)


@pytest.fixture(scope="session")
def forge() -> SimpleNamespace:
    """All builders under one name."""
    return SimpleNamespace(
        Entry=Entry,
        replace=replace,
        relationships=relationships,
        content_types=content_types,
        sheet=sheet,
        shared_strings=shared_strings,
        workbook_part=workbook_part,
        workbook=workbook,
        document_part=document_part,
        document=document,
        entries_of=entries_of,
        pack=pack,
        zipped=zipped,
        deflate_bomb=deflate_bomb,
        compound=compound,
        XLSX_MAIN=XLSX_MAIN,
        DOCX_MAIN=DOCX_MAIN,
        REL=REL,
        MAIN=MAIN,
        WORD=WORD,
    )

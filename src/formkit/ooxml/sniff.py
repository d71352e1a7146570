"""What a file is, by its content; the suffix is never believed."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import olefile  # type: ignore[import-untyped]

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import container, directory, names, source
from formkit.ooxml.directory import Entry
from formkit.ooxml.limits import LEDGER


class FileKind(StrEnum):
    """The kinds of files that clerks hand over."""

    XLSX = "xlsx"
    XLTX = "xltx"
    XLSM = "xlsm"  # also xltm
    XLSB = "xlsb"
    DOCX = "docx"
    DOTX = "dotx"
    DOCM = "docm"  # also dotm
    ENCRYPTED = "encrypted"  # an Office file with a password
    XLS = "xls"  # also .et
    DOC = "doc"  # also .wps
    OLE = "ole"  # another compound file
    ODS = "ods"
    ODT = "odt"
    ZIP = "zip"
    ARCHIVE = "archive"  # rar, 7z, gzip
    PDF = "pdf"
    HTML = "html"
    RTF = "rtf"
    XML = "xml"
    IMAGE = "image"
    TEXT = "text"  # csv, yaml, json
    BINARY = "binary"
    EMPTY = "empty"

    @property
    def label(self) -> str:
        """The Chinese name of the kind, as messages use it."""
        return _LABELS[self]


_LABELS = {
    FileKind.XLSX: "Excel 工作簿(.xlsx)",
    FileKind.XLTX: "Excel 模板(.xltx)",
    FileKind.XLSM: "启用宏的 Excel 工作簿(.xlsm)",
    FileKind.XLSB: "二进制 Excel 工作簿(.xlsb)",
    FileKind.DOCX: "Word 文档(.docx)",
    FileKind.DOTX: "Word 模板(.dotx)",
    FileKind.DOCM: "启用宏的 Word 文档(.docm)",
    FileKind.ENCRYPTED: "加了打开密码的 Office 文件",
    FileKind.XLS: "旧版 Excel 或 WPS 表格(.xls、.et)",
    FileKind.DOC: "旧版 Word 或 WPS 文字(.doc、.wps)",
    FileKind.OLE: "旧版 Office 复合文件",
    FileKind.ODS: "ODF 电子表格(.ods)",
    FileKind.ODT: "ODF 文本文档(.odt)",
    FileKind.ZIP: "压缩包(.zip)",
    FileKind.ARCHIVE: "压缩包(.rar、.7z、.gz)",
    FileKind.PDF: "PDF 文件",
    FileKind.HTML: "网页(HTML)",
    FileKind.RTF: "RTF 文档",
    FileKind.XML: "XML 文件",
    FileKind.IMAGE: "图片",
    FileKind.TEXT: "文本文件",
    FileKind.BINARY: "无法识别的二进制文件",
    FileKind.EMPTY: "空文件",
}
_STARTS = (
    (b"%PDF-", FileKind.PDF),
    (b"{\\rtf", FileKind.RTF),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"\x09\x00\x04\x00", FileKind.XLS),  # BIFF 2 to 4 stand alone, without a compound file
    (b"\x09\x02\x06\x00", FileKind.XLS),
    (b"\x09\x04\x06\x00", FileKind.XLS),
)
_HTML = re.compile(
    r"\s*(<!--.*?-->\s*)*(<!doctype\s+html|<(html|head|meta|body|table|style|script|title)\b)"
    r"|mime-version:",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAIN_TYPES = {
    names.MAIN_XLSX: FileKind.XLSX,
    names.MAIN_XLTX: FileKind.XLTX,
    names.MAIN_XLSM: FileKind.XLSM,
    names.MAIN_XLTM: FileKind.XLSM,
    names.MAIN_XLSB: FileKind.XLSB,
    names.MAIN_DOCX: FileKind.DOCX,
    names.MAIN_DOTX: FileKind.DOTX,
    names.MAIN_DOCM: FileKind.DOCM,
    names.MAIN_DOTM: FileKind.DOCM,
}
_STREAMS = (
    ("EncryptedPackage", FileKind.ENCRYPTED),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
    ("WordDocument", FileKind.DOC),
)
_SAMPLE = 65_536
_MOST_TYPES = 1_000_000  # bytes of a list of content types


def kind(path: Path) -> FileKind:
    """Return what the file is.

    Raises:
        InputUnreadable: it is missing, a folder, or cannot be read (FK-IN-001…003, 040).
    """
    return kind_of(source.load(path, limits=LEDGER))


def is_container(head: bytes) -> bool:
    """Return whether a file that begins so is a zip or a compound file, as Office files are."""
    return head.startswith((b"PK", olefile.MAGIC))


def kind_of(data: bytes) -> FileKind:
    """Return what these bytes are; never raises."""
    if not data:
        return FileKind.EMPTY
    if is_zip(data):
        return _kind_of_zip(data)
    if data.startswith(olefile.MAGIC):
        return _kind_of_compound(data)
    for start, found in _STARTS:
        if data.startswith(start):
            return found
    if b"%PDF-" in data[:1024]:
        return FileKind.PDF
    return _kind_of_text(data)


def is_zip(data: bytes) -> bool:
    """Return whether these bytes begin as a zip does."""
    return data.startswith(b"PK")


def main_kind(content_type: str) -> FileKind | None:
    """Return the kind of file whose main part has this content type; None for any other type."""
    return _MAIN_TYPES.get(content_type)


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        entries = directory.entries(data, Place(), LEDGER)
    except InputUnreadable:
        return FileKind.ZIP  # which fault it has is the gate's business
    return kind_of_listed(data, entries)


def kind_of_listed(data: bytes, entries: Iterable[Entry]) -> FileKind:
    """Return what a zip is, its directory read already; never raises."""
    for entry in entries:
        says = entry.name in {"mimetype", names.CONTENT_TYPES_PART} and entry.size <= _MOST_TYPES
        if says and (found := _kind_said(*entry.alone(data))):
            return found
    return FileKind.ZIP


@lru_cache(maxsize=8)
def _kind_said(packed: bytes, entry: Entry) -> FileKind | None:
    """Return what the list of content types says; None where it says nothing that is known."""
    try:
        head = b"".join(container.inflate(packed, entry, Place()))
    except InputUnreadable:
        return FileKind.ZIP
    for content_type, found in _MAIN_TYPES.items():
        if f'"{content_type}"'.encode() in head:
            return found
    if b"opendocument.spreadsheet" in head:
        return FileKind.ODS
    return FileKind.ODT if b"opendocument.text" in head else None


def _kind_of_compound(data: bytes) -> FileKind:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            streams = {path[-1] for path in compound.listdir()}
    except (OSError, ValueError, IndexError, TypeError, RecursionError, struct.error):
        return FileKind.OLE  # olefile lets several of its own slips through on damaged files
    return next((found for name, found in _STREAMS if name in streams), FileKind.OLE)


def _kind_of_text(data: bytes) -> FileKind:
    sample = data[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = sample.decode("utf-16", errors="replace")
    else:
        text = sample.removeprefix(b"\xef\xbb\xbf").decode("gb18030", errors="replace")
    if _HTML.match(text):
        return FileKind.HTML
    if text.lstrip().startswith("<?xml"):
        return FileKind.XML
    return FileKind.BINARY if _CONTROLS.search(text) else FileKind.TEXT

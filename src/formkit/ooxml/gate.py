"""The structural gate in front of every Office file that is read (RELIABILITY T05–T12, §6).

No Office library is involved. Order: what the bytes are → the zip's structure → one streaming pass
over every part (sizes counted while inflating, no DTD, geometry, relationships, macros) → what the
parts say together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, TypeVar

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import container, names, scan, sheets, sniff, source, words
from formkit.ooxml.container import Entry, Parts
from formkit.ooxml.limits import LEDGER, SURVEY, TEMPLATE, Limits
from formkit.ooxml.package import Package, Sheet, SuspiciousCell
from formkit.ooxml.scan import RelationsScan, Scan, ScanClass, TypesScan, qualified
from formkit.ooxml.sheets import SheetScan, WorkbookScan
from formkit.ooxml.sniff import FileKind

_SCANS: dict[str, ScanClass] = {
    qualified(names.CONTENT_TYPES, "Types"): TypesScan,
    qualified(names.RELATIONSHIPS, "Relationships"): RelationsScan,
    **sheets.SCANS,
    **words.SCANS,
}
_OLD = {FileKind.XLS, FileKind.DOC, FileKind.OLE}
_OTHER_FORMAT = {
    FileKind.XLTX,
    FileKind.XLSB,
    FileKind.DOTX,
    FileKind.ODS,
    FileKind.ODT,
}
_MACRO_KINDS = {FileKind.XLSM, FileKind.DOCM}
_DISGUISES = {FileKind.PDF, FileKind.HTML, FileKind.RTF, FileKind.XML, FileKind.IMAGE}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_STORAGE = "_VBA_PROJECT".encode("utf-16-le")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_LENIENT_ENDING = ".vml"  # Excel itself has written unclosed <br> there
_XML_BEGINNINGS = (
    b"<?xml",
    b"<!",
    b"\xfe\xff\x00<",
    b"\xff\xfe<\x00",
    b"\x00<\x00?",
    b"<\x00?\x00",
)
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_HEAD = 512

_Found = TypeVar("_Found", bound=Scan)


def inspect(path: Path, *, expect: FileKind, limits: Limits = LEDGER) -> Package:
    """Return the file as a package that every library reads in the same way.

    Args:
        path: the file as the clerk named it.
        expect: `FileKind.XLSX` or `FileKind.DOCX`.
        limits: `LEDGER`, `SURVEY` or `TEMPLATE`.

    Raises:
        InputUnreadable: the file is missing, of another kind, damaged, too large or hostile; the
            code (FK-IN-001…049) says which, the message how to go on.
    """
    data = source.load(path, limits=limits)
    return inspect_bytes(data, name=path.name, expect=expect, limits=limits)


def inspect_bytes(data: bytes, *, name: str, expect: FileKind, limits: Limits = LEDGER) -> Package:
    """Return these bytes as a package; `name` stands for the file in messages. See `inspect`."""
    place = Place(file=name)
    _refuse_other_kinds(data, place, expect)
    if len(data) > limits.file_bytes:
        raise source.too_large(len(data), place, limits)
    listed = container.entries(data, place, limits)
    return _Inspection(data, listed, place, expect, limits).package()


def _refuse_other_kinds(data: bytes, place: Place, expect: FileKind) -> None:
    found = sniff.kind_of(data)
    if found in {expect, FileKind.ZIP}:
        return
    said = {
        "actual": found.label,
        "expected": expect.label,
        "suffix": Path(place.file).suffix or "其他类型",
    }
    if found is FileKind.EMPTY:
        raise InputUnreadable("FK-IN-004", place=place)
    if place.file.startswith(("~$", ".~")):
        raise InputUnreadable("FK-IN-041", place=place)
    if found in _MACRO_KINDS:
        raise InputUnreadable("FK-IN-008", place=place, part=found.label, **said)
    if found in {FileKind.TEXT, FileKind.BINARY} and names.CONTENT_TYPES_PART.encode() in data:
        raise InputUnreadable("FK-IN-018", place=place)
    raise InputUnreadable(_code_for(found), place=place, **said)


def _code_for(found: FileKind) -> str:
    if found is FileKind.ENCRYPTED:
        return "FK-IN-007"
    if found in _OLD:
        return "FK-IN-006"
    if found in _DISGUISES:
        return "FK-IN-009"
    if found in _OTHER_FORMAT:
        return "FK-IN-010"
    return "FK-IN-011" if found is FileKind.ARCHIVE else "FK-IN-005"


class _Inspection:
    """The pass over one file."""

    def __init__(
        self, data: bytes, listed: list[Entry], place: Place, expect: FileKind, limits: Limits
    ) -> None:
        self._data = data
        self._place = place
        self._expect = expect
        self._limits = limits
        self._parts = Parts(data, listed, place)
        self._scans: dict[str, Scan] = {}
        self._inflated = 0
        if names.CONTENT_TYPES_PART not in self._parts:
            self._refuse("FK-IN-011", expected=expect.label)
        for entry in listed:
            self._look_at(entry)

    def package(self) -> Package:
        """Return what was found, after the parts were compared with each other."""
        types = self._scan(names.CONTENT_TYPES_PART, TypesScan)
        main = self._main_part(types)
        relations = {
            part: found.by_id
            for part in ("", *self._parts)
            if isinstance(found := self._scans.get(scan.relations_part(part)), RelationsScan)
        }
        workbook = self._scans.get(main)
        pairs = (
            self._sheets(workbook, relations.get(main, {}))
            if isinstance(workbook, WorkbookScan)
            else []
        )
        return Package(
            kind=self._expect,
            name=self._place.file,
            sha256=hashlib.sha256(self._data).hexdigest(),
            data=self._data,
            parts=self._parts,
            main=main,
            content_types={part: types.of(part) for part in self._parts},
            relations=relations,
            date1904=isinstance(workbook, WorkbookScan) and workbook.date1904,
            sheets=tuple(sheet for sheet, _ in pairs),
            suspicious_cells=tuple(
                SuspiciousCell(sheet.name, cell, doubt, text)
                for sheet, scanned in pairs
                for cell, doubt, text in scanned.doubts
            ),
        )

    def _look_at(self, entry: Entry) -> None:
        pieces = self._counted(entry)
        head = next(pieces, b"")
        lowered = entry.name.casefold()
        if "macrosheets/" in lowered or lowered.endswith(("vbaproject.bin", "vbadata.xml")):
            self._refuse("FK-IN-008", part=entry.name, expected=self._expect.label)
        if lowered.endswith(_XML_ENDINGS) or _looks_like_xml(head):
            self._look_at_xml(entry, _joined(head, pieces))
        else:
            self._look_at_binary(entry, head, pieces)

    def _look_at_xml(self, entry: Entry, pieces: Iterator[bytes]) -> None:
        try:
            self._scans[entry.name.casefold()] = scan.run(
                pieces, entry.name, self._place, self._limits, _SCANS
            )
        except InputUnreadable as error:
            lenient = entry.name.casefold().endswith(_LENIENT_ENDING)
            if not (lenient and error.code == "FK-IN-024"):
                raise
            whole = self._parts[entry.name].replace(b"\x00", b"")
            if any(declaration in whole for declaration in _DECLARATIONS):
                self._refuse("FK-IN-023", part=entry.name)

    def _look_at_binary(self, entry: Entry, head: bytes, pieces: Iterator[bytes]) -> None:
        tail = head[-len(_MACRO_STORAGE) :]
        macro = _MACRO_STORAGE in head
        for piece in pieces:
            macro = macro or _MACRO_STORAGE in tail + piece
            tail = piece[-len(_MACRO_STORAGE) :]
        if macro and head.startswith(_COMPOUND):
            self._refuse("FK-IN-008", part=entry.name, expected=self._expect.label)

    def _counted(self, entry: Entry) -> Iterator[bytes]:
        """Yield the part's bytes; real bytes are counted, the directory is not believed."""
        size = 0
        is_xml = entry.name.casefold().endswith(_XML_ENDINGS)
        for piece in container.inflate(self._data, entry, self._place):
            size += len(piece)
            self._inflated += len(piece)
            if self._inflated > self._limits.unpacked_bytes:
                self._refuse("FK-IN-021", part=entry.name)
            if is_xml and size > self._limits.part_bytes:
                self._refuse("FK-IN-021", part=entry.name)
            if is_xml and size > max(self._limits.ratio_from, self._limits.ratio * entry.packed):
                self._refuse("FK-IN-022", part=entry.name, ratio=self._limits.ratio)
            yield piece

    def _main_part(self, types: TypesScan) -> str:
        root = self._scan(names.ROOT_RELATIONSHIPS_PART, RelationsScan)
        mains = [
            (kind, target)
            for kind, target in root.by_id.values()
            if kind.rpartition("/")[2] == "officeDocument"
        ]
        if not mains:
            self._refuse("FK-IN-035", part="officeDocument")
        kind, target = mains[0]
        if kind.startswith(names.STRICT):
            self._refuse("FK-IN-034", expected=self._expect.label)
        found = sniff.main_kind(types.of(target))
        if target not in self._parts or target.casefold() not in self._scans:
            self._refuse("FK-IN-035", part=target)
        if found in _MACRO_KINDS:
            self._refuse("FK-IN-008", part=target, expected=self._expect.label)
        if found is not self._expect:
            actual = found.label if found else FileKind.ZIP.label
            self._refuse("FK-IN-005", actual=actual, expected=self._expect.label)
        return target.casefold()

    def _sheets(
        self, workbook: WorkbookScan, relations: dict[str, tuple[str, str]]
    ) -> list[tuple[Sheet, SheetScan]]:
        found: list[tuple[Sheet, SheetScan]] = []
        for name, state, identity in workbook.sheets:
            _, part = relations.get(identity, ("", ""))
            if part not in self._parts:
                self._refuse("FK-IN-036", part=part or name)
            scanned = self._scans.get(part.casefold())
            if isinstance(scanned, SheetScan):  # a chart sheet holds no cells
                counts = (scanned.filled, scanned.last_row, scanned.last_column)
                found.append((Sheet(name, part, state, *counts), scanned))
        if not found:
            self._refuse("FK-IN-036", part="worksheet")
        return found

    def _scan(self, part: str, wanted: type[_Found]) -> _Found:
        found = self._scans.get(part.casefold())
        if not isinstance(found, wanted):
            self._refuse("FK-IN-035", part=part)
        return found

    def _refuse(self, code: str, **values: object) -> NoReturn:
        raise InputUnreadable(code, place=self._place, **values)


def _looks_like_xml(head: bytes) -> bool:
    start = head[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(_XML_BEGINNINGS)


def _joined(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


__all__ = ["LEDGER", "SURVEY", "TEMPLATE", "FileKind", "Limits", "inspect", "inspect_bytes"]

"""The pass over one file: every part once, the ones that name the others first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import NoReturn, TypeVar

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import (
    container,
    names,
    passive,
    relations,
    scan,
    sheets,
    sniff,
    words,
    workbooks,
)
from formkit.ooxml.container import Parts
from formkit.ooxml.directory import Entry
from formkit.ooxml.limits import Limits
from formkit.ooxml.memory import SHORT, Look
from formkit.ooxml.package import Package, Sheet, SuspiciousCell
from formkit.ooxml.relations import Relation, RelationsScan, TypesScan, relations_part
from formkit.ooxml.scan import Scan, ScanClass, Subject
from formkit.ooxml.sheets import SheetScan, sheet_name
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.workbooks import StringsScan, WorkbookScan

_SCANS: dict[str, ScanClass] = {**relations.SCANS, **sheets.SCANS, **workbooks.SCANS, **words.SCANS}
_CELLLESS_ROOTS = {sheet_name("chartsheet"), sheet_name("dialogsheet")}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_STORAGE = "_VBA_PROJECT".encode("utf-16-le")
_MACRO_ENDINGS = ("vbaproject.bin", "vbadata.xml")
_XML_ENDINGS = (".xml", ".rels", ".vml")
_LENIENT_ENDING = ".vml"  # Excel itself has written unclosed <br> there
_PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_PICTURE_HEADS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"\xd7\xcd\xc6\x9a",
    b"\1\0\x09\0",
)
_EMF_MARK = slice(40, 44)
_HTML_ENDINGS = (".htm", ".html", ".mht", ".mhtml")
_BYTE_ORDER_MARKS = b"\xef\xbb\xbf\xff\xfe"
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")

_Found = TypeVar("_Found", bound=Scan)


class Inspection:
    """One file under inspection. Every method may raise `InputUnreadable`."""

    def __init__(  # noqa: PLR0913 - what it is, and how it is looked at
        self,
        data: bytes,
        listed: list[Entry],
        place: Place,
        expect: FileKind,
        limits: Limits,
        *,
        look: Look | None = None,
    ) -> None:
        self._data = data
        self._place = place
        self._expect = expect
        self._limits = limits
        self._listed = listed
        self._parts = Parts(data, listed, place)
        self._look = look or Look({})
        self._kinds = {**_SCANS, **self._look.scans} if look else _SCANS
        self._scans: dict[str, Scan] = {}
        self._sheet_names: dict[str, str] = {}  # by part, folded; the first sheet is not named

    def package(self) -> Package:
        """Return what was found, after the parts were compared with each other."""
        self._refuse_promised_sizes()
        if names.CONTENT_TYPES_PART not in self._parts:
            self._refuse("FK-IN-011")
        types = self._first(names.CONTENT_TYPES_PART, TypesScan)
        self._first(names.ROOT_RELATIONSHIPS_PART, RelationsScan)
        main = self._main_part(types)
        for entry in self._listed:
            if entry.name.casefold().endswith(".rels"):
                self._look_at(entry)
        self._look_at(self._parts.entry(main))
        workbook = self._scans.get(main)
        if self._expect is FileKind.XLSX:
            self._name_sheets(self._scanned(main, WorkbookScan), self._relations(main))
        for entry in self._listed:
            self._look_at(entry)
        if self._limits.passive:
            self._refuse_active(types)
        found = (
            self._sheets(workbook, self._relations(main))
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
            relations={part: self._relations(part) for part in ("", *self._parts)},
            date1904=isinstance(workbook, WorkbookScan) and workbook.date1904,
            sheets=tuple(sheet for sheet, _ in found),
            suspicious_cells=tuple(
                SuspiciousCell(sheet.name, cell, doubt, text)
                for sheet, scanned in found
                for cell, doubt, text in scanned.doubts
            ),
            scans=self._scans,
        )

    def _refuse_promised_sizes(self) -> None:
        """Refuse by the directory's own words; more than it promises never comes out."""
        total = 0
        for entry in self._listed:
            total += entry.size
            folded = entry.name.casefold()
            is_xml = folded.endswith(_XML_ENDINGS)
            if total > self._limits.unpacked_bytes or (
                is_xml and entry.size > self._limits.part_bytes
            ):
                self._refuse("FK-IN-021", part=entry.name)
            if not folded.endswith(_PICTURE_ENDINGS):  # of those, `_look_at_binary` sees the head
                self._refuse_swelling(entry)

    def _refuse_swelling(self, entry: Entry) -> None:
        if entry.size > max(self._limits.ratio_from, self._limits.ratio * entry.packed):
            self._refuse("FK-IN-022", part=entry.name, ratio=self._limits.ratio)

    def _first(self, part: str, wanted: type[_Found]) -> _Found:
        if part not in self._parts:
            self._refuse("FK-IN-035", part=part)
        self._look_at(self._parts.entry(part))
        return self._scanned(part, wanted)

    def _scanned(self, part: str, wanted: type[_Found]) -> _Found:
        found = self._scans.get(self._parts.canonical(part))
        if not isinstance(found, wanted):
            self._refuse("FK-IN-035", part=part)
        return found

    def _main_part(self, types: TypesScan) -> str:
        """Return the name of the main part, which must be of the kind that was asked for."""
        mains = [
            relation
            for relation in self._relations("").values()
            if relation.short_type == "officeDocument"
        ]
        if not mains:
            self._refuse("FK-IN-035", part="officeDocument")
        if mains[0].type.startswith(names.STRICT):
            self._refuse("FK-IN-034")
        target = mains[0].target
        if target not in self._parts:
            self._refuse("FK-IN-035", part=target)
        found = sniff.main_kind(types.of(target))
        if found in {FileKind.XLSM, FileKind.DOCM}:
            self._refuse("FK-IN-008", part=target)
        if found is not self._expect:
            self._refuse("FK-IN-005", actual=(found or FileKind.ZIP).label)
        return self._parts.canonical(target)

    def _refuse_active(self, types: TypesScan) -> None:
        """Refuse in a template every part that is not of a kind known to be passive."""
        for part in self._parts:
            kind = types.of(part)
            if part != names.CONTENT_TYPES_PART and kind.casefold() not in passive.CONTENT_TYPES:
                self._refuse("FK-IN-100", part=part, kind=passive.label(kind) or "—")

    def _relations(self, part: str) -> dict[str, Relation]:
        """Return what a part refers to, by id."""
        found = self._scans.get(self._parts.canonical(relations_part(part)))
        return found.by_id if isinstance(found, RelationsScan) else {}

    def _look_at(self, entry: Entry) -> None:
        if entry.name in self._scans:
            return
        folded = entry.name.casefold()
        if "macrosheets/" in folded or folded.endswith(_MACRO_ENDINGS):
            self._refuse("FK-IN-008", part=entry.name)
        memory = self._look.memory
        if memory is None:
            self._judge(entry, folded)
            return
        key = entry.alone(self._data)
        known = memory.recall(key)
        if known is not None:
            self._scans[entry.name] = known
            return
        self._judge(entry, folded)
        if entry.name in self._scans:
            memory.keep(key, self._scans[entry.name])

    def _judge(self, entry: Entry, folded: str) -> None:
        pieces = container.inflate(self._data, entry, self._place)
        head = next(pieces, b"")
        pieces = chain((head,), pieces)
        if folded.endswith(_XML_ENDINGS) or (
            _looks_like_xml(head) and not folded.endswith(_HTML_ENDINGS)
        ):
            self._look_at_xml(entry, pieces)
        else:
            self._look_at_binary(entry, head, pieces)

    def _look_at_xml(self, entry: Entry, pieces: Iterator[bytes]) -> None:
        place = self._place
        if sheet := self._sheet_names.get(entry.name):
            place = replace(place, sheet=sheet)
        subject = Subject(entry.name, place, self._limits, self._expect.label)
        try:
            self._scans[entry.name] = self._scan(entry, pieces, subject)
        except InputUnreadable as error:
            sloppy = entry.name.casefold().endswith(_LENIENT_ENDING)
            if self._limits.passive or not (sloppy and error.code == "FK-IN-024"):
                raise
            whole = self._parts[entry.name].replace(b"\x00", b"")
            if any(declaration in whole for declaration in _DECLARATIONS):
                self._refuse("FK-IN-023", part=entry.name)

    def _scan(self, entry: Entry, pieces: Iterable[bytes], subject: Subject) -> Scan:
        if self._look.shortcut is not None and entry.size <= SHORT:
            whole = b"".join(pieces)
            if taken := self._look.shortcut(whole, subject):
                return taken
            pieces = (whole,)
        return scan.run(pieces, subject, self._kinds)

    def _look_at_binary(self, entry: Entry, head: bytes, pieces: Iterator[bytes]) -> None:
        if not _is_picture(head):
            self._refuse_swelling(entry)
        tail = b""
        for piece in pieces:  # to the end: size and checksum are judged on the way
            if head.startswith(_COMPOUND) and _MACRO_STORAGE in tail + piece:
                self._refuse("FK-IN-008", part=entry.name)
            tail = piece[-len(_MACRO_STORAGE) :]

    def _name_sheets(self, workbook: WorkbookScan, known: dict[str, Relation]) -> None:
        for name, _, identity in workbook.sheets[1:]:
            if identity in known:
                self._sheet_names[self._parts.canonical(known[identity].target)] = name

    def _sheets(
        self, workbook: WorkbookScan, known: dict[str, Relation]
    ) -> list[tuple[Sheet, SheetScan]]:
        """Return the sheets that hold cells, each with its scan."""
        texts = self._only(StringsScan)
        self._only(WorkbookScan)
        found: list[tuple[Sheet, SheetScan]] = []
        for name, state, identity in workbook.sheets:
            part = self._parts.canonical(known[identity].target if identity in known else "")
            scanned = self._scans.get(part)
            if isinstance(scanned, SheetScan):
                if scanned.highest_string >= (texts.count if texts else 0):
                    self._refuse("FK-IN-044", part=part)
                counts = (scanned.filled, scanned.last_row, scanned.last_column)
                found.append((Sheet(name, part, state, *counts, scanned.cuts), scanned))
            elif scanned is None or scanned.root not in _CELLLESS_ROOTS:
                self._refuse("FK-IN-036", part=part or name)
        if not found:
            self._refuse("FK-IN-036", part="worksheet")
        return found

    def _only(self, kind: type[_Found]) -> _Found | None:
        """Return the one scan of this kind; libraries disagree on which of two they read."""
        all_found = [found for found in self._scans.values() if isinstance(found, kind)]
        if len(all_found) > 1:
            self._refuse("FK-IN-043", part=all_found[1].subject.part)
        return all_found[0] if all_found else None

    def _refuse(self, code: str, **values: object) -> NoReturn:
        raise InputUnreadable(code, place=self._place, **{"expected": self._expect.label, **values})


def _is_picture(head: bytes) -> bool:
    return head.startswith(_PICTURE_HEADS) or head[_EMF_MARK] == b" EMF"


def _looks_like_xml(head: bytes) -> bool:
    return head[:512].lstrip(_BYTE_ORDER_MARKS).replace(b"\x00", b"").lstrip()[:1] == b"<"

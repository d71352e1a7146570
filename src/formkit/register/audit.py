"""The audit: numbers without gaps, files as they were made, history as it was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from formkit.kernel.errors import fault
from formkit.kernel.files import is_unchanged
from formkit.kernel.findings import Finding, Place
from formkit.register.document import MANUAL, Document
from formkit.register.history import VOIDED, chain, data_sha, home_of
from formkit.register.register import Register
from formkit.register.replies import KEPT, Replies, ReturnedFile
from formkit.register.tables import DocumentStatus


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit found.

    Attributes:
        findings: what is wrong; empty when all is as it should be.
        documents: how many files of documents were looked at.
        elsewhere: how many were not, for they lie in another workspace that shares the register,
            by what it is called.
    """

    findings: list[Finding]
    documents: int
    elsewhere: Mapping[str, int]


def audit(register: Register, *, root: Path) -> list[Finding]:
    """Return what is wrong with the register and its files; empty when all is as it should be."""
    return audited(register, root=root).findings


def audited(register: Register, *, root: Path) -> Audited:
    """Look through the register and the files that were made in this workspace.

    Args:
        register: the register to look through.
        root: the workspace's folder, where relative file names start.
    """
    lines = _Lines(register)
    documented: set[str] = set()
    files: list[Finding] = []
    unrecorded: list[Finding] = []
    elsewhere: Counter[str] = Counter()
    looked_at = 0
    for document in register.each_document():
        documented.add(document.number)
        unrecorded += lines.missing(document)
        if other := lines.elsewhere(document):
            elsewhere[other] += 1
        else:
            looked_at += 1
            files += _file(document, root)
    unrecorded += lines.voids(register)
    with register.replies() as replies:
        own = (file for file in replies.files() if not lines.other_home(file.sha))
        files += _originals(own, root)
        unrecorded += lines.replies(replies)
    found = [*_gaps(register, documented), *files, *lines.broken, *unrecorded]
    return Audited(found, looked_at, elsewhere)


def file_of(document: Document, root: Path) -> Path:
    """Return where the document's file was written."""
    return root / document.file


def _gaps(register: Register, documented: Collection[str]) -> Iterator[Finding]:
    def series(row: dict[str, object]) -> tuple[object, object]:
        return row["series"], row["year"]

    drawn = [row for row in register.numbers() if row["series"] != MANUAL]
    for (code, year), rows in groupby(drawn, key=series):
        serials = {row["serial"]: row["number"] for row in rows}
        for missing in sorted(set(range(1, max(serials) + 1)) - set(serials)):
            yield fault("FK-REG-011", Place(), series=code, year=year, serial=missing)
    for row in register.numbers():
        if row["number"] not in documented:
            yield fault("FK-REG-015", Place(), number=row["number"])


def _file(document: Document, root: Path) -> Iterator[Finding]:
    place = Place(file=document.file)
    path = file_of(document, root)
    if not is_unchanged(path, document.file_sha):
        code = "FK-REG-013" if path.is_file() else "FK-REG-012"
        yield fault(code, place, number=document.number, revision=document.revision)


def _originals(kept: Iterable[ReturnedFile], root: Path) -> Iterator[Finding]:
    """Yield the untouched copies of returned files that are gone or were touched."""
    for file in kept:
        if file.copy and not is_unchanged(root / file.copy, file.sha):
            there = (root / file.copy).is_file()
            code = "FK-REG-041" if there else "FK-REG-040"
            yield fault(code, Place(file=file.copy), name=file.name)


_Key = tuple[str, int, str]  # number, revision, medium


class _Lines:
    """What the history tells: whether its chain holds, of which documents and voids it knows."""

    def __init__(self, register: Register) -> None:
        self.broken: list[Finding] = []  # the first line that does not follow the one before
        self._told: dict[_Key, str] = {}
        self._voided: set[str] = set()
        self._answered: dict[int, str] = {}  # reply → the SHA-256 of what it said last
        self._own = register.workspace
        self._homes: dict[_Key | str, str] = {}  # of documents, of files by their SHA-256
        before = ""
        for line in register.each_line():
            expected = chain(before, line["at"], line["action"], line["subject"], line["detail"])
            if line["chain"] != expected and not self.broken:
                found = fault("FK-REG-014", Place(), line=line["id"], subject=line["subject"])
                self.broken.append(found)
            before = line["chain"]
            self._note_home(line["action"], line["subject"], line["detail"])
            if line["action"] == VOIDED:
                self._voided.add(line["subject"])
            elif "entry_sha256" in line["detail"]:
                self._answered[line["detail"]["id"]] = line["detail"]["entry_sha256"]
            elif "data_sha256" in line["detail"]:
                detail = line["detail"]
                key = (line["subject"], detail["revision"], detail["medium"])
                self._told[key] = detail["data_sha256"]

    def _note_home(self, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        home = home_of(detail)
        if home and "medium" in detail:
            self._homes[subject, detail["revision"], detail["medium"]] = home
        elif home and action == KEPT:
            self._homes[detail["sha256"]] = home

    def elsewhere(self, document: Document) -> str:
        """Return the other workspace in which the document's file lies; empty: it is ours."""
        return self.other_home((document.number, document.revision, document.medium))

    def other_home(self, key: _Key | str) -> str:
        """Return the other workspace in which something lies; empty: ours, or nobody said."""
        home = self._homes.get(key, "")
        return "" if home == self._own else home

    def missing(self, document: Document) -> Iterator[Finding]:
        """Yield the fault of a document that the history does not tell of, or tells otherwise."""
        key = (document.number, document.revision, document.medium)
        if self._told.get(key) != data_sha(document.data):
            yield fault("FK-REG-021", Place(), number=document.number, revision=document.revision)

    def replies(self, replies: Replies) -> Iterator[Finding]:
        """Yield the answered surveys that say otherwise than when they were taken or decided."""
        for reply in replies.all():
            if self._answered.get(reply.id) != data_sha(reply.entry):
                yield fault("FK-REG-042", Place(), id=reply.id, number=reply.survey_no)

    def voids(self, register: Register) -> Iterator[Finding]:
        """Yield the faults of voids that only one of numbers and history knows."""
        for row in register.numbers():
            if (row["status"] == DocumentStatus.VOID) is not (row["number"] in self._voided):
                yield fault("FK-REG-022", Place(), number=row["number"])

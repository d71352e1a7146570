"""Writing to the register: draw a number and record its document in one transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from formkit.kernel.clock import Clock
from formkit.kernel.errors import UsageError
from formkit.kernel.files import sha256
from formkit.register import tables
from formkit.register.tables import DocumentStatus

MANUAL = "手工"
VOIDED = "作废"


@dataclass(frozen=True, slots=True)
class Series:
    """A gapless run of numbers: one per type and year. `pattern` has `{serial}` and may pad it."""

    type_code: str
    year: int
    pattern: str  # "SLJZ-GCB-HF-2026-{serial:04d}"
    look: str = ""  # a regular expression: what any drawn number of the workspace looks like

    def number(self, serial: int) -> str:
        """Return the number with that serial."""
        return self.pattern.format(serial=serial)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is asked of the register before a document is made."""

    slug: str
    series: Series
    identity: str
    project_no: str = ""
    source: str = ""
    row_key: str = ""
    record_no: str = ""  # typed by the clerk; empty: the register draws one


@dataclass(frozen=True, slots=True)
class Document:
    """One revision of one official document, as registered."""

    number: str
    revision: int
    medium: str
    slug: str
    project_no: str
    identity: str
    source: str
    row_key: str
    data: Mapping[str, Any]
    print_sha: str
    template_sha: str
    profile: str
    gate: str
    findings: list[Any] = field(default_factory=list)
    file: str = ""
    file_sha: str = ""
    made_at: str = ""


class By(StrEnum):
    """How a record was recognised."""

    NUMBER = "number"
    IDENTITY = "identity"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Known:
    """What the register holds of a record: its newest document, its number's status."""

    document: Document
    status: DocumentStatus
    by: By

    @property
    def number(self) -> str:
        """The number it was issued under."""
        return self.document.number

    @property
    def void(self) -> bool:
        """Whether that number was voided."""
        return self.status is DocumentStatus.VOID


class Writing:
    """One open transaction of the register: nobody else draws numbers until it ends."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def known(self, draft: Draft) -> Known | None:
        """Return what the register holds of the record that the draft means; None: it is new.

        The record is the same when its number is typed, when its identity is equal, or when it
        stood in the same ledger under the same 序号 for the same project (the caller compares
        what it says).

        Raises:
            UsageError: the typed number is another record's, or this record has another number.
        """
        table = tables.documents
        of_kind = table.c.slug == draft.slug
        same = None
        if draft.identity:
            same = self._newest(By.IDENTITY, of_kind, table.c.identity == draft.identity)
        if draft.record_no:
            lowered = func.lower(table.c.number) == draft.record_no.lower()
            typed = self._newest(By.NUMBER, of_kind, lowered)
            if same and not same.void and (typed is None or typed.number != same.number):
                raise UsageError("FK-REG-025", number=draft.record_no, own=same.number)
            return typed
        if same or not (draft.source and draft.row_key):
            return same
        return self._newest(
            By.ROW,
            of_kind,
            table.c.source == draft.source,
            table.c.row_key == draft.row_key,
            table.c.project_no == draft.project_no,
        )

    def from_ledger(self, draft: Draft) -> list[Document]:
        """Return the newest documents that came from the draft's ledger."""
        table = tables.documents
        rows = self._connection.execute(
            select(table).where(
                table.c.slug == draft.slug,
                table.c.source == draft.source,
                _is_newest(),
            )
        )
        return [document_of(row) for row in rows]

    def _newest(self, by: By, *conditions: Any) -> Known | None:
        documents, numbers = tables.documents, tables.numbers
        row = self._connection.execute(
            select(documents, numbers.c.status)
            .join(numbers, numbers.c.number == documents.c.number)
            .where(*conditions, _is_newest())
            .order_by(documents.c.id.desc())
            .limit(1)
        ).first()
        return Known(document_of(row), DocumentStatus(row.status), by) if row else None

    def in_medium(self, document: Document, medium: str) -> Document | None:
        """Return the same revision of the document in that medium; None where it was not made."""
        table = tables.documents
        row = self._connection.execute(
            select(table).where(
                table.c.number == document.number,
                table.c.revision == document.revision,
                table.c.medium == medium,
            )
        ).first()
        return document_of(row) if row else None

    def draw(self, draft: Draft) -> str:
        """Return the next number of the series, or the typed one, and take it.

        Raises:
            UsageError: the typed number is taken by another kind of record, or looks like one of
                the series but was never drawn.
        """
        numbers = tables.numbers
        series = draft.series
        if draft.record_no:
            return self._take_typed(draft)
        serial = 1 + (
            self._connection.scalar(
                select(func.max(numbers.c.serial)).where(
                    numbers.c.series == series.type_code, numbers.c.year == series.year
                )
            )
            or 0
        )
        number = series.number(serial)
        if self._status(number) is not None:
            raise UsageError("FK-REG-019", number=number)
        self._take(series.type_code, series.year, serial, number)
        return number

    def refuse_typed(self, draft: Draft) -> None:
        """Raise UsageError where the typed number of a new record cannot be taken."""
        number = draft.record_no
        taken = self._status(number)
        if taken is not None:
            code = "FK-REG-007" if taken is DocumentStatus.VOID else "FK-REG-006"
            raise UsageError(code, number=number)
        if draft.series.look and re.fullmatch(draft.series.look, number, re.IGNORECASE):
            raise UsageError("FK-REG-008", number=number)

    def _take_typed(self, draft: Draft) -> str:
        self.refuse_typed(draft)
        number = draft.record_no
        serial = 1 + (
            self._connection.scalar(
                select(func.max(tables.numbers.c.serial)).where(tables.numbers.c.series == MANUAL)
            )
            or 0
        )
        self._take(MANUAL, draft.series.year, serial, number)
        return number

    def _status(self, number: str) -> DocumentStatus | None:
        found = self._connection.scalar(
            select(tables.numbers.c.status).where(
                func.lower(tables.numbers.c.number) == number.lower()
            )
        )
        return None if found is None else DocumentStatus(found)

    def _take(self, series: str, year: int, serial: int, number: str) -> None:
        self._connection.execute(
            insert(tables.numbers).values(
                series=series,
                year=year,
                serial=serial,
                number=number,
                status=DocumentStatus.ISSUED,
                void_reason="",
            )
        )

    def record(self, document: Document, *, status: DocumentStatus) -> None:
        """Write the document down; the number must have been drawn."""
        values = asdict(document) | {"made_at": self._now()}
        self._connection.execute(insert(tables.documents).values(**values))
        self._set_status(document.number, status)
        self.note(
            "签发" if document.revision == 1 else "改版",
            document.number,
            _traces(document),
        )

    def refresh(self, document: Document, *, status: DocumentStatus) -> None:
        """Write down data that is not printed (signing facts, checks) on the same revision."""
        table = tables.documents
        self._connection.execute(
            update(table)
            .where(
                table.c.number == document.number,
                table.c.revision == document.revision,
                table.c.medium == document.medium,
            )
            .values(
                data=document.data,
                gate=document.gate,
                findings=document.findings,
                profile=document.profile,
                file=document.file,
                file_sha=document.file_sha,
                identity=document.identity,
                source=document.source,
                row_key=document.row_key,
            )
        )
        self._set_status(document.number, status)
        self.note("补录", document.number, _traces(document) | {"status": status.value})

    def _set_status(self, number: str, status: DocumentStatus) -> None:
        self._connection.execute(
            update(tables.numbers).where(tables.numbers.c.number == number).values(status=status)
        )

    def void(self, number: str, reason: str) -> None:
        """Void a number; it stays in the register and is never used again.

        Raises:
            UsageError: the number is unknown or was voided before, or there is no reason.
        """
        if not reason.strip():
            raise UsageError("FK-REG-020", number=number)
        status = self._status(number)
        if status is None:
            raise UsageError("FK-REG-009", number=number)
        if status is DocumentStatus.VOID:
            raise UsageError("FK-REG-010", number=number)
        self._connection.execute(
            update(tables.numbers)
            .where(tables.numbers.c.number == number)
            .values(status=DocumentStatus.VOID, void_reason=reason)
        )
        self.note(VOIDED, number, {"reason": reason})

    def put_project(self, project_no: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
        """Write the project down and return what it was before; None when it is new."""
        table = tables.projects
        before = self._connection.scalar(
            select(table.c.data).where(table.c.project_no == project_no)
        )
        if before is None:
            self._connection.execute(
                insert(table).values(project_no=project_no, data=data, updated_at=self._now())
            )
            self.note("登记工程", project_no, {})
        elif before != data:
            self._connection.execute(
                update(table)
                .where(table.c.project_no == project_no)
                .values(data=data, updated_at=self._now())
            )
            self.note("更新工程", project_no, {"before": before})
        return before

    def note(self, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Add a line to the history, chained to the line before."""
        table = tables.history
        before = (
            self._connection.scalar(select(table.c.chain).order_by(table.c.id.desc()).limit(1))
            or ""
        )
        at = self._now()
        self._connection.execute(
            insert(table).values(
                at=at,
                action=action,
                subject=subject,
                detail=detail,
                chain=chain(before, at, action, subject, detail),
            )
        )

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")


def _is_newest() -> ColumnElement[bool]:
    """Return the condition that a document is the newest revision of its number."""
    table = tables.documents
    other = table.alias()
    newest = select(func.max(other.c.revision)).where(other.c.number == table.c.number)
    return table.c.revision == newest.scalar_subquery()


def data_sha(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's data, whatever the order of its names."""
    line = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(line.encode("utf-8"))


def _traces(document: Document) -> dict[str, Any]:
    """Return what the history keeps of a document, so that the audit can compare."""
    return {
        "revision": document.revision,
        "medium": document.medium,
        "file": document.file,
        "sha256": document.file_sha,
        "data_sha256": data_sha(document.data),
    }


def chain(before: str, at: str, action: str, subject: str, detail: Mapping[str, Any]) -> str:
    """Return the chain value of a history line: the hash over the line before and this one."""
    line = json.dumps(
        [before, at, action, subject, detail], ensure_ascii=False, sort_keys=True, default=str
    )
    return sha256(line.encode("utf-8"))


def document_of(row: Row[Any]) -> Document:
    """Return the document that a row of the table `documents` holds."""
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return Document(**{name: values[name] for name in Document.__dataclass_fields__})

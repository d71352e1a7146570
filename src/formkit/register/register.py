"""The register's operations: draw a number and record its document in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, insert, select, update

from formkit.kernel.clock import Clock
from formkit.kernel.errors import UsageError
from formkit.kernel.files import sha256
from formkit.register import tables
from formkit.register.database import BUSY_SECONDS, explained, open_engine
from formkit.register.tables import DocumentStatus

MANUAL = "手工"


@dataclass(frozen=True, slots=True)
class Series:
    """A gapless run of numbers: one per type and year. `pattern` has `{serial}` and may pad it."""

    type_code: str
    year: int
    pattern: str  # "SLJZ-GCB-HF-2026-{serial:04d}"

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


class Writing:
    """One open transaction of the register: nobody else draws numbers until it ends."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def latest(self, draft: Draft) -> tuple[Document, DocumentStatus] | None:
        """Return the newest revision of the record that the draft means, with its number's status.

        The record is the same when its number is typed, when its identity is equal, or when it
        stood in the same ledger under the same 序号 for the same project. None: a new record.
        """
        table = tables.documents
        of_kind = table.c.slug == draft.slug
        if draft.record_no:
            return self._newest(of_kind, table.c.number == draft.record_no)
        found = self._newest(of_kind, table.c.identity == draft.identity)
        if found or not (draft.source and draft.row_key):
            return found
        return self._newest(
            of_kind,
            table.c.source == draft.source,
            table.c.row_key == draft.row_key,
            table.c.project_no == draft.project_no,
        )

    def _newest(self, *conditions: Any) -> tuple[Document, DocumentStatus] | None:
        documents, numbers = tables.documents, tables.numbers
        row = self._connection.execute(
            select(documents, numbers.c.status)
            .join(numbers, numbers.c.number == documents.c.number)
            .where(*conditions)
            .order_by(documents.c.id.desc())
            .limit(1)
        ).first()
        return (_document(row), DocumentStatus(row.status)) if row else None

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
        self._take(series.type_code, series.year, serial, number)
        return number

    def _take_typed(self, draft: Draft) -> str:
        number = draft.record_no
        taken = self._connection.execute(
            select(tables.numbers.c.status).where(tables.numbers.c.number == number)
        ).first()
        if taken:
            code = "FK-REG-007" if taken.status == DocumentStatus.VOID else "FK-REG-006"
            raise UsageError(code, number=number)
        stem = draft.series.pattern.split("{", 1)[0]
        if number.startswith(stem):
            raise UsageError("FK-REG-008", number=number)
        serial = 1 + (
            self._connection.scalar(
                select(func.max(tables.numbers.c.serial)).where(tables.numbers.c.series == MANUAL)
            )
            or 0
        )
        self._take(MANUAL, draft.series.year, serial, number)
        return number

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
            {"revision": document.revision, "file": document.file, "sha256": document.file_sha},
        )

    def refresh(self, document: Document, *, status: DocumentStatus) -> None:
        """Write down data that is not printed (signing facts, checks) on the same revision."""
        table = tables.documents
        self._connection.execute(
            update(table)
            .where(table.c.number == document.number, table.c.revision == document.revision)
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
        self.note("补录", document.number, {"revision": document.revision, "status": status.value})

    def _set_status(self, number: str, status: DocumentStatus) -> None:
        self._connection.execute(
            update(tables.numbers).where(tables.numbers.c.number == number).values(status=status)
        )

    def void(self, number: str, reason: str) -> None:
        """Void a number; it stays in the register and is never used again.

        Raises:
            UsageError: the number is unknown or was voided before.
        """
        row = self._connection.execute(
            select(tables.numbers.c.status).where(tables.numbers.c.number == number)
        ).first()
        if row is None:
            raise UsageError("FK-REG-009", number=number)
        if row.status == DocumentStatus.VOID:
            raise UsageError("FK-REG-010", number=number)
        self._connection.execute(
            update(tables.numbers)
            .where(tables.numbers.c.number == number)
            .values(status=DocumentStatus.VOID, void_reason=reason)
        )
        self.note("作废", number, {"reason": reason})

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


class Register:
    """The register of one workspace.

    Args:
        url: a database URL; a relative SQLite path starts at `root`.
        root: the workspace's folder.
        clock: where the times of the history come from.
        busy_seconds: how long to wait while another program writes.
    """

    def __init__(
        self, url: str, *, root: Path, clock: Clock, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self._engine: Engine = open_engine(url, root=root, busy_seconds=busy_seconds)
        self._clock = clock
        self.name = Path(self._engine.url.database or url).name

    def create(self) -> None:
        """Make the tables where they are missing; what is there stays."""
        with explained(self.name):
            with self._engine.begin() as connection:
                tables.metadata.create_all(connection)
                known = connection.scalar(
                    select(tables.meta.c.value).where(tables.meta.c.key == "schema")
                )
                if known is None:
                    connection.execute(
                        insert(tables.meta).values(key="schema", value=tables.SCHEMA_VERSION)
                    )

    def close(self) -> None:
        """Let the database file go (Windows keeps it locked otherwise)."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Open an exclusive transaction; it is committed at the end, rolled back on any error.

        Raises:
            OutputError: another program holds the register, or it cannot be written.
        """
        with explained(self.name), self._engine.begin() as connection:
            yield Writing(connection, self._clock)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self.name), self._engine.connect() as connection:
            yield connection.execution_options(reading=True)

    def project(self, project_no: str) -> dict[str, Any] | None:
        """Return the project's data; None when it is not registered."""
        with self._reading() as connection:
            return connection.scalar(
                select(tables.projects.c.data).where(tables.projects.c.project_no == project_no)
            )

    def projects(self) -> dict[str, dict[str, Any]]:
        """Return all projects by their number, in order."""
        with self._reading() as connection:
            table = tables.projects
            rows = connection.execute(
                select(table.c.project_no, table.c.data).order_by(table.c.project_no)
            )
            return {row.project_no: row.data for row in rows}

    def numbers(self) -> list[dict[str, Any]]:
        """Return every number with its status, in order of series, year and serial."""
        with self._reading() as connection:
            table = tables.numbers
            rows = connection.execute(
                select(table).order_by(table.c.series, table.c.year, table.c.serial)
            )
            return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def documents(self, number: str = "") -> list[Document]:
        """Return the documents of a number by revision, or all of them in the order of making."""
        table = tables.documents
        query = select(table).order_by(table.c.id)
        if number:
            query = query.where(table.c.number == number)
        with self._reading() as connection:
            return [_document(row) for row in connection.execute(query)]

    def history(self, subject: str = "") -> list[dict[str, Any]]:
        """Return the history of a number or project, or all of it, oldest first."""
        table = tables.history
        query = select(table).order_by(table.c.id)
        if subject:
            query = query.where(table.c.subject == subject)
        with self._reading() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001


def chain(before: str, at: str, action: str, subject: str, detail: Mapping[str, Any]) -> str:
    """Return the chain value of a history line: the hash over the line before and this one."""
    line = json.dumps(
        [before, at, action, subject, detail], ensure_ascii=False, sort_keys=True, default=str
    )
    return sha256(line.encode("utf-8"))


def _document(row: Row[Any]) -> Document:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return Document(**{name: values[name] for name in Document.__dataclass_fields__})

"""Writing to the register: numbers drawn and documents recorded in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from formkit.kernel.clock import Clock
from formkit.kernel.errors import UsageError
from formkit.register import history, tables
from formkit.register.document import FIELDS, MANUAL, By, Document, Draft, Known, document_of
from formkit.register.holdings import Holdings, is_newest
from formkit.register.replies import Replies
from formkit.register.surveys import Surveys
from formkit.register.tables import DocumentStatus

_MAY_CHANGE = (  # what `refresh` writes anew on the same revision
    "data",
    "gate",
    "findings",
    "profile",
    "file",
    "file_sha",
    "identity",
    "source",
    "row_key",
)
_ROWS_AT_ONCE = 500


class Writing:
    """One open transaction of the register: nobody else draws numbers until it ends.

    What is drawn and recorded is kept in memory, seen by the questions that follow, and written
    all at once at the end (`flush`).
    """

    def __init__(self, connection: Connection, clock: Clock, workspace: str = "") -> None:
        self._connection = connection
        self._clock = clock
        self._here = history.made_in(workspace)
        self.start_again()

    def start_again(self) -> None:
        """Forget all that was drawn and recorded and is not written yet."""
        self._holdings = Holdings(self._connection)
        self._numbers: dict[str, dict[str, Any]] = {}
        self._documents: list[dict[str, Any]] = []
        self._refreshed: list[dict[str, Any]] = []
        self._statuses: dict[str, DocumentStatus] = {}
        self._lines: list[history.Line] = []

    @property
    def replies(self) -> Replies:
        """The answered surveys, for reading and writing within this transaction."""
        return Replies(self._connection, self._now(), self._note_here)

    @property
    def surveys(self) -> Surveys:
        """The surveys that were sent out and their banks, within this transaction."""
        return Surveys(self._connection, self._now(), self.note)

    def foresee(self, drafts: Sequence[Draft]) -> None:
        """Look up at once what `known` and `draw` will ask for these drafts; only for speed."""
        self._holdings.foresee(drafts)

    def known(self, draft: Draft) -> Known | None:
        """Return what the register holds of the record that the draft means; None: it is new.

        The record is the same when its number is typed, when its identity is equal, or when it
        stood in the same ledger under the same 序号 for the same project (the caller compares
        what it says).

        Raises:
            UsageError: the typed number is another record's, or this record has another number.
        """
        same = self._holdings.newest(draft, By.IDENTITY) if draft.identity else None
        if draft.record_no:
            typed = self._holdings.newest(draft, By.NUMBER)
            if same and not same.void and (typed is None or typed.number != same.number):
                raise UsageError("FK-REG-025", number=draft.record_no, own=same.number)
            return typed
        if same or not (draft.source and draft.row_key):
            return same
        return self._holdings.newest(draft, By.ROW)

    def from_ledger(self, draft: Draft) -> Iterator[Document]:
        """Yield the newest documents that came from the draft's ledger, as they are written."""
        table = tables.documents
        query = select(table).where(
            table.c.slug == draft.slug, table.c.source == draft.source, is_newest()
        )
        few = {"yield_per": _ROWS_AT_ONCE}  # of this query alone, not of the connection
        rows = self._connection.execute(query.order_by(table.c.id), execution_options=few)
        return (document_of(row) for row in rows)

    def registered(self, files: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield name and SHA-256 of those of these files that belong to a registered document."""
        table, wanted = tables.documents, list(files)
        for start in range(0, len(wanted), _ROWS_AT_ONCE):
            some = wanted[start : start + _ROWS_AT_ONCE]
            query = select(table.c.file, table.c.file_sha).where(table.c.file.in_(some))
            yield from ((row.file, row.file_sha) for row in self._connection.execute(query))

    def in_medium(self, document: Document, medium: str) -> Document | None:
        """Return the same revision, the newest, in that medium; None where it was not made."""
        return self._holdings.in_medium(document, medium)

    def draw(self, draft: Draft) -> str:
        """Return the next number of the series, or the typed one, and take it.

        Raises:
            UsageError: the typed number is taken by another kind of record, or looks like one of
                the series but was never drawn.
        """
        series = draft.series
        if draft.record_no:
            self.refuse_typed(draft)
            serial = 1 + self._holdings.last_serial(MANUAL, None)
            self._holdings.take(draft.record_no, MANUAL, None, serial)
            return self._take(MANUAL, series.year, serial, draft.record_no)
        serial = 1 + self._holdings.last_serial(series.type_code, series.year)
        number = series.number(serial)
        if self._holdings.status(number) is not None:
            raise UsageError("FK-REG-019", number=number)
        self._holdings.take(number, series.type_code, series.year, serial)
        return self._take(series.type_code, series.year, serial, number)

    def refuse_typed(self, draft: Draft) -> None:
        """Raise UsageError where the typed number of a new record cannot be taken."""
        number = draft.record_no
        taken = self._holdings.status(number)
        if taken is not None:
            code = "FK-REG-007" if taken is DocumentStatus.VOID else "FK-REG-006"
            raise UsageError(code, number=number)
        if draft.series.look and re.fullmatch(draft.series.look, number, re.IGNORECASE):
            raise UsageError("FK-REG-008", number=number)

    def _take(self, series: str, year: int, serial: int, number: str) -> str:
        self._numbers[number] = {
            "series": series,
            "year": year,
            "serial": serial,
            "number": number,
            "status": DocumentStatus.ISSUED,
            "void_reason": "",
        }
        return number

    def expect(self, document: Document) -> None:
        """Let the questions that follow see a document that will be recorded when it is made."""
        self._holdings.put(document)

    def record(self, document: Document, *, status: DocumentStatus) -> None:
        """Write the document down; the number must have been drawn."""
        row = {name: getattr(document, name) for name in FIELDS}
        self._documents.append(row | {"made_at": self._now()})
        self._set_status(document, status)
        action = history.ISSUED if document.revision == 1 else history.REVISED
        self._note_here(action, document.number, history.traces(document))

    def refresh(self, document: Document, *, status: DocumentStatus) -> None:
        """Write down data that is not printed (signing facts, checks) on the same revision."""
        key = {f"own_{name}": getattr(document, name) for name in ("number", "revision", "medium")}
        changes = {f"new_{name}": getattr(document, name) for name in _MAY_CHANGE}
        self._refreshed.append(key | changes)
        self._set_status(document, status)
        detail = history.traces(document) | {"status": status.value}
        self._note_here(history.REFRESHED, document.number, detail)

    def show(self, document: Document) -> None:
        """Write down what shows a registered revision in another medium (PDF, survey workbook).

        Made anew, it takes the former one's place. The number's status stays what it is: it says
        nothing that the paper does not say.
        """
        table = tables.documents
        row = self._connection.execute(
            select(table).where(
                table.c.number == document.number,
                table.c.revision == document.revision,
                table.c.medium == document.medium,
            )
        ).first()
        values = {name: getattr(document, name) for name in FIELDS}
        if row is None:
            self._documents.append(values | {"made_at": self._now()})
        elif all(getattr(row, name) == values[name] for name in ("file", "file_sha", "data")):
            return
        else:
            key = {f"own_{name}": values[name] for name in ("number", "revision", "medium")}
            self._refreshed.append(key | {f"new_{name}": values[name] for name in _MAY_CHANGE})
        self._note_here(history.SHOWN[document.medium], document.number, history.traces(document))

    def _set_status(self, document: Document, status: DocumentStatus) -> None:
        self._holdings.put(document)
        if self._holdings.status(document.number) is not status:
            self._holdings.settle(document.number, status)
            self._statuses[document.number] = status

    def void(self, number: str, reason: str) -> list[int]:
        """Void a number; it stays in the register and is never used again.

        Returns the ids of the answered surveys that counted under it: a person decides them now.

        Raises:
            UsageError: the number is unknown or was voided before, or there is no reason.
        """
        if not reason.strip():
            raise UsageError("FK-REG-020", number=number)
        status = self._holdings.status(number)
        if status is None:
            raise UsageError("FK-REG-009", number=number)
        if status is DocumentStatus.VOID:
            raise UsageError("FK-REG-010", number=number)
        self.flush()
        self._connection.execute(
            update(tables.numbers)
            .where(tables.numbers.c.number == number)
            .values(status=DocumentStatus.VOID, void_reason=reason)
        )
        self._holdings.settle(number, DocumentStatus.VOID)
        self.note(history.VOIDED, number, {"reason": reason})
        return self.replies.void(number, reason)

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
        line = {"at": self._now(), "action": action, "subject": subject, "detail": detail}
        self._lines.append(line)

    def _note_here(self, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        """Add a line about a file, which says in whose workspace it lies."""
        self.note(action, subject, {**detail, **self._here})

    def flush(self) -> None:
        """Send all that was drawn, recorded and noted to the database, in few steps."""
        if self._numbers:
            for number in self._statuses.keys() & self._numbers.keys():
                self._numbers[number]["status"] = self._statuses.pop(number)
            self._connection.execute(insert(tables.numbers), list(self._numbers.values()))
        if self._documents:
            self._connection.execute(insert(tables.documents), self._documents)
        if self._refreshed:
            self._connection.execute(_REFRESH, self._refreshed)
        if self._statuses:
            rows = [{"own": number, "new": new} for number, new in self._statuses.items()]
            self._connection.execute(_SET_STATUS, rows)
        if self._lines:
            newest = select(tables.history.c.chain).order_by(tables.history.c.id.desc()).limit(1)
            before = self._connection.scalar(newest) or ""
            lines = list(history.chained(before, self._lines))
            self._connection.execute(insert(tables.history), lines)
        self._numbers, self._statuses = {}, {}
        self._documents, self._refreshed, self._lines = [], [], []

    def _now(self) -> str:
        return self._clock.now().isoformat(timespec="seconds")


_REFRESH = (
    update(tables.documents)
    .where(
        tables.documents.c.number == bindparam("own_number"),
        tables.documents.c.revision == bindparam("own_revision"),
        tables.documents.c.medium == bindparam("own_medium"),
    )
    .values({name: bindparam(f"new_{name}") for name in _MAY_CHANGE})
)
_SET_STATUS = (
    update(tables.numbers)
    .where(tables.numbers.c.number == bindparam("own"))
    .values(status=bindparam("new"))
)

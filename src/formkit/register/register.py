"""The register of one workspace: opening it, writing to it, looking things up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, inspect, select

from formkit.kernel.clock import Clock
from formkit.kernel.dates import format_datetime
from formkit.kernel.errors import OutputError, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.register import tables
from formkit.register.database import BUSY_SECONDS, explained, open_engine
from formkit.register.document import Document, Draft, document_of
from formkit.register.replies import Replies
from formkit.register.surveys import Surveys
from formkit.register.whereabouts import doubts, refuse_network
from formkit.register.writing import Writing

_ROWS_AT_ONCE = 500
_SLACK = timedelta(minutes=5)  # between the clocks of two computers that write to one register


class Register:
    """The register of one workspace.

    Args:
        url: a database URL; a relative SQLite path starts at `root`.
        root: the workspace's folder.
        clock: where the times of the history come from.
        busy_seconds: how long to wait while another program writes.
        workspace: what the workspace is called among those that share the register; the history
            says with each file where it was made. Empty: it says nothing.
    """

    def __init__(
        self,
        url: str,
        *,
        root: Path,
        clock: Clock,
        busy_seconds: float = BUSY_SECONDS,
        workspace: str = "",
    ) -> None:
        self._engine: Engine = open_engine(url, root=root, busy_seconds=busy_seconds)
        self._clock = clock
        self.workspace = workspace
        self.name = Path(self._engine.url.database or url).name
        self._known = False  # whether the register was found to be there, in our form
        self._seen: set[Table] = set()  # tables that were found to be there
        self._complete = False  # whether it has all tables and indexes of this formkit

    def create(self) -> None:
        """Make the tables where they are missing; what is there stays.

        Raises:
            OutputError: the database cannot be written, or its file is on a network volume.
        """
        if self.file is not None:
            refuse_network(self.file)
        with explained(self.name, self.file), self._engine.begin() as connection:
            tables.metadata.create_all(connection)
            known = connection.scalar(
                select(tables.meta.c.value).where(tables.meta.c.key == "schema")
            )
            if known is None:
                connection.execute(
                    insert(tables.meta).values(key="schema", value=tables.SCHEMA_VERSION)
                )

    @property
    def file(self) -> Path | None:
        """The register's file; None where a server keeps it."""
        url = self._engine.url
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    def doubts(self) -> list[Finding]:
        """Return warnings about where the file lies and about the clock; empty where all is well.

        A clock that stands before the newest entry of the history is wrong, or was (FK-REG-037).
        """
        found = doubts(self.file) if self.file is not None else []
        newest, now = self.newest(), self._clock.now().replace(tzinfo=None)
        if newest is not None and now < newest - _SLACK:
            said = {"now": format_datetime(now), "newest": format_datetime(newest)}
            found = [
                *found,
                fault("FK-REG-037", Place(file=self.name), level=Level.WARNING, **said),
            ]
        return found

    def newest(self) -> datetime | None:
        """Return the latest moment that the history tells of; None of an empty one."""
        with self._reading() as connection:
            told = connection.scalar(select(func.max(tables.history.c.at)))
        return datetime.fromisoformat(told).replace(tzinfo=None) if told else None

    def close(self) -> None:
        """Let the database file go (Windows keeps it locked otherwise)."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Open an exclusive transaction; it is committed at the end, rolled back on any error.

        Raises:
            OutputError: another program holds the register, or it cannot be written.
        """
        self._look()
        if not self._complete and self.file is not None:
            refuse_network(self.file)
        with explained(self.name, self.file), self._engine.begin() as connection:
            if not self._complete:
                tables.add_missing_parts(connection)
                self._complete = True
            writing = Writing(connection, self._clock, self.workspace)
            yield writing
            writing.flush()

    def _look(self) -> None:
        """See that the register is there and of this version; a missing file is not made anew."""
        if self._known:
            return
        if self.file is not None and not self.file.is_file():
            raise OutputError("FK-REG-023", place=Place(file=self.name), name=self.name)
        with explained(self.name, self.file), self._engine.connect() as connection:
            reading = connection.execution_options(reading=True)
            served = self.file is None  # a file is not ours to fill with tables
            if served and not inspect(reading).has_table(tables.meta.name):
                raise OutputError("FK-REG-032", place=Place(file=self.name), name=self.name)
            found = reading.scalar(select(tables.meta.c.value).where(tables.meta.c.key == "schema"))
        if found != tables.SCHEMA_VERSION:
            raise OutputError("FK-REG-024", place=Place(file=self.name), name=self.name)
        self._known = True

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._look()
        with explained(self.name, self.file), self._engine.connect() as connection:
            yield connection.execution_options(reading=True)

    @contextmanager
    def replies(self) -> Iterator[Replies]:
        """Open the answered surveys for reading; a register of an earlier formkit gets the tables.

        Raises:
            OutputError: the register cannot be read, or its missing tables cannot be made.
        """
        self._require(tables.replies)
        with self._reading() as connection:
            yield Replies(connection)

    @contextmanager
    def surveys(self) -> Iterator[Surveys]:
        """Open the surveys that were sent out for reading; missing tables are made as above.

        Raises:
            OutputError: the register cannot be read, or its missing tables cannot be made.
        """
        self._require(tables.surveys_sent)
        with self._reading() as connection:
            yield Surveys(connection)

    def bank(self, digest: str) -> dict[str, Any] | None:
        """Return the question bank that was sent out under this digest; None: none was."""
        with self.surveys() as surveys:
            return surveys.bank(digest)

    def banks(self) -> dict[str, dict[str, Any]]:
        """Return all question banks that were sent out, by their digests."""
        with self.surveys() as surveys:
            return surveys.banks()

    def _require(self, table: Table) -> None:
        """See that the table is there; a register of an earlier formkit gets what it lacks."""
        if self._complete or table in self._seen:
            return
        with self._reading() as connection:
            there = inspect(connection).has_table(table.name)
        if there:
            self._seen.add(table)
        else:
            with self.writing():
                pass

    def judge_number(self, draft: Draft) -> None:
        """Raise UsageError where the draft's typed number could not be used; nothing is taken."""
        with self._reading() as connection:
            writing = Writing(connection, self._clock)
            if writing.known(draft) is None:
                writing.refuse_typed(draft)

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

    def numbers(self, number: str = "") -> list[dict[str, Any]]:
        """Return every number with its status (or that one), by series, year and serial."""
        table = tables.numbers
        query = select(table).order_by(table.c.series, table.c.year, table.c.serial)
        if number:
            query = query.where(table.c.number == number)
        with self._reading() as connection:
            rows = connection.execute(query)
            return [dict(row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def documents(self, number: str = "") -> list[Document]:
        """Return the documents of a number by revision, or all of them in the order of making."""
        table = tables.documents
        query = select(table).order_by(table.c.id)
        if number:
            query = query.where(table.c.number == number)
        with self._reading() as connection:
            return [document_of(row) for row in connection.execute(query)]

    def counted(self) -> dict[str, int]:
        """Return how many `numbers` and `documents` there are."""
        with self._reading() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (tables.numbers, tables.documents)
            }

    def each_document(self) -> Iterator[Document]:
        """Yield all documents in the order of making; not all are held at once."""
        table = tables.documents
        with self._reading() as connection:
            streamed = connection.execution_options(yield_per=_ROWS_AT_ONCE)
            for row in streamed.execute(select(table).order_by(table.c.id)):
                yield document_of(row)

    def each_line(self) -> Iterator[dict[str, Any]]:
        """Yield the whole history, oldest first; not all of it is held at once."""
        table = tables.history
        with self._reading() as connection:
            streamed = connection.execution_options(yield_per=_ROWS_AT_ONCE)
            for row in streamed.execute(select(table).order_by(table.c.id)):
                yield dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name

    def history(self, subject: str = "") -> list[dict[str, Any]]:
        """Return the history of a number or project, or all of it, oldest first."""
        table = tables.history
        query = select(table).order_by(table.c.id)
        if subject:
            query = query.where(table.c.subject == subject)
        with self._reading() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001

    def noted(self, action: str, subject: str, detail: Mapping[str, Any]) -> bool:
        """Return whether the history has a line that says exactly this."""
        return any(
            line["action"] == action and line["detail"] == detail for line in self.history(subject)
        )

"""Surveys that were sent out: under which number, with which question bank, until when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from formkit.register.document import Document, document_of
from formkit.register.tables import (
    DocumentStatus,
    documents,
    numbers,
    portions,
    survey_banks,
    surveys_sent,
)

_ROWS_AT_ONCE = 500

BANK_SENT = "登记题库"
SENT = "发出调查"

Note = Callable[[str, str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class SentSurvey:
    """One survey that was sent out as a workbook; days are ISO texts, `due_on` may be empty."""

    number: str
    project_no: str
    bank_digest: str
    style: str
    sent_on: str
    due_on: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class SentSheet:
    """A number as it stands: its newest document of a kind, why it is void, its question bank.

    `void_reason`: None of one that is not void. `bank_digest`: None where no workbook was sent out.
    """

    document: Document
    void_reason: str | None
    bank_digest: str | None


class Surveys:
    """The surveys of a register that were sent out, within one connection.

    Args:
        connection: an open one; of a transaction where something is to be written.
        now: the moment that is written down.
        note: adds a line to the history; None: this one only reads.
    """

    def __init__(self, connection: Connection, now: str = "", note: Note | None = None) -> None:
        self._connection = connection
        self._now = now
        self._note = note

    def bank(self, digest: str) -> dict[str, Any] | None:
        """Return the question bank of that digest as plain data; None: none such was sent out."""
        table = survey_banks
        return self._connection.scalar(select(table.c.data).where(table.c.digest == digest))

    def banks(self) -> dict[str, dict[str, Any]]:
        """Return all question banks that were sent out, by their digests."""
        rows = self._connection.execute(select(survey_banks.c.digest, survey_banks.c.data))
        return {row.digest: row.data for row in rows}

    def remember_bank(self, digest: str, name: str, title: str, data: Mapping[str, Any]) -> None:
        """Write a question bank down; one that is there stays as it is."""
        if self.bank(digest) is not None:
            return
        values = {"name": name, "title": title, "data": dict(data), "registered_at": self._now}
        self._connection.execute(insert(survey_banks).values(digest=digest, **values))
        self._tell(BANK_SENT, name, {"bank_digest": digest, "title": title})

    def sent(self, project_no: str = "") -> Iterator[SentSurvey]:
        """Yield the surveys that were sent out and are not void, in the order of their numbers."""
        query = (
            select(surveys_sent)
            .join(numbers, numbers.c.number == surveys_sent.c.number)
            .where(numbers.c.status != DocumentStatus.VOID)
            .order_by(numbers.c.series, numbers.c.year, numbers.c.serial)
        )
        if project_no:
            query = query.where(surveys_sent.c.project_no == project_no)
        for row in self._connection.execute(query):
            yield SentSurvey(**dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name

    def number(self, number: str) -> SentSurvey | None:
        """Return what was sent out under a number, void or not; None: nothing was."""
        row = self._connection.execute(
            select(surveys_sent).where(surveys_sent.c.number == number)
        ).first()
        return None if row is None else SentSurvey(**dict(row._mapping))  # noqa: SLF001

    def sheets(self, wanted: Collection[str], slug: str) -> dict[str, SentSheet]:
        """Return of these numbers those that have a document of that kind."""
        query = (
            select(documents, numbers.c.status, numbers.c.void_reason, surveys_sent.c.bank_digest)
            .join(numbers, numbers.c.number == documents.c.number)
            .outerjoin(surveys_sent, surveys_sent.c.number == documents.c.number)
            .where(documents.c.slug == slug)
            .order_by(documents.c.id)
        )
        found = {}
        for some in portions(wanted):
            for row in self._connection.execute(query.where(documents.c.number.in_(some))):
                void = row.void_reason if row.status == DocumentStatus.VOID else None
                found[row.number] = SentSheet(document_of(row), void, row.bank_digest)
        return found

    def send(self, survey: SentSurvey) -> None:
        """Write down that a survey is sent out; said again otherwise, the newer word stands."""
        if (before := self.number(survey.number)) == survey:
            return
        values = {name: getattr(survey, name) for name in SentSurvey.__dataclass_fields__}
        if before is None:
            self._connection.execute(insert(surveys_sent).values(values))
        else:
            own = surveys_sent.c.number == survey.number
            self._connection.execute(update(surveys_sent).where(own).values(values))
        said = {name: values[name] for name in ("bank_digest", "style", "sent_on", "due_on")}
        self._tell(SENT, survey.number, said)

    def numbers(self, slug: str) -> list[str]:
        """Return the numbers of all documents of that kind that are not void, in their order."""
        query = (
            select(numbers.c.number)
            .where(numbers.c.status != DocumentStatus.VOID)
            .where(numbers.c.number.in_(select(documents.c.number).where(documents.c.slug == slug)))
            .order_by(numbers.c.series, numbers.c.year, numbers.c.serial)
        )
        return list(self._connection.scalars(query))

    def issued(self, slug: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield number, project and data of every document of that kind that is not void.

        The newest revision of each, whatever way it was made; in the order of making.
        """
        query = (
            select(documents.c.number, documents.c.project_no, documents.c.data)
            .join(numbers, numbers.c.number == documents.c.number)
            .where(documents.c.slug == slug, numbers.c.status != DocumentStatus.VOID)
            .order_by(documents.c.id)
        )
        newest = {
            row.number: (row.number, row.project_no, row.data)
            for row in self._connection.execute(
                query, execution_options={"yield_per": _ROWS_AT_ONCE}
            )
        }
        yield from newest.values()

    def _tell(self, action: str, subject: str, detail: Mapping[str, Any]) -> None:
        if self._note is not None:
            self._note(action, subject, detail)

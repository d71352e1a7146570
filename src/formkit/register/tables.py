"""The register's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)
from sqlalchemy.schema import CreateIndex

SCHEMA_VERSION = "1"
_NAMED_AT_ONCE = 500  # values in one query

metadata = MetaData()


class DocumentStatus(StrEnum):
    """Where a document stands; it only ever moves on, and a voided number is never used again."""

    ISSUED = "已签发"
    SIGNED = "已签认"
    ARCHIVED = "已归档"
    VOID = "作废"

    @property
    def rank(self) -> int:
        """The position in the order in which a document moves on."""
        return list(DocumentStatus).index(self)


meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

projects = Table(
    "projects",
    metadata,
    Column("project_no", String(80), primary_key=True),
    Column("data", JSON, nullable=False),
    Column("updated_at", String(19), nullable=False),
)

numbers = Table(
    "numbers",
    metadata,
    Column("series", String(80), nullable=False),  # type code, or 手工 for numbers typed by hand
    Column("year", Integer, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("number", String(120), nullable=False, unique=True),
    Column("status", String(10), nullable=False),
    Column("void_reason", Text, nullable=False, default=""),
    PrimaryKeyConstraint("series", "year", "serial"),
)
Index("numbers_by_lower_case", func.lower(numbers.c.number))

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(120), ForeignKey("numbers.number"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("medium", String(10), nullable=False),  # docx, xlsx, pdf: one revision may have all
    Column("slug", String(60), nullable=False),
    Column("project_no", String(80), nullable=False),
    Column("identity", String(64), nullable=False),  # hash of the identity fields
    Column("source", Text, nullable=False),  # ledger file name, "" for data without a file
    Column("row_key", String(80), nullable=False),  # 序号 in that ledger
    Column("data", JSON, nullable=False),
    Column("print_sha", String(64), nullable=False),
    Column("template_sha", String(64), nullable=False),
    Column("profile", String(80), nullable=False),
    Column("gate", String(10), nullable=False),
    Column("findings", JSON, nullable=False),
    Column("file", Text, nullable=False),
    Column("file_sha", String(64), nullable=False),
    Column("made_at", String(19), nullable=False),
    UniqueConstraint("number", "revision", "medium"),
    Index("documents_by_identity", "slug", "identity"),
    Index("documents_by_row", "slug", "source", "row_key"),
    Index("documents_by_file", "file"),
)

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(19), nullable=False),
    Column("action", String(40), nullable=False),
    Column("subject", String(120), nullable=False),  # a number or a project_no
    Column("detail", JSON, nullable=False),
    Column("chain", String(64), nullable=False),  # SHA-256 over the previous chain and this row
    Index("history_by_subject", "subject"),
)

survey_banks = Table(  # question banks as they were sent out, told apart by what they ask
    "survey_banks",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("title", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("registered_at", String(19), nullable=False),
)

surveys_sent = Table(  # surveys that were sent out as workbooks, and until when they are wanted
    "surveys_sent",
    metadata,
    Column("number", String(120), ForeignKey("numbers.number"), primary_key=True),
    Column("project_no", String(80), nullable=False),
    Column("bank_digest", String(64), nullable=False),
    Column("style", String(10), nullable=False),
    Column("sent_on", String(10), nullable=False),  # ISO days
    Column("due_on", String(10), nullable=False),
    Column("email", String(120), nullable=False),
    Index("surveys_sent_by_project", "project_no"),
)

replies = Table(  # answered surveys that came back
    "survey_replies",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(20), nullable=False),
    Column("key", String(200), nullable=False),  # the same key again: the same reply, or a conflict
    Column("survey_no", String(120), nullable=False),  # empty where it answers no sheet sent out
    Column("project_no", String(80), nullable=False),
    Column("bank_digest", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("entry", JSON, nullable=False),
    Column("content_sha", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("file_sha", String(64), nullable=False),
    Column("place", Text, nullable=False),
    Column("answered_on", String(10), nullable=False),
    Column("findings", JSON, nullable=False),
    Column("decisions", JSON, nullable=False),
    Column("taken_at", String(19), nullable=False),
    Index("survey_replies_by_key", "source", "key"),
    Index("survey_replies_by_number", "survey_no"),
    Index("survey_replies_by_project", "project_no"),
)

returned_files = Table(  # files that came back, whatever became of them
    "survey_files",
    metadata,
    Column("sha", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("findings", JSON, nullable=False),
    Column("copy", Text, nullable=False),
    Column("taken_at", String(19), nullable=False),
)


def add_missing_parts(connection: Connection) -> None:
    """Make tables and indexes that a register of an earlier formkit lacks; what is there stays."""
    metadata.create_all(connection)
    for table in metadata.tables.values():
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))


def portions(wanted: Iterable[str]) -> Iterator[list[str]]:
    """Yield what is asked for in portions that one query can name; each once."""
    rest = iter(dict.fromkeys(wanted))
    while some := list(islice(rest, _NAMED_AT_ONCE)):
        yield some

"""What the register is asked and what it holds: series, drafts, documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from formkit.register.tables import DocumentStatus

MANUAL = "手工"
# Media that only show what another one of the same revision says:
PDF = "pdf"
WORKBOOK = "答卷"  # a survey's workbook to be filled in and sent back
SHOWING = (PDF, WORKBOOK)


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


FIELDS = tuple(Document.__dataclass_fields__)


def document_of(row: Row[Any]) -> Document:
    """Return the document that a row of the table `documents` holds."""
    values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    return Document(**{name: values[name] for name in FIELDS})

"""What goes to the workers of a run and comes back from them: plain data, picklable.

Worker processes take it, on this machine or on another; the job and the item say all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from formkit.catalog import Medium
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import ExitCode, FormkitError
from formkit.kernel.findings import Finding, Place, Waiver
from formkit.kernel.gate import Gate
from formkit.kernel.picture import Picture
from formkit.pipeline.filling.sealed import Sealed
from formkit.pipeline.workspace import Settings
from formkit.register import Document, Draft
from formkit.rules.profile import Profile
from formkit.schemas.record import Record


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker must know of a run; nothing of it changes while the run lasts."""

    root: Path | None
    settings: Settings
    now: datetime  # one moment for the whole run, whoever works and however long
    slug: str
    forms: tuple[Path, ...]
    medium: Medium
    template: bytes
    template_name: str
    profile: Profile
    projects: Mapping[str, dict[str, Any]]
    gate: Gate
    waivers: tuple[Waiver, ...]
    durable: bool  # whether each file is made durable as it is written
    logo: tuple[str, Picture] | None = None  # its key, where the template has a place for it
    trusted: bool = False  # the template is filled as docxtpl fills it


@dataclass(frozen=True, slots=True)
class Row:
    """A record to be examined, and what the register calls the ledger that it stands in."""

    raw: RawRecord
    source: str


@dataclass(frozen=True, slots=True)
class Paper:
    """All that numbering and printing need of a record that may be issued."""

    sealed: Sealed
    draft: Draft
    document: Document  # without number, revision and file
    number_place: Place
    doubts: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of examining one record; no paper: it may not be issued."""

    place: Place
    findings: tuple[Finding, ...]
    project_no: str = ""
    keys: tuple[str, ...] = ()  # no two records of a run may share one
    paper: Paper | None = None
    exit_code: ExitCode = ExitCode.OK  # of the fault that kept it from being examined at all


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be printed: under which number, into which unfinished file."""

    sealed: Sealed
    number: str
    revision: int
    project_no: str
    source: str  # the ledger, from whose folder paths of photographs count
    print_sha: str
    target: Path

    @property
    def record(self) -> Record:
        """The record to be printed."""
        return self.sealed.record


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document was not made, as plain data."""

    finding: Finding
    exit_code: ExitCode

    @classmethod
    def of(cls, error: FormkitError) -> Failure:
        """Return the failure that an error is."""
        return cls(error.finding(), error.exit_code)


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing: the wanted file name and the SHA-256, or the failure."""

    name: str = ""
    sha: str = ""
    failure: Failure | None = None

"""What came of `formkit pdf`: one line per document, the print job, the exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from formkit.kernel.errors import ExitCode
from formkit.kernel.findings import Finding
from formkit.pipeline.report import Outcome


@dataclass(frozen=True, slots=True)
class PdfLine:
    """One document: what was named, what was made of it."""

    label: str
    outcome: Outcome
    pages: int = 0
    file: str = ""  # as the register calls it, or as it stands
    engine: str = ""  # what made it
    findings: tuple[Finding, ...] = ()
    exit_code: ExitCode = ExitCode.OK

    def as_dict(self) -> dict[str, Any]:
        """Return the line as plain data."""
        data: dict[str, Any] = {"document": self.label, "outcome": self.outcome.value}
        for name in ("pages", "file", "engine"):
            if value := getattr(self, name):
                data[name] = value
        data["findings"] = [found.as_dict() for found in self.findings]
        return data


@dataclass(frozen=True, slots=True)
class JobLine:
    """The print job: its file, how many documents, copies and pages are in it.

    Where there was nothing to bind, `file` is empty and nothing was written.
    """

    file: str
    documents: int
    copies: int
    pages: int
    missing: int  # documents that are not in it

    def as_dict(self) -> dict[str, Any]:
        """Return the job as plain data."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class PdfReport:
    """The whole run."""

    lines: tuple[PdfLine, ...] = field(default=())
    job: JobLine | None = None

    def counts(self) -> Counter[Outcome]:
        """Return how many documents had which outcome."""
        return Counter(line.outcome for line in self.lines)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the first document that failed; 0 where none did."""
        codes = (line.exit_code for line in self.lines if line.exit_code is not ExitCode.OK)
        return next(codes, ExitCode.OK)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {
            "command": "pdf",
            "exit_code": int(self.exit_code),
            "counts": {outcome.value: count for outcome, count in self.counts().items()},
            "documents": [line.as_dict() for line in self.lines],
            "print_job": self.job.as_dict() if self.job else None,
        }

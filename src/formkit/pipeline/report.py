"""What came of a run: every file, every record, every finding; text, JSON and exit code follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from formkit.kernel.errors import ExitCode
from formkit.kernel.findings import Finding


class Outcome(StrEnum):
    """What became of one record."""

    SOUND = "通过"
    FAULTY = "有误"
    MADE = "新出"
    REVISED = "改版"
    UPDATED = "补录"
    UNCHANGED = "未变"
    RESTORED = "补出"
    VOIDED = "已作废"
    FAILED = "未写成"
    SKIPPED = "未处理"


@dataclass(frozen=True, slots=True)
class RecordReport:
    """One record: where it came from, what was found, what was made of it."""

    label: str  # "第6行 序号3", "第2份"
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    project: str = ""
    number: str = ""
    revision: int = 0
    file: str = ""
    changed: tuple[str, ...] = ()  # labels of the fields that made the revision
    exit_code: ExitCode = ExitCode.OK  # of the fault that kept the document from being written

    def as_dict(self) -> dict[str, Any]:
        """Return the record's part of `--json`."""
        data: dict[str, Any] = {"record": self.label, "outcome": self.outcome.value}
        for name in ("project", "number", "revision", "file"):
            if value := getattr(self, name):
                data[name] = value
        if self.changed:
            data["changed"] = list(self.changed)
        data["findings"] = [finding.as_dict() for finding in self.findings]
        return data


@dataclass(frozen=True)
class FileReport:
    """One file that was given: its own faults, and its records."""

    source: str
    findings: tuple[Finding, ...] = ()
    records: Sequence[RecordReport] = ()  # of a long run, kept in a file
    exit_code: ExitCode = ExitCode.OK  # of the fault that kept the file from being read
    sheet: str = ""  # the workbook's main sheet


def each(records: Sequence[RecordReport], make: Callable[[RecordReport], Any]) -> list[Any]:
    """Return what is made of each record."""
    return [make(record) for record in records]


Listed = Callable[[Sequence[RecordReport], Callable[[RecordReport], Any]], list[Any]]


@dataclass(frozen=True)
class Report:
    """The whole run."""

    command: str
    slug: str
    title: str
    gate: str
    profile: str
    files: tuple[FileReport, ...] = field(default=())
    notes: tuple[Finding, ...] = field(default=())  # about the run itself

    def findings(self) -> Iterator[Finding]:
        """Yield every finding, file by file, record by record."""
        for file in self.files:
            yield from file.findings
            for record in file.records:
                yield from record.findings

    def records(self) -> Iterator[RecordReport]:
        """Yield every record's report."""
        for file in self.files:
            yield from file.records

    def counts(self) -> Counter[Outcome]:
        """Return how many records had which outcome."""
        return Counter(self._told[0])

    @property
    def exit_code(self) -> ExitCode:
        """The exit code: unreadable input before failed output, broken records, broken rules."""
        codes = {file.exit_code for file in self.files} | self._told[1]
        for file in self.files:
            if file.exit_code is ExitCode.OK:
                codes |= _codes_of(file.findings)
        codes |= {ExitCode.USAGE for note in self.notes if note.blocks}
        order = (
            ExitCode.INPUT_UNREADABLE,
            ExitCode.OUTPUT,
            ExitCode.TEMPLATE,
            ExitCode.RECORD_INVALID,
            ExitCode.RULE_BROKEN,
        )
        others = sorted(codes - set(order) - {ExitCode.OK})
        return next((code for code in (*order, *others) if code in codes), ExitCode.OK)

    @cached_property
    def _told(self) -> tuple[Counter[Outcome], set[ExitCode]]:
        """How many records had which outcome, and the exit codes of them all."""
        counts: Counter[Outcome] = Counter()
        codes: set[ExitCode] = set()
        for record in self.records():
            counts[record.outcome] += 1
            codes.add(record.exit_code)
            if record.exit_code is ExitCode.OK:
                codes |= _codes_of(record.findings)
        return counts, codes

    def as_dict(self, listed: Listed = each) -> dict[str, Any]:
        """Return the report as plain data; the same that the terminal table shows.

        `listed` makes the list of the records; of very many, one that is not all in memory.
        """
        return {
            "command": self.command,
            "record": {"slug": self.slug, "title": self.title},
            "gate": self.gate,
            "profile": self.profile,
            "exit_code": int(self.exit_code),
            "counts": {outcome.value: count for outcome, count in self.counts().items()},
            "files": [
                {
                    "source": file.source,
                    "findings": [finding.as_dict() for finding in file.findings],
                    "records": listed(file.records, RecordReport.as_dict),
                }
                for file in self.files
            ],
            "notes": [note.as_dict() for note in self.notes],
        }


def _codes_of(findings: Iterable[Finding]) -> set[ExitCode]:
    return {
        ExitCode.RECORD_INVALID if one.code.startswith("FK-") else ExitCode.RULE_BROKEN
        for one in findings
        if one.blocks
    }

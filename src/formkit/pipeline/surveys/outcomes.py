"""What came of taking surveys back: every file and every answered survey with its one outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from formkit.kernel.errors import ExitCode
from formkit.kernel.findings import Finding


class Outcome(StrEnum):
    """What became of a file or an answered survey; each ends in exactly one."""

    IMPORTED = "已导入"
    DUPLICATE = "重复"
    WAITING = "待人工确认"
    REFUSED = "已拒收"


_WORST_FIRST = (Outcome.REFUSED, Outcome.WAITING, Outcome.IMPORTED, Outcome.DUPLICATE)


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """One answered survey: what became of it and what it scored.

    id: the register's number for it; 0 in a dry run. satisfaction: as shown ("83.33%"), empty where
    nobody can tell yet. valid: None where it was not scored. invalid: why it does not count.
    """

    outcome: Outcome
    place: str
    number: str = ""
    project_no: str = ""
    unit: str = ""
    name: str = ""
    satisfaction: str = ""
    valid: bool | None = None
    invalid: str = ""
    id: int = 0
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the reply's part of `--json`."""
        data: dict[str, Any] = {"outcome": self.outcome.value, "place": self.place}
        names = ("id", "number", "project_no", "unit", "name", "satisfaction", "valid", "invalid")
        data |= {name: value for name in names if (value := getattr(self, name)) not in ("", 0)}
        return data | {"findings": [one.as_dict() for one in self.findings]}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file: what became of it, and of the answered surveys in it."""

    name: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    replies: tuple[ReplyLine, ...] = ()
    moved_to: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the file's part of `--json`."""
        data: dict[str, Any] = {"file": self.name, "outcome": self.outcome.value}
        if self.moved_to:
            data["moved_to"] = self.moved_to
        data["findings"] = [one.as_dict() for one in self.findings]
        return data | {"replies": [one.as_dict() for one in self.replies]}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The whole import; `passed_over` counts files that nobody sent (~$…, .DS_Store).

    findings: what is doubtful of the register or the clock.
    """

    files: tuple[FileLine, ...]
    passed_over: int = 0
    dry_run: bool = False
    findings: tuple[Finding, ...] = ()

    def counts(self) -> Counter[Outcome]:
        """Return how many files had which outcome; together they are all files."""
        return Counter(file.outcome for file in self.files)

    def replies(self) -> Iterator[ReplyLine]:
        """Yield every answered survey."""
        for file in self.files:
            yield from file.replies

    @property
    def exit_code(self) -> ExitCode:
        """The exit code: a refused file before a survey that waits for a person."""
        counts = self.counts()
        if counts[Outcome.REFUSED]:
            return ExitCode.INPUT_UNREADABLE
        return ExitCode.RECORD_INVALID if counts[Outcome.WAITING] else ExitCode.OK

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        replies = Counter(one.outcome for one in self.replies())
        return {
            "dry_run": self.dry_run,
            "files": [file.as_dict() for file in self.files],
            "counts": {outcome.value: self.counts()[outcome] for outcome in Outcome},
            "replies": {outcome.value: replies[outcome] for outcome in Outcome},
            "passed_over": self.passed_over,
            "findings": [one.as_dict() for one in self.findings],
        }


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of a file whose answered surveys had these; of none, refused."""
    found = set(outcomes)
    return next((one for one in _WORST_FIRST if one in found), Outcome.REFUSED)

"""The story of `survey report`: what came back in a period as a workbook and an official record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import Any

from formkit.kernel.errors import ExitCode, UsageError, fault
from formkit.kernel.files import is_unchanged, make_folder, sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.report import Outcome
from formkit.pipeline.survey_gathering import gather
from formkit.pipeline.workspace import Workspace
from formkit.surveys.period import EVERYTHING, Period
from formkit.surveys.reported import Reported
from formkit.surveys.statistics import By
from formkit.surveys.summary_workbook import made_on, make


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What is to be reported and where to.

    workbook: the file of the summary.
    """

    workbook: Path
    period: Period = EVERYTHING
    by: By = By.PROJECT


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What came of it.

    outcome: of the workbook: made, or unchanged. file: where it stands.
    """

    reported: Reported
    file: Path
    outcome: Outcome
    notes: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """The exit code."""
        return ExitCode.OK

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for `--json`; percentages as they are shown."""
        said = self.reported
        sent, came = said.sent, said.came
        shown = said.policy.rounded
        return {
            "period": said.period.key,
            "by": said.by.value,
            "workbook": {"file": str(self.file), "outcome": self.outcome.value},
            "sent": sent.sent,
            "sent_and_returned": sent.returned,
            "returned": came.replies,
            "valid": came.valid,
            "invalid": came.invalid,
            "waiting": came.pending,
            "scales": [
                {
                    "scale": part.label,
                    "sheets": part.total.sheets,
                    "by_sheets": _text(part.total.by_sheets, shown),
                    "by_points": _text(part.total.by_points, shown),
                    "satisfied_rate": _text(part.total.satisfied_rate, shown),
                }
                for part in said.summary.parts
            ],
            "low": len(said.summary.low),
            "complaints": len(said.complaints),
            "notes": [note.as_dict() for note in self.notes],
        }


def survey_report(workspace: Workspace, wish: ReportWish) -> SurveyReport:
    """Write the report of a period; the same figures on the same day give the same bytes.

    A file that says something else (an earlier report, perhaps with somebody's own marks) is left
    alone and the new one stands beside it.

    Raises:
        UsageError: there is no workspace, or the file's name does not end in .xlsx.
        ProfileError: the profile or a question bank is wrong.
        OutputError: the workbook cannot be written, or is not read back as it was written.
    """
    workspace.folder()
    if wish.workbook.suffix.lower() != ".xlsx":
        raise UsageError("FK-SUR-142", name=wish.workbook.name, suffix=".xlsx")
    reported = gather(workspace, wish.period, wish.by, on=workspace.clock.today())
    earlier = made_on(wish.workbook)
    if earlier is not None:  # the same figures on another day: the report that is there says it all
        then = replace(reported, made_on=earlier)
        if is_unchanged(wish.workbook, sha256(make(then, name=wish.workbook.name))):
            return SurveyReport(then, wish.workbook, Outcome.UNCHANGED)
    file, outcome, notes = _kept(wish.workbook, make(reported, name=wish.workbook.name))
    return SurveyReport(reported, file, outcome, notes)


def _kept(path: Path, data: bytes) -> tuple[Path, Outcome, tuple[Finding, ...]]:
    """Write the file, or beside it where another one has the name."""
    make_folder(path.parent)
    names = chain([path.name], (f"{path.stem}({number}){path.suffix}" for number in count(2)))
    for file in (path.with_name(name) for name in names):
        same = is_unchanged(file, sha256(data))
        if not same and (file.exists() or file.is_symlink()):
            continue
        if not same:
            write_durably(file, data)
        said = {"name": path.name, "other": file.name}
        place = Place(file=path.name)
        told = (fault("FK-SUR-143", place, level=Level.INFO, **said),) if file != path else ()
        return file, Outcome.UNCHANGED if same else Outcome.MADE, told
    raise AssertionError  # pragma: no cover - the names never end


def _text(value: Any, shown: Any) -> str:
    return "" if value is None else f"{shown(value):f}"

"""The story of `survey report`: what came back in a period as a workbook and an official record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.kernel.errors import ExitCode, UsageError, fault
from formkit.kernel.files import is_unchanged, make_folder, sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.report import Outcome, Report
from formkit.pipeline.surveys.gathering import gather
from formkit.pipeline.surveys.record import SLUG, carried_over, fields_of
from formkit.pipeline.workspace import Workspace
from formkit.schemas.record import dump
from formkit.surveys.period import EVERYTHING, Period
from formkit.surveys.reported import Reported, figures_of
from formkit.surveys.statistics import By
from formkit.surveys.summary_workbook import made_on, make


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What is to be reported and where to.

    workbook: the file of the summary. document: where a copy of the Word report goes; None: none is
    issued. preparer, cause, measures, conclusion: what a person writes into the report; empty: as
    it was before, else a blank to write in.
    """

    workbook: Path
    period: Period = EVERYTHING
    by: By = By.PROJECT
    document: Path | None = None
    preparer: str = ""
    cause: str = ""
    measures: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was to be written: where it stands now, and what became of it."""

    file: Path
    outcome: Outcome
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SurveyReport:
    """What came of it.

    workbook, document: the files; no document: none was asked for, or it could not be issued.
    issued: the run that numbered and registered the Word report; None: none was asked for.
    doubts: what is doubtful of the register or the clock.
    """

    reported: Reported
    workbook: Written
    document: Written | None = None
    issued: Report | None = None
    doubts: tuple[Finding, ...] = ()

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What is told of the register, the clock and the files."""
        files = (self.workbook, *([self.document] if self.document else []))
        return (*self.doubts, *(note for file in files for note in file.notes))

    @property
    def exit_code(self) -> ExitCode:
        """The exit code: that of the Word report, where one was asked for."""
        return self.issued.exit_code if self.issued else ExitCode.OK

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for `--json`; percentages as they are shown."""
        data = figures_of(self.reported) | {"workbook": _file(self.workbook)}
        if self.issued is not None:
            data["issued"] = self.issued.as_dict()
        if self.document is not None:
            data["document"] = _file(self.document)
        return data | {"notes": [note.as_dict() for note in self.notes]}


def survey_report(workspace: Workspace, wish: ReportWish) -> SurveyReport:
    """Write the report of a period; the same figures give the same bytes and the same number.

    The Word report is issued as every record is: its number, its registered file in the
    workspace's output folder; changed figures are the next revision. A file that says something
    else (an earlier report, perhaps with somebody's own marks) is left alone and the new one stands
    beside it.

    Raises:
        UsageError: there is no workspace, or a file's name does not end as it should.
        ProfileError: the profile or a question bank is wrong.
        OutputError: a file cannot be written, or is not read back as it was written.
    """
    workspace.folder()
    for path, suffix in ((wish.workbook, ".xlsx"), (wish.document, ".docx")):
        if path is not None and path.suffix.lower() != suffix:
            raise UsageError("FK-SUR-142", name=path.name, suffix=suffix)
    doubts = _doubts(workspace)
    reported = gather(workspace, wish.period, wish.by, on=workspace.clock.today())
    if wish.document is None:
        return SurveyReport(*_workbook(wish.workbook, reported), doubts=doubts)
    reported, issued = _issued(workspace, reported, wish)
    reported, workbook = _workbook(wish.workbook, reported)
    document = None
    for record in issued.records():
        if record.file:
            data = (workspace.folder() / record.file).read_bytes()
            document = _kept(wish.document, data, replaced=_revisions(workspace, record.number))
    return SurveyReport(reported, workbook, document, issued, doubts)


def _doubts(workspace: Workspace) -> tuple[Finding, ...]:
    register = workspace.register()
    try:
        return tuple(register.doubts())
    finally:
        register.close()


def _workbook(path: Path, reported: Reported) -> tuple[Reported, Written]:
    """Write the summary; the same figures on another day are the report that is there."""
    earlier = made_on(path)
    if earlier is not None:
        then = replace(reported, made_on=earlier)
        if is_unchanged(path, sha256(make(then, name=path.name))):
            return then, Written(path, Outcome.UNCHANGED)
    return reported, _kept(path, make(reported, name=path.name))


def _issued(workspace: Workspace, reported: Reported, wish: ReportWish) -> tuple[Reported, Report]:
    """Issue the Word report and return it, with the figures on the day that it carries.

    Where it says what the registered one says, it keeps that one's day.
    """
    written = {
        "prepared_by": wish.preparer,
        "cause_analysis": wish.cause,
        "measures": wish.measures,
        "conclusion": wish.conclusion,
    }
    data = fields_of(reported) | {name: text for name, text in written.items() if text.strip()}
    before = _before(workspace, data)
    data = carried_over(data, before)
    if before:
        day = date.fromisoformat(before["prepared_on"])
        then = {**data, "prepared_on": day}
        if _same(then, before):
            data, reported = then, replace(reported, made_on=day)
    official = catalog.load(SLUG, workspace.forms)
    return reported, replace(fill(workspace, official, [[data]]), command="survey report")


def _before(workspace: Workspace, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the registered report of the same period and grouping; empty: there is none."""
    register = workspace.register()
    try:
        with register.surveys() as surveys:
            found = list(surveys.issued(SLUG))
    finally:
        register.close()
    names = ("period_name", "grouped_by")
    same = [old for _number, _project, old in found if all(old.get(n) == data[n] for n in names)]
    return same[-1] if same else {}


def _same(data: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Return whether the fields are those of the registered record; others may stand beside."""
    model = catalog.load(SLUG).model
    new, old = (dump(model.model_validate(one)) for one in (data, before))
    return all(old.get(name) == value for name, value in new.items())


def _revisions(workspace: Workspace, number: str) -> frozenset[str]:
    """Return the SHA-256 of the registered files of a number: a copy of one is nobody's work."""
    register = workspace.register()
    try:
        return frozenset(one.file_sha for one in register.documents(number))
    finally:
        register.close()


def _kept(path: Path, data: bytes, *, replaced: Collection[str] = ()) -> Written:
    """Write the file, or beside it where another one has the name.

    Args:
        path: the wanted name.
        data: its content.
        replaced: SHA-256 of contents that may be written over.
    """
    make_folder(path.parent)
    names = chain([path.name], (f"{path.stem}({number}){path.suffix}" for number in count(2)))
    for file in (path.with_name(name) for name in names):
        same = is_unchanged(file, sha256(data))
        taken = not same and (file.exists() or file.is_symlink())
        if taken and not any(is_unchanged(file, known) for known in replaced):
            continue
        if not same:
            write_durably(file, data)
        said = {"name": path.name, "other": file.name}
        place = Place(file=path.name)
        told = (fault("FK-SUR-143", place, level=Level.INFO, **said),) if file != path else ()
        return Written(file, Outcome.UNCHANGED if same else Outcome.MADE, told)
    raise AssertionError  # pragma: no cover - the names never end


def _file(written: Written) -> dict[str, str]:
    return {"file": str(written.file), "outcome": written.outcome.value}

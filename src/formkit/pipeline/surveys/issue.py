"""The story of `survey issue`: one number, one Word print and one workbook per respondent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import OfficialRecord
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import ExitCode, UsageError
from formkit.kernel.findings import Finding
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.steps import Watch, unwatched
from formkit.pipeline.printing.pdf import numbers_of
from formkit.pipeline.projects import registered
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report
from formkit.pipeline.sources import label_of
from formkit.pipeline.surveys.banks import chosen
from formkit.pipeline.surveys.dispatch import write_list
from formkit.pipeline.surveys.rounds import Rounds
from formkit.pipeline.surveys.workbooks import WorkbookLine, Workbooks
from formkit.pipeline.workspace import Workspace
from formkit.schemas.satisfaction_survey.record import DEFAULT_BANK, RespondentKind
from formkit.surveys.anchors import FORM, Style
from formkit.surveys.respondents import PARTIES, Asked, of_project, read_list

PROJECTS = "工程登记"  # what the source is called where there is no list


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be sent to whom.

    bank: a bank's name, or a YAML file. projects: their numbers; of a list, only these.
    respondents: the list; None: the parties of the projects. kinds: which parties. sent_on: None:
    today, or the day of a round that is still open. due_on: None: as the profile says.
    surveyor: 姓名(部门,职务); empty: as the form's defaults say. output: the folder; None: the
    workspace's own.
    """

    bank: str = ""
    projects: tuple[str, ...] = ()
    respondents: Path | None = None
    kinds: tuple[RespondentKind, ...] = (RespondentKind.OWNER,)
    style: Style = Style.TICKS
    sent_on: date | None = None
    due_on: date | None = None
    surveyor: str = ""
    method: str = "邮件"
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class SurveyIssue:
    """What came of it: the documents, their workbooks, the list for whoever sends them."""

    report: Report
    workbooks: tuple[WorkbookLine, ...] = ()
    dispatch: str = ""  # the file with the list; empty where nothing is to be sent

    @property
    def exit_code(self) -> ExitCode:
        """The exit code: that of the documents, else of the first workbook that failed."""
        failed = (line.exit_code for line in self.workbooks if line.exit_code)
        return self.report.exit_code or next(failed, ExitCode.OK)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for `--json`."""
        made = [line.as_dict() for line in self.workbooks]
        return self.report.as_dict() | {"workbooks": made, "dispatch": self.dispatch}


def issue(workspace: Workspace, wish: Wish, *, watch: Watch = unwatched) -> SurveyIssue:
    """Number, print and register a survey for everybody who is asked, each with its workbook.

    The same call again makes nothing; a workbook or print that is missing is made again, and a run
    that was killed is gone on with. A faulty row of the list is left out and told.

    Raises:
        UsageError: nobody is asked, there is no surveyor, a project is unknown, a day is wrong.
        InputUnreadable: the list or the file of the bank cannot be read.
        ProfileError, TemplateError, OutputError: nothing at all can be made.
    """
    workspace.folder()
    official = catalog.load(FORM, workspace.forms)
    today = workspace.clock.today()
    _see_that_it_can_be_done(wish, official, today)
    picked = chosen(workspace, wish.bank or official.manifest.defaults.get("bank") or DEFAULT_BANK)
    name, asked, findings = _asked(workspace, wish)
    rounds = Rounds(workspace, workspace.profile().scoring.due_days, wish.sent_on, wish.due_on)
    records = [
        _record(one.raw, wish, picked.bank.name, rounds.sent_on(one.raw.data, today))
        for one in asked
        if one.respondent is not None
    ]
    report = fill(workspace, official, [records], output=wish.output, watch=watch)
    report = _joined(report, name, asked, findings)
    report = replace(report, notes=(*picked.notes, *rounds.notes, *report.notes))
    return _with_workbooks(workspace, wish, report, asked, rounds)


def _see_that_it_can_be_done(wish: Wish, official: OfficialRecord, today: date) -> None:
    if not wish.projects and wish.respondents is None:
        raise UsageError("FK-SUR-024")
    if not (wish.surveyor or official.manifest.defaults.get("surveyor")):
        raise UsageError("FK-SUR-025")
    sent_on = wish.sent_on or today
    if wish.due_on and wish.due_on < sent_on:
        raise UsageError("FK-SUR-026", due_on=wish.due_on, sent_on=sent_on)
    others = [kind for kind in wish.kinds if kind not in PARTIES]
    if others and wish.respondents is None:
        known = "、".join(PARTIES)
        raise UsageError("FK-SUR-027", kind="、".join(others), known=known)


def _asked(workspace: Workspace, wish: Wish) -> tuple[str, tuple[Asked, ...], tuple[Finding, ...]]:
    """Return what the source is called, who is asked, and the faults of the whole list."""
    projects = {number: registered(workspace, number) for number in wish.projects}
    if wish.respondents is not None:
        found = read_list(wish.respondents, tuple(projects))
        return found.name, found.asked, found.findings
    asked = (
        one
        for number, project in projects.items()
        for one in of_project(number, project, wish.kinds)
    )
    return PROJECTS, tuple(asked), ()


def _record(raw: RawRecord, wish: Wish, bank: str, sent_on: date) -> RawRecord:
    """Return the survey: of one that is only sent out, 调查日期 is the day it is sent."""
    data: dict[str, Any] = {
        **raw.data,
        "sent_on": sent_on,
        "surveyed_on": sent_on,
        "method": wish.method,
        "bank": bank,
    }
    if wish.surveyor:
        data["surveyor"] = wish.surveyor
    return replace(raw, data=data)


def _joined(
    report: Report, name: str, asked: Sequence[Asked], findings: tuple[Finding, ...]
) -> Report:
    """Return the report with the rows that were left out in their places."""
    made = iter(list(report.records()))

    def rows() -> Iterator[RecordReport]:
        for position, one in enumerate(asked, start=1):
            if one.respondent is None:
                project = str(one.raw.data.get("project_no") or "")
                label = label_of(one.raw, position)
                yield RecordReport(label, Outcome.FAULTY, one.findings, project)
            else:
                found = next(made)
                yield replace(found, findings=(*one.findings, *found.findings))

    file = FileReport(name, findings, tuple(rows()))
    return replace(report, command="survey issue", files=(file,))


def _with_workbooks(
    workspace: Workspace,
    wish: Wish,
    report: Report,
    asked: Sequence[Asked],
    rounds: Rounds,
) -> SurveyIssue:
    wanted = set(numbers_of(report))
    emails = {
        record.number: (one.respondent.email or "")
        for record, one in zip(report.records(), asked, strict=True)
        if record.number in wanted and one.respondent
    }
    if not emails:
        return SurveyIssue(report)
    workbooks = Workbooks(workspace, wish.style, rounds)
    made = tuple(workbooks.make(emails))
    parcels = [line.parcel for line in made if line.parcel]
    if not parcels:
        return SurveyIssue(report, made)
    folder = wish.output or workspace.folder() / workspace.settings.output.folder
    company = workspace.settings.company.name
    listed = write_list(folder, parcels, company=company, back=workbooks.back)
    return SurveyIssue(report, made, workspace.key_of(listed))

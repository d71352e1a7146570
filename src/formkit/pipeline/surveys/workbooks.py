"""The workbooks of surveys that have their numbers: made beside the prints, and registered.

As with a PDF, a workbook is the same revision in another medium. It is written before it is
registered: a run that is killed between the two finds its own file the next time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.kernel.errors import ExitCode, FormkitError, OutputError, fault
from formkit.kernel.filenames import safe_name
from formkit.kernel.files import free_name, is_unchanged, sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.paper import print_facts
from formkit.pipeline.report import Outcome
from formkit.pipeline.surveys.dispatch import Parcel
from formkit.pipeline.surveys.rounds import Rounds
from formkit.pipeline.workspace import Workspace
from formkit.register import SHOWING, WORKBOOK, Document, SentSurvey, Writing
from formkit.schemas.satisfaction_survey.bank import Bank, find_bank, folders_of
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.validation import read
from formkit.surveys.anchors import FORM, FORM_VERSION, SHEET, Style
from formkit.surveys.workbook import Sending, make

AT_ONCE = 200  # workbooks that are registered in one transaction


@dataclass(frozen=True, slots=True)
class WorkbookLine:
    """What became of one workbook; `parcel`: what is to be sent, None where it was not made."""

    number: str
    outcome: Outcome
    file: str = ""
    findings: tuple[Finding, ...] = ()
    exit_code: ExitCode = ExitCode.OK
    parcel: Parcel | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the line's part of `--json`."""
        data: dict[str, Any] = {"number": self.number, "outcome": self.outcome.value}
        if self.parcel:
            data |= {"file": self.file, "due_on": self.parcel.due_on}
        return data | {"findings": [one.as_dict() for one in self.findings]}


@dataclass(frozen=True, slots=True)
class _Made:
    line: WorkbookLine
    document: Document
    bank: Bank
    sent: SentSurvey


@dataclass
class Workbooks:
    """Makes the workbooks of one run.

    Args:
        workspace: whose surveys they are.
        style: how items are answered.
        rounds: until when the surveys are wanted back.
    """

    workspace: Workspace
    style: Style
    rounds: Rounds
    _banks: tuple[Path, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.official = catalog.load(FORM, self.workspace.forms)
        self.facts = print_facts(self.workspace, self.official, self.workspace.profile())
        self._banks = folders_of(self.workspace.forms)

    def make(self, emails: Mapping[str, str]) -> Iterator[WorkbookLine]:
        """Yield what becomes of the workbook of every number, with the respondent's address."""
        register = self.workspace.register()
        try:
            numbers = list(emails)
            for start in range(0, len(numbers), AT_ONCE):
                some = numbers[start : start + AT_ONCE]
                tried = [self._try(register.documents(one), one, emails[one]) for one in some]
                with register.writing() as writing:
                    for made in tried:
                        if isinstance(made, _Made):
                            _account_for(writing, made)
                yield from (one.line if isinstance(one, _Made) else one for one in tried)
        finally:
            register.close()

    def _try(self, documents: list[Document], number: str, email: str) -> _Made | WorkbookLine:
        try:
            return self._made(documents, number, email)
        except FormkitError as error:
            found = (error.finding(),)
            return WorkbookLine(number, Outcome.FAILED, findings=found, exit_code=error.exit_code)

    def _made(self, documents: list[Document], number: str, email: str) -> _Made:
        paper = max(
            (one for one in documents if one.medium not in SHOWING), key=lambda one: one.revision
        )
        before = next(
            (one for one in documents if (one.revision, one.medium) == (paper.revision, WORKBOOK)),
            None,
        )
        survey, _refused = read(SatisfactionSurvey, paper.data)
        bank = find_bank(survey.bank, self._banks)
        if bank is None:  # it was there when the paper was printed
            raise OutputError("FK-SUR-031", number=number, name=survey.bank)
        due_on = self.rounds.due_on(number, survey.sent_on)
        sending = Sending(self.style, due_on, self.back)
        form = _form(paper, bank, sending)
        target = self._target(paper, survey)
        findings: tuple[Finding, ...]
        keeps = before is not None and before.template_sha == form
        if before is not None and keeps and self._stands(before):
            outcome, path = Outcome.UNCHANGED, self._path(before)
            document, findings = before, ()
        else:
            facts = replace(self.facts, number=number, revision=paper.revision)
            view = self.official.view.view_of(survey, facts)
            data = make(survey, view, bank, sending, name=target.name)
            outcome, path, findings = self._written(target, data, before)
            file = self.workspace.key_of(path)
            document = replace(
                paper, medium=WORKBOOK, file=file, file_sha=sha256(data), template_sha=form
            )
        parcel = _parcel(paper, survey, due_on, email, self.workspace.key_of(path))
        line = WorkbookLine(number, outcome, parcel.workbook, findings, parcel=parcel)
        sent = SentSurvey(
            number,
            paper.project_no,
            bank.digest,
            self.style.value,
            survey.sent_on.isoformat() if survey.sent_on else "",
            due_on.isoformat() if due_on else "",
            email,
        )
        return _Made(line, document, bank, sent)

    @property
    def back(self) -> str:
        """Whom the respondent asks and sends it back to, as far as the settings say."""
        company = self.workspace.settings.company
        department = self.official.manifest.department
        return f"{company.name}{department} {company.phone}".strip()

    def _target(self, paper: Document, survey: SatisfactionSurvey) -> Path:
        title = SHEET + (f"_第{paper.revision}版" if paper.revision > 1 else "")
        name = safe_name(paper.number, title, survey.respondent_unit or "", suffix=".xlsx")
        return self._path(paper).parent / name

    def _path(self, document: Document) -> Path:
        return self.workspace.folder() / document.file

    def _stands(self, document: Document) -> bool:
        return is_unchanged(self._path(document), document.file_sha)

    def _written(
        self, wanted: Path, data: bytes, before: Document | None
    ) -> tuple[Outcome, Path, tuple[Finding, ...]]:
        """Write the workbook; what somebody has filled in or made himself is never replaced."""
        if is_unchanged(wanted, sha256(data)):
            return Outcome.UNCHANGED, wanted, ()
        ours = before is not None and self._path(before) == wanted and self._stands(before)
        taken = (wanted.exists() or wanted.is_symlink()) and not ours
        path = write_durably(free_name(wanted) if taken else wanted, data, aside=True)
        outcome = Outcome.MADE if before is None else Outcome.RESTORED
        if path == wanted:
            return outcome, path, ()
        said = {"name": wanted.name, "other": path.name}
        code = "FK-OUT-010" if taken else "FK-OUT-009"
        found = fault(code, Place(file=wanted.name), level=Level.WARNING, **said)
        return outcome, path, (found,)


def _account_for(writing: Writing, made: _Made) -> None:
    bank = made.bank
    writing.surveys.remember_bank(bank.digest, bank.name, bank.title, bank.as_data())
    writing.surveys.send(made.sent)
    writing.show(made.document)


def _form(paper: Document, bank: Bank, sending: Sending) -> str:
    """Return the SHA-256 of all that a workbook is made from."""
    due = sending.due_on.isoformat() if sending.due_on else ""
    said = [FORM_VERSION, bank.digest, sending.style, due, sending.return_to, paper.print_sha]
    return sha256(json.dumps(said, ensure_ascii=False).encode("utf-8"))


def _parcel(
    paper: Document, survey: SatisfactionSurvey, due_on: date | None, email: str, file: str
) -> Parcel:
    person, project = survey.respondent, survey.project
    return Parcel(
        number=paper.number,
        project_no=paper.project_no,
        project_name=(project.project_name if project else "") or "",
        unit=survey.respondent_unit or "",
        kind=survey.respondent_kind.value if survey.respondent_kind else "",
        name=(person.name if person else "") or "",
        title=(person.title if person else "") or "",
        phone=(person.phone if person else "") or "",
        email=email,
        sent_on=survey.sent_on.isoformat() if survey.sent_on else "",
        due_on=due_on.isoformat() if due_on else "",
        workbook=file,
    )

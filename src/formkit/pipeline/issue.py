"""Issuing one record: new, next revision, unchanged, or only written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from formkit.catalog import OfficialRecord
from formkit.kernel.errors import UsageError, fault
from formkit.kernel.filenames import safe_name
from formkit.kernel.files import sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.kernel.values import BadValue
from formkit.pipeline.differences import changed_labels
from formkit.pipeline.examine import Examined, identity_of, value_at
from formkit.pipeline.paper import print_facts
from formkit.pipeline.report import Outcome
from formkit.pipeline.workspace import Workspace, number_look, number_pattern
from formkit.register import Document, DocumentStatus, Draft, Register, Series, Writing
from formkit.render import CompiledTemplate, Properties
from formkit.rules.profile import Profile
from formkit.schemas.record import Record
from formkit.schemas.view import PrintFacts, fingerprint


@dataclass(frozen=True)
class Issued:
    """What was made of one record."""

    outcome: Outcome
    number: str
    revision: int
    file: str
    findings: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Case:
    """One record on its way: what the register is asked, and the document as far as it is known."""

    record: Record
    draft: Draft
    document: Document
    place: Place


@dataclass(frozen=True)
class Issuer:
    """Numbers, renders, writes and registers records of one kind."""

    workspace: Workspace
    official: OfficialRecord
    register: Register
    template: CompiledTemplate
    folder: Path
    gate: Gate
    profile: Profile

    def issue(self, examined: Examined, record: Record, source: str) -> Issued:
        """Make the record's document, or see that it is made already.

        The number is drawn, the file written and the document registered in one transaction: when
        anything fails, no number is used up.

        Raises:
            UsageError: the typed number cannot be used.
            TemplateError: the template does not print every value.
            OutputError: the file or the register cannot be written.
        """
        case = self._case(examined, record, source)
        with self.register.writing() as writing:
            known = writing.latest(case.draft)
            if known is None:
                return self._first(writing, case)
            before, status = known
            if status is DocumentStatus.VOID:
                return self._after_void(writing, case, before)
            if before.print_sha != case.document.print_sha:
                return self._next(writing, case, before)
            twin = writing.in_medium(before, self.template.kind)
            if twin is None:  # the same revision, now also as Excel (or Word)
                return self._also(writing, case, before)
            if twin.template_sha != self.template.sha256:
                return self._next(writing, case, twin)
            return self._keep(writing, case, twin, status)

    def _case(self, examined: Examined, record: Record, source: str) -> _Case:
        draft = self._draft(record, source, examined.raw.key)
        document = Document(
            number="",
            revision=0,
            medium=self.template.kind,
            slug=self.official.slug,
            project_no=draft.project_no,
            identity=draft.identity,
            source=draft.source,
            row_key=draft.row_key,
            data=record.dump(),
            print_sha=fingerprint(self.official.view.view_of(record, self._facts())),
            template_sha=self.template.sha256,
            profile=self.profile.id,
            gate=self.gate.value,
            findings=[finding.as_dict() for finding in examined.findings],
        )
        return _Case(record, draft, document, examined.raw.place)

    def _draft(self, record: Record, source: str, row_key: str) -> Draft:
        manifest = self.official.manifest
        year = self._business_day(record).year
        pattern = number_pattern(
            self.workspace.settings,
            department=self.workspace.settings.company.department_code(manifest.department),
            type_code=manifest.type_code,
            year=year,
        )
        return Draft(
            slug=self.official.slug,
            series=Series(manifest.type_code, year, pattern, number_look(self.workspace.settings)),
            identity=identity_of(record, self.official),
            project_no=str(value_at(record, "project_no") or ""),
            source=source,
            row_key=row_key,
            record_no=str(value_at(record, "record_no") or ""),
        )

    def _business_day(self, record: Record) -> date:
        """Return the day whose year the number carries; today where the record has none (draft)."""
        day = value_at(record, self.official.manifest.numbering.date)
        if isinstance(day, datetime):
            return day.date()
        return day if isinstance(day, date) else self.workspace.clock.today()

    def _first(self, writing: Writing, case: _Case) -> Issued:
        made, findings = self._make(writing, case, writing.draw(case.draft), 1)
        return Issued(Outcome.MADE, made.number, 1, made.file, findings)

    def _also(self, writing: Writing, case: _Case, before: Document) -> Issued:
        made, findings = self._make(writing, case, before.number, before.revision)
        return Issued(Outcome.MADE, made.number, made.revision, made.file, findings)

    def _next(self, writing: Writing, case: _Case, before: Document) -> Issued:
        made, findings = self._make(writing, case, before.number, before.revision + 1)
        changed = changed_labels(before.data, made.data, self.official.shape)
        if before.identity != made.identity:
            said = {"number": made.number, "changed": "、".join(changed)}
            findings += (fault("FK-REG-017", case.place, level=Level.WARNING, **said),)
        return Issued(Outcome.REVISED, made.number, made.revision, made.file, findings, changed)

    def _after_void(self, writing: Writing, case: _Case, before: Document) -> Issued:
        """A voided record is made again, under a new number, only when its content was changed."""
        if case.draft.record_no:
            raise UsageError("FK-REG-007", place=case.place, number=case.draft.record_no)
        if before.print_sha != case.document.print_sha:
            return self._first(writing, case)
        found = fault("FK-REG-016", case.place, level=Level.WARNING, number=before.number)
        return Issued(Outcome.VOIDED, before.number, before.revision, "", (found,))

    def _keep(
        self, writing: Writing, case: _Case, before: Document, status: DocumentStatus
    ) -> Issued:
        """The paper stays as it is: put back a lost file, write down what is not printed."""
        made = replace(
            case.document,
            number=before.number,
            revision=before.revision,
            file=before.file,
            file_sha=before.file_sha,
        )
        path = self.workspace.folder() / before.file
        findings: tuple[Finding, ...] = ()
        if not path.exists():
            made, findings = self._write(case, made)
        elif sha256(path.read_bytes()) != before.file_sha:
            said = {"number": before.number, "name": path.name}
            findings = (fault("FK-REG-018", Place(file=path.name), level=Level.WARNING, **said),)
        moved = max(status, self._status, key=lambda one: one.rank)
        same = (made.data, made.file, moved) == (before.data, before.file, status)
        if not same:
            if moved is status:  # an earlier gate takes nothing back
                made = replace(made, gate=before.gate)
            writing.refresh(made, status=moved)
        changed = changed_labels(before.data, made.data, self.official.shape)
        outcome = Outcome.UNCHANGED if same else Outcome.UPDATED
        return Issued(outcome, made.number, made.revision, made.file, findings, changed)

    def _make(
        self, writing: Writing, case: _Case, number: str, revision: int
    ) -> tuple[Document, tuple[Finding, ...]]:
        made = replace(case.document, number=number, revision=revision)
        made, findings = self._write(case, made)
        writing.record(made, status=self._status)
        return made, findings

    @property
    def _status(self) -> DocumentStatus:
        signed = self.gate is Gate.ARCHIVE
        return DocumentStatus.SIGNED if signed else DocumentStatus.ISSUED

    def _write(self, case: _Case, made: Document) -> tuple[Document, tuple[Finding, ...]]:
        facts = self._facts(made.number, made.revision)
        data = self.template.render(
            self.official.view.view_of(case.record, facts),
            properties=self._properties(case.record, made),
        )
        path = self.folder / self._file_name(case.record, made)
        written = write_durably(path, data, aside=True)
        findings: tuple[Finding, ...] = ()
        if written != path:
            said = {"name": path.name, "other": written.name}
            findings = (fault("FK-OUT-009", Place(file=path.name), level=Level.WARNING, **said),)
        return replace(made, file=self._relative(written), file_sha=sha256(data)), findings

    def _facts(self, number: str = "", revision: int = 1) -> PrintFacts:
        return print_facts(
            self.workspace, self.official, self.profile, number=number, revision=revision
        )

    def _properties(self, record: Record, made: Document) -> Properties:
        return Properties(
            title=f"{self.official.title} {made.number}",
            author=self.workspace.settings.company.name,
            subject=self._project_name(record),
            identifier=made.number,
            created=datetime.combine(self._business_day(record), time()),
        )

    def _project_name(self, record: Record) -> str:
        return str(value_at(record, "project.project_name") or "")

    def _file_name(self, record: Record, made: Document) -> str:
        title = self.official.title + (f"_第{made.revision}版" if made.revision > 1 else "")
        suffix = f".{self.template.kind}"
        try:
            return safe_name(made.number, title, self._project_name(record), suffix=suffix)
        except BadValue as bad:
            raise UsageError(bad.code, **bad.values) from bad

    def _relative(self, path: Path) -> str:
        """Return the path as registered: relative inside the workspace, so that it can be moved."""
        path, root = path.resolve(), self.workspace.folder().resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

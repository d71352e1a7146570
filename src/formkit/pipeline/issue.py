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
from formkit.pipeline.differences import changed_labels
from formkit.pipeline.examine import Examined, identity_of, value_at
from formkit.pipeline.paper import print_facts
from formkit.pipeline.report import Outcome
from formkit.pipeline.workspace import Workspace, number_pattern
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
        draft = self._draft(record, source, examined.raw.key)
        with self.register.writing() as writing:
            known = writing.latest(draft)
            made = self._document(record, draft, examined)
            if known is None:
                return self._make(writing, record, made, draft, None)
            before, status = known
            if status is DocumentStatus.VOID:
                return self._after_void(writing, record, made, draft, before, examined)
            if before.print_sha != made.print_sha:
                return self._make(writing, record, made, draft, before)
            twin = writing.in_medium(before, made.medium)
            if twin is None:  # the same revision, now also as Excel (or Word)
                return self._make(writing, record, made, draft, before, same_revision=True)
            if twin.template_sha != made.template_sha:
                return self._make(writing, record, made, draft, twin)
            return self._keep(writing, record, made, twin)

    def _document(self, record: Record, draft: Draft, examined: Examined) -> Document:
        return Document(
            number="",
            revision=0,
            medium=self.template.kind,
            slug=self.official.slug,
            project_no=draft.project_no,
            identity=draft.identity,
            source=draft.source,
            row_key=draft.row_key,
            data=record.dump(),
            print_sha=fingerprint(self.official.view.view_of(record, self._facts("", 1))),
            template_sha=self.template.sha256,
            profile=self.profile.id,
            gate=self.gate.value,
            findings=[finding.as_dict() for finding in examined.findings],
        )

    def _draft(self, record: Record, source: str, row_key: str) -> Draft:
        manifest = self.official.manifest
        company = self.workspace.settings.company
        year = self._business_day(record).year
        pattern = number_pattern(
            self.workspace.settings,
            department=company.department_code(manifest.department),
            type_code=manifest.type_code,
            year=year,
        )
        return Draft(
            slug=self.official.slug,
            series=Series(manifest.type_code, year, pattern),
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

    def _make(
        self,
        writing: Writing,
        record: Record,
        made: Document,
        draft: Draft,
        before: Document | None,
        *,
        same_revision: bool = False,
    ) -> Issued:
        number = before.number if before else writing.draw(draft)
        revision = before.revision + (not same_revision) if before else 1
        made = replace(made, number=number, revision=revision)
        path = self.folder / self._file_name(record, number, revision)
        made, findings = self._write(record, made, path)
        writing.record(made, status=DocumentStatus.ISSUED)
        changed = changed_labels(before.data, made.data, self.official.shape) if before else ()
        if before and before.identity != made.identity:
            findings += (self._identity_changed(before, made),)
        return Issued(
            Outcome.REVISED if before and not same_revision else Outcome.MADE,
            number,
            revision,
            made.file,
            findings,
            changed,
        )

    def _keep(self, writing: Writing, record: Record, made: Document, before: Document) -> Issued:
        """The paper stays as it is; put back a lost file, write down what is not printed."""
        made = replace(
            made,
            number=before.number,
            revision=before.revision,
            file=before.file,
            file_sha=before.file_sha,
        )
        path = self._root / before.file
        findings: tuple[Finding, ...] = ()
        if not path.exists():
            path = self.folder / self._file_name(record, before.number, before.revision)
            made, findings = self._write(record, made, path)
        elif sha256(path.read_bytes()) != before.file_sha:
            findings = (
                fault(
                    "FK-REG-018",
                    _place_of(path),
                    level=Level.WARNING,
                    number=before.number,
                    name=path.name,
                ),
            )
        same = made.data == before.data and made.file == before.file
        if not same or made.gate != before.gate:
            signed = self.gate is Gate.ARCHIVE
            status = DocumentStatus.SIGNED if signed else DocumentStatus.ISSUED
            writing.refresh(made, status=status)
        return Issued(
            Outcome.UNCHANGED if same else Outcome.UPDATED,
            made.number,
            made.revision,
            made.file,
            findings,
            changed_labels(before.data, made.data, self.official.shape),
        )

    def _after_void(
        self,
        writing: Writing,
        record: Record,
        made: Document,
        draft: Draft,
        before: Document,
        examined: Examined,
    ) -> Issued:
        """A voided record is made again, under a new number, only when its content was changed."""
        if draft.record_no:
            raise UsageError("FK-REG-007", place=examined.raw.place, number=draft.record_no)
        if before.print_sha != made.print_sha:
            return self._make(writing, record, made, draft, None)
        found = fault("FK-REG-016", examined.raw.place, level=Level.WARNING, number=before.number)
        return Issued(Outcome.VOIDED, before.number, before.revision, "", (found,))

    def _write(
        self, record: Record, made: Document, path: Path
    ) -> tuple[Document, tuple[Finding, ...]]:
        facts = self._facts(made.number, made.revision)
        data = self.template.render(
            self.official.view.view_of(record, facts), properties=self._properties(record, made)
        )
        written = write_durably(path, data, aside=True)
        findings: tuple[Finding, ...] = ()
        if written != path:
            findings = (
                fault(
                    "FK-OUT-009",
                    _place_of(path),
                    level=Level.WARNING,
                    name=path.name,
                    other=written.name,
                ),
            )
        return replace(made, file=self._relative(written), file_sha=sha256(data)), findings

    def _facts(self, number: str, revision: int) -> PrintFacts:
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

    def _file_name(self, record: Record, number: str, revision: int) -> str:
        title = self.official.title + (f"_第{revision}版" if revision > 1 else "")
        suffix = f".{self.template.kind}"
        return safe_name(number, title, self._project_name(record), suffix=suffix)

    @property
    def _root(self) -> Path:
        return self.workspace.folder()

    def _relative(self, path: Path) -> str:
        """Return the path as registered: relative inside the workspace, so that it can be moved."""
        path, root = path.resolve(), self._root.resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    def _identity_changed(self, before: Document, made: Document) -> Finding:
        changed = changed_labels(before.data, made.data, self.official.shape)
        return fault(
            "FK-REG-017",
            _place_of(self._root / made.file),
            level=Level.WARNING,
            number=made.number,
            changed="、".join(changed),
        )


def _place_of(path: Path) -> Place:
    return Place(file=path.name)

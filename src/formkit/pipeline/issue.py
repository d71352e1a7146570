"""Issuing one record: new, next revision, unchanged, or only written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake.shape import Kind
from formkit.kernel.errors import UsageError, fault
from formkit.kernel.files import is_unchanged
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.pipeline.differences import changed_labels
from formkit.pipeline.drafts import draft_of
from formkit.pipeline.examine import Examined
from formkit.pipeline.press import Press
from formkit.pipeline.report import Outcome
from formkit.pipeline.sameness import alike, lost_table, moved_table
from formkit.pipeline.workspace import Workspace
from formkit.register import (
    By,
    Document,
    DocumentStatus,
    Draft,
    Known,
    Register,
    Writing,
)
from formkit.schemas.anatomy import parts
from formkit.schemas.record import Record
from formkit.schemas.validation import Places
from formkit.schemas.view import doubted_copies, fingerprint


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
    number_place: Place


@dataclass(frozen=True)
class Issuer:
    """Numbers, renders, writes and registers records of one kind."""

    workspace: Workspace
    official: OfficialRecord
    register: Register
    press: Press
    gate: Gate
    claimed: dict[str, Place] = field(default_factory=dict)  # numbers used in this run
    ledgers: dict[str, list[Document]] = field(default_factory=dict)  # as the run found them

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
        try:
            issued = self._issued(case)
        except BaseException:  # Ctrl-C too: no paper without its entry in the register
            self.press.take_back()
            raise
        self.press.keep()
        places = Places(self.official.model, examined.raw)
        doubts = tuple(
            places.finding(doubt.path, doubt.code, level=Level.WARNING, **doubt.values)
            for doubt in doubted_copies(record, self.press.facts().keepers)
        )
        return replace(issued, findings=(*doubts, *issued.findings))

    def _issued(self, case: _Case) -> Issued:
        with self.register.writing() as writing:
            known = writing.known(case.draft)
            if known is None or not self._is_same(known, case):
                return self._first(writing, case)
            before = known.document
            if known.void:
                return self._after_void(writing, case, before)
            self._claim(before.number, case.place)
            if before.print_sha != case.document.print_sha:
                self._refuse_moved_rows(writing, case, before)
                return self._next(writing, case, before)
            twin = writing.in_medium(before, self.press.template.kind)
            if twin is None:  # the same revision, now also as Excel (or Word)
                return self._also(writing, case, before)
            if twin.template_sha != self.press.template.sha256:
                return self._next(writing, case, twin)
            return self._keep(writing, case, twin, known.status)

    def _is_same(self, known: Known, case: _Case) -> bool:
        """Return whether what was found is this record; a typed number must not be another's."""
        if known.by is By.IDENTITY or known.document.identity == case.draft.identity:
            return True
        if alike(known.document.data, case.document.data):
            return True
        if known.by is By.NUMBER and not known.void:
            raise UsageError("FK-REG-026", place=case.number_place, number=known.number)
        return known.by is By.NUMBER

    def _claim(self, number: str, place: Place) -> None:
        """See that no other row of this run stands under the number."""
        if number in self.claimed:
            said = {"number": number, "other": str(self.claimed[number])}
            raise UsageError("FK-REG-027", place=place, **said)
        self.claimed[number] = place

    def _refuse_moved_rows(self, writing: Writing, case: _Case, before: Document) -> None:
        if case.draft.record_no or not case.draft.source:
            return
        lost = lost_table(before.data, case.document.data, self.official.shape)
        if lost:
            label, count = lost
            said = {"table": label, "count": count, "own": before.number}
            raise UsageError("FK-REG-030", place=case.place, **said)
        if case.draft.source not in self.ledgers:  # as it stood when the run began
            self.ledgers[case.draft.source] = writing.from_ledger(case.draft)
        others = [
            other for other in self.ledgers[case.draft.source] if other.number != before.number
        ]
        moved = moved_table(before, case.document.data, others, self.official.shape)
        if moved:
            table, number = moved
            said = {"table": table, "number": number, "own": before.number}
            raise UsageError("FK-REG-028", place=case.place, **said)

    def _case(self, examined: Examined, record: Record, source: str) -> _Case:
        draft = draft_of(self.workspace, self.official, record, source, examined.raw.key)
        unnumbered = record.changed(record_no=None)  # typed or drawn, it is the same paper
        handed_out = unnumbered.changed(**_left_to_the_hand(type(record)))
        document = Document(
            number="",
            revision=0,
            medium=self.press.template.kind,
            slug=self.official.slug,
            project_no=draft.project_no,
            identity=draft.identity,
            source=draft.source,
            row_key=draft.row_key,
            data=unnumbered.dump(),
            print_sha=fingerprint(self.official.view.view_of(handed_out, self.press.facts())),
            template_sha=self.press.template.sha256,
            profile=self.press.profile.id,
            gate=self.gate.value,
            findings=[finding.as_dict() for finding in examined.findings],
        )
        place = examined.raw.place
        return _Case(record, draft, document, place, examined.raw.places.get("record_no") or place)

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
            raise UsageError("FK-REG-007", place=case.number_place, number=case.draft.record_no)
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
            made, findings = self.press.make(case.record, made)
        elif not is_unchanged(path, before.file_sha):
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
        if made.file_sha == before.file_sha and not path.exists():
            outcome = Outcome.RESTORED
        return Issued(outcome, made.number, made.revision, made.file, findings, changed)

    def _make(
        self, writing: Writing, case: _Case, number: str, revision: int
    ) -> tuple[Document, tuple[Finding, ...]]:
        made = replace(case.document, number=number, revision=revision)
        made, findings = self.press.make(case.record, made)
        writing.record(made, status=self._status)
        return made, findings

    @property
    def _status(self) -> DocumentStatus:
        signed = self.gate is Gate.ARCHIVE
        return DocumentStatus.SIGNED if signed else DocumentStatus.ISSUED


def _left_to_the_hand(model: type[Record]) -> dict[str, Any]:
    """Return blanks for the fields that are written by hand after the paper was handed out."""
    return {
        part.name: () if part.model and part.kind is Kind.ROWS else None
        for part in parts(model)
        if part.about.by_hand
    }

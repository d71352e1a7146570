"""What becomes of one record: new, next revision, unchanged, or only written down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from formkit.catalog import OfficialRecord
from formkit.kernel.errors import UsageError, fault
from formkit.kernel.files import is_unchanged
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.kernel.noted import Noted
from formkit.pipeline.differences import changed_labels
from formkit.pipeline.filling.items import Paper
from formkit.pipeline.filling.press import Written
from formkit.pipeline.filling.sameness import ChildRows, alike, lost_table
from formkit.pipeline.report import Outcome
from formkit.pipeline.workspace import Workspace
from formkit.register import By, Document, DocumentStatus, Known, Writing


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to become of a paper: its document, and whether it is printed and recorded.

    `document` has its number and revision; its file is known when it is printed. `before` is the
    document that stays as it is (or gets what is not printed), None where one is recorded anew.
    """

    outcome: Outcome
    document: Document
    status: DocumentStatus
    findings: tuple[Finding, ...] = ()
    changed: tuple[str, ...] = ()
    prints: bool = False
    before: Document | None = None
    before_status: DocumentStatus | None = None


@dataclass
class Issuer:
    """Decides over the records of one run."""

    workspace: Workspace
    official: OfficialRecord
    gate: Gate
    ledgers: dict[str, ChildRows] = field(default_factory=dict)  # as the run found them
    _claimed: Noted = field(default_factory=Noted)  # numbers used in this run → place
    _new_claims: dict[str, str] = field(default_factory=dict)  # of the chunk at hand

    def start_again(self) -> None:
        """Forget the decisions of the chunk at hand."""
        self._new_claims = {}

    def keep(self) -> None:
        """The register has the chunk: its numbers are used."""
        self._claimed.note(self._new_claims.items())
        self._new_claims = {}

    def decide(self, writing: Writing, paper: Paper, place: Place) -> Decision:
        """Return what becomes of the paper; its number is drawn in the transaction.

        Raises:
            UsageError: the typed number cannot be used, or rows have moved; nothing is drawn.
        """
        known = writing.known(paper.draft)
        if known is None or not _is_same(known, paper):
            return self._first(writing, paper, place)
        before = known.document
        if known.void:
            return self._after_void(writing, paper, place, before)
        self._claim(before.number, place)
        if before.print_sha != paper.document.print_sha:
            self._refuse_moved_rows(writing, paper, place, before)
            return self._next(writing, paper, place, before)
        twin = writing.in_medium(before, paper.document.medium)
        if twin is None:  # the same revision, now also as Excel (or Word)
            return self._make(writing, paper, Outcome.MADE, before.number, before.revision)
        if twin.template_sha != paper.document.template_sha:
            return self._next(writing, paper, place, twin)
        return self._keep(writing, paper, twin, known.status)

    def _claim(self, number: str, place: Place) -> None:
        """See that no other row of this run stands under the number."""
        other = self._new_claims.get(number) or self._claimed.get(number)
        if other is not None:
            raise UsageError("FK-REG-027", place=place, number=number, other=other)
        self._new_claims[number] = str(place)

    def _refuse_moved_rows(
        self, writing: Writing, paper: Paper, place: Place, before: Document
    ) -> None:
        draft, data = paper.draft, paper.document.data
        if draft.record_no or not draft.source:
            return
        lost = lost_table(before.data, data, self.official.shape)
        if lost:
            label, count = lost
            said = {"table": label, "count": count, "own": before.number}
            raise UsageError("FK-REG-030", place=place, **said)
        if draft.source not in self.ledgers:  # as it stood when the run began
            found = ((one.number, one.data) for one in writing.from_ledger(draft))
            self.ledgers[draft.source] = ChildRows(found, self.official.shape)
        moved = self.ledgers[draft.source].moved(before.number, before.data, data)
        if moved:
            table, number = moved
            said = {"table": table, "number": number, "own": before.number}
            raise UsageError("FK-REG-028", place=place, **said)

    def _first(self, writing: Writing, paper: Paper, place: Place) -> Decision:
        number = writing.draw(paper.draft)
        self._claim(number, place)
        return self._make(writing, paper, Outcome.MADE, number, 1)

    def _next(self, writing: Writing, paper: Paper, place: Place, before: Document) -> Decision:
        changed = changed_labels(before.data, paper.document.data, self.official.shape)
        made = self._make(writing, paper, Outcome.REVISED, before.number, before.revision + 1)
        made = replace(made, changed=changed)
        if before.identity == paper.document.identity:
            return made
        said = {"number": before.number, "changed": "、".join(changed)}
        found = fault("FK-REG-017", place, level=Level.WARNING, **said)
        return replace(made, findings=(found,))

    def _after_void(
        self, writing: Writing, paper: Paper, place: Place, before: Document
    ) -> Decision:
        """A voided record is made again, under a new number, only when its content was changed."""
        typed = paper.draft.record_no
        if typed:
            raise UsageError("FK-REG-007", place=paper.number_place, number=typed)
        if before.print_sha != paper.document.print_sha:
            return self._first(writing, paper, place)
        found = fault("FK-REG-016", place, level=Level.WARNING, number=before.number)
        document = replace(before, file="")
        return Decision(
            Outcome.VOIDED,
            document,
            DocumentStatus.VOID,
            (found,),
            before=document,
            before_status=DocumentStatus.VOID,
        )

    def _make(
        self, writing: Writing, paper: Paper, outcome: Outcome, number: str, revision: int
    ) -> Decision:
        made = replace(paper.document, number=number, revision=revision)
        writing.expect(made)
        return Decision(outcome, made, self._status, prints=True)

    def _keep(
        self, writing: Writing, paper: Paper, before: Document, status: DocumentStatus
    ) -> Decision:
        """The paper stays as it is: put back a lost file, write down what is not printed."""
        kept = {name: getattr(before, name) for name in ("number", "revision", "file", "file_sha")}
        moved = max(status, self._status, key=lambda one: one.rank)
        made = replace(paper.document, **kept)
        if moved is status:  # an earlier gate takes nothing back
            made = replace(made, gate=before.gate)
        path = self.workspace.folder() / before.file
        lost = not path.exists()
        findings: tuple[Finding, ...] = ()
        if not lost and not is_unchanged(path, before.file_sha):
            said = {"number": before.number, "name": path.name}
            findings = (fault("FK-REG-018", Place(file=path.name), level=Level.WARNING, **said),)
        changed = changed_labels(before.data, made.data, self.official.shape)
        writing.expect(made)
        return Decision(Outcome.UNCHANGED, made, moved, findings, changed, lost, before, status)

    def settle(self, writing: Writing, decision: Decision, written: Written | None) -> Decision:
        """Write the decision down; `written` is its file where it was printed."""
        made, before = decision.document, decision.before
        findings = decision.findings
        if written is not None:
            made = replace(made, file=written.file, file_sha=written.sha)
            findings += written.findings
        decision = replace(decision, document=made, findings=findings)
        if before is None:
            writing.record(made, status=decision.status)
            return decision
        if decision.outcome is Outcome.VOIDED or _as_it_was(decision, before):
            return decision
        writing.refresh(made, status=decision.status)
        restored = made.file != before.file and made.file_sha == before.file_sha
        return replace(decision, outcome=Outcome.RESTORED if restored else Outcome.UPDATED)

    @property
    def _status(self) -> DocumentStatus:
        signed = self.gate is Gate.ARCHIVE
        return DocumentStatus.SIGNED if signed else DocumentStatus.ISSUED


def _as_it_was(decision: Decision, before: Document) -> bool:
    """Return whether the register would only be told what it holds."""
    made = decision.document
    told = (made.data, made.file, made.file_sha, decision.status)
    return told == (before.data, before.file, before.file_sha, decision.before_status)


def _is_same(known: Known, paper: Paper) -> bool:
    """Return whether what was found is this record; a typed number must not be another's."""
    if known.by is By.IDENTITY or known.document.identity == paper.draft.identity:
        return True
    if alike(known.document.data, paper.document.data):
        return True
    if known.by is By.NUMBER and not known.void:
        raise UsageError("FK-REG-026", place=paper.number_place, number=known.number)
    return known.by is By.NUMBER

"""The story of `fill`: check, number, render, write, register; one transaction per document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formkit.catalog import Medium, OfficialRecord
from formkit.intake.raw import RawRecord
from formkit.kernel.bugs import bug_found
from formkit.kernel.errors import ExitCode, FormkitError, UsageError
from formkit.kernel.files import make_folder, sweep
from formkit.kernel.findings import Finding, Place, Waiver, blocking
from formkit.kernel.gate import Gate
from formkit.pipeline.examine import Examined, Examiner
from formkit.pipeline.issue import Issuer
from formkit.pipeline.only import Only
from formkit.pipeline.press import Press
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report
from formkit.pipeline.sources import Source, label_of, take_in
from formkit.pipeline.templates import usable_template
from formkit.pipeline.workspace import Workspace

# What stands in the way of one record stands in the way of all: locked, damaged, missing, full.
STOPPING = frozenset(
    {
        "FK-REG-001",
        "FK-REG-003",
        "FK-REG-004",
        "FK-REG-005",
        "FK-REG-023",
        "FK-REG-024",
        "FK-OUT-001",
        "FK-OUT-002",
        "FK-OUT-003",
    }
)
STALE_SECONDS = 3600.0  # no run takes an hour for one file: what is older was left by a killed one


def fill(  # noqa: PLR0913 - the options of the story
    workspace: Workspace,
    official: OfficialRecord,
    sources: Sequence[Source],
    *,
    output: Path | None = None,
    medium: Medium = "docx",
    gate: Gate = Gate.ISSUE,
    waivers: Sequence[Waiver] = (),
    only: Only | None = None,
) -> Report:
    """Make the documents of these records and return what came of each.

    A faulty record is left out, the others go on. The same input again makes nothing; changed
    input makes the next revision of the same number.

    Args:
        workspace: where numbers are drawn and documents are registered.
        official: the kind of record.
        sources: files, or lists of plain data.
        output: the folder for the documents; None: the workspace's own.
        medium: Word or Excel.
        gate: the gate the records must pass.
        waivers: rules let through, with reason and person.
        only: the records to make; None: all.

    Raises:
        UsageError: there is no workspace, or it does not know its company yet.
        TemplateError, ProfileError, OutputError: nothing at all can be made.
    """
    root = workspace.folder()
    if not (workspace.settings.company.name and workspace.settings.company.code):
        raise UsageError("FK-WS-008")
    examiner = Examiner(workspace, official, gate=gate, waivers=waivers)
    template, notes = usable_template(workspace, official, medium)
    folder = make_folder(output or root / workspace.settings.output.folder, inside=root)
    sweep(folder, before=workspace.clock.now().timestamp() - STALE_SECONDS)
    register = workspace.register()
    press = Press(workspace, official, template, folder, examiner.profile)
    only = only or Only()
    run = _Run(examiner, Issuer(workspace, official, register, press, gate), only)
    try:
        files = tuple(run.file(source) for source in sources)
    finally:
        register.close()
    report = Report("fill", official.slug, official.title, gate.value, examiner.profile.id, files)
    idle = examiner.idle_waivers(report.findings())
    return replace(report, notes=(*notes, *only.unmet(), *idle))


@dataclass
class _Run:
    """One run: what it takes, and whether something in the way of every record stopped it."""

    examiner: Examiner
    issuer: Issuer
    only: Only
    stopped: bool = False

    def file(self, source: Source) -> FileReport:
        """Make the documents of one file."""
        taken = take_in(self.examiner.official, source, self.examiner.gate, self.only)
        if taken.error is not None:
            found = (taken.error.finding(),)
            return FileReport(taken.name, found, exit_code=taken.error.exit_code)
        if blocking(taken.findings):  # a header's fault may shift every value: nothing is made
            return FileReport(taken.name, taken.findings)
        key = self.examiner.workspace.key_of(source) if isinstance(source, Path) else ""
        reports = tuple(
            self.record(raw, key, position) for position, raw in enumerate(taken.records, start=1)
        )
        return FileReport(taken.name, taken.findings, reports, sheet=taken.sheet)

    def record(self, raw: RawRecord, source: str, position: int) -> RecordReport:
        """Make the document of one record; its fault never stops the others."""
        report = RecordReport(label_of(raw, position), Outcome.SKIPPED)
        if self.stopped:
            return report
        try:
            return self._made(raw, source, report)
        except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
            found = bug_found(error, raw.place)
            return replace(
                report, outcome=Outcome.FAILED, findings=(found,), exit_code=ExitCode.BUG
            )

    def _made(self, raw: RawRecord, source: str, report: RecordReport) -> RecordReport:
        examined = self.examiner.examine(raw)
        report = replace(
            report,
            outcome=Outcome.FAULTY,
            findings=examined.findings,
            project=examined.project_no,
        )
        if examined.record is None or blocking(examined.findings):
            return report
        try:
            issued = self.issuer.issue(examined, examined.record, source)
        except FormkitError as error:
            findings = (*report.findings, _placed(error, examined))
            if isinstance(error, UsageError):  # a number typed that cannot be taken
                return replace(report, findings=findings)
            self.stopped = error.code in STOPPING
            return replace(
                report, outcome=Outcome.FAILED, findings=findings, exit_code=error.exit_code
            )
        return replace(
            report,
            outcome=issued.outcome,
            findings=(*report.findings, *issued.findings),
            number=issued.number,
            revision=issued.revision,
            file=issued.file,
            changed=issued.changed,
        )


def _placed(error: FormkitError, examined: Examined) -> Finding:
    found = error.finding()
    if found.place != Place():
        return found
    about_number = found.code.startswith("FK-REG")
    cell = examined.raw.places.get("record_no") if about_number else None
    return replace(found, place=cell or examined.raw.place)

"""The story of `fill`: check, number, render, write, register; one transaction per document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from formkit.catalog import Medium, OfficialRecord
from formkit.kernel.errors import FormkitError, UsageError
from formkit.kernel.files import make_folder
from formkit.kernel.findings import Finding, Place, Waiver, blocking
from formkit.kernel.gate import Gate
from formkit.pipeline.examine import Examined, Examiner
from formkit.pipeline.issue import Issuer
from formkit.pipeline.paper import view_names
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report
from formkit.pipeline.sources import Source, label_of, take_in
from formkit.pipeline.workspace import Workspace
from formkit.render import CompiledTemplate, TemplateRefused, check_template, compile_template


def fill(  # noqa: PLR0913 - the options of the story
    workspace: Workspace,
    official: OfficialRecord,
    sources: Sequence[Source],
    *,
    output: Path | None = None,
    medium: Medium = "docx",
    gate: Gate = Gate.ISSUE,
    waivers: Sequence[Waiver] = (),
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

    Raises:
        UsageError: there is no workspace, or it does not know its company yet.
        TemplateError, ProfileError, OutputError: nothing at all can be made.
    """
    root = workspace.folder()
    if not (workspace.settings.company.name and workspace.settings.company.code):
        raise UsageError("FK-WS-008")
    examiner = Examiner(workspace, official, gate=gate, waivers=waivers)
    template = _template(official, medium)
    folder = make_folder(output or root / workspace.settings.output.folder)
    register = workspace.register()
    issuer = Issuer(workspace, official, register, template, folder, gate, examiner.profile)
    try:
        files = tuple(_fill_file(examiner, issuer, source) for source in sources)
    finally:
        register.close()
    report = Report("fill", official.slug, official.title, gate.value, examiner.profile.id, files)
    return replace(report, notes=tuple(examiner.idle_waivers(report.findings())))


def _template(official: OfficialRecord, medium: Medium) -> CompiledTemplate:
    path = official.template(medium)
    known = view_names(official)
    template = compile_template(path)
    if template.names <= known:
        return template
    raise TemplateRefused(check_template(path, known, name=path.name))


def _fill_file(examiner: Examiner, issuer: Issuer, source: Source) -> FileReport:
    taken = take_in(examiner.official, source, examiner.gate)
    if taken.error is not None:
        found = (taken.error.finding(),)
        return FileReport(taken.name, found, exit_code=taken.error.exit_code)
    if blocking(taken.findings):  # a fault of the headers may shift every value: nothing is made
        return FileReport(taken.name, taken.findings)
    reports = tuple(
        _fill_record(issuer, examiner.examine(raw), taken.name, position)
        for position, raw in enumerate(taken.records, start=1)
    )
    return FileReport(taken.name, taken.findings, reports, sheet=taken.sheet)


def _fill_record(issuer: Issuer, examined: Examined, source: str, position: int) -> RecordReport:
    report = RecordReport(
        label=label_of(examined.raw, position),
        outcome=Outcome.FAULTY,
        findings=examined.findings,
        project=examined.project_no,
    )
    if examined.record is None or blocking(examined.findings):
        return report
    try:
        issued = issuer.issue(examined, examined.record, source)
    except FormkitError as error:  # one record that cannot be written does not stop the others
        findings = (*report.findings, _placed(error, examined))
        if isinstance(error, UsageError):  # a number typed that cannot be taken
            return replace(report, findings=findings)
        return replace(report, outcome=Outcome.FAILED, findings=findings, exit_code=error.exit_code)
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

"""The story of `check`: read, examine, report; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formkit.catalog import OfficialRecord
from formkit.kernel.findings import Waiver
from formkit.kernel.gate import Gate
from formkit.pipeline.examine import Examiner
from formkit.pipeline.report import FileReport, RecordReport, Report, outcome_of
from formkit.pipeline.sources import Source, label_of, take_in
from formkit.pipeline.workspace import Workspace


def check(
    workspace: Workspace,
    official: OfficialRecord,
    sources: Sequence[Source],
    *,
    gate: Gate = Gate.ISSUE,
    waivers: Sequence[Waiver] = (),
) -> Report:
    """Return all faults of the records in these files (or in plain data); nothing is written.

    Raises:
        ProfileError: the profile cannot be used.
    """
    examiner = Examiner(workspace, official, gate=gate, waivers=waivers)
    files = tuple(_check_file(examiner, source) for source in sources)
    report = Report("check", official.slug, official.title, gate.value, examiner.profile.id, files)
    return replace(report, notes=tuple(examiner.idle_waivers(report.findings())))


def _check_file(examiner: Examiner, source: Source) -> FileReport:
    taken = take_in(examiner.official, source, examiner.gate)
    if taken.error is not None:
        found = (taken.error.finding(),)
        return FileReport(taken.name, found, exit_code=taken.error.exit_code)
    reports = tuple(
        RecordReport(
            label=label_of(examined.raw, position),
            outcome=outcome_of(examined.findings),
            findings=examined.findings,
            project=examined.project_no,
        )
        for position, examined in enumerate(map(examiner.examine, taken.records), start=1)
    )
    return FileReport(taken.name, taken.findings, reports, sheet=taken.sheet)

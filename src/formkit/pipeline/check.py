"""The story of `check`: read, examine, report; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake import reader
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import FormkitError
from formkit.kernel.findings import Finding, Place, Waiver
from formkit.kernel.gate import Gate
from formkit.pipeline.examine import Examined, Examiner
from formkit.pipeline.report import FileReport, RecordReport, Report, outcome_of
from formkit.pipeline.workspace import Workspace

Source = Path | Sequence[Mapping[str, Any]]


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
    name, records, findings, error = take_in(examiner.official, source)
    if error is not None:
        return FileReport(name, (error.finding(),), exit_code=error.exit_code)
    reports = tuple(
        RecordReport(
            label=label_of(examined, position),
            outcome=outcome_of(examined.findings),
            findings=examined.findings,
            project=examined.project_no,
        )
        for position, examined in enumerate(map(examiner.examine, records), start=1)
    )
    return FileReport(name, findings, reports)


def take_in(
    official: OfficialRecord, source: Source
) -> tuple[str, Sequence[RawRecord], tuple[Finding, ...], FormkitError | None]:
    """Return a source's name, records and own findings; the error where it cannot be read."""
    if not isinstance(source, Path):
        return "", tuple(_from_data(source)), (), None
    try:
        intake = reader.read(source, official.shape)
    except FormkitError as error:
        return source.name, (), (), error
    return source.name, intake.records, intake.findings, None


def _from_data(data: Sequence[Mapping[str, Any]]) -> Iterator[RawRecord]:
    for position, item in enumerate(data, start=1):
        yield RawRecord(dict(item), place=Place(label=f"第{position}份"))


def label_of(examined: Examined, position: int) -> str:
    """Return what a clerk calls the record: its row or line and its 序号."""
    place = examined.raw.place
    row = place.cell.lstrip(ascii_uppercase) or place.line
    parts = [f"第{row}行" if row else f"第{position}份"]
    if examined.raw.key:
        parts.append(f"序号{examined.raw.key}")
    return " ".join(parts)

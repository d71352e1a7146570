"""The story of `check`: read, examine, report; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from formkit.catalog import OfficialRecord
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Finding, Waiver, blocking
from formkit.kernel.gate import Gate
from formkit.kernel.spooled import Spooled
from formkit.pipeline.examine import Examined, Examiner, Repeats
from formkit.pipeline.filling.drafts import draft_of
from formkit.pipeline.looks import Looks
from formkit.pipeline.only import Only
from formkit.pipeline.paper import print_facts
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report
from formkit.pipeline.sources import Source, label_of, take_in
from formkit.pipeline.workspace import Workspace
from formkit.schemas.places import Places


def check(  # noqa: PLR0913 - the options of the story
    workspace: Workspace,
    official: OfficialRecord,
    sources: Sequence[Source],
    *,
    gate: Gate = Gate.ISSUE,
    waivers: Sequence[Waiver] = (),
    only: Only | None = None,
) -> Report:
    """Return all faults of the records in these files (or in plain data); nothing is written.

    Args:
        workspace: whose projects, profile and forms are asked.
        official: the kind of record.
        sources: files, or lists of plain data.
        gate: the gate at which the records are judged.
        waivers: rules let through, with reason and person.
        only: the records to look at; None: all.

    Raises:
        ProfileError: the profile cannot be used.
    """
    examiner = Examiner(workspace, official, gate=gate, waivers=waivers)
    repeats, only = Repeats(official), only or Only()
    paper = _Paper(examiner)
    files = tuple(_check_file(examiner, repeats, paper, source, only) for source in sources)
    report = Report("check", official.slug, official.title, gate.value, examiner.profile.id, files)
    return replace(report, notes=(*only.unmet(), *examiner.idle_waivers(report.findings())))


class _Paper:
    """What is told of the paper that a record would become."""

    def __init__(self, examiner: Examiner) -> None:
        self._official = examiner.official
        self._looks = Looks(examiner.workspace, examiner.official)
        self._facts = print_facts(examiner.workspace, examiner.official, examiner.profile)

    def found(self, examined: Examined) -> tuple[Finding, ...]:
        """Return the warnings; none of a record that cannot be printed."""
        record = examined.record
        if record is None or "docx" not in self._official.manifest.media:
            return ()
        places = Places(self._official.model, examined.raw)
        view = self._official.view.view_of(record, self._facts)
        return tuple(self._looks.found(view, record.dump(), places))


def _check_file(
    examiner: Examiner, repeats: Repeats, paper: _Paper, source: Source, only: Only
) -> FileReport:
    taken = take_in(examiner.official, source, examiner.gate, only)
    if taken.error is not None:
        found = (taken.error.finding(),)
        return FileReport(taken.name, found, exit_code=taken.error.exit_code)
    # A fault of the whole file keeps every record from being issued: none of them is called sound.
    sound = Outcome.SKIPPED if blocking(taken.findings) else Outcome.SOUND
    reports: Spooled[RecordReport] = Spooled()
    for position, raw in enumerate(taken.records, start=1):
        folder = source.parent if isinstance(source, Path) else None
        examined = examiner.examine(raw, folder=folder)
        repeated = repeats.found(examined.keys, raw.place)
        numbered = _judge_number(examiner, examined, taken.name)
        findings = (*examined.findings, *repeated, *numbered, *paper.found(examined))
        reports.put(
            RecordReport(
                label=label_of(raw, position),
                outcome=Outcome.FAULTY if blocking(findings) else sound,
                findings=findings,
                project=examined.project_no,
            )
        )
    return FileReport(taken.name, taken.findings, reports, sheet=taken.sheet)


def _judge_number(examiner: Examiner, examined: Examined, source: str) -> Iterator[Finding]:
    """Yield the fault of a typed number that the register would refuse."""
    record = examined.record
    if examiner.workspace.root is None or record is None or not record.record_no:
        return
    draft = draft_of(examiner.workspace, examiner.official, examined, record, source)
    register = examiner.workspace.register()
    try:
        register.judge_number(draft)
    except UsageError as error:
        place = examined.raw.places.get("record_no") or examined.raw.place
        yield replace(error.finding(), place=place)
    finally:
        register.close()

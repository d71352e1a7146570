"""The story of `fill`: check, number, render, write, register; one transaction per chunk."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import length_hint
from pathlib import Path
from sys import intern

from formkit.catalog import Medium, OfficialRecord
from formkit.intake.raw import RawRecord
from formkit.kernel.bugs import bug_found
from formkit.kernel.clock import CHINA
from formkit.kernel.errors import ExitCode, FormkitError, UsageError
from formkit.kernel.files import make_folder, sweep
from formkit.kernel.findings import Finding, Place, Waiver, blocking, shared
from formkit.kernel.gate import Gate
from formkit.kernel.run_folder import has_runs
from formkit.kernel.spooled import Spooled
from formkit.kernel.volumes import syncs_as_a_whole
from formkit.pipeline.examine import Examiner, Repeats
from formkit.pipeline.filling.chunk import Chunks, Outcomes, Papers, StoppedError
from formkit.pipeline.filling.crew import Crew, crew_for
from formkit.pipeline.filling.examining import examine
from formkit.pipeline.filling.folder import leave_no_empty, missing, stayed
from formkit.pipeline.filling.issue import Decision, Issuer
from formkit.pipeline.filling.items import Examined, Failure, Job, Paper, Row
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.filling.press import Press, sweep_dead_runs
from formkit.pipeline.filling.steps import Moment, Step, Watch, unwatched
from formkit.pipeline.only import Only
from formkit.pipeline.pictures import LOGO, logo_of
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report
from formkit.pipeline.sources import Source, label_of, take_in
from formkit.pipeline.templates import UsableTemplate, usable_template
from formkit.pipeline.workspace import Workspace

STALE_SECONDS = 3600.0  # no single file takes an hour: what is older was left by a killed command


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
    pace: Pace | None = None,
    watch: Watch = unwatched,
) -> Report:
    """Make the documents of these records and return what came of each.

    A faulty record is left out, the others go on. The same input again makes nothing; changed
    input makes the next revision of the same number. A run that was killed is gone on with by the
    same call.

    Args:
        workspace: where numbers are drawn and documents are registered.
        official: the kind of record.
        sources: files, or lists of plain data.
        output: the folder for the documents; None: the workspace's own.
        medium: Word or Excel.
        gate: the gate the records must pass.
        waivers: rules let through, with reason and person.
        only: the records to make; None: all.
        pace: worker processes and the size of a chunk.
        watch: told of every step.

    Raises:
        UsageError: there is no workspace, or it does not know its company yet.
        TemplateError, ProfileError, OutputError: nothing at all can be made.
    """
    root = workspace.folder()
    if not (workspace.settings.company.name and workspace.settings.company.code):
        raise UsageError("FK-WS-008")
    pace, only = pace or Pace(), only or Only()
    examiner = Examiner(workspace, official, gate=gate, waivers=waivers)
    template = usable_template(workspace, official, medium)
    wanted = (
        output or root / workspace.settings.output.folder
    ).absolute()  # workers stand elsewhere
    new = missing(wanted)
    folder = make_folder(wanted, inside=root)
    now = workspace.clock.now().replace(tzinfo=CHINA)  # wherever this machine thinks that it is
    sweep(folder, before=now.timestamp() - STALE_SECONDS)
    job = _job(examiner, template, durable=not syncs_as_a_whole(folder))
    with ExitStack() as closing:
        closing.callback(leave_no_empty, new)
        register = workspace.register()
        closing.callback(register.close)
        doubts = register.doubts()
        if has_runs(folder):
            with register.writing() as writing:
                sweep_dead_runs(folder, root, writing)
        crew = crew_for(job, template.compiled, pace)
        closing.callback(crew.close)
        run = _Run(workspace, official, gate, only, crew, pace.chunk, watch)
        press = Press(folder, root, run.at)
        closing.callback(press.close)
        gc.freeze()  # what stands for the whole run is not gone through again for each few records
        closing.callback(gc.unfreeze)
        run.chunks = Chunks(register, Issuer(workspace, official, gate), press, crew, run.at)
        files = tuple(run.file(source) for source in sources)
    report = Report("fill", official.slug, official.title, gate.value, examiner.profile.id, files)
    idle = examiner.idle_waivers(report.findings()) if waivers else []
    told = stayed(report, folder, press.home) if output else []
    return replace(report, notes=(*template.notes, *doubts, *only.unmet(), *idle, *told))


def _job(examiner: Examiner, template: UsableTemplate, *, durable: bool) -> Job:
    workspace, official = examiner.workspace, examiner.official
    return Job(
        root=workspace.root,
        settings=workspace.settings,
        now=workspace.clock.now(),
        slug=official.slug,
        forms=tuple(official.forms),
        medium=template.compiled.kind,
        template=template.data,
        template_name=template.name,
        profile=examiner.profile,
        projects=examiner.projects,
        gate=examiner.gate,
        waivers=tuple(examiner.waivers),
        durable=durable,
        logo=logo_of(workspace) if LOGO in template.compiled.pictures else None,
        trusted=template.trusted,
    )


@dataclass
class _Run:
    """One run: what it takes, and whether something in the way of every record stopped it."""

    workspace: Workspace
    official: OfficialRecord
    gate: Gate
    only: Only
    crew: Crew
    size: int
    watch: Watch
    stopped: bool = False
    moment: Moment = field(default_factory=lambda: Moment(Step.KEPT))
    chunks: Chunks = field(init=False)
    repeats: Repeats = field(init=False)

    def __post_init__(self) -> None:
        self.repeats = Repeats(self.official)

    def at(self, step: Step) -> None:
        """Tell whoever watches."""
        self.moment = replace(self.moment, step=step)
        self.watch(self.moment)

    def file(self, source: Source) -> FileReport:
        """Make the documents of one file."""
        taken = take_in(self.official, source, self.gate, self.only)
        if taken.error is not None:
            found = (taken.error.finding(),)
            return FileReport(taken.name, found, exit_code=taken.error.exit_code)
        if blocking(taken.findings):  # a header's fault may shift every value: nothing is made
            return FileReport(taken.name, taken.findings)
        key = self.workspace.key_of(source) if isinstance(source, Path) else ""
        self.moment = replace(self.moment, total=self.moment.done + length_hint(taken.records))
        reports: Spooled[RecordReport] = Spooled()
        for labels, examined in self._begun(taken.records, key):
            made = self._skipped(labels) if self.stopped else self._examined(labels, examined)
            reports.extend(made)
        return FileReport(taken.name, taken.findings, reports, sheet=taken.sheet)

    def _begun(
        self, records: Iterable[RawRecord], source: str
    ) -> Iterator[tuple[list[str], Callable[[], Sequence[Examined]]]]:
        """Yield chunk by chunk what its records are called and the call that examines them.

        Worker processes examine the next chunk while this one is written and registered.
        """
        rows = (Row(raw, source) for raw in records)
        position = 1
        begun: deque[tuple[list[str], Callable[[], Sequence[Examined]]]] = deque()
        while chunk := list(islice(rows, self.size)):
            labels = [label_of(row.raw, at) for at, row in enumerate(chunk, start=position)]
            position += len(chunk)
            begun.append((labels, self.crew.start(examine, chunk)))
            if len(begun) > 1:
                yield begun.popleft()
        yield from begun

    def _examined(
        self, labels: Sequence[str], examined: Callable[[], Sequence[Examined]]
    ) -> list[RecordReport]:
        """Make the documents of a chunk; a crew that is lost stops the run, told at its place."""
        try:
            found = examined()
        except FormkitError as error:
            self.stopped = True
            first = RecordReport(
                labels[0], Outcome.FAILED, (error.finding(),), exit_code=error.exit_code
            )
            return [first, *self._skipped(labels[1:])]
        return self._chunk(labels, found)

    @staticmethod
    def _skipped(labels: Sequence[str]) -> list[RecordReport]:
        return [RecordReport(label, Outcome.SKIPPED) for label in labels]

    def _chunk(self, labels: Sequence[str], examined: Sequence[Examined]) -> list[RecordReport]:
        found = [self._told_apart(one) for one in examined]
        faulty = self.moment.faulty + sum(one.paper is None for one in found)
        self.moment = replace(self.moment, faulty=faulty)
        self.at(Step.EXAMINED)
        papers = {at: (one.paper, one.place) for at, one in enumerate(found) if one.paper}
        outcomes = self._outcomes(papers) if papers else {}
        self.moment = replace(self.moment, done=self.moment.done + len(found))
        self.at(Step.KEPT)
        return [
            _report(label, one, outcomes.get(at))
            for at, (label, one) in enumerate(zip(labels, found, strict=True))
        ]

    def _told_apart(self, examined: Examined) -> Examined:
        """Return the record without its paper where another one of the run says the same."""
        repeated = self.repeats.found(examined.keys, examined.place)
        if not repeated:
            return examined
        return replace(examined, findings=(*examined.findings, *repeated), paper=None)

    def _outcomes(self, papers: Papers) -> Outcomes:
        first = next(iter(papers))
        try:
            return self.chunks.issue(papers)
        except StoppedError as stopped:
            self.stopped = True
            return {first: stopped.failure}
        except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
            if len(papers) == 1:
                _paper, place = papers[first]
                return {first: Failure(bug_found(error, place), ExitCode.BUG)}
        half = len(papers) // 2  # whichever record it was: look for it, in the order of the ledger
        pairs = list(papers.items())
        outcomes = self._outcomes(dict(pairs[:half]))
        return outcomes if self.stopped else outcomes | self._outcomes(dict(pairs[half:]))


def _report(label: str, examined: Examined, outcome: Decision | Failure | None) -> RecordReport:
    """Return what came of a record, holding nothing that another report could hold for it."""
    paper, findings, project = examined.paper, examined.findings, intern(examined.project_no)
    if paper is None:
        code = examined.exit_code
        became = Outcome.FAULTY if code is ExitCode.OK else Outcome.FAILED
        return RecordReport(label, became, _shared(findings), project, exit_code=code)
    if outcome is None:  # something stood in the way of all
        return RecordReport(label, Outcome.SKIPPED)
    if isinstance(outcome, Failure):
        findings = (*findings, _placed(outcome.finding, paper, examined.place))
        if outcome.exit_code is ExitCode.USAGE:  # a number typed that cannot be taken
            return RecordReport(label, Outcome.FAULTY, _shared(findings), project)
        code = outcome.exit_code
        return RecordReport(label, Outcome.FAILED, _shared(findings), project, exit_code=code)
    made = outcome.document
    return RecordReport(
        label,
        outcome.outcome,
        findings=_shared((*findings, *paper.doubts, *outcome.findings)),
        project=project,
        number=made.number,
        revision=made.revision,
        file=f"{made.file} "[:-1],  # a text of its own: the database left its UTF-8 in the other
        changed=outcome.changed,
    )


def _shared(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(shared(found) for found in findings)


def _placed(found: Finding, paper: Paper, place: Place) -> Finding:
    if found.place != Place():
        return found
    return replace(found, place=paper.number_place if found.code.startswith("FK-REG") else place)

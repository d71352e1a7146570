"""The pure work on one record: examining it and printing it; plain data in, plain data out.

Worker processes run these functions, on this machine or on another. They depend on nothing but the
job and the item, and doing an item twice gives the same result.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import Medium, OfficialRecord
from formkit.imaging.code import code
from formkit.intake.raw import RawRecord
from formkit.intake.shape import Kind
from formkit.kernel.bugs import bug_found
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ExitCode, FormkitError, OutputError, UsageError, fault
from formkit.kernel.filenames import safe_name
from formkit.kernel.files import explained, sha256
from formkit.kernel.findings import Finding, Level, Place, Waiver, blocking
from formkit.kernel.gate import Gate
from formkit.kernel.picture import Picture
from formkit.kernel.values import BadValue
from formkit.pipeline.charts import Fonts, drawn_charts, fonts_of, shots_of
from formkit.pipeline.examine import Examiner, value_at
from formkit.pipeline.filling.drafts import business_day, draft_of
from formkit.pipeline.filling.sealed import Sealed
from formkit.pipeline.looks import Looks
from formkit.pipeline.paper import keywords, print_facts
from formkit.pipeline.pictures import CODE, Found
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.workspace import Settings, Workspace
from formkit.register import Document, Draft
from formkit.render import CompiledTemplate, Properties, compile_template
from formkit.render.page import CompiledSheet
from formkit.rules.profile import Profile
from formkit.schemas import view as default_view
from formkit.schemas.anatomy import parts
from formkit.schemas.record import Record
from formkit.schemas.validation import Places
from formkit.schemas.view import PrintFacts, Shot, View, doubted_copies, fingerprint, numbered


@dataclass(frozen=True, slots=True)
class Job:
    """All that a worker must know of a run; nothing of it changes while the run lasts."""

    root: Path | None
    settings: Settings
    now: datetime  # one moment for the whole run, whoever works and however long
    slug: str
    forms: tuple[Path, ...]
    medium: Medium
    template: bytes
    template_name: str
    profile: Profile
    projects: Mapping[str, dict[str, Any]]
    gate: Gate
    waivers: tuple[Waiver, ...]
    durable: bool  # whether each file is made durable as it is written
    logo: tuple[str, Picture] | None = None  # its key, where the template has a place for it
    trusted: bool = False  # the template is filled as docxtpl fills it


@dataclass(frozen=True, slots=True)
class Row:
    """A record to be examined, and what the register calls the ledger that it stands in."""

    raw: RawRecord
    source: str


@dataclass(frozen=True, slots=True)
class Paper:
    """All that numbering and printing need of a record that may be issued."""

    sealed: Sealed
    draft: Draft
    document: Document  # without number, revision and file
    number_place: Place
    doubts: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of examining one record; no paper: it may not be issued."""

    place: Place
    findings: tuple[Finding, ...]
    project_no: str = ""
    keys: tuple[str, ...] = ()  # no two records of a run may share one
    paper: Paper | None = None
    exit_code: ExitCode = ExitCode.OK  # of the fault that kept it from being examined at all


@dataclass(frozen=True, slots=True)
class Order:
    """A paper to be printed: under which number, into which unfinished file."""

    sealed: Sealed
    number: str
    revision: int
    project_no: str
    source: str  # the ledger, from whose folder paths of photographs count
    print_sha: str
    target: Path

    @property
    def record(self) -> Record:
        """The record to be printed."""
        return self.sealed.record


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document was not made, as plain data."""

    finding: Finding
    exit_code: ExitCode

    @classmethod
    def of(cls, error: FormkitError) -> Failure:
        """Return the failure that an error is."""
        return cls(error.finding(), error.exit_code)


@dataclass(frozen=True, slots=True)
class Printed:
    """What came of printing: the wanted file name and the SHA-256, or the failure."""

    name: str = ""
    sha: str = ""
    failure: Failure | None = None


class Bench:
    """What a worker makes of the job once: the record's definition, the examiner, the template."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.workspace = Workspace(job.root, job.settings, FixedClock(job.now))
        self.official: OfficialRecord = catalog.load(job.slug, job.forms)
        self.facts: PrintFacts = replace(
            print_facts(self.workspace, self.official, job.profile),
            logo=job.logo[0] if job.logo else "",
        )
        self.blanks: Mapping[str, Any] = _left_to_the_hand(self.official.model)
        self.template_sha = sha256(job.template)

    def handed_out(self, record: Record, view: View, facts: PrintFacts) -> View:
        """Return a record's view without what is written by hand after it was handed out."""
        if self.official.view.view_of is default_view.view_of:
            return default_view.without(view, self.official.model, self.blanks, facts)
        whole: View = self.official.view.view_of(record.changed(**self.blanks), facts)
        return whole

    @cached_property
    def examiner(self) -> Examiner:
        """The examiner of the run."""
        job = self.job
        return Examiner(
            self.workspace,
            self.official,
            gate=job.gate,
            waivers=job.waivers,
            profile=job.profile,
            projects=job.projects,
        )

    @cached_property
    def looks(self) -> Looks:
        """What is looked at before a paper is printed."""
        return Looks(self.workspace, self.official)

    @cached_property
    def template(self) -> CompiledTemplate:
        """The compiled template."""
        job = self.job
        return compile_template(
            job.template, name=job.template_name, trusted=job.trusted, prove=job.trusted
        )

    @cached_property
    def sheet(self) -> CompiledSheet:
        """The sheet in Typst."""
        return sheet_of(self.workspace, self.official)

    @cached_property
    def prints_photos(self) -> bool:
        """Whether the template has places for photographs."""
        return any(name.startswith("photo_rows[]") for name in self.template.pictures)

    @cached_property
    def prints_charts(self) -> bool:
        """Whether the template has places for charts."""
        return any(name.startswith("chart_rows[]") for name in self.template.pictures)

    @cached_property
    def chart_fonts(self) -> Fonts:
        """The fonts that print charts; none where no font of this machine has Chinese signs."""
        return fonts_of(self.workspace)


def examine(bench: Bench, row: Row) -> Examined:
    """Return what is found in a record and, where nothing stands in its way, its paper."""
    raw = row.raw
    try:
        examined = bench.examiner.examine(raw, folder=_folder(bench, row.source))
        record = examined.record
        found = (raw.place, examined.findings, examined.project_no, examined.keys)
        if record is None or blocking(examined.findings):
            return Examined(*found)
        return Examined(*found, _paper(bench, record, row, examined.findings))
    except FormkitError as error:
        return Examined(raw.place, (error.finding(),), exit_code=error.exit_code)
    except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
        return Examined(raw.place, (bug_found(error, raw.place),), exit_code=ExitCode.BUG)


def _paper(bench: Bench, record: Record, row: Row, findings: Sequence[Finding]) -> Paper:
    raw, official = row.raw, bench.official
    draft = draft_of(bench.workspace, official, record, row.source, raw.key)
    unnumbered = record.changed(record_no=None)  # typed or drawn, it is the same paper
    shots = _photos(bench, record, row.source).shots
    charts = _charts(bench, record)
    facts = bench.facts
    if shots or charts:
        facts = replace(facts, photos=shots, charts=charts)
    view: View = official.view.view_of(unnumbered, facts)
    handed_out = view
    if any(getattr(record, name) != blank for name, blank in bench.blanks.items()):
        handed_out = bench.handed_out(unnumbered, view, facts)
    document = Document(
        number="",
        revision=0,
        medium=bench.job.medium,
        slug=official.slug,
        project_no=draft.project_no,
        identity=draft.identity,
        source=draft.source,
        row_key=draft.row_key,
        data=unnumbered.dump(),
        print_sha=fingerprint(handed_out),
        template_sha=bench.template_sha,
        profile=bench.job.profile.id,
        gate=bench.job.gate.value,
        findings=[finding.as_dict() for finding in findings],
    )
    return Paper(
        Sealed(record, view=view),
        draft,
        document,
        raw.places.get("record_no") or raw.place,
        _doubts(bench, record, raw, document.data, view),
    )


def _doubts(
    bench: Bench, record: Record, raw: RawRecord, data: Mapping[str, Any], view: View
) -> tuple[Finding, ...]:
    """Return the warnings about the paper: its copies, its pages, the fonts that it needs."""
    places = Places(bench.official.model, raw)
    copies = (
        places.finding(doubt.path, doubt.code, level=Level.WARNING, **doubt.values)
        for doubt in doubted_copies(record, bench.facts.keepers)
    )
    paper = bench.looks.found(view, data, places)
    return (*copies, *_undrawn(bench, record, raw), *(paper if bench.job.medium == "docx" else ()))


def _undrawn(bench: Bench, record: Record, raw: RawRecord) -> tuple[Finding, ...]:
    """Return the warning that charts are left out for want of a font."""
    if not record.charts() or not bench.prints_charts or bench.chart_fonts:
        return ()
    return (fault("FK-SUR-144", raw.place, level=Level.WARNING),)


def print_out(bench: Bench, order: Order) -> Printed:
    """Print a paper into its unfinished file and return its name to be and its SHA-256."""
    printed, data = print_home(bench, order)
    return printed if printed.failure else keep(order, printed, data, durable=bench.job.durable)


def print_home(bench: Bench, order: Order) -> tuple[Printed, bytes]:
    """Print a paper and return it with its bytes; nothing is written, a failure has no bytes."""
    try:
        name = _file_name(bench, order)
        view, properties, pictures = drawn(bench, order)
        data = bench.template.render(view, properties=properties, pictures=pictures)
    except FormkitError as error:
        return Printed(failure=Failure.of(error)), b""
    except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
        return Printed(failure=Failure(bug_found(error, Place()), ExitCode.BUG)), b""
    return Printed(name, sha256(data)), data


def keep(order: Order, printed: Printed, data: bytes, *, durable: bool) -> Printed:
    """Write a printed paper into its unfinished file; a full disk becomes the failure."""
    try:
        _write(order.target, data, durable=durable)
    except OSError as error:
        return Printed(failure=Failure.of(explained(error, order.target.parent)))
    return printed


def drawn(bench: Bench, order: Order) -> tuple[View, Properties, dict[str, Picture]]:
    """Return what is printed of a paper, the properties of its file, its pictures by their keys.

    Raises:
        OutputError: a photograph is gone since it was judged, or is not on this machine.
    """
    found = _photos(bench, order.record, order.source)
    for _at, bad, level in found.doubts:
        if level is Level.ERROR:
            raise OutputError(bad.code, **bad.values)
    charts = _charts(bench, order.record)
    facts = replace(bench.facts, number=order.number, revision=order.revision)
    facts = replace(facts, photos=found.shots, charts=charts)
    seen = order.sealed.view
    view: View = (
        bench.official.view.view_of(order.record, facts)
        if seen is None
        else numbered(seen, order.record, facts)
    )
    pictures = dict(found.pictures)
    if charts:
        pictures |= drawn_charts(order.record.charts(), bench.chart_fonts)
    if bench.job.logo:
        pictures |= dict([bench.job.logo])
    if bench.job.settings.print_.qr and CODE in bench.template.pictures:
        view["form"]["qr"] = CODE
        pictures[CODE] = code(order.number, order.revision, order.print_sha)
    return view, _properties(bench, order), pictures


def _photos(bench: Bench, record: Record, source: str) -> Found:
    """Return the photographs of a record, where the template has places for them."""
    if not record.attachments or not bench.prints_photos:
        return Found()
    return bench.examiner.album.of(record, _folder(bench, source))


def _charts(bench: Bench, record: Record) -> tuple[Shot, ...]:
    """Return the charts of a record, where the template has places for them and they can be drawn.

    Without a Chinese font they are left out, which is told: boxes for signs belong on no paper.
    """
    charts = record.charts()
    wanted = charts and bench.prints_charts and bench.chart_fonts
    return shots_of(charts) if wanted else ()


def _folder(bench: Bench, source: str) -> Path | None:
    """Return the folder of a ledger, by what the register calls it."""
    return (bench.job.root / source).parent if bench.job.root and source else None


def _write(target: Path, data: bytes, *, durable: bool) -> None:
    with target.open("wb") as stream:
        stream.write(data)
        if durable:
            stream.flush()
            os.fsync(stream.fileno())


def _properties(bench: Bench, order: Order) -> Properties:
    official = bench.official
    return Properties(
        title=f"{official.title} {order.number}",
        author=bench.job.settings.company.name,
        subject=_project_name(order.record),
        keywords=keywords(official, order.project_no),
        identifier=order.number,
        created=datetime.combine(business_day(bench.workspace, official, order.record), time()),
    )


def _file_name(bench: Bench, order: Order) -> str:
    title = bench.official.title + (f"_第{order.revision}版" if order.revision > 1 else "")
    try:
        return safe_name(
            order.number, title, _project_name(order.record), suffix=f".{bench.job.medium}"
        )
    except BadValue as bad:
        raise UsageError(bad.code, **bad.values) from bad


def _project_name(record: Record) -> str:
    return str(value_at(record, "project.project_name") or "")


def _left_to_the_hand(model: type[Record]) -> dict[str, Any]:
    """Return blanks for the fields that are written by hand after the paper was handed out."""
    return {
        part.name: () if part.model and part.kind is Kind.ROWS else None
        for part in parts(model)
        if part.about.by_hand
    }

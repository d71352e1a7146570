"""The bench: what a worker makes of the job once and has at hand for every record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import OfficialRecord
from formkit.intake.shape import Kind
from formkit.kernel.clock import FixedClock
from formkit.kernel.files import sha256
from formkit.pipeline.charts import Fonts, fonts_of, shots_of
from formkit.pipeline.examine import Examiner
from formkit.pipeline.filling.items import Job
from formkit.pipeline.looks import Looks
from formkit.pipeline.paper import print_facts
from formkit.pipeline.pictures import Found
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.workspace import Workspace
from formkit.render import CompiledTemplate, compile_template
from formkit.render.page import CompiledSheet
from formkit.schemas import view as default_view
from formkit.schemas.anatomy import parts
from formkit.schemas.record import Record
from formkit.schemas.view import PrintFacts, Shot, View


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

    def folder(self, source: str) -> Path | None:
        """Return the folder of a ledger, by what the register calls it."""
        return (self.job.root / source).parent if self.job.root and source else None

    def photos(self, record: Record, source: str) -> Found:
        """Return the photographs of a record, where the template has places for them."""
        if not record.attachments or not self.prints_photos:
            return Found()
        return self.examiner.album.of(record, self.folder(source))

    def charts(self, record: Record) -> tuple[Shot, ...]:
        """Return the charts of a record, where the template has places and they can be drawn.

        Without a Chinese font they are left out, which is told: boxes for signs belong on no paper.
        """
        charts = record.charts()
        wanted = charts and self.prints_charts and self.chart_fonts
        return shots_of(charts) if wanted else ()


def _left_to_the_hand(model: type[Record]) -> dict[str, Any]:
    """Return blanks for the fields that are written by hand after the paper was handed out."""
    return {
        part.name: () if part.model and part.kind is Kind.ROWS else None
        for part in parts(model)
        if part.about.by_hand
    }

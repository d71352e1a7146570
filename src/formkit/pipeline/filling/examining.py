"""Examining one record: what is found in it and, where nothing stands in its way, its paper.

Pure work of a worker: it depends on the job and the row alone, and twice done is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from formkit.intake.raw import RawRecord
from formkit.kernel.bugs import bug_found
from formkit.kernel.errors import ExitCode, FormkitError, fault
from formkit.kernel.findings import Finding, Level, blocking
from formkit.pipeline.examine import Examined as Judged
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.drafts import draft_of
from formkit.pipeline.filling.items import Examined, Paper, Row
from formkit.pipeline.filling.sealed import Sealed
from formkit.register import Document
from formkit.schemas.record import Record
from formkit.schemas.validation import Places
from formkit.schemas.view import View, doubted_copies, fingerprint


def examine(bench: Bench, row: Row) -> Examined:
    """Return what is found in a record and, where nothing stands in its way, its paper."""
    raw = row.raw
    try:
        examined = bench.examiner.examine(raw, folder=bench.folder(row.source))
        record = examined.record
        found = (raw.place, examined.findings, examined.project_no, examined.keys)
        if record is None or blocking(examined.findings):
            return Examined(*found)
        return Examined(*found, _paper(bench, examined, record, row))
    except FormkitError as error:
        return Examined(raw.place, (error.finding(),), exit_code=error.exit_code)
    except Exception as error:  # noqa: BLE001 - a bug in one record must not cost the others
        return Examined(raw.place, (bug_found(error, raw.place),), exit_code=ExitCode.BUG)


def _paper(bench: Bench, examined: Judged, record: Record, row: Row) -> Paper:
    raw, official = row.raw, bench.official
    draft = draft_of(bench.workspace, official, examined, record, row.source)
    unnumbered = record.changed(record_no=None)  # typed or drawn, it is the same paper
    shots = bench.photos(record, row.source).shots
    charts = bench.charts(record)
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
        findings=[finding.as_dict() for finding in examined.findings],
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

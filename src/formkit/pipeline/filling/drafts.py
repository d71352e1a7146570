"""What the register is asked for a record: its series, its key, where it stood."""

from __future__ import annotations

from datetime import date, datetime

from formkit.catalog import OfficialRecord
from formkit.pipeline.examine import Examined, value_at
from formkit.pipeline.workspace import Workspace, number_look, number_pattern
from formkit.register import Draft, Series
from formkit.schemas.record import Record


def draft_of(
    workspace: Workspace, official: OfficialRecord, examined: Examined, record: Record, source: str
) -> Draft:
    """Return the draft of an examined record that came from the file `source`."""
    manifest = official.manifest
    year = business_day(workspace, official, record).year
    pattern = number_pattern(
        workspace.settings,
        department=workspace.settings.company.department_code(manifest.department),
        type_code=manifest.type_code,
        year=year,
    )
    return Draft(
        slug=official.slug,
        series=Series(manifest.type_code, year, pattern, number_look(workspace.settings)),
        identity=examined.identity,
        project_no=record.project_no or "",
        source=source,
        row_key=examined.raw.key,
        record_no=record.record_no or "",
    )


def business_day(workspace: Workspace, official: OfficialRecord, record: Record) -> date:
    """Return the day whose year the number carries; today where the record has none (draft)."""
    day = value_at(record, official.manifest.numbering.date)
    if isinstance(day, datetime):
        return day.date()
    return day if isinstance(day, date) else workspace.clock.today()

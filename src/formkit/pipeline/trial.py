"""What a company's own template is filled with before it is used: samples, blanks, the longest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from formkit.catalog import Medium, OfficialRecord
from formkit.intake import reader
from formkit.kernel.findings import Finding
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline.paper import print_facts, row_names, view_names
from formkit.pipeline.projects import project_shape
from formkit.pipeline.workspace import Workspace
from formkit.render.trial import try_template
from formkit.schemas.complete import complete
from formkit.schemas.validation import read
from formkit.schemas.view import PrintFacts, View

NUMBER = "试填-2026-0001"
ROWS = 20  # a longest table, as the page limits have it
LONGEST = "验" * 300  # a longest opinion


def is_own(official: OfficialRecord, data: bytes, medium: Medium | None) -> bool:
    """Return whether a template is, byte for byte, the one that comes with formkit.

    Args:
        official: the record.
        data: the template.
        medium: the one wanted; None: any of the record's.
    """
    own = forms_folder() / "templates"
    media = (medium,) if medium else official.manifest.media
    paths = (own / f"{official.slug}.{one}" for one in media)
    return any(path.is_file() and path.read_bytes() == data for path in paths)


def trial_faults(
    workspace: Workspace, official: OfficialRecord, data: bytes, *, name: str
) -> list[Finding]:
    """Return what is wrong with a template that is not formkit's own, found in a limited process.

    Args:
        workspace: whose company stands on the trial documents.
        official: the record that the template prints.
        data: the template's bytes.
        name: its file name.
    """
    return try_template(data, view_names(official), trial_views(workspace, official), name=name)


def trial_views(workspace: Workspace, official: OfficialRecord) -> list[View]:
    """Return what a template is filled with on trial; the samples come first, all with `NUMBER`."""
    facts = print_facts(workspace, official, workspace.profile(), number=NUMBER)
    views = [*_samples(workspace, official, facts), _blank(official, facts, 1)]
    return [*views, longest(_blank(official, facts, ROWS))]


def longest(value: Any) -> Any:
    """Return a view with every text as long as texts become; numbers of rows stay."""
    if isinstance(value, dict):
        return {name: longest(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [longest(row) for row in value]
    return LONGEST if isinstance(value, str) else value


def _blank(official: OfficialRecord, facts: PrintFacts, rows: int) -> View:
    tables = dict.fromkeys(row_names(official), rows)
    blank: View = official.view.blank_view(official.model, facts, rows=tables)
    return blank


def _samples(workspace: Workspace, official: OfficialRecord, facts: PrintFacts) -> Iterator[View]:
    """Yield the views of the sample records, each with its sample project."""
    ledger = reader.read(samples_folder() / "projects.yaml", project_shape()).records
    projects = {str(raw.data.get("project_no")): raw.data for raw in ledger}
    for raw in reader.read(official.sample, official.shape).records:
        data = complete(
            official.model,
            raw.data,
            project=projects.get(str(raw.data.get("project_no"))),
            company=workspace.settings.company.model_dump(),
            defaults=official.manifest.defaults,
        )
        record, _refused = read(official.model, data)
        yield official.view.view_of(record, facts)

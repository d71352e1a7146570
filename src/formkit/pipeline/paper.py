"""What is printed around a record's own data: title, number, company, copies, mark style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake.shape import Kind
from formkit.kernel.marks import Style
from formkit.pipeline.workspace import Workspace
from formkit.rules.profile import Profile
from formkit.schemas.anatomy import parts
from formkit.schemas.satisfaction_survey.points import FAMILY, table_of
from formkit.schemas.view import PrintFacts, Shot


def print_facts(
    workspace: Workspace,
    official: OfficialRecord,
    profile: Profile,
    *,
    number: str = "",
    revision: int = 1,
) -> PrintFacts:
    """Return the facts for one document; without a number, those of the printable blank."""
    manifest = official.manifest
    company = workspace.settings.company
    resolution = profile.resolution()
    chosen = resolution.policy("mark_style")
    style: Style = "tick" if chosen == "tick" else "boxed"
    return PrintFacts(
        title=manifest.title,
        number=number,
        unit=company.name,
        form_no=manifest.form_no,
        revision=revision,
        keepers=tuple(copy.keeper for copy in manifest.copies),
        marks=style,
        company=company.model_dump(),
        surveys=tuple(folder / "surveys" for folder in workspace.forms),
        scores=table_of(resolution.family(FAMILY)),
        scoring=profile.scoring,
    )


def keywords(official: OfficialRecord, project_no: str = "") -> str:
    """Return the archive's particulars for the file's properties: project, kind, how long, where.

    GB/T 18894 asks for them beside title, author and number; an absent one is left out.
    """
    manifest = official.manifest
    years = manifest.retention.years
    said = (
        ("工程编号", project_no),
        ("记录种类", manifest.title),
        ("表号", manifest.form_no),
        ("保管期限", years if isinstance(years, str) else f"{years}年"),
        ("归档去向", manifest.archive_route),
    )
    return ";".join(f"{name}:{value}" for name, value in said if value)


def view_names(official: OfficialRecord) -> frozenset[str]:
    """Return every dotted name that a template of the record may use; rows as `issues[].due_on`."""
    tables = dict.fromkeys(row_names(official), 1)
    facts = PrintFacts(photos=(Shot("", ""),), charts=(Shot("", ""),))
    view = official.view.blank_view(official.model, facts, rows=tables)
    return frozenset(_names(view, ""))


def row_names(official: OfficialRecord) -> tuple[str, ...]:
    """Return the names of the record's tables and lists of texts."""
    return tuple(
        part.name for part in parts(official.model) if part.kind in (Kind.ROWS, Kind.TEXTS)
    )


def _names(view: Mapping[str, Any], path: str) -> Iterator[str]:
    for name, value in view.items():
        here = f"{path}{name}"
        yield here
        if isinstance(value, Mapping):
            yield from _names(value, f"{here}.")
        elif isinstance(value, list):
            for row in value:
                yield from _names(row, f"{here}[].")

"""What is printed around a record's own data: title, number, company, copies, mark style."""

from __future__ import annotations

from formkit.catalog import OfficialRecord, find_form
from formkit.kernel.marks import Style
from formkit.pipeline.workspace import Workspace
from formkit.rules.profile import Profile
from formkit.schemas.view import PrintFacts


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
    chosen = profile.resolution().policy("mark_style")
    style: Style = "tick" if chosen == "tick" else "boxed"
    surveys = find_form(workspace.forms, "surveys/README.md")
    return PrintFacts(
        title=manifest.title,
        number=number,
        unit=company.name,
        form_no=manifest.form_no,
        revision=revision,
        keepers=tuple(copy.keeper for copy in manifest.copies),
        marks=style,
        company=company.model_dump(),
        surveys=surveys.parent if surveys else None,
    )

"""The story of `blank`: an empty ledger, a commented skeleton, or the form to fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake import reader
from formkit.intake.blank import write_ledger
from formkit.intake.shape import Shape
from formkit.intake.skeleton import write_yaml
from formkit.kernel.errors import OutputError, UsageError
from formkit.kernel.files import write_durably
from formkit.kernel.findings import Place
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import Workspace
from formkit.render import Properties, compile_template
from formkit.schemas.complete import complete
from formkit.schemas.validation import read
from formkit.schemas.view import PrintFacts


def blank(workspace: Workspace, official: OfficialRecord, target: Path) -> Path:
    """Write the blank that the file's suffix asks for and return it: .xlsx, .yaml or .docx.

    Raises:
        UsageError: the suffix is none of these.
        OutputError: the file exists already or cannot be written.
    """
    if target.exists():
        raise OutputError("FK-OUT-008", place=Place(file=target.name), name=target.name)
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        write_ledger(target, official.shape, example=example_of(official.sample, official.shape))
    elif suffix in (".yaml", ".yml"):
        write_yaml(target, official.shape)
    elif suffix == ".docx":
        write_durably(target, printable(workspace, official))
    else:
        raise UsageError(
            "FK-WS-015", value=f"-o {target.name}", form="-o 名称.xlsx、.yaml 或 .docx"
        )
    return target


def example_of(sample: Path, shape: Shape) -> Mapping[str, Any] | None:
    """Return the first sample record as the ledger's example row; None where there is no sample."""
    if not sample.is_file():
        return None
    records = reader.read(sample, shape).records
    return records[0].data if records else None


def printable(workspace: Workspace, official: OfficialRecord) -> bytes:
    """Return the printable blank: the Word form with every place left to write in by hand."""
    facts = print_facts(workspace, official, workspace.profile())
    view = official.view.blank_view(official.model, facts)
    view |= _standing(workspace, official, facts)
    template = compile_template(official.template("docx"))
    return template.render(view, properties=Properties(title=official.title))


def _standing(workspace: Workspace, official: OfficialRecord, facts: PrintFacts) -> dict[str, Any]:
    """Return what is printed on every sheet alike: standard texts and company."""
    data = complete(
        official.model,
        {},
        company=workspace.settings.company.model_dump(),
        defaults=official.manifest.defaults,
    )
    record, _refused = read(official.model, data)
    view = official.view.view_of(record, facts)
    return {name: view[name] for name in data if name in view}

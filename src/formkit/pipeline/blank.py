"""The story of `blank`: an empty ledger, a commented skeleton, or the form to fill in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake import reader
from formkit.intake.blank import write_ledger
from formkit.intake.shape import Shape
from formkit.intake.skeleton import write_yaml
from formkit.kernel.errors import OutputError, UsageError
from formkit.kernel.files import write_durably
from formkit.kernel.findings import Place
from formkit.kernel.picture import Picture
from formkit.kernel.suggest import closest
from formkit.kernel.text import shown
from formkit.pipeline.paper import keywords, print_facts
from formkit.pipeline.pictures import LOGO, logo_of
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.templates import emit, usable_template
from formkit.pipeline.workspace import Workspace
from formkit.render import CompiledTemplate, Properties, compile_template
from formkit.schemas.anatomy import part_at
from formkit.schemas.complete import complete
from formkit.schemas.record import Record
from formkit.schemas.validation import read

NOTHING: Mapping[str, str] = MappingProxyType({})


def blank(
    workspace: Workspace,
    official: OfficialRecord,
    target: Path,
    *,
    given: Mapping[str, str] = NOTHING,
) -> Path:
    """Write the blank that the file's suffix asks for and return it: .xlsx, .yaml, .docx, .pdf.

    Args:
        workspace: whose company and standard texts are printed.
        official: the kind of record.
        target: the file.
        given: values printed on a .docx or .pdf, by name or header of the field (`bank`, 题库版本).

    Raises:
        UsageError: the suffix is none of these; a value is given for a field that does not exist,
            that it cannot be, or for a ledger.
        OutputError: the file exists already or cannot be written.
    """
    if target.exists():
        raise OutputError("FK-OUT-008", place=Place(file=target.name), name=target.name)
    suffix = target.suffix.lower()
    if given and suffix not in (".docx", ".pdf"):
        raise UsageError(
            "FK-WS-015",
            value=f"--set 与 -o {target.name}",
            form="--set 字段=值 -o 名称.docx 或 名称.pdf",
        )
    if suffix == ".xlsx":
        write_ledger(target, official.shape, example=example_of(official.sample, official.shape))
    elif suffix in (".yaml", ".yml"):
        write_yaml(target, official.shape)
    elif suffix == ".docx":
        write_durably(target, printable(workspace, official, given))
    elif suffix == ".pdf":
        write_durably(target, printable_pdf(workspace, official, given))
    else:
        raise UsageError(
            "FK-WS-015", value=f"-o {target.name}", form="-o 名称.xlsx、.yaml、.docx 或 .pdf"
        )
    return target


def example_of(sample: Path, shape: Shape) -> Mapping[str, Any] | None:
    """Return the first sample record as the ledger's example row; None where there is no sample."""
    if not sample.is_file():
        return None
    records = reader.read(sample, shape).records
    return records[0].data if records else None


def printable(
    workspace: Workspace, official: OfficialRecord, given: Mapping[str, str] = NOTHING
) -> bytes:
    """Return the printable blank: the Word form with every place left to write in by hand.

    Raises:
        UsageError: a given field does not exist, or cannot hold the value.
    """
    template = _to_write_in(workspace, official)
    logo = logo_of(workspace) if LOGO in template.pictures else None
    view = blank_view_of(workspace, official, given, logo=logo)
    properties = _properties(workspace, official)
    return template.render(view, properties=properties, pictures=dict([logo]) if logo else {})


def printable_pdf(
    workspace: Workspace, official: OfficialRecord, given: Mapping[str, str] = NOTHING
) -> bytes:
    """Return the printable blank as PDF, set straight from the layout; raises as `printable`."""
    sheet = sheet_of(workspace, official, by_hand=True)
    logo = logo_of(workspace) if LOGO in sheet.pictures else None
    view = blank_view_of(workspace, official, given, logo=logo)
    properties = _properties(workspace, official)
    return sheet.render(view, properties=properties, pictures=dict([logo]) if logo else {})


def blank_view_of(
    workspace: Workspace,
    official: OfficialRecord,
    given: Mapping[str, str] = NOTHING,
    *,
    logo: tuple[str, Picture] | None = None,
) -> dict[str, Any]:
    """Return what stands on the printable blank; `logo` is the company's, with its key.

    Raises:
        UsageError: a given field does not exist, or cannot hold the value.
    """
    facts = print_facts(workspace, official, workspace.profile())
    facts = replace(facts, logo=logo[0] if logo else "")
    standing = _standing(workspace, official, given)
    view: dict[str, Any] = official.view.blank_view(official.model, facts, given=standing)
    return view


def _properties(workspace: Workspace, official: OfficialRecord) -> Properties:
    return Properties(
        title=official.title,
        author=workspace.settings.company.name,
        keywords=keywords(official),
    )


def _to_write_in(workspace: Workspace, official: OfficialRecord) -> CompiledTemplate:
    """Return the Word template: with higher rows where it is the layout's own, not a company's."""
    if official.template("docx").read_bytes() == emit(official, "docx"):
        return compile_template(emit(official, "docx", by_hand=True))
    return usable_template(workspace, official, "docx").compiled


def _standing(workspace: Workspace, official: OfficialRecord, given: Mapping[str, str]) -> Record:
    """Return what the blank has in print: standard texts, the company, the given values."""
    typed: dict[str, Any] = {}
    asked = {_path_of(official, name): value for name, value in given.items()}
    for whole, value in asked.items():
        holder, path = typed, whole.split(".")
        for step in path[:-1]:
            holder = holder.setdefault(step, {})
        holder[path[-1]] = value
    data = complete(
        official.model,
        typed,
        company=workspace.settings.company.model_dump(),
        defaults=official.manifest.defaults,
    )
    record, refused = read(official.model, data)
    for one in refused:
        if not any(path == one.path or path.startswith(f"{one.path}.") for path in asked):
            continue  # what the settings hold wrong stays a place to write in
        place = Place(path=one.path, label=official.shape.label_of(one.path))
        raise UsageError(one.code, place=place, **one.values)
    for doubt in official.vocabulary()(record):
        place = Place(path=doubt.path, label=official.shape.label_of(doubt.path))
        raise UsageError(doubt.code, place=place, **doubt.values)
    return record


def _path_of(official: OfficialRecord, name: str) -> str:
    """Return the path of the field that a name or a ledger's header stands for.

    Raises:
        UsageError: there is none; the nearest is suggested.
    """
    columns = official.shape.columns()
    names = {known: one.path for one in columns for known in (*one.accepted, one.header)}
    if name in names:
        return names[name]
    if part_at(official.model, name):
        return name
    near = closest(name, list(names))
    if near:
        raise UsageError("FK-REC-002", name=shown(name), meant=near[0])
    raise UsageError("FK-REC-001", name=shown(name))

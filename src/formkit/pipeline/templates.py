"""The stories of `template build` and `template check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from formkit import catalog
from formkit.catalog import Medium, OfficialRecord
from formkit.kernel.errors import fault
from formkit.kernel.files import make_folder, write_durably
from formkit.kernel.findings import Finding, Level, Place, blocking
from formkit.layout import blocks, excel, word
from formkit.pipeline.paper import view_names
from formkit.pipeline.workspace import Workspace
from formkit.render import check_template, compile_template
from formkit.schemas.view import unprinted

NUMBER = "form.number"


def build(workspace: Workspace, name: str | None, output: Path | None) -> Iterator[Path]:
    """Yield each template as it is written; without a name, those of all records.

    Args:
        workspace: whose layouts are used; the company's own come first.
        name: slug or title of one record.
        output: the folder; None: the workspace's own templates.

    Raises:
        UsageError: there is neither a workspace nor a folder.
        ProfileError: a layout is wrong.
        OutputError: the folder cannot be written.
    """
    folder = make_folder(output or workspace.folder() / "forms" / "templates")
    known = [catalog.named(name, workspace.forms)] if name else catalog.records(workspace.forms)
    for official in known:
        for medium in official.manifest.media:
            path = folder / f"{official.slug}.{medium}"
            yield write_durably(path, emit(official, medium))


def emit(official: OfficialRecord, medium: Medium, *, by_hand: bool = False) -> bytes:
    """Return the template that the record's layout makes; `by_hand`: with rows to write in.

    Raises:
        ProfileError: the layout is wrong.
    """
    data = catalog.manifest_data(official.slug, official.forms, with_lines=True)
    layout = blocks.load(data, source=f"forms/{official.slug}.yaml")
    if by_hand:
        layout = layout.by_hand()
    emit_template = word.emit if medium == "docx" else excel.emit
    return emit_template(layout, data)


def check(workspace: Workspace, name: str, file: Path | None) -> list[Finding]:
    """Return what is wrong with a template; without a file, with those in use.

    Raises:
        TemplateError: the file is missing or no template at all.
    """
    official = catalog.named(name, workspace.forms)
    if file is not None:
        return template_faults(official, file, None)
    return [
        found
        for medium in official.manifest.media
        for found in template_faults(official, official.template(medium), medium)
    ]


def template_faults(official: OfficialRecord, path: Path, medium: Medium | None) -> list[Finding]:
    """Return what is wrong with a template of the record, and what it does not print.

    A template that does not print the number is no official form; other fields left out are
    warnings. `medium` is what it should be; None: either.
    """
    faults = check_template(path, view_names(official), name=path.name)
    if blocking(faults):
        return faults
    template = compile_template(path)
    place = Place(file=path.name)
    if medium and template.kind != medium:
        return [*faults, fault("FK-WS-019", place, kind=template.kind, medium=medium)]
    used = {name.replace("[]", "") for name in template.names}
    if NUMBER not in used:
        faults.append(fault("FK-WS-020", place))
    missing = unprinted(official.model, template.names)
    if missing:
        labels = "、".join(dict.fromkeys(map(official.shape.label_of, missing)))
        faults.append(fault("FK-WS-021", place, level=Level.WARNING, fields=labels))
    return faults

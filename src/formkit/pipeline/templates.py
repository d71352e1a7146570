"""The stories of `template build` and `template check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formkit import __version__, catalog
from formkit.catalog import Medium, OfficialRecord
from formkit.kernel.errors import fault
from formkit.kernel.files import make_folder, sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place, blocking
from formkit.layout import blocks, excel, word
from formkit.pipeline.paper import view_names
from formkit.pipeline.trial import is_own, trial_faults
from formkit.pipeline.trust import hinted, trust_in, trusted_by, trusted_faults
from formkit.pipeline.workspace import Workspace
from formkit.render import (
    CompiledTemplate,
    TemplateRefused,
    check_template,
    compile_template,
    note_pictures,
    read_source,
)
from formkit.render.trial import tags_of, try_trusted
from formkit.schemas.view import unprinted

NUMBER = "form.number"
PASSED = "模板试填通过"  # the history's word for it


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
    target = output or workspace.folder() / "forms" / "templates"
    folder = make_folder(target, inside=workspace.root)
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

    Of a company's own that can be used a note says which pictures it prints.

    Raises:
        TemplateError: the file is missing or no template at all.
    """
    official = catalog.named(name, workspace.forms)
    media: list[Medium | None] = [None] if file else [*official.manifest.media]
    found: list[Finding] = []
    for medium in media:
        path = file or official.template(medium or "docx")
        faults = template_faults(workspace, official, path, medium)
        told = blocking(faults) or any(one.code == "FK-PIC-006" for one in faults)
        data = read_source(path)
        if not told and not is_own(official, data, medium):
            faults.append(note_pictures(compile_template(data, name=path.name)))
        found += faults
    return found


def check_trusted(workspace: Workspace, name: str, file: Path) -> list[Finding]:
    """Return what is to be said of a template that may say everything docxtpl can.

    Raises:
        TemplateError: the file is missing or too large.
    """
    official = catalog.named(name, workspace.forms)
    return try_trusted(read_source(file), view_names(official), name=file.name)


@dataclass(frozen=True)
class TagUse:
    """A name that a template prints or asks: where, its name, what the paper calls it (or "")."""

    place: str
    name: str
    label: str


def tags(workspace: Workspace, name: str, file: Path | None) -> list[TagUse]:
    """Return every tag of a template; without a file, of those in use.

    Raises:
        TemplateError: the file is missing or no template at all.
    """
    official = catalog.named(name, workspace.forms)
    paths = [file] if file else [official.template(one) for one in official.manifest.media]
    return [
        TagUse(str(place), used, _label(official, used))
        for path in paths
        for used, place in tags_of(read_source(path), name=path.name)
    ]


def _label(official: OfficialRecord, used: str) -> str:
    """Return what the paper calls a name; empty for what is no field of the record."""
    path = used.replace("[]", "")
    label = official.shape.label_of(path)
    return "" if label == path else label


def template_faults(
    workspace: Workspace, official: OfficialRecord, path: Path, medium: Medium | None
) -> list[Finding]:
    """Return what is wrong with a template of the record, and what it does not print.

    One that is not formkit's own is tried out first, in a process of its own (T01). A template
    that does not print the number is no official form; other fields left out are warnings. One in
    use that is trusted is tried by that way.

    Args:
        workspace: whose company stands on what is filled in on trial.
        official: the record.
        path: the template.
        medium: what it should be; None: either.

    Raises:
        TemplateError: the file is missing or too large.
    """
    data = read_source(path)
    if not is_own(official, data, medium):
        trust = trusted_by(workspace, path.name, data) if medium == "docx" else None
        if trust is not None:
            found = trusted_faults(workspace, official, data, name=path.name)
            return [*found, trust.note(path.name)]
        faults = trial_faults(workspace, official, data, name=path.name)
        if blocking(faults):
            return hinted(faults, name=path.name, medium=medium)
    return _faults(official, data, path.name, medium)


def _faults(
    official: OfficialRecord, data: bytes, name: str, medium: Medium | None
) -> list[Finding]:
    """Return the faults of a template that may be opened in this process."""
    faults = check_template(data, view_names(official), name=name)
    if blocking(faults):
        return faults
    template = compile_template(data, name=name)
    place = Place(file=name)
    if medium and template.kind != medium:
        return [*faults, fault("FK-WS-019", place, kind=template.kind, medium=medium)]
    used = {name.replace("[]", "") for name in template.names}
    if NUMBER not in used:
        faults.append(fault("FK-WS-020", place))
    missing = unprinted(official.model, template.names)
    if missing:
        labels = "、".join(dict.fromkeys(_called(official, path) for path in missing))
        faults.append(fault("FK-WS-021", place, level=Level.WARNING, fields=labels))
    return faults


def _called(official: OfficialRecord, printed: str) -> str:
    """Return what the paper calls a name that is printed; one made of several fields, its group."""
    around, _dot, name = printed.replace("[]", "").replace("_parts.", ".").rpartition(".")
    label = official.shape.label_of(f"{around}.{name}" if around else name)
    return official.shape.label_of(around) if around and label.endswith(name) else label


@dataclass(frozen=True)
class UsableTemplate:
    """A template that may be used: its name and the very bytes that were judged.

    `notes` are what is only worth knowing of it. `trusted`: it is filled as docxtpl fills it.
    """

    name: str
    data: bytes
    compiled: CompiledTemplate
    notes: tuple[Finding, ...] = ()
    trusted: bool = False


def compiled(data: bytes, name: str, *, trusted: bool) -> CompiledTemplate:
    """Return a template compiled by the way that it is filled: strict, or trusted and proven."""
    return compile_template(data, name=name, trusted=trusted, prove=trusted)


def usable_template(
    workspace: Workspace, official: OfficialRecord, medium: Medium
) -> UsableTemplate:
    """Return the template in use for the record.

    A company's own template is tried out before its first use; that it passed is written in the
    register's history, under its SHA-256 and the version of formkit that tried it. One that was
    trusted (`pipeline.trust`) was tried then.

    Raises:
        TemplateError: the template may not be used.
    """
    path = official.template(medium)
    data = read_source(path)
    if is_own(official, data, medium):
        return UsableTemplate(path.name, data, compile_template(data, name=path.name))
    passed = {"sha256": sha256(data), "formkit": __version__}
    register = workspace.register()
    try:
        trust = trust_in(register, path.name, passed["sha256"]) if medium == "docx" else None
        if trust is not None:
            made = compiled(data, path.name, trusted=True)
            return UsableTemplate(path.name, data, made, (trust.note(path.name),), trusted=True)
        known = register.noted(PASSED, path.name, passed)
        faults = [] if known else trial_faults(workspace, official, data, name=path.name)
        if not blocking(faults):
            faults = _faults(official, data, path.name, medium)
        if blocking(faults):
            raise TemplateRefused(hinted(faults, name=path.name, medium=medium))
        if not known:
            with register.writing() as writing:
                writing.note(PASSED, path.name, passed)
    finally:
        register.close()
    made = compiled(data, path.name, trusted=False)
    return UsableTemplate(path.name, data, made, tuple(faults))

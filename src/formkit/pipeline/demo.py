"""The story of `demo`: the main job on the fictional samples."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from formkit import catalog
from formkit.catalog import Medium
from formkit.kernel.clock import Clock
from formkit.kernel.errors import UsageError
from formkit.kernel.resources import samples_folder
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.workspace import SETTINGS_FILE, Workspace, find

PHOTOS = "photos"  # the folder of samples that lie beside their photographs


@dataclass(frozen=True)
class Made:
    """One document of the demo."""

    title: str
    number: str
    project: str
    outcome: str
    file: str

    def as_dict(self) -> dict[str, Any]:
        """Return the line as plain data."""
        return asdict(self)


def demo(folder: Path, *, clock: Clock | None = None) -> list[Made]:
    """Make a workspace with the three sample projects and every record; again changes nothing.

    Records with photographs come last, in the first of their media.

    Raises:
        UsageError: the samples are not installed.
        OutputError: the folder cannot be written.
    """
    samples = samples_folder()
    if not samples.is_dir():
        raise UsageError("FK-WS-018")
    workspace = _workspace(folder, samples, clock)
    import_projects(workspace, samples / "projects.yaml")
    made = []
    known = list(catalog.records(workspace.forms))
    for official in known:
        for medium in official.manifest.media:
            made += _fill(workspace, official, official.sample, medium)
    for official in known:
        photographed = samples / PHOTOS / official.sample.name
        if photographed.is_file():
            made += _fill(workspace, official, photographed, official.manifest.media[0])
    return made


def _workspace(folder: Path, samples: Path, clock: Clock | None) -> Workspace:
    if (folder / SETTINGS_FILE).is_file():
        return find(folder, clock=clock)
    company = YAML(typ="safe", pure=True).load(
        (samples / "company.yaml").read_text(encoding="utf-8")
    )
    known = {name: str(company.get(name, "")) for name in CompanyEntry.__dataclass_fields__}
    return init(folder, CompanyEntry(**known), clock=clock)


def _fill(
    workspace: Workspace, official: catalog.OfficialRecord, source: Path, medium: Medium
) -> list[Made]:
    report = fill(workspace, official, [source], medium=medium)
    return [
        Made(official.title, record.number, record.project, record.outcome.value, record.file)
        for record in report.records()
    ]

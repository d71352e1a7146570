"""The story of `project`: the 竣工工程 ledger into the register, with what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from formkit.intake import reader
from formkit.intake.raw import RawRecord
from formkit.intake.shape import Shape
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Finding, blocking
from formkit.kernel.gate import Gate
from formkit.kernel.suggest import hint
from formkit.pipeline.differences import changes
from formkit.pipeline.known_projects import end_convention
from formkit.pipeline.workspace import Workspace
from formkit.register import Writing
from formkit.rules import engine
from formkit.schemas import project_checks
from formkit.schemas.complete import complete
from formkit.schemas.project import Project
from formkit.schemas.shape import shape_of
from formkit.schemas.validation import Places, read, validate


class Change(StrEnum):
    """What the import did with one project."""

    ADDED = "新登记"
    UPDATED = "已更新"
    UNCHANGED = "未变"
    FAULTY = "有误"


@dataclass(frozen=True)
class ProjectReport:
    """One project of the ledger."""

    project_no: str
    name: str
    change: Change
    findings: tuple[Finding, ...] = ()
    changed: tuple[tuple[str, str, str], ...] = ()  # label, before, after

    def as_dict(self) -> dict[str, Any]:
        """Return the project's part of `--json`."""
        return {
            "project_no": self.project_no,
            "project_name": self.name,
            "change": self.change.value,
            "changed": [list(entry) for entry in self.changed],
            "findings": [finding.as_dict() for finding in self.findings],
        }


@dataclass(frozen=True)
class ImportReport:
    """The whole import."""

    source: str
    findings: tuple[Finding, ...]
    projects: tuple[ProjectReport, ...] = field(default=())

    @property
    def faulty(self) -> bool:
        """Whether anything was left out."""
        return blocking(self.findings) or any(p.change is Change.FAULTY for p in self.projects)

    def as_dict(self) -> dict[str, Any]:
        """Return the import as plain data."""
        return {
            "source": self.source,
            "findings": [finding.as_dict() for finding in self.findings],
            "projects": [project.as_dict() for project in self.projects],
        }


def project_shape() -> Shape:
    """Return the shape of the 竣工工程 ledger."""
    return shape_of(Project, "project", "竣工工程")


def import_projects(workspace: Workspace, path: Path) -> ImportReport:
    """Take a ledger of projects into the register; sound rows are taken, faulty ones reported.

    Raises:
        InputUnreadable: the file cannot be read as a ledger.
        UsageError: there is no workspace.
        OutputError: the register cannot be written.
    """
    workspace.folder()
    intake = reader.read(path, project_shape())
    register = workspace.register()
    try:
        with register.writing() as writing:
            held = blocking(
                intake.findings
            )  # rows may stand under the wrong project: all is told, nothing taken
            reports = tuple(_import(workspace, writing, intake.records, held=held))
    finally:
        register.close()
    return ImportReport(path.name, intake.findings, reports)


def _import(
    workspace: Workspace, writing: Writing, records: Sequence[RawRecord], *, held: bool
) -> Iterator[ProjectReport]:
    profile = workspace.profile()
    company = workspace.settings.company.model_dump()
    bench = engine.Bench(
        engine.checks_in(project_checks),
        profile,
        record_kind="project",
        gate=Gate.ISSUE,
        clock=workspace.clock,
    )
    for raw in records:
        data = complete(Project, raw.data, project=None, company=company, defaults={})
        completed = RawRecord(data, raw.places, raw.place, raw.key, raw.findings)
        convention = end_convention(profile, data)
        project, faults = validate(Project, completed, gate=Gate.ISSUE, convention=convention)
        findings = [*raw.findings, *faults]
        typed, _refused = read(Project, data)
        findings += bench.judge(
            typed.with_ends(convention=convention),
            contract=typed.contract_terms,
            exemption=typed.exemption,
            on=typed.law_day(),
            place_of=Places(Project, raw).at,
        )
        number = str(raw.data.get("project_no") or "")
        name = str(raw.data.get("project_name") or "")
        if held or project is None or blocking(findings):
            yield ProjectReport(number, name, Change.FAULTY, tuple(findings))
        else:  # the register keeps what was typed; ends are computed where they are printed
            yield _put(writing, typed, tuple(findings))


def _put(writing: Writing, project: Project, findings: tuple[Finding, ...]) -> ProjectReport:
    number, name = str(project.project_no), str(project.project_name)
    after = project.dump()
    before = writing.put_project(number, after)
    if before is None:
        return ProjectReport(number, name, Change.ADDED, findings)
    shape = project_shape()
    changed = tuple(
        (shape.label_of(path), _shown(old), _shown(new))
        for path, old, new in changes(before, after)
    )
    change = Change.UPDATED if changed else Change.UNCHANGED
    return ProjectReport(number, name, change, findings, changed)


def _shown(value: Any) -> str:
    return "(空)" if value in (None, "", [], {}) else str(value)


def registered(workspace: Workspace, project_no: str) -> dict[str, Any]:
    """Return one registered project's data.

    Raises:
        UsageError: it is not registered; the message suggests the nearest number.
    """
    workspace.folder()
    known = workspace.projects()
    if project_no in known:
        return known[project_no]
    raise UsageError("FK-WS-010", project_no=project_no, hint=hint(project_no, known))

"""The press: prints one record through the template into a file that nothing else owns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from pathlib import Path

from formkit.catalog import OfficialRecord
from formkit.kernel.errors import UsageError, fault
from formkit.kernel.filenames import safe_name
from formkit.kernel.files import free_name, is_unchanged, sha256, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.values import BadValue
from formkit.pipeline.drafts import business_day
from formkit.pipeline.examine import value_at
from formkit.pipeline.paper import keywords, print_facts
from formkit.pipeline.workspace import Workspace
from formkit.register import Document
from formkit.render import CompiledTemplate, Properties
from formkit.rules.profile import Profile
from formkit.schemas.record import Record
from formkit.schemas.view import PrintFacts


@dataclass(frozen=True)
class Press:
    """Prints records of one kind into one folder."""

    workspace: Workspace
    official: OfficialRecord
    template: CompiledTemplate
    folder: Path
    profile: Profile
    _fresh: list[Path] = field(default_factory=list)  # written, not yet in the register

    def make(self, record: Record, made: Document) -> tuple[Document, tuple[Finding, ...]]:
        """Print the document and return it with its file; another file's name is never taken.

        Raises:
            UsageError: the number cannot stand in a file name.
            TemplateError: the template does not print every value.
            OutputError: the file cannot be written.
        """
        data = self.template.render(
            self.official.view.view_of(record, self.facts(made.number, made.revision)),
            properties=self._properties(record, made),
        )
        wanted = self.folder / self._file_name(record, made)
        content = sha256(data)
        taken = wanted.exists() and not is_unchanged(wanted, content)
        path = free_name(wanted) if taken else wanted
        new = not path.exists()
        written = write_durably(path, data, aside=True)
        if new or written != path:
            self._fresh.append(written)
        findings: tuple[Finding, ...] = ()
        if written != wanted:
            code = "FK-OUT-010" if taken else "FK-OUT-009"
            said = {"name": wanted.name, "other": written.name}
            findings = (fault(code, Place(file=wanted.name), level=Level.WARNING, **said),)
        return replace(made, file=self._relative(written), file_sha=content), findings

    def keep(self) -> None:
        """The register has the document: what was written stays."""
        self._fresh.clear()

    def take_back(self) -> None:
        """The register has not taken the document: what was written for it goes again."""
        while self._fresh:
            self._fresh.pop().unlink(missing_ok=True)

    def facts(self, number: str = "", revision: int = 1) -> PrintFacts:
        """Return what is printed around the record's own data."""
        return replace(self._common, number=number, revision=revision)

    @cached_property
    def _common(self) -> PrintFacts:
        return print_facts(self.workspace, self.official, self.profile)

    def _properties(self, record: Record, made: Document) -> Properties:
        return Properties(
            title=f"{self.official.title} {made.number}",
            author=self.workspace.settings.company.name,
            subject=self._project_name(record),
            keywords=keywords(self.official, made.project_no),
            identifier=made.number,
            created=datetime.combine(business_day(self.workspace, self.official, record), time()),
        )

    def _project_name(self, record: Record) -> str:
        return str(value_at(record, "project.project_name") or "")

    def _file_name(self, record: Record, made: Document) -> str:
        title = self.official.title + (f"_第{made.revision}版" if made.revision > 1 else "")
        suffix = f".{self.template.kind}"
        try:
            return safe_name(made.number, title, self._project_name(record), suffix=suffix)
        except BadValue as bad:
            raise UsageError(bad.code, **bad.values) from bad

    def _relative(self, path: Path) -> str:
        """Return the path as registered: relative inside the workspace, so that it can be moved."""
        path, root = path.resolve(), self.workspace.folder().resolve()
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

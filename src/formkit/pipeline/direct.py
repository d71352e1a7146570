"""The direct road: the paper of a registered revision, set straight from its layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import Medium
from formkit.kernel.errors import OutputError
from formkit.kernel.files import is_unchanged, sha256
from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder
from formkit.pipeline.pictures import logo_of
from formkit.pipeline.sealed import Sealed
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.work import Bench, Job, Order, drawn
from formkit.pipeline.workspace import Workspace
from formkit.register import Document
from formkit.render.page import CompiledSheet
from formkit.rules.profile import Profile


@dataclass
class _Kind:
    """What one kind of record in one medium needs, made once."""

    bench: Bench
    own: bool  # the template in use is formkit's, not the company's
    workspace: Workspace

    @cached_property
    def sheet(self) -> CompiledSheet:
        """The sheet in Typst."""
        return sheet_of(self.workspace, self.bench.official)


@dataclass
class Direct:
    """Sets papers of the register from the data that the register holds."""

    workspace: Workspace
    _kinds: dict[tuple[str, str], _Kind] = field(default_factory=dict)

    @cached_property
    def _profile(self) -> Profile:
        return self.workspace.profile()

    def follows(self, document: Document) -> bool:
        """Return whether the issued paper is what formkit's template makes of the registered data.

        Only then do both roads print the same: a company's own template has another look, and what
        was entered after the paper went out is not on it. The paper is made again in memory and
        compared byte by byte with the one that was registered.
        """
        kind = self._kind(document)
        if not kind.own or document.template_sha != sha256(kind.bench.job.template):
            return False
        try:
            view, properties, pictures = drawn(kind.bench, _order(kind.bench, document))
        except OutputError:  # a photograph is not where it was: only the file has it now
            return False
        made = kind.bench.template.render(view, properties=properties, pictures=pictures)
        return sha256(made) == document.file_sha

    def pdf(self, document: Document) -> bytes:
        """Return the paper as PDF/A-2b.

        Raises:
            ProfileError: the layout is wrong.
            OutputError: the pages cannot be set, or do not hold what they should.
        """
        kind = self._kind(document)
        view, properties, pictures = drawn(kind.bench, _order(kind.bench, document))
        return kind.sheet.render(view, properties=properties, pictures=pictures)

    def _kind(self, document: Document) -> _Kind:
        key = (document.slug, document.medium)
        if key not in self._kinds:
            medium: Medium = "xlsx" if document.medium == "xlsx" else "docx"
            official = catalog.load(document.slug, self.workspace.forms)
            path = official.template(medium)
            carried = forms_folder() / "templates" / path.name
            job = Job(
                root=self.workspace.root,
                settings=self.workspace.settings,
                now=self.workspace.clock.now(),
                slug=document.slug,
                forms=tuple(official.forms),
                medium=medium,
                template=path.read_bytes(),
                template_name=path.name,
                profile=self._profile,
                projects={},
                gate=Gate.ISSUE,
                waivers=(),
                durable=False,
                logo=logo_of(self.workspace),
            )
            own = is_unchanged(carried, sha256(job.template))
            self._kinds[key] = _Kind(Bench(job), own, self.workspace)
        return self._kinds[key]


def _order(bench: Bench, document: Document) -> Order:
    data: Any = document.data
    record = bench.official.model.model_validate(data)
    return Order(
        Sealed(record),
        document.number,
        document.revision,
        document.project_no,
        document.source,
        document.print_sha,
        Path(),
    )

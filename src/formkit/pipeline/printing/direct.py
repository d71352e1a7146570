"""The direct road: the paper of a registered revision, set straight from its layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import Medium
from formkit.kernel.errors import FormkitError, OutputError
from formkit.kernel.files import is_unchanged, sha256
from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder
from formkit.pdf.finish import NotArchival, Particulars, finished, judge
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.crew import Crew, crew_for
from formkit.pipeline.filling.items import Failure, Job, Order
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.filling.printout import drawn
from formkit.pipeline.filling.sealed import Sealed
from formkit.pipeline.pictures import logo_of
from formkit.pipeline.templates import compiled
from formkit.pipeline.trust import trusted_by
from formkit.pipeline.workspace import Workspace
from formkit.register import Document
from formkit.rules.profile import Profile


@dataclass(frozen=True, slots=True)
class Wanted:
    """A registered revision that is to be set straight from its layout.

    comparable: formkit's own template made the paper, so that both roads may print the same.
    forced: it is to be set even where they do not. archival: it is to be judged as PDF/A-2b.
    """

    document: Document
    comparable: bool
    forced: bool
    archival: bool


@dataclass(frozen=True, slots=True)
class Straight:
    """What came of it: the PDF/A-2b, None where this is not its road, or why there is none.

    follows: whether the issued paper is what formkit's template makes of the registered data.
    doubt: why the PDF is no PDF/A-2b; it does not say then that it is.
    """

    pdf: bytes | None = field(default=None, repr=False)
    follows: bool = False
    failure: Failure | None = None
    doubt: Failure | None = None


def set_straight(bench: Bench, wanted: Wanted) -> Straight:
    """Set a paper straight from its layout, where that prints the same as the issued one.

    A company's own template has another look, and what was entered after the paper went out is
    not on it. So the paper is made again in memory and compared byte by byte with the one that was
    registered.
    """
    document = wanted.document
    try:
        try:
            view, properties, pictures = drawn(bench, _order(bench, document))
        except OutputError:  # a photograph is not where it was: only the file has it now
            if wanted.forced:
                raise
            return Straight()
        follows = wanted.comparable and document.file_sha == sha256(
            bench.template.render(view, properties=properties, pictures=pictures)
        )
        if not (follows or wanted.forced):
            return Straight()
        pdf = bench.sheet.render(view, properties=properties, pictures=pictures)
        made = Straight(pdf, follows)
        return judged(made, document.number) if wanted.archival else made
    except FormkitError as error:
        return Straight(failure=Failure.of(error))


def judged(made: Straight, number: str) -> Straight:
    """Return a PDF that keeps to PDF/A-2b, or with the doubt one in which nothing says so."""
    pdf = made.pdf or b""
    try:
        judge(pdf, name=number)
    except NotArchival as error:
        said = Particulars(title=number, identifier=number)
        plain = finished(pdf, said, name=number, archival=False)
        return replace(made, pdf=plain, doubt=Failure.of(error))
    return made


@dataclass
class _Kind:
    """What one kind of record in one medium needs, made once."""

    job: Job
    crew: Crew
    own: bool  # the template in use is formkit's, not the company's

    @cached_property
    def template_sha(self) -> str:
        return sha256(self.job.template)


@dataclass
class Direct:
    """Sets papers of the register from the data that the register holds.

    Args:
        workspace: whose papers they are.
        pace: who does the work: this process, worker processes, a cluster.
    """

    workspace: Workspace
    pace: Pace = field(default_factory=Pace)
    _kinds: dict[tuple[str, str], _Kind] = field(default_factory=dict)

    @cached_property
    def _profile(self) -> Profile:
        return self.workspace.profile()

    def set(self, documents: Sequence[Document], *, forced: bool, archival: bool) -> list[Straight]:
        """Return what came of each, in order; a fault of one never stops the others."""
        found: dict[int, Straight] = {}
        kinds: dict[tuple[str, str], list[int]] = {}
        for at, document in enumerate(documents):
            kinds.setdefault((document.slug, document.medium), []).append(at)
        for (slug, medium), positions in kinds.items():
            some = [documents[at] for at in positions]
            try:
                results = self._set(
                    self._kind(slug, medium), some, forced=forced, archival=archival
                )
            except FormkitError as error:  # nothing of this kind can be set now
                results = [Straight(failure=Failure.of(error))] * len(some)
            found |= dict(zip(positions, results, strict=True))
        return [found[at] for at in range(len(documents))]

    @staticmethod
    def _set(
        kind: _Kind, documents: Sequence[Document], *, forced: bool, archival: bool
    ) -> Sequence[Straight]:
        wanted = [
            Wanted(
                document, kind.own and document.template_sha == kind.template_sha, forced, archival
            )
            for document in documents
        ]
        return kind.crew.start(set_straight, wanted)()

    def close(self) -> None:
        """Send the workers home."""
        while self._kinds:
            self._kinds.popitem()[1].crew.close()

    def _kind(self, slug: str, found_medium: str) -> _Kind:
        key = (slug, found_medium)
        if key not in self._kinds:
            medium: Medium = "xlsx" if found_medium == "xlsx" else "docx"
            official = catalog.load(slug, self.workspace.forms)
            path = official.template(medium)
            carried = forms_folder() / "templates" / path.name
            data = path.read_bytes()
            own = is_unchanged(carried, sha256(data))
            trusted = not own and trusted_by(self.workspace, path.name, data) is not None
            job = Job(
                root=self.workspace.root,
                settings=self.workspace.settings,
                now=self.workspace.clock.now(),
                slug=slug,
                forms=tuple(official.forms),
                medium=medium,
                template=data,
                template_name=path.name,
                profile=self._profile,
                projects={},
                gate=Gate.ISSUE,
                waivers=(),
                durable=False,
                logo=logo_of(self.workspace),
                trusted=trusted,
            )
            template = compiled(data, path.name, trusted=trusted)
            self._kinds[key] = _Kind(job, crew_for(job, template, self.pace), own)
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

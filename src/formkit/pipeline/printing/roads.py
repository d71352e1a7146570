"""The roads to a PDF: straight from the layout, through an office program, or it is one already."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from formkit.kernel.errors import ExitCode, FormkitError, InputUnreadable, UsageError, fault
from formkit.kernel.files import is_unchanged
from formkit.kernel.findings import Finding, Level, Place, blocking
from formkit.office import LibreOffice, Options, Paper, convert, office_program, paper_of
from formkit.office.cache import Cache
from formkit.office.fonts import Font, signature, stand_ins
from formkit.office.programs import Program
from formkit.ooxml import sniff, source
from formkit.ooxml.gate import LEDGER, FileKind
from formkit.pdf.proof import prove
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.printing.direct import Direct, Straight
from formkit.pipeline.printing.printables import Printable
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Workspace
from formkit.register import Document
from formkit.typeset import Faces

CACHE = Path(".formkit") / "cache" / "pdf"


class Engine(StrEnum):
    """Which road a document takes to its PDF."""

    AUTO = "auto"  # straight from the layout where the paper came from it, else an office program
    TYPST = "typst"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Made:
    """What a road made of a document: the PDF with its pages, or why there is none."""

    data: bytes | None = field(default=None, repr=False)
    pages: int = 0
    engine: str = ""
    findings: tuple[Finding, ...] = ()
    exit_code: ExitCode = ExitCode.OK

    @classmethod
    def failed(cls, error: FormkitError) -> Made:
        """Return that nothing was made, because of this error."""
        return cls(findings=(error.finding(),), exit_code=error.exit_code)


@dataclass
class Roads:
    """Makes PDFs of documents, each by the road that is right for it.

    Args:
        workspace: whose documents, layouts and fonts they are.
        engine: which road is wanted.
        archival: whether an office program is to make PDF/A-2b; the direct road always does.
        jobs: office processes side by side; 0: one per core.
        folder: an empty folder for what only this run needs.
        pace: who sets papers straight from their layouts.
    """

    workspace: Workspace
    engine: Engine
    archival: bool
    jobs: int
    folder: Path
    pace: Pace = field(default_factory=Pace)
    cache: Cache | None = None
    _program: Program | None = None
    _direct: Direct = field(init=False)
    _fonts: Path | None = None

    def __post_init__(self) -> None:
        self._direct = Direct(self.workspace, self.pace)

    def close(self) -> None:
        """Let those go who set papers."""
        self._direct.close()

    def made(self, wanted: Sequence[Printable]) -> dict[Path, Made]:
        """Return what became of each, by its target; a fault of one never stops the others."""
        made: dict[Path, Made] = {}
        papers: list[tuple[Printable, Paper]] = []
        straight = self._straight([one for one in wanted if one.document])
        for one in wanted:
            try:
                taken = self._taken(one, straight.get(one.target, Straight()))
            except FormkitError as error:
                made[one.target] = Made.failed(error)
                continue
            if isinstance(taken, Paper):
                papers.append((one, taken))
            else:
                made[one.target] = taken
        return made | self._converted(papers)

    def _straight(self, wanted: Sequence[Printable]) -> dict[Path, Straight]:
        """Return what the direct road makes of papers of the register, by their targets."""
        if self.engine is Engine.OFFICE:
            return {}
        documents = [one.document for one in wanted if one.document]
        made = self._direct.set(
            documents, forced=self.engine is Engine.TYPST, archival=self.archival
        )
        return dict(zip((one.target for one in wanted), made, strict=True))

    def _taken(self, one: Printable, straight: Straight) -> Made | Paper:
        """Return the PDF of a document where no office program is needed, else its paper."""
        if one.document is None and sniff.kind(one.source) is FileKind.PDF:
            data = source.load(one.source, limits=LEDGER)
            return Made(data, prove(data, name=one.source.name))
        if straight.failure:
            return Made(findings=(straight.failure.finding,), exit_code=straight.failure.exit_code)
        if one.document and straight.pdf is not None:
            return self._told(one.document, straight, straight.pdf)
        if one.document is None and self.engine is Engine.TYPST:
            raise UsageError("FK-PDF-023", place=Place(file=one.source.name))
        if one.document and not is_unchanged(one.source, one.document.file_sha):
            place = Place(file=one.source.name)
            raise InputUnreadable("FK-PDF-021", place=place, number=one.number)
        return paper_of(one.source, expected=one.number)

    @staticmethod
    def _told(document: Document, straight: Straight, pdf: bytes) -> Made:
        """Return a paper that was set and read back, with what is to be said of it."""
        findings: list[Finding] = []
        if not straight.follows:
            place = Place(file=Path(document.file).name)
            told = fault("FK-PDF-024", place, level=Level.WARNING, number=document.number)
            findings.append(told)
        doubt, code = straight.doubt, ExitCode.OK
        if doubt is not None:
            findings.append(doubt.finding)
            code = doubt.exit_code
        return Made(pdf, prove(pdf, name=document.number), "Typst", tuple(findings), code)

    def _converted(self, papers: Sequence[tuple[Printable, Paper]]) -> dict[Path, Made]:
        if not papers:
            return {}
        made: dict[Path, Made] = {}
        try:
            program = self._office()
            options = Options(archival=self.archival, jobs=self.jobs, fonts=self._fonts)
            results = convert((paper for _one, paper in papers), program, options, cache=self.cache)
            for (one, _paper), result in zip(papers, results, strict=True):
                code = ExitCode.OUTPUT if blocking(result.findings) else ExitCode.OK
                made[one.target] = Made(
                    result.pdf, result.pages, program.name, result.findings, code
                )
        except FormkitError as error:  # no program, or one that does not work
            failure = Made.failed(error)
            return {one.target: failure for one, _paper in papers} | made
        return made

    def _office(self) -> Program:
        if self._program is None:
            program = office_program()
            if isinstance(program, LibreOffice) and sys.platform == "linux":
                self._fonts = self.folder / "fonts.conf"
                rules = stand_ins(chains(typesetter(self.workspace).faces))
                self._fonts.write_text(rules, encoding="utf-8")
            if self.workspace.root:
                self.cache = Cache(self.workspace.root / CACHE, signature(self._fonts))
            self._program = program
        return self._program


def chains(faces: Faces) -> dict[str, list[Font]]:
    """Return the installed fonts for every face and for every name of it that is not installed."""
    chains: dict[str, list[Font]] = {}
    for face, names in faces.wanted.faces.items():
        fonts = [(font.path, font.index) for font in faces.fonts(face)]
        absent = [name for name in names if name.casefold() not in faces.installed]
        chains |= {name: fonts for name in (face, *absent) if name not in chains}
    return chains

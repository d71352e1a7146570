"""The story of `pdf`: documents of the register and files become PDFs, beside them or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from formkit.kernel.errors import OutputError, UsageError, fault
from formkit.kernel.files import (
    MOST_NAMESAKES,
    free_name,
    is_unchanged,
    make_folder,
    sha256,
    write_durably,
)
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.temporary import Temporary
from formkit.pdf.finish import made_here
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.printing.made_from import MadeFrom
from formkit.pipeline.printing.print_job import PrintJob
from formkit.pipeline.printing.printables import Desk, Printable, Refused
from formkit.pipeline.printing.report import PdfLine, PdfReport
from formkit.pipeline.printing.roads import Engine, Made, Roads
from formkit.pipeline.report import Outcome, Report
from formkit.pipeline.workspace import Workspace
from formkit.register import PDF, Document, Register

WINDOW = 200  # documents that are held in memory, and registered, at a time


@dataclass(frozen=True, slots=True)
class Wish:
    """How the PDFs are wanted.

    output: the folder; None: each beside its document. archival: PDF/A-2b. jobs: office processes
    side by side; 0: one per core. pace: who sets papers straight from their layouts. print_job: one
    PDF of all documents besides. duplex: every document in it begins on the front of a sheet.
    """

    output: Path | None = None
    engine: Engine = Engine.AUTO
    archival: bool = False
    jobs: int = 0
    print_job: Path | None = None
    duplex: bool = False
    pace: Pace = field(default_factory=Pace)

    @property
    def asks_for_pdf(self) -> bool:
        """Whether it says something that only a PDF can fulfil."""
        return self.archival or self.print_job is not None or self.engine is not Engine.AUTO


def wish(  # noqa: PLR0913 - the options of the command
    engine: str = Engine.AUTO,
    *,
    archival: bool = False,
    print_job: Path | None = None,
    duplex: bool = False,
    output: Path | None = None,
    jobs: int = 0,
) -> Wish:
    """Return the wish that these options are.

    Raises:
        UsageError: both sides are asked for and there is nothing to be bound.
    """
    if duplex and print_job is None:
        form = "--print-job 打印.pdf --duplex"
        raise UsageError("FK-WS-015", value="--duplex 没有 --print-job", form=form)
    return Wish(output, Engine(engine), archival, jobs, print_job, duplex)


def numbers_of(report: Report) -> list[str]:
    """Return the numbers whose papers a run made or found as they should be, in its order."""
    left_out = {Outcome.FAULTY, Outcome.FAILED, Outcome.SKIPPED, Outcome.VOIDED}
    return [
        record.number
        for record in report.records()
        if record.number and record.outcome not in left_out
    ]


def make(
    workspace: Workspace,
    names: Sequence[str | Path],
    wish: Wish,
    *,
    told: Callable[[PdfLine], None] | None = None,
) -> PdfReport:
    """Make the PDFs and return what came of each; a fault of one never stops the others.

    A PDF that stands beside its document is registered: the same revision in another medium. One
    made for another folder is a copy that nobody keeps account of.

    Args:
        workspace: where numbers are known; files need none.
        names: numbers, patterns of numbers (`SLJZ-GCB-HF-2026-*`), Word, Excel and PDF files.
        wish: how the PDFs are wanted.
        told: is given every line as it comes; None: nobody is told.

    Raises:
        OutputError: the folder, the print job or the register cannot be written.
    """
    with ExitStack() as closing:
        register = workspace.register() if workspace.root else None
        if register:
            closing.callback(register.close)
        job = PrintJob(workspace, wish.print_job, duplex=wish.duplex) if wish.print_job else None
        if job:
            closing.callback(job.close)
        if wish.output:
            make_folder(wish.output)
        folder = closing.enter_context(Temporary("pdf")).path
        roads = Roads(workspace, wish.engine, wish.archival, wish.jobs, folder, wish.pace)
        closing.callback(roads.close)
        run = _Run(workspace, register, roads, job, keep_account=wish.output is None)
        lines = []
        for line in run.lines(Desk(workspace, register, wish.output).look_up(names)):
            if told:
                told(line)
            lines.append(line)
        if roads.cache:
            roads.cache.clear()
        return PdfReport(tuple(lines), job.bind() if job else None)


@dataclass
class _Run:
    workspace: Workspace
    register: Register | None
    roads: Roads
    job: PrintJob | None
    keep_account: bool
    made_from: MadeFrom = field(default_factory=MadeFrom)

    def lines(self, found: Iterator[Printable | Refused]) -> Iterator[PdfLine]:
        """Yield what became of everything, in order."""
        while window := list(islice(found, WINDOW)):
            made = self.roads.made([one for one in window if isinstance(one, Printable)])
            shown: list[Document] = []
            lines = []
            for one in window:
                if isinstance(one, Refused):
                    line, path = _refused(one), None
                else:
                    line, path = self._put(one, made[one.target])
                    if path and one.document:
                        sha = sha256(made[one.target].data or b"")
                        file = self.workspace.key_of(path)
                        shown.append(replace(one.document, medium=PDF, file=file, file_sha=sha))
                if self.job:
                    self.job.add(one, path, line.pages)
                lines.append(line)
            self._account_for(shown)
            yield from lines

    def _account_for(self, shown: Sequence[Document]) -> None:
        if not (self.keep_account and self.register and shown):
            return
        with self.register.writing() as writing:
            for document in shown:
                writing.show(document)

    def _put(self, one: Printable, made: Made) -> tuple[PdfLine, Path | None]:
        """Bring the PDF to its place; return its line and where it stands."""
        if made.data is None:
            return self._line(one, Outcome.FAILED, made), None
        try:
            outcome, path, findings = _placed(one, made.data, self.made_from)
        except OutputError as error:
            return self._line(one, Outcome.FAILED, Made.failed(error)), None
        line = self._line(one, outcome, made, path)
        return replace(line, findings=(*line.findings, *findings)), path

    def _line(
        self, one: Printable, outcome: Outcome, made: Made, path: Path | None = None
    ) -> PdfLine:
        shown = self.workspace.key_of(path) if path and self.workspace.root else str(path or "")
        return PdfLine(
            one.label, outcome, made.pages, shown, made.engine, made.findings, made.exit_code
        )


def _refused(one: Refused) -> PdfLine:
    return PdfLine(one.label, Outcome.FAILED, findings=(one.finding,), exit_code=one.exit_code)


def _may_replace(pdf: Path, one: Printable, made_from: MadeFrom) -> bool:
    """Return whether a PDF that stands there is one of this document: a number names itself."""
    return made_here(pdf) if one.document else made_from.may_replace(pdf, one.source)


def _beside(one: Printable, made_from: MadeFrom) -> Path:
    """Return another name where the wanted one is somebody else's: the same one each time."""
    wanted = one.target
    for count in range(2, MOST_NAMESAKES):
        beside = wanted.with_name(f"{wanted.stem}({count}){wanted.suffix}")
        if not (beside.exists() or beside.is_symlink()) or _may_replace(beside, one, made_from):
            return beside
    return free_name(wanted)


def _placed(
    one: Printable, data: bytes, made_from: MadeFrom
) -> tuple[Outcome, Path, tuple[Finding, ...]]:
    """Write the PDF; what somebody else made or changed is never replaced."""
    wanted = one.target
    if wanted.exists() and is_unchanged(wanted, sha256(data)):
        return Outcome.UNCHANGED, wanted, ()
    standing = wanted.exists() or wanted.is_symlink()
    taken = standing and not _may_replace(wanted, one, made_from)
    written = write_durably(_beside(one, made_from) if taken else wanted, data, aside=True)
    if not one.document:
        made_from.note(written, one.source)
    if written == wanted:
        return Outcome.MADE, written, ()
    code = "FK-OUT-010" if taken else "FK-OUT-009"
    said = {"name": wanted.name, "other": written.name}
    found = fault(code, Place(file=wanted.name), level=Level.WARNING, **said)
    return Outcome.MADE, written, (found,)

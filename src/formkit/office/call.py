"""One call of an office program over some papers, each PDF brought into form, proved and kept."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from formkit.kernel.errors import FormkitError
from formkit.kernel.findings import Finding
from formkit.kernel.temporary import Temporary
from formkit.office import soffice, word
from formkit.office.cache import Cache
from formkit.office.harvest import Harvest
from formkit.office.paper import Kind, Paper
from formkit.office.process import Ending, Watch
from formkit.office.programs import LibreOffice, Program
from formkit.pdf.finish import NotArchival, finished
from formkit.pdf.proof import prove

MOST_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Options:
    """How the pool works.

    archival: PDF/A-2b, validated. jobs: processes side by side; 0: one per core. per_call: files
    after which a process is replaced by a new one; LibreOffice slows down and grows with every
    file, and on Windows its command line ends at 32,767 characters. start_seconds: the time to
    start and make the first file; file_seconds: for every further one. fonts: a fontconfig file
    instead of the machine's (LibreOffice on Linux).
    """

    archival: bool = False
    jobs: int = 0
    per_call: int = 100
    start_seconds: float = 90.0
    file_seconds: float = 60.0
    fonts: Path | None = None

    def processes(self, program: Program) -> int:
        """Return how many processes may run; Word and Excel are one each for the whole machine."""
        if not isinstance(program, LibreOffice):
            return 1
        return self.jobs or min(os.cpu_count() or 1, MOST_PROCESSES)


STANDARD = Options()


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one paper: its PDF with pages, or the findings that say why there is none."""

    paper: Paper
    pdf: bytes | None = field(default=None, repr=False)
    pages: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass
class Caller:
    """Calls the program, from several threads at a time; it keeps what came well in the cache.

    stop: set, when the whole work is called off. proven: the program has converted something.
    """

    program: Program
    options: Options
    cache: Cache | None
    stop: threading.Event = field(default_factory=threading.Event)
    proven: bool = False

    def cached(self, paper: Paper) -> Made | None:
        """Return a paper with the PDF of an earlier run; None where there is none."""
        pdf = self.cache.get(self._key(paper)) if self.cache is not None else None
        return None if pdf is None else self._proved(paper, pdf, ())

    def call(self, papers: Sequence[Paper]) -> tuple[Ending, dict[int, Made]]:
        """Convert papers of one kind in one process of their own; each is proved meanwhile.

        Returns:
            how the call ended, and what was made, by the position of the paper.
        """
        with Temporary("office") as temporary:
            folder = temporary.path
            files = self._spooled(papers, folder / "papers")
            awaited = [file.with_suffix(".pdf") for file in files]
            made: dict[int, Made] = {}

            def take(at: int) -> None:
                done = self._taken(papers[at], awaited[at])
                if done is not None:
                    made[at] = done

            harvest = Harvest(awaited, take)
            ending = self._run(files, papers[0].kind, folder, harvest.look)
            harvest.rest()
            return ending, made

    @staticmethod
    def _spooled(papers: Sequence[Paper], spool: Path) -> list[Path]:
        spool.mkdir()
        files = [spool / f"{number}.{paper.kind}" for number, paper in enumerate(papers, start=1)]
        for file, paper in zip(files, papers, strict=True):
            file.write_bytes(paper.data)
        return files

    def _key(self, paper: Paper) -> tuple[str, ...]:
        """Return all that decides the bytes of a paper's PDF."""
        program = (type(self.program).__name__, self.program.version)
        return (paper.sha256, paper.kind, str(self.options.archival), *program)

    def _run(
        self, files: Sequence[Path], kind: Kind, folder: Path, progress: Callable[[], int]
    ) -> Ending:
        options = self.options
        watch = Watch(options.start_seconds, options.file_seconds, self.stop)
        if self.stop.is_set():
            return Ending.STOPPED
        if isinstance(self.program, LibreOffice):
            return soffice.convert(
                self.program,
                files,
                kind=kind,
                archival=options.archival,
                folder=folder,
                progress=progress,
                watch=watch,
                fonts=options.fonts,
            )
        return word.convert(
            self.program,
            files,
            kind=kind,
            archival=options.archival,
            folder=folder,
            progress=progress,
            watch=watch,
        )

    def _taken(self, paper: Paper, file: Path) -> Made | None:
        """Return the paper with its PDF; None where it does not open."""
        if self.stop.is_set():
            return None
        findings: tuple[Finding, ...] = ()
        archival = self.options.archival
        try:
            pdf = finished(file, paper.particulars, name=paper.name, archival=archival)
        except NotArchival as error:
            findings = (error.finding(),)
            pdf = finished(file, paper.particulars, name=paper.name, archival=False)
        except (FormkitError, OSError):  # OSError: on Windows a dying program may still hold it
            return None
        self.proven = True
        made = self._proved(paper, pdf, findings)
        if self.cache is not None and made.pdf is not None and not findings:
            self.cache.put(self._key(paper), pdf)
        return made

    def _proved(self, paper: Paper, pdf: bytes, findings: tuple[Finding, ...]) -> Made:
        try:
            pages = prove(pdf, name=paper.name, expected=paper.expected)
        except FormkitError as error:
            return Made(paper, findings=(*findings, error.finding()))
        return Made(paper, pdf, pages, findings)

"""What `formkit pdf` is asked for: numbers of the register, patterns of numbers, files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path
from typing import TypeVar

from formkit import catalog
from formkit.kernel.errors import ExitCode, FormkitError, InputUnreadable, UsageError
from formkit.kernel.findings import Finding, Place
from formkit.pipeline.workspace import Workspace
from formkit.register import PDF, Document, DocumentStatus, Register
from formkit.schemas.view import copy_mark

T = TypeVar("T", str, "str | Path")
MEDIA = ("docx", "xlsx")  # what a PDF is made of, the preferred one first
_WILD = "*?["


@dataclass(frozen=True, slots=True)
class Printable:
    """One document that a PDF is wanted of.

    `document` is absent for a file that was only named. `marks` has the mark of each copy, one
    empty one where the form has a single copy.
    """

    label: str  # the number, or the file as it was named
    source: Path
    target: Path
    document: Document | None = None
    title: str = ""
    project: str = ""
    marks: tuple[str, ...] = ("",)

    @property
    def number(self) -> str:
        """The number that must stand on the paper; empty for a file."""
        return self.document.number if self.document else ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something named that no PDF can be made of, and why."""

    label: str
    finding: Finding
    exit_code: ExitCode

    @classmethod
    def of(cls, label: str, error: FormkitError) -> Refused:
        """Return the refusal that an error is."""
        return cls(label, error.finding(), error.exit_code)


class Desk:
    """Looks up what was named.

    Args:
        workspace: where numbers are known; files need none.
        register: its register; None: there is no workspace.
        output: the folder for the PDFs; None: each beside its document.
    """

    def __init__(
        self, workspace: Workspace, register: Register | None, output: Path | None
    ) -> None:
        self._workspace = workspace
        self._register = register
        self._output = output
        self._targets: set[Path] = set()
        self._statuses: dict[str, str] | None = None

    def look_up(self, names: Sequence[str | Path]) -> Iterator[Printable | Refused]:
        """Yield what the names mean, in their order; what is named twice comes once.

        A name that ends like an office document or a PDF, or that is a file, is a file; one with
        `*` or `?` is a pattern of numbers; all else is a number.
        """
        known: set[str | Path] = set()
        for one in self._meant(names):
            key = one.number or one.source.resolve() if isinstance(one, Printable) else one.label
            if key not in known:
                known.add(key)
                yield one

    def _meant(self, names: Sequence[str | Path]) -> Iterator[Printable | Refused]:
        for name in names:
            if isinstance(name, Path) or _is_file(name):
                yield self._or_refused(name, self._file)
            elif any(sign in name for sign in _WILD):
                yield from self._matching(name)
            else:
                yield self._or_refused(name, self._numbered)

    def _or_refused(self, name: T, make: Callable[[T], Printable]) -> Printable | Refused:
        try:
            return make(name)
        except FormkitError as error:
            return Refused.of(str(name), error)

    def _matching(self, pattern: str) -> Iterator[Printable | Refused]:
        try:
            known = [
                number
                for number, status in self._known().items()
                if fnmatchcase(number, pattern) and status != DocumentStatus.VOID
            ]
            if not known:
                raise UsageError("FK-PDF-022", pattern=pattern)
        except FormkitError as error:
            yield Refused.of(pattern, error)
            return
        for number in known:
            yield self._or_refused(number, self._numbered)

    def _known(self) -> dict[str, str]:
        """Return the status of every number."""
        if self._statuses is None:
            rows = self._opened.numbers()
            self._statuses = {str(row["number"]): str(row["status"]) for row in rows}
        return self._statuses

    @property
    def _opened(self) -> Register:
        if self._register is None:
            raise UsageError("FK-WS-001", folder=Path.cwd())
        return self._register

    def _numbered(self, number: str) -> Printable:
        known = self._known()
        if number not in known:
            raise UsageError("FK-REG-009", number=number)
        if known[number] == DocumentStatus.VOID:
            raise UsageError("FK-PDF-020", number=number)
        document = _newest(self._opened.documents(number))
        if document is None:
            raise UsageError("FK-REG-015", number=number)
        official = catalog.load(document.slug, self._workspace.forms)
        source = self._workspace.folder() / document.file
        keepers = tuple(copy.keeper for copy in official.manifest.copies)
        wanted = document.data.get("copies")
        copies = max(len(keepers), wanted if isinstance(wanted, int) else 0)
        return Printable(
            number,
            source,
            self._target(source),
            document,
            official.title,
            _project(document),
            tuple(copy_mark(keepers, n, copies=copies) for n in range(1, copies + 1))
            if copies > 1
            else ("",),
        )

    def _file(self, name: str | Path) -> Printable:
        path = Path(name)
        if not path.exists():
            raise InputUnreadable("FK-IN-001", place=Place(file=path.name), path=path)
        if path.is_dir():
            raise UsageError("FK-PDF-025", place=Place(file=path.name), name=path)
        return Printable(str(name), path, self._target(path), title=path.stem)

    def _target(self, source: Path) -> Path:
        """Return where the PDF goes; no two documents of a run share a name."""
        folder = self._output or source.parent
        plain = folder / f"{source.stem}.pdf"
        again = f"{source.stem}_{source.suffix.lstrip('.')}"
        for number in count():
            if plain not in self._targets:
                break
            plain = folder / (f"{again}({number + 1}).pdf" if number else f"{again}.pdf")
        self._targets.add(plain)
        return plain


def _is_file(name: str) -> bool:
    suffix = Path(name).suffix.lower().lstrip(".")
    return suffix in {*MEDIA, PDF} or Path(name).exists()


def _newest(documents: Sequence[Document]) -> Document | None:
    """Return the newest revision, as Word where there is one; None where there is nothing."""
    sources = [document for document in documents if document.medium in MEDIA]
    if not sources:
        return None
    newest = max(document.revision for document in sources)
    latest = [document for document in sources if document.revision == newest]
    return min(latest, key=lambda document: MEDIA.index(document.medium))


def _project(document: Document) -> str:
    project = document.data.get("project")
    name = project.get("project_name") if isinstance(project, dict) else ""
    return str(name or document.project_no)

"""The story of `preview`: the pages of a document, of a file, or of records not issued yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import OfficialRecord
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import ExitCode, FormkitError, fault
from formkit.kernel.filenames import name_after, safe_name
from formkit.kernel.files import make_folder, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.kernel.temporary import Temporary
from formkit.pdf.pictures import pages_as_png
from formkit.pipeline.examine import Examiner
from formkit.pipeline.only import Only
from formkit.pipeline.paper import print_facts
from formkit.pipeline.pictures import logo_of
from formkit.pipeline.printing.printables import Desk, Printable, Refused
from formkit.pipeline.printing.roads import Engine, Roads
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.sources import label_of, take_in
from formkit.pipeline.workspace import Workspace
from formkit.render.page import CompiledSheet

MOST = 20  # drafts of a run: nobody looks at more
DRAFT = "草稿"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one thing that was to be looked at: its pages, or why there are none."""

    label: str
    files: tuple[Path, ...] = ()
    findings: tuple[Finding, ...] = ()
    exit_code: ExitCode = ExitCode.OK

    def as_dict(self) -> dict[str, Any]:
        """Return the same as plain data."""
        return asdict(self) | {
            "files": [str(path) for path in self.files],
            "findings": [found.as_dict() for found in self.findings],
            "exit_code": int(self.exit_code),
        }

    @classmethod
    def failed(cls, label: str, error: FormkitError) -> Seen:
        """Return that nothing can be seen, because of this error."""
        return cls(label, (), (error.finding(),), error.exit_code)


def documents(
    workspace: Workspace, names: Sequence[str], folder: Path, *, ppi: float
) -> Iterator[Seen]:
    """Yield the pages of documents of the register and of files, as PNG files.

    Args:
        workspace: where numbers are known; files need none.
        names: numbers, patterns of numbers, Word, Excel and PDF files.
        folder: where the pictures go.
        ppi: pixels per inch.

    Raises:
        OutputError: the folder cannot be written.
    """
    make_folder(folder)
    with ExitStack() as closing:
        register = workspace.register() if workspace.root else None
        if register:
            closing.callback(register.close)
        own = closing.enter_context(Temporary("preview")).path
        roads = Roads(workspace, Engine.AUTO, archival=False, jobs=1, folder=own)
        closing.callback(roads.close)
        for one in Desk(workspace, register, folder).look_up(names):
            if isinstance(one, Refused):
                yield Seen(one.label, (), (one.finding,), one.exit_code)
            else:
                yield _document(roads, one, folder, ppi)


def _document(roads: Roads, one: Printable, folder: Path, ppi: float) -> Seen:
    made = roads.made([one])[one.target]
    if made.data is None:
        return Seen(one.label, (), made.findings, made.exit_code)
    try:
        pages = pages_as_png(made.data, name=one.label, ppi=ppi)
    except FormkitError as error:
        return Seen.failed(one.label, error)
    if one.number:
        return Seen(one.label, _written(folder, pages, one.number), made.findings)
    files = [
        write_durably(folder / name_after(one.target.stem, suffix=f"_第{number}页.png"), page)
        for number, page in enumerate(pages, start=1)
    ]
    return Seen(one.label, tuple(files), made.findings)


def drafts(  # noqa: PLR0913 - the options of the story
    workspace: Workspace,
    official: OfficialRecord,
    source: Path,
    folder: Path,
    *,
    ppi: float,
    only: Only,
) -> Iterator[Seen]:
    """Yield the pages that the records of a data file would have, without a number.

    A record that has faults is shown as far as it can be read: this is to see it, not to issue it.

    Args:
        workspace: whose projects, company and fonts are printed.
        official: the kind of record.
        source: the data file.
        folder: where the pictures go.
        ppi: pixels per inch.
        only: the records wanted; none given: the first twenty.

    Raises:
        OutputError: the folder cannot be written.
        ProfileError: the profile or the layout cannot be used.
    """
    make_folder(folder)
    taken = take_in(official, source, Gate.DRAFT, only)
    if taken.error is not None:
        yield Seen.failed(taken.name, taken.error)
        return
    desk = _Drafts(workspace, official, folder, ppi)
    wanted = list(islice(enumerate(taken.records, start=1), MOST + 1))
    for position, raw in wanted[:MOST]:
        yield desk.seen(raw, position)
    notes = only.unmet()
    if len(wanted) > MOST:
        place = Place(file=taken.name)
        notes.append(fault("FK-PAG-004", place, level=Level.INFO, count=MOST))
    if notes:
        yield Seen(taken.name, (), tuple(notes))


class _Drafts:
    def __init__(
        self, workspace: Workspace, official: OfficialRecord, folder: Path, ppi: float
    ) -> None:
        self._official = official
        self._folder = folder
        self._ppi = ppi
        self._examiner = Examiner(workspace, official, gate=Gate.DRAFT)
        self._facts = print_facts(workspace, official, self._examiner.profile)
        self._logo = logo_of(workspace)
        self._sheet: CompiledSheet = sheet_of(workspace, official)

    def seen(self, raw: RawRecord, position: int) -> Seen:
        """Return what came of one record."""
        label = label_of(raw, position)
        try:
            examined = self._examiner.examine(raw)
            if examined.record is None:
                return Seen(label, (), examined.findings, ExitCode.RECORD_INVALID)
            view = self._official.view.view_of(examined.record, self._facts)
            pictures = {}
            if self._logo:
                view["form"]["logo"], pictures[self._logo[0]] = self._logo
            pages = self._sheet.png(view, ppi=self._ppi, pictures=pictures)
        except FormkitError as error:
            return Seen.failed(label, error)
        files = _written(self._folder, pages, DRAFT, self._official.title, raw.key or str(position))
        return Seen(label, files)


def _written(folder: Path, pages: Sequence[bytes], *name: str) -> tuple[Path, ...]:
    return tuple(
        write_durably(folder / safe_name(*name, f"第{number}页", suffix=".png"), page)
        for number, page in enumerate(pages, start=1)
    )


def means_a_record(workspace: Workspace, name: str) -> bool:
    """Return whether a name is meant as that of a kind of record, even where it is misspelt.

    Numbers and patterns of numbers have a digit or a wildcard; neither is in a record's name.
    """
    try:
        catalog.named(name, workspace.forms)
    except FormkitError:
        return not Path(name).exists() and not any(one.isdigit() or one in "*?[" for one in name)
    return True

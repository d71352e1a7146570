"""The press: finished files are made durable together and brought to their places at once.

Unfinished files stand in a folder of the run beside their places. Before any of them is brought
out, the intent (names and SHA-256) is written down there: a later run that finds the folder of a
dead one takes back what that one brought out and the register never got.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from formkit.kernel.errors import FormkitError, fault
from formkit.kernel.files import explained, free_name, is_unchanged, replace_file
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.run_folder import RunFolder, dead_runs, open_run
from formkit.kernel.volumes import sync_files, sync_folder, sync_whole, syncs_as_a_whole
from formkit.pipeline.filling.items import Failure, Printed
from formkit.pipeline.filling.steps import Step
from formkit.register import Register, Writing

INTENT = "intent.jsonl"


@dataclass(frozen=True, slots=True)
class Written:
    """One file at its place: how the register calls it, its SHA-256, what is worth knowing."""

    file: str
    sha: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Way:
    """A file on its way: its unfinished one, the name it wants and the one it gets."""

    unfinished: Path
    wanted: Path
    path: Path
    sha: str
    stands: bool  # the very same bytes are there already


@dataclass
class Press:
    """Brings the files of one run into one folder.

    Args:
        folder: where the documents go.
        root: the workspace's folder, from which the register counts.
        at: told of every step.
    """

    folder: Path
    root: Path
    at: Callable[[Step], None]
    _intended: list[tuple[str, str]] = field(default_factory=list)  # name, SHA-256

    def __post_init__(self) -> None:
        self.whole = syncs_as_a_whole(self.folder)
        self._home = _as_registered(self.folder, self.root)
        self._run: RunFolder = open_run(self.folder)

    @property
    def home(self) -> str:
        """How the register calls the folder: what the names of its files begin with."""
        return self._home

    def room(self, position: int) -> Path:
        """Return where the unfinished file of a record is to be written."""
        return self._run.path / f"{position}.tmp"

    def bring_out(
        self, printed: Mapping[int, Printed], writing: Writing
    ) -> tuple[dict[int, Written], dict[int, Failure]]:
        """Bring printed files to their places; return them and those that could not be brought.

        Raises:
            OutputError: the disk is full or at fault; nothing is at its place then.
        """
        ways = self._ways(printed)
        if any(way.path != way.wanted for way in ways.values()):  # by a run killed meanwhile?
            sweep_dead_runs(self.folder, self.root, writing)
            ways = self._ways(printed)
        try:
            self._intend([(one.path.name, one.sha) for one in ways.values() if not one.stands])
            self.at(Step.INTENDED)
            self._make_durable(ways.values())
            self.at(Step.DURABLE)
        except OSError as error:
            raise explained(error, self.folder / INTENT) from error
        written: dict[int, Written] = {}
        failures: dict[int, Failure] = {}
        for position, way in ways.items():
            try:
                written[position] = self._bring(way)
            except FormkitError as error:
                failures[position] = Failure.of(error)
            self.at(Step.RENAMED)
        try:
            sync_folder(self.folder)
        except OSError as error:
            raise explained(error, self.folder / INTENT) from error
        self.at(Step.SYNCED)
        return written, failures

    def _ways(self, printed: Mapping[int, Printed]) -> dict[int, _Way]:
        return {position: self._way(position, one) for position, one in printed.items()}

    def _way(self, position: int, printed: Printed) -> _Way:
        wanted = self.folder / printed.name
        room, sha = self.room(position), printed.sha
        if not os.path.lexists(wanted):
            return _Way(room, wanted, wanted, sha, stands=False)
        if is_unchanged(wanted, sha):
            return _Way(room, wanted, wanted, sha, stands=True)
        return _Way(room, wanted, free_name(wanted), sha, stands=False)

    def _intend(self, names: Sequence[tuple[str, str]]) -> None:
        """Write down what will be brought out."""
        self._intended += names
        with (self._run.path / INTENT).open("a", encoding="utf-8") as stream:
            stream.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in names)
            stream.flush()
            if not self.whole:
                os.fsync(stream.fileno())

    def _make_durable(self, ways: Collection[_Way]) -> None:
        if self.whole:
            sync_whole(self.folder)
            return
        sync_files(way.path for way in ways if way.stands)  # the others were as they were written
        sync_folder(self._run.path)
        sync_folder(self.folder)

    def _bring(self, way: _Way) -> Written:
        path = way.path
        if way.stands:
            with suppress(OSError):  # it goes with the folder of the run at the latest
                way.unfinished.unlink()
        else:
            path = self._renamed(way)
        findings: tuple[Finding, ...] = ()
        if path != way.wanted:
            code = "FK-OUT-010" if way.path != way.wanted else "FK-OUT-009"
            said = {"name": way.wanted.name, "other": path.name}
            place = Place(file=way.wanted.name)
            findings = (fault(code, place, level=Level.WARNING, **said),)
        return Written(f"{self._home}{path.name}", way.sha, findings)

    def _renamed(self, way: _Way) -> Path:
        try:
            replace_file(way.unfinished, way.path)
        except PermissionError:  # another program holds the name: beside it then
            return self._beside(way)
        except OSError as error:
            raise explained(error, way.path) from error
        return way.path

    def _beside(self, way: _Way) -> Path:
        beside = free_name(way.path)
        try:
            self._intend([(beside.name, way.sha)])
            if self.whole:
                sync_whole(self.folder)
            way.unfinished.replace(beside)
        except OSError as error:
            raise explained(error, way.path) from error
        return beside

    def keep(self) -> None:
        """The register has the chunk: what was brought out stays."""
        self._intended = []
        with suppress(OSError):  # what the register has is never taken back, whatever stands there
            (self._run.path / INTENT).unlink()

    def take_back(self, register: Register) -> None:
        """Remove what was brought out and the register has not got.

        Raises:
            OutputError: the register cannot be asked; then it is left to a later run.
        """
        if self._intended:
            with register.writing() as writing:
                _take_back(self.folder, self._home, self._intended, writing)
        self._intended = []
        self._run.clear()

    def withdraw(self) -> None:
        """Remove what was brought out in the transaction that is still open."""
        for name, sha in self._intended:
            _remove(self.folder / name, sha)
        self._intended = []
        self._run.clear()

    def close(self) -> None:
        """End the run: its folder goes; what must still be taken back is left to a later run."""
        if self._intended:
            self._run.leave()
        else:
            self._run.remove()


def sweep_dead_runs(folder: Path, root: Path, writing: Writing) -> None:
    """Take back what killed runs brought out and never registered; remove their folders.

    In a transaction, for it is exclusive: a commit of the dead run under way is waited for.
    """
    for run in dead_runs(folder):
        try:
            intended = list(_intended(run.path / INTENT))
            _take_back(folder, _as_registered(folder, root), intended, writing)
        except BaseException:
            run.leave()
            raise
        run.remove()


def _take_back(
    folder: Path, home: str, intended: Sequence[tuple[str, str]], writing: Writing
) -> None:
    kept = set(writing.registered(f"{home}{name}" for name, _sha in intended))
    for name, sha in intended:
        if (f"{home}{name}", sha) not in kept:
            _remove(folder / name, sha)


def _remove(path: Path, sha: str) -> None:
    """Remove a file that nobody has changed since it was brought out."""
    if is_unchanged(path, sha):
        with suppress(OSError):
            path.unlink()


def _intended(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the intents that were written whole; of a line cut short nothing was brought out."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        with suppress(ValueError):
            name, sha = json.loads(line)
            if Path(name).name == name:
                yield name, sha


def _as_registered(folder: Path, root: Path) -> str:
    """Return how the register calls files of the folder: from the workspace, so it can be moved."""
    home, start = folder.resolve(), root.resolve()
    inside = home.is_relative_to(start)
    if not inside:
        return str(home / "_")[:-1]
    named = home.relative_to(start).as_posix()
    return "" if named == "." else f"{named}/"

"""Which question bank a survey is sent out with: one that is known by name, or a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formkit.kernel.errors import InputUnreadable, UsageError, fault
from formkit.kernel.files import free_name, make_folder, write_durably
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.workspace import Workspace
from formkit.schemas.satisfaction_survey.bank import (
    Bank,
    folders_of,
    forget_banks,
    load_bank,
    read_bank,
)

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The bank that was asked for, and what is to be told of it."""

    bank: Bank
    notes: tuple[Finding, ...] = ()


def chosen(workspace: Workspace, wanted: str) -> Chosen:
    """Return the question bank that a name or a file stands for.

    A file from elsewhere is taken into the workspace (forms/surveys/), so that the sheet can be
    printed again at any time.

    Raises:
        UsageError: the workspace has another bank of the file's name.
        InputUnreadable: there is no such file.
        ProfileError: nobody knows the name, or the file is no question bank.
    """
    if not wanted.lower().endswith(_SUFFIXES):
        return Chosen(load_bank(wanted, folders_of(workspace.forms)))
    path = Path(wanted)
    if not path.is_file():
        raise InputUnreadable("FK-IN-001", place=Place(file=path.name), path=path)
    bank = read_bank(path)
    own = workspace.folder() / "forms" / "surveys"
    if path.resolve().parent == own.resolve():
        return Chosen(bank)
    for other in sorted((*own.glob("*.yaml"), *own.glob("*.yml"))):
        known = read_bank(other)
        if known.name == bank.name:
            if known.digest == bank.digest:
                return Chosen(known)
            said = {"name": bank.name, "file": path.name, "own": f"forms/surveys/{other.name}"}
            raise UsageError("FK-SUR-028", place=Place(file=path.name), **said)
    return _taken(workspace, own, path, bank)


def _taken(workspace: Workspace, own: Path, path: Path, bank: Bank) -> Chosen:
    make_folder(own, inside=workspace.folder())
    target = own / path.name
    written = write_durably(free_name(target) if target.exists() else target, path.read_bytes())
    forget_banks()
    said = {"name": bank.name, "own": f"forms/surveys/{written.name}"}
    return Chosen(bank, (fault("FK-SUR-029", Place(file=path.name), level=Level.INFO, **said),))

"""The story of `survey map`: how an export is read, and a mapping file in draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from formkit.kernel import confined
from formkit.kernel.confined import Blame
from formkit.kernel.errors import InputUnreadable, OutputError
from formkit.kernel.files import write_durably
from formkit.kernel.findings import Place
from formkit.ooxml import source
from formkit.ooxml.limits import SURVEY
from formkit.pipeline.workspace import Workspace
from formkit.schemas.satisfaction_survey.bank import bank_of, folders_of, load_banks
from formkit.surveys.exports import suggest
from formkit.surveys.reading.desk import LIMITS
from formkit.surveys.returned import is_sheet


def draft(workspace: Workspace, file: Path, output: Path | None) -> str:
    """Return a mapping file in draft; written to `output` where that is given, then its name.

    Raises:
        InputUnreadable: the export cannot be read.
        OutputError: the file is there already, or cannot be written.
    """
    if output is not None and output.exists():
        raise OutputError("FK-OUT-008", place=Place(file=output.name), name=output.name)
    text: str = _asked(workspace, file, drafted)
    if output is None:
        return text
    return str(write_durably(output, text.encode("utf-8")))


def columns(workspace: Workspace, file: Path) -> list[tuple[str, str, str]]:
    """Return each column of an export, what it is taken for, and why.

    Raises:
        InputUnreadable: the export cannot be read.
    """
    found: list[tuple[str, str, str]] = _asked(workspace, file, listed)
    return found


def _asked(workspace: Workspace, file: Path, question: Callable[..., Any]) -> Any:
    """Return what a function says of the export; strangers' files are read in a child process."""
    data = source.load(file, limits=SURVEY)
    banks = load_banks(folders_of(workspace.forms)).values()
    whole = {bank.digest: bank.as_data() for bank in banks}
    place = Place(file=file.name)
    blame = Blame(InputUnreadable, place, "FK-SUR-073", "FK-SUR-074", "FK-SUR-075")
    return confined.run(question, data, file.name, whole, limits=LIMITS, blame=blame)


def drafted(data: bytes, name: str, banks: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the draft for an export; runs in a child process."""
    _refuse_sheet(data, name)
    return suggest.suggest(data, name, {key: bank_of(bank) for key, bank in banks.items()})


def listed(
    data: bytes, name: str, banks: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, str, str]]:
    """Return the columns of an export with what they are taken for; runs in a child process."""
    _refuse_sheet(data, name)
    return suggest.listed(data, name, {key: bank_of(bank) for key, bank in banks.items()})


def _refuse_sheet(data: bytes, name: str) -> None:
    if is_sheet(data, name):
        raise InputUnreadable("FK-SUR-167", place=Place(file=name), name=name)

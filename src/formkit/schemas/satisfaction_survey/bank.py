"""Question banks by name: those of the company before those that come with formkit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.kernel.resources import forms_folder
from formkit.kernel.suggest import hint
from formkit.schemas.satisfaction_survey.bank_data import NO_BANK, Bank, Item, Question
from formkit.schemas.satisfaction_survey.bank_file import bank_of, read_bank
from formkit.schemas.satisfaction_survey.record import DEFAULT_BANK


@cache
def folders_of(forms: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return where question banks lie in these folders of forms."""
    return tuple(folder / "surveys" for folder in forms)


def load_bank(name: str, folders: Iterable[Path] = ()) -> Bank:
    """Return the question bank of that name.

    Args:
        name: 三级, 五级, or any that a company added.
        folders: folders of question banks, the company's own first; formkit's own stand behind
            them. The first folder that holds a bank of that name gives it.

    Raises:
        ProfileError: there is none of that name, or a file of the folders is wrong (`load_banks`).
    """
    banks = load_banks(folders)
    if name not in banks:
        raise ProfileError("FK-SUR-001", **unknown(name, banks))
    return banks[name]


def find_bank(name: str | None, folders: Iterable[Path] = ()) -> Bank | None:
    """Return the bank of that name, 五级 where none is named; None where nobody knows it."""
    return load_banks(folders).get(name or DEFAULT_BANK)


def load_banks(folders: Iterable[Path] = ()) -> Mapping[str, Bank]:
    """Return all question banks by name, read once for a run.

    Raises:
        ProfileError: a file cannot be read or says something wrong (all faults of the file, each
            with its line); two files of one folder hold banks of the same name.
    """
    return _load(tuple(folders))


def unknown(name: str, banks: Iterable[str]) -> dict[str, Any]:
    """Return what FK-SUR-001 says of a name that no bank has."""
    known = list(banks)
    return {"name": name, "known": "、".join(known), "hint": hint(name, known)}


def forget_banks() -> None:
    """Let the next look-up read the folders anew: a bank was added to one of them."""
    _load.cache_clear()


@cache
def _load(folders: Sequence[Path]) -> Mapping[str, Bank]:
    found: dict[str, Bank] = {}
    for folder in (*folders, forms_folder() / "surveys"):
        here: dict[str, Path] = {}
        for path in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))):
            bank = read_bank(path)
            if bank.name in here:
                names = {"name": bank.name, "other": here[bank.name].name}
                raise ProfileError("FK-SUR-002", place=Place(file=path.name), **names)
            here[bank.name] = path
            found.setdefault(bank.name, bank)
    return found


__all__ = [
    "NO_BANK",
    "Bank",
    "Item",
    "Question",
    "bank_of",
    "find_bank",
    "folders_of",
    "forget_banks",
    "load_bank",
    "load_banks",
    "read_bank",
    "unknown",
]

"""The workspace: a folder with `formkit.toml`, found upward from the current folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from formkit.kernel.clock import Clock, SystemClock
from formkit.kernel.errors import FormkitError, ProfileError, UsageError
from formkit.kernel.findings import Place
from formkit.kernel.resources import forms_folder
from formkit.kernel.suggest import closest
from formkit.kernel.text import clean
from formkit.register import Register
from formkit.rules.profile import Profile, load_profile

SETTINGS_FILE = "formkit.toml"
NUMBER_FIELDS = ("company", "department", "type")
EXAMPLE_YEAR = 2026
CODE_LENGTH = 20  # a number has to fit into a file name


def _one_line(text: str) -> str:
    """Return a setting's text, cleaned; raises BadValue (a ValueError) for signs that hide."""
    return clean(text, multiline=False)


Line = Annotated[str, AfterValidator(_one_line), Field(max_length=200)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Company(_Section):
    """The company that issues the records: what its own printed texts need."""

    name: Line = ""
    short_name: Line = ""
    code: Annotated[Line, Field(max_length=CODE_LENGTH)] = ""
    address: Line = ""
    postcode: Line = ""
    phone: Line = ""
    hotline: Line = ""
    legal_rep: Line = ""
    contact: Line = ""
    logo: Line = ""  # a picture, its path counted from the workspace
    departments: Mapping[str, Line] = Field(default_factory=dict)

    def department_code(self, name: str) -> str:
        """Return the code that stands for a department in numbers; its name where none is set."""
        return self.departments.get(name, name)


class ProfileChoice(_Section):
    """Which profile binds the company."""

    use: Line = "company"


class Numbering(_Section):
    """How a number is built."""

    pattern: Line = "{company}-{department}-{type}-{year}-{serial:04d}"


class RegisterChoice(_Section):
    """Where the register is, and what the workspace is called among those that share it."""

    url: Line = "sqlite:///登记库.db"
    workspace: Annotated[Line, Field(max_length=40)] = ""


class Output(_Section):
    """Where finished documents go unless `-o` names another place."""

    folder: Line = "输出"


class Printing(_Section):
    """What is printed beyond the form itself."""

    qr: bool = False


class Settings(_Section):
    """All that `formkit.toml` may say."""

    company: Company = Company()
    profile: ProfileChoice = ProfileChoice()
    numbering: Numbering = Numbering()
    register_: RegisterChoice = Field(RegisterChoice(), alias="register")
    output: Output = Output()
    print_: Printing = Field(Printing(), alias="print")


@dataclass(frozen=True)
class Workspace:
    """A company's folder: its settings, its register, its own forms.

    `root` is None where there is no workspace: then records can be checked (with the default
    profile, projects typed in the record), but nothing can be numbered.
    """

    root: Path | None
    settings: Settings
    clock: Clock = field(default_factory=SystemClock)

    @property
    def forms(self) -> tuple[Path, ...]:
        """The folders of forms, the company's own first."""
        own = (self.root / "forms",) if self.root else ()
        return (*own, forms_folder())

    def register(self) -> Register:
        """Return the workspace's register.

        Raises:
            UsageError: there is no workspace here.
        """
        choice = self.settings.register_
        return Register(
            choice.url, root=self.folder(), clock=self.clock, workspace=choice.workspace
        )

    def folder(self) -> Path:
        """Return the workspace's folder; raises UsageError where there is none."""
        if self.root is None:
            raise UsageError("FK-WS-001", folder=Path.cwd())
        return self.root

    def key_of(self, path: Path) -> str:
        """Return what the register calls a ledger: its path inside the workspace, else the whole.

        Two ledgers of the same name in different folders are two ledgers.
        """
        whole, root = path.resolve(), self.folder().resolve()
        return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)

    def profile(self) -> Profile:
        """Return the profile in use: the workspace's own file of that name, else formkit's.

        Raises:
            ProfileError: it is unknown, below the law, or contradicts itself.
        """
        use = self.settings.profile.use
        own = None
        if self.root is not None:
            own = (
                self.root / "forms" / "profiles" / (use if use.endswith(".yaml") else f"{use}.yaml")
            )
        chosen = own if own is not None and own.is_file() else use
        return load_profile(chosen, forms=forms_folder(), today=self.clock.today())

    def projects(self) -> Mapping[str, dict[str, Any]]:
        """Return the registered projects; empty where there is no workspace."""
        if self.root is None:
            return {}
        register = self.register()
        try:
            return register.projects()
        finally:
            register.close()


def find(start: Path | None = None, *, clock: Clock | None = None) -> Workspace:
    """Return the workspace that holds the folder (default: the current one), or none at all.

    Raises:
        ProfileError: `formkit.toml` cannot be read or says something unknown.
    """
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return Workspace(folder, load_settings(folder / SETTINGS_FILE), clock or SystemClock())
    return Workspace(None, Settings(), clock or SystemClock())


def load_settings(path: Path) -> Settings:
    """Return the settings of a `formkit.toml`.

    Raises:
        ProfileError: the file cannot be read, is not TOML, or holds an unknown or wrong entry.
    """
    try:
        # utf-8-sig: Windows' Notepad may put a mark in front
        return read_settings(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ProfileError("FK-WS-004", place=Place(file=path.name)) from error
    except OSError as error:
        raise ProfileError("FK-WS-005", place=Place(file=path.name)) from error


def read_settings(text: str) -> Settings:
    """Return the settings that the text of a `formkit.toml` gives.

    Raises:
        ProfileError: it is not TOML, or holds an unknown or wrong entry.
    """
    try:
        settings = Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        place = Place(file=SETTINGS_FILE, line=_line_of(error))
        raise ProfileError("FK-WS-002", place=place) from error
    except ValidationError as error:
        raise _explained(error) from error
    _try_pattern(settings)
    return settings


def _line_of(error: tomllib.TOMLDecodeError) -> int | None:
    words = str(error).replace(",", " ").split()
    after = dict(pairwise(words)).get("line", "")
    return int(after) if after.isdigit() else None


def _explained(error: ValidationError) -> FormkitError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    place = Place(file=SETTINGS_FILE, label=where)
    if first["type"] == "extra_forbidden":
        known = _known_entries(first["loc"][:-1])
        near = closest(str(first["loc"][-1]), known)
        hint = near[0] if near else "、".join(known)
        return ProfileError("FK-WS-003", place=place, name=where, hint=hint)
    return ProfileError("FK-WS-006", place=place, name=where, value=first["input"])


def _known_entries(location: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Settings
    for part in location:
        for name, entry in model.model_fields.items():
            if part in (name, entry.alias) and isinstance(entry.annotation, type):
                model = entry.annotation
    return [entry.alias or name for name, entry in model.model_fields.items()]


def _try_pattern(settings: Settings) -> None:
    pattern = settings.numbering.pattern
    place = Place(file=SETTINGS_FILE, label="numbering.pattern")
    try:
        fields = [name for _text, name, _spec, _turn in Formatter().parse(pattern) if name]
        pattern.format(**dict.fromkeys(NUMBER_FIELDS, ""), serial=1, year=EXAMPLE_YEAR)
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        raise ProfileError("FK-WS-007", place=place, value=pattern) from error
    if not {"type", "year", "serial"} <= set(fields) or fields.count("serial") > 1:
        raise ProfileError("FK-WS-007", place=place, value=pattern)


def number_pattern(settings: Settings, *, department: str, type_code: str, year: int) -> str:
    """Return the number pattern of a series: all but the serial is filled in."""
    known = {
        "company": settings.company.code,
        "department": department,
        "type": type_code,
        "year": year,
    }
    return "".join(_filled(settings.numbering.pattern, known))


def _filled(pattern: str, known: Mapping[str, Any]) -> Iterator[str]:
    for text, name, spec, _turn in Formatter().parse(pattern):
        yield _literal(text)
        if name == "serial":
            yield f"{{serial:{spec}}}" if spec else "{serial}"
        elif name:
            yield _literal(format(known[name], spec or ""))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def number_look(settings: Settings) -> str:
    """Return a regular expression for what any number that formkit draws here looks like."""
    looks = {"company": ".*", "department": ".+", "type": "[A-Z]+", "year": r"\d{4}"}
    parts = [
        re.escape(text) + (looks.get(name, r"\d+") if name else "")
        for text, name, _spec, _turn in Formatter().parse(settings.numbering.pattern)
    ]
    return "".join(parts)

"""The official records: each schema folder joined with its manifest, checks, template, samples."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from formkit import schemas
from formkit.intake.shape import Shape
from formkit.kernel.errors import ProfileError, TemplateError, UsageError
from formkit.kernel.findings import Place
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.kernel.suggest import hint
from formkit.rules.check import Check
from formkit.rules.engine import checks_in
from formkit.schemas.entry import Doubt
from formkit.schemas.record import Record
from formkit.schemas.shape import shape_of

Medium = Literal["docx", "xlsx"]
# The entry `layout:` with all that is indented under it, or listed.
_LAYOUT = re.compile(r"^layout:(?!\S).*\n?(?:(?:[ \t#].*|-[ \t].*|-?)(?:\n|\Z))*", re.MULTILINE)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NumberingRule(_Part):
    """Which field's date gives the year of the number."""

    date: str


class Copy(_Part):
    """One of the copies of a document: who keeps it."""

    keeper: str


class PageLimit(_Part):
    """How many pages the form may have while what `when` names is no longer than that.

    Lists are counted in rows, texts in characters.
    """

    pages: int = Field(gt=0)
    when: Mapping[str, int] = Field(default_factory=dict)


class Retention(_Part):
    """How long the archive keeps the record."""

    years: int | Literal["永久"]


class Manifest(_Part):
    """What `forms/<slug>.yaml` says of an official record besides its layout."""

    slug: str
    title: str
    aliases: tuple[str, ...] = ()
    type_code: str
    department: str
    form_no: str = ""
    numbering: NumberingRule
    identity: tuple[str, ...] = Field(min_length=1)
    copies: tuple[Copy, ...] = (Copy(keeper="施工单位留存"),)
    paper: Mapping[str, Any] = Field(default_factory=dict)
    page_limit: PageLimit | None = None
    retention: Retention
    archive_route: str = ""
    media: tuple[Medium, ...] = ("docx",)
    defaults: Mapping[str, Any] = Field(default_factory=dict)
    layout: Any = None


@dataclass(frozen=True)
class OfficialRecord:
    """An official record, complete: what it holds, how it is checked, printed and numbered."""

    slug: str
    manifest: Manifest
    model: type[Record]
    checks: tuple[Check, ...]
    view: Any  # the module with view_of and blank_view
    forms: tuple[Path, ...]

    @property
    def title(self) -> str:
        """The title printed on the paper."""
        return self.manifest.title

    @cached_property
    def shape(self) -> Shape:
        """The record as ledgers see it."""
        return shape_of(self.model, self.slug, self.title)

    def template(self, medium: Medium) -> Path:
        """Return the template file, the company's own before the one that comes with formkit.

        Raises:
            UsageError: the record has no such medium.
            TemplateError: the file is missing.
        """
        if medium not in self.manifest.media:
            known = "、".join(self.manifest.media)
            raise UsageError("FK-WS-017", title=self.title, medium=medium, known=known)
        name = f"templates/{self.slug}.{medium}"
        found = find_form(self.forms, name)
        if found is None:
            raise TemplateError("FK-TPL-001", place=Place(file=name), name=name)
        return found

    def vocabulary(self) -> Callable[[Any], Iterator[Doubt]]:
        """Return what tells of names in a record that the company's forms do not know.

        A record that names such things has a module `vocabulary`; it is read once for a run.

        Raises:
            ProfileError: what the company defines in its forms is wrong.
        """
        name = f"formkit.schemas.{self.slug}.vocabulary"
        if not find_spec(name):
            return lambda _record: iter(())
        told: Callable[[Any], Iterator[Doubt]] = import_module(name).vocabulary(self.forms)
        return told

    @property
    def sample(self) -> Path:
        """The file with fictional sample records."""
        return samples_folder() / f"{self.slug}.yaml"


def find_form(forms: Sequence[Path], name: str) -> Path | None:
    """Return the first file of that name in the folders of forms; None where none has it.

    Raises:
        TemplateError: a folder or a dangling link of that name stands in the way.
    """
    for folder in forms:
        path = folder / name
        if path.is_file():
            return path
        if path.exists() or path.is_symlink():  # never pass over a company's own form in silence
            raise TemplateError("FK-WS-022", place=Place(file=name), name=name)
    return None


def slugs() -> tuple[str, ...]:
    """Return the slugs of all official records: the folders of `formkit.schemas`."""
    found = pkgutil.iter_modules(schemas.__path__)
    return tuple(sorted(module.name for module in found if module.ispkg))


def records(forms: Sequence[Path] = ()) -> tuple[OfficialRecord, ...]:
    """Return all official records; `forms` are the folders to look in (default: formkit's own)."""
    return tuple(load(slug, forms) for slug in slugs())


def load(slug: str, forms: Sequence[Path] = ()) -> OfficialRecord:
    """Return the official record of that slug.

    Raises:
        ProfileError: its manifest is missing or wrong.
    """
    folders = tuple(forms) or (forms_folder(),)
    package = import_module(f"formkit.schemas.{slug}")
    return OfficialRecord(
        slug=slug,
        manifest=load_manifest(slug, folders),
        model=package.RECORD,
        checks=_checks(slug),
        view=_view(slug),
        forms=folders,
    )


def named(name: str, forms: Sequence[Path] = ()) -> OfficialRecord:
    """Return the official record of that slug, Chinese title or alias.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    folders = tuple(forms) or (forms_folder(),)
    wanted = name.strip().strip("《》")
    names = {known: slug for slug in slugs() for known in (slug, slug.replace("_", "-"))}
    if wanted not in names:  # a title or an alias: the manifests are read
        for slug in slugs():
            manifest = load_manifest(slug, folders)
            names |= dict.fromkeys((manifest.title, *manifest.aliases), slug)
    if wanted in names:
        return load(names[wanted], folders)
    known_titles = "、".join(load_manifest(slug, folders).title for slug in slugs())
    raise UsageError("FK-WS-011", name=name, hint=hint(wanted, names), known=known_titles)


def load_manifest(slug: str, forms: Sequence[Path]) -> Manifest:
    """Return the manifest of a record, without its layout.

    The layout is most of the file; it is read by those who set a sheet (`manifest_data`), so that
    a command does not wait for it.

    Raises:
        ProfileError: the file is missing, is not YAML, or holds a wrong entry.
    """
    path, _place = _manifest_file(slug, forms)
    try:
        data = _plain(_LAYOUT.sub("", path.read_text(encoding="utf-8-sig"), count=1))
    except (YAMLError, UnicodeDecodeError):
        data = manifest_data(slug, forms)  # tells the line in the whole file
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        value = str(first["input"])[:40]
        place = Place(file=f"forms/{slug}.yaml")
        raise ProfileError("FK-WS-016", place=place, field=field, value=value) from error


def manifest_data(slug: str, forms: Sequence[Path], *, with_lines: bool = False) -> Any:
    """Return what `forms/<slug>.yaml` holds; `with_lines` keeps the line of every entry (slower).

    Raises:
        ProfileError: the file is missing or is not YAML.
    """
    path, place = _manifest_file(slug, forms)
    try:
        reader = YAML() if with_lines else YAML(typ="safe", pure=True)
        return reader.load(path.read_text(encoding="utf-8-sig"))
    except (YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        at = Place(file=place.file, line=None if line is None else line + 1)
        whole = {"field": "整个文件", "value": "不是合法的 YAML"}
        raise ProfileError("FK-WS-016", place=at, **whole) from error


def _manifest_file(slug: str, forms: Sequence[Path]) -> tuple[Path, Place]:
    path = find_form(forms, f"{slug}.yaml")
    place = Place(file=f"forms/{slug}.yaml")
    if path is None:
        raise ProfileError("FK-WS-016", place=place, field="slug", value="文件不存在")
    return path, place


@lru_cache(maxsize=32)  # keyed by the text, so it is never stale; nobody changes the result
def _plain(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def _checks(slug: str) -> tuple[Check, ...]:
    name = f"formkit.schemas.{slug}.checks"
    return checks_in(import_module(name)) if find_spec(name) else ()


def _view(slug: str) -> Any:
    name = f"formkit.schemas.{slug}.view"
    return import_module(name if find_spec(name) else "formkit.schemas.view")

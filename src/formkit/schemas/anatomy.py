"""The anatomy of an entry: its parts in printed order, each with kind, label and gate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from formkit.intake.shape import Kind
from formkit.schemas.entry import About, Entry, about_of
from formkit.schemas.fields import Choice, Typed
from formkit.schemas.person import Person


@dataclass(frozen=True, slots=True)
class Part:
    """One field of an entry.

    `model` is what an object, a person or a row consists of; None for a plain value. `choice` is
    the enum of a choice field.
    """

    name: str
    label: str
    kind: Kind
    about: About
    model: type[Entry] | None = None
    choice: type[Choice] | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The Chinese words of a choice field."""
        return tuple(member.value for member in self.choice) if self.choice else ()


@cache
def parts(model: type[Entry]) -> tuple[Part, ...]:
    """Return the parts in printed order: the record's head, its own fields, the common rest."""
    found = {name: _part(model, name) for name in model.model_fields}
    return tuple(found[name] for name in _printed_order(model))


def part_at(model: type[Entry], path: str) -> Part | None:
    """Return the part under a dotted path (row numbers are skipped); None where there is none."""
    part: Part | None = None
    inside: type[Entry] | None = model
    for name in (step for step in path.split(".") if not step.isdecimal()):
        if inside is None or name not in inside.__pydantic_fields__:
            return None
        part = _part(inside, name)
        inside = part.model
    return part


def _printed_order(model: type[Entry]) -> list[str]:
    names = list(model.model_fields)
    head: tuple[str, ...] = getattr(model, "head", ())
    if not head:
        return names
    common = {
        name for base in model.__bases__ if issubclass(base, Entry) for name in base.model_fields
    }
    own = [name for name in names if name not in common and name not in head]
    rest = [name for name in names if name in common and name not in head]
    return [*head, *own, *rest]


@cache
def _part(model: type[Entry], name: str) -> Part:
    info = model.model_fields[name]
    annotation = _without_none(info.annotation)
    marks: tuple[Any, ...] = tuple(info.metadata)
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        marks += tuple(inner)
    kind, inside = _kind(
        annotation, next((mark.kind for mark in marks if isinstance(mark, Typed)), None)
    )
    return Part(
        name=name,
        label=info.title or name,
        kind=kind,
        about=about_of(model, name),
        model=inside if inside and issubclass(inside, Entry) else None,
        choice=inside if inside and issubclass(inside, Choice) else None,
    )


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        return next(one for one in get_args(annotation) if one is not type(None))
    return annotation


def _kind(annotation: Any, marked: Kind | None) -> tuple[Kind, type | None]:
    item = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    inside = item if isinstance(item, type) and issubclass(item, Entry | Choice) else None
    if marked is not None:
        return marked, inside
    if inside is None:
        return Kind.OBJECT, None  # a mapping of free names, like 合同特约
    if issubclass(inside, Choice):
        return Kind.CHOICE, inside
    if item is not annotation:
        return Kind.ROWS, inside
    return (Kind.PERSON if issubclass(inside, Person) else Kind.OBJECT), inside

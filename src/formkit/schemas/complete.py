"""Filling in what is known: project, company, standard texts. Nothing typed is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from formkit.intake.shape import Kind
from formkit.schemas.anatomy import Part, parts
from formkit.schemas.entry import Entry, is_blank
from formkit.schemas.project import Project


def complete(
    model: type[Entry],
    data: Mapping[str, Any],
    *,
    project: Mapping[str, Any] | None = None,
    company: Mapping[str, Any] | None = None,
    defaults: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the raw data with blanks filled in; `was_filled_in` tells which they are.

    The project goes under `project`; fields that name a `source` take their value from the company
    or from that project; then come the form's standard texts. What is taken over is shared with
    what was given, not copied: neither may be changed afterwards.
    """
    known: dict[str, Any] = {"company": company or {}}
    whole: dict[str, Any] = dict(data)
    if "project" in model.__pydantic_fields__:
        _fill_project(whole, project, known)
    for part in _filled_parts(model):
        _fill(whole, part, known)
    for name, value in (defaults or {}).items():
        if is_blank(whole.get(name)):
            whole[name] = value
    return whole


@cache
def _filled_parts(model: type[Entry]) -> tuple[Part, ...]:
    """Return the parts whose blanks are filled from elsewhere."""
    return tuple(part for part in parts(model) if part.about.source)


def complete_project(
    project: Mapping[str, Any], number: Any, *, company: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a project's raw data with its number and the company's own particulars filled in."""
    whole = dict(project)
    if is_blank(whole.get("project_no")) and not is_blank(number):
        whole["project_no"] = number
    for part in _filled_parts(Project):
        _fill(whole, part, {"company": company})
    return whole


def was_filled_in(typed: Mapping[str, Any], completed: Mapping[str, Any], path: str) -> bool:
    """Return whether `complete` gave the value at a path; rows are filled in as a whole."""
    before: Any = typed
    for name in path.split("."):
        had = before.get(name) if isinstance(before, Mapping) else None
        value = completed.get(name)
        if not (isinstance(value, Mapping) and (is_blank(had) or isinstance(had, Mapping))):
            return is_blank(had) and not is_blank(value)
        before, completed = had, value
    return False


def _fill_project(
    whole: dict[str, Any], project: Mapping[str, Any] | None, known: dict[str, Any]
) -> None:
    typed = whole.get("project")
    if project:
        whole["project"] = overlay(project, typed)
    inside = whole.get("project")
    if isinstance(inside, Mapping):
        if is_blank(whole.get("project_no")) and not is_blank(inside.get("project_no")):
            whole["project_no"] = inside["project_no"]
        inside = complete_project(inside, whole.get("project_no"), company=known["company"])
        whole["project"] = known["project"] = inside


def _fill(whole: dict[str, Any], part: Part, known: Mapping[str, Any]) -> None:
    value = _found(known, part.about.source)
    if part.kind is Kind.OBJECT and part.model and isinstance(value, Mapping):
        names = part.model.model_fields
        value = {name: one for name, one in value.items() if name in names and not is_blank(one)}
    if is_blank(value):
        return
    typed = whole.get(part.name)
    if is_blank(typed):
        whole[part.name] = value
    elif part.kind is Kind.OBJECT and _same_name(typed, value):
        whole[part.name] = overlay(value, typed)


def _same_name(typed: Any, value: Any) -> bool:
    """Return whether an object typed in part is the known one: another name is another object."""
    name = typed.get("name") if isinstance(typed, Mapping) else typed
    return is_blank(name) or (isinstance(value, Mapping) and name == value.get("name"))


def _found(known: Mapping[str, Any], path: str) -> Any:
    value: Any = known
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif not (isinstance(value, str) and step == "name"):  # a unit given as its bare name
            return None
    return value


def overlay(known: Any, typed: Any) -> Any:
    """Return what is known with what was typed on top, object by object."""
    if is_blank(typed):
        return known
    if not isinstance(known, Mapping):
        return typed
    if not isinstance(typed, Mapping):
        return known if known.get("name") == typed else typed
    names = [*known, *(name for name in typed if name not in known)]
    return {name: overlay(known.get(name), typed.get(name)) for name in names}


def agrees(typed: Any, known: Any) -> bool:
    """Return whether what was typed adds nothing to what is known: blank, or the same words."""
    if is_blank(typed):
        return True
    if isinstance(known, Mapping):
        if isinstance(typed, Mapping):
            return all(
                name in known and agrees(value, known[name]) for name, value in typed.items()
            )
        known = known.get("name")
    return isinstance(typed, str) and isinstance(known, str) and typed == known

"""Jinja as the maker of a trusted template wants it, with a watch on docxtpl's own objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from jinja2 import Environment, nodes

from formkit.render import docxtpl_reader


class Owned(Exception):
    """A picture or a sub-document is to be printed, which only its own `DocxTemplate` can."""

    def __init__(self, owner: Any) -> None:
        super().__init__(owner)
        self.owner = owner


def environment(given: Environment | None, *, autoescape: bool) -> Environment:
    """Return the environment for a template; one that was given is never changed.

    Args:
        given: the maker's own, with filters, tests, globals, delimiters, undefined.
        autoescape: as docxtpl takes it: True switches it on, False leaves it as `given` has it.
    """
    if given is None:
        return Environment(autoescape=autoescape)  # noqa: S701 - what the caller asked for
    return given.overlay(autoescape=True) if autoescape else given.overlay()


def watched(environment_: Environment, note: Callable[[Any], Any] | None = None) -> Environment:
    """Return the environment with `Owned` raised where docxtpl's own objects are printed.

    An environment that has a `finalize` of its own keeps that.

    Args:
        environment_: the maker's.
        note: is given every value that is printed, and returns it.
    """
    own = environment_.finalize
    if own is not None and note is None:
        return environment_
    first = own or _watch
    if note is None:
        return environment_.overlay(finalize=first)
    told = note

    @wraps(first)  # with Jinja's marks on it: a `finalize` may ask for the context, too
    def noting(*given: Any) -> Any:
        return told(first(*given))

    return environment_.overlay(finalize=noting)


def is_fixed(environment_: Environment, source: str) -> bool:
    """Return whether a source holds no tag, so that it gives the same for all data."""
    return all(
        isinstance(part, nodes.TemplateData)
        for output in environment_.parse(source).body
        for part in (output.nodes if isinstance(output, nodes.Output) else [output])
    )


def _watch(value: Any) -> Any:
    if isinstance(value, docxtpl_reader.OWNED):
        owner: Any = value
        raise Owned(owner.tpl)
    return value

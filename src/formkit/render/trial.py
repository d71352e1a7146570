"""Trying out a template that somebody made: checked and filled in a process of its own.

What passes is known not to hang, not to eat the memory, and to print what it is given; then it may
be compiled and filled in this process.
"""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from formkit.kernel import confined
from formkit.kernel.confined import Blame
from formkit.kernel.errors import TemplateError, fault
from formkit.kernel.findings import Finding, Place, blocking
from formkit.kernel.limits import Limits
from formkit.kernel.picture import Picture
from formkit.render.check import check_template, template_tags
from formkit.render.compiling import compile_template
from formkit.render.trusted import check_trusted

_GREY = b64decode(  # a PNG of one light grey pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGO4CQAA2wDaZNW9eAAAAABJRU5ErkJggg=="
)
_MARKUP = re.compile("<[^>]*>")
LIMITS = Limits(memory_mb=512, cpu_seconds=30, wall_seconds=30)


class _Every(Mapping[str, Picture]):
    """A picture for every key."""

    def __getitem__(self, key: str) -> Picture:
        return Picture(_GREY, "png", 1, 1)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def try_template(
    data: bytes,
    known: Collection[str],
    views: Sequence[Mapping[str, Any]],
    *,
    name: str,
    limits: Limits = LIMITS,
) -> list[Finding]:
    """Return every fault of a template that a child process found; it may read hostile files.

    Args:
        data: the .docx or .xlsx.
        known: the dotted names that the data has; rows as `issues[].due_on`.
        views: the data it is filled with on trial.
        name: what messages call the template.
        limits: what the trial may take.
    """
    given = (data, frozenset(known), list(views), name)
    try:
        return confined.run(faults_on_trial, *given, limits=limits, blame=_blame(name))
    except TemplateError as error:
        return [error.finding()]


def try_trusted(  # noqa: PLR0913 - the template, and what it is tried with
    data: bytes,
    known: Collection[str],
    views: Sequence[Mapping[str, Any]] = (),
    *,
    name: str,
    must: str = "",
    limits: Limits = LIMITS,
) -> list[Finding]:
    """Return what is to be said of a trusted template, found by a child process.

    Args:
        data: the .docx.
        known: the dotted names that the data has; rows as `issues[].due_on`.
        views: the data it is filled with on trial; none: it is only read.
        name: what messages call the template.
        must: what must stand on the first paper, the number (FK-WS-020).
        limits: what the trial may take.
    """
    given = (data, frozenset(known), list(views), must, name)
    try:
        return confined.run(trusted_on_trial, *given, limits=limits, blame=_blame(name))
    except TemplateError as error:
        return [error.finding()]


def trusted_on_trial(
    data: bytes,
    known: Collection[str],
    views: Sequence[Mapping[str, Any]],
    must: str,
    name: str,
) -> list[Finding]:
    """Return the faults of a trusted template and of its documents; what the child does."""
    faults = check_trusted(data, known, name=name)
    if blocking(faults) or not views:
        return faults
    template = compile_template(data, name=name, trusted=True, prove=True)
    for number, view in enumerate(views):
        try:
            document = template.render(dict(view), pictures=_Every())
        except TemplateError as error:
            faults.append(error.finding())
            continue
        if must and not number and must not in _text_of(document):
            faults.append(fault("FK-WS-020", Place(file=name)))
    return list(dict.fromkeys(faults))


def _text_of(document: bytes) -> str:
    """Return the texts of a Word document, each part without its markup."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        parts = [opened.read(one) for one in opened.namelist() if one.startswith("word/")]
    return "\n".join(_MARKUP.sub("", part.decode("utf-8", "replace")) for part in parts)


def tags_of(data: bytes, *, name: str, limits: Limits = LIMITS) -> list[tuple[str, Place]]:
    """Return what `template_tags` says of a template, found by a child process.

    Raises:
        TemplateError: the file cannot be used, or reading it went beyond the limits.
    """
    return confined.run(tags_on_trial, data, name, limits=limits, blame=_blame(name))


def _blame(name: str) -> Blame:
    codes = {"memory": "FK-TPL-080", "time": "FK-TPL-081", "crash": "FK-TPL-082"}
    return Blame(TemplateError, Place(file=name), **codes)


def tags_on_trial(data: bytes, name: str) -> list[tuple[str, Place]]:
    """Return the tags of a template; what the child does."""
    return template_tags(data, name=name)


def faults_on_trial(
    data: bytes, known: Collection[str], views: Sequence[Mapping[str, Any]], name: str
) -> list[Finding]:
    """Return the faults of a template and of the documents it makes; what the child does."""
    faults = check_template(data, known, name=name)
    if blocking(faults):
        return faults
    template = compile_template(data, name=name)
    for view in views:
        try:
            template.render(dict(view), pictures=_Every())
        except TemplateError as error:
            faults.append(error.finding())
    return list(dict.fromkeys(faults))

"""docxtpl itself at work, for what formkit does not compile: pictures, sub-documents, replacements.

Pictures and sub-documents belong to the `DocxTemplate` with which they were made; a document with
them is filled by that one.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import docxtpl
from docxtpl import DocxTemplate  # noqa: TID251 - this package is the place

from formkit.render.docxtpl_reader.steps import fix_clock

# Sub-documents need docxcompose, an extra of docxtpl.
OWNED: Final[tuple[Any, ...]] = (
    docxtpl.InlineImage,
    *([docxtpl.Subdoc] if hasattr(docxtpl, "Subdoc") else []),
)
_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
_CONTAINERS = (dict, list, tuple, set, frozenset)


def new(data: bytes) -> Any:
    """Return a `DocxTemplate` of this file, for making pictures, links and sub-documents with."""
    return DocxTemplate(io.BytesIO(data))


def file_of(template: Any) -> bytes:
    """Return the bytes of the file on which a `DocxTemplate` was opened.

    Raises:
        OSError: the file is gone.
    """
    source = template.template_file
    if isinstance(source, str | os.PathLike):
        return Path(source).read_bytes()
    source.seek(0)
    data: bytes = source.read()
    source.seek(0)
    return data


def owners_in(context: Mapping[str, Any]) -> list[Any]:
    """Return the `DocxTemplate`s to which pictures and sub-documents in the data belong.

    Dicts, lists, tuples and sets are looked through, other objects are not.
    """
    owners: list[Any] = []
    waiting: list[Any] = [context]
    met: set[int] = set()  # a container may hold itself
    while waiting:
        value = waiting.pop()
        if isinstance(value, _CONTAINERS):
            if id(value) not in met:
                met.add(id(value))
                inner = value.values() if isinstance(value, dict) else value
                waiting += [one for one in inner if type(one) not in _PLAIN]
        elif isinstance(value, OWNED) and not any(owner is value.tpl for owner in owners):
            owners.append(value.tpl)
    return owners


def fill_whole(
    template: Any, context: Mapping[str, Any], environment: Any, *, autoescape: bool
) -> dict[str, bytes]:
    """Return the parts of the document that docxtpl makes.

    Args:
        template: a `DocxTemplate`, with whatever was replaced in it.
        context: the data.
        environment: Jinja's; docxtpl changes its `autoescape`.
        autoescape: as docxtpl's own.
    """
    template.init_docx()
    fix_clock(template)
    template.render(context, environment, autoescape)
    saved = io.BytesIO()
    template.save(saved)
    with zipfile.ZipFile(saved) as opened:
        return {name: opened.read(name) for name in opened.namelist()}

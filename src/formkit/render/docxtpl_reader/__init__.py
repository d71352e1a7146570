"""The one place that knows docxtpl.

- `notation` turns a Word part with tags into a Jinja source, for formkit's own strict language.
- `steps` takes a trusted template through docxtpl's own steps, one at a time.
- `whole` lets docxtpl itself fill a trusted template, where formkit does not.
"""

from __future__ import annotations

from formkit.render.docxtpl_reader.notation import jinja_source
from formkit.render.docxtpl_reader.steps import Finished, Kind, Piece, Steps
from formkit.render.docxtpl_reader.whole import (
    OWNED,
    file_of,
    fill_whole,
    new,
    owners_in,
)

__all__ = [
    "OWNED",
    "Finished",
    "Kind",
    "Piece",
    "Steps",
    "file_of",
    "fill_whole",
    "jinja_source",
    "new",
    "owners_in",
]

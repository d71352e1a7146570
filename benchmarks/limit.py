"""What no program that renders with Jinja can undercut: no checks, nothing read back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docxtpl import DocxTemplate  # noqa: TID251 - it knows which source Jinja gets
from jinja2 import Environment

from formkit.ooxml.writer import QUICK, Binder, deflate
from formkit.render.filters import FILTERS


def environment() -> Environment:
    """Return Jinja as the compared programs use it, with the filters of the templates."""
    made = Environment(autoescape=True)
    made.filters |= FILTERS
    return made


def limit(source: bytes, level: int = QUICK) -> Callable[[dict[str, Any]], bytes]:
    """Return what renders a template with the least work; `level` is zlib's."""
    reader_ = DocxTemplate(io.BytesIO(source))
    jinja = environment()
    static, filled = {}, {}
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        for name in package.namelist():
            part = package.read(name)
            if b"{{" in part:
                filled[name] = jinja.from_string(reader_.patch_xml(part.decode()))
            else:
                static[name] = deflate(part)
    binder = Binder(static)

    def rendered(context: dict[str, Any]) -> bytes:
        return binder.bind(
            {
                name: deflate(one.render(context).encode(), level=level)
                for name, one in filled.items()
            }
        )

    return rendered

"""The list in front of a print job and the marks of its copies, set straight from a layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from formkit.catalog import find_form
from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.layout import blocks, typst
from formkit.layout.styles import SMALL
from formkit.layout.typst_code import literal
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Workspace
from formkit.render.page import UNDATED, compile_sheet
from formkit.typeset.compiler import MAIN

FORM = "print_list.yaml"


def list_pdf(workspace: Workspace, view: Mapping[str, Any]) -> bytes:
    """Return the list as PDF.

    Args:
        workspace: whose form, company and fonts are used.
        view: `documents`, `copies`, `pages`, `note` (texts) and `rows` with `index`, `number`,
            `title`, `project`, `copies`, `pages`, `start`.

    Raises:
        ProfileError: the form `forms/print_list.yaml` is wrong.
        OutputError: it cannot be set.
    """
    place = f"forms/{FORM}"
    path = find_form(workspace.forms, FORM)
    if path is None:
        raise ProfileError("FK-WS-016", place=Place(file=place), field="layout", value="文件不存在")
    try:
        data = YAML().load(path.read_text(encoding="utf-8-sig"))
    except (YAMLError, UnicodeDecodeError) as error:
        whole = {"field": "整个文件", "value": "不是合法的 YAML"}
        raise ProfileError("FK-WS-016", place=Place(file=place), **whole) from error
    made = typst.emit(blocks.load(data, source=place))
    title = str(data.get("title", ""))
    sheet = compile_sheet(made.source, made.reading, typesetter(workspace), name=f"{title}.pdf")
    form = {"title": title, "unit": workspace.settings.company.name, "number": ""}
    return sheet.render({"form": form, **view})


def stamp_pdf(workspace: Workspace, mark: str) -> bytes:
    """Return a PDF of one page that is no larger than the mark on it."""
    setter = typesetter(workspace)
    families = ", ".join(map(literal, setter.families(SMALL.face)))
    source = (
        "#set page(width: auto, height: auto, margin: 1pt)\n"
        f"#set text(font: ({families},), size: {SMALL.size:g}pt)\n"
        f"#{literal(mark)}\n"
    )
    return setter.pdf({MAIN: source.encode()}, UNDATED)

"""Sheets printed straight from their layout: compiled with the fonts of machine and workspace."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from formkit import catalog
from formkit.catalog import OfficialRecord
from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.kernel.resources import forms_folder
from formkit.kernel.suggest import hint
from formkit.layout import blocks, typst
from formkit.pipeline.workspace import Workspace
from formkit.render.page import CompiledSheet, compile_sheet
from formkit.typeset import Faces, Typesetter, wanted_of

FONTS_FILE = "fonts.yaml"
FONTS_FOLDER = "字体"


def sheet_of(
    workspace: Workspace, official: OfficialRecord, *, by_hand: bool = False
) -> CompiledSheet:
    """Return the record's sheet, ready to be printed as PDF.

    Args:
        workspace: whose fonts print it.
        official: the kind of record.
        by_hand: with rows high enough to write in.

    Raises:
        ProfileError: the layout or the list of fonts is wrong.
    """
    data = catalog.manifest_data(official.slug, official.forms, with_lines=True)
    layout = blocks.load(data, source=f"forms/{official.slug}.yaml")
    made = typst.emit(layout.by_hand() if by_hand else layout)
    return compile_sheet(
        made.source,
        made.reading,
        typesetter(workspace),
        name=f"{official.title}.pdf",
        pictures=made.pictures,
    )


def typesetter(workspace: Workspace) -> Typesetter:
    """Return the typesetter with the fonts of the workspace and of the machine.

    There is one per process for all workspaces that have no fonts of their own: it is slow to make.

    Raises:
        ProfileError: the workspace's list of fonts is wrong.
    """
    root = workspace.root
    own = root is not None and (
        (root / "forms" / FONTS_FILE).is_file() or (root / FONTS_FOLDER).is_dir()
    )
    return _typesetter(root if own else None)


@cache
def _typesetter(root: Path | None) -> Typesetter:
    listed = [forms_folder() / FONTS_FILE]
    folders: list[Path] = []
    if root is not None:
        listed += [path for path in [root / "forms" / FONTS_FILE] if path.is_file()]
        folders.append(root / FONTS_FOLDER)
    data: dict[str, list[str]] = {}
    for path in listed:
        own = _fonts_listed(path)
        unknown = [str(face) for face in own if data and face not in data]
        if unknown:
            place = Place(file=f"forms/{path.name}")
            near = hint(unknown[0], data)
            raise ProfileError(
                "FK-FNT-004", place=place, face=unknown[0], faces="、".join(data), hint=near
            )
        data |= own
    return Typesetter(Faces(wanted_of(data), folders))


def _fonts_listed(path: Path) -> dict[str, list[str]]:
    """Return the fonts of each face that a list names.

    Raises:
        ProfileError: FK-FNT-003, it is no list of names by face.
    """
    place = Place(file=f"forms/{path.name}")
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig")) or {}
    except (YAMLError, UnicodeDecodeError) as error:
        raise ProfileError("FK-FNT-003", place=place, where="文件") from error
    if not isinstance(data, dict):
        raise ProfileError("FK-FNT-003", place=place, where="文件")
    for face, names in data.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ProfileError("FK-FNT-003", place=place, where=f"「{face}」")
    return data

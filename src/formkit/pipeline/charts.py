"""The charts that a record prints: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from formkit.kernel.picture import Picture
from formkit.layout.styles import SONG
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Workspace
from formkit.schemas.chart import Chart
from formkit.schemas.view import Shot
from formkit.typeset import Faces

Fonts = tuple[tuple[Path, int], ...]


_ORDINARY: Final = "各题满意度评价分布按季"
"""Signs that every chart needs: a font that calls itself 宋体 may have been cut down."""


def fonts_of(workspace: Workspace) -> Fonts:
    """Return the fonts that print charts, best first; none where no font has Chinese signs."""
    return fonts_among(typesetter(workspace).faces)


def fonts_among(faces: Faces) -> Fonts:
    """Return the fonts that print charts, best first; none where they would print boxes."""
    if faces.own(SONG) is None or faces.missing(_ORDINARY, SONG):
        return ()
    return tuple((font.path, font.index) for font in faces.fonts(SONG))


def shots_of(charts: Sequence[Chart]) -> tuple[Shot, ...]:
    """Return charts as they are named in a view; nothing is drawn."""
    return tuple(
        Shot(chart.key, f"图{number} {chart.title}") for number, chart in enumerate(charts, start=1)
    )


def drawn_charts(charts: Sequence[Chart], fonts: Fonts) -> dict[str, Picture]:
    """Return the pictures of charts by their keys."""
    from formkit.surveys.charts import draw  # noqa: PLC0415 - only where there are charts

    return {chart.key: draw(chart, fonts) for chart in charts}

"""The charts that a record prints: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formkit.kernel.picture import Picture
from formkit.layout.styles import SONG
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Workspace
from formkit.schemas.chart import Chart
from formkit.schemas.view import Shot

Fonts = tuple[tuple[Path, int], ...]


def fonts_of(workspace: Workspace) -> Fonts:
    """Return the fonts that print charts, best first; none where no font has Chinese signs."""
    faces = typesetter(workspace).faces
    if faces.own(SONG) is None:
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

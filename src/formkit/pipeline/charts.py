"""The charts that a record prints: which they are, and their pictures."""

from __future__ import annotations

from collections.abc import Sequence

from formkit.kernel.errors import MissingProgram
from formkit.kernel.picture import Picture
from formkit.layout.styles import SONG
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Workspace
from formkit.schemas.chart import Chart
from formkit.schemas.record import Record
from formkit.schemas.view import Shot


def shots_of(charts: Sequence[Chart]) -> tuple[Shot, ...]:
    """Return charts as they are named in a view; nothing is drawn."""
    return tuple(
        Shot(chart.key, f"图{number} {chart.title}") for number, chart in enumerate(charts, start=1)
    )


def drawn_charts(workspace: Workspace, record: Record) -> dict[str, Picture]:
    """Return the pictures of a record's charts by their keys.

    Raises:
        MissingProgram: FK-SUR-144, no font of this machine has Chinese signs.
    """
    from formkit.surveys.charts import draw  # noqa: PLC0415 - only where there are charts

    faces = typesetter(workspace).faces
    if faces.own(SONG) is None:
        raise MissingProgram("FK-SUR-144")
    fonts = tuple((font.path, font.index) for font in faces.fonts(SONG))
    return {chart.key: draw(chart, fonts) for chart in record.charts()}

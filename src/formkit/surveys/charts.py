"""Charts as pictures for the Word report, for printers without colours: greys and hatches.

The only module that knows matplotlib, and only when a chart is drawn. The same chart with the same
fonts and the same matplotlib gives the same bytes.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formkit.kernel import user_cache
from formkit.kernel.picture import Picture
from formkit.kernel.text import width
from formkit.schemas.chart import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 156, 64  # millimetres
_DPI = 200
_MM_PER_INCH = 25.4
_SIZE, _SMALL = 8.5, 6.5  # points
_ROOMY = 14  # bars with the usual size of letters
LABEL = 14  # signs of a label on one line
_DARK, _GREY, _GRID = "#303030", "#E4E4E4", "#BFBFBF"
_FULL, _STEP = 100, 20  # percent

Fonts = Sequence[tuple[Path, int]]
"""Font files, each with the number of the font in it; the first that has a sign prints it."""


def draw(chart: Chart, fonts: Fonts) -> Picture:
    """Return a chart as a PNG of `WIDTH` by `HEIGHT` millimetres; the caption is not on it.

    Args:
        chart: what it shows.
        fonts: the fonts that print it, best first; at least one with Chinese signs.
    """
    _find_a_place_for_matplotlib()
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: Any = {
        "font.family": list(_families(tuple(fonts))),
        "font.size": _SIZE,
        "axes.unicode_minus": False,
        "text.parse_math": False,  # a $ in the name of an item is a $
        "hatch.linewidth": 0.6,
        "axes.linewidth": 0.6,
    }
    with rc_context(settings):
        size = (WIDTH / _MM_PER_INCH, HEIGHT / _MM_PER_INCH)
        figure = Figure(figsize=size, dpi=_DPI, layout="constrained")
        canvas = FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        _KINDS[chart.kind](axes, chart)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.set_axisbelow(True)
        stream = io.BytesIO()
        figure.savefig(stream, format="png", metadata={"Software": None})
        width, height = canvas.get_width_height()
    return Picture(stream.getvalue(), "png", width, height, chart.title)


def _bars(axes: Axes, chart: Chart) -> None:
    values = _heights(chart.values)
    places = range(len(values))
    small = _SMALL if len(values) > _ROOMY else _SIZE
    drawn = axes.barh(places, values, height=0.62, **_look("//"))
    axes.set_yticks(places, [short(label) for label in chart.labels], fontsize=small)
    axes.invert_yaxis()
    axes.bar_label(drawn, _shown(chart), padding=3, fontsize=small)
    axes.xaxis.grid(visible=True, color=_GRID, linewidth=0.5)
    axes.set_xlim(_span(chart, headroom=1.12))
    _percent(axes.xaxis, chart)


def _columns(axes: Axes, chart: Chart) -> None:
    values = _heights(chart.values)
    drawn = axes.bar(range(len(values)), values, width=0.5, **_look(".."))
    axes.set_xticks(range(len(values)), [short(label) for label in chart.labels])
    axes.bar_label(drawn, _shown(chart), padding=2)
    axes.yaxis.grid(visible=True, color=_GRID, linewidth=0.5)
    axes.set_ylim(_span(chart, headroom=1.15))
    _percent(axes.yaxis, chart)


def _line(axes: Axes, chart: Chart) -> None:
    values = [None if value is None else float(value) for value in chart.values]
    places = range(len(values))
    gaps: Any = [float("nan") if value is None else value for value in values]
    axes.plot(places, gaps, color=_DARK, linewidth=1.3, marker="D", markersize=4.5,
              markerfacecolor="white")  # fmt: skip
    for place, (value, text) in enumerate(zip(values, _shown(chart), strict=True)):
        if value is not None:
            axes.annotate(text, (place, value), textcoords="offset points", xytext=(0, 6),
                          ha="center")  # fmt: skip
    axes.set_xticks(places, list(chart.labels))
    axes.set_xlim(-0.5, len(values) - 0.5)
    axes.yaxis.grid(visible=True, color=_GRID, linewidth=0.5)
    axes.set_ylim(_span(chart, headroom=1.12))
    _percent(axes.yaxis, chart)


_KINDS = {"bars": _bars, "columns": _columns, "line": _line}


def _look(hatch: str) -> dict[str, Any]:
    return {"color": _GREY, "edgecolor": _DARK, "hatch": hatch, "linewidth": 0.7}


def _heights(values: Sequence[Decimal | None]) -> list[float]:
    return [0.0 if value is None else float(value) for value in values]


def _shown(chart: Chart) -> list[str]:
    return ["—" if value is None else f"{value:f}{chart.unit}" for value in chart.values]


def short(label: str, signs: int = LABEL) -> str:
    """Return a label on two lines at most, each of so many signs; `…` where more was left out."""
    first = _fitting(label, 2 * signs)
    rest = label[len(first) :].strip()
    second = _fitting(rest, 2 * signs)
    if second != rest:
        second = f"{_fitting(rest, 2 * signs - 2)}…"
    return f"{first.strip()}\n{second}" if rest else label


def _fitting(label: str, room: int) -> str:
    """Return as much of a label as has room, in half-width signs; at least one sign."""
    widths = accumulate(map(width, label))
    return label[: max(1, sum(one <= room for one in widths))]


def _span(chart: Chart, *, headroom: float) -> tuple[float, float]:
    """Return the ends of the axis of values; percentages that are below nought are seen too."""
    known = [float(value) for value in chart.values if value is not None]
    top = float(_FULL) if chart.unit == "%" else max(known, default=0) or 1.0
    least = min(known, default=0)
    return (least - _STEP if least < 0 else 0.0), top * headroom


def _percent(axis: Any, chart: Chart) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

    if chart.unit != "%":
        axis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        return
    axis.set_major_locator(MultipleLocator(_STEP))
    axis.set_major_formatter(FuncFormatter(lambda value, _at: f"{value:.0f}%"))


def _find_a_place_for_matplotlib() -> None:
    """Let matplotlib keep its list of fonts where formkit keeps such things."""
    folder = user_cache.folder("matplotlib")
    if folder is not None:
        os.environ.setdefault("MPLCONFIGDIR", str(folder))


@cache
def _families(fonts: Fonts) -> tuple[str, ...]:
    """Return the names under which matplotlib knows these fonts."""
    from matplotlib import font_manager

    # A face of one weight only is no fault: 细明体 calls itself light.
    logging.getLogger(font_manager.__name__).setLevel(logging.ERROR)
    manager = font_manager.fontManager
    names = []
    for path, index in fonts:
        known = [one for one in manager.ttflist if _is(one, path, index)]
        if not known:
            manager.addfont(path)
            known = [one for one in manager.ttflist if _is(one, path, index)]
        names += [known[0].name] if known else []
    return tuple(dict.fromkeys(names))


def _is(entry: Any, path: Path, index: int) -> bool:
    return Path(entry.fname) == path and getattr(entry, "index", 0) == index

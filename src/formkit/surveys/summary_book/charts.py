"""图表: native charts over the cells of the other sheets, a page for each scale.

Fills are patterns, so that they print well in black and white.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.workbook import Workbook

from formkit.surveys.canvas import SONG
from formkit.surveys.charts import short
from formkit.surveys.statistics import By
from formkit.surveys.summary_book import by_group, by_item
from formkit.surveys.summary_book.by_group import GroupBlock, GroupSheet
from formkit.surveys.summary_book.by_item import ItemBlock, ItemSheet
from formkit.surveys.summary_book.page import Page

NAME = "图表"
_BARRED = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))  # in names of sheets
_MOST_SIGNS = 31
WIDTHS = (25,) * 6
_WIDTH, _ROWS, _ROW_PIXELS = 560, 12, 22
# Of axes that must show less than nothing (R7 gives no less than −33.33 %); beside bars the figure
# itself has to find room as well.
_LOWEST, _LOWEST_BAR = -0.4, -0.6
_NAMES, _BARS, _SIGNS = 0.32, 0.58, 13  # of the width: names of items, so long a line; their bars
_LEFT, _WIDE = 0.09, 0.88  # of the width: the axis of a line, and the line
_ABOVE, _UNDER, _BELOW = 68, 12, 34  # pixels: title and axis or figure; below bars, below a line
_FONT = {"name": SONG, "size": 9}
_DARK, _WHITE = "#404040", "#FFFFFF"
_LINES = {"pattern": "wide_upward_diagonal", "fg_color": _DARK, "bg_color": _WHITE}
_DOTS = {"pattern": "percent_25", "fg_color": _DARK, "bg_color": _WHITE}


class ChartSheet:
    """The sheet with the three charts of a scale.

    Args:
        book: the workbook.
        page: an empty sheet of `WIDTHS`.
        decimals: of percentages.
    """

    def __init__(self, book: Workbook, page: Page, decimals: int) -> None:
        self.page, self._book = page, book
        self._percent = f"0.{'0' * decimals}%" if decimals else "0%"

    def items(self, sheet: ItemSheet, block: ItemBlock) -> None:
        """Draw the satisfaction of each item."""
        items = block.part.total.items
        names = [short(one.item.text, _SIGNS) for one in items]
        here = self.page.row
        series = {
            "categories": f"={self.page.ref(0, here, here + len(names) - 1)}",
            "values": f"={sheet.page.ref(by_item.RATE, block.first, block.last)}",
            "pattern": _LINES,
        }
        rates = [one.satisfaction for one in items]
        lines = max(name.count("\n") + 1 for name in names)
        rows = max(_ROWS, len(names) * lines + 3)
        self._draw(
            "bar",
            f"各题满意度({block.part.label}量表)",
            series,
            rows=rows,
            behind=names,
            layout=_inside(rows, _NAMES, _BARS, _UNDER),
            y_axis={"reverse": True, "label_position": "low"},
            x_axis={"min": _least(rates, _LOWEST_BAR), "max": 1},
        )

    def marks(self, sheet: Page, label: str, first: int, count: int) -> None:
        """Draw how often each option was chosen."""
        series = {
            "categories": f"={sheet.ref(0, first, first + count - 1)}",
            "values": f"={sheet.ref(1, first, first + count - 1)}",
            "pattern": _DOTS,
        }
        self._draw("column", f"评价分布({label}量表,题次)", series, number="0")

    def quarters(self, sheet: GroupSheet, block: GroupBlock) -> None:
        """Draw the satisfaction of each quarter."""
        page = sheet.page
        series = {
            "categories": f"={page.ref(0, block.first, block.last)}",
            "values": f"={page.ref(by_group.RATE, block.first, block.last)}",
            "line": {"color": _DARK, "width": 1.75},
            "marker": {"type": "diamond", "size": 7, "border": {"color": _DARK},
                       "fill": {"color": _WHITE}},
        }  # fmt: skip
        rates = [row.figures.by_sheets for row in block.part.by[By.QUARTER]]
        self._draw(
            "line",
            f"满意度按季度(按份平均,{block.part.label}量表)",
            series,
            layout=_inside(_ROWS, _LEFT, _WIDE, _BELOW),
            x_axis={"label_position": "low"},
            y_axis={"min": _least(rates, _LOWEST), "max": 1},
        )

    def _draw(  # noqa: PLR0913 - what a chart has
        self,
        kind: str,
        title: str,
        series: Mapping[str, Any],
        *,
        rows: int = 0,
        number: str = "",
        behind: Sequence[str] = (),
        layout: Mapping[str, float] | None = None,
        x_axis: Mapping[str, Any] | None = None,
        y_axis: Mapping[str, Any] | None = None,
    ) -> None:
        page = self.page
        shown = {"value": True, "num_format": number or self._percent, "font": _FONT}
        if kind == "line":
            shown["position"] = "above"
        chart = self._book.add_chart({"type": kind})
        chart.add_series({"border": {"color": _DARK}, "gap": 60, **series, "data_labels": shown})
        chart.set_title({"name": title, "name_font": {**_FONT, "size": 11, "bold": True},
                         "overlay": False})  # fmt: skip
        chart.set_legend({"none": True})
        if layout:
            chart.set_plotarea({"layout": layout})
        values = {"num_format": number or "0%", "major_gridlines": {
            "visible": True, "line": {"color": "#BFBFBF", "width": 0.5}}}  # fmt: skip
        across = kind == "bar"
        plain = {"num_font": _FONT}
        chart.set_x_axis({**plain, **(values if across else {}), **(x_axis or {})})
        chart.set_y_axis({**plain, **({} if across else values), **(y_axis or {})})
        height = max(_ROWS, rows)
        chart.set_size({"width": _WIDTH, "height": height * _ROW_PIXELS})
        page.sheet.insert_chart(page.row, 0, chart, {"object_position": 2})
        for row in range(height + 1):
            if row < len(behind):  # names as they are drawn stand in the cells behind the chart
                page.write(0, behind[row], "plain")
            page.sheet.set_row(page.row, _ROW_PIXELS * 0.75)
            page.row += 1

    def finish(self, header: str) -> None:
        """Set up printing: one page, so that no chart is cut."""
        self.page.finish(heads=(0, 1), header=header, landscape=False, pages=1)


def _inside(rows: int, left: float, width: float, below: int) -> dict[str, float]:
    """Return where bars or lines stand, in shares of the chart, so that nothing is overprinted."""
    height = rows * _ROW_PIXELS
    inside = height - _ABOVE - below
    return {"x": left, "y": _ABOVE / height, "width": width, "height": inside / height}


def _least(rates: Sequence[Decimal | None], lowest: float) -> float:
    return lowest if any(rate is not None and rate < 0 for rate in rates) else 0


def names_of(labels: Sequence[str]) -> list[str]:
    """Return what the sheets of these scales are called: 图表, or 图表 三级 and so on."""
    if len(labels) <= 1:
        return [NAME]
    return [f"{NAME} {label.translate(_BARRED)}"[:_MOST_SIGNS] for label in labels]

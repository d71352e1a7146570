"""Charts as pictures: the same bytes each time, nothing that a printer without colours loses."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from PIL import Image

from formkit.layout.styles import SONG
from formkit.pipeline.sheets import typesetter
from formkit.pipeline.workspace import Settings, Workspace
from formkit.schemas.chart import Chart
from formkit.surveys.charts import draw, short

LABELS = ("工程质量", "施工进度", "项目经理及管理人员能力和配合情况综合评价", "价格 $5_2^x$ <&>")
BARS = Chart(
    "bars", "各题满意度", LABELS, (Decimal("88.89"), Decimal("-33.33"), None, Decimal(0)), "%"
)


@pytest.fixture(scope="module")
def fonts():
    faces = typesetter(Workspace(None, Settings())).faces
    found = tuple((font.path, font.index) for font in faces.fonts(SONG))
    assert found, "no Chinese font"
    return found


def opened(chart, fonts):
    return Image.open(io.BytesIO(draw(chart, fonts).data)).convert("RGB")


@pytest.mark.parametrize(
    "chart",
    [
        BARS,
        Chart("columns", "评价分布", ("很满意", "满意"), (Decimal(0), Decimal(0))),
        Chart("line", "按季度", ("2026年第1季度",), (Decimal(50),), "%"),
        Chart("line", "按季度", ("一", "二", "三"), (Decimal(50), None, Decimal(-4)), "%"),
        Chart("bars", "二十题", tuple("甲" * n for n in range(1, 21)), (Decimal(60),) * 20, "%"),
    ],
    ids=lambda chart: chart.title,
)
def test_a_chart_is_drawn_alike_each_time(chart, fonts):
    first, again = draw(chart, fonts), draw(chart, fonts)
    assert first == again
    assert (first.kind, first.said) == ("png", chart.title)
    with Image.open(io.BytesIO(first.data)) as image:
        assert image.size == (first.width, first.height)
        assert "Software" not in image.info


@pytest.mark.parametrize(
    ("label", "drawn"),
    [
        ("服务态度", "服务态度"),
        ("甲" * 14, "甲" * 14),
        ("甲" * 28, "甲" * 14 + "\n" + "甲" * 14),
        ("甲" * 29, "甲" * 14 + "\n" + "甲" * 13 + "…"),
        ("甲、" * 20, "甲、" * 7 + "\n" + "甲、" * 6 + "甲…"),
        ("", ""),
    ],
)
def test_a_long_label_is_cut_to_two_lines(label, drawn):
    assert short(label) == drawn


def test_charts_are_grey(fonts):
    image = opened(BARS, fonts)
    assert all(max(pixel) - min(pixel) < 3 for _count, pixel in image.getcolors(1 << 24))


def test_the_figures_change_the_picture_and_the_key(fonts):
    other = Chart("bars", "各题满意度", LABELS, (Decimal("88.90"), *BARS.values[1:]), "%")
    assert other.key != BARS.key
    assert Chart(**{name: getattr(BARS, name) for name in BARS.__slots__}).key == BARS.key
    assert draw(other, fonts).data != draw(BARS, fonts).data


def test_a_sign_that_one_font_lacks_is_taken_from_the_next(fonts, recwarn):
    draw(Chart("columns", "生僻字", ("𠮷堃䶮", "√"), (Decimal(1), Decimal(2))), fonts)
    assert not [one for one in recwarn if "Glyph" in str(one.message)]

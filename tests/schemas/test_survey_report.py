"""The report as a record: its charts, its dashes, only what proved true."""

from __future__ import annotations

from decimal import Decimal

from formkit.intake import reader
from formkit.kernel.resources import samples_folder
from formkit.schemas.shape import shape_of
from formkit.schemas.survey_report.record import SurveyReport
from formkit.schemas.survey_report.view import view_of
from formkit.schemas.view import PrintFacts, Shot

SHAPE = shape_of(SurveyReport, "survey_report", "顾客满意度分析报告")


def sample(**changes):
    [first, _empty] = reader.read(samples_folder() / "survey_report.yaml", SHAPE).records
    return SurveyReport.model_validate({**first.data, **changes})


def test_each_scale_has_its_charts_and_no_chart_holds_two_scales():
    titles = [chart.title for chart in sample().charts()]
    assert titles == [
        "各题满意度(三级量表)", "评价分布(三级量表,题次)", "满意度按季度(三级量表)",
        "各题满意度(五级量表)", "评价分布(五级量表,题次)", "满意度按季度(五级量表)",
    ]  # fmt: skip


def test_a_chart_shows_the_figures_of_the_table():
    bars = sample().charts()[0]
    assert bars.labels == ("维修质量", "回访工作")
    assert bars.values == (Decimal("66.67"), Decimal(0))
    columns = sample().charts()[1]
    assert columns.labels == ("满意", "一般", "不满意")  # options that the scale has


def test_many_items_stand_in_several_charts():
    items = [{"scale": "五级", "text": f"第{n}项", "satisfaction": n} for n in range(1, 46)]
    bars = [one for one in sample(item_results=items).charts() if one.kind == "bars"]
    assert [len(one.values) for one in bars] == [20, 20, 5]
    assert bars[0].title == "各题满意度(五级量表) 1/3"


def test_a_report_without_answers_has_no_chart():
    assert SurveyReport(scale_results=()).charts() == ()


def test_where_there_is_no_figure_a_dash_is_printed():
    view = view_of(sample(), PrintFacts(charts=(Shot("chart-1", "图1 各题满意度"),)))
    assert view["scale_results"][0]["previous"] == "—"
    assert view["scale_results"][0]["target"] == ""
    assert view["mark_counts"][0]["very_satisfied"] == "—"
    assert view["chart_rows"] == [{"index": "1", "picture": "chart-1", "caption": "图1 各题满意度"}]

"""顾客满意度分析报告 (R7 1, R11 5): figures of a period, true complaints, what is to be done."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from formkit.kernel.gate import Gate
from formkit.schemas.chart import Chart
from formkit.schemas.fields import Choice, Count, Day, Identifier, LongText, OneLine, Percent
from formkit.schemas.person import Person
from formkit.schemas.project import Project
from formkit.schemas.record import Record, field, many
from formkit.schemas.survey_report.results import (
    AppliedRule,
    Circulation,
    GroupResult,
    ItemResult,
    LowItem,
    MarkCount,
    QuarterResult,
    ReportedComplaint,
    ScaleResult,
)

_MARKS = {
    "very_satisfied": "很满意",
    "satisfied": "满意",
    "fair": "一般",
    "dissatisfied": "不满意",
    "very_dissatisfied": "很不满意",
}
_MOST_ITEMS, _MOST_QUARTERS = 20, 8  # that one chart can show


class Grouping(Choice):
    """What the surveys are grouped by."""

    PROJECT = "工程"
    UNIT = "单位"
    KIND = "调查对象类别"


class SurveyReport(Record):
    """顾客满意度分析报告."""

    ruled_by = ("prepared_on",)
    in_order = (("period_from", "period_to"),)

    # A report is on all projects of a company.
    project_no: Identifier | None = field("工程编号", in_ledger=False, longest=40, on_form=())
    project: Project | None = field("工程", in_ledger=False, columns=(), on_form=())
    prepared_by: Person | None = field("编制人", aliases=("填表人",), required=Gate.ARCHIVE)
    prepared_on: Day | None = field("编制日期", aliases=("填表日期",), required=Gate.ISSUE)
    period_name: OneLine | None = field(
        "统计期", required=Gate.ISSUE, hint="如 2026年第3季度", longest=60
    )
    period_from: Day | None = field("统计期自")
    period_to: Day | None = field("统计期至")
    grouped_by: Grouping | None = field("分组方式", required=Gate.ISSUE)
    sent: Count | None = field("发出份数", required=Gate.ISSUE, least=0, most=999_999)
    sent_returned: Count | None = field("其中收回份数", least=0, most=999_999)
    return_rate: Percent | None = field("回收率(%)", aliases=("回收率",))
    returned: Count | None = field("本期收回份数", required=Gate.ISSUE, least=0, most=999_999)
    valid: Count | None = field("有效份数", required=Gate.ISSUE, least=0, most=999_999)
    invalid: Count | None = field("无效份数", least=0, most=999_999)
    waiting: Count | None = field("待确认份数", least=0, most=999_999)
    valid_rate: Percent | None = field("有效率(%)", aliases=("有效率",))
    complaint_count: Count | None = field("属实投诉件数", least=0, most=999_999)
    issue_count: Count | None = field("回访问题项数", least=0, most=999_999)
    overview: LongText | None = field("调查概况", longest=1000)
    scale_results: tuple[ScaleResult, ...] = many("满意度结果")
    mark_counts: tuple[MarkCount, ...] = many("评价分布")
    item_results: tuple[ItemResult, ...] = many("各题结果")
    circulation: tuple[Circulation, ...] = many("发放回收")
    group_results: tuple[GroupResult, ...] = many("分组结果")
    quarter_results: tuple[QuarterResult, ...] = many("季度结果")
    low_items: tuple[LowItem, ...] = many("低分题")
    cause_analysis: LongText | None = field("原因分析", longest=2000)
    complaints: tuple[ReportedComplaint, ...] = many("属实投诉")
    measures: LongText | None = field("改进措施", longest=2000)
    conclusion: LongText | None = field("结论", longest=1000)
    rules: tuple[AppliedRule, ...] = many("评分口径")

    def charts(self) -> tuple[Chart, ...]:
        """Return the charts of each scale: satisfaction by item, options, trend by quarter."""
        return tuple(self._charts())

    def _charts(self) -> Iterator[Chart]:
        for result in self.scale_results:
            scale = result.scale or ""
            yield from self._items(scale)
            for counts in self.mark_counts:
                if counts.scale == scale:
                    yield _distribution(counts, scale)
            quarters = [one for one in self.quarter_results if one.scale == scale]
            quarters = quarters[-_MOST_QUARTERS:]
            if quarters:
                labels = tuple(one.quarter or "" for one in quarters)
                rates = tuple(one.satisfaction for one in quarters)
                yield Chart("line", f"满意度按季度({scale}量表)", labels, rates, "%")

    def _items(self, scale: str) -> Iterator[Chart]:
        """Yield the satisfaction by item, of many items in several charts."""
        items = [one for one in self.item_results if one.scale == scale]
        total = -(-len(items) // _MOST_ITEMS)
        for number in range(total):
            some = items[number * _MOST_ITEMS : (number + 1) * _MOST_ITEMS]
            labels = tuple(one.text or "" for one in some)
            rates = tuple(one.satisfaction for one in some)
            which = f" {number + 1}/{total}" if total > 1 else ""
            yield Chart("bars", f"各题满意度({scale}量表){which}", labels, rates, "%")


def _distribution(counts: MarkCount, scale: str) -> Chart:
    known = {word: getattr(counts, name) for name, word in _MARKS.items()}
    shown = {word: Decimal(count) for word, count in known.items() if count is not None}
    title = f"评价分布({scale}量表,题次)"
    return Chart("columns", title, tuple(shown), tuple(shown.values()))

"""The rows of a report's tables; percentages as they are printed, 83.33 for 83.33 %."""

from __future__ import annotations

from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry
from formkit.schemas.fields import (
    Count,
    Day,
    Identifier,
    LongText,
    OneLine,
    Percent,
    Quantity,
    YesNo,
)
from formkit.schemas.record import field


class Circulation(Entry):
    """What was sent out to a group and came back, and what it complained of."""

    group: OneLine | None = field("分组", required=Gate.ISSUE, longest=200)
    sent: Count | None = field("本期发出", least=0, most=999_999)
    sent_returned: Count | None = field("其中已收回", least=0, most=999_999)
    return_rate: Percent | None = field("回收率(%)", aliases=("回收率",))
    returned: Count | None = field("本期收回", least=0, most=999_999)
    valid: Count | None = field("有效", least=0, most=999_999)
    invalid: Count | None = field("无效", least=0, most=999_999)
    waiting: Count | None = field("待确认", least=0, most=999_999)
    complaints: Count | None = field("属实投诉数", least=0, most=999_999)
    issues: Count | None = field("回访问题数", least=0, most=999_999)


class ScaleResult(Entry):
    """The figures on one scale; two scales never enter one mean (R7 1)."""

    scale: OneLine | None = field("量表", required=Gate.ISSUE, longest=60)
    sheets: Count | None = field("有效份数", required=Gate.ISSUE, least=0, most=999_999)
    satisfaction: Percent | None = field("满意度(%)", aliases=("满意度",))
    by_sheets: Percent | None = field("按份平均(%)", aliases=("按份平均",))
    by_points: Percent | None = field("按分汇总(%)", aliases=("按分汇总",))
    strict: Percent | None = field("漏答记0(%)", aliases=("漏答记0",))
    satisfied_rate: Percent | None = field("满意率(%)", aliases=("满意率",))
    target: Percent | None = field("目标(%)", aliases=("目标",))
    lowest: OneLine | None = field("最低题", longest=240)
    previous: Percent | None = field("上期满意度(%)", aliases=("上期满意度",))
    change: Percent | None = field("与上期之差(百分点)", aliases=("与上期之差",))


class MarkCount(Entry):
    """How often each option was chosen on one scale, counted in items."""

    scale: OneLine | None = field("量表", required=Gate.ISSUE, longest=60)
    very_satisfied: Count | None = field("很满意", least=0)
    satisfied: Count | None = field("满意", least=0)
    fair: Count | None = field("一般", least=0)
    dissatisfied: Count | None = field("不满意", least=0)
    very_dissatisfied: Count | None = field("很不满意", least=0)


class ItemResult(Entry):
    """The figures of one item."""

    scale: OneLine | None = field("量表", required=Gate.ISSUE, longest=60)
    section: OneLine | None = field("栏", longest=4)
    item_no: OneLine | None = field("题号", longest=8)
    text: OneLine | None = field("调查项目", required=Gate.ISSUE, longest=200)
    answered: Count | None = field("答卷数", least=0)
    blank: Count | None = field("漏答", least=0)
    na: Count | None = field("不适用", least=0)
    mean: Quantity | None = field("均分")
    satisfaction: Percent | None = field("题满意度(%)", aliases=("题满意度",))
    satisfied_rate: Percent | None = field("题满意率(%)", aliases=("题满意率",))


class GroupResult(Entry):
    """The figures of one group on one scale."""

    group: OneLine | None = field("分组", required=Gate.ISSUE, longest=200)
    scale: OneLine | None = field("量表", required=Gate.ISSUE, longest=60)
    sheets: Count | None = field("有效份数", least=0)
    by_sheets: Percent | None = field("按份平均(%)", aliases=("按份平均",))
    by_points: Percent | None = field("按分汇总(%)", aliases=("按分汇总",))
    satisfied_rate: Percent | None = field("满意率(%)", aliases=("满意率",))
    low: Count | None = field("低分份数", least=0)
    lowest: OneLine | None = field("最低题", longest=240)


class QuarterResult(Entry):
    """The figures of one quarter on one scale; quarters before the period show the trend."""

    quarter: OneLine | None = field("季度", required=Gate.ISSUE, longest=20)
    scale: OneLine | None = field("量表", required=Gate.ISSUE, longest=60)
    sheets: Count | None = field("有效份数", least=0)
    satisfaction: Percent | None = field("满意度(%)", aliases=("满意度",))
    satisfied_rate: Percent | None = field("满意率(%)", aliases=("满意率",))
    change: Percent | None = field("环比(百分点)", aliases=("环比",))


class LowItem(Entry):
    """A low score: a suggestion for the problem procedure (R5), for a person to confirm."""

    survey_no: Identifier | None = field("调查表编号", longest=60)
    project: OneLine | None = field("工程", longest=200)
    item: OneLine | None = field("题目", required=Gate.ISSUE, longest=240)
    points: Quantity | None = field("得分")
    satisfaction: Percent | None = field("本卷满意度(%)", aliases=("本卷满意度",))
    importance: OneLine | None = field("建议重要性", longest=4)
    cause: LongText | None = field("原因", longest=200)


class ReportedComplaint(Entry):
    """A complaint that enters the analysis: only what proved true does (R11-18)."""

    number: Identifier | None = field("投诉编号", required=Gate.ISSUE, longest=60)
    project: OneLine | None = field("工程", longest=200)
    received_on: Day | None = field("收到日期")
    category: OneLine | None = field("类别", longest=40)
    content: LongText | None = field("内容", longest=2000)
    measure: LongText | None = field("处理措施", longest=1000)
    substantiated: YesNo | None = field("是否属实", on_form=())
    closed: YesNo | None = field("已办结")


class AppliedRule(Entry):
    """One choice by which the surveys were scored, and what it rests on."""

    name: OneLine | None = field("项目", required=Gate.ISSUE, longest=60)
    value: OneLine | None = field("取值", longest=200)
    basis: OneLine | None = field("依据", longest=400)

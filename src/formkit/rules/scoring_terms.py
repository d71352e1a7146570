"""The words of the profile's section `survey` (B.6): their choices and what each means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Any

from formkit.kernel.i18n import N_, _
from formkit.rules.scoring_policy import (
    Blank,
    Mean,
    Multi,
    Negative,
    NotApplicable,
    Scale,
    Weights,
)

UNLIMITED = "不限"
STATED = "value"  # the key of what a number means, in `meanings`


class Kind(Enum):
    """What stands behind a word of the section."""

    CHOICE = auto()  # one of `choices`
    PERCENT = auto()
    COUNT = auto()
    DECIMALS = auto()
    POINTS = auto()
    BY_SCALE = auto()  # a percentage for each scale that is named
    LEVELS = auto()  # points for each level of importance that is named


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the section.

    id: the field of `ScoringPolicy`, and the English word that may be written as well.
    name: the Chinese word.
    meanings: what each choice means; of a number, under STATED what it means, with `{value}`,
        and under 不限 what its absence means.
    english: English words for the choices.
    rule: the rule whose clause settles this; empty: the company's own decision (B.6).
    """

    id: str
    name: str
    kind: Kind
    meanings: Mapping[str, str]
    choices: type[StrEnum] | None = None
    english: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""

    @property
    def nothing(self) -> Any:
        """What 不限 stands for: no number, or no number for any name; of a share none at all."""
        if self.kind in (Kind.BY_SCALE, Kind.LEVELS):
            return {}
        return Decimal(0) if self.kind is Kind.PERCENT else None

    def meaning(self, value: Any) -> str:
        """Return what a value means, as a sentence for the report."""
        if self.choices is not None:
            return _(self.meanings[value])
        if value == self.nothing:
            return _(self.meanings[UNLIMITED])
        return _(self.meanings[STATED]).format(value=self.shown(value))

    def shown(self, value: Any) -> str:
        """Return a value as the profile writes it."""
        if self.choices is None and value == self.nothing:
            return UNLIMITED
        if isinstance(value, Mapping):
            return "、".join(f"{name} {_plain(one)}" for name, one in value.items())
        return _plain(value) if isinstance(value, Decimal) else str(value)


def _plain(value: Any) -> str:
    return f"{Decimal(value).normalize():f}"


TERMS = (
    Term(
        "scale",
        N_("量表"),
        Kind.CHOICE,
        {Scale.BY_ITEM: N_("每题的量表由题库写明,不按卷猜;不同量表不求总平均")},
        Scale,
        {"auto": Scale.BY_ITEM},
        rule="R7-01",
    ),
    Term(
        "blank",
        N_("空题"),
        Kind.CHOICE,
        {
            Blank.LEFT_OUT: N_("漏答的题不计得分,也不计满分"),
            Blank.ZERO: N_("漏答的题记 0 分,计满分"),
            Blank.MIDDLE: N_("漏答的题按量表的中间一档记分,计满分"),
            Blank.VOID: N_("有一题漏答,整卷无效"),
        },
        Blank,
        {
            "exclude": Blank.LEFT_OUT,
            "zero": Blank.ZERO,
            "middle": Blank.MIDDLE,
            "void": Blank.VOID,
        },
    ),
    Term(
        "na",
        N_("不适用"),
        Kind.CHOICE,
        {NotApplicable.LEFT_OUT: N_("不适用的题不计得分和满分,不算漏答")},
        NotApplicable,
        {"exclude": NotApplicable.LEFT_OUT},
    ),
    Term(
        "multi",
        N_("多选"),
        Kind.CHOICE,
        {
            Multi.ASK: N_("一题勾了两项的,由人认定后才计入"),
            Multi.SPOILED: N_("一题勾了两项的,该题作废,按空题处理"),
        },
        Multi,
        {"error": Multi.ASK, "spoil": Multi.SPOILED},
    ),
    Term(
        "min_answered",
        N_("最少答题"),
        Kind.PERCENT,
        {
            STATED: N_("答题不到适用题数 {value}% 的是无效卷,不进入统计"),
            UNLIMITED: N_("不按答题的比例判无效"),
        },
    ),
    Term(
        "most_blank",
        N_("最多漏答"),
        Kind.COUNT,
        {
            STATED: N_("漏答超过 {value} 题的是无效卷,不进入统计"),
            UNLIMITED: N_("不按漏答题数判无效"),
        },
    ),
    Term(
        "negative",
        N_("负分"),
        Kind.CHOICE,
        {
            Negative.KEPT: N_("一份的总分为负的,照实保留"),
            Negative.ZERO: N_("一份的总分为负的,按 0 分计"),
        },
        Negative,
        {"keep": Negative.KEPT, "zero": Negative.ZERO},
    ),
    Term(
        "weights",
        N_("权重"),
        Kind.CHOICE,
        {
            Weights.BANK: N_("各题按题库所写的权重;题库没有写的,权重都是 1"),
            Weights.EQUAL: N_("各题权重相等,不用题库所写的权重"),
        },
        Weights,
        {"bank": Weights.BANK, "equal": Weights.EQUAL},
    ),
    Term(
        "mean",
        N_("汇总"),
        Kind.CHOICE,
        {
            Mean.SHEETS: N_("几份的满意度以各份满意度的平均为准,按分汇总列作对照"),
            Mean.POINTS: N_("几份的满意度以实际得分之和除以满分之和为准,按份平均列作对照"),
        },
        Mean,
        {"sheets": Mean.SHEETS, "points": Mean.POINTS},
    ),
    Term(
        "low",
        N_("低分线"),
        Kind.BY_SCALE,
        {
            STATED: N_("满意度低于此数(%)的卷列入低分清单:{value}"),
            UNLIMITED: N_("不按满意度列入低分清单"),
        },
    ),
    Term(
        "low_item",
        N_("低分题"),
        Kind.POINTS,
        {STATED: N_("有一题得分不高于 {value} 分的卷列入低分清单")},
    ),
    Term(
        "importance",
        N_("重要性"),
        Kind.LEVELS,
        {
            STATED: N_("低分卷建议的问题重要性,按最低一题的得分不高于:{value};其余为低"),
            UNLIMITED: N_("低分卷建议的问题重要性一律为低"),
        },
    ),
    Term(
        "target",
        N_("目标"),
        Kind.BY_SCALE,
        {
            STATED: N_("满意度目标(%),只作展示:{value}"),
            UNLIMITED: N_("没有定目标"),
        },
    ),
    Term(
        "due_days",
        N_("回收期限"),
        Kind.COUNT,
        {
            STATED: N_("发出后 {value} 天内收回;到期没有收回的列为逾期"),
            UNLIMITED: N_("没有定收回的期限"),
        },
    ),
    Term(
        "decimals",
        N_("小数位"),
        Kind.DECIMALS,
        {STATED: N_("计算不取舍,显示时四舍五入到 {value} 位小数")},
    ),
)
BY_WORD = {word: term for term in TERMS for word in (term.name, term.id)}

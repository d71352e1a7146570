"""How questionnaire services title the columns of an export (domain D.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from formkit.surveys.exports.table import Table
from formkit.surveys.reply import Source

WJX = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "总分")
TENCENT = (
    "编号",
    "开始答题时间",
    "结束答题时间",
    "答题时长",
    "地理位置国家和地区",
    "地理位置省",
    "地理位置市",
    "用户类型",
    "用户标识",
    "昵称",
    "自定义字段",
    "语言",
    "清洗",
    "UA",
    "Referrer",
    "IP",
)
KNOWN = {Source.WJX: WJX, Source.TENCENT: TENCENT}
_SURE = {  # an export has at least these
    Source.WJX: {"序号", "提交答卷时间"},
    Source.TENCENT: {"编号", "结束答题时间"},
}
PRIVATE = {  # who answered from where: dropped unless the mapping keeps it (least data)
    Source.WJX: {"来自IP", "来源详情"},
    Source.TENCENT: {
        "IP",
        "昵称",
        "用户标识",
        "用户类型",
        "地理位置国家和地区",
        "地理位置省",
        "地理位置市",
        "自定义字段",
        "UA",
        "Referrer",
    },
}
NUMBER = {Source.WJX: "序号", Source.TENCENT: "编号"}
ANSWERED = {Source.WJX: "提交答卷时间", Source.TENCENT: "结束答题时间"}

# 1、题干 | 1 题干 | 1.题干 | 第1题(行名) | 1、(行名); then perhaps :选项
_NUMBERED = re.compile(
    r"第?\s*(?P<number>\d{1,3})\s*(?:题|[、.\s:]|(?=[((]))\s*(?P<rest>.*)", re.DOTALL
)
_IN_BRACKETS = re.compile(r"[((](?P<part>.*)[))]", re.DOTALL)
_PART = re.compile(r"(?P<stem>.*?)[:——]+(?P<part>[^:]+)", re.DOTALL)
_KIND = re.compile(r"\s*[\[【((](?:单选|多选|矩阵|量表|评分|填空|必答|选填)[^\]】))]*[\]】))]\s*")


class Download(StrEnum):
    """What an export holds of each answer."""

    TEXT = "文本"
    INDEX = "序号"  # the option's place in the question: not its worth
    SCORE = "分数"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of answers: the question's number and words, and the row or option it is of."""

    index: int
    title: str
    number: int | None
    stem: str
    part: str = ""

    @property
    def asked(self) -> str:
        """What is asked: the row of a matrix, else the question."""
        return self.part or self.stem


def source_of(titles: Sequence[str]) -> Source | None:
    """Return whose export has these titles; None where it is nobody's we know."""
    held = set(titles)
    return next((source for source, sure in _SURE.items() if sure <= held), None)


def columns(table: Table, source: Source) -> list[Column]:
    """Return the columns that hold answers; those of the service itself are left out."""
    own = set(KNOWN.get(source, ()))
    return [
        _column(index, title)
        for index, title in enumerate(table.titles)
        if title and title not in own
    ]


def _column(index: int, title: str) -> Column:
    plain = _KIND.sub("", title).strip()
    numbered = _NUMBERED.fullmatch(plain)
    number, rest = None, plain
    if numbered:
        number, rest = int(numbered["number"]), numbered["rest"].strip()
    inside = _IN_BRACKETS.fullmatch(rest)
    if number is not None and inside:
        return Column(index, title, number, "", inside["part"].strip())
    parted = _PART.fullmatch(rest) if number is not None else None
    if parted and parted["stem"].strip():
        return Column(index, title, number, parted["stem"].strip(), parted["part"].strip())
    return Column(index, title, number, rest)


__all__ = [
    "ANSWERED",
    "KNOWN",
    "NUMBER",
    "PRIVATE",
    "TENCENT",
    "WJX",
    "Column",
    "Download",
    "columns",
    "source_of",
]

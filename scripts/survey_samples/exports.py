"""Downloads of 问卷星 and 腾讯问卷, and tables that somebody typed: good ones and faulty ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl

from formkit.schemas.satisfaction_survey.bank import load_banks
from formkit.schemas.satisfaction_survey.record import Section
from survey_samples.book import stilled
from survey_samples.workbooks import WORDS

FIVE = load_banks()["五级"]
DELIVERED = [item.text for item in FIVE.section(Section.DELIVERED)]
BUILDING = [item.text for item in FIVE.section(Section.BUILDING)]
WJX = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
TENCENT = ["编号", "开始答题时间", "结束答题时间", "答题时长", "地理位置国家和地区", "地理位置省",
           "地理位置市", "用户类型", "用户标识", "昵称", "自定义字段"]  # fmt: skip
MARKS = ("aaabbbbbca", "bbbbbbbbbb", "aabbnabbaa", "bcbbbcbbdb")
Row = Sequence[Any]
EXPORTS: dict[str, Callable[[], bytes]] = {}


def exported(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Note how a download is made; its folder is named after the mapping file that reads it."""

    def noted(maker: Callable[[], bytes]) -> Callable[[], bytes]:
        EXPORTS[name] = maker
        return maker

    return noted


def as_csv(rows: Iterable[Row], encoding: str = "utf-8-sig", mark: str = ",") -> bytes:
    """Return a text table."""
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Iterable[Row]) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stilled(stream.getvalue())


def wjx(
    hour: int, answers: Iterable[Row], items: Sequence[str] = DELIVERED, *, total: bool = False
) -> list[Row]:
    """Return a download of 问卷星; the hour tells one download from the others."""
    titles = [f"{number}、{text}" for number, text in enumerate(items, start=1)]
    last = len(items)
    more = [f"{last + 1}、您的单位", f"{last + 2}、意见和建议"]
    rows: list[Row] = [[*WJX, *titles, *more, *(["总分"] if total else [])]]
    for number, row in enumerate(answers, start=1):
        moment = f"2026/9/{number + 2} {hour}:0{number}:00"
        own = [number, moment, f"{90 + number}秒", "手机提交", "直接访问", f"192.0.2.{number}"]
        rows.append([*own, *row, f"示例花园小区{number}号楼", "(空)", *([27] if total else [])])
    return rows


def tencent(hour: int, answers: Iterable[Row], titles: Sequence[str]) -> list[Row]:
    """Return a download of 腾讯问卷."""
    last = len(DELIVERED) + 1
    rows: list[Row] = [[*TENCENT, *titles, f"{last}.单位名称"]]
    for number, row in enumerate(answers, start=1):
        start, end = (f"2026-09-0{number} {hour}:1{minute}:00" for minute in (0, 3))
        own = [
            number,
            start,
            end,
            "180",
            "中国",
            "示例省",
            "云岭市",
            "微信",
            f"u{number}",
            "过客",
            "",
        ]
        rows.append([*own, *row, f"示例花园小区{number}号楼"])
    return rows


def words(marks: Iterable[str] = MARKS) -> list[list[str]]:
    """Return the answers in words."""
    return [[WORDS[letter] for letter in row] for row in marks]


def numbered(items: Sequence[str] = DELIVERED) -> list[str]:
    """Return the questions as 腾讯问卷 titles them."""
    return [f"{number}.{text}" for number, text in enumerate(items, start=1)]


def _indices(marks: Iterable[str] = MARKS) -> list[list[int]]:
    return [["abcden".index(letter) + 1 for letter in row] for row in marks]


def _points(marks: Iterable[str] = MARKS[:2]) -> list[list[int]]:
    return [[{"a": 3, "b": 2, "c": 1, "d": 0, "e": -1}[letter] for letter in row] for row in marks]


@exported("问卷星_文本/问卷星_文本.xlsx")
def _text() -> bytes:
    return as_xlsx(wjx(8, words()))


@exported("问卷星_文本/问卷星_文本_gb18030.csv")
def _text_old() -> bytes:
    return as_csv(wjx(9, words()), "gb18030")


@exported("问卷星_序号/问卷星_序号.xlsx")
def _index() -> bytes:
    return as_xlsx(wjx(10, _indices()))


@exported("问卷星_序号/问卷星_序号.csv")
def _index_csv() -> bytes:
    answers = [list(row) for row in _indices()]
    answers[0][3], answers[1][4] = -2, -3  # left blank; not asked
    return as_csv(wjx(11, answers))


@exported("问卷星_分数/问卷星_分数.xlsx")
def _score() -> bytes:
    return as_xlsx(wjx(12, _points(), total=True))


@exported("腾讯/腾讯_文本.xlsx")
def _tencent() -> bytes:
    return as_xlsx(tencent(8, words(), numbered()))


@exported("腾讯/腾讯_文本.csv")
def _tencent_csv() -> bytes:
    return as_csv(tencent(9, words(), numbered()))


@exported("腾讯/腾讯_选项分列.xlsx")
def _tencent_split() -> bytes:
    titles = [f"{title}:{WORDS[letter]}" for title in numbered() for letter in "abcde"]
    answers = [
        [WORDS[one] if one == letter else "" for letter in row for one in "abcde"]
        for row in MARKS[:2]
    ]
    return as_xlsx(tencent(10, answers, titles))


@exported("腾讯/腾讯_制表符.csv")
def _tencent_tabs() -> bytes:
    return as_csv(tencent(11, words(MARKS[1:3]), numbered()), "utf-8", "\t")


@exported("腾讯_在建/腾讯_在建.csv")
def _tencent_building() -> bytes:
    return as_csv(tencent(12, words(MARKS[:2]), numbered(BUILDING)))


_TYPED = ["日期", "来访单位", "谈话人", "结构", "观感", "好不好用", "漏不漏水", "资料", "保修快慢",
          "修得好不好", "回访", "态度", "投诉", "说了什么"]  # fmt: skip
_SAID = dict(zip("abcden", ("好得很", "好", "一般", "差", "很差", "没遇到"), strict=True))


def _typed(day: int, marks: Iterable[str] = MARKS[:2]) -> list[Row]:
    rows: list[Row] = [_TYPED]
    for number, row in enumerate(marks, start=1):
        who = [
            f"2026.9.{day + number}",
            f"示例花园小区{number}号楼",
            f"业主{'甲乙丙丁'[number - 1]}",
        ]
        rows.append([*who, *(_SAID[letter] for letter in row), "希望常来看看"])
    return rows


@exported("其他_座谈会/座谈会.xlsx")
def _meeting() -> bytes:
    return as_xlsx(_typed(1))


@exported("其他_座谈会/座谈会_上面有标题.xlsx")
def _meeting_titled() -> bytes:
    return as_xlsx([["2026年9月业主座谈会记录"], [], *_typed(5, MARKS[2:])])


@exported("其他_座谈会/座谈会.csv")
def _meeting_csv() -> bytes:
    return as_csv(_typed(10))


@exported("其他_座谈会/座谈会_gb18030.csv")
def _meeting_old() -> bytes:
    return as_csv(_typed(14), "gb18030")


@exported("其他_电话/电话回访.xlsx")
def _by_phone() -> bytes:
    head = ["工程编号", "接听人", *(f"{n}({text})" for n, text in enumerate(DELIVERED, start=1))]
    rows: list[Row] = [head]
    for project, who, row in (("P2026-001", "业主甲", MARKS[0]), ("P2025-007", "业主乙", MARKS[1])):
        rows.append([project, who, *("12345/"["abcden".index(letter)] for letter in row)])
    return as_xlsx(rows)


# faulty ones, read by the mapping file of the good ones


@exported("问卷星_文本/有毛病_较满意.csv")
def _between() -> bytes:
    answers = words(MARKS[:2])
    answers[1][2] = "较满意"
    return as_csv(wjx(13, answers))


@exported("问卷星_文本/有毛病_一题两选.csv")
def _several() -> bytes:
    answers = words(MARKS[:2])
    answers[0][5] = "满意┋一般"
    return as_csv(wjx(14, answers))


@exported("问卷星_文本/有毛病_跳过和空.csv")
def _skipped() -> bytes:
    answers = words(MARKS[:2])
    answers[0][3], answers[0][4] = "(跳过)", "(空)"
    return as_csv(wjx(15, answers))


@exported("问卷星_文本/有毛病_选项后填了字.csv")
def _written() -> bytes:
    answers = words(MARKS[:2])
    answers[0][1], answers[1][1] = "一般〖外墙有色差〗", "其他〖说不好〗"
    return as_csv(wjx(16, answers))


@exported("问卷星_文本/有毛病_错误值.xlsx")
def _error_value() -> bytes:
    answers = words(MARKS[:2])
    rows = wjx(17, answers)
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.active["I2"].value, book.active["I2"].data_type = "#N/A", "e"
    stream = io.BytesIO()
    book.save(stream)
    return stilled(stream.getvalue())


@exported("问卷星_文本/有毛病_一行全空.csv")
def _blank_row() -> bytes:
    return as_csv(wjx(18, [*words(MARKS[:1]), ["(空)"] * 10]))


@exported("问卷星_文本/有毛病_题目改了.csv")
def _reworded() -> bytes:
    items = list(DELIVERED)
    items[5] = "保修是否及时"
    return as_csv(wjx(19, words(MARKS[:2]), items))


@exported("没有映射/问卷星_序号_没有映射.xlsx")
def _index_alone() -> bytes:
    return as_xlsx(wjx(20, _indices()))


@exported("没有映射/问卷星_没有答卷.csv")
def _titles_alone() -> bytes:
    return as_csv(wjx(21, []))


@exported("没有映射/座谈会_没有映射.csv")
def _meeting_alone() -> bytes:
    return as_csv(_typed(20))


@exported("没有映射/问卷星_文本_没有映射.csv")
def _text_alone() -> bytes:
    return as_csv(wjx(22, words(MARKS[:1])))

"""A draft of a mapping file for an export, with what is sure filled in and the rest asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.kernel.i18n import _
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys.exports import grammar, table
from formkit.surveys.exports.grammar import Column, Download
from formkit.surveys.exports.mapping import FIELDS, FIXED, Plan
from formkit.surveys.exports.matching import Matched, matched
from formkit.surveys.exports.rows import download_of
from formkit.surveys.reply import Source

_MOST_VALUES = 12  # different values of a column that are shown


def suggest(data: bytes, name: str, banks: Mapping[str, Bank]) -> str:
    """Return a mapping file in draft, as YAML with comments.

    What the words of the export tell is filled in; what only a person knows stands as a question.

    Raises:
        InputUnreadable: the file cannot be read.
    """
    return "\n".join(_lines(*_read(data, name, banks))) + "\n"


def listed(data: bytes, name: str, banks: Mapping[str, Bank]) -> list[tuple[str, str, str]]:
    """Return each column's title, what it is taken for without a mapping file, and why.

    Raises:
        InputUnreadable: the file cannot be read.
    """
    found, source, columns, match = _read(data, name, banks)
    labels = {name: label for label, name in FIELDS.items()}
    said = {
        column.index: (f"{section.value}栏第{number}题", match.bank.name)
        for (section, number), group in match.items.items()
        for column in group
    }
    doubted = [one.found for one in match.unsure]
    said |= {column.index: (labels[name], _("常用说法")) for name, column in match.fields.items()}
    private = grammar.PRIVATE.get(source, set())
    rows = []
    for index, title in enumerate(found.titles):
        if not title:
            continue
        what, why = said.get(index, ("", ""))
        if what and any(title in one for one in doubted):
            why = _("文字相近,请核对")
        if not what and index not in {column.index for column in columns}:
            why = _("平台的列,丢弃") if title in private else _("平台的列")
        rows.append((title, what or "—", why))
    return rows


def _read(
    data: bytes, name: str, banks: Mapping[str, Bank]
) -> tuple[table.Table, Source, list[Column], Matched]:
    found = table.read(data, name, (*grammar.WJX, *grammar.TENCENT))
    source = grammar.source_of(found.titles) or Source.GENERIC
    columns = grammar.columns(found, source)
    if not columns:
        raise InputUnreadable("FK-SUR-080", place=Place(file=name))
    return found, source, columns, matched(found, columns, Plan(), banks)


def _lines(
    found: table.Table, source: Source, columns: list[Column], match: Matched
) -> Iterator[str]:
    download = download_of(found, match)
    yield f"# {found.name} 的映射:哪一列是哪一题,哪个值是哪一档。逐行核对后使用:"
    yield f"#   formkit survey import {found.name} --map 本文件"
    if not match.items:
        yield "# 没有一列与题库的题目对得上:在 columns 里逐题写明,或核对是不是拿错了文件。"
    yield f"source: {source.value}          # {source.label}"
    yield f"download: {download.value}        # 文本、序号、分数:下载答卷时选的是哪一种"
    yield f"bank: {match.bank.name}            # 题库名称"
    yield "project_no:            # 工程编号;每行不同的,留空,并在 columns 里写一列 field: 工程编号"
    yield "activity:              # 问卷的名称或编号,同一份问卷分几次下载时写同一个;可空"
    yield "fixed:                 # 对全部答卷都一样的内容"
    yield "  发放日期:            # 如 2026-11-01"
    yield "  调查人:              # 如 沈样张(安质部)"
    held = {column.index for group in match.items.values() for column in group}
    if "respondent_kind" not in match.fields:
        yield "  调查对象类别: 建设单位"
    yield f"# fixed 里可写:{'、'.join(FIXED)}"
    yield "columns:"
    labels = {name: label for label, name in FIELDS.items()}
    for (section, number), group in sorted(match.items.items(), key=_in_order):
        item = match.bank.item(section, number)
        sure = not any(group[0].title in one.found for one in match.unsure)
        note = (item.text if item else "") + ("" if sure else "(按文字相近认的,请核对)")
        for column in group:
            rule = f"{{column: {_quoted(column.title)}, item: {section.value}{number}}}"
            yield f"  - {rule}  # {note}"
    for name, column in match.fields.items():
        yield f"  - {{column: {_quoted(column.title)}, field: {labels[name]}}}"
        held.add(column.index)
    for column in columns:
        if column.index not in held:
            yield f"  # 没有用到的列:{column.title!r}(值:{_values_of(found, column)})"
    yield f"# field 可写:{'、'.join(FIELDS)}"
    yield from _values(found, match, download)
    yield "keep: []               # IP、昵称、用户标识等默认丢弃;确需留存的写列名"


def _values(found: table.Table, match: Matched, download: Download) -> Iterator[str]:
    scales = {
        item.scale: item.choices
        for key in match.items
        if (item := match.bank.item(*key)) is not None
    }
    if download is Download.TEXT:
        yield "# 用词与量表不同的,在这里写明,如 五级: {非常满意: 很满意}"
        yield "values: {}"
        return
    yield f"# 按{download.value}下载的必须写明每个数是哪一档:1 不一定是最好的一档,要对照问卷。"
    yield "# -2 是空、-3 是跳过,不必写。"
    yield "values:"
    for scale, choices in scales.items():
        yield f"  {scale}:                # 可填:{'、'.join(choices)}、不适用、空"
        for value in _seen(found, match, scale):
            yield f'    "{value}":'


def _in_order(one: tuple[tuple[Section, int], tuple[Column, ...]]) -> tuple[str, int]:
    (section, number), _columns = one
    return section.value, number


def _seen(found: table.Table, match: Matched, scale: str) -> list[str]:
    """Return the numbers that stand in the answers of a scale, smallest first."""
    values: set[str] = set()
    for key, group in match.items.items():
        item = match.bank.item(*key)
        if item is not None and item.scale == scale:
            for _number, cells in found.replies():
                values |= {cells[column.index] for column in group}
    numbers = (one for one in values if one.isdecimal())
    return sorted(numbers, key=int)[:_MOST_VALUES]


def _values_of(found: table.Table, column: Column) -> str:
    values = dict.fromkeys(cells[column.index] for _number, cells in found.replies())
    return "、".join([one for one in values if one][:3])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'

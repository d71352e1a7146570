"""A mapping file: which column of an export is which item, and which value is which option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formkit.kernel.suggest import hint
from formkit.kernel.text import narrow, shown
from formkit.rules.reading import Faults, read
from formkit.rules.reading import Section as Part
from formkit.schemas.satisfaction_survey.record import Mark, Section
from formkit.surveys.exports.grammar import Download
from formkit.surveys.reply import Source

FIELDS = {  # what a column may be besides an item, by the words of the paper
    "编号": "survey_no",
    "工程编号": "project_no",
    "工程名称": "project_name",
    "调查对象单位": "respondent_unit",
    "调查对象类别": "respondent_kind",
    "姓名": "respondent.name",
    "职务": "respondent.title",
    "电话": "respondent.phone",
    "调查日期": "surveyed_on",
    "总体评价": "overall",
    "最满意的方面": "best_aspect",
    "最不满意的方面": "worst_aspect",
    "意见和建议": "comments",
}
FIXED = {  # what one value says for all replies
    "发放日期": "sent_on",
    "调查日期": "surveyed_on",
    "调查人": "surveyor",
    "调查方式": "method",
    "调查对象类别": "respondent_kind",
    "调查对象单位": "respondent_unit",
}
_ITEM = re.compile(r"(II|III|Ⅱ|Ⅲ|2|3)\s*栏?\s*第?(\d{1,3})题?")
_SECTIONS = {"II": "Ⅱ", "2": "Ⅱ", "III": "Ⅲ", "3": "Ⅲ"}
_SOURCES = {one.value: one for one in (Source.WJX, Source.TENCENT, Source.GENERIC)}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `columns`: the title (or a pattern of it), and what it is: item or field."""

    column: str
    pattern: bool
    item: tuple[Section, int] | None = None
    field: str = ""

    def fits(self, title: str) -> bool:
        """Return whether the rule means the column of that title."""
        if self.pattern:
            return re.search(self.column, title) is not None
        return narrow(title).strip() == narrow(self.column).strip()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a mapping file says; every part may be absent.

    values: the options by scale and by what stands in the cell. fixed: fields with one value for
    all replies. keep: titles of private columns that are kept all the same.
    """

    file: str = ""
    source: Source | None = None
    download: Download | None = None
    bank: str = ""
    project_no: str = ""
    activity: str = ""
    section: Section | None = None
    fixed: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[Rule, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keep: tuple[str, ...] = ()


def load(path: Path) -> Plan:
    """Return what a mapping file says.

    Raises:
        ProfileError: it is missing, is not YAML, or says something wrong: all faults at once, each
            with its line.
    """
    faults = Faults()
    part = read(path, faults)
    faults.raise_if_any()
    plan = _plan(part, path.name) if part else Plan()
    if part:
        part.close()
    faults.raise_if_any()
    return plan


def _plan(part: Part, name: str) -> Plan:
    source = _choice(part, "source", _SOURCES)
    download = _choice(part, "download", {one.value: one for one in Download})
    columns = {one.value: one for one in Section} | Section.synonyms()
    return Plan(
        file=name,
        source=source,
        download=download,
        bank=_plain(part, "bank"),
        project_no=_plain(part, "project_no"),
        activity=_plain(part, "activity"),
        section=_choice(part, "section", columns),
        fixed=dict(_fixed(part)),
        columns=tuple(_rules(part)),
        values=dict(_values(part)),
        keep=part.texts("keep") if "keep" in part else (),
    )


def _plain(part: Part, key: str) -> str:
    value = part.raw(key)
    return "" if value is None else str(value).strip()


def _choice(part: Part, key: str, known: Mapping[str, Any]) -> Any:
    value = _plain(part, key)
    if not value:
        return None
    if value not in known:
        words = "、".join(known)
        near = hint(value, known)
        part.wrong("FK-SUR-095", key, value=shown(value), known=words, hint=near)
        return None
    return known[value]


def _named(part: Part, key: str, value: str, known: Mapping[str, str]) -> str:
    """Return the field of that Chinese (or English) name; a wrong one is noted."""
    if value in known.values():
        return value
    if value not in known:
        near = hint(value, known)
        part.wrong("FK-SUR-095", key, value=shown(value), known="、".join(known), hint=near)
        return ""
    return known[value]


def _fixed(part: Part) -> Iterator[tuple[str, Any]]:
    inner = part.section("fixed")
    for name in inner.names() if inner else ():
        value = inner.raw(name) if inner else None
        found = _named(inner, name, name, FIXED) if inner else ""
        if found and value is not None:
            yield found, value


def _rules(part: Part) -> Iterator[Rule]:
    entries = part.raw("columns")
    if entries is None:
        return
    if not isinstance(entries, list):
        part.wrong("FK-PRF-012", "columns", value=shown(entries), wanted="列规则的清单")
        return
    for count, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            part.wrong("FK-SUR-096", "columns", count=count)
            continue
        inner = Part(entry, part.file, f"columns.{count}", part.faults)
        rule = _rule(inner, count)
        inner.close()
        if rule:
            yield rule


def _rule(inner: Part, count: int) -> Rule | None:
    title, pattern = _plain(inner, "column"), _plain(inner, "pattern")
    item, name = _plain(inner, "item"), _plain(inner, "field")
    if bool(title) is bool(pattern) or bool(item) is bool(name):
        inner.wrong("FK-SUR-096", count=count)
        return None
    if pattern and not _is_pattern(pattern):
        inner.wrong("FK-SUR-097", "pattern", value=shown(pattern))
        return None
    if name:
        found = _named(inner, "field", name, FIELDS)
        return Rule(title or pattern, bool(pattern), field=found) if found else None
    match = _ITEM.fullmatch(narrow(item).strip())
    if match is None:
        inner.wrong("FK-SUR-095", "item", value=shown(item), known="Ⅱ1、Ⅲ3 一类", hint="")
        return None
    section = Section(_SECTIONS.get(match[1], match[1]))
    return Rule(title or pattern, bool(pattern), item=(section, int(match[2])))


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _values(part: Part) -> Iterator[tuple[str, dict[str, str]]]:
    outer = part.section("values")
    marks = {one.value: one.value for one in Mark} | {"不适用": "不适用", "空": "空"}
    for scale in outer.names() if outer else ():
        entries = outer.raw(scale) if outer else None
        if outer is None or not isinstance(entries, Mapping):
            part.wrong("FK-PRF-012", "values", value=shown(entries), wanted="{1: 很满意, …}")
            continue
        line = outer.place(scale).line  # the numbers of an index are no texts
        named = {str(key): value for key, value in entries.items()}
        inner = Part(named, part.file, f"values.{scale}", part.faults, line=line)
        found = {key: _choice(inner, key, marks) for key in inner.names()}
        yield scale, {key: value for key, value in found.items() if value}


__all__ = ["FIELDS", "FIXED", "Plan", "Rule", "load"]

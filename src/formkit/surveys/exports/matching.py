"""Which column answers which item: by the mapping file, else by the words of the question."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from formkit.kernel.errors import ProfileError, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.i18n import _
from formkit.kernel.suggest import hint
from formkit.schemas.satisfaction_survey.bank import Bank, Item
from formkit.schemas.satisfaction_survey.record import DEFAULT_BANK, Section
from formkit.surveys.exports.grammar import Column
from formkit.surveys.exports.mapping import FIELDS, Plan
from formkit.surveys.exports.table import Table

_MOST_SHOWN = 5  # titles in a sentence
ALIKE = 80.0  # of 100: words of a question that are taken for an item's, with `unsure`
_NOT_WORDS = re.compile(r"[^\w]+")
_POLITE = re.compile(  # what a questionnaire puts around the words of an item
    "^(?:请问|请填写|请)?(?:贵单位|您|你|贵)?(?:的|对)?(?:我公司|我司|我方|我们|本工程|本项目|该工程)?的?"
    "|(?:的?满意(?:程)?度|是否满意|满意吗|如何|怎么样|怎样|名称)?$"
)
_FREE = {  # questions that ask for a field of the sheet, by the words they use
    "工程编号": "project_no",
    "项目编号": "project_no",
    "工程名称": "project_name",
    "项目名称": "project_name",
    "调查表编号": "survey_no",
    "单位": "respondent_unit",
    "调查对象单位": "respondent_unit",
    "姓名": "respondent.name",
    "填表人": "respondent.name",
    "职务": "respondent.title",
    "电话": "respondent.phone",
    "联系电话": "respondent.phone",
    "手机": "respondent.phone",
    "身份": "respondent_kind",
    "调查对象类别": "respondent_kind",
    "总体评价": "overall",
    "总体满意度": "overall",
    "意见和建议": "comments",
    "意见建议": "comments",
    "其他意见和建议": "comments",
    "最满意的方面": "best_aspect",
    "最不满意的方面": "worst_aspect",
}


@dataclass(frozen=True, slots=True)
class Matched:
    """Where everything of a reply stands in the table.

    items: the columns of each item: one, or one for each option where the service splits them.
    fields: the columns of the sheet's other fields.
    unsure: items that were found by likeness alone, or not at all.
    """

    bank: Bank
    items: Mapping[tuple[Section, int], tuple[Column, ...]]
    fields: Mapping[str, Column]
    unsure: tuple[Finding, ...]


def matched(
    table: Table, columns: Sequence[Column], plan: Plan, banks: Mapping[str, Bank]
) -> Matched:
    """Return which column is what.

    Args:
        table: the export.
        columns: its columns of answers.
        plan: the mapping file; an empty one where there is none.
        banks: all question banks, by digest.

    Raises:
        ProfileError: the mapping file names a bank, a column or an item that is not there.
    """
    given_items, given_fields = _given(columns, plan)
    taken = {column.index for group in given_items.values() for column in group}
    taken |= {column.index for column in given_fields.values()}
    rest = [column for column in columns if column.index not in taken]
    fields = {**_free(rest), **given_fields}
    rest = [column for column in rest if column.index not in {c.index for c in fields.values()}]
    candidates = [
        _by_words(table, rest, bank, plan.section, given_items) for bank in _banks(plan, banks)
    ]
    best = max(candidates, key=lambda one: _worth(one, table))
    items = {**best.items, **given_items}
    used = {column.index for group in items.values() for column in group}
    spare = [column.title for column in rest if column.index not in used]
    lost = tuple(_lost(table, best.bank, items, spare))
    return Matched(best.bank, items, fields, (*best.unsure, *lost))


def _lost(
    table: Table,
    bank: Bank,
    items: Mapping[tuple[Section, int], tuple[Column, ...]],
    spare: Sequence[str],
) -> Iterator[Finding]:
    """Yield the items of a half that no column answers, with the columns that nobody took."""
    sections = {section for section, _number in items}
    told = "、".join(f"「{title}」" for title in spare[:_MOST_SHOWN])
    columns = _(",没有认出的列:{columns}").format(columns=told) if told else ""
    for item in bank.items:
        if item.section in sections and (item.section, item.item_no) not in items:
            values = {"section": item.section.value, "item": item.item_no, "text": item.text}
            place = Place(file=table.name, line=table.first)
            yield fault("FK-SUR-106", place, level=Level.WARNING, columns=columns, **values)


def _worth(found: Matched, table: Table) -> tuple[int, int, int, int]:
    """How much speaks for a bank: sure items, likely ones, then answers that its scales know.

    Of two banks that know all the same, the one that offers less was answered: 满意 and 一般 are
    words of both scales, 很满意 of one alone.
    """
    known = 0
    offered = 0
    for key, columns in found.items.items():
        item = found.bank.item(*key)
        choices = {_plain(choice) for choice in item.choices} if item else set()
        offered += len(choices)
        for _row, cells in table.replies():
            known += sum(_plain(cells[column.index]) in choices for column in columns)
    if not known:  # numbers tell nothing
        offered = -(found.bank.name == DEFAULT_BANK)
    return (len(found.items) - len(found.unsure), len(found.items), known, -offered)


def _banks(plan: Plan, banks: Mapping[str, Bank]) -> list[Bank]:
    if not plan.bank:
        return list(banks.values())
    named = [bank for bank in banks.values() if bank.name == plan.bank]
    if not named:
        known = list(dict.fromkeys(bank.name for bank in banks.values()))
        place = Place(file=plan.file, label="bank")
        near = hint(plan.bank, known)
        raise ProfileError(
            "FK-SUR-001", place=place, name=plan.bank, known="、".join(known), hint=near
        )
    return named


def _given(
    columns: Sequence[Column], plan: Plan
) -> tuple[dict[tuple[Section, int], tuple[Column, ...]], dict[str, Column]]:
    items: dict[tuple[Section, int], tuple[Column, ...]] = {}
    fields: dict[str, Column] = {}
    for rule in plan.columns:
        found = [column for column in columns if rule.fits(column.title)]
        if not found:
            titles = [column.title for column in columns]
            place = Place(file=plan.file, label="columns")
            near = hint(rule.column, titles)
            raise ProfileError("FK-SUR-098", place=place, column=rule.column, hint=near)
        if rule.item is not None:
            items[rule.item] = (*items.get(rule.item, ()), *found)
        else:
            fields[rule.field] = found[0]
    return items, fields


def _free(columns: Sequence[Column]) -> dict[str, Column]:
    """Return the columns that ask for a field of the sheet in the usual words."""
    words = {_plain(word): name for word, name in (*_FREE.items(), *FIELDS.items())}
    found: dict[str, Column] = {}
    for column in columns:
        said = _plain(column.stem)
        name = None if column.part else words.get(said) or words.get(_POLITE.sub("", said))
        if name:
            found.setdefault(name, column)
    return found


def _by_words(
    table: Table,
    columns: Sequence[Column],
    bank: Bank,
    section: Section | None,
    given: Mapping[tuple[Section, int], tuple[Column, ...]],
) -> Matched:
    """Return the items of a bank that the columns ask for, each by its own words."""
    wanted = {
        (item.section, item.item_no): item
        for item in bank.items
        if section in (None, item.section) and (item.section, item.item_no) not in given
    }
    groups = _groups(columns, bank)
    exact = _exact(groups, wanted)
    section = section or _commonest(exact)
    items: dict[tuple[Section, int], tuple[Column, ...]] = {}
    for words, keys in exact.items():
        key = next((key for key in keys if section in (None, key[0])), None)
        if key is not None:
            items.setdefault(key, groups[words])
    left = {
        key: item for key, item in wanted.items() if key not in items and section in (None, key[0])
    }
    unsure = []
    for words, group in groups.items():
        if words in exact or not left:
            continue
        key = _alike(words, left)
        if key is not None:
            items[key] = group
            values = {"column": group[0].title, "section": key[0].value, "item": key[1]}
            place = table.place(table.first - 1, group[0].index)
            text = left.pop(key).text
            unsure.append(fault("FK-SUR-087", place, level=Level.WARNING, text=text, **values))
    return Matched(bank, items, {}, tuple(unsure))


def _groups(columns: Sequence[Column], bank: Bank) -> dict[str, tuple[Column, ...]]:
    """Return the columns by the words of their question; those split by option stand together."""
    options = {_plain(choice) for choices in bank.scales.values() for choice in choices}
    groups: dict[str, tuple[Column, ...]] = {}
    for column in columns:
        split = column.part and _plain(column.part) in options
        words = _plain(column.stem if split else column.asked)
        if words and split and column.stem:
            groups[words] = (*groups.get(words, ()), column)
        elif words:
            groups.setdefault(words, (column,))
    return groups


def _exact(
    groups: Mapping[str, tuple[Column, ...]], wanted: Mapping[tuple[Section, int], Item]
) -> dict[str, list[tuple[Section, int]]]:
    """Return the items that each question's words name, as they stand or without politeness."""
    by_words: dict[str, list[tuple[Section, int]]] = {}
    for key, item in wanted.items():
        by_words.setdefault(_plain(item.text), []).append(key)
    found = {}
    for words in groups:
        keys = by_words.get(words) or by_words.get(_POLITE.sub("", words))
        if keys:
            found[words] = keys
    return found


def _commonest(exact: Mapping[str, list[tuple[Section, int]]]) -> Section | None:
    """Return the column that most questions belong to; None where none is ahead."""
    counts = Counter(section for keys in exact.values() for section, _number in keys)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _alike(words: str, left: Mapping[tuple[Section, int], Item]) -> tuple[Section, int] | None:
    texts = {key: _plain(item.text) for key, item in left.items()}
    best = process.extract(words, texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    key: tuple[Section, int] = best[0][2]
    return key


def _plain(text: str) -> str:
    """Return the words of a text: full width, case, blanks and marks do not count."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).casefold()

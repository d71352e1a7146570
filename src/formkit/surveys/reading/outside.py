"""What stands on a returned sheet where no answer stands and nothing was printed (T14)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.remembering import ByIdentity
from formkit.kernel.text import shown
from formkit.ooxml.addresses import address
from formkit.surveys import anchors, signs
from formkit.surveys.reading.asked import Bank
from formkit.surveys.reading.grid import Grid, Merged
from formkit.surveys.reading.location import Located
from formkit.surveys.reading.seen import Line, plain

_MOST_SHOWN = 5  # cells that a sentence names
_MOST_ASKED = 20
_PARTICULARS: Final[Mapping[str, str]] = {
    "工程名称": "project_name",
    "调查对象单位": "respondent_unit",
}
"""Whose sheet it is, and what `_meta` calls it: replaced, it may be another's."""
_FIRST_PART = frozenset((
    *_PARTICULARS, "工程地点", "工程编号", "合同编号", "开工日期", "竣工日期", "施工单位",
    "项目经理", "工程状态", "发放日期", "调查日期", "调查人", "调查方式", "调查对象类别",
    "调查对象姓名、职务", "调查对象电话",
))  # fmt: skip
_LABELS = _FIRST_PART | anchors.LABELS
_OPENINGS = (anchors.PRINTED_NUMBER, "单位:", "填写办法:")
_CAPTIONS = ("I栏(", "II栏(", "III栏(")  # as labels are compared
_INSTRUCTION = "填好、保存"
_SIGN, _UNSIGNED = "填表人签字、单位盖章", "(以电子邮件发回的,可以不签)"


class _Strays(NamedTuple):
    """Of a row: the columns that say what was not printed, and of what tells whose sheet it is."""

    columns: tuple[int, ...]
    particulars: tuple[tuple[str, int], ...]


def outside(
    grid: Grid,
    bank: Bank,
    located: Located,
    told: Callable[[], Collection[str]],
    meta: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield marks that stand where no answer stands, as questions, and all other texts at once.

    Args:
        grid: the sheet that was read.
        bank: its questions.
        located: its items and header rows, which tell of themselves.
        told: gives the cells that were read, or that something was told of already.
        meta: what the hidden sheet says, as far as it is left.
    """
    items = {spot.row for spot in located.spots}
    heads = {head.row for head in located.heads}
    first = next(iter(grid.lines), 0)
    asked = _texts(bank)
    found: list[tuple[int, int]] = []
    for row, line in grid.lines.items():
        if row in items:
            continue
        strays = _ticks(line) if row in heads else _strays(line, grid.merged, row, asked)
        for label, column in strays.particulars:
            yield from _replaced(grid, (row, column), label, meta)
        found += [(row, column) for column in strays.columns[row == first :]]  # the title is first
    if not found:
        return
    known = told()
    found = [at for at in found if address(*at) not in known and not grid.is_hidden(*at)]
    marks = [at for at in found if _is_mark(grid.at(*at).text, bank)]
    for row, column in marks[:_MOST_ASKED]:
        seen, where = grid.at(row, column), address(row, column)
        yield fault("FK-SUR-053", grid.place(row, column), where=where, value=shown(seen.text))
    if texts := [at for at in found if at not in marks]:
        yield _listed(grid, texts)


_NOTHING = _Strays((), ())
_texts: ByIdentity[Bank, frozenset[str]] = ByIdentity(
    lambda bank: frozenset(plain(item.text) for item in bank.items)
)


@lru_cache(maxsize=4_096)
def _strays(line: Line, merged: Merged, row: int, asked: frozenset[str]) -> _Strays:
    """Return what of a row was not printed, beside labels, captions, instructions.

    An item that stands twice, or without its header row, is told of elsewhere.
    """
    if not asked.isdisjoint(line.plain.values()):
        return _NOTHING
    columns: list[int] = []
    particulars: list[tuple[str, int]] = []
    label, beside = "", 0
    for column, text in line.plain.items():
        top, left, _, right = merged.areas.get((row, column), (row, column, row, column))
        if (top, left) != (row, column):
            continue  # an area hides it: told as such
        if text in _LABELS:
            label, beside = text, right + 1
        elif column == beside and not (label in _FIRST_PART and text in signs.SURE):
            if label in _PARTICULARS:
                particulars.append((label, column))
        elif not _printed(text):
            columns.append(column)
    return _Strays(tuple(columns), tuple(particulars))


@lru_cache(maxsize=1_024)
def _ticks(line: Line) -> _Strays:
    """Return the ticks in a header row: all else there is told of by who reads it."""
    return _Strays(tuple(c for c, text in line.plain.items() if text in signs.SURE), ())


def _printed(text: str) -> bool:
    """Whether a text, as labels are compared, is one that stood there when it was sent."""
    if text.startswith(_CAPTIONS):
        return text.endswith(")")
    if text.startswith(_SIGN):
        return not _signed(text)
    return text.startswith(_OPENINGS) or _INSTRUCTION in text or not text


def _signed(text: str) -> str:
    """Return what is written into the cell to sign in, beside what is printed there."""
    return plain(text).removeprefix(_SIGN).replace(_UNSIGNED, "", 1)


def _is_mark(text: str, bank: Bank) -> bool:
    return signs.answers(text, bank.items[0].choices) and not text.startswith(_SIGN)


def _replaced(
    grid: Grid, at: tuple[int, int], label: str, meta: Mapping[str, str]
) -> Iterator[Finding]:
    found, sent = grid.at(*at).text, meta.get(_PARTICULARS[label], "")
    if sent and plain(found) != plain(sent):
        said: dict[str, Any] = {"what": label, "found": shown(found), "sent": shown(sent)}
        yield fault("FK-SUR-156", grid.place(*at), **said)


def _listed(grid: Grid, texts: list[tuple[int, int]]) -> Finding:
    said = []
    for row, column in texts:
        seen = grid.at(row, column)
        text = seen.text or seen.other
        said.append((address(row, column), _signed(text) if text.startswith(_SIGN) else text))
    written = "、".join(f"{cell} 「{shown(text)}」" for cell, text in said[:_MOST_SHOWN])
    only_signed = len(said) == 1 and grid.at(*texts[0]).text.startswith(_SIGN)
    is_name = only_signed and signs.is_name(said[0][1])
    level = Level.INFO if is_name else Level.WARNING
    values: dict[str, Any] = {"count": len(texts), "written": written}
    return fault("FK-SUR-155", grid.place(*texts[0]), level=level, **values)

"""按题: how each item was answered, one block for each scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from formkit.rules.scoring_policy import Blank, ScoringPolicy, Weights
from formkit.schemas.satisfaction_survey.bank_data import OVERALL
from formkit.schemas.satisfaction_survey.points import Table
from formkit.surveys.figures import SATISFIED, ItemFigures
from formkit.surveys.statistics import Part
from formkit.surveys.summary_book.detail import Detail
from formkit.surveys.summary_book.page import Live, Page, Value, or_none, own, share

NAME = "按题"
_HEAD = ("栏", "题号", "调查项目", "计分")
_TAIL = ("答卷数", "漏答", "不适用", "作废", "均分", "题满意度", "题满意率")
_MOST_MARKS = 5
_MARKS_FROM = len(_HEAD)
WIDTHS = (9, 11, 44, 11, *(14,) * _MOST_MARKS, *(17,) * _MOST_MARKS, 14, 12, 14, 12, 14, 18, 18)
_SHARES_FROM = _MARKS_FROM + _MOST_MARKS
_TAIL_FROM = _SHARES_FROM + _MOST_MARKS
TEXT, COUNTS, RATE = 2, 3, _TAIL_FROM + 5  # the columns 调查项目, 计分, 题满意度


@dataclass(frozen=True, slots=True)
class ItemBlock:
    """Where the rows of a scale stand on the sheet, counted from 0."""

    part: Part
    marks: tuple[str, ...]
    first: int
    last: int

    def mark_column(self, mark: str) -> int:
        """Return the column with the counts of an option."""
        return _MARKS_FROM + self.marks.index(mark)


class ItemSheet:
    """The sheet 按题.

    Args:
        page: an empty sheet of `WIDTHS`.
        table: the points of each option.
        policy: the company's choices.
    """

    def __init__(self, page: Page, table: Table, policy: ScoringPolicy) -> None:
        self.page, self._table, self._policy = page, table, policy

    def block(self, part: Part, detail: Detail) -> ItemBlock:
        """Write the items of a scale and return where they stand."""
        page = self.page
        items = part.total.items
        widest = max(items, key=lambda one: len(one.marks))
        marks = tuple(widest.marks)
        points = self._table.get(part.scale, {})
        told = "、".join(f"{mark} {points[mark]:f}" for mark in marks if mark in points)
        page.band(f"{part.label}量表(分值:{told};有效答卷 {part.total.sheets} 份)")
        gaps = ("",) * (_MOST_MARKS - len(marks))
        shares = [f"{mark}\n占比" for mark in marks]
        page.heads([*_HEAD, *marks, *gaps, *shares, *gaps, *_TAIL])
        first = page.row
        asked = Counter((one.item.section, one.item.item_no) for one in items)
        for one in items:
            alone = asked[one.item.section, one.item.item_no] == 1
            page.line(*self._row(one, part, marks, detail if alone else None))
        block = ItemBlock(part, marks, first, page.row - 1)
        page.next(8)
        return block

    def _row(
        self,
        one: ItemFigures,
        part: Part,
        marks: tuple[str, ...],
        detail: Detail | None,
    ) -> Iterator[tuple[Value | Live, str]]:
        page, item = self.page, one.item
        gaps = (("", "center"),) * (_MOST_MARKS - len(marks))
        number = "总评" if item.item_no == OVERALL else item.item_no
        yield item.section.value, "center"
        yield number, "center" if isinstance(number, str) else "count"
        yield item.text, "text"
        yield "是" if item.counts else "否", "center"
        yield from ((self._count(one, mark, part, detail), "count") for mark in marks)
        yield from gaps
        counts = [own(page.ref(_MARKS_FROM + at, page.row)) for at in range(len(marks))]
        answered = own(page.ref(_TAIL_FROM, page.row))
        for cell, mark in zip(counts, marks, strict=True):
            yield Live(or_none(f"{cell}/{answered}"), share(one.share(mark))), "percent"
        yield from gaps
        yield Live(f"=SUM({counts[0]}:{counts[-1]})", one.answered), "count"
        yield one.blank, "count"
        yield one.na, "count"
        yield one.spoiled, "count"
        yield from self._figures(one, part, dict(zip(marks, counts, strict=True)), answered)

    def _count(
        self, one: ItemFigures, mark: str, part: Part, detail: Detail | None
    ) -> Value | Live:
        """Return how often an option was chosen: counted in 明细 where its points tell it."""
        count = one.marks.get(mark, 0)
        points = self._table.get(part.scale, {})
        if detail is None or not one.item.counts or not self._telling(one):
            return count
        where = detail.where(
            part.label,
            ("section", f'"{one.item.section.value}"'),
            (f"item{one.item.item_no}", f"{points[mark]:f}"),
        )
        return Live(f"=COUNTIFS({where})", count)

    def _telling(self, one: ItemFigures) -> bool:
        """Return whether the cells of an item hold the points of an option, each its own."""
        points = list(self._table.get(one.item.scale, {}).values())
        kept = self._policy.blank in (Blank.LEFT_OUT, Blank.VOID)
        weight = one.item.weight if self._policy.weights is Weights.BANK else Decimal(1)
        whole = one.answered == one.counted
        return kept and whole and weight == 1 and len(set(points)) == len(points)

    def _figures(
        self, one: ItemFigures, part: Part, counts: dict[str, str], answered: str
    ) -> Iterator[tuple[Value | Live, str]]:
        """Yield 均分, 题满意度, 题满意率: by formulas where the counts alone make them."""
        points = self._table.get(part.scale, {})
        earned = "+".join(f"{cell}*{points[mark]:f}" for mark, cell in counts.items()
                          if mark in points)  # fmt: skip
        plain = one.item.counts and one.answered == one.counted
        mean = Live(or_none(f"({earned})/{answered}"), one.mean)
        yield (mean if plain else one.mean), "mean"
        rate = share(one.satisfaction)
        most = max(points.values(), default=Decimal(0))
        live = Live(or_none(f"({earned})/({answered}*{most:f})"), rate)
        filled_in = self._policy.blank not in (Blank.LEFT_OUT, Blank.VOID) and (
            one.blank or one.spoiled
        )
        yield (live if plain and not filled_in else rate), "percent"
        good = "+".join(cell for mark, cell in counts.items() if mark in SATISFIED) or "0"
        yield Live(or_none(f"({good})/{answered}"), share(one.satisfied_rate)), "percent"

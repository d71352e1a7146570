"""按题: how each item was answered, one block for each scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from formkit.rules.scoring_policy import ScoringPolicy
from formkit.schemas.satisfaction_survey.points import Table, best
from formkit.schemas.satisfaction_survey.record import Mark
from formkit.schemas.satisfaction_survey.scoring import blank_worth
from formkit.surveys.figures import SATISFIED, ItemFigures
from formkit.surveys.statistics import Part
from formkit.surveys.summary_book.detail import Detail
from formkit.surveys.summary_book.page import Live, Page, Value, or_none, own, share

NAME = "按题"
_HEAD = ("栏", "题号", "调查项目", "计分", "权重")
_TAIL = ("答卷数", "漏答", "不适用", "作废", "均分", "题满意度", "题满意率")
_MOST_MARKS = 5
_MARKS_FROM = len(_HEAD)
WIDTHS = (9, 11, 44, 11, 14, *(14,) * _MOST_MARKS, *(17,) * _MOST_MARKS, 14, 12, 14, 12, 14, 18, 18)
_SHARES_FROM = _MARKS_FROM + _MOST_MARKS
_TAIL_FROM = _SHARES_FROM + _MOST_MARKS
_BLANK, _SPOILED, _MEAN = _TAIL_FROM + 1, _TAIL_FROM + 3, _TAIL_FROM + 4
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
        found = {mark for one in items for mark in one.marks}
        marks = tuple(mark.value for mark in Mark if mark.value in found)
        points = self._table.get(part.scale, {})
        told = "、".join(f"{mark} {points[mark]:f}" for mark in marks if mark in points)
        page.band(f"{part.label}量表(分值:{told};有效答卷 {part.total.sheets} 份)")
        gaps = ("",) * (_MOST_MARKS - len(marks))
        shares = [f"{mark}\n占比" for mark in marks]
        page.heads([*_HEAD, *marks, *gaps, *shares, *gaps, *_TAIL])
        first = page.row
        asked = Counter(one.item.order for one in items)
        for one in items:
            alone = asked[one.item.order] == 1
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
        yield item.column, "center"
        yield (int(item.number), "count") if item.number.isdigit() else (item.number, "center")
        yield item.text, "text"
        yield "是" if item.counts else "否", "center"
        yield _weights(one)
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
        telling = len(set(points.values())) == len(points)
        if detail is None or not one.item.counts or not telling:
            return count
        return Live(detail.answers(part.label, one.item, f"{points[mark]:f}"), count)

    def _figures(
        self, one: ItemFigures, part: Part, counts: dict[str, str], answered: str
    ) -> Iterator[tuple[Value | Live, str]]:
        """Yield 均分, 题满意度, 题满意率: formulas over the counts of the row."""
        if one.item.counts:
            points = self._table[part.scale]
            mean, rate = self._cell(_MEAN), share(one.satisfaction)
            yield Live(self._mean(points, counts, answered), one.mean), "mean"
            yield Live(or_none(f"{mean}/{best(points):f}"), rate), "percent"
        else:
            yield from ((None, "mean"), (None, "percent"))
        good = "+".join(cell for mark, cell in counts.items() if mark in SATISFIED) or "0"
        yield Live(or_none(f"({good})/{answered}"), share(one.satisfied_rate)), "percent"

    def _mean(self, points: Mapping[str, Decimal], counts: dict[str, str], answered: str) -> str:
        """Return the formula of the mean points: blank items enter as the policy has them."""
        earned = "+".join(f"{cell}*{points[mark]:f}" for mark, cell in counts.items())
        blank = blank_worth(points, self._policy)
        if blank is None:
            return or_none(f"({earned})/{answered}")
        left = f"({self._cell(_BLANK)}+{self._cell(_SPOILED)})"
        filled_in = f"({earned}+{left}*{blank:f})/({answered}+{left})"
        return or_none(f"IF({answered}=0,1/0,{filled_in})")

    def _cell(self, column: int) -> str:
        """Return the reference of a cell of the row that is being written."""
        return own(self.page.ref(column, self.page.row))


def _weights(one: ItemFigures) -> tuple[Value, str]:
    """Return what an item weighs: one number, or the weights that the banks of the sheets give."""
    if not one.item.counts:
        return "", "center"
    if len(one.weights) == 1:
        return one.weights[0], "points"
    return "、".join(f"{weight.normalize():f}" for weight in one.weights), "center"

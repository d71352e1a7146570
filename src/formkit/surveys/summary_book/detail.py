"""明细: one row for every survey that came back; the other sheets add it up by formulas.

The cell of an item holds what was answered: the points of the option, never weighted, or why there
are none. Weights, and points for blank items, stand in the formulas of the sums (`sums.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from formkit.kernel.text import narrow, width
from formkit.ooxml.addresses import address
from formkit.rules.scoring_policy import ScoringPolicy
from formkit.schemas.satisfaction_survey.bank_data import Question
from formkit.schemas.satisfaction_survey.scoring import ItemScore, Score
from formkit.surveys.figures import Press
from formkit.surveys.reported import NO_FIGURE
from formkit.surveys.statistics import By, group_of, quarter_of
from formkit.surveys.summary_book import sums
from formkit.surveys.summary_book.detail_rows import (
    VALID,
    Line,
    item_label,
    item_numbers,
    note,
    shown,
    verdict,
)
from formkit.surveys.summary_book.page import Live, Page, Value, or_none, share

NAME, MIXED_NAME = "明细", "混用卷明细"
_BEFORE = (
    ("no", "序号", 9), ("survey_no", "编号", 30), ("project_no", "工程编号", 20),
    ("project", "工程名称", 32), ("unit", "填报单位", 24), ("respondent", "调查对象单位", 28),
    ("kind", "类别", 16), ("day", "填表日期", 21), ("quarter", "季度", 15), ("section", "栏", 8),
    ("scale", "量表", 13),
)  # fmt: skip
_AFTER = (
    ("actual", "实际得分", 13), ("full", "满分", 11), ("satisfaction", "满意度", 17),
    ("strict", "漏答记0\n满意度", 17), ("overall", "总体评价", 15), ("satisfied", "是否满意", 13),
    ("valid", "有效", 13), ("note", "备注", 32),
)  # fmt: skip
_KEYS = {
    By.UNIT: "unit", By.KIND: "kind", By.SECTION: "section", By.QUARTER: "quarter",
}  # fmt: skip
_ITEM_MM = 9.5
_HEADS = 2  # the row of the column heads
# What COUNTIFS takes for a pattern, and what it takes for a number or a day.
_WILD, _NUMBERLIKE = frozenset('*?~"'), frozenset("0123456789-/.:+,Ee% 年月日")


class Detail:
    """The rows of a list of answered surveys on their sheet, and references into them.

    Args:
        page: an empty sheet, made with `widths_of`.
        lines: its rows.
        policy: how they were scored.
    """

    def __init__(self, page: Page, lines: Sequence[Line], policy: ScoringPolicy) -> None:
        self.page, self.lines, self._policy = page, lines, policy
        self._numbers = item_numbers(lines)
        items = [(_key(one), "", 0.0) for one in self._numbers]
        names = [name for name, _label, _width in (*_BEFORE, *items, *_AFTER)]
        self._at = {name: column for column, name in enumerate(names)}
        self._press = Press()
        self._groups: dict[By, defaultdict[str, set[str]]] = {}
        self.first = _HEADS + 1
        self.last = self.first + max(len(lines), 1) - 1

    def column(self, name: str) -> str:
        """Return the reference of a whole column of rows."""
        return self.page.ref(self._at[name], self.first, self.last)

    def answers(self, label: str, asked: Question, said: str) -> str:
        """Return the formula of how many valid sheets of a scale say something of an item.

        Args:
            label: of the scale.
            asked: the item; no other one has its section and number.
            said: the criterion, as `where` wants it.
        """
        more = [] if asked.column == NO_FIGURE else [("section", f'"{asked.column}"')]
        return f"={self.count(label, *more, (_key(asked.number), said))}"

    def where(self, label: str, *more: tuple[str, str]) -> str:
        """Return the conditions for valid sheets of a scale: ranges and criteria in turns."""
        pairs = (("scale", f'"{label}"'), ("valid", f'"{VALID}"'), *more)
        return ",".join(f"{self.column(name)},{wanted}" for name, wanted in pairs)

    def mean(self, label: str, *more: tuple[str, str]) -> str:
        """Return the formula of the mean of the sheets' satisfactions."""
        return or_none(f"AVERAGEIFS({self.column('satisfaction')},{self.where(label, *more)})")

    def by_points(self, label: str, *more: tuple[str, str]) -> str:
        """Return the formula of all points earned ÷ all full marks."""
        where = self.where(label, *more)
        actual, full = self.column("actual"), self.column("full")
        return or_none(f"SUMIFS({actual},{where})/SUMIFS({full},{where})")

    def count(self, label: str, *more: tuple[str, str]) -> str:
        """Return the formula of the number of sheets, without its `=`."""
        return f"COUNTIFS({self.where(label, *more)})"

    def satisfied_rate(self, label: str, *more: tuple[str, str]) -> str:
        """Return the formula of satisfied ÷ judged sheets."""
        yes = self.count(label, ("satisfied", '"是"'), *more)
        no = self.count(label, ("satisfied", '"否"'), *more)
        return or_none(f"{yes}/({yes}+{no})")

    def told(self, by: By, key: str) -> tuple[str, str] | None:
        """Return the condition that a sheet belongs to a group; None where none can say it."""
        if by is By.YEAR and key:
            return "quarter", f'"={key}Q*"'
        if not set(key) - _NUMBERLIKE or _WILD & set(key):
            return None
        if len(self._alike(by)[_folded(key)]) > 1:
            return None
        name = _KEYS.get(by, "project_no")
        if by is By.PROJECT and any(
            line.sheet.project_no != key and line.sheet.project_name == key for line in self.lines
        ):
            return None
        return name, f'"={key}"'

    def _alike(self, by: By) -> Mapping[str, set[str]]:
        """Return the groups that COUNTIFS takes for one: it looks at neither case nor width."""
        if by not in self._groups:
            alike = self._groups[by] = defaultdict(set)
            for line in self.lines:
                key = group_of(by, line.sheet)
                alike[_folded(key)].add(key)
        return self._groups[by]

    def write(self, title: str, left: str, right: str, header: str) -> None:
        """Write the sheet."""
        page = self.page
        page.title(title, left, right)
        labels = [item_label(one) for one in self._numbers]
        page.heads([*(one[1] for one in _BEFORE), *labels, *(one[1] for one in _AFTER)])
        for number, line in enumerate(self.lines, start=1):
            self._line(number, line)
        if not self.lines:
            page.line(*(("", "center"),) * (page.last + 1))
        page.finish(heads=(0, _HEADS), header=header, landscape=True)
        page.sheet.freeze_panes(_HEADS + 1, 2)
        page.sheet.autofilter(_HEADS, 0, self.last, page.last)

    def _line(self, number: int, line: Line) -> None:
        page, sheet, score = self.page, line.sheet, line.score
        day = f"{self._cell('day')}"
        quarter = f'=IF({day}="","",YEAR({day})&"Q"&ROUNDUP(MONTH({day})/3,0))'
        page.line(
            (number, "count"),
            (sheet.survey_no or "(未经发放)", "text"),
            (sheet.project_no, "center"),
            (sheet.project_name, "text"),
            (sheet.unit, "text"),
            (sheet.respondent_unit, "text"),
            (sheet.kind, "center"),
            (sheet.answered_on or "", "date"),
            (Live(quarter, quarter_of(sheet.answered_on)), "center"),
            (sheet.section, "center"),
            (line.label, "center"),
            *self._items(score),
            *self._sums(score),
            *self._verdict(line),
        )

    def _items(self, score: Score | None) -> Iterable[tuple[Value, str]]:
        for one in self._held(score):
            yield shown(one), "points"

    def _held(self, score: Score | None) -> list[ItemScore | None]:
        """Return what became of the item of each column; None where the sheet has none."""
        held = {one.item.number: one for one in score.items} if score else {}
        return [held.get(number) for number in self._numbers]

    def _sums(self, score: Score | None) -> Iterable[tuple[Value | Live, str]]:
        if score is None:
            yield from ((NO_FIGURE, "center"),) * 4
            return
        first, last = (self._cell(_key(self._numbers[at])) for at in (0, -1))
        actual, full = sums.formulas(f"{first}:{last}", self._held(score), self._policy)
        yield Live(actual, score.actual), "points"
        yield Live(full, score.full), "points"
        rate = share(score.satisfaction)
        live = Live(or_none(f"{self._cell('actual')}/{self._cell('full')}"), rate)
        yield (live if bool(score.full) == (rate is not None) else rate), "percent"
        yield share(score.strict), "percent"

    def _verdict(self, line: Line) -> Iterable[tuple[Value, str]]:
        sheet, score = line.sheet, line.score
        satisfied = self._press.outcome(score, sheet.overall).satisfied if score else None
        yield sheet.overall, "center"
        yield {True: "是", False: "否", None: ""}[satisfied], "center"
        yield verdict(score), "center"
        yield note(score, line.label), "text"

    def _cell(self, name: str) -> str:
        """Return the address of a cell of the row that is being written."""
        return address(self.page.row + 1, self._at[name] + 1)


def widths_of(lines: Sequence[Line]) -> list[float]:
    """Return the widths of the columns, millimetres."""
    items = [_ITEM_MM] * len(item_numbers(lines))
    longest = max((width(line.sheet.survey_no) for line in lines), default=0)
    before = [mm if name != "survey_no" else max(mm, longest * 1.05) for name, _l, mm in _BEFORE]
    return [*before, *items, *(mm for _name, _label, mm in _AFTER)]


def _key(number: str) -> str:
    """Return the name of the column of an item."""
    return f"item {number}"


def _folded(key: str) -> str:
    return narrow(key).casefold()


__all__ = ["MIXED_NAME", "NAME", "Detail", "widths_of"]

"""按工程, 按单位, 按类别, 按季度: returns and satisfaction of each group, scales apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formkit.rules.scoring_policy import Mean
from formkit.surveys.reported import NO_FIGURE, Reported
from formkit.surveys.returns import Returns
from formkit.surveys.statistics import UNKNOWN, By, Part, Row, period_before, period_name
from formkit.surveys.summary_book.detail import Detail
from formkit.surveys.summary_book.detail_rows import INVALID, PENDING, VALID
from formkit.surveys.summary_book.page import Live, Page, Value, or_none, own, share

NAMES = {By.PROJECT: "按工程", By.UNIT: "按单位", By.KIND: "按类别"}
QUARTERS = "按季度"
WIDTHS = (26, 44, 17, 17, 19, 17, 17, 17, 17, 19, 17, 17)
_UNKNOWN = "(未注明)"
_RETURN_HEADS = (
    "本期发出", "其中\n已收回", "回收率", "本期收回", "有效", "无效", "待确认", "有效率",
    "属实投诉", "回访问题",
)  # fmt: skip
_FIGURE_HEADS = (
    "有效份数", "满意度\n(按份平均)", "满意度\n(按分汇总)", "满意率", "低分份数", "最低题\n满意度",
)  # fmt: skip
_CHANGE = "环比\n(百分点)"
_LOWEST = "最低题"
_EARLIER = 7  # quarters before those of the report
_SHEETS, RATE = 2, 3  # the columns 有效份数 and 满意度(按份平均)


@dataclass(frozen=True, slots=True)
class GroupBlock:
    """Where the rows of a scale stand on the sheet, counted from 0."""

    part: Part
    first: int
    last: int


class GroupSheet:
    """A sheet of groups.

    Args:
        page: an empty sheet of `WIDTHS`.
        reported: the report.
        detail: 明细, which the returns are counted in.
    """

    def __init__(self, page: Page, reported: Reported, detail: Detail) -> None:
        self.page, self._reported, self._detail = page, reported, detail

    def returns(self, by: By) -> None:
        """Write how many surveys were sent out and came back, and what was complained of."""
        page, said = self.page, self._reported
        sent = {key: one for key, one in said.sent_by.get(by, {}).items() if one.sent}
        came = said.summary.returns_by.get(by, {})
        complaints, issues = said.complained(by), said.found(by)
        keys = sorted({*sent, *came, *complaints, *issues}, key=lambda key: (key == "", key))
        page.band(f"发放和回收({by.value})")
        page.heads([*_heads(by), *_RETURN_HEADS])
        first = page.row
        names = _names(said, by)
        for key in keys:
            page.write(0, key or _UNKNOWN, "text")
            page.write(1, names.get(key, ""), "text")
            told = self._returned(by, key, sent.get(key), came.get(key))
            for column, (value, kind) in enumerate(told, start=2):
                page.write(column, value, kind)
            page.write(10, complaints[key] if complaints or by is By.PROJECT else "", "count")
            page.write(11, issues[key] if issues or by is By.PROJECT else "", "count")
            page.next()
        self._total(first, by)
        page.next(8)

    def _returned(
        self, by: By, key: str, sent: Returns | None, came: Returns | None
    ) -> Iterator[tuple[Value | Live, str]]:
        page = self.page
        row = [own(page.ref(column, page.row)) for column in range(len(WIDTHS))]
        yield sent.sent if sent else 0, "count"
        yield sent.returned if sent else 0, "count"
        rate = share(sent.return_rate) if sent else None
        yield Live(or_none(f"{row[3]}/{row[2]}"), rate), "percent"
        replies = came.replies if came else 0
        yield Live(f"=SUM({row[6]}:{row[8]})", replies), "count"
        told = self._detail.told(by, key)
        found = (came.valid, came.invalid, came.pending) if came else (0, 0, 0)
        counts = zip((VALID, INVALID, PENDING), found, strict=True)
        for word, count in counts:
            if told is None:
                yield count, "count"
            else:
                pairs = ((self._detail.column("valid"), f'"{word}"'),
                         (self._detail.column(told[0]), told[1]))  # fmt: skip
                said = ",".join(f"{at},{wanted}" for at, wanted in pairs)
                yield Live(f"=COUNTIFS({said})", count), "count"
        rate = share(came.valid_rate) if came else None
        yield Live(or_none(f"{row[6]}/{row[5]}"), rate), "percent"

    def _total(self, first: int, by: By) -> None:
        page, said = self.page, self._reported
        sent, came = said.sent, said.came
        page.write(0, "合计", "head", to=1)
        values = {2: sent.sent, 3: sent.returned, 5: came.replies, 6: came.valid, 7: came.invalid,
                  8: came.pending}  # fmt: skip
        if by in (By.PROJECT, By.UNIT):
            values |= {10: len(said.complaints), 11: len(said.issues)}
        for column, value in values.items():
            cells = own(page.ref(column, first, page.row - 1))
            page.write(
                column, Live(f"=SUM({cells})", value) if page.row > first else value, "count"
            )
        row = [own(page.ref(column, page.row)) for column in range(len(WIDTHS))]
        page.write(4, Live(or_none(f"{row[3]}/{row[2]}"), share(sent.return_rate)), "percent")
        page.write(9, Live(or_none(f"{row[6]}/{row[5]}"), share(came.valid_rate)), "percent")
        for column in {10, 11} - values.keys():
            page.write(column, "", "count")
        page.next()

    def figures(self, by: By, part: Part, detail: Detail) -> GroupBlock:
        """Write the satisfaction of each group on one scale; quarters with those before them.

        Args:
            by: what the groups are.
            part: the scale.
            detail: where its sheets stand.
        """
        page = self.page
        periods = by in (By.QUARTER, By.YEAR)
        page.band(f"{part.label}量表({by.value})")
        heads = (*_heads(by), *_FIGURE_HEADS, *((_CHANGE,) if periods else ()))
        for column, label in enumerate(heads):
            page.write(column, label, "head")
        page.write(len(heads), _LOWEST, "head", to=page.last)
        page.next(20)
        first = page.row
        inside = part.by[by]
        known = {row.key for row in inside}
        low = self._reported.low_by(by, part)
        earlier = self._reported.earlier_quarters(part)[-_EARLIER:] if by is By.QUARTER else ()
        before: Row | None = None
        for row in (*earlier, *inside):
            self._row(by, row, part, detail if row.key in known else None)
            page.write(6, low[row.key], "count")
            lowest = row.figures.lowest
            page.write(7, share(lowest.satisfaction) if lowest else None, "percent")
            if periods:
                page.write(8, self._change(row, before), "change")
            page.write(len(heads), _item(row), "text", to=page.last)
            page.next()
            before = row
        block = GroupBlock(part, first, page.row - 1)
        page.next(8)
        return block

    def _row(self, by: By, row: Row, part: Part, detail: Detail | None) -> None:
        """Write the figures of a group: counted in 明细 where a formula can tell the group."""
        page, figures = self.page, row.figures
        page.write(0, row.key or _UNKNOWN, "text")
        page.write(1, "" if row.name == row.key else row.name, "text")
        rates = (share(figures.by_sheets), share(figures.by_points), share(figures.satisfied_rate))
        values: tuple[Decimal | int | None, ...] = (figures.sheets, *rates)
        told = detail.told(by, row.key) if detail else None
        formulas: Sequence[str] = ("",) * len(values)
        if detail and told:
            label = part.label
            formulas = (
                f"={detail.count(label, told)}",
                detail.mean(label, told),
                detail.by_points(label, told),
                detail.satisfied_rate(label, told),
            )
        for column, (formula, value) in enumerate(zip(formulas, values, strict=True), start=2):
            shown = Live(formula, value) if formula else value
            page.write(column, shown, "count" if column == _SHEETS else "percent")

    def _change(self, row: Row, before: Row | None) -> Value | Live:
        """Return the change from the row above, where that is the period before (百分点)."""
        if before is None or row.key == UNKNOWN or before.key != period_before(row.key):
            return None
        now, then = row.figures.satisfaction, before.figures.satisfaction
        if now is None or then is None:
            return None
        main = RATE if self._reported.policy.mean is Mean.SHEETS else RATE + 1
        here, above = (own(self.page.ref(main, self.page.row - up)) for up in (0, 1))
        return Live(or_none(f"({here}-{above})*100"), now - then)


def _heads(by: By) -> tuple[str, str]:
    return (
        by.value if by is not By.PROJECT else "工程编号",
        "工程名称" if by is By.PROJECT else "名称",
    )


def _names(said: Reported, by: By) -> Mapping[str, str]:
    if by in (By.QUARTER, By.YEAR):
        keys = {*said.sent_by.get(by, {}), *said.summary.returns_by.get(by, {})}
        return {key: period_name(key) for key in keys if key}
    if by is not By.PROJECT:
        return {}
    sheets = {one.project_no: one.project_name for one in said.summary.sheets if one.project_name}
    return {**sheets, **said.names}


def _item(row: Row) -> str:
    lowest = row.figures.lowest
    return lowest.item.label if lowest else NO_FIGURE

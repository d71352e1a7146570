"""汇总: what was sent out and came back; satisfaction on each scale in its own block."""

from __future__ import annotations

from decimal import Decimal

from formkit.kernel.dates import format_date
from formkit.surveys.reported import Reported
from formkit.surveys.statistics import Part
from formkit.surveys.summary_book import by_item
from formkit.surveys.summary_book.by_item import ItemBlock, ItemSheet
from formkit.surveys.summary_book.detail import Detail
from formkit.surveys.summary_book.detail_rows import INVALID, PENDING, VALID
from formkit.surveys.summary_book.page import Live, Page, Value, or_none, own, share

NAME = "汇总"
WIDTHS = (46, 30, 98)
_HEADS = ("指标", "数值", "说明")
_VALUE = 1


class Overview:
    """The sheet 汇总.

    Args:
        page: an empty sheet of `WIDTHS`.
        reported: the report.
    """

    def __init__(self, page: Page, reported: Reported) -> None:
        self.page, self._reported = page, reported

    def returns(self, detail: Detail) -> None:
        """Write what was sent out and came back."""
        page, said = self.page, self._reported
        sent, came = said.sent, said.came
        page.heads(_HEADS)
        page.band("发放和回收")
        self._line("本期发出(份)", sent.sent, "count", "发放日期在统计期内的调查表")
        self._line("其中已收回(份)", sent.returned, "count", "到制表时为止收回的,不论何时")
        first, second = (own(page.ref(_VALUE, page.row - up)) for up in (2, 1))
        rate = Live(or_none(f"{second}/{first}"), share(sent.return_rate))
        self._line("回收率", rate, "percent", "已收回÷本期发出")
        valid, rows = detail.column("valid"), page.row
        words = (VALID, INVALID, PENDING)
        counted = "+".join(f'COUNTIFS({valid},"{word}")' for word in words)
        self._line("本期收回(份)", Live(f"={counted}", came.replies), "count", self._origins())
        for word, count in zip(words, (came.valid, came.invalid, came.pending), strict=True):
            live = Live(f'=COUNTIFS({valid},"{word}")', count)
            self._line(f"其中{word}(份)", live, "count", _MEANT[word])
        all_of, good = (own(page.ref(_VALUE, rows + down)) for down in (0, 1))
        rate = Live(or_none(f"{good}/{all_of}"), share(came.valid_rate))
        self._line("有效率", rate, "percent", "有效÷本期收回")
        self._line("属实投诉(件)", len(said.complaints), "count", "本期收到、核实属实的投诉")
        self._line("回访发现问题(项)", len(said.issues), "count", "本期回访记录中的质量问题")

    def _origins(self) -> str:
        said = self._reported
        told = ["填表日期在统计期内"]
        if said.late:
            told.append(f"其中以前发出的 {said.late} 份")
        if said.unsent:
            told.append(f"未经发放的(网络问卷等){said.unsent} 份")
        if said.undated:
            told.append(f"另有没有填表日期的 {said.undated} 份,未计入")
        return ";".join(told)

    def scale(self, part: Part, detail: Detail, items: ItemSheet, block: ItemBlock) -> int:
        """Write the figures on one scale and return the first row of its distribution."""
        page, total, label = self.page, part.total, part.label
        policy = self._reported.policy
        page.band(f"{label}量表")
        self._line("有效答卷(份)", Live(f"={detail.count(label)}", total.sheets), "count", "")
        actual = Live(f"=SUMIFS({detail.column('actual')},{detail.where(label)})", total.actual)
        full = Live(f"=SUMIFS({detail.column('full')},{detail.where(label)})", total.full)
        self._line("实际得分合计", actual, "points", "")
        self._line("满分合计", full, "points", "各计分题最高一档的分之和")
        main = policy.mean.value
        for name, value, formula, how in (
            ("按份平均", total.by_sheets, detail.mean(label), "各份满意度的平均"),
            ("按分汇总", total.by_points, detail.by_points(label), "得分合计÷满分合计"),
        ):
            is_main = name == main
            role = "主指标" if is_main else "对照"
            live = Live(formula, share(value))
            self._line(f"满意度({name})", live, "main" if is_main else "percent", f"{how}({role})")
        strict = or_none(f"AVERAGEIFS({detail.column('strict')},{detail.where(label)})")
        self._line(
            "漏答记0时的满意度", Live(strict, share(total.strict)), "percent", "对照:漏答的影响"
        )
        self._rate_of_the_satisfied(part, detail)
        self._compared(part)
        self._lowest(part, items, block)
        return self._distribution(part, items, block)

    def _rate_of_the_satisfied(self, part: Part, detail: Detail) -> None:
        total = part.total
        by_overall, by_items = total.judged_by_overall, total.judged - total.judged_by_overall
        how = f"满意份数÷判得出的份数;按总体评价判 {by_overall} 份,按各题判 {by_items} 份"
        live = Live(detail.satisfied_rate(part.label), share(total.satisfied_rate))
        self._line("满意率", live, "percent", how)

    def _compared(self, part: Part) -> None:
        said, now = self._reported, part.total.satisfaction
        earlier = said.earlier(part)
        period = said.period.before()
        if period is not None:
            then = earlier.total.satisfaction if earlier else None
            change = None if then is None or now is None else now - then
            name = f"上期:{period.name},{said.policy.mean.value}"
            self._line("上期满意度", share(then), "percent", name)
            self._line("与上期之差(百分点)", change, "change", "本期减上期")
        if (target := said.policy.target.get(part.scale)) is not None:
            self._line("目标", share(target), "percent", "只作展示,不据以判定")

    def _lowest(self, part: Part, items: ItemSheet, block: ItemBlock) -> None:
        rates = items.page.ref(by_item.RATE, block.first, block.last)
        names = items.page.ref(by_item.TEXT, block.first, block.last)
        lowest = part.total.lowest
        formula = or_none(f"INDEX({names},MATCH(MIN({rates}),{rates},0))")
        text = Live(formula, lowest.item.text if lowest else None)
        value = Live(or_none(f"IF(COUNT({rates})=0,1/0,MIN({rates}))"),
                     share(lowest.satisfaction) if lowest else None)  # fmt: skip
        self._line("最低题的满意度", value, "percent", text)

    def _distribution(self, part: Part, items: ItemSheet, block: ItemBlock) -> int:
        """Write how often each option was chosen and return the first of the rows."""
        page = self.page
        first = page.row
        all_marks = sum(part.total.marks.values())
        last = first + len(part.total.marks) - 1
        for mark, count in part.total.marks.items():
            counts = items.page.ref(block.mark_column(mark), block.first, block.last)
            counting = items.page.ref(by_item.COUNTS, block.first, block.last)
            cell = own(page.ref(_VALUE, page.row))
            total = own(page.ref(_VALUE, first, last))
            how = Live(f'="题次,占 "&TEXT(IFERROR({cell}/SUM({total}),0),"{self._percent}")',
                       f"题次,占 {self._shown(count, all_marks)}")  # fmt: skip
            live = Live(f'=SUMIFS({counts},{counting},"是")', count)
            self._line(mark, live, "count", how)
        return first

    @property
    def _percent(self) -> str:
        decimals = self._reported.policy.decimals
        return "0" + ("." + "0" * decimals if decimals else "") + "%"

    def _shown(self, count: int, whole: int) -> str:
        policy = self._reported.policy
        rate = Decimal(count * 100) / Decimal(whole) if whole else Decimal(0)
        return f"{policy.rounded(rate):f}%"

    def foot(self) -> None:
        """Write the notes and the places for signatures."""
        page, said = self.page, self._reported
        if not said.summary.parts:
            page.band("统计期内没有有效答卷")
        page.note("两种量表的满意度不求总平均;除数为零的印“—”。口径和依据见“口径”表。")
        page.next(8)
        page.write(0, "制表:", "plain")
        page.write(1, "审核:", "plain")
        page.write(2, f"日期:{format_date(said.made_on)}", "right")
        page.next(26)

    def _line(self, label: str, value: Value | Live, kind: str, how: Value | Live) -> None:
        self.page.line((label, "text"), (value, kind), (how, "text"))


_MEANT = {
    VALID: "进入满意度的答卷",
    INVALID: "全空、漏答过多等,原因见“无效与警告”",
    PENDING: "等人认定,认定前不计入",
}

__all__ = ["NAME", "WIDTHS", "Overview"]

"""无效与警告, 低分与问题建议, 投诉, 口径: lists without figures of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formkit.kernel.dates import format_date
from formkit.kernel.version import VERSION
from formkit.surveys.low_scores import Low
from formkit.surveys.reported import Reported
from formkit.surveys.summary_book.page import Page, Value, share

NOTICES, LOW, COMPLAINTS, RULES = "无效与警告", "低分与问题建议", "投诉", "口径"
_Cell = tuple[Value, str]

NOTICE_COLUMNS = (
    ("序号", 12), ("类别", 24), ("编号", 46), ("工程编号", 26), ("文件、单元格", 62), ("问题", 90),
)  # fmt: skip
LOW_COLUMNS = (
    ("序号", 10), ("来源", 20), ("来源单号", 44), ("工程", 46), ("题目", 48), ("得分", 12),
    ("本卷\n满意度", 20), ("低分线", 18), ("建议\n重要性", 16), ("是否立项", 18), ("问题编号", 26),
    ("确认人", 20), ("确认日期", 22),
)  # fmt: skip
COMPLAINT_COLUMNS = (
    ("序号", 10), ("种类", 20), ("编号", 44), ("工程", 46), ("日期", 24), ("类别或部位", 28),
    ("内容", 70), ("原因", 48), ("处理措施", 48), ("是否办结", 18),
)  # fmt: skip
RULE_COLUMNS = (("项目", 30), ("取值", 40), ("含义", 78), ("依据", 66), ("在哪里定的", 46))
_WORST_ITEM = "(整卷满意度低于低分线)"


def notices(page: Page, said: Reported) -> None:
    """Write what is invalid, waits, is doubtful or was not used."""
    rows = (
        ((one.kind, "center"), (one.survey_no, "text"), (one.project_no, "center"),
         (one.place, "text"), (one.what, "text"))
        for one in said.notices
    )  # fmt: skip
    _table(page, NOTICE_COLUMNS, rows, "统计期内没有无效卷和警告")


def low(page: Page, said: Reported) -> None:
    """Write the drafts of problem records (R5): a person decides which become records."""
    _table(page, LOW_COLUMNS, _lows(said), "统计期内没有低分卷")
    page.note(
        "本表是问题记录的草稿,由人确认:确认立项的按问题管理程序登记编号;重要性按最低一题的得分建议,以评估为准。"
    )


def _lows(said: Reported) -> Iterator[Sequence[_Cell]]:
    for one in said.summary.low:
        items: list[tuple[str, Value]] = [(i.item.label, i.points) for i in one.items]
        for text, points in items or [(_WORST_ITEM, "")]:
            yield _low(one, text, points)


def _low(one: Low, text: str, points: Value) -> Sequence[_Cell]:
    sheet = one.sheet
    rate = sheet.score.satisfaction if sheet.score else None
    project = " ".join(part for part in (sheet.project_no, sheet.project_name) if part)
    return (
        ("满意度调查", "center"), (sheet.survey_no or "(未经发放)", "text"), (project, "text"),
        (text, "text"), (points, "points"), (share(rate), "percent"), (share(one.line), "percent"),
        (one.importance.value, "center"), ("□是 □否", "center"), *((("", "center"),) * 3),
    )  # fmt: skip


def complaints(page: Page, said: Reported) -> None:
    """Write the substantiated complaints and the problems that visits found (R11-18)."""
    _table(page, COMPLAINT_COLUMNS, _complaints(said), "统计期内没有属实的投诉和回访问题")


def _complaints(said: Reported) -> Iterator[Sequence[_Cell]]:
    for one in said.complaints:
        project = " ".join(part for part in (one.project_no, one.project_name) if part)
        yield (
            ("投诉", "center"), (one.number, "text"), (project, "text"), (one.received_on, "date"),
            ("、".join(part for part in (one.category, one.location) if part), "text"),
            (one.content, "text"), (one.cause, "text"), (one.measure, "text"),
            ("是" if one.closed else "否", "center"),
        )  # fmt: skip
    for issue in said.issues:
        project = " ".join(part for part in (issue.project_no, issue.project_name) if part)
        yield (
            ("回访问题", "center"), (issue.number, "text"), (project, "text"),
            (issue.visited_on, "date"), (issue.location, "text"), (issue.description, "text"),
            ("", "text"), ("", "text"), ("", "center"),
        )  # fmt: skip


def rules(page: Page, said: Reported) -> None:
    """Write how the surveys were scored and counted, with the clauses (B.6)."""
    page.heads([label for label, _mm in RULE_COLUMNS])
    for line in said.lines:
        page.line(*((text, "text") for text in
                    (line.name, line.value, line.meaning, line.basis, line.origin)))  # fmt: skip
    own = (
        ("统计期", said.period.name, "有效答卷按填表日期归期;发放份数按发放日期归期"),
        ("分组", said.by.value, ""),
        (
            "公式",
            "活公式",
            "本工作簿的合计由公式从“明细”得出,与程序所算一致;个别数不能由公式得出的,直接写数",
        ),
        ("软件", f"formkit {VERSION}", f"制表日期 {format_date(said.made_on)}"),
    )
    for name, value, meaning in own:
        page.line((name, "text"), (value, "text"), (meaning, "text"), ("", "text"), ("", "text"))


def _table(
    page: Page, columns: Sequence[tuple[str, int]], rows: Iterator[Sequence[_Cell]], none: str
) -> None:
    page.heads([label for label, _mm in columns])
    number = 0
    for number, row in enumerate(rows, start=1):
        page.line((number, "count"), *row)
    if not number:
        page.write(0, none, "text", to=page.last)
        page.next()

"""`formkit survey report`: what came back, as a workbook and as an official record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli import printing
from formkit.cli.options import json_option
from formkit.kernel.i18n import _

if TYPE_CHECKING:
    from formkit.pipeline.surveys.report import SurveyReport

_FILE = click.Path(path_type=Path, readable=False)
_GROUPS = ("project", "unit", "kind")


@click.command()
@click.option(
    "--period",
    default="",
    metavar=_("统计期"),
    help=_("2026Q3、2026、2026-07、2026-07..2026-09;按填表日期,不给为全部。"),
)
@click.option(
    "--by",
    type=click.Choice(_GROUPS),
    default="project",
    show_default=True,
    help=_("按什么分组:project 工程、unit 填报单位、kind 调查对象类别。"),
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=_FILE,
    metavar=_("汇总.xlsx"),
    help=_("汇总表写到哪里;内容不同的旧文件不覆盖,存在旁边。"),
)
@click.option(
    "--docx",
    "document",
    type=_FILE,
    metavar=_("报告.docx"),
    help=_("另出一份 Word 分析报告(带编号的正式记录,带图表),抄一份到这里。"),
)
@click.option("--preparer", default="", metavar=_("姓名"), help=_("报告编制人,姓名(部门,职务)。"))
@click.option("--cause", default="", metavar=_("文字"), help=_("报告的原因分析;不给留空手写。"))
@click.option("--measures", default="", metavar=_("文字"), help=_("报告的改进措施;不给留空手写。"))
@click.option("--conclusion", default="", metavar=_("文字"), help=_("报告的结论;不给留空手写。"))
@json_option
def report(  # noqa: PLR0913 - one parameter per option
    period: str,
    by: str,
    output: Path,
    document: Path | None,
    preparer: str,
    cause: str,
    measures: str,
    conclusion: str,
    *,
    as_data: bool,
) -> int:
    """统计收回的调查表:满意度、满意率、低分清单、属实投诉,连同口径和依据。

    一个工作簿:汇总、图表、按题、按工程、按季度、明细、无效与警告、低分与问题建议、投诉、口径。
    合计都是公式,由明细算出。两种量表分开统计,不求总平均。
    Word 报告按统计期和分组方式取号:同样的数据还是那一份,数据变了出下一版,人写的文字保留。

    \b
    示例:
      formkit survey report --period 2026Q3 -o 汇总.xlsx
      formkit survey report --period 2026 --by unit -o 年度汇总.xlsx --docx 年度报告.docx
    """
    from formkit.pipeline.surveys.report import ReportWish, survey_report
    from formkit.pipeline.workspace import find
    from formkit.surveys.period import EVERYTHING, parse_period
    from formkit.surveys.statistics import By

    wish = ReportWish(
        workbook=output,
        period=parse_period(period) if period else EVERYTHING,
        by=By[by.upper()],
        document=document,
        preparer=preparer,
        cause=cause,
        measures=measures,
        conclusion=conclusion,
    )
    made = survey_report(find(), wish)
    if as_data:
        printing.as_json(made.as_dict())
    else:
        _told(made)
    return int(made.exit_code)


def _told(made: SurveyReport) -> None:
    said = made.reported
    shown = said.policy.rounded
    sent, came = said.sent, said.came
    head = _("{period}:发出 {sent} 份,已收回 {returned} 份;本期收回 {replies} 份,有效 {valid} 份")
    values = {"sent": sent.sent, "returned": sent.returned, "replies": came.replies}
    printing.line(head.format(period=said.period.name, valid=came.valid, **values))
    for part in said.summary.parts:
        rates = (part.total.satisfaction, part.total.satisfied_rate)
        rate, satisfied = ("—" if one is None else f"{shown(one):f}%" for one in rates)
        line = _("{scale}量表:满意度 {rate},满意率 {satisfied}({sheets} 份)")
        values = {"sheets": part.total.sheets}
        printing.line(
            line.format(scale=part.label, rate=rate, satisfied=satisfied, **values), indent=2
        )
    more = _("待人工确认 {pending} 份,无效 {invalid} 份,低分 {low} 份,属实投诉 {complaints} 件")
    counts = {"pending": came.pending, "invalid": came.invalid, "low": len(said.summary.low)}
    printing.line(more.format(complaints=len(said.complaints), **counts), indent=2)
    if made.issued is not None:
        for one in made.issued.records():
            revision = _("第{n}版").format(n=one.revision) if one.revision > 1 else ""
            parts = (one.number, revision, one.outcome.value, one.file)
            printing.line("  ".join(part for part in parts if part), indent=2)
            for found in one.findings:
                printing.finding(found, indent=4)
    for note in made.notes:
        printing.finding(note, indent=2)
    files = (
        (_("汇总表:{file}({outcome})"), made.workbook),
        (_("报告:{file}({outcome})"), made.document),
    )
    for text, written in files:
        if written is not None:
            printing.line(text.format(file=written.file, outcome=written.outcome.value))

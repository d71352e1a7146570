"""`formkit survey`: issue, respondents, list; what comes back: `survey_return`, `survey_report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli import printing, survey_report, survey_return
from formkit.cli.options import json_option
from formkit.kernel.errors import ExitCode, UsageError
from formkit.kernel.i18n import N_, _
from formkit.kernel.text import width
from formkit.kernel.values import BadValue

if TYPE_CHECKING:
    from formkit.pipeline.surveys.issue import SurveyIssue
    from formkit.pipeline.surveys.overview import ProjectCount
    from formkit.schemas.satisfaction_survey.record import RespondentKind

_FILE = click.Path(path_type=Path, readable=False)


@click.group()
def survey() -> None:
    """满意度调查:发出、收回、裁定、收发情况、统计报告。"""


for _command in (*survey_return.COMMANDS, survey_report.report):
    survey.add_command(_command)


@survey.command()
@click.option(
    "--project", "projects", multiple=True, metavar=_("工程编号"), help=_("发给哪些工程,可写几次。")
)
@click.option(
    "--respondents",
    type=_FILE,
    metavar=_("名单.xlsx"),
    help=_("调查对象名单;不给则发给工程登记的建设单位。"),
)
@click.option(
    "--bank",
    default="",
    metavar=_("题库"),
    help=_("题库的名称(三级、五级、本公司的)或 .yaml 文件;不给为五级。"),
)
@click.option(
    "--style",
    type=click.Choice(["勾选", "下拉", "两式"]),
    default="勾选",
    show_default=True,
    help=_("怎样作答:每档一列打√,一列下拉选,或两样都有。"),
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    metavar=_("类别"),
    help=_("没有名单时发给哪一方:建设单位、监理单位,可写几次;不给为建设单位。"),
)
@click.option("--surveyor", default="", metavar=_("姓名"), help=_("调查人,姓名(部门,职务)。"))
@click.option(
    "--method",
    default="邮件",
    show_default=True,
    metavar=_("方式"),
    help=_("调查方式:上门、函件、邮件、问卷星、腾讯问卷、电话、其他。"),
)
@click.option("--sent-on", metavar=_("日期"), help=_("发放日期;不给为今天。"))
@click.option("--due-on", metavar=_("日期"), help=_("截止日期;不给则按制度设置的天数推算。"))
@click.option(
    "-o",
    "--output",
    type=_FILE,
    metavar=_("文件夹"),
    help=_("文件放在哪里;不给则放工作区设置的输出文件夹。"),
)
@json_option
def issue(  # noqa: PLR0913 - one parameter per option
    projects: tuple[str, ...],
    respondents: Path | None,
    bank: str,
    style: str,
    kinds: tuple[str, ...],
    surveyor: str,
    method: str,
    sent_on: str | None,
    due_on: str | None,
    output: Path | None,
    *,
    as_data: bool,
) -> int:
    """发出满意度调查:每个调查对象一个编号、一份 Word 打印件、一个可填的 Excel 工作簿。

    与其他记录同一套编号和登记;同样的命令再执行一次不会重复发出,缺的文件会补出。
    另写一份发送清单:编号、单位、姓名、电话、截止日期、附件和邮件正文。

    \b
    示例:
      formkit survey issue --project P2026-001 --surveyor "沈样张(安质部,质量员)" -o 发出
      formkit survey issue --respondents 名单.xlsx --bank 三级 --style 下拉 --surveyor 沈样张
      formkit survey issue --project P2026-001 --kind 监理单位 --due-on 2026-12-20 --surveyor 沈样张
    """
    from formkit.cli.progress import progress
    from formkit.pipeline.surveys.issue import Wish
    from formkit.pipeline.surveys.issue import issue as story
    from formkit.pipeline.workspace import find
    from formkit.schemas.satisfaction_survey.record import RespondentKind
    from formkit.surveys.anchors import Style

    asked = tuple(_kind(one, RespondentKind) for one in kinds) or (RespondentKind.OWNER,)
    wish = Wish(
        bank=bank,
        projects=tuple(dict.fromkeys(projects)),
        respondents=respondents,
        kinds=tuple(dict.fromkeys(asked)),
        style=Style(style),
        sent_on=_day(sent_on, "--sent-on"),
        due_on=_day(due_on, "--due-on"),
        surveyor=surveyor.strip(),
        method=method,
        output=output,
    )
    with progress(wanted=not as_data) as watch:
        made = story(find(), wish, watch=watch)
    if as_data:
        printing.as_json(made.as_dict())
    else:
        _issued(made)
    return int(made.exit_code)


def _issued(made: SurveyIssue) -> None:
    printing.report(made.report)
    for one in made.workbooks:
        parts = (one.number, one.outcome.value, one.file)
        printing.line("  ".join(part for part in parts if part), indent=2)
        for found in one.findings:
            printing.finding(found, indent=4)
    if made.dispatch:
        said = _("工作簿 {n} 个;发送清单:{file}")
        count = sum(one.parcel is not None for one in made.workbooks)
        printing.line(said.format(n=count, file=made.dispatch))


def _kind(word: str, kinds: type[RespondentKind]) -> RespondentKind:
    found = next((one for one in kinds if one.value == word.strip()), None)
    if found is None:
        raise UsageError("FK-WS-015", value=f"--kind {word}", form="、".join(kinds))
    return found


def _day(text: str | None, option: str) -> date | None:
    """Return the day that was typed, in any notation that clerks use."""
    from formkit.kernel.dates import parse_date
    from formkit.kernel.findings import Place

    if text is None:
        return None
    try:
        return parse_date(text)
    except BadValue as bad:
        raise UsageError(bad.code, place=Place(label=option), **bad.values) from bad


@survey.command()
@click.option(
    "-o", "--output", required=True, type=_FILE, metavar=_("文件.xlsx"), help=_("名单写到哪里。")
)
def respondents(output: Path) -> int:
    """一份空的调查对象名单:列名、下拉选项、填写说明和示例行都备好。

    \b
    示例:
      formkit survey respondents -o 名单.xlsx
    """
    from formkit.kernel.errors import OutputError
    from formkit.kernel.findings import Place
    from formkit.surveys.respondents import write_blank

    if output.exists():
        raise OutputError("FK-OUT-008", place=Place(file=output.name), name=output.name)
    write_blank(output)
    printing.line(_("已写入 {file}。").format(file=output))
    return int(ExitCode.OK)


@survey.command(name="list")
@click.option("--project", default="", metavar=_("工程编号"), help=_("只看一个工程,逐份列出。"))
@json_option
def list_(project: str, *, as_data: bool) -> int:
    """收发情况:每个工程发出、收回、有效、无效、待定、逾期各几份;写明工程则逐份列出。

    \b
    示例:
      formkit survey list
      formkit survey list --project P2026-001
    """
    from formkit.pipeline.surveys.overview import survey_list
    from formkit.pipeline.workspace import find

    found = survey_list(find(), project)
    if as_data:
        printing.as_json(found.as_dict())
        return int(ExitCode.OK)
    for doubt in found.findings:
        printing.finding(doubt)
    if not found.lines:
        printing.line(_("还没有发出调查表。用 formkit survey issue 发出后会在这里列出。"))
        return int(ExitCode.OK)
    if project:
        heads = (_("编号"), _("单位"), _("发放日期"), _("截止日期"), _("情况"))
        rows = [
            (one.number or "—", cut(one.unit, 22), one.sent_on, one.due_on or "—", one.standing)
            for one in found.lines
        ]
        printing.table(heads, rows)
    else:
        printing.table(
            (_("工程编号"), _("工程名称"), *map(_, _COUNTS)),
            [(one.project_no, cut(one.project_name, 24), *_counts(one)) for one in found.projects],
        )
    told = zip(_COUNTS, _counts(found.total), strict=True)
    said = ",".join(f"{_(word)} {count} 份" for word, count in told)
    printing.line(_("合计:{said}。").format(said=said))
    if found.total.waiting:
        printing.line(_("待定的要人裁定,为什么:formkit survey show"))
    return int(ExitCode.OK)


_COUNTS = (N_("发出"), N_("收回"), N_("有效"), N_("无效"), N_("待定"), N_("逾期"))


def _counts(one: ProjectCount) -> tuple[str, ...]:
    numbers = (one.sent, one.returned, one.valid, one.invalid, one.waiting, one.overdue)
    return tuple(map(str, numbers))


def cut(text: str, wide: int) -> str:
    """Return the text cut to a width of half-width characters, its end marked as cut."""
    if width(text) <= wide:
        return text
    while width(text) > wide - 2:
        text = text[:-1]
    return f"{text}…"

"""`formkit survey import`, `show`, `resolve` and `map`: surveys that come back."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from formkit.cli import printing
from formkit.cli.options import files_meant, json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import _

if TYPE_CHECKING:
    from formkit.kernel.findings import Finding
    from formkit.pipeline.surveys.outcomes import FileLine, ImportReport, ReplyLine
    from formkit.pipeline.surveys.standing import Standing

_FILE = click.Path(path_type=Path, readable=False)
_SHOWN_FROM = 20  # files; fewer are done before the eye has found the line
_MOST_SHOWN = 20  # replies that wait, told at a time
_MOST_GROUPS = 20  # of replies of one export that are told of
_SOURCES = ("auto", "formkit", "word", "wjx", "tencent", "generic")


@click.command(name="import")
@click.argument(
    "paths",
    metavar=_("文件或文件夹..."),
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, readable=False),
    callback=files_meant,
)
@click.option(
    "--source",
    type=click.Choice(_SOURCES),
    default="auto",
    show_default=True,
    help=_("是什么文件:formkit 发出的工作簿、word、wjx 问卷星、tencent 腾讯问卷、generic 其他。"),
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, readable=False),
    metavar=_("映射.yaml"),
    help=_("问卷导出的列怎样对应题目;formkit survey map --suggest 起草一份。"),
)
@click.option("--dry-run", is_flag=True, help=_("只看结果,什么也不写。"))
@click.option("--confirm", is_flag=True, help=_("收下需要确认的答卷(看过警告以后)。"))
@click.option(
    "--move-done",
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件夹"),
    help=_("已导入和重复的文件移到这里。"),
)
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar=_("个数"),
    help=_("同时用几个进程读;0 表示有几个核用几个。"),
)
@json_option
def import_(  # noqa: PLR0913 - one parameter per option
    paths: tuple[Path, ...],
    source: str,
    mapping: Path | None,
    move_done: Path | None,
    jobs: int,
    *,
    dry_run: bool,
    confirm: bool,
    as_data: bool,
) -> int:
    """收回填好的调查表:工作簿、Word、问卷星和腾讯问卷的导出,文件或整个文件夹。

    每个文件恰有一个结果:已导入、重复、待人工确认、已拒收;一个坏文件不影响其余。
    原件留一份不动的副本。再导入一次什么也不变。

    \b
    示例:
      formkit survey import 收到的邮件附件
      formkit survey import 收到的邮件附件 --dry-run
      formkit survey import 问卷星.xlsx --map 问卷星.yaml
    """
    from formkit.pipeline.surveys.returns import ImportWish, import_surveys
    from formkit.pipeline.workspace import find
    from formkit.surveys.reply import Source

    wish = ImportWish(
        source=None if source == "auto" else Source(source),
        mapping=mapping,
        dry_run=dry_run,
        confirm=confirm,
        move_done=move_done,
        jobs=jobs,
    )
    with _progress(wanted=not as_data) as progress:
        told = None if as_data else partial(_file, dry=dry_run)
        report = import_surveys(find(), paths, wish, told=told, progress=progress)
    if as_data:
        printing.as_json(report.as_dict())
    else:
        _summary(report)
    return int(report.exit_code)


@click.command()
@click.argument("number", metavar=_("[答卷号]"), type=int, required=False)
@json_option
def show(number: int | None, *, as_data: bool) -> int:
    """看一份收回的答卷;不给答卷号,列出待人工确认的(先收的在前,最多 20 份)。

    \b
    示例:
      formkit survey show
      formkit survey show 12
    """
    from formkit.pipeline.surveys.standing import standing, waiting
    from formkit.pipeline.workspace import find

    workspace = find()
    found = waiting(workspace) if number is None else [standing(workspace, number)]
    if as_data:
        printing.as_json([one.as_dict() for one in found])
        return int(ExitCode.OK)
    if not found:
        click.echo(_("没有待人工确认的答卷。"))
    for one in found[:_MOST_SHOWN]:
        _standing(one, whole=number is not None)
    if rest := len(found[_MOST_SHOWN:]):
        more = _("还有 {n} 份待人工确认,没有列出:定了上面的再看,或加 --json 列出全部。")
        printing.line(more.format(n=rest))
    return int(ExitCode.OK)


@click.command()
@click.argument("number", metavar=_("答卷号"), type=int)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar=_("栏题号=选项"),
    help=_("一道题定成什么,如 Ⅲ3=满意、Ⅲ5=不适用、Ⅲ7=空;也可 总体评价=满意、填表日期=2026-9-30。"),
)
@click.option(
    "--number", "survey_no", default="", metavar=_("编号"), help=_("答的是哪一份调查表。")
)
@click.option("--take", is_flag=True, help=_("照现在的样子采用;与已收的冲突时替换原来那份。"))
@click.option("--drop", is_flag=True, help=_("不采用。"))
@click.option("--by", default="", metavar=_("姓名"), help=_("谁定的。"))
@click.option("--reason", default="", metavar=_("理由"), help=_("为什么这样定,如「电话核实」。"))
@json_option
def resolve(  # noqa: PLR0913 - one parameter per option
    number: int,
    answers: tuple[str, ...],
    survey_no: str,
    by: str,
    reason: str,
    *,
    take: bool,
    drop: bool,
    as_data: bool,
) -> int:
    """裁定一份答卷,记下谁、为什么。定过的可以改定,以最后一次为准,以前的裁定留着。

    已收的可以改答案、改日期、改编号或改为不采用;不采用的和已替换的,--take 改为采用。

    \b
    示例:
      formkit survey resolve 12 --answer Ⅲ3=满意 --by 沈样张 --reason 电话核实
      formkit survey resolve 15 --take --by 沈样张 --reason 以后来这份为准
      formkit survey resolve 16 --drop --by 沈样张 --reason 不是本公司的调查表
      formkit survey resolve 16 --take --by 沈样张 --reason 上次记错了,是本公司的
    """
    from formkit.pipeline.surveys.decisions import Decision, answers_of, fields_of
    from formkit.pipeline.surveys.resolve import resolve as story
    from formkit.pipeline.workspace import find

    decision = Decision(
        by,
        reason,
        answers_of(answers),
        **fields_of(answers),
        number=survey_no,
        take=take,
        drop=drop,
    )
    found = story(find(), number, decision)
    if as_data:
        printing.as_json(found.as_dict())
    else:
        _standing(found, whole=False)
    return int(ExitCode.RECORD_INVALID if found.waits else ExitCode.OK)


@click.command(name="map")
@click.argument("file", metavar=_("导出文件"), type=_FILE)
@click.option("--suggest", is_flag=True, help=_("起草一份映射文件;不加则只报告每列认作什么。"))
@click.option("-o", "--output", type=_FILE, metavar=_("映射.yaml"), help=_("草稿写到哪里。"))
def map_(file: Path, output: Path | None, *, suggest: bool) -> int:
    """问卷导出的每一列认作哪一题;起草映射文件。

    \b
    示例:
      formkit survey map 问卷星.xlsx
      formkit survey map 问卷星.xlsx --suggest -o 问卷星.yaml
    """
    from formkit.pipeline.surveys.mapping import columns, draft
    from formkit.pipeline.workspace import find

    workspace = find()
    if not suggest:
        rows = columns(workspace, file)
        printing.table((_("列"), _("认作"), _("依据")), rows)
        return int(ExitCode.OK)
    where = draft(workspace, file, output)
    if output is None:
        click.echo(where, nl=False)
    else:
        printing.line(_("草稿已写入 {file};逐行核对后用 --map 导入。").format(file=where))
    return int(ExitCode.OK)


COMMANDS = (import_, show, resolve, map_)


def _file(line: FileLine, *, dry: bool = False) -> None:
    """Print what became of one file; a single reply stands on the file's own line."""
    single = line.replies[0] if len(line.replies) == 1 else None
    head = [line.outcome.value, line.name]
    printing.line("  ".join([*head, *(_particulars(single) if single else ())]))
    for found in line.findings:
        printing.finding(found, indent=4)
    if single:
        printing.findings(single.findings, indent=4)
    else:
        _replies(line, each=dry)
    if line.moved_to:
        printing.line(_("移到 {where}").format(where=line.moved_to), indent=4)


def _replies(line: FileLine, *, each: bool = False) -> None:
    """Print the replies of an export: how many of each outcome, and those that want attention.

    What is told of many alike is told once; of ten thousand rows nobody reads ten thousand lines.
    `each`: before anything is written, the first ones with their scores as well.
    """
    counts = Counter(reply.outcome for reply in line.replies)
    if counts:
        told = ",".join(f"{outcome.value} {n} 份" for outcome, n in counts.items())
        printing.line(told, indent=4)
    if each:
        _rows(line.replies)
    alike: dict[Any, list[ReplyLine]] = {}
    for reply in line.replies:
        if reply.findings:
            alike.setdefault((reply.outcome, tuple(map(_gist, reply.findings))), []).append(reply)
    groups = list(alike.values())
    for group in groups[:_MOST_GROUPS]:
        first = group[0]
        many = _("{n} 份").format(n=len(group)) if len(group) > 1 else ""
        named = "  ".join(_particulars(first))
        head = _("{n},如 {one}").format(n=many, one=named) if many and named else many or named
        printing.line("  ".join(part for part in (first.outcome.value, head) if part), indent=4)
        printing.findings(first.findings, indent=6)
    if rest := sum(map(len, groups[_MOST_GROUPS:])):
        more = _(
            "还有 {n} 份有提示,没有逐份列出:待确认的用 formkit survey show 看,全部加 --json 看。"
        )
        printing.line(more.format(n=rest), indent=4)


def _rows(replies: Sequence[ReplyLine]) -> None:
    """Print where each of the first replies stands, who gave it, and what it scores."""
    for reply in replies[:_MOST_SHOWN]:
        row = reply.place.rpartition(" ")[2]
        parts = (row, reply.outcome.value, *_particulars(reply))
        printing.line("  ".join(parts), indent=4)
    if rest := len(replies[_MOST_SHOWN:]):
        printing.line(_("还有 {n} 份没有逐份列出,加 --json 看全部。").format(n=rest), indent=4)


def _gist(found: Finding) -> tuple[str, str]:
    """Return by what a finding is like another one: hints by their kind, the rest by every word."""
    return found.code, "" if found.level.value == "info" else found.found


def _particulars(reply: ReplyLine) -> list[str]:
    mark = _("第 {id} 号").format(id=reply.id) if reply.id else ""
    counts = reply.outcome.value != "待人工确认"  # before that nobody knows the score
    score = _scored(reply.satisfaction, reply.invalid) if counts else ""
    parts = (mark, reply.number, reply.unit, reply.name, score)
    return [part for part in parts if part]


def _scored(rate: str, invalid: str) -> str:
    """Return what a sheet scored; of one that does not count no rate, but why it does not."""
    if invalid:
        return _("无效卷({why})").format(why=invalid)
    return _("满意度 {rate}").format(rate=rate) if rate else ""


def _summary(report: ImportReport) -> None:
    counts = report.counts()
    told = ",".join(f"{outcome.value} {n} 个" for outcome, n in counts.items())
    replies = Counter(one.outcome for one in report.replies())
    said = ",".join(f"{outcome.value} {n} 份" for outcome, n in replies.items())
    text = _("合计 {n} 个文件:{told}").format(n=len(report.files), told=told)
    if said:
        text += _(";答卷 {told}").format(told=said)
    if report.passed_over:
        text += _(";略过系统文件 {n} 个").format(n=report.passed_over)
    printing.line(text + "。")
    for found in report.findings:
        printing.finding(found)
    if report.dry_run:
        printing.line(_("这是试运行,什么也没有写。"))
    elif any(one.outcome.value == "待人工确认" for one in report.replies()):
        printing.line(_("要确认的:formkit survey show;定了以后 formkit survey resolve 答卷号 …"))


def _standing(one: Standing, *, whole: bool) -> None:
    stored = one.stored
    parts = [
        _("第 {id} 号").format(id=stored.id),
        stored.state.value,
        stored.survey_no,
        str(one.judged.data.get("respondent_unit") or ""),
        "" if one.waits else _scored(one.satisfaction, one.invalid),
        stored.file,
    ]
    printing.line("  ".join(part for part in parts if part))
    if whole:
        for label, answer in (*one.answers(), *one.fields()):
            printing.paragraph(f"{label}  {answer}", indent=4)
    printing.findings(one.findings, indent=4)
    for said in stored.decisions:
        printing.line(_("裁定:{said}").format(said=_decided(said)), indent=4)


def _decided(said: dict[str, Any]) -> str:
    """Return a decision as a sentence: when, who, why, what, and what it was before."""
    from formkit.pipeline.surveys.telling import moment

    was = said.get("was", {})
    parts = [
        moment(said["at"]) if said.get("at") else "",
        str(said.get("by", "")),
        str(said.get("reason", "")),
    ]
    choices = [(item, item, choice) for item, choice in said.get("answers", {}).items()]
    fields = (
        ("overall", _("总体评价")),
        ("filled_on", _("填表日期")),
        ("number", _("编号")),
    )
    choices += [(name, label, said[name]) for name, label in fields if said.get(name)]
    for name, label, choice in choices:
        before = _("(原为{was})").format(was=was.get(name) or _("空")) if name in was else ""
        parts.append(f"{label}={choice}{before}")
    if said.get("replaced_by"):
        parts.append(_("由第 {id} 号替换").format(id=said["replaced_by"]))
    words = [word for name, word in (("take", _("采用")), ("drop", _("不采用"))) if said.get(name)]
    before = _("(原为{was})").format(was=was["state"]) if was.get("state") else ""
    parts += [f"{word}{before}" for word in words]
    return "  ".join(part for part in parts if part)


@contextmanager
def _progress(*, wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what the import tells its progress to; shown on stderr where that is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = (BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=total >= _SHOWN_FROM)

        yield progress

"""`formkit survey import`, `show`, `resolve` and `map`: surveys that come back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from formkit.cli import printing, survey_lines
from formkit.cli.options import files_meant, json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import _

if TYPE_CHECKING:
    pass

_FILE = click.Path(path_type=Path, readable=False)
_SHOWN_FROM = 20  # files; fewer are done before the eye has found the line
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
        told = None if as_data else partial(survey_lines.tell_file, dry=dry_run)
        report = import_surveys(find(), paths, wish, told=told, progress=progress)
    if as_data:
        printing.as_json(report.as_dict())
    else:
        survey_lines.tell_total(report)
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
    for one in found[: survey_lines.MOST_SHOWN]:
        survey_lines.tell_standing(one, whole=number is not None)
    if rest := len(found[survey_lines.MOST_SHOWN :]):
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
        survey_lines.tell_standing(found, whole=False)
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

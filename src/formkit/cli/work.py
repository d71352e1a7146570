"""`formkit check` and `formkit fill`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from formkit.cli import printing
from formkit.cli.options import (
    files_meant,
    gate_option,
    json_option,
    keys_given,
    only_option,
    pdf_options,
    waivers,
)
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import _

_FILES = click.argument(
    "files",
    metavar=_("文件..."),
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, readable=False),
    callback=files_meant,
)
_RECORD = click.argument("slug", metavar=_("记录"))


@click.command()
@_RECORD
@_FILES
@gate_option
@only_option
@click.option(
    "--annotate",
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件.xlsx"),
    help=_("另存一份台账,在有问题的单元格上标红并加批注。"),
)
@json_option
def check(  # noqa: PLR0913 - one parameter per option
    slug: str,
    files: tuple[Path, ...],
    gate: str,
    only: str | None,
    annotate: Path | None,
    *,
    as_data: bool,
) -> int:
    """校验台账或数据文件,一次报出全部问题,不写任何文件。

    记录可写代号或中文名;文件可以是 .xlsx、.csv、.yaml、.json,可一次给几个。
    许多行都有的同一条警告只印一次全文,其余列出行号;--json 每行都全。

    \b
    示例:
      formkit check 工程回访记录 回访台账.xlsx
      formkit check visit_record 回访台账.xlsx --annotate 回访台账_批注.xlsx
    """
    from formkit import catalog
    from formkit.pipeline import check as story
    from formkit.pipeline.annotate import annotated
    from formkit.pipeline.only import Only
    from formkit.pipeline.workspace import find

    wanted = Only(keys_given(only))
    workspace = find()
    official = catalog.named(slug, workspace.forms)
    report = story.check(workspace, official, files, gate=Gate(gate), only=wanted)
    if as_data:
        printing.as_json(report.as_dict(printing.Lazily))
    else:
        printing.report(report)
    if annotate is not None:  # after the report: it is told even where the copy cannot be written
        annotated(report, files, annotate)
        if not as_data:
            printing.line(_("批注已写入 {file}。").format(file=annotate))
    return int(report.exit_code)


@click.command()
@_RECORD
@_FILES
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件夹"),
    help=_("文件放在哪里;不给则放工作区设置的输出文件夹。"),
)
@click.option(
    "--medium",
    type=click.Choice(["docx", "xlsx"]),
    default="docx",
    show_default=True,
    help=_("出 Word 还是 Excel(有 Excel 样式的记录)。"),
)
@gate_option
@only_option
@click.option("--waive", multiple=True, metavar=_("规则=理由"), help=_("豁免一条规则,可给多次。"))
@click.option("--by", metavar=_("姓名"), help=_("豁免由谁批准。"))
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar=_("个数"),
    help=_("同时用几个工作进程;0 表示有几个核用几个。台账有几千行时才值得用。"),
)
@click.option(
    "--cluster",
    metavar="tcp://机器:8786",
    help=_("由 Dask 集群的工作机校验和出件,本机只编号和登记(见 docs/scale.md)。"),
)
@click.option(
    "--deliver",
    default="back",
    show_default=True,
    metavar="back|shared|URL",
    help=_(
        "集群出的文件怎样送到:back 由连接传回,shared 写进各机共同挂接的输出文件夹,URL 经共享存储。"
    ),
)
@click.option("--pdf", "wants_pdf", is_flag=True, help=_("每份另出 PDF,放在旁边并登记。"))
@pdf_options
@json_option
def fill(  # noqa: PLR0913 - one parameter per option
    slug: str,
    files: tuple[Path, ...],
    output: Path | None,
    medium: str,
    gate: str,
    only: str | None,
    waive: tuple[str, ...],
    by: str | None,
    jobs: int,
    cluster: str | None,
    deliver: str,
    engine: str,
    print_job: Path | None,
    *,
    wants_pdf: bool,
    pdfa: bool,
    duplex: bool,
    as_data: bool,
) -> int:
    """校验、编号、登记,每份记录出一个文件。

    有误的记录只报告、不出件,其余照出。同样的数据再执行一次不会重复出件;
    改了内容的,按原编号出下一版。断电、死机、磁盘满都不要紧:同样的命令再执行一次即接着做。

    \b
    示例:
      formkit fill 工程回访记录 回访台账.xlsx -o 输出
      formkit fill 工程回访记录 回访台账.xlsx --gate archive --only 3,5
      formkit fill 工程回访记录 回访台账.xlsx --pdf --print-job 打印.pdf --duplex
      formkit fill 顾客投诉反馈处理单 投诉.yaml --waive R9-01=当日系统停机 --by 张三
    """
    from formkit import catalog
    from formkit.cli.progress import progress
    from formkit.pipeline.filling import fill as story
    from formkit.pipeline.filling.pace import Cluster, Pace
    from formkit.pipeline.only import Only
    from formkit.pipeline.printing import pdf as pdf_story
    from formkit.pipeline.workspace import find

    wish = pdf_story.wish(engine, archival=pdfa, print_job=print_job, duplex=duplex)
    pace = Pace(jobs=jobs, cluster=Cluster(cluster, deliver) if cluster else None)
    decided, wanted = waivers(waive, by), Only(keys_given(only))
    workspace = find()
    official = catalog.named(slug, workspace.forms)
    with progress(wanted=not as_data) as watch:
        report = story.fill(
            workspace,
            official,
            files,
            output=output,
            medium="xlsx" if medium == "xlsx" else "docx",
            gate=Gate(gate),
            waivers=decided,
            only=wanted,
            pace=pace,
            watch=watch,
        )
    if not as_data:
        printing.report(report)
    made = None
    if wants_pdf or wish.asks_for_pdf:  # after the report: it is told even where no PDF can be made
        told = None if as_data else printing.pdf_line
        wish = replace(wish, pace=pace)
        made = pdf_story.make(workspace, pdf_story.numbers_of(report), wish, told=told)
    if as_data:
        pdfs = {"pdf": made.as_dict()} if made else {}
        printing.as_json(report.as_dict(printing.Lazily) | pdfs)
    elif made:
        printing.pdf_summary(made)
    return int(report.exit_code or (made.exit_code if made else 0))

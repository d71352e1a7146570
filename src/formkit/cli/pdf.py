"""`formkit pdf`: documents and files as PDF, one by one and bound for the printer."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli import printing
from formkit.cli.options import json_option, names_meant, pdf_options
from formkit.kernel.i18n import _


@click.command()
@click.argument("names", nargs=-1, required=True, callback=names_meant, metavar=_("编号或文件..."))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件夹"),
    help=_("PDF 放在哪里;不给则放在原文件旁边,并记入登记库。"),
)
@pdf_options
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar=_("个数"),
    help=_("同时用几个 LibreOffice 转换;0 表示有几个核用几个。"),
)
@json_option
def pdf(  # noqa: PLR0913 - one parameter per option
    names: tuple[str, ...],
    output: Path | None,
    engine: str,
    jobs: int,
    print_job: Path | None,
    *,
    pdfa: bool,
    duplex: bool,
    as_data: bool,
) -> int:
    """把登记过的记录,或 Word、Excel 文件,做成 PDF。

    编号可以用 * 代表任意几个字。原文件不动;别人改过的 PDF 不覆盖。

    \b
    示例:
      formkit pdf SLJZ-GCB-HF-2026-0001 SLJZ-GCB-HF-2026-0002
      formkit pdf "SLJZ-GCB-HF-2026-*" --print-job 打印.pdf --duplex
      formkit pdf 通知函.docx 台账.xlsx -o PDF --pdfa
    """
    from formkit.pipeline.printing import pdf as story
    from formkit.pipeline.workspace import find

    wish = story.wish(
        engine, archival=pdfa, print_job=print_job, duplex=duplex, output=output, jobs=jobs
    )
    report = story.make(find(), names, wish, told=None if as_data else printing.pdf_line)
    if as_data:
        printing.as_json(report.as_dict())
    else:
        printing.pdf_summary(report)
    return int(report.exit_code)

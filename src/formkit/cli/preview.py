"""`formkit preview`: pages as pictures, before or after they are issued."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli import printing
from formkit.cli.options import json_option, keys_given, names_meant, only_option
from formkit.kernel.i18n import _


@click.command()
@click.argument(
    "names", nargs=-1, required=True, callback=names_meant, metavar=_("编号、文件,或 记录 数据文件")
)
@click.option(
    "-o",
    "--output",
    default=Path("预览"),
    show_default=True,
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件夹"),
    help=_("图片放在哪里。"),
)
@click.option("--png", is_flag=True, default=True, help=_("每页一张 PNG 图片(默认)。"))
@click.option(
    "--ppi",
    type=click.IntRange(30, 600),
    default=110,
    show_default=True,
    metavar=_("点数"),
    help=_("每英寸多少点,越大越清楚。"),
)
@only_option
@json_option
def preview(  # noqa: PLR0913 - one parameter per option
    names: tuple[str, ...],
    output: Path,
    ppi: int,
    only: str | None,
    *,
    png: bool,  # noqa: ARG001 - the only kind of picture there is
    as_data: bool,
) -> int:
    """看页面:已登记的编号、Word、Excel、PDF 文件,或还没出件的数据。

    给「记录 数据文件」时印出每条记录的草稿:没有编号,不登记;有错的也能看,最多 20 条。

    \b
    示例:
      formkit preview SLJZ-GCB-HF-2026-0001
      formkit preview 工程回访记录 回访台账.xlsx --only 3,5
      formkit preview 通知函.pdf -o 图片 --ppi 200
    """
    from formkit import catalog
    from formkit.pipeline.only import Only
    from formkit.pipeline.printing import preview as story
    from formkit.pipeline.workspace import find

    workspace = find()
    first, *others = names
    if len(others) == 1 and story.means_a_record(workspace, first):
        official = catalog.named(first, workspace.forms)
        wanted = Only(keys_given(only))
        seen = list(
            story.drafts(workspace, official, Path(others[0]), output, ppi=ppi, only=wanted)
        )
    else:
        seen = list(story.documents(workspace, names, output, ppi=ppi))
    if as_data:
        printing.as_json([one.as_dict() for one in seen])
    else:
        for one in seen:
            if one.files:
                click.echo(_("{label}  {n} 页").format(label=one.label, n=len(one.files)))
            for file in one.files:
                printing.line(str(file), indent=2)
            for found in one.findings:
                printing.finding(found)
    return max((int(one.exit_code) for one in seen), default=0)

"""`formkit forms`, `formkit form`, `formkit blank`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formkit.cli import printing
from formkit.cli.options import json_option, values_given
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import _

if TYPE_CHECKING:
    from formkit.catalog import OfficialRecord


@click.command()
@json_option
def forms(*, as_data: bool) -> int:
    """列出全部记录:代号、名称、编号类型、样式。

    \b
    示例:
      formkit forms
    """
    from formkit import catalog
    from formkit.pipeline.workspace import find

    known = catalog.records(find().forms)
    if as_data:
        printing.as_json([_entry(official) for official in known])
    else:
        printing.table(
            (_("代号"), _("名称"), _("编号类型"), _("样式"), _("份数")),
            [
                (
                    o.slug,
                    o.title,
                    o.manifest.type_code,
                    "、".join(o.manifest.media),
                    str(len(o.manifest.copies)),
                )
                for o in known
            ],
        )
        click.echo(_("用 formkit form 名称 查看一种记录的字段和规则。"))
    return int(ExitCode.OK)


def _entry(official: OfficialRecord) -> dict[str, object]:
    manifest = official.manifest
    return {
        "slug": official.slug,
        "title": manifest.title,
        "aliases": list(manifest.aliases),
        "type_code": manifest.type_code,
        "media": list(manifest.media),
        "copies": [copy.keeper for copy in manifest.copies],
        "retention": manifest.retention.years,
    }


@click.command()
@click.argument("slug", metavar=_("记录"))
@json_option
def form(slug: str, *, as_data: bool) -> int:
    """一种记录的字段(名称、类型、何时必填)、规则(条款)、模板和样例。

    \b
    示例:
      formkit form 工程回访记录
    """
    from formkit import catalog
    from formkit.pipeline.describe import describe
    from formkit.pipeline.workspace import find

    workspace = find()
    told = describe(workspace, catalog.named(slug, workspace.forms))
    if as_data:
        printing.as_json(told.as_dict())
        return int(ExitCode.OK)
    click.echo(f"{told.title}({told.slug})")
    printing.table(
        (_("字段"), _("英文名"), _("类型"), _("必填"), _("可选值或提示")),
        [(f.label, f.path, f.kind, f.required, f.note) for f in told.fields],
    )
    click.echo(_("规则:"))
    printing.table(
        (_("编号"), _("级别"), _("闸门"), _("条款"), _("要求")),
        [(r.id, r.level, r.gate, r.clause, r.says) for r in told.rules],
    )
    for medium, path in told.templates.items():
        click.echo(_("模板({medium}):{path}").format(medium=medium, path=path))
    click.echo(_("样例:{path}").format(path=told.sample))
    return int(ExitCode.OK)


@click.command()
@click.argument("slug", metavar=_("记录"))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件"),
    help=_("后缀决定内容:.xlsx 空白台账,.yaml 数据骨架,.docx、.pdf 手填空表。"),
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar=_("字段=值"),
    help=_("手填空表上先印好的内容,可写多次;字段用中文列名或英文名。只用于 .docx 和 .pdf。"),
)
def blank(slug: str, output: Path, given: tuple[str, ...]) -> int:
    """空白台账(.xlsx)、带说明的数据骨架(.yaml)或打印后手填的空表(.docx、.pdf)。

    \b
    示例:
      formkit blank 工程回访记录 -o 回访台账.xlsx
      formkit blank 顾客投诉反馈处理单 -o 空表.pdf
      formkit blank 满意度调查表 -o 三级空表.docx --set 题库版本=三级
    """
    from formkit import catalog
    from formkit.pipeline.blank import blank as story
    from formkit.pipeline.workspace import find

    workspace = find()
    official = catalog.named(slug, workspace.forms)
    written = story(workspace, official, output, given=values_given(given))
    click.echo(_("已写入 {file}。").format(file=written))
    return int(ExitCode.OK)

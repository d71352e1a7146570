"""`formkit template`: build from the layouts, check, trust."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from formkit.cli import printing
from formkit.cli.options import json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.findings import Level
from formkit.kernel.i18n import _


@click.group()
def template() -> None:
    """模板:由版式生成、检查改过的模板、信任公司自己的模板。"""


@template.command()
@click.argument("slug", required=False, metavar=_("[记录]"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, readable=False),
    metavar=_("文件夹"),
    help=_("模板放在哪里;不给则放工作区的 forms/templates。"),
)
@json_option
def build(slug: str | None, output: Path | None, *, as_data: bool) -> int:
    """由 forms/<代号>.yaml 中的版式生成 Word、Excel 模板;不给记录则全部生成。

    \b
    示例:
      formkit template build 工程回访记录
    """
    from formkit.pipeline.templates import build as story
    from formkit.pipeline.workspace import find

    written = list(story(find(), slug, output))
    if as_data:
        printing.as_json([str(path) for path in written])
        return int(ExitCode.OK)
    for path in written:
        printing.line(_("已写入 {file}。").format(file=path))
    return int(ExitCode.OK)


@template.command()
@click.argument("slug", metavar=_("记录"))
@click.argument(
    "file", metavar=_("[模板文件]"), required=False, type=click.Path(path_type=Path, readable=False)
)
@click.option("--trusted", is_flag=True, help=_("按受信任的写法(docxtpl 的全部写法)检查,不试填。"))
@click.option("--tags", is_flag=True, help=_("列出每个标记:在哪里、是哪个字段。"))
@json_option
def check(slug: str, file: Path | None, *, trusted: bool, tags: bool, as_data: bool) -> int:
    """检查模板:标签是否认识、是否成对、有没有不允许的写法;不给文件则检查现用的。

    公司自己的模板同时用样例、空白和最长的数据试填一遍(限 512 MB、30 秒)。

    \b
    示例:
      formkit template check 工程回访记录 我的模板.docx
      formkit template check 工程回访记录 我的模板.docx --tags
    """
    from formkit.pipeline.templates import check as story
    from formkit.pipeline.templates import check_trusted
    from formkit.pipeline.templates import tags as tags_of
    from formkit.pipeline.workspace import find

    if trusted and (file is None or tags):
        raise click.UsageError(_("--trusted 要给出模板文件,并且不与 --tags 同用。"))
    workspace = find()
    findings = (
        check_trusted(workspace, slug, file) if trusted and file else story(workspace, slug, file)
    )
    uses = tags_of(workspace, slug, file) if tags else []
    if as_data:
        told = [found.as_dict() for found in findings]
        printing.as_json(
            {"findings": told, "tags": [asdict(use) for use in uses]} if tags else told
        )
    else:
        if tags:
            heads = [_("位置"), _("名称"), _("字段")]
            printing.table(heads, [(use.place, use.name, use.label) for use in uses])
        for found in findings:
            printing.finding(found)
        if all(found.level is Level.INFO for found in findings):
            click.echo(_("模板没有问题。"))
    blocked = any(found.blocks for found in findings)
    return int(ExitCode.TEMPLATE if blocked else ExitCode.OK)


@template.command()
@click.argument("slug", metavar=_("记录"))
@click.option("--by", required=True, metavar=_("姓名"), help=_("由谁信任。"))
@click.option("--reason", required=True, metavar=_("理由"), help=_("为什么,留在登记库中。"))
@click.option("--revoke", is_flag=True, help=_("撤销对现用模板的信任。"))
@json_option
def trust(slug: str, by: str, reason: str, *, revoke: bool, as_data: bool) -> int:
    """信任公司自己的 Word 模板,让它能用 docxtpl 的全部写法。

    受信任的模板等于程序:只信任自己单位编的。先试填一遍,能用才记入登记库;
    只对这个文件有效(按 SHA-256),改过要重新信任。

    \b
    示例:
      formkit template trust 工程回访记录 --by 张三 --reason 沿用旧系统的模板
    """
    from formkit.pipeline import trust as story
    from formkit.pipeline.workspace import find

    workspace = find()
    if revoke:
        found = story.revoke(workspace, slug, by=by, reason=reason)
        said = _("不再信任 {name}(SHA-256 {sha})。")
    else:
        found = story.trust(workspace, slug, by=by, reason=reason)
        said = _("已信任 {name}(SHA-256 {sha})。")
    if as_data:
        told = [one.as_dict() for one in found.findings]
        printing.as_json(
            {"name": found.name, "sha256": found.sha, "trusted": found.trusted, "findings": told}
        )
    else:
        for one in found.findings:
            printing.finding(one)
        if revoke or found.trusted:
            printing.line(said.format(name=found.name, sha=found.sha[:12]))
    refused = not revoke and not found.trusted
    return int(ExitCode.TEMPLATE if refused else ExitCode.OK)

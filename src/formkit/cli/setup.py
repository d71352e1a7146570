"""`formkit init`, `formkit doctor`, `formkit demo`."""

from __future__ import annotations

from pathlib import Path

import click

from formkit.cli import printing
from formkit.cli.options import json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import _


@click.command()
@click.argument(
    "folder", metavar=_("[文件夹]"), default=".", type=click.Path(path_type=Path, readable=False)
)
@click.option("--company", "name", default="", metavar=_("名称"), help=_("公司全称。"))
@click.option("--code", default="", metavar=_("代号"), help=_("公司代号,编号的第一段,如 SLJZ。"))
@click.option("--address", default="", metavar=_("地址"), help=_("公司地址,印在保修证书上。"))
@click.option("--postcode", default="", metavar=_("邮编"), help=_("邮政编码。"))
@click.option("--phone", default="", metavar=_("电话"), help=_("公司电话。"))
@click.option("--contact", default="", metavar=_("姓名"), help=_("保修联系人。"))
@click.option(
    "--register",
    "register_url",
    default="",
    metavar="URL",
    help=_("几个人合用时的 PostgreSQL 登记库,如 postgresql://用户:口令@机器/库名。"),
)
@json_option
def init(folder: Path, *, register_url: str, as_data: bool, **company: str) -> int:
    """建立工作区:设置文件、登记库、空的竣工工程台账、数据和输出文件夹。

    \b
    示例:
      formkit init 售后记录 --company 示例建筑工程有限公司 --code SLJZ
    """
    from formkit.pipeline.setup import DATA_FOLDER, LEDGER, CompanyEntry
    from formkit.pipeline.setup import init as story

    workspace = story(folder, CompanyEntry(**company), register_url=register_url)
    if as_data:
        printing.as_json({"workspace": str(workspace.root), "ledger": f"{DATA_FOLDER}/{LEDGER}"})
        return int(ExitCode.OK)
    click.echo(_("工作区已建好:{folder}").format(folder=workspace.root))
    click.echo(_("  formkit.toml            设置"))
    if not register_url:
        click.echo(_("  登记库.db               编号和文件的登记"))
    click.echo(f"  {DATA_FOLDER}/{LEDGER}  " + _("空台账"))
    click.echo(_("下一步:"))
    steps = []
    if folder != Path():
        steps.append(f"cd {folder}")
    if not (company["name"] and company["code"]):
        steps.append(_("打开 formkit.toml,填写公司名称和代号"))
    steps.append(_("填写 {ledger}").format(ledger=f"{DATA_FOLDER}/{LEDGER}"))
    steps.append(f"formkit project import {DATA_FOLDER}/{LEDGER}")
    for number, step in enumerate(steps, start=1):
        click.echo(f"  {number}. {step}")
    return int(ExitCode.OK)


@click.command()
@click.option(
    "--full",
    is_flag=True,
    help=_("另外试一遍:控制台、受限的子进程、工作进程、转 PDF、写文件、登记库的锁。"),
)
@json_option
def doctor(*, full: bool, as_data: bool) -> int:
    """检查环境:Python、软件包、字体、LibreOffice、模板、制度配置、登记库。

    新装的电脑用 --full,在工作区文件夹里执行(约一分钟,不留下任何文件)。

    \b
    示例:
      formkit doctor
      formkit doctor --full
    """
    from formkit.pipeline.doctor import examine, exit_code

    results = examine(full=full)
    if as_data:
        printing.as_json([result.as_dict() for result in results])
    else:
        for result in results:
            click.echo(f"{result.verdict.value}  {result.subject}  {result.detail}")
            if result.remedy:
                click.echo("      " + _("处理:") + result.remedy)
    return int(exit_code(results))


@click.command()
@click.argument(
    "folder", metavar=_("[文件夹]"), default="demo", type=click.Path(path_type=Path, readable=False)
)
@json_option
def demo(folder: Path, *, as_data: bool) -> int:
    """用样例数据走一遍全过程:建工作区、登记三个工程、出全部记录。

    样例中的单位、人名、号码全部虚构。

    \b
    示例:
      formkit demo 演示
    """
    from formkit.pipeline.demo import demo as story

    made = story(folder)
    if as_data:
        printing.as_json([item.as_dict() for item in made])
        return int(ExitCode.OK)
    click.echo(_("演示工作区:{folder}").format(folder=folder))
    printing.table(
        (_("记录"), _("编号"), _("工程"), _("结果"), _("文件")),
        [(item.title, item.number, item.project, item.outcome, item.file) for item in made],
    )
    click.echo(
        _("共 {n} 个文件,都在上述文件夹中,可用 Word 或 WPS 打开。").format(
            n=sum(bool(item.file) for item in made)
        )
    )
    return int(ExitCode.OK if all(item.file for item in made) else ExitCode.RECORD_INVALID)

"""`formkit project`: import, list, show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from formkit.cli import printing
from formkit.cli.options import json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.i18n import _


@click.group()
def project() -> None:
    """竣工工程:导入台账、列表、查看。"""


@project.command(name="import")
@click.argument("file", metavar=_("台账"), type=click.Path(path_type=Path, readable=False))
@json_option
def import_(file: Path, *, as_data: bool) -> int:
    """把竣工工程台账(.xlsx、.csv、.yaml)登记入库;再导入一次就是更新,并列出改动。

    \b
    示例:
      formkit project import 数据/竣工工程台账.xlsx
    """
    from formkit.pipeline.projects import Change, import_projects
    from formkit.pipeline.workspace import find

    report = import_projects(find(), file)
    if as_data:
        printing.as_json(report.as_dict())
    else:
        click.echo(
            _("{source}:{count} 个工程").format(source=report.source, count=len(report.projects))
        )
        for found in report.findings:
            printing.finding(found)
        for item in report.projects:
            printing.line(f"{item.change.value}  {item.project_no}  {item.name}", indent=2)
            for label, before, after in item.changed:
                printing.line(f"{label}:{before} → {after}", indent=4)
            for found in item.findings:
                printing.finding(found, indent=4)
        counts = [
            f"{change.value} {n} 个"
            for change in Change
            if (n := sum(p.change is change for p in report.projects))
        ]
        click.echo(_("合计:") + (",".join(counts) or _("没有工程")) + "。")
    return int(ExitCode.RECORD_INVALID if report.faulty else ExitCode.OK)


@project.command(name="list")
@json_option
def list_(*, as_data: bool) -> int:
    """列出已登记的工程。

    \b
    示例:
      formkit project list
    """
    from formkit.pipeline.workspace import find

    workspace = find()
    workspace.folder()
    known = workspace.projects()
    if as_data:
        printing.as_json(list(known.values()))
        return int(ExitCode.OK)
    if not known:
        click.echo(_("还没有登记工程。填好竣工工程台账后执行 formkit project import 台账文件。"))
        return int(ExitCode.OK)
    rows = [
        (
            no,
            str(data.get("project_name", "")),
            str(data.get("accepted_on") or "—"),
            str(data.get("phase") or "—"),
        )
        for no, data in known.items()
    ]
    printing.table((_("工程编号"), _("工程名称"), _("验收合格日期"), _("状态")), rows)
    return int(ExitCode.OK)


@project.command()
@click.argument("project_no", metavar=_("工程编号"))
@json_option
def show(project_no: str, *, as_data: bool) -> int:
    """查看一个工程的登记内容和它的记录。

    \b
    示例:
      formkit project show P2026-001
    """
    from formkit.pipeline.projects import project_shape, registered
    from formkit.pipeline.workspace import find

    data = registered(find(), project_no)
    if as_data:
        printing.as_json(data)
        return int(ExitCode.OK)
    shape = project_shape()
    printing.table(
        (_("项目"), _("内容")),
        [(shape.label_of(path), str(value)) for path, value in _leaves(data)],
    )
    return int(ExitCode.OK)


def _leaves(data: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(data, dict):
        items = [(str(name), value) for name, value in data.items()]
    elif isinstance(data, list):
        items = [(str(index), value) for index, value in enumerate(data)]
    else:
        return [] if data in (None, "") else [(path, data)]
    return [
        leaf for name, value in items for leaf in _leaves(value, f"{path}.{name}" if path else name)
    ]

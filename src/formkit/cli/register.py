"""`formkit register`: list, show, void, audit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from formkit.cli import printing
from formkit.cli.options import json_option
from formkit.kernel.errors import ExitCode
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import N_, _


@click.group()
def register() -> None:
    """登记库:编号列表、查看、作废、审计。"""


@contextmanager
def _opened() -> Iterator[Any]:
    from formkit.pipeline.workspace import find

    workspace = find()
    opened = workspace.register()
    try:
        yield workspace, opened
    finally:
        opened.close()


@register.command()
@json_option
def create(*, as_data: bool) -> int:
    """在 formkit.toml 所写的数据库里建登记库的表;已有的内容不动。

    换用 PostgreSQL 登记库时执行一次。

    \b
    示例:
      formkit register create
    """
    with _opened() as (_workspace, opened):
        opened.create()
    if as_data:
        printing.as_json({"register": opened.name})
    else:
        click.echo(_("登记库「{name}」已备好。").format(name=opened.name))
    return int(ExitCode.OK)


@register.command(name="list")
@json_option
def list_(*, as_data: bool) -> int:
    """列出全部编号:状态、版次、文件;断号会标出。

    \b
    示例:
      formkit register list
    """
    from formkit.pipeline.numbers import number_rows

    with _opened() as (_workspace, opened):
        rows = number_rows(opened)
    if as_data:
        printing.as_json(rows)
    elif not rows:
        click.echo(_("登记库中还没有编号。用 formkit fill 出件后会在这里列出。"))
    else:
        printing.table(
            (_("编号"), _("状态"), _("版次"), _("工程"), _("文件")),
            [
                (r["number"], r["status"], str(r["revision"] or "—"), r["project_no"], r["file"])
                for r in rows
            ],
        )
    return int(ExitCode.OK)


@register.command()
@click.argument("number", metavar=_("编号"))
@json_option
def show(number: str, *, as_data: bool) -> int:
    """查看一个编号的各版和历史。

    \b
    示例:
      formkit register show SLJZ-GCB-HF-2026-0001
    """
    from formkit.pipeline.numbers import number_story

    with _opened() as (_workspace, opened):
        story = number_story(opened, number)
    if as_data:
        printing.as_json(story)
        return int(ExitCode.OK)
    printing.line(f"{story['number']}  {story['status']}  {story['void_reason']}".rstrip())
    printing.table(
        (_("版次"), _("时间"), _("闸门"), _("文件"), _("SHA-256")),
        [_document_row(document) for document in story["documents"]],
    )
    for document in story["documents"]:
        said = _("第{n}版  核对码 {code}")
        code = document["check_code"]
        printing.line(said.format(n=document["revision"], code=code), indent=2)
    for line in story["history"]:
        detail = "  ".join(_said(name, value) for name, value in line["detail"].items())
        printing.line(f"{line['at'].replace('T', ' ')}  {line['action']}  {detail}", indent=2)
    return int(ExitCode.OK)


def _document_row(document: dict[str, Any]) -> tuple[str, ...]:
    return (
        str(document["revision"]),
        document["made_at"].replace("T", " "),
        Gate(document["gate"]).label,
        document["file"],
        document["file_sha"][:12],
    )


_HASHES = {
    "sha256": "SHA-256",
    "data_sha256": N_("内容"),
    "entry_sha256": N_("内容"),
    "bank_digest": N_("题库"),
}


_NUMBERED = {
    "revision": N_("第{n}版"),
    "id": N_("第 {n} 号答卷"),
    "replaced_by": N_("由第 {n} 号替换"),
}
_DECIDED = {"take": N_("采用"), "drop": N_("不采用")}
_FIELDS = {
    "state": N_("状态"),
    "overall": N_("总体评价"),
    "filled_on": N_("填表日期"),
    "number": N_("编号"),
}


def _said(name: str, value: Any) -> str:
    """Return a detail of the history as a clerk reads it; hashes are shortened."""
    if name in _NUMBERED:
        return _(_NUMBERED[name]).format(n=value)
    if name in _DECIDED:
        return _(_DECIDED[name])
    if name in _HASHES:
        return f"{_(_HASHES[name])} {str(value)[:12]}"
    if isinstance(value, dict):
        told = "、".join(
            f"{_(_FIELDS.get(str(key), str(key)))}={said}" for key, said in value.items()
        )
        return _("原为 {was}").format(was=told) if name == "was" else told
    return str(value)


@register.command()
@click.argument("number", metavar=_("编号"))
@click.option("--reason", required=True, metavar=_("原因"), help=_("作废的原因,留在登记库中。"))
@json_option
def void(number: str, reason: str, *, as_data: bool) -> int:
    """作废一个编号:留号,不再使用;已出的文件不删。

    \b
    示例:
      formkit register void SLJZ-GCB-HF-2026-0003 --reason 顾客信息填错
    """
    with _opened() as (_workspace, opened), opened.writing() as writing:
        waiting = writing.void(number, reason.strip())
    if as_data:
        told = {"number": number, "status": "作废", "reason": reason}
        printing.as_json(told | {"replies_waiting": waiting})
        return int(ExitCode.OK)
    click.echo(
        _("{number} 已作废:{reason}。编号保留,不再使用。").format(number=number, reason=reason)
    )
    for one in waiting:
        said = _("收回的答卷第 {id} 号改为待人工确认,不再计入:formkit survey show {id}")
        printing.line(said.format(id=one))
    return int(ExitCode.OK)


@register.command()
@click.argument("file", metavar=_("[文件]"), required=False, type=click.Path(path_type=Path))
@json_option
def backup(file: Path | None, *, as_data: bool) -> int:
    """备份登记库:别人正在写也可以;备份写好即核对。不给文件则放在工作区的 备份/ 里。

    要恢复时,停下所有 formkit,把备份复制成 登记库.db,再执行 formkit register audit。

    \b
    示例:
      formkit register backup
      formkit register backup E:/备份/登记库-十一月.db
    """
    from formkit.pipeline.backup import backup as story

    with _opened() as (workspace, opened):
        made = story(workspace, opened, file)
    if as_data:
        printing.as_json({**asdict(made), "path": str(made.path)})
    else:
        said = _("已备份 {path}:编号 {numbers} 个,文件 {documents} 个;SHA-256 {sha}")
        printing.line(
            said.format(
                path=made.path, numbers=made.numbers, documents=made.documents, sha=made.sha256[:12]
            )
        )
    return int(ExitCode.OK)


@register.command()
@json_option
def audit(*, as_data: bool) -> int:
    """审计:编号是否连续,文件是否与登记时相同,历史是否完整。

    \b
    示例:
      formkit register audit
    """
    from formkit.register import audit as trade

    with _opened() as (workspace, opened):
        done = trade.audited(opened, root=workspace.folder())
        numbers = opened.counted()["numbers"]
    findings = done.findings
    if as_data:
        told = [found.as_dict() for found in findings]
        counts = {"numbers": numbers, "documents": done.documents}
        printing.as_json({**counts, "elsewhere": done.elsewhere, "findings": told})
    else:
        for found in findings:
            printing.finding(found)
        click.echo(
            _("已核对编号 {numbers} 个、文件 {documents} 个:{verdict}").format(
                numbers=numbers,
                documents=done.documents,
                verdict=_("没有问题。")
                if not findings
                else _("有 {n} 处问题,见上。").format(n=len(findings)),
            )
        )
        if done.elsewhere:
            said = _("另有 {n} 个文件在合用登记库的别的工作区里({names}),请在那里核对。")
            each = [_("{name} {n} 个").format(name=k, n=n) for k, n in done.elsewhere.items()]
            printing.line(said.format(n=sum(done.elsewhere.values()), names="、".join(each)))
    return int(ExitCode.OUTPUT if findings else ExitCode.OK)

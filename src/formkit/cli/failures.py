"""What is said when a command cannot go on, and what is kept of a bug."""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from pathlib import Path

import click

from formkit.kernel.errors import ExitCode, FormkitError
from formkit.kernel.i18n import _
from formkit.kernel.text import escape_console


def explain(error: Exception, *, as_data: bool = False) -> int:
    """Print the sentence for the fault and return its exit code; as data too where that was asked.

    A fault of the environment is a sentence with a remedy. Anything else is a bug: the details go
    to a file for the maintainers, never to the screen.
    """
    if isinstance(error, FormkitError):
        all_found = getattr(error, "findings", ()) or (error.finding(),)
        for one in all_found:
            click.echo(escape_console(str(one)), err=True)
        if as_data:
            found = {"error": error.finding().as_dict(), "exit_code": int(error.exit_code)}
            click.echo(json.dumps(found, ensure_ascii=True, indent=2, default=str))
        return int(error.exit_code)
    if os.environ.get("FORMKIT_DEBUG"):
        traceback.print_exception(error)
    note = _keep_details(error)
    click.echo(
        _(
            "FK-BUG 错误 程序出了没有料到的故障({kind})。已经写好并登记的文件都有效。"
            "处理:请把文件「{note}」发给维护人员;它不含台账内容以外的信息。"
        ).format(kind=type(error).__name__, note=note),
        err=True,
    )
    return int(ExitCode.BUG)


def _keep_details(error: Exception) -> Path:
    handle, name = tempfile.mkstemp(prefix="formkit-故障-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
        stream.writelines(traceback.format_exception(error))
    return Path(name)

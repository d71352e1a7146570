"""What is said when a command cannot go on."""

from __future__ import annotations

import os
import traceback

import click

from formkit.cli.printing import as_json
from formkit.kernel.bugs import bug_found
from formkit.kernel.errors import ExitCode, FormkitError
from formkit.kernel.findings import Finding, Place
from formkit.kernel.text import escape_console


def explain(error: Exception, *, as_data: bool = False) -> int:
    """Print the sentence for the fault and return its exit code; as data too where that was asked.

    A fault of the environment is a sentence with a remedy. Anything else is a bug: the details go
    to a file for the maintainers, never to the screen.
    """
    if isinstance(error, FormkitError):
        found: tuple[Finding, ...] = getattr(error, "findings", ()) or (error.finding(),)
        code = error.exit_code
    else:
        if os.environ.get("FORMKIT_DEBUG"):
            traceback.print_exception(error)
        found, code = (bug_found(error, Place()),), ExitCode.BUG
    for one in found:
        click.echo(escape_console(str(one)), err=True)
    if as_data:
        as_json({"errors": [one.as_dict() for one in found], "exit_code": int(code)})
    return int(code)

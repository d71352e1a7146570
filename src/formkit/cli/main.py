"""The command `formkit`: finds the subcommand, and turns every fault into a sentence and a code."""

from __future__ import annotations

import errno
import gettext
import os
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from formkit import __version__
from formkit.kernel.i18n import LOCALE_FOLDER, _

# name → (module, attribute, short help): nothing is imported before it is asked for,
# so that `formkit --help` answers at once.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("setup", "init", "建立工作区"),
    "project": ("project", "project", "竣工工程:导入、列表、查看"),
    "forms": ("records", "forms", "列出全部记录"),
    "form": ("records", "form", "一种记录的字段、规则、模板和样例"),
    "blank": ("records", "blank", "空白台账、数据骨架或手填空表"),
    "check": ("work", "check", "校验台账或数据,不写任何文件"),
    "fill": ("work", "fill", "校验、编号、登记并出文件"),
    "pdf": ("pdf", "pdf", "做成 PDF、装订打印件"),
    "preview": ("preview", "preview", "看页面:每页一张图片"),
    "survey": ("survey", "survey", "满意度调查:发出、名单、收发情况"),
    "rules": ("rules", "rules", "解释规则:条款、引文、现行值、样例"),
    "register": ("register", "register", "登记库:列表、查看、作废、审计"),
    "template": ("template", "template", "模板:由版式生成、检查"),
    "doctor": ("setup", "doctor", "检查环境是否齐备"),
    "demo": ("setup", "demo", "用样例数据演示全过程"),
}


class _LazyGroup(click.Group):
    """A group whose subcommands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _help = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"formkit.cli.{module}"), attribute)
        return _localised(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(_("命令")):
            formatter.write_dl([(name, _(help_)) for name, (_m, _a, help_) in COMMANDS.items()])


def _localised(command: click.Command) -> click.Command:
    """Return the command with its help and placeholders in the user's language."""
    command.options_metavar = _("[选项]")
    command.help = _(command.help) if command.help else None
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("命令 [参数]...")
        for inner in command.commands.values():
            _localised(inner)
    return command


@click.group(
    cls=_LazyGroup,
    options_metavar=_("[选项]"),
    subcommand_metavar=_("命令 [参数]..."),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_("每条命令后加 --help 看说明和示例,例如:formkit fill --help"),
)
@click.version_option(__version__, prog_name="formkit", help=_("显示版本号。"))
def cli() -> None:
    """施工企业售后质量记录:保修证书、回访记录、投诉处理单、满意度调查表。

    从数据到盖章前的纸面:校验(附条款)、编号、登记、打印。
    """


def speak_chinese() -> None:
    """Let click say its own sentences in the user's language (GNU gettext, domain `click`)."""
    os.environ["LANGUAGE"] = os.environ.get("FORMKIT_LANG", "zh_CN")
    gettext.bindtextdomain("click", LOCALE_FOLDER)
    gettext.textdomain("click")


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # a Chinese Windows console cannot show every character: show a sign, never a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code (see docs/errors.md)."""
    speak_chinese()  # before anything is said: click keeps the words that it has said once
    try:
        result: Any = cli.main(
            arguments,
            prog_name="formkit",
            standalone_mode=False,
            windows_expand_args=False,  # 台账[1].xlsx is a name, SLJZ-* a pattern of numbers
        )
    except click.exceptions.Abort:
        return _interrupted()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except KeyboardInterrupt:
        return _interrupted()
    except Exception as error:  # noqa: BLE001 - the one boundary: no fault leaves as a traceback
        if reader_has_left(error, os.name):
            sys.stderr.close()
            return 0
        from formkit.cli.failures import explain

        return explain(error, as_data="--json" in (arguments or sys.argv))
    return int(result) if isinstance(result, int) else 0


def reader_has_left(error: Exception, system: str) -> bool:
    """Return whether who reads our output (more, head) has seen enough.

    Windows, by `os.name`, says of a pipe that nobody reads only that the argument is invalid.
    """
    if system == "nt" and isinstance(error, OSError) and error.errno == errno.EINVAL:
        return error.filename is None  # it was no file
    return isinstance(error, BrokenPipeError)


def _interrupted() -> int:
    click.echo(
        _(
            "已中断。已经写好并登记的文件都有效,没有半个文件,也没有用掉编号;"
            "再执行一次同样的命令即可接着做。"
        ),
        err=True,
    )
    return 130

"""Write docs/cli.md, docs/rules.md and docs/errors.md from the program itself.

`python scripts/generate_docs.py` writes them, `--check` only says which are stale (exit code 1).
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

import click

from formkit.cli.main import cli, speak_chinese
from formkit.kernel.errors import ExitCode
from formkit.kernel.messages import catalogue
from formkit.pipeline.rules import all_rules, awaited, implemented
from formkit.pipeline.workspace import Settings, Workspace
from formkit.rules.explain import Explanation

DOCS = Path(__file__).resolve().parent.parent / "docs"
GENERATED = "<!-- 由 scripts/generate_docs.py 生成,请勿手改 -->"
EXIT_CODES = {
    ExitCode.OK: "完成,没有错误",
    ExitCode.BUG: "程序故障;详情存入一个文件,请发给维护人员",
    ExitCode.USAGE: "命令或参数用错,或指了不存在的记录、规则、编号、工程",
    ExitCode.INPUT_UNREADABLE: "输入文件读不了",
    ExitCode.RECORD_INVALID: "记录有误:缺项、格式、前后矛盾",
    ExitCode.RULE_BROKEN: "记录齐全,但违反制度或法律的规则",
    ExitCode.TEMPLATE: "模板有误",
    ExitCode.OUTPUT: "写不了文件、文件夹或登记库;审计发现文件不符",
    ExitCode.MISSING_PROGRAM: "缺少程序或软件包",
    ExitCode.PROFILE: "设置、制度配置或记录定义有误",
}
INTERRUPTED = 130


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` tell which are stale; return the exit code."""
    speak_chinese()
    stale = []
    for name, text in pages().items():
        path = DOCS / name
        if "--check" in arguments:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        click.echo(f"stale: docs/{name} — run: make docs")
    return 1 if stale else 0


def pages() -> dict[str, str]:
    """Return the generated pages by file name."""
    made = {"cli.md": _cli(), "rules.md": _rules(), "errors.md": _errors()}
    return {name: _joined(lines) for name, lines in made.items()}


def _joined(lines: Iterator[str]) -> str:
    return "\n".join([GENERATED, "", *lines]) + "\n"


def _cli() -> Iterator[str]:
    yield "# 命令"
    yield ""
    yield "每条命令都可加 `--help`;`--json` 输出与屏幕相同内容的数据。退出码见 errors.md。"
    context = click.Context(
        cli, info_name="formkit", terminal_width=90, max_content_width=90, **cli.context_settings
    )
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None:
            yield from _command(command, context, name, 2)


def _command(command: click.Command, parent: click.Context, name: str, depth: int) -> Iterator[str]:
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=90, max_content_width=90
    )
    yield ""
    yield f"{'#' * depth} `{context.command_path}`"
    yield ""
    yield "```text"
    yield command.get_help(context)
    yield "```"
    if isinstance(command, click.Group):
        for inner_name, inner in command.commands.items():
            yield from _command(inner, context, inner_name, depth + 1)


def _rules() -> Iterator[str]:
    known = all_rules(Workspace(None, Settings()))
    active = sum(rule.state.value == "active" for rule in known)
    yield "# 规则"
    yield ""
    yield (
        f"共 {len(known)} 条。下表按自带的 `company` 配置列出,其中 {active} 条生效;"
        "换一份配置(forms/profiles/)即换一家公司。"
    )
    yield "还没有校验的规则写明等哪一种记录收录。用 `formkit rules 编号` 看引文、现行值和正反样例。"
    title = ""
    checked = implemented()
    for rule in known:
        if rule.title != title:
            title = rule.title
            yield ""
            yield f"## {rule.text} 《{title}》"
            yield ""
            yield "| 规则 | 条款 | 要求 | 引文 | 级别 | 闸门 | 状态 |"
            yield "|---|---|---|---|---|---|---|"
        cells = (
            rule.id,
            rule.citation.clause,
            rule.says,
            rule.citation.quote,
            rule.level.label,
            rule.gate.label,
            _state(rule, checked),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _state(rule: Explanation, checked: Collection[str]) -> str:
    if rule.id in checked:
        return rule.state.label
    return f"{rule.state.label}(等{'、'.join(awaited(rule))})"


def _errors() -> Iterator[str]:
    yield "# 退出码和提示"
    yield ""
    yield "## 退出码"
    yield ""
    yield "| 码 | 含义 |"
    yield "|---|---|"
    for code, meaning in EXIT_CODES.items():
        yield f"| {int(code)} | {meaning} |"
    yield f"| {INTERRUPTED} | 用 Ctrl-C 中断;已写好的文件都有效,再执行一次接着做 |"
    yield ""
    yield "规则的提示以规则编号开头(R9-01、LAW-2),见 [rules.md](rules.md)。其余提示如下。"
    area = ""
    for code, said in sorted(catalogue().items()):
        if code.rsplit("-", 1)[0] != area:
            area = code.rsplit("-", 1)[0]
            yield ""
            yield f"## {area}"
            yield ""
            yield "| 编号 | 问题 | 要求 | 处理 |"
            yield "|---|---|---|---|"
        texts = (said.fault, said.requirement, said.cure)
        yield f"| {code} | " + " | ".join(_cell(text) for text in texts) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("{{", "{").replace("}}", "}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Waiver
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import _

F = TypeVar("F", bound=Callable[..., Any])
_COMMAS = re.compile("[,;\uff0c\u3001\uff1b]")  # half-width, full-width, 、
_RANGE = re.compile("([0-9]{1,9}) *[-~\u2013\u2014\uff0d\uff5e至到] *([0-9]{1,9})")
_MOST_ROWS = 1_048_576  # of a sheet
_DOCUMENTS = frozenset({".docx", ".xlsx", ".pdf"})

json_option: Callable[[F], F] = click.option(
    "--json", "as_data", is_flag=True, help=_("以 JSON 输出同样的内容。")
)

gate_option: Callable[[F], F] = click.option(
    "--gate",
    type=click.Choice([gate.value for gate in Gate]),
    default=Gate.ISSUE.value,
    show_default=True,
    help=_("按哪道闸门校验:draft 草稿、issue 签发、archive 归档。"),
)


only_option: Callable[[F], F] = click.option(
    "--only", metavar=_("序号,…"), help=_("只处理这些序号的记录,如 3,5,8-12。")
)


def keys_given(text: str | None) -> list[str]:
    """Return the 序号 of a list such as `3,5,8-12`; empty where none was typed.

    Raises:
        UsageError: the list is empty, or a range runs backwards or over more than a ledger has.
    """
    found: list[str] = []
    for part in _COMMAS.split(text or ""):
        bounds = _RANGE.fullmatch(part.strip())
        if bounds is None:
            found += [part.strip()] if part.strip() else []
            continue
        first, last = map(int, bounds.groups())
        if not first <= last < first + _MOST_ROWS:
            raise UsageError("FK-WS-015", value=f"--only {text}", form="--only 3,5,8-12")
        found += map(str, range(first, last + 1))
    if text is not None and not found:
        raise UsageError("FK-WS-015", value=f"--only {text}", form="--only 3,5,8-12")
    return found


def files_meant(
    _context: click.Context, _parameter: click.Parameter, paths: Iterable[Path]
) -> tuple[Path, ...]:
    """Return the files that were named; `*` and `?` stand for what they match.

    Windows' command prompt leaves that to the program. What Office keeps beside an open file
    (`~$台账.xlsx`) is not meant; a pattern that nothing matches stays, to be told as missing.
    """
    return tuple(file for path in paths for file in _matching(path))


def names_meant(
    _context: click.Context, _parameter: click.Parameter, names: Iterable[str]
) -> tuple[str, ...]:
    """Return the names that were given; those of documents with `*` or `?` as `files_meant`."""
    return tuple(
        found
        for name in names
        for found in (
            map(str, _matching(Path(name))) if Path(name).suffix.lower() in _DOCUMENTS else (name,)
        )
    )


def _matching(path: Path) -> Iterator[Path]:
    if path.exists() or not any(sign in path.name for sign in "*?"):
        yield path
        return
    pattern = path.name.replace("[", "[[]")  # a bracket is part of many a name
    found = sorted(one for one in path.parent.glob(pattern) if not one.name.startswith("~$"))
    yield from found or (path,)


def pdf_options(command: F) -> F:
    """Add the options that say how PDFs are made: engine, PDF/A, print job, both sides."""
    options = (
        click.option(
            "--engine",
            type=click.Choice(["auto", "typst", "office"]),
            default="auto",
            show_default=True,
            help=_("auto 自选;typst 由表样直接排版;office 用 LibreOffice 或 Word 转换。"),
        ),
        click.option("--pdfa", is_flag=True, help=_("归档用 PDF/A-2b,写好后逐份核验。")),
        click.option(
            "--print-job",
            type=click.Path(path_type=Path, dir_okay=False),
            metavar=_("文件.pdf"),
            help=_("另把全部文件依次装订成一个 PDF:清单、一式几份、书签。"),
        ),
        click.option("--duplex", is_flag=True, help=_("打印件按双面打印:每份从一张纸的正面起。")),
    )
    for option in reversed(options):
        command = option(command)
    return command


def values_given(texts: tuple[str, ...]) -> dict[str, str]:
    """Return the values typed as `字段=值`, by field.

    Raises:
        UsageError: one has no field or no value, or a field is given twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, _equals, value = (part.strip() for part in text.partition("="))
        if not name or not value or name in found:
            raise UsageError("FK-WS-015", value=f"--set {text}", form="--set 字段=值,每个字段一次")
        found[name] = value
    return found


def waivers(texts: tuple[str, ...], by: str | None) -> list[Waiver]:
    """Return the waivers typed as `规则=理由`.

    Raises:
        UsageError: one has no reason, or the person is missing.
    """
    found = []
    for text in texts:
        rule, _equals, reason = text.partition("=")
        if not rule.strip() or not reason.strip():
            raise UsageError("FK-WS-015", value=f"--waive {text}", form="--waive R9-01=理由")
        found.append(Waiver(rule.strip(), reason.strip(), (by or "").strip()))
    if found and not (by or "").strip():
        raise UsageError("FK-WS-015", value="--waive 没有 --by", form="--waive 规则=理由 --by 姓名")
    return found

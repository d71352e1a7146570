"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Waiver
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import _

F = TypeVar("F", bound=Callable[..., Any])

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

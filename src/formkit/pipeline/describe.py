"""What `form` tells of a record: its fields, rules, templates and sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake.shape import Field, Kind
from formkit.kernel.i18n import _
from formkit.pipeline.workspace import Workspace
from formkit.rules.explain import State, explain

KINDS = {
    Kind.TEXT: "文字",
    Kind.LONG_TEXT: "多行文字",
    Kind.IDENTIFIER: "编号",
    Kind.DATE: "日期",
    Kind.DATETIME: "日期时间",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "数值",
    Kind.MONEY: "金额",
    Kind.BOOLEAN: "是否",
    Kind.CHOICE: "单选",
    Kind.TEXTS: "多条文字",
    Kind.CHOICES: "多选",
    Kind.PERSON: "人员",
    Kind.PEOPLE: "多名人员",
    Kind.OBJECT: "组",
    Kind.ROWS: "子表",
}


@dataclass(frozen=True)
class FieldLine:
    """One field as a line of the table."""

    label: str
    path: str
    kind: str
    required: str
    note: str


@dataclass(frozen=True)
class RuleLine:
    """One rule that judges the record."""

    id: str
    level: str
    gate: str
    clause: str
    says: str


@dataclass(frozen=True)
class Description:
    """All that `form` tells."""

    slug: str
    title: str
    fields: tuple[FieldLine, ...]
    rules: tuple[RuleLine, ...]
    templates: dict[str, str]
    sample: str

    def as_dict(self) -> dict[str, Any]:
        """Return the description as plain data."""
        return asdict(self)


def describe(workspace: Workspace, official: OfficialRecord) -> Description:
    """Return what there is to know of a record under the workspace's profile."""
    mine = {check.rule for check in official.checks}
    rules = tuple(
        RuleLine(rule.id, rule.level.label, rule.gate.label, str(rule.citation), rule.says)
        for rule in explain(workspace.profile(), implemented=mine)
        if rule.id in mine and rule.state is State.ACTIVE
    )
    return Description(
        slug=official.slug,
        title=official.title,
        fields=tuple(_lines(official.shape.fields, "", "")),
        rules=rules,
        templates={m: str(official.template(m)) for m in official.manifest.media},
        sample=str(official.sample),
    )


def _lines(fields: tuple[Field, ...], path: str, label: str) -> Iterator[FieldLine]:
    for field in fields:
        note = "/".join(field.choices) or field.hint
        yield FieldLine(
            label=label + field.label,
            path=path + field.name,
            kind=_(KINDS[field.kind]),
            required=field.required.label if field.required else "",
            note=note,
        )
        if field.kind is Kind.ROWS:
            yield from _lines(field.children, f"{path}{field.name}[].", "  ")

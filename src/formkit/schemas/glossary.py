"""The glossary: what the paper calls a thing and what the program calls it (docs/glossary.md).

`python -m formkit.schemas.glossary` prints it.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

from formkit import schemas
from formkit.intake.shape import Kind
from formkit.schemas.anatomy import Part, parts
from formkit.schemas.entry import Entry
from formkit.schemas.project import Project
from formkit.schemas.record import Record

KINDS = {
    Kind.TEXT: "一行文字",
    Kind.LONG_TEXT: "多行文字",
    Kind.IDENTIFIER: "号码(文本)",
    Kind.DATE: "日期",
    Kind.DATETIME: "日期时间",
    Kind.INTEGER: "整数",
    Kind.DECIMAL: "数",
    Kind.MONEY: "金额(元)",
    Kind.BOOLEAN: "是/否",
    Kind.CHOICE: "单选",
    Kind.TEXTS: "若干条文字",
    Kind.CHOICES: "多选",
    Kind.PERSON: "人员",
    Kind.PEOPLE: "若干人员",
    Kind.OBJECT: "一组项目",
    Kind.ROWS: "若干行",
}
# What several fields hold is not called after the first of them.
SHARED = {
    "Party": "单位",
    "Person": "人员",
    "Signature": "签章栏",
    "Season": "采暖期、供冷期",
}
HEAD = """# 词汇表:中文名与英文名

中文名是印在表上的标签,英文名是 YAML、JSON 和程序里的字段名。
本页由 `python -m formkit.schemas.glossary` 生成,不要手改。
"""


def glossary() -> str:
    """Return the glossary of all records and of what they consist of, as Markdown."""
    told: dict[type[Entry], str] = {}
    common = set(Record.model_fields)
    sections = [_section("所有记录共有", "Record", parts(Record))]
    models = _records()
    for title, model in models:
        own = tuple(part for part in parts(model) if part.name not in common)
        sections.append(_section(title, model.__name__, own))
    for part, inside in _inside((Project, *(model for _, model in models))):
        if inside not in told:
            told[inside] = SHARED.get(inside.__name__, part)
            sections.append(_section(told[inside], inside.__name__, parts(inside)))
    return HEAD + "".join(sections)


def _records() -> list[tuple[str, type[Record]]]:
    packages = sorted(one.name for one in pkgutil.iter_modules(schemas.__path__) if one.ispkg)
    found = [(name, import_module(f"{schemas.__name__}.{name}").RECORD) for name in packages]
    return [(f"{_title(model)}(`{name}`)", model) for name, model in found]


def _title(model: type[Record]) -> str:
    """Return the Chinese title, with which the docstring of every record begins."""
    return (model.__doc__ or "").partition("(")[0].strip(" .\n")


def _inside(models: tuple[type[Entry], ...]) -> Iterator[tuple[str, type[Entry]]]:
    if Project in models:
        yield "工程", Project
    for model in models:
        for part in parts(model):
            if part.model is not None:
                yield part.label, part.model
                yield from _inside((part.model,)) if part.model is not Project else ()


def _section(title: str, name: str, rows: tuple[Part, ...]) -> str:
    lines = [
        f"\n## {title} · `{name}`",
        "",
        "| 中文名 | 英文名 | 类型 | 选项 |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {part.label} | `{part.name}` | {KINDS[part.kind]} | {'、'.join(part.choices)} |"
        for part in rows
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(glossary().encode("utf-8"))

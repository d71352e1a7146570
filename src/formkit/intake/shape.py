"""The shape of a record as intake sees it: names, Chinese labels, kinds. It knows no record.

The schemas build a `Shape`; ledgers are read and blank ledgers are written from the same one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from formkit.kernel.gate import Gate

SHEET_NAME_LENGTH = 31
# The sheets that formkit itself puts into a ledger; they hold no records.
DICTIONARY_SHEET = "字典"
GUIDE_SHEET = "填写说明"
RESULT_SHEET = "校验结果"
OWN_SHEETS = frozenset({DICTIONARY_SHEET, GUIDE_SHEET})


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # several lines
    IDENTIFIER = "identifier"  # number-like text: 编号, 电话, 统一社会信用代码; never a number
    DATE = "date"
    DATETIME = "datetime"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    BOOLEAN = "boolean"  # 是/否
    CHOICE = "choice"  # one of `choices`
    TEXTS = "texts"  # list of texts; in a cell one per line
    CHOICES = "choices"  # list of choices; in a cell separated by 、
    PERSON = "person"  # object; in one cell 姓名(部门,职务)
    PEOPLE = "people"  # list of persons; in one cell separated by 、
    OBJECT = "object"  # nested; its children become columns of their own
    ROWS = "rows"  # list of nested; a child sheet in a ledger


@dataclass(frozen=True, slots=True)
class Field:
    """One field: English name, printed label, kind."""

    name: str
    label: str
    kind: Kind
    required: Gate | None = None  # the gate from which it must be given; None: never
    aliases: tuple[str, ...] = ()  # other labels that clerks use
    choices: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    children: tuple[Field, ...] = ()  # of OBJECT, ROWS, PERSON and PEOPLE
    prefix: str = ""  # of OBJECT: what the headers of its children begin with ("保修单位")
    in_ledger: bool = True  # False: cannot be a column (only YAML/JSON)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a ledger sheet: where its value goes and what its header says."""

    path: str  # "warrantor.phone"
    header: str  # "保修单位电话"
    field: Field
    accepted: tuple[str, ...] = ()  # other headers that mean the same column


@dataclass(frozen=True, slots=True)
class Shape:
    """A record's fields in printed order, with the title that its ledger carries."""

    slug: str
    title: str
    fields: tuple[Field, ...]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the main sheet: objects are spread out, rows are left out."""
        return tuple(_columns(self.fields, "", ("",), ()))

    @property
    def number(self) -> str:
        """The field that no two records of a file may share (编号); empty where there is none."""
        names = [f.name for f in self.fields if f.kind is Kind.IDENTIFIER]
        if "record_no" in names:
            return "record_no"
        first = self.fields[0] if self.fields else None
        return first.name if first and first.required and first.name in names else ""

    def label_of(self, path: str) -> str:
        """Return what the paper calls a path: `issues.1.due_on` is `质量问题 第2行 期限`.

        Names that the shape does not know are given as they are.
        """
        return _label(self.fields, path.split("."))

    def child_tables(self) -> tuple[Field, ...]:
        """Return the fields that have a sheet of their own."""
        return tuple(f for f in self.fields if f.kind is Kind.ROWS and f.in_ledger)


def _label(fields: tuple[Field, ...], parts: list[str]) -> str:
    if not parts:
        return ""
    name, *rest = parts
    if name.isdecimal():
        row = f"第{int(name) + 1}行"
        return " ".join(part for part in (row, _label(fields, rest)) if part)
    field = next((f for f in fields if f.name == name), None)
    if field is None:
        return ".".join(parts)
    inner = _label(field.children, rest)
    if not inner:
        return field.label
    if field.kind is Kind.OBJECT:
        return field.prefix + inner
    return f"{field.label} {inner}"


def sheet_name(title: str) -> str:
    """Return a title as Excel allows it for a sheet: 31 UTF-16 units, no brackets, no slashes."""
    plain = re.sub(r"[\[\]:*?/\\]", "_", title).strip("'") or "_"
    while len(plain.encode("utf-16-le")) > 2 * SHEET_NAME_LENGTH:
        plain = plain[:-1]
    return plain


def table_columns(table: Field) -> tuple[Column, ...]:
    """Return the columns of the child sheet of a field with rows."""
    return tuple(_columns(table.children, "", ("",), ()))


def _columns(
    fields: tuple[Field, ...], path: str, prefixes: tuple[str, ...], whole: tuple[str, ...]
) -> Iterator[Column]:
    """Yield the columns; `prefixes` are what headers may begin with, the printed one first.

    `whole` are the names of the surrounding object: a column that is headed with the object's own
    name (建设单位) holds the object's name (建设单位名称).
    """
    for field in fields:
        if not field.in_ledger or field.kind is Kind.ROWS:
            continue
        if field.kind is Kind.OBJECT:
            names = (field.label, *field.aliases)
            inner = tuple(dict.fromkeys(p + n for p in prefixes for n in (field.prefix, *names)))
            yield from _columns(field.children, f"{path}{field.name}.", inner, names)
            continue
        labels = (field.label, *field.aliases)
        headers = [prefix + label for prefix in prefixes for label in labels]
        if field.name == "name":
            headers += whole
        accepted = tuple(dict.fromkeys((*headers[1:], f"{path}{field.name}")))
        yield Column(f"{path}{field.name}", headers[0], field, accepted)

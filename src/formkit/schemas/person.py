"""Person: one object in data, one cell `姓名(部门,职务,资格)` in a ledger and on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import model_validator

from formkit.intake.shape import Kind
from formkit.kernel import text
from formkit.kernel.gate import Gate
from formkit.kernel.values import BadValue
from formkit.schemas.entry import Entry, field
from formkit.schemas.fields import (
    HALF_WIDTH,
    OneLine,
    Phone,
    Typed,
    guarded,
    read_line,
    shown,
    words,
)

_CELL = re.compile(r"(?P<name>[^()]+)(?:\((?P<inside>[^()]*)\))?")
_BETWEEN_PEOPLE = re.compile(r"[、;\n](?![^()]*\))")
_PARTS = ("dept", "title", "qualification")
_DEPT_ENDINGS = ("部", "组", "科", "室", "处", "中心", "队", "班", "公司", "院", "局", "站")


def read_name(value: Any) -> str:
    """Return a person's name with the one interpunct that the paper uses."""
    return text.person_name(words(value))


PersonName = Annotated[str, Typed(Kind.TEXT, read_name)]


class Person(Entry):
    """A person; a bare name or `姓名(部门,职务,资格)` is read as one."""

    name: PersonName | None = field("姓名", required=Gate.ISSUE, longest=60)
    unit: OneLine | None = field("单位", longest=100)
    dept: OneLine | None = field("部门", longest=60)
    title: OneLine | None = field("职务", longest=60)
    phone: Phone | None = field("电话")
    qualification: OneLine | None = field("资格", aliases=("证书", "资格证书"), longest=100)

    @model_validator(mode="before")
    @classmethod
    def _from_cell(cls, data: Any) -> Any:
        """Take a cell apart."""
        if isinstance(data, Mapping | Entry) or data is None:
            return data
        return guarded(parse_person)(data)

    def __str__(self) -> str:
        """Return the person as printed in one cell."""
        inside = ",".join(part for part in (self.dept, self.title, self.qualification) if part)
        return f"{self.name or ''}({inside})" if inside else self.name or ""


def parse_person(value: Any) -> dict[str, str]:
    """Return the parts of a cell like `欧阳喆(工程部,经理,一级建造师)`.

    A single part in the brackets is a department where it ends like one, otherwise a title.

    Raises:
        BadValue: the brackets do not match or hold more than three parts.
    """
    cell = read_line(value).translate(HALF_WIDTH).strip()
    match = _CELL.fullmatch(cell)
    if match is None:
        raise BadValue("FK-REC-017", value=shown(value))
    parts = [part.strip() for part in re.split("[,;、]", match["inside"] or "")]
    parts = [part for part in parts if part]
    if len(parts) > len(_PARTS):
        raise BadValue("FK-REC-017", value=shown(value))
    names: tuple[str, ...] = _PARTS
    if len(parts) == 1 and not parts[0].endswith(_DEPT_ENDINGS):
        names = ("title",)
    return {"name": match["name"].strip(), **dict(zip(names, parts, strict=False))}


def parse_people(value: Any) -> Any:
    """Return the persons of a cell, separated by `、` or line breaks outside brackets.

    A YAML list in brackets cuts `[张三(工程部,经理)]` at its comma; such pieces are joined again.
    """
    if isinstance(value, str):
        return [
            one.strip() for one in _BETWEEN_PEOPLE.split(value.translate(HALF_WIDTH)) if one.strip()
        ]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return value
    whole: list[str] = []
    for piece in value:
        if whole and _is_open(whole[-1]):
            whole[-1] = f"{whole[-1]},{piece}"
        else:
            whole.append(piece)
    return whole


def _is_open(piece: str) -> bool:
    """Return whether a bracket is opened and not closed."""
    half = piece.translate(HALF_WIDTH)
    return half.count("(") > half.count(")")


People = Annotated[tuple[Person, ...], Typed(Kind.PEOPLE, parse_people)]

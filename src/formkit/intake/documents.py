"""Records of YAML and JSON documents: keys in English or Chinese, each value with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from formkit.intake.cells import shown
from formkit.intake.header import KEY_NAMES, normal
from formkit.intake.nodes import Budget, Entries, Items, Node, Scalar, plain
from formkit.intake.raw import RawRecord
from formkit.intake.shape import Field, Kind, Shape
from formkit.kernel import suggest
from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Finding, Place

WRAPPERS = ("records", "记录", "数据")
_ROW_NAMES = frozenset(map(normal, KEY_NAMES))
_SHOWN_KEYS = 5


def records(documents: Sequence[Node], shape: Shape, file: str) -> list[RawRecord]:
    """Return the records: one mapping, a list, several documents, or `{records: [...]}`.

    Raises:
        InputUnreadable: what stands there is no mapping, or a mapping of something else.
    """
    items = [item for document in documents for item in _items(document)]
    names = _Names(shape.fields)
    found: list[RawRecord] = []
    for item in items:
        if not isinstance(item, Entries):
            place = Place(file=file, line=item.line)
            raise InputUnreadable("FK-IN-086", place=place, title=shape.title)
        if not found and item.entries and not any(names.find(key) for key, _, _ in item.entries):
            raise _something_else(item, shape, file)
        found.append(_Reader(file, names, shape).record(item))
    return found


def _items(document: Node) -> Sequence[Node]:
    if isinstance(document, Items):
        return document.items
    if isinstance(document, Entries) and len(document.entries) == 1:
        key, _line, value = document.entries[0]
        if key in WRAPPERS and isinstance(value, Items):
            return value.items
    return [document]


def _something_else(item: Entries, shape: Shape, file: str) -> InputUnreadable:
    keys = "、".join(shown(key) for key, _, _ in item.entries[:_SHOWN_KEYS])
    wanted = "、".join(f"{f.name}({f.label})" for f in shape.fields[:_SHOWN_KEYS])
    place = Place(file=file, line=item.line)
    return InputUnreadable("FK-IN-087", place=place, seen=keys, title=shape.title, wanted=wanted)


class _Names:
    """The keys that a mapping may have; a key may reach into an object (建设单位电话)."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self.exact: dict[str, tuple[Field, ...]] = {}
        self._loose: dict[str, tuple[Field, ...]] = {}
        self._inner: dict[str, _Names] = {}
        for one in fields:
            for name in (one.name, one.label, *one.aliases):
                self.exact.setdefault(name, (one,))
            if one.children:
                self._inner[one.name] = _Names(one.children)
        for one in fields:
            if one.kind is Kind.OBJECT:
                for child in one.children:
                    for name in (one.prefix + child.label, one.label + child.label):
                        self.exact.setdefault(name, (one, child))
        for name, path in self.exact.items():
            self._loose.setdefault(normal(name), path)

    def find(self, key: str) -> tuple[Field, ...] | None:
        """Return the field that a key names, as the way to it; None for an unknown key."""
        return self.exact.get(key) or self._loose.get(normal(key))

    def inner(self, one: Field) -> _Names:
        """Return the keys of a nested mapping."""
        return self._inner.get(one.name) or _Names(())


@dataclass(frozen=True, slots=True)
class _Level:
    """Where in the record a mapping stands."""

    names: _Names
    path: str = ""  # "issues.0."
    label: str = ""  # "质量问题部位 第1行 "

    def into(self, one: Field) -> _Level:
        """Return the level inside an object."""
        return _Level(self.names.inner(one), f"{self.path}{one.name}.", self.label + one.prefix)


@dataclass
class _Reader:
    """Reads one record; collects its places and faults on the way."""

    file: str
    names: _Names
    shape: Shape
    places: dict[str, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    budget: Budget = field(init=False)
    key: str = ""

    def __post_init__(self) -> None:
        self.budget = Budget(self.file)

    def record(self, node: Entries) -> RawRecord:
        data = self._mapping(node, _Level(self.names))
        number = data.get(self.shape.number)
        key = self.key or (number if isinstance(number, str) else "")
        place = Place(file=self.file, line=node.line, label=key)
        return RawRecord(data, self.places, place, key, tuple(self.findings))

    def _mapping(self, node: Entries, level: _Level) -> dict[str, Any]:
        self.budget.spend(node.line)
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key, line, value in node.entries:
            way = level.names.find(key)
            if way is None:
                self._unknown(key, line, value, level)
                continue
            name = ".".join(one.name for one in way)
            if name in lines:
                place = self._place(line, level.path + name, level.label + way[-1].label)
                self.findings.append(fault("FK-ROW-013", place, key=shown(key), other=lines[name]))
                continue
            lines[name] = line
            target, inside = self._open(data, way[:-1], level)
            self._put(target, way[-1], value, line, inside)
        return data

    def _open(
        self, data: dict[str, Any], objects: Sequence[Field], level: _Level
    ) -> tuple[dict[str, Any], _Level]:
        """Return the mapping of the innermost object, made where it is not there yet."""
        for one in objects:
            inside = data.setdefault(one.name, {})
            if not isinstance(inside, dict):  # `建设单位: 甲公司` and `建设单位电话: …`
                inside = data[one.name] = {"name": inside}
            data, level = inside, level.into(one)
        return data, level

    def _put(self, data: dict[str, Any], one: Field, node: Node, line: int, level: _Level) -> None:
        path = level.path + one.name
        self.places[path] = self._place(line, path, level.label + one.label)
        value = self._value(one, node, level)
        if value in (None, {}):  # a mapping whose values were all left empty says nothing
            return
        before = data.get(one.name)
        if isinstance(before, dict):
            before.update(value if isinstance(value, dict) else {"name": value})
        else:
            data[one.name] = value

    def _value(self, one: Field, node: Node, level: _Level) -> Any:
        if isinstance(node, Scalar):
            self.budget.spend(node.line)
            return node.value(Kind.TEXT if one.kind is Kind.OBJECT else one.kind)
        if isinstance(node, Entries) and one.children:
            return self._mapping(node, level.into(one))
        if isinstance(node, Items):
            return self._list(one, node, level)
        return plain(node, self.budget)

    def _list(self, one: Field, node: Items, level: _Level) -> list[Any]:
        values: list[Any] = []
        for item in node.items:
            at = f"{level.path}{one.name}.{len(values)}"
            label = f"{level.label}{one.label} 第{len(values) + 1}行"
            self.places[at] = self._place(item.line, at, label)
            if isinstance(item, Entries) and one.children:
                inside = _Level(level.names.inner(one), f"{at}.", f"{label} ")
                value: Any = self._mapping(item, inside)
            else:
                value = plain(item, self.budget, one.kind)
            if value not in (None, {}):
                values.append(value)
        return values

    def _unknown(self, key: str, line: int, value: Node, level: _Level) -> None:
        if not level.path and normal(key) in _ROW_NAMES and isinstance(value, Scalar):
            self.key = value.text.strip()
            return
        place = self._place(line, level.path + key, level.label + shown(key))
        near = suggest.closest(key, level.names.exact)
        if near:
            self.findings.append(fault("FK-ROW-011", place, key=shown(key), wanted=near[0]))
        else:
            self.findings.append(fault("FK-ROW-012", place, key=shown(key)))

    def _place(self, line: int, path: str, label: str) -> Place:
        return Place(file=self.file, line=line, path=path, label=label)

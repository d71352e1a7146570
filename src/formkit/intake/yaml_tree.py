"""YAML 1.2 as nodes with lines; built from events, so that depth and aliases are bounded."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from formkit.intake.nodes import DEEPEST, Entries, Items, Node, Scalar
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

_ESCAPE = re.compile(r"\\U([0-9A-Fa-f]{8})")
_STANDARD_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")
)


def parse(text: str, file: str) -> list[Node]:
    """Return the documents of a YAML text; empty ones are left out.

    Raises:
        InputUnreadable: a tab, a wrong indentation, any other fault of grammar (with its line),
            nesting deeper than formkit's records ever are, an unknown alias, a tag.
    """
    builder = _Builder(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        raise _explained(error, text, file) from error
    except (ValueError, OverflowError) as error:  # `"\\UFFFFFFFF"`: there is no such character
        raise _no_character(text, file) from error
    except (YAMLError, YAMLStreamError) as error:  # a control character
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        raise InputUnreadable("FK-IN-094", place=Place(file=file, line=line)) from error
    return builder.documents


class _Builder:
    """Puts nodes together from events, without recursion."""

    def __init__(self, file: str) -> None:
        self.documents: list[Node] = []
        self._file = file
        self._open: list[Entries | Items] = []
        self._keys: list[tuple[str, int] | None] = []
        self._anchors: dict[str, Node] = {}

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, ScalarEvent):
            self._check_tag(event.tag, line)
            # The line end that closes a block (|) is YAML's, not the writer's.
            value = event.value.rstrip("\n") if event.style in ("|", ">") else event.value
            self._add(Scalar(value, line, bool(event.implicit[0])), event.anchor, line)
        elif isinstance(event, MappingStartEvent):
            self._enter(Entries(line), event, line)
        elif isinstance(event, SequenceStartEvent):
            self._enter(Items(line), event, line)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, AliasEvent):
            self._alias(event.anchor, line)
        elif isinstance(event, DocumentStartEvent | DocumentEndEvent):
            self._anchors.clear()

    def _check_tag(self, tag: Any, line: int) -> None:
        if tag is not None and str(tag) not in _STANDARD_TAGS:
            self._refuse("FK-IN-088", line, tag=tag)

    def _refuse(self, code: str, line: int, **values: Any) -> None:
        raise InputUnreadable(code, place=Place(file=self._file, line=line), **values)

    def _enter(self, node: Entries | Items, event: Any, line: int) -> None:
        self._check_tag(event.tag, line)
        if len(self._open) >= DEEPEST:
            self._refuse("FK-IN-084", line, limit=DEEPEST)
        self._add(node, event.anchor, line)
        self._open.append(node)
        self._keys.append(None)

    def _alias(self, name: str, line: int) -> None:
        node = self._anchors.get(name)
        if node is None or any(node is parent for parent in self._open):
            self._refuse("FK-IN-093", line, name=name)
        else:
            self._add(node, None, line)

    def _add(self, node: Node, anchor: str | None, line: int) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            if not (isinstance(node, Scalar) and node.absent):
                self.documents.append(node)
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is not None:
            parent.entries.append((*key, node))
            self._keys[-1] = None
        elif isinstance(node, Scalar):
            self._keys[-1] = (node.text, line)
        else:
            self._refuse("FK-IN-080", line, text="{ } : …")


def _explained(error: MarkedYAMLError, text: str, file: str) -> InputUnreadable:
    """Return the fault of grammar as a sentence: the library's own words are English."""
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    place = Place(file=file, line=line)
    lines = text.splitlines()
    for number in _nearby(line, len(lines)):
        indentation = lines[number - 1][: -len(lines[number - 1].lstrip()) or None]
        if "\t" in indentation:
            return InputUnreadable("FK-IN-081", place=Place(file=file, line=number))
    if "mapping values are not allowed" in str(error.problem or ""):
        return InputUnreadable("FK-IN-082", place=place)
    if isinstance(error.problem, str) and "but found" in error.problem and "block" in error.problem:
        return InputUnreadable("FK-IN-083", place=place)
    quoted = lines[line - 1].strip()[:40] if line <= len(lines) else ""
    return InputUnreadable("FK-IN-080", place=place, text=quoted)


def _no_character(text: str, file: str) -> InputUnreadable:
    """Return the refusal of an escape that stands for no character, at its line."""
    wrong = (found for found in _ESCAPE.finditer(text) if int(found[1], 16) > sys.maxunicode)
    found = next(wrong, None)
    line = text.count("\n", 0, found.start()) + 1 if found else None
    shown = found.group() if found else "\\U"
    return InputUnreadable("FK-IN-098", place=Place(file=file, line=line), text=shown)


def _nearby(line: int, count: int) -> Iterator[int]:
    return (number for number in (line, line - 1, line + 1) if 1 <= number <= count)

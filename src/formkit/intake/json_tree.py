"""JSON as nodes with lines."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import Any

from formkit.intake.nodes import DEEPEST, Entries, Items, Node, Scalar
from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")

# a text whole, a bracket, a constant of JavaScript that JSON does not have
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|-?Infinity|NaN', re.DOTALL)


def parse(text: str, file: str) -> Node:
    """Return the document; the standard library judges the grammar, the lines are found here.

    Raises:
        InputUnreadable: a fault of grammar with its line and column, nesting too deep.
    """
    try:
        # First by the standard library: fast, complete, and it knows where the fault is.
        json.loads(text, parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except JSONDecodeError as error:
        place = Place(file=file, line=error.lineno)
        raise InputUnreadable("FK-IN-089", place=place, column=error.colno) from error
    except _NoConstant as error:
        place = Place(file=file, line=_line_of_word(text, str(error)))
        raise InputUnreadable("FK-IN-095", place=place, value=error) from error
    except RecursionError as error:
        place = Place(file=file, line=_line_of_depth(text))
        raise InputUnreadable("FK-IN-084", place=place, limit=DEEPEST) from error
    return _Reader(text, file).value(0, 0)[0]


def _line_of_word(text: str, word: str) -> int:
    """Return the line on which the word first stands outside the quotation marks."""
    found = (one for one in _MARKS.finditer(text) if one.group() == word)
    return text.count("\n", 0, next(one.start() for one in found)) + 1


def _line_of_depth(text: str) -> int:
    """Return the line on which brackets first stand deeper than records ever are."""
    depth = 0
    for found in _MARKS.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found.group(), 0)
        if depth > DEEPEST:
            break
    return text.count("\n", 0, found.start()) + 1


class _NoConstant(ValueError):
    """NaN and Infinity are no JSON."""


def _refuse_constant(name: str) -> Any:
    raise _NoConstant(name)


class _Reader:
    """Walks a text that is known to be well-formed JSON."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._starts = [match.end() for match in re.finditer("\n", text)]

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at) + 1

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        """Return the value that begins at or after a position, and where it ends."""
        at = self._skip(at)
        if depth > DEEPEST:
            place = Place(file=self._file, line=self._line(at))
            raise InputUnreadable("FK-IN-084", place=place, limit=DEEPEST)
        sign = self._text[at]
        if sign == "{":
            return self._entries(at, depth)
        if sign == "[":
            return self._items(at, depth)
        if sign == '"':
            text, end = scanstring(self._text, at + 1, True)
            return Scalar(text, self._line(at), plain=False), end
        match = _WORD.match(self._text, at)
        word = match.group() if match else ""
        return Scalar(word, self._line(at)), at + len(word)

    def _entries(self, at: int, depth: int) -> tuple[Node, int]:
        node = Entries(self._line(at))
        at = self._skip(at + 1)
        while self._text[at] != "}":
            key, end = scanstring(self._text, at + 1, True)
            line = self._line(at)
            value, end = self.value(self._skip(end) + 1, depth + 1)
            node.entries.append((key, line, value))
            at = self._next(end)
        return node, at + 1

    def _items(self, at: int, depth: int) -> tuple[Node, int]:
        node = Items(self._line(at))
        at = self._skip(at + 1)
        while self._text[at] != "]":
            value, end = self.value(at, depth + 1)
            node.items.append(value)
            at = self._next(end)
        return node, at + 1

    def _next(self, at: int) -> int:
        """Return where the next member begins: behind a comma, or at the closing bracket."""
        at = self._skip(at)
        return self._skip(at + 1) if self._text[at] == "," else at

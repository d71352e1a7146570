"""One place in the data that describes a sheet: typed access, and faults that name the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Place
from formkit.layout.vocabulary import Blank, Field, Inline, Text

_MISSING = object()
_PART = re.compile(
    r"\{(?P<name>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)?(?::(?P<blank>[1-9]\d?))?\}"
    r"|\{(?P<before>[^{}|]*)\|(?P<given>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\|(?P<after>[^{}|]*)\}"
)
_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*")


class Node:
    """A value of the data with its place: file, line, and the path of keys that leads to it."""

    def __init__(self, data: Any, source: str, where: str, line: int | None = None) -> None:
        self.data = data
        self.source = source
        self.where = where
        self.line = line

    def place(self, key: str | int | None = None) -> Place:
        """Return where this value stands, or the value under `key`."""
        line = self.line if key is None else self._line_of(key)
        return Place(file=self.source, line=line, path=self._path(key))

    def _path(self, key: str | int | None) -> str:
        return self.where if key is None else f"{self.where}.{key}".lstrip(".")

    def _line_of(self, key: str | int) -> int | None:
        """Return the 1-based line of a key or an item; None where the data has no lines."""
        marks = getattr(self.data, "lc", None)
        positions = getattr(marks, "data", None) or {}
        return positions[key][0] + 1 if key in positions else self.line

    def wrong(self, expected: str, key: str | int | None = None, value: Any = _MISSING) -> NoReturn:
        """Tell what is expected here instead of the value.

        Raises:
            ProfileError: FK-LAY-001, always.
        """
        shown = self.data if value is _MISSING else value
        raise ProfileError(
            "FK-LAY-001",
            place=self.place(key),
            where=self._path(key),
            value=str(shown)[:40],
            expected=expected,
        )

    # -- shape ---------------------------------------------------------------------------------

    def known(self, *keys: str) -> Node:
        """Return this mapping after making sure that it has no other key than these."""
        if not isinstance(self.data, Mapping):
            self.wrong("一组「键: 值」")
        for key in self.data:
            if key not in keys:
                raise ProfileError(
                    "FK-LAY-002",
                    place=self.place(key),
                    where=self.where,
                    key=key,
                    known="、".join(keys),
                )
        return self

    def has(self, key: str) -> bool:
        """Return whether the mapping has that key."""
        return key in self.data

    def is_list(self) -> bool:
        """Return whether this is a list."""
        return isinstance(self.data, Sequence) and not isinstance(self.data, str)

    def is_text(self) -> bool:
        """Return whether this is a text."""
        return isinstance(self.data, str)

    def only_key(self) -> str:
        """Return the one key of a mapping with one key, e.g. the kind of a block."""
        if not isinstance(self.data, Mapping) or len(self.data) != 1:
            self.wrong("只有一个键的项,如「- grid: …」")
        return str(next(iter(self.data)))

    def child(self, key: str, default: Any = _MISSING) -> Node:
        """Return the value under a key; absent and without default it is a fault."""
        return Node(self.value(key, default), self.source, self._path(key), self._line_of(key))

    def items(self) -> Iterator[Node]:
        """Yield the items of a list."""
        if not self.is_list():
            self.wrong("一个列表")
        for index, item in enumerate(self.data):
            yield Node(item, self.source, f"{self.where}.{index + 1}", self._line_of(index))

    def value(self, key: str, default: Any = _MISSING) -> Any:
        """Return the bare value under a key; absent and without default it is a fault."""
        if key in self.data:
            return self.data[key]
        if default is _MISSING:
            raise ProfileError("FK-LAY-003", place=self.place(), where=self.where, key=key)
        return default

    # -- typed values --------------------------------------------------------------------------

    def text(self, key: str, default: Any = _MISSING) -> str:
        """Return the text under a key."""
        value = self.value(key, default)
        if not isinstance(value, str):
            self.wrong("文字", key, value)
        return value

    def name(self, key: str, default: Any = _MISSING) -> str:
        """Return the dotted name under a key."""
        value = self.text(key, default)
        if value != default and not _NAME.fullmatch(value):
            self.wrong("字段名", key, value)
        return value

    def number(self, key: str, default: Any = _MISSING) -> float:
        """Return the positive number (millimetres) under a key."""
        return Node(
            self.value(key, default), self.source, self._path(key), self._line_of(key)
        ).as_number()

    def heights(self, key: str, default: tuple[float, float]) -> tuple[float, float]:
        """Return the two heights under a key, filled by machine and by hand.

        `{filled: 5.5, blank: 7}`; one number is a height for both.
        """
        if not self.has(key):
            return default
        node = self.child(key)
        if not isinstance(node.data, Mapping):
            return node.as_number(), 0
        node.known("filled", "blank")
        return node.number("filled"), node.number("blank")

    def as_number(self) -> float:
        """Return this value, a positive number."""
        value = self.data
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            self.wrong("大于 0 的数(毫米)")
        return float(value)

    def count(self, key: str, default: int) -> int:
        """Return the whole number, 0 or more, under a key."""
        value = self.value(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.wrong("0 或正整数", key, value)
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return the true or false under a key."""
        value = self.value(key, default)
        if not isinstance(value, bool):
            self.wrong("true 或 false", key, value)
        return value

    def one_of(self, key: str, choices: Sequence[str], default: str) -> str:
        """Return the word under a key, one of `choices`."""
        value = self.value(key, default)
        if value not in choices:
            self.wrong("、".join(choices) + " 之一", key, value)
        return str(value)

    # -- text with fields ----------------------------------------------------------------------

    def inline(self, key: str, default: Any = _MISSING) -> Inline:
        """Return the text with fields under a key."""
        return Node(
            self.text(key, default), self.source, self._path(key), self._line_of(key)
        ).as_inline()

    def as_inline(self) -> Inline:
        """Return this text, taken apart into words, fields and blanks.

        Fields are `{name}`, `{name:12}` and `{(|name|)}`, blanks `{:12}`.
        """
        if not isinstance(self.data, str):
            self.wrong("文字")
        parts: list[Text | Field | Blank] = []
        at = 0
        for match in _PART.finditer(self.data):
            self._plain(self.data[at : match.start()], parts)
            parts.append(self._part(match))
            at = match.end()
        self._plain(self.data[at:], parts)
        return tuple(parts)

    def _part(self, match: re.Match[str]) -> Field | Blank:
        name, blank = match["name"], int(match["blank"] or 0)
        if match["given"]:
            return Field(match["given"], before=match["before"], after=match["after"])
        if not name and not blank:
            self._braces()
        return Field(name, blank) if name else Blank(blank)

    def _plain(self, words: str, parts: list[Text | Field | Blank]) -> None:
        if set(words) & set("{}｛｝"):
            self._braces()
        if words:
            parts.append(Text(words))

    def _braces(self) -> NoReturn:
        raise ProfileError("FK-LAY-004", place=self.place(), where=self.where, text=self.data)

"""The filters a template may use; each takes plain text or rows and constants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

LONGEST_LINE = 80
INTERNAL = frozenset({"fk_print", "fk_rows"})  # written by the compiler, never by people


def line(value: Any, count: int) -> Any:
    """Return the value, or `count` underscores to write on where it is empty."""
    return "_" * count if value == "" else value


def default(value: Any, text: str) -> Any:
    """Return the value, or `text` where it is empty (a value that is missing stays an error)."""
    return text if value == "" else value


def join(value: Any, separator: str = "、", name: str = "text") -> str:
    """Return the rows as one text; of a row that is not a text itself, the column `name`."""
    if type(value) is not list:
        raise TypeError(type(value).__name__)
    texts = [row[name] if type(row) is dict else row for row in value]
    return separator.join(texts)


def length(value: Any) -> int:
    """Return the number of rows, or of characters."""
    if type(value) not in (list, str):
        raise TypeError(type(value).__name__)
    return len(value)


def upper(value: str) -> str:
    """Return the text in capital letters."""
    return value.upper()


def lower(value: str) -> str:
    """Return the text in small letters."""
    return value.lower()


def trim(value: str) -> str:
    """Return the text without blanks at both ends."""
    return value.strip()


FILTERS: dict[str, Callable[..., Any]] = {
    "line": line,
    "default": default,
    "join": join,
    "length": length,
    "upper": upper,
    "lower": lower,
    "trim": trim,
}
_ARGUMENTS: dict[str, tuple[int, int, type]] = {  # fewest, most, type
    "line": (1, 1, int),
    "default": (1, 1, str),
    "join": (0, 2, str),
    "length": (0, 0, str),
    "upper": (0, 0, str),
    "lower": (0, 0, str),
    "trim": (0, 0, str),
}


def arguments_fit(name: str, constants: Sequence[Any]) -> bool:
    """Return whether the filter takes these constants."""
    fewest, most, kind = _ARGUMENTS[name]
    if not fewest <= len(constants) <= most or any(type(one) is not kind for one in constants):
        return False
    return name != "line" or 1 <= constants[0] <= LONGEST_LINE

"""The filters a template may use; each takes plain text or rows and constants."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from formkit.kernel.text import width

LONGEST_LINE = 80
WIDEST_CELL = 300  # half-width signs
_BEFORE_OPTION = re.compile(r"[ \n]+(?=[□☑√])")
INTERNAL = frozenset({"fk_print", "fk_rows"})  # written by the compiler, never by people


def line(value: Any, count: int) -> Any:
    """Return the value, or `count` underscores to write on where it is empty."""
    return "_" * count if value == "" else value


@lru_cache(maxsize=1024)  # a group of options has few values, and every document one of them
def fit(value: str, count: int) -> str:
    """Return a group of options in lines of `count` half-width signs, none torn from its box.

    Options are what begins with □, ☑ or √ after a blank. One that does not fit into the rest of
    its line begins the next; lines that were broken here before are joined first.
    """
    lines: list[str] = []
    options = _BEFORE_OPTION.split(value)
    for number, option in enumerate(options, start=1):
        joined = f"{lines[-1]} {option}" if lines else option
        blank = 0 if number == len(options) else 1  # one that may end the line takes room too
        if lines and width(joined.replace("☑", "□")) + blank <= count:
            lines[-1] = joined
        else:
            lines.append(option)
    return " \n".join(lines)  # the blank stays: the words are those of the group, whole


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
    "fit": fit,
    "default": default,
    "join": join,
    "length": length,
    "upper": upper,
    "lower": lower,
    "trim": trim,
}
_ARGUMENTS: dict[str, tuple[int, int, type]] = {  # fewest, most, type
    "line": (1, 1, int),
    "fit": (1, 1, int),
    "default": (1, 1, str),
    "join": (0, 2, str),
    "length": (0, 0, str),
    "upper": (0, 0, str),
    "lower": (0, 0, str),
    "trim": (0, 0, str),
}

_LONGEST = {"line": LONGEST_LINE, "fit": WIDEST_CELL}


def arguments_fit(name: str, constants: Sequence[Any]) -> bool:
    """Return whether the filter takes these constants."""
    fewest, most, kind = _ARGUMENTS[name]
    if not fewest <= len(constants) <= most or any(type(one) is not kind for one in constants):
        return False
    longest = _LONGEST.get(name)
    return longest is None or 1 <= constants[0] <= longest

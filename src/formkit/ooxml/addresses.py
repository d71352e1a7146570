"""Cell addresses: `F7` to row and column and back, areas such as `$A$1:C9`."""

from __future__ import annotations

import re
from functools import lru_cache

ROWS = 1_048_576  # Excel's grid since 2007
COLUMNS = 16_384

_AREA = re.compile(
    r"\$?(?P<left>[A-Za-z]{0,4})\$?(?P<top>\d{0,9})"
    r"(?::\$?(?P<right>[A-Za-z]{0,4})\$?(?P<bottom>\d{0,9}))?"
)


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """Return the number of a column, A being 1; letters beyond XFD give numbers beyond 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=20_000)
def column_letters(number: int) -> str:
    """Return the letters of a column, 1 being A."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return e.g. `F7` for row 7, column 6."""
    return f"{column_letters(column)}{row}"


@lru_cache(maxsize=20_000)
def area(reference: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right) of `F7`, `A1:C9`, `$A:$F` or `1:3`.

    Rows and columns that are not named stretch over the whole grid. The corners are not checked
    against the grid: that is the caller's decision.

    Raises:
        ValueError: the text is no reference.
    """
    found = _AREA.fullmatch(reference.strip())
    if found is None or not (found["left"] or found["top"]):
        raise ValueError(reference)
    top = int(found["top"] or 1)
    left = column_number(found["left"]) or 1
    if found["right"] is None:
        return top, left, int(found["top"] or ROWS), column_number(found["left"]) or COLUMNS
    bottom = int(found["bottom"] or ROWS)
    right = column_number(found["right"]) or COLUMNS
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)

"""A row of a returned workbook seen by two readers: our own scan, and python-calamine.

What they do not agree on, error values and formulas that were never worked out are doubts; nothing
doubtful is ever taken as blank (RELIABILITY T15, §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from formkit.kernel.text import narrow
from formkit.ooxml.cells import Row, Runs, Stored, StylesScan
from formkit.surveys import anchors, signs

_SECONDS = 86_400
_CLOSE = 1e-6  # days: a tenth of a second
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_WHOLE = 1e15  # Excel keeps fifteen digits
_FALSE_LEAP_DAY = 61  # before it programs count the days since 1900 differently
_REMEMBERED = 2_048  # rows


class Doubt(StrEnum):
    """Why a cell cannot be taken as it is read."""

    ERROR = "error"  # #N/A, #DIV/0! …
    UNCACHED = "uncached"  # a formula without a stored result
    DIFFERENT = "different"  # the two readers do not agree


class Seen(NamedTuple):
    """A cell as seen: text with the signs of symbol fonts resolved, value, doubt.

    `text` is "" of an empty cell; numbers that are whole are written without a point.
    """

    text: str = ""
    value: str | float | bool | None = None
    doubt: Doubt | None = None
    other: str = ""  # what the second reader sees, where they differ; the error's name
    formula: bool = False

    @property
    def blank(self) -> bool:
        """Whether there is nothing to be seen."""
        return self.doubt is None and not self.text.strip()


class Line:
    """A row as both readers see it: by column, every cell that is not blank to both.

    One object stands for all rows that are written alike and say the same to both.
    """

    def __init__(self, cells: Mapping[int, Seen]) -> None:
        self.cells = cells
        self.plain = {column: plain(seen.text) for column, seen in cells.items()}
        """By column the text as labels are compared."""
        self.labels = tuple(
            (text, column)
            for column, text in self.plain.items()
            if text in anchors.LABELS or text.startswith(anchors.PRINTED_NUMBER)
        )
        """What is printed beside answers, with its column."""

    @cached_property
    def said(self) -> Sequence[tuple[int, Seen]]:
        """Column and cell, ours in the file's order before those that calamine alone sees."""
        return tuple(self.cells.items())


class Eyes(NamedTuple):
    """What the meaning of cells hangs on besides the cells: fonts, and from when days count."""

    styles: StylesScan | None
    has_symbols: bool  # a font is among them whose letters show as signs
    date1904: bool

    def see(self, stored: Stored, runs: Runs, other: Any) -> Seen:
        """Return what the two readers make of a cell that we find filled; `runs`: its text."""
        if stored.kind == "e":
            return Seen(stored.value, None, Doubt.ERROR, stored.value, stored.formula)
        if stored.formula and not stored.value and stored.kind != "str":
            return Seen(doubt=Doubt.UNCACHED, formula=True)
        value = value_of(stored, runs)
        text = self._shown(stored, runs, value) if isinstance(value, str) else text_of(value)
        if _same(value, other) or _agree(value, other, date1904=self.date1904):
            return Seen(text, value, formula=stored.formula)
        return Seen(text, value, Doubt.DIFFERENT, text_of(other), stored.formula)

    def _shown(self, stored: Stored, runs: Runs, value: str) -> str:
        """Return a text cell's text, each run by its font."""
        runs = runs if stored.kind in _IN_RUNS else ((stored.value, None),)
        if len(runs) == 1 and runs[0][1] is None and not self.has_symbols:
            return value
        own = self.styles.font_of(stored.style) if self.styles else ""
        return signs.plain((text, own if font is None else font) for text, font in runs)


def line_of(row: Row, texts: Sequence[Runs], others: Sequence[Any], eyes: Eyes) -> Line:
    """Return a row as both readers see it.

    Args:
        row: its cells that we find filled.
        texts: the shared texts of the workbook.
        others: the values of the row that calamine gives, from column A on.
        eyes: what the meaning hangs on besides.
    """
    shared = tuple(map(texts.__getitem__, row.shared))
    usual = _agreed(row, shared, len(others), eyes)
    # 1, 1.0 and True are equal, and not the same to see.
    if others == usual.others and list(map(type, others)) == usual.types:
        return usual.line
    return _line(row, shared, others, eyes)


class _Agreed(NamedTuple):
    """A row as it is seen when calamine gives just what our own reader holds."""

    others: list[Any]
    types: list[type]
    line: Line


@lru_cache(maxsize=_REMEMBERED)
def _agreed(row: Row, shared: tuple[Runs, ...], width: int, eyes: Eyes) -> _Agreed:
    others: list[Any] = [""] * width
    for column, cell, runs in _cells(row, shared):
        if column <= width:
            others[column - 1] = value_of(cell, runs)
    return _Agreed(others, list(map(type, others)), _line(row, shared, others, eyes))


def _line(row: Row, shared: tuple[Runs, ...], others: Sequence[Any], eyes: Eyes) -> Line:
    found: dict[int, Seen] = {}
    for column, cell, runs in _cells(row, shared):
        other = others[column - 1] if column <= len(others) else ""
        seen = eyes.see(cell, runs, other)
        if seen.doubt is not None or seen.text:
            found[column] = seen
    for column, other in enumerate(others, start=1):
        if other != "" and column not in row.cells:
            found[column] = Seen(doubt=Doubt.DIFFERENT, other=text_of(other))
    return Line(found)


def _cells(row: Row, shared: Iterable[Runs]) -> Iterator[tuple[int, Stored, Runs]]:
    """Yield column, cell, and the text where it has one in runs."""
    texts = iter(shared)
    for column, cell in row.cells.items():
        yield column, cell, next(texts) if cell.kind == "s" else cell.runs


def value_of(stored: Stored, runs: Runs) -> str | float | bool | None:
    """Return what a cell holds to our own reader; `runs`: its text, where it has one in runs."""
    if stored.kind in _IN_RUNS:
        return runs[0][0] if len(runs) == 1 else "".join(text for text, _ in runs)
    if stored.kind == "b":
        return stored.value.strip() in {"1", "true"}
    if stored.kind in {"n", ""}:
        return float(stored.value) if stored.value else None
    return stored.value


_IN_RUNS = frozenset(("s", "inlineStr"))


@lru_cache(maxsize=8_192)
def plain(text: str) -> str:
    """Return a text as labels are compared: half-width, without blanks."""
    return "".join(narrow(text).split())


def text_of(value: object) -> str:
    """Return a value as text: numbers that are whole without a point."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return _number(value)
    return str(value)


@lru_cache(maxsize=1_024)
def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)


def _same(value: object, other: object) -> bool:
    return value == other and isinstance(value, bool) is isinstance(other, bool)


def _agree(value: str | float | bool | None, other: Any, *, date1904: bool) -> bool:  # noqa: FBT001 - a cell's value
    if value is None or value == "":
        return other in ("", None)
    if isinstance(value, str):
        return isinstance(other, str) and value.strip() == other.strip()
    if isinstance(value, bool) or isinstance(other, bool | str):
        return False
    serial = _serial(other, _EPOCH_1904 if date1904 else _EPOCH_1900)
    if serial is None:
        return False
    slack = 1.0 if value < _FALSE_LEAP_DAY and not date1904 else 0.0
    return abs(serial - value) <= slack + _CLOSE


def _serial(other: Any, epoch: date) -> float | None:
    """Return the number behind a date, time or duration that calamine made of it."""
    if isinstance(other, datetime):
        return (other.date() - epoch).days + _fraction(other.time())
    if isinstance(other, date):
        return float((other - epoch).days)
    if isinstance(other, time):
        return _fraction(other)
    if isinstance(other, timedelta):
        return other / timedelta(days=1)
    return float(other) if isinstance(other, int | float) else None


def _fraction(moment: time) -> float:
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return (seconds + moment.microsecond / 1_000_000) / _SECONDS

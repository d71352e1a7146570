"""Formulas whose references follow the rows that moved, on every sheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from formkit.ooxml.addresses import ROWS
from formkit.render.rows import At, RowMap, Rows

LONGEST = 8192  # signs of a formula (Excel specifications and limits)
CELL = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)(\d{1,7})")
_AREA = re.compile(r"(\$?[A-Za-z]{0,3})(\$?)(\d{1,7}):(\$?[A-Za-z]{0,3})(\$?)(\d{1,7})")


class Moves:
    """Where the rows of each sheet went.

    Args:
        maps: the sheets that have moved rows, by their title; titles differ in more than case.
    """

    def __init__(self, maps: Mapping[str, RowMap]) -> None:
        self._maps = {title.casefold(): rows for title, rows in maps.items()}

    def formula(self, text: str, own: str, at: At | None, *, union: bool = True) -> str:
        """Return a formula (without `=`) with its references moved.

        Args:
            text: the formula.
            own: the title of the sheet in which it stands.
            at: where it stands there; None: not in one row.
            union: whether several areas may stand in the place of one; otherwise the area that
                encloses them does.
        """
        return "".join(
            self._moved(value, own, at, union=union) if refers else value
            for value, refers in _tokens(text)
        )

    def _moved(self, value: str, own: str, at: At | None, *, union: bool) -> str:
        prefix, mark, reference = value.rpartition("!")
        title = title_of(prefix) if mark else own
        rows = self._maps.get(title.casefold())
        if rows is None or (mark and not prefix):
            return value
        here = at if title.casefold() == own.casefold() else None
        pieces = [f"{prefix}{mark}{one}" for one in moved(reference, rows, here)]
        if len(pieces) > 1 and not union:
            pieces = [f"{prefix}{mark}{_hull(reference, rows, here)}"]
        return pieces[0] if len(pieces) == 1 else f"({','.join(pieces)})"


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the pieces of a formula, each with whether it may be a reference."""
    return tuple(
        (str(token.value), token.type == Token.OPERAND and token.subtype == Token.RANGE)
        for token in Tokenizer(f"={text}").items
    )


def readable(text: str) -> bool:
    """Return whether the parts of a formula can be told apart."""
    try:
        _tokens(text)
    except (TokenizerError, IndexError):  # IndexError: openpyxl's, where more is closed than opened
        return False
    return True


def operands(text: str) -> list[str]:
    """Return what a formula refers to: areas, names, columns of tables."""
    return [value for value, refers in _tokens(text) if refers]


def calls(text: str, function: str) -> bool:
    """Return whether a formula calls that function."""
    return any(value.upper() == f"{function}(" for value, _ in _tokens(text))


def title_of(prefix: str) -> str:
    """Return the title that the part of a reference before `!` names."""
    return prefix.strip("'").replace("''", "'")


def moved(reference: str, rows: RowMap, at: At | None) -> list[str]:
    """Return one reference (`D6`, `$D$5:D7`, `5:7`) as the areas it became; else as it is.

    Where the document has none of its rows, the last row of the sheet stands for them: nothing.
    """
    if found := _AREA.fullmatch(reference):
        left, fixed, top, right, fixed_too, bottom = found.groups()
        ends = sorted(
            ((int(top), bool(fixed)), (int(bottom), bool(fixed_too))), key=lambda end: end[0]
        )
        areas = _area(rows, at, *ends) or [(ROWS, ROWS)]
        return [f"{left}{fixed}{first}:{right}{fixed_too}{last}" for first, last in areas]
    if found := CELL.fullmatch(reference):
        column, fixed, row = found.groups()
        pieces = []
        for first, last in _cell(rows, at, int(row), fixed=bool(fixed)) or [(ROWS, ROWS)]:
            one = f"{column}{fixed}{first}"
            pieces.append(one if first == last else f"{one}:{column}{fixed}{last}")
        return pieces
    return [reference]


def _hull(reference: str, rows: RowMap, at: At | None) -> str:
    pieces = moved(reference, rows, at)
    return f"{pieces[0].partition(':')[0]}:{pieces[-1].rpartition(':')[2].rpartition('!')[2]}"


def _cell(rows: RowMap, at: At | None, row: int, *, fixed: bool) -> list[Rows]:
    """Return what a reference to one row means; a fixed one of the same loop its first repetition.

    So a row that is filled down keeps it.
    """
    if fixed and at is not None:
        return rows.first(row) if rows.common(at.row, row) else rows.seen_from(None, row, row)
    return rows.seen_from(at, row, row)


def _area(
    rows: RowMap, at: At | None, upper: tuple[int, bool], lower: tuple[int, bool]
) -> list[Rows]:
    """Return the rows of an area whose ends are given, each with whether `$` fixes it.

    Inside the same loop a fixed upper end is the first repetition (a sum that runs on), two fixed
    ends are all repetitions.
    """
    (top, top_fixed), (bottom, bottom_fixed) = upper, lower
    if at is None or not rows.common(at.row, top, bottom) or not top_fixed:
        return rows.seen_from(at, top, bottom)
    if bottom_fixed:
        return rows.seen_from(None, top, bottom)
    own, first = rows.seen_from(at, top, bottom), rows.first(top)
    return [(min(first[0][0], own[0][0]), own[-1][1])] if own and first else own

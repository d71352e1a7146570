"""Where the rows of a sheet go when a loop repeats some of them, and references that follow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from formkit.ooxml.addresses import ROWS

_CELL = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)(\d+)")
_AREA = re.compile(r"(\$?[A-Za-z]{0,3})(\$?)(\d+):(\$?[A-Za-z]{0,3})(\$?)(\d+)")


class NoRowLeft(Exception):
    """A reference to rows of which this document has none."""


@dataclass(frozen=True, slots=True)
class At:
    """The row of the template in which a formula stands, and which repetition of it (from 0)."""

    row: int
    repetition: int = 0


class RowMap:
    """Template row → rows of the document.

    Args:
        order: the template rows in the order of the document, up to the last row with a tag.
        last: the last row with a tag; rows below move together.
        groups: body row → number of its outermost pair of row tags.
    """

    def __init__(self, order: Sequence[int], last: int, groups: Mapping[int, int]) -> None:
        self._at: dict[int, list[int]] = {}
        for new, row in enumerate(order, start=1):
            self._at.setdefault(row, []).append(new)
        self._last = last
        self._delta = len(order) - last
        self._groups = groups

    def rows(self, row: int) -> list[int]:
        """Return the document's rows that came from a template row; none for a tag's row."""
        return self._at.get(row, []) if row <= self._last else [row + self._delta]

    def expanded(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Return the first and last row that came from an area; None where nothing is left."""
        first = next((self.rows(row)[0] for row in range(top, bottom + 1) if self.rows(row)), None)
        if first is None:
            return None
        last = next(self.rows(row)[-1] for row in range(bottom, top - 1, -1) if self.rows(row))
        return first, min(last, ROWS)

    def areas(self, top: int, bottom: int) -> list[tuple[int, int]]:
        """Return what an area that must keep its shape becomes: one per repetition of its rows."""
        if top in self._groups and self._groups.get(top) == self._groups.get(bottom):
            return list(zip(self.rows(top), self.rows(bottom), strict=False))
        whole = self.expanded(top, bottom)
        return [whole] if whole else []

    def _together(self, at: At | None, *rows: int) -> bool:
        if at is None or at.row not in self._groups:
            return False
        return all(self._groups.get(row) == self._groups[at.row] for row in rows)

    def seen_from(self, at: At | None, top: int, bottom: int) -> tuple[int, int]:
        """Return the rows that a reference means when it stands at `at` (None: outside the sheet).

        From within a repeated row the rows of the same repetition are meant, from elsewhere all.

        Raises:
            NoRowLeft: the document has none of these rows.
        """
        if at is not None and self._together(at, top, bottom):
            return self._own(at, top), self._own(at, bottom)
        whole = self.expanded(top, bottom)
        if whole is None:
            raise NoRowLeft
        return whole

    def _own(self, at: At, row: int) -> int:
        found, here = self.rows(row), self.rows(at.row)
        if not found:
            raise NoRowLeft
        if len(found) == len(here):
            return found[at.repetition]
        return min(found, key=lambda new: abs(new - here[at.repetition]))

    def formula(self, text: str, sheet: str, own_sheet: str, at: At | None) -> str:
        """Return a formula (without `=`) with its references to `sheet` moved.

        Args:
            text: the formula.
            sheet: the title of the sheet whose rows move.
            own_sheet: the title of the sheet in which the formula stands.
            at: where it stands; None: not in a row of `sheet`.

        Raises:
            NoRowLeft: it refers to rows of which this document has none.
        """
        tokens = Tokenizer(f"={text}").items
        return "".join(self._token(token, sheet, own_sheet, at) for token in tokens)

    def _token(self, token: Token, sheet: str, own_sheet: str, at: At | None) -> str:
        value = str(token.value)
        if token.type != Token.OPERAND or token.subtype != Token.RANGE:
            return value
        prefix, mark, reference = value.rpartition("!")
        named = prefix.strip("'").replace("''", "'") if mark else own_sheet
        return prefix + mark + self.reference(reference, at) if named == sheet else value

    def reference(self, reference: str, at: At | None) -> str:
        """Return one reference (`D6`, `$D$5:D7`, `5:7`) moved; anything else as it is."""
        if found := _AREA.fullmatch(reference):
            left, fixed, top, right, fixed_too, bottom = found.groups()
            rows = self.seen_from(at, *sorted((int(top), int(bottom))))
            return f"{left}{fixed}{rows[0]}:{right}{fixed_too}{rows[1]}"
        if found := _CELL.fullmatch(reference):
            column, fixed, row = found.groups()
            first, last = self.seen_from(at, int(row), int(row))
            one = f"{column}{fixed}{first}"
            return one if first == last else f"{one}:{column}{fixed}{last}"
        return reference

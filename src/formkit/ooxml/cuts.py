"""Where the part of a worksheet may be cut between two rows, so that it can be read in portions."""

from __future__ import annotations

CUT_ROWS = 500  # so many rows stand between two cuts

Cut = tuple[int, int]  # row, counted from 0; position in the unpacked part where it begins


class Cuts:
    """Notes cuts while the rows of a part go by."""

    def __init__(self) -> None:
        self._noted: list[Cut] = []
        self._rows = 0
        self._last = 0
        self._plain = True
        self._ended = False

    def row(self, number: int, position: int, *, named: bool) -> None:
        """See a row begin at that position; `named`: it says its number, from 1, itself."""
        self._plain = self._plain and named and number > self._last and not self._ended
        self._last = number
        if self._rows % CUT_ROWS == 0:
            self._noted.append((number - 1, position))
        self._rows += 1

    def end(self, position: int) -> None:
        """See the end of the rows at that position."""
        self._plain = self._plain and not self._ended
        self._ended = True
        self._noted.append((self._last, position))

    @property
    def found(self) -> tuple[Cut, ...]:
        """The cuts, the last one at the end of the rows; empty where cutting would lose a row.

        That is where a row does not say its number, or rows do not stand in their order.
        """
        return tuple(self._noted) if self._plain and self._ended else ()

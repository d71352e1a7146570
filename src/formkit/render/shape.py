"""A part for one way through its tags: what never changes on that way, and where values stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Hashable, Iterator, Sequence
from typing import Generic, TypeVar

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no template holds them (FK-TPL-009)
_SLOT = re.compile(f"{OPEN}(\\d+){CLOSE}")
_MOST_SHAPES = 256
S = TypeVar("S")
_MOST_SLOTS = 4_000  # values of a part; what has more is rendered by the reference every time


def slot(number: int) -> str:
    """Return what stands in a skeleton for the value of that number, counted from 0."""
    return f"{OPEN}{number}{CLOSE}"


def slots_in(text: str) -> list[str]:
    """Return a text taken apart: what stands still, and between it the numbers of its slots."""
    return _SLOT.split(text)


class Slots:
    """Gives the tags of a part, asked in any order, the numbers of their values.

    A tag in a loop prints several values; both programs of a part meet them in the same order.

    Args:
        numbers: the numbers of the printing tags in the order of their values.
    """

    def __init__(self, numbers: Sequence[int]) -> None:
        positions: dict[int, list[int]] = {}
        for position, number in enumerate(numbers):
            positions.setdefault(number, []).append(position)
        self._left: dict[int, Iterator[int]] = {n: iter(found) for n, found in positions.items()}

    def write(self, _: object, number: int) -> str:
        """Return the slot of the tag's next value."""
        return slot(next(self._left[number]))


class Shape:
    """The pieces of a part between its values.

    Args:
        skeleton: the part with a `slot` for every value.
        numbers: the numbers of the printing tags in the order of their values.
        shared: takes every piece, so that the shapes of a part hold equal ones once.
    """

    def __init__(self, skeleton: str, numbers: Sequence[int], shared: dict[bytes, bytes]) -> None:
        split = slots_in(skeleton)
        self._order = tuple(int(one) for one in split[1::2])
        self._in_order = self._order == tuple(range(len(numbers)))
        self.whole = sorted(self._order) == list(range(len(numbers)))  # each value has its slot
        self.numbers = tuple(numbers[one] for one in self._order) if self.whole else ()
        encoded = (one.encode() for one in split[::2])
        self.pieces = tuple(shared.setdefault(one, one) for one in encoded)
        self._frame = [b""] * len(split)
        self._frame[::2] = self.pieces

    def arranged(self, values: list[str]) -> list[str]:
        """Return the values, given in the order of the tags, as they stand in the part."""
        return values if self._in_order else [values[position] for position in self._order]

    def join(self, values: Sequence[bytes]) -> bytes:
        """Return the part with these values, arranged."""
        frame = self._frame.copy()
        frame[1::2] = values
        return b"".join(frame)

    def expected(self, values: Sequence[bytes]) -> bytes:
        """Return what must stand in the file: what `join` makes, told apart from it."""
        pairs = zip(self.pieces, (*values, b""), strict=True)
        return b"".join(itertools.chain.from_iterable(pairs))


class Shapes(Generic[S]):
    """What was learnt of the ways that data took; the oldest makes room for the newest."""

    def __init__(self) -> None:
        self._found: dict[Hashable, S] = {}

    def get(self, way: Hashable) -> S | None:
        """Return what is known of that way; None where no document has gone it yet."""
        return self._found.get(way)

    def keep(self, way: Hashable, shape: S, *, slots: int) -> None:
        """Keep what was compared with the reference; `slots` is how many values it has."""
        if slots > _MOST_SLOTS:
            return
        while len(self._found) >= _MOST_SHAPES:
            self._found.pop(next(iter(self._found)), None)
        self._found[way] = shape

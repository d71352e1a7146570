"""A part for one way through its tags: what never changes on that way, and where values stand."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from formkit.render.trace import Way

OPEN, CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no template holds them (FK-TPL-009)
_SLOT = re.compile(f"{OPEN}(\\d+){CLOSE}")
_MOST_SHAPES = 256
_MOST_SLOTS = 4_000  # values of a part; what has more is rendered by the reference every time


def slot(number: int) -> str:
    """Return what stands in a skeleton for the value of that number, counted from 0."""
    return f"{OPEN}{number}{CLOSE}"


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
        split = _SLOT.split(skeleton)
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


class Shapes:
    """The shapes that a part has had so far; those longest unknown make room for new ones."""

    def __init__(self) -> None:
        self.shared: dict[bytes, bytes] = {}
        self._found: dict[Way, Shape] = {}

    def get(self, way: Way) -> Shape | None:
        """Return the shape of that way; None where no document has gone it yet."""
        return self._found.get(way)

    def keep(self, way: Way, shape: Shape) -> None:
        """Keep a shape that was compared with the reference."""
        if len(shape.numbers) > _MOST_SLOTS:
            return
        while len(self._found) >= _MOST_SHAPES:
            self._found.pop(next(iter(self._found)), None)
        self._found[way] = shape

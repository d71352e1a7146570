"""Many items kept in a private temporary file, so that they take little memory however many."""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TypeVar, overload

Item = TypeVar("Item")

CHUNK = 1_000  # items; a run of no more never touches the disk


class Spooled(Sequence[Item]):
    """Items in their order; they are pickled, so what comes out is equal to what went in.

    The file has no name and is gone with its last reader. Where the disk is full the items stay in
    memory.
    """

    def __init__(self, items: Iterable[Item] = ()) -> None:
        self._stream: IO[bytes] | None = None
        self._starts = array("Q", [0])  # of the chunks in the file, and where the last one ends
        self._newest: list[Item] = []
        self.extend(items)

    def extend(self, items: Iterable[Item]) -> None:
        """Append items."""
        for item in items:
            self.put(item)

    def put(self, item: Item) -> None:
        """Append an item."""
        if self._newest and len(self._newest) % CHUNK == 0:
            self._put_away()
        self._newest.append(item)

    def _put_away(self) -> None:
        try:
            if self._stream is None:
                self._stream = tempfile.TemporaryFile()  # noqa: SIM115 - it lasts as long as the items
                weakref.finalize(self, self._stream.close)
            stream = self._stream
            while len(self._newest) >= CHUNK:
                stream.seek(self._starts[-1])
                pickle.dump(self._newest[:CHUNK], stream, pickle.HIGHEST_PROTOCOL)
                stream.flush()
                self._starts.append(stream.tell())
                del self._newest[:CHUNK]
        except OSError:  # tried again when there is more
            return

    def _chunk(self, number: int) -> list[Item]:
        if self._stream is None or number == len(self._starts) - 1:
            return self._newest
        self._stream.seek(self._starts[number])
        chunk: list[Item] = pickle.load(self._stream)  # noqa: S301 - we wrote it
        return chunk

    def __iter__(self) -> Iterator[Item]:
        """Yield the items; each chunk is read once."""
        for number in range(len(self._starts)):
            yield from self._chunk(number)

    def __len__(self) -> int:
        """Return how many items there are."""
        return (len(self._starts) - 1) * CHUNK + len(self._newest)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        at = range(len(self))[index]  # raises IndexError
        number = min(at // CHUNK, len(self._starts) - 1)
        return self._chunk(number)[at - number * CHUNK]

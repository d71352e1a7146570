"""Rows kept in a private temporary file, so that a ledger of any length takes little memory.

A spool holds one sheet after the other, each as chunks of rows. The file belongs to this process
alone and is gone when the last grid over it is gone, at the latest when the program ends.
"""

from __future__ import annotations

import pickle
import shutil
import tempfile
import weakref
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, overload

from formkit.intake.grid import Row, filled

CHUNK_ROWS = 256
KEPT_CHUNKS = 4  # child rows may stand in another order than the rows they belong to


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of one sheet.

    `starts` are the positions of its chunks in the file, and where the last one ends; `filled`
    counts the cells that hold anything, `columns` are those with such a cell.
    """

    count: int
    starts: array[int]
    filled: int
    columns: frozenset[int]


def write(rows: Iterable[Row], stream: IO[bytes]) -> Written:
    """Append the rows of a sheet to a spool and return what is needed to read them."""
    starts = array("Q", [stream.tell()])
    columns: set[int] = set()
    count = cells = 0
    chunk: list[Row] = []
    for row in rows:
        held = [index for index, value in enumerate(row) if filled(value)]
        cells += len(held)
        columns.update(held)
        chunk.append(row)
        count += 1
        if len(chunk) == CHUNK_ROWS:
            _put(chunk, stream, starts)
            chunk = []
    if chunk:
        _put(chunk, stream, starts)
    return Written(count, starts, cells, frozenset(columns))


def _put(chunk: list[Row], stream: IO[bytes], starts: array[int]) -> None:
    pickle.dump(chunk, stream, protocol=pickle.HIGHEST_PROTOCOL)
    starts.append(stream.tell())


class Spool:
    """The file behind the rows of a data file."""

    def __init__(self, stream: IO[bytes], folder: Path | None = None) -> None:
        self.stream = stream
        weakref.finalize(self, _remove, stream, folder)

    @classmethod
    def own(cls) -> Spool:
        """Return an empty spool to write to; it has no name."""
        return cls(tempfile.TemporaryFile())

    @classmethod
    def written_by_child(cls, path: Path) -> Spool:
        """Return the spool that a child process wrote into a folder made for it alone.

        The folder goes with the spool; where open files may be removed, it goes at once.
        """
        stream = path.open("rb")
        shutil.rmtree(path.parent, ignore_errors=True)
        return cls(stream, path.parent)

    def rows(self, written: Written) -> SpooledRows:
        """Return the rows of one sheet."""
        return SpooledRows(self, written)


def _remove(stream: IO[bytes], folder: Path | None) -> None:
    with suppress(OSError):
        stream.close()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


class SpooledRows(Sequence[Row]):
    """The rows of one sheet, read from the spool when they are asked for.

    Going through them in order reads each chunk once; they can be gone through again.
    """

    def __init__(self, spool: Spool, written: Written) -> None:
        self._spool = spool
        self._written = written
        self._kept: OrderedDict[int, list[Row]] = OrderedDict()

    def __len__(self) -> int:
        return self._written.count

    def __iter__(self) -> Iterator[Row]:
        return self.after(-1)

    def after(self, index: int) -> Iterator[Row]:
        """Yield the rows behind the one at `index`."""
        first, skipped = divmod(index + 1, CHUNK_ROWS)
        for number in range(first, len(self._written.starts) - 1):
            yield from self._chunk(number)[skipped:]
            skipped = 0

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        at = index if index >= 0 else index + len(self)
        if not 0 <= at < len(self):
            raise IndexError(index)
        return self._chunk(at // CHUNK_ROWS)[at % CHUNK_ROWS]

    def _chunk(self, number: int) -> list[Row]:
        chunk = self._kept.get(number)
        if chunk is None:
            start, end = self._written.starts[number], self._written.starts[number + 1]
            self._spool.stream.seek(start)
            chunk = pickle.loads(self._spool.stream.read(end - start))  # noqa: S301 - we wrote it
            self._kept[number] = chunk
            if len(self._kept) > KEPT_CHUNKS:
                self._kept.popitem(last=False)
        return chunk

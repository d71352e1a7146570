"""What a call has made, taken while it goes on: the next document is converted meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path


class Harvest:
    """The PDFs of one call.

    A file that lies there may still be in the making; once a later one is there it is whole,
    because programs make them in order.

    Args:
        files: the PDFs as they will come, in order.
        take: is called once with the position of each PDF that is whole.
    """

    def __init__(self, files: Sequence[Path], take: Callable[[int], None]) -> None:
        self._files = files
        self._take = take
        self._left = list(range(len(files)))  # not taken
        self._last = -1  # the last one that lies there

    def look(self) -> int:
        """Take the PDFs that are whole by now, and return how far the program had come.

        What comes meanwhile waits for the next look: whoever looks watches the program's time too.
        """
        for at in range(self._last + 1, len(self._files)):
            if self._files[at].exists():
                self._last = at
        for at in [at for at in self._left if at < self._last and self._files[at].exists()]:
            self._taken(at)
        return self._last + 1

    def rest(self) -> None:
        """Take all that is there, the program being at its end."""
        for at in list(self._left):
            if self._files[at].exists():
                self._taken(at)

    def _taken(self, at: int) -> None:
        self._left.remove(at)
        self._take(at)

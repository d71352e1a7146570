"""PDFs of earlier runs, by what decides their bytes; bounded, and never believed unread."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from formkit.kernel.files import sha256

# Raised whenever the same document would give another PDF: export options, finishing.
FORM = "1"
MOST_BYTES = 500_000_000
_LENGTH = 32  # hex digits of a hash: a name that also Windows takes, deep in a folder
_KEPT = 0.8  # what is left of it after clearing


@dataclass(frozen=True)
class Cache:
    """A folder of PDFs that may be deleted at any time.

    Args:
        folder: where they lie; made when something is put in.
        surroundings: what else decides the bytes on this machine: fonts.
        most_bytes: how large the folder may grow; the longest unused go first.
    """

    folder: Path
    surroundings: str = ""
    most_bytes: int = MOST_BYTES

    def get(self, key: Sequence[str]) -> bytes | None:
        """Return the PDF of that key; None where there is none, or where it was damaged."""
        name = self._name(key)
        for path in self._shelf(name).glob(f"{name}-*.pdf"):
            with suppress(OSError):
                data = path.read_bytes()
                if path.stem == _stem(name, data):
                    os.utime(path)  # used just now
                    return data
                path.unlink()
        return None

    def put(self, key: Sequence[str], pdf: bytes) -> None:
        """Keep the PDF under that key; where it cannot be written, nothing is kept."""
        name = self._name(key)
        shelf = self._shelf(name)
        with suppress(OSError):
            shelf.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=shelf, suffix=".tmp")
            with os.fdopen(handle, "wb") as stream:
                stream.write(pdf)
            Path(temporary).replace(shelf / f"{_stem(name, pdf)}.pdf")

    def clear(self) -> None:
        """Let the longest unused go until the folder is well below its bound."""
        found = []
        for path in self.folder.glob("*/*"):
            with suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        total = sum(size for _used, size, _path in found)
        if total <= self.most_bytes:
            return
        for _used, size, path in sorted(found):
            with suppress(OSError):
                path.unlink()
            total -= size
            if total <= self.most_bytes * _KEPT:
                return

    def _name(self, key: Sequence[str]) -> str:
        return sha256("\n".join((FORM, self.surroundings, *key)).encode())[:_LENGTH]

    def _shelf(self, name: str) -> Path:
        return self.folder / name[:2]


def _stem(name: str, data: bytes) -> str:
    return f"{name}-{sha256(data)[:_LENGTH]}"

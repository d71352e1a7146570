"""Of which file a PDF in another folder was made: two files of one name do not replace each other.

A PDF does not say it, for the same document must give the same bytes wherever it lies. So it is
noted in the user's cache; where no note tells that a PDF is of this file, it is left alone.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from formkit.kernel import user_cache
from formkit.kernel.files import sha256
from formkit.pdf.finish import made_here

_FOLDER = "pdf-sources"
_LENGTH = 32  # hex digits of a hash


def _notes() -> Path | None:
    return user_cache.folder(_FOLDER)


@dataclass(frozen=True)
class MadeFrom:
    """The notes of this machine's user."""

    folder: Path | None = field(default_factory=_notes)

    def may_replace(self, pdf: Path, source: Path) -> bool:
        """Return whether what stands there is a PDF that formkit made of this very file.

        Beside its document the name says so; without a cache every PDF of formkit counts as such.
        """
        if not made_here(pdf):
            return False
        if self.folder is None or pdf.resolve().parent == source.resolve().parent:
            return True
        try:
            return self._note(self.folder, pdf).read_text(encoding="ascii") == _sign(source)
        except (OSError, ValueError):
            return False

    def note(self, pdf: Path, source: Path) -> None:
        """Write down of which file a PDF was made; where it cannot be written, nobody knows it."""
        if self.folder is not None and pdf.resolve().parent != source.resolve().parent:
            with suppress(OSError):
                self._note(self.folder, pdf).write_text(_sign(source), encoding="ascii")

    @staticmethod
    def _note(folder: Path, pdf: Path) -> Path:
        return folder / _sign(pdf)


def _sign(path: Path) -> str:
    name = os.path.normcase(path.resolve())
    return sha256(name.encode("utf-8", "surrogatepass"))[:_LENGTH]

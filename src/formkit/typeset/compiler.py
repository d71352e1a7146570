"""Typst, the typesetter: one compiler for all sheets of a process."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from formkit.kernel.clock import CHINA
from formkit.typeset.faces import Faces

MAIN = "main.typ"
ARCHIVAL = "a-2b"
_ROOT = Path(__file__).parent  # nothing is read from it: all files are given with each call


class NotSet(Exception):
    """A source that Typst refuses; `reason` is its own sentence, in English."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Typesetter:
    """Sets sources with the faces of this machine. One may be used by several threads.

    Args:
        faces: which fonts print which face.
    """

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self._lock = threading.Lock()
        self._compiler: typst.Compiler | None = None

    def pdf(self, files: Mapping[str, bytes], created: datetime) -> bytes:
        """Return the source as PDF/A-2b, tagged; the same input gives the same bytes.

        Args:
            files: the source `main.typ`, and the files that it reads.
            created: the moment that stands in the file, in China.

        Raises:
            NotSet: Typst refuses the source, or a sign has no glyph.
        """
        stamp = int(created.replace(tzinfo=CHINA).timestamp())
        made = self._compiled(files, format="pdf", pdf_standards=[ARCHIVAL], timestamp=stamp)
        return bytes(made)

    def pictures(self, files: Mapping[str, bytes], ppi: float) -> list[bytes]:
        """Return the pages as PNG pictures of that many pixels per inch; raises NotSet."""
        made = self._compiled(files, format="png", ppi=ppi)
        return [made] if isinstance(made, bytes) else list(made)

    def _compiled(self, files: Mapping[str, bytes], **options: Any) -> Any:
        with self._lock:
            if self._compiler is None:
                self._compiler = typst.Compiler(
                    root=str(_ROOT),
                    font_paths=[str(folder) for folder in self.faces.folders],
                    ignore_system_fonts=not self.faces.system,
                )
            try:
                return self._compiler.compile(input=dict(files), **options)
            except typst.TypstError as error:
                raise NotSet(str(error).partition("\n")[0]) from error

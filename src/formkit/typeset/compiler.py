"""Typst, the typesetter: one compiler for all sheets of a process."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from formkit.kernel import user_cache
from formkit.kernel.clock import CHINA
from formkit.kernel.files import sha256
from formkit.kernel.temporary import Temporary
from formkit.typeset.faces import Faces, Font
from formkit.typeset.slimmed import slimmed

MAIN = "main.typ"
FACES = "faces.json"
ARCHIVAL = "a-2b"


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

    def module(self, source: str) -> str:
        """Keep a module and return the path under which sources import it.

        It is read and evaluated once for as long as it is in use; what is given with each call is
        read anew each time. It may read `faces.json`: the fonts of each face, best first.
        """
        data = source.encode()
        name = f"{sha256(data)}.typ"
        (self._root / name).write_bytes(data)
        return f"/{name}"

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
            try:
                return self._compiler.compile(input=dict(files), **options)
            except typst.TypstError as error:
                raise NotSet(str(error).partition("\n")[0]) from error

    def families(self, face: str) -> list[str]:
        """Return the names under which Typst knows the fonts that print a face, best first."""
        return [self._slimmed.get(font.family, font.family) for font in self.faces.fonts(face)]

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(
            root=str(self._root),
            font_paths=[str(folder) for folder in (*self.faces.folders, self._copies)],
            ignore_system_fonts=not self.faces.system,
        )

    @cached_property
    def _root(self) -> Path:
        """The folder of modules; no source reaches beyond it."""
        root = self._folder / "sources"
        root.mkdir()
        chains = {face: self.families(face) for face in self.faces.wanted.faces}
        said = json.dumps(chains, ensure_ascii=False, sort_keys=True)
        (root / FACES).write_text(said, encoding="utf-8")
        return root

    @cached_property
    def _slimmed(self) -> Mapping[str, str]:
        return slimmed(self._fonts(), self._copies)

    def _fonts(self) -> Iterator[Font]:
        for face in self.faces.wanted.faces:
            yield from self.faces.fonts(face)

    @cached_property
    def _copies(self) -> Path:
        """The folder of slimmed fonts."""
        kept = user_cache.folder("fonts")
        if kept is not None:
            return kept
        folder = self._folder / "fonts"
        folder.mkdir()
        return folder

    @cached_property
    def _folder(self) -> Path:
        return self._temporary.path

    @cached_property
    def _temporary(self) -> Temporary:
        """A folder that goes with the typesetter, or with the process."""
        return Temporary("typeset")

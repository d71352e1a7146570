"""Faces: what a form asks for (宋体), and which fonts of this machine print it, sign by sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from formkit.typeset.coverage import signs_of

_TEXTS = frozenset({".txt", ".md", ".pdf", ".html", ".ini"})  # licences and the like
PRINTED_WITHOUT_INK = frozenset(" \t\n\r\u3000")


@dataclass(frozen=True)
class Wanted:
    """Which fonts may print each face, best first, and which stand behind all of them.

    faces: by the name that a form uses (宋体). rare: for signs that none of a face's own has.
    """

    faces: Mapping[str, tuple[str, ...]]
    rare: tuple[str, ...] = ()

    def chain(self, face: str) -> tuple[str, ...]:
        """Return all fonts that may print a face, best first; an unknown face has the rare ones."""
        return tuple(dict.fromkeys((*self.faces.get(face, ()), *self.rare)))


def wanted_of(data: Mapping[str, Sequence[str]], *, rare: str = "生僻字") -> Wanted:
    """Return what a list of fonts by face says; under `rare` stand those behind all faces."""
    faces = {face: tuple(names) for face, names in data.items() if face != rare}
    return Wanted(faces, tuple(data.get(rare, ())))


@dataclass(frozen=True)
class Font:
    """One font file, or one of the fonts in it."""

    family: str
    path: Path
    index: int
    weight: int


class Faces:
    """The faces that this machine prints with.

    Args:
        wanted: which fonts may print which face.
        folders: where fonts lie besides the system's own.
        system: whether the system's fonts are looked at.
    """

    def __init__(
        self, wanted: Wanted, folders: Sequence[Path] = (), *, system: bool = True
    ) -> None:
        self.wanted = wanted
        self.folders = tuple(folder for folder in folders if folder.is_dir())
        self.system = system
        self._known: dict[str, set[str]] = {}  # face → signs found to be covered

    def unreadable(self) -> list[Path]:
        """Return the files of the folders in which there is no font; texts beside them are none."""
        found = {Path(one.path).resolve() for one in self._found if one.path is not None}
        files = (path for folder in self.folders for path in sorted(folder.rglob("*")))
        return [
            path
            for path in files
            if path.is_file()
            and path.resolve() not in found
            and path.suffix.lower() not in _TEXTS
            and not path.name.startswith(".")
        ]

    @cached_property
    def _found(self) -> list[Any]:
        """All fonts of the system and the folders, as Typst finds them."""
        return typst.Fonts(
            include_system_fonts=self.system,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in self.folders],
        ).fonts()

    @cached_property
    def installed(self) -> Mapping[str, Font]:
        """The fonts found, by their name in small letters; of a family the plainest."""
        fonts: dict[str, Font] = {}
        for one in self._found:
            if one.path is None or one.style != "normal":
                continue
            font = Font(one.family, Path(one.path), one.index, one.weight)
            key = font.family.casefold()
            before = fonts.get(key)
            if before is None or abs(font.weight - _REGULAR) < abs(before.weight - _REGULAR):
                fonts[key] = font
        return fonts

    def fonts(self, face: str) -> tuple[Font, ...]:
        """Return the installed fonts that print a face, best first."""
        names = (name.casefold() for name in self.wanted.chain(face))
        return tuple(self.installed[name] for name in names if name in self.installed)

    def families(self, face: str) -> list[str]:
        """Return the names of the fonts that print a face, best first."""
        return [font.family for font in self.fonts(face)]

    def own(self, face: str) -> Font | None:
        """Return the font that prints a face's ordinary signs; None where only rare ones are."""
        own = {name.casefold() for name in self.wanted.faces.get(face, ())}
        return next((font for font in self.fonts(face) if font.family.casefold() in own), None)

    def missing(self, text: Iterable[str], face: str) -> list[str]:
        """Return the signs of a text that no font of a face has, in their order, each once."""
        known = self._known.setdefault(face, set(PRINTED_WITHOUT_INK))
        unknown = [sign for sign in dict.fromkeys(text) if sign not in known]
        for font in self.fonts(face) if unknown else ():
            covered = signs_of(font.path, font.index)
            known.update(sign for sign in unknown if ord(sign) in covered)
            unknown = [sign for sign in unknown if sign not in known]
            if not unknown:
                break
        return unknown


_REGULAR = 400

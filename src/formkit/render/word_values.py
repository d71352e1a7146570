"""The values of a Word part on their way into the file and back.

They are written by the run in which their tag stands (`word_text`), and read by a reader that
knows only what WordprocessingML means: it shares nothing with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from formkit.ooxml.xml import Element
from formkit.render.word_pictures import PictureMark, Shown, opened
from formkit.render.word_text import RunText

Put = Callable[[str], str]

_BETWEEN = "\x1f"  # no XML text can hold it
_OWN_WAY = re.compile("[&<>\n\t\U00020000-\U0003ffff]")  # what does not stand in XML as it is
_MARKUP = re.compile(
    r"</w:t>(?:<w:(?P<mark>br|tab)/>|</w:r><w:r>(?P<run><w:rPr/>|<w:rPr>.*?</w:rPr>|))"
    r'<w:t xml:space="preserve">|&(?P<sign>amp|lt|gt);|[<>&]',
    re.DOTALL,
)
_MARKS = {"br": "\n", "tab": "\t"}
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}


class Misread(Exception):
    """A value that cannot be read again as it was given."""

    def __init__(self, position: int, found: str) -> None:
        super().__init__(position, found)
        self.position = position
        self.found = found


class WordValues:
    """Writes and reads the values of a part.

    Args:
        runs: how each printing tag writes, by its number.
    """

    def __init__(self, runs: Mapping[int, RunText | PictureMark]) -> None:
        self._runs = runs
        texts = {number: run for number, run in runs.items() if isinstance(run, RunText)}
        self._pictures = runs.keys() - texts.keys()
        self._choosing = self._pictures | {n for n, run in texts.items() if run.chooses_fonts}
        self._properties = frozenset(one for run in texts.values() for one in run.properties)

    def write(
        self, values: Sequence[str], numbers: Sequence[int], put: Put | None = None
    ) -> list[bytes]:
        """Return each value as it stands in the part.

        Args:
            values: the values.
            numbers: the tag of each.
            put: puts pictures in the place of their marks.
        """
        if not values:
            return []
        joined = _BETWEEN.join(values)
        if self._choosing or _OWN_WAY.search(joined):
            joined = _BETWEEN.join(map(self._written, values, numbers))
        if put:
            joined = put(joined)
        return joined.encode().split(_BETWEEN.encode())

    def _written(self, value: str, number: int) -> str:
        if number in self._choosing or _OWN_WAY.search(value):
            return self._runs[number].write(value)
        return value

    def read(self, pieces: Sequence[bytes], values: Sequence[str], numbers: Sequence[int]) -> Shown:
        """Read every piece again; return the pictures, which the caller compares.

        Args:
            pieces: the values as they stand in the file.
            values: what they must be.
            numbers: the tag of each.

        Raises:
            Misread: a piece is not the value, or more than it.
        """
        joined = _BETWEEN.join(values)
        plain = not self._pictures and not _OWN_WAY.search(joined)
        if plain and joined.encode() == _BETWEEN.encode().join(pieces):
            return Shown((), ())
        keys: list[str] = []
        holders: list[Element] = []
        for position, (piece, value) in enumerate(zip(pieces, values, strict=True)):
            shown = piece.decode(errors="replace")
            if value and numbers[position] in self._pictures:
                run = opened(shown)
                if run is None:
                    raise Misread(position, shown)
                keys.append(value)
                holders.append(run)
            elif (found := read(shown, self._properties)) != value:
                raise Misread(position, shown if found is None else found)
        return Shown(keys, holders)


def read(piece: str, properties: Collection[str]) -> str | None:
    """Return the text that a reader of the file sees of a piece inside a `w:t`.

    None: it holds anything but text, breaks, tabs and runs with known properties.

    Args:
        piece: the piece; it may end its run and go on in another of the same paragraph.
        properties: the run properties that may stand in it; none of them hides text.
    """
    if "<" not in piece and "&" not in piece and ">" not in piece:
        return piece
    if any(
        found.lastgroup is None or not _known(found, properties)
        for found in _MARKUP.finditer(piece)
    ):
        return None
    return _MARKUP.sub(_meant, piece)


def _known(found: re.Match[str], properties: Collection[str]) -> bool:
    return not found["run"] or found["run"] in properties


def _meant(found: re.Match[str]) -> str:
    return _SIGNS.get(found["sign"] or "", "") or _MARKS.get(found["mark"] or "", "")

"""The values of a Word part on their way into the file and back.

They are written by the run in which their tag stands (`word_text`), and read by a reader that
knows only what WordprocessingML means: it shares nothing with the writer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from formkit.ooxml.xml import Element
from formkit.render.word_pictures import PictureMark, Shown, opened
from formkit.render.word_text import RunText, marked_up

Put = Callable[[str], str]

_BETWEEN = "\x1f"  # no XML text can hold it
_SPECIAL = re.compile("[&<>\U00020000-\U0003ffff]")  # what the run itself has to write
_MARKUP = re.compile(
    r"</w:t>(?:<w:(?P<mark>br|tab)/>|</w:r><w:r>(?P<run><w:rPr/>|<w:rPr>.*?</w:rPr>|))"
    r'<w:t xml:space="preserve">|&(?P<sign>amp|lt|gt);|[<>&]',
    re.DOTALL,
)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'
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
        self._own = self._pictures | {n for n, run in texts.items() if run.chooses_fonts}
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
        special = _SPECIAL.search(joined)
        if self._own or special:
            joined = _BETWEEN.join(
                [
                    self._runs[number].write(value)
                    if number in self._own or (special and _SPECIAL.search(value))
                    else value
                    for value, number in zip(values, numbers, strict=True)
                ]
            )
        joined = marked_up(joined)
        if put:
            joined = put(joined)
        return joined.encode().split(_BETWEEN.encode())

    def read(self, pieces: Sequence[bytes], values: Sequence[str], numbers: Sequence[int]) -> Shown:
        """Read every piece again; return the pictures, which the caller compares.

        Args:
            pieces: the values as they stand in the file.
            values: what they must be.
            numbers: the tag of each.

        Raises:
            Misread: a piece is not the value, or more than it.
        """
        keys: list[str] = []
        holders: list[Element] = []
        if self._pictures:
            pieces, values = list(pieces), list(values)
            for position, number in enumerate(numbers):
                if number in self._pictures and values[position]:
                    holders.append(_picture(position, pieces[position]))
                    keys.append(values[position])
                    pieces[position], values[position] = b"", ""
        if _unmarked(pieces) != _BETWEEN.join(values):
            self._read_each(pieces, values)
        return Shown(keys, holders)

    def _read_each(self, pieces: Sequence[bytes], values: Sequence[str]) -> None:
        for position, (piece, value) in enumerate(zip(pieces, values, strict=True)):
            shown = piece.decode(errors="replace")
            found = read(shown, self._properties)
            if found != value:
                raise Misread(position, shown if found is None else found)


def _picture(position: int, piece: bytes) -> Element:
    """Return the run that a picture makes in the file."""
    shown = piece.decode(errors="replace")
    run = opened(shown)
    if run is None:
        raise Misread(position, shown)
    return run


def _unmarked(pieces: Sequence[bytes]) -> str | None:
    """Return what pieces without anything but text, breaks and tabs say; None: they hold more."""
    text = _BETWEEN.encode().join(pieces).decode(errors="replace")
    if "<" in text:
        text = text.replace(_BREAK, "\n").replace(_TAB, "\t")
    return None if "<" in text or "&" in text or ">" in text else text


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

"""What lies over the cells of a returned sheet: pictures, shapes, controls, and comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import names, xml
from formkit.ooxml.addresses import area
from formkit.ooxml.package import Package, Sheet
from formkit.surveys.reading.controls import Control, Unreadable, controls, corners_of, numbers

_REL_DRAWING: Final = f"{names.RELATION}/drawing"
_REL_THREAD: Final = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT: Final = f"{{{names.DRAWING}}}t"
_PARAGRAPH: Final = f"{{{names.DRAWING}}}p"
_CHOICE, _FALLBACK = f"{{{names.COMPATIBILITY}}}Choice", f"{{{names.COMPATIBILITY}}}Fallback"
_TWIN: Final = "{http://schemas.microsoft.com/office/drawing/2010/main}compatExt"
_CONTROLS: Final = "a14"  # what a program must know to draw the shape of a control
_THREADS: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture, a shape, ink: first and last row and column from 1, what is written in it."""

    first: int
    last: int
    left: int
    text: str = ""


class Drawings:
    """All that lies over one sheet; looked at only when it is asked for."""

    def __init__(self, package: Package, sheet: Sheet) -> None:
        self._package, self._sheet = package, sheet

    def is_drawn(self, row: int) -> bool:
        """Whether something is drawn or pasted over the row."""
        return any(shape.first <= row <= shape.last for shape in self.shapes)

    @cached_property
    def shapes(self) -> Sequence[Shape]:
        """Everything that is drawn or pasted, controls left out."""
        found = []
        for part in self._package.related(self._sheet.part, _REL_DRAWING):
            for anchor in self._anchors[part]:
                if _twin_of(anchor) is not None:
                    continue
                at = corners_of(anchor, f"{_DRAWN}from", f"{_DRAWN}to")
                paragraphs = ("".join(t.text or "" for t in p.iter(_TEXT)) for p in
                              anchor.iter(_PARAGRAPH))  # fmt: skip
                text = " ".join(" ".join(paragraphs).split())
                if at is None:  # it floats, held by no cell
                    found.append(Shape(1, 1, 1, text))
                else:
                    found.append(Shape(at.top + 1, at.bottom + 1, at.left + 1, text))
        return found

    @cached_property
    def controls(self) -> Sequence[Control]:
        """The check boxes, option buttons and lists; none where they cannot be read."""
        return self._controls or ()

    @cached_property
    def is_unreadable(self) -> bool:
        """Whether there are controls of which nobody can say whether they are ticked.

        LibreOffice 7.4 keeps of an option button only the shape that shows it.
        """
        anchors = (anchor for part in self._anchors.values() for anchor in part)
        twins = {twin for anchor in anchors if (twin := _twin_of(anchor)) is not None}
        lost = bool(twins) and not twins <= numbers(self._package, self._sheet)
        return lost or self._controls is None

    @cached_property
    def _anchors(self) -> Mapping[str, Sequence[xml.Element]]:
        """By part of a drawing, what is anchored in it."""
        parts = self._package.related(self._sheet.part, _REL_DRAWING)
        return {part: list(_anchors(xml.parse(self._package.parts[part]))) for part in parts}

    @cached_property
    def _controls(self) -> Sequence[Control] | None:
        try:
            return controls(self._package, self._sheet)
        except Unreadable:
            return None

    @cached_property
    def remarks(self) -> Mapping[tuple[int, int], str]:
        """By row and column the texts of the comments, old and threaded ones."""
        found: dict[tuple[int, int], str] = {}
        for part in self._package.related(self._sheet.part, names.REL_COMMENTS):
            root = self._parsed(part)
            for one in root.iter(names.s("comment")) if root is not None else ():
                texts = (text.text or "" for text in one.iter(names.s("t")))
                _note(found, one.get("ref", ""), "".join(texts))
        threads: dict[tuple[int, int], str] = {}
        for part in self._package.related(self._sheet.part, _REL_THREAD):
            root = self._parsed(part)
            for one in root.iter(f"{_THREADS}threadedComment") if root is not None else ():
                _note(threads, one.get("ref", ""), one.findtext(f"{_THREADS}text") or "")
        return found | threads  # of a thread the old part only says that there is one

    def _parsed(self, part: str) -> xml.Element | None:
        try:
            return xml.parse(self._package.parts[part])
        except InputUnreadable:  # the gate let it pass: nobody reads it
            return None


def _note(found: dict[tuple[int, int], str], ref: str, text: str) -> None:
    try:
        row, column, _, _ = area(ref)
    except ValueError:
        return
    said = " ".join(text.split())
    found[row, column] = "; ".join(filter(None, (found.get((row, column)), said)))


def _anchors(root: xml.Element) -> Iterator[xml.Element]:
    """Yield the anchors of a drawing; of alternatives the first."""
    for child in root.iterchildren("{*}*"):
        choice = child.find(_CHOICE)
        inside = child.find(_FALLBACK) if choice is None else choice
        yield from (child,) if inside is None else inside


def _twin_of(anchor: xml.Element) -> str | None:
    """Return the number of the control that a shape shows; None of one that shows none."""
    shown = next(anchor.iter(f"{_DRAWN}cNvPr"), None)
    choice = anchor.getparent()
    if shown is None or choice is None or choice.get("Requires") != _CONTROLS:
        return None
    corners = (anchor.find(f"{_DRAWN}from"), anchor.find(f"{_DRAWN}to"))
    nowhere = all("".join("" if one is None else one.itertext()).strip("0 \n") == ""
                  for one in corners)  # fmt: skip
    if nowhere or next(anchor.iter(_TWIN), None) is not None:
        return str(shown.get("id", ""))
    return None

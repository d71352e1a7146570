"""Reading the tags of one Word part: every paragraph with its place, every tag with its faults."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from formkit.ooxml.names import w
from formkit.ooxml.xml import Element
from formkit.render import syntax
from formkit.render.place import FOREIGN, Faults, Spot
from formkit.render.syntax import Tag

_TEXT = w("t")
_PARAGRAPH = w("p")
_MARKS = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t"}
_SILENT = (w("rPr"), w("lastRenderedPageBreak"))
_CARRIERS = (w("drawing"), w("pict"), w("object"), w("sectPr"), w("fldChar"), w("sdt"))
TOKEN_OPEN, TOKEN_CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no text editor writes them


@dataclass(frozen=True, slots=True)
class Placed:
    """A tag in its paragraph.

    `run` is the `w:r` in which it begins, `face` the face of that run's Chinese signs (`faced`).
    """

    number: int
    tag: Tag
    spot: Spot
    paragraph: Element
    run: Element
    face: str = ""

    @property
    def token(self) -> str:
        """The characters that stand for the tag while the part is rewritten."""
        return f"{TOKEN_OPEN}{self.number}{TOKEN_CLOSE}"

    @property
    def level(self) -> Element | None:
        """The element in which the partner of a block tag must stand too."""
        if self.tag.prefix == "tr":
            row = ancestor(self.paragraph, w("tr"))
            return None if row is None else row.getparent()
        return (self.paragraph if self.tag.prefix == "p" else self.run).getparent()


@dataclass(slots=True)
class _Walk:
    part: str
    paragraphs: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    tables: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def inside(self, element: Element, position: str) -> Iterator[tuple[Element, str]]:
        """Yield the paragraphs below an element with their positions, in document order."""
        for child in element:
            if child.tag == _PARAGRAPH:
                yield child, position or f"第{next(self.paragraphs)}段"
            elif child.tag == w("tbl"):
                yield from self._table(child, position)
            elif isinstance(child.tag, str):
                yield from self.inside(child, position)

    def _table(self, table: Element, position: str) -> Iterator[tuple[Element, str]]:
        name = f"{position}内的表" if position else f"表{next(self.tables)}"
        for row_number, row in enumerate(_own(table, w("tr"), w("tbl")), start=1):
            for cell_number, cell in enumerate(_own(row, w("tc"), w("tbl")), start=1):
                yield from self.inside(cell, f"{name}第{row_number}行第{cell_number}格")


def _own(element: Element, tag: str, limit: str) -> Iterator[Element]:
    """Yield the nearest descendants of that name, looking through content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in (limit, _PARAGRAPH):
            yield from _own(child, tag, limit)


def ancestor(element: Element, tag: str) -> Element | None:
    """Return the nearest element of that name around an element."""
    return next(element.iterancestors(tag), None)


def paragraphs(root: Element, part: str) -> Iterator[tuple[Element, Spot]]:
    """Yield the paragraphs of a part with their places; those of text boxes are not among them."""
    for paragraph, position in _Walk(part).inside(root, ""):
        yield paragraph, Spot(part, position, "".join(text for _, text in _pieces(paragraph)))


def _pieces(paragraph: Element) -> list[tuple[Element, str]]:
    """Return the parts of a paragraph's runs, in order: texts, breaks, tabs, what is no text."""
    found: list[tuple[Element, str]] = []
    for run in paragraph.iter(w("r")):
        if ancestor(run, _PARAGRAPH) is not paragraph:
            continue  # a text box inside this paragraph
        found += [
            (child, _text_of(child))
            for child in run
            if isinstance(child.tag, str) and child.tag not in _SILENT
        ]
    return found


def _text_of(child: Element) -> str:
    """Return what a tag would see of a part of a run; what is no text spoils it."""
    if child.tag == _TEXT:
        return child.text or ""
    return _MARKS.get(str(child.tag), FOREIGN)


def scan(root: Element, part: str, faults: Faults, numbers: Iterator[int]) -> list[Placed]:
    """Return the tags of a part and put a token in the place of each.

    The tags are merged: Word splits what was typed in one go over runs (spelling, history).
    Every fault of spelling and of position goes to `faults`; `root` is changed.
    """
    placed: list[Placed] = []
    for paragraph, spot in paragraphs(root, part):
        if TOKEN_OPEN in spot.text or TOKEN_CLOSE in spot.text:
            faults.add("FK-TPL-009", spot, part=part)
        if not syntax.looks_tagged(spot.text):
            continue
        tags, slips = syntax.read(spot.text)
        for slip in slips:
            faults.add(slip.code, spot, text=slip.text.replace(FOREIGN, "▯"))
        placed += _tokenise(paragraph, spot, tags, numbers)
    for one in placed:
        _judge_position(one, faults)
    return placed


def _tokenise(
    paragraph: Element, spot: Spot, tags: list[Tag], numbers: Iterator[int]
) -> list[Placed]:
    pieces = _pieces(paragraph)
    written: dict[int, list[str]] = {index: [] for index in range(len(pieces))}
    starts = {tag.start: tag for tag in tags}
    inside = {at for tag in tags for at in range(tag.start, tag.end)}
    placed: list[Placed] = []
    at = 0
    for index, (element, text) in enumerate(pieces):
        for character in text:
            if at in starts:
                run = ancestor(element, w("r"))
                if run is not None:  # always: `_pieces` looks only inside runs
                    one = Placed(next(numbers), starts[at], spot, paragraph, run)
                    placed.append(one)
                    written[index].append(one.token)
            elif at not in inside:
                written[index].append(character)
            at += 1
    for index, (element, text) in enumerate(pieces):
        if element.tag == _TEXT and (new := "".join(written[index])) != text:
            element.text = new
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return placed


def _judge_position(one: Placed, faults: Faults) -> None:
    """Note a tag that stands for its paragraph or row while other things stand there too."""
    text = one.tag.text
    if one.tag.prefix == "p":
        if _text(one.paragraph) != one.token or _carries(one.paragraph):
            faults.add("FK-TPL-043", one.spot, text=text)
    elif one.tag.prefix == "tr":
        row = ancestor(one.paragraph, w("tr"))
        if row is None:
            faults.add("FK-TPL-045", one.spot, text=text)
        elif _text(row) != one.token or _carries(row):
            faults.add("FK-TPL-044", one.spot, text=text)


def _text(element: Element) -> str:
    return "".join(node.text or "" for node in element.iter(_TEXT)).strip()


def _carries(element: Element) -> bool:
    return next(element.iter(*_CARRIERS), None) is not None

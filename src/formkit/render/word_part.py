"""One part of a Word template, compiled: data in, XML out, read back and compared.

The first document of every way through the tags (`trace`) is rendered by Jinja and read whole; what
never changes on that way is then joined with the values of every other document (`shape`).
docs/architecture.md says what is compared with what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from lxml import etree

from formkit.ooxml import text, xml
from formkit.ooxml.names import WORD_2010, w
from formkit.ooxml.xml import Element
from formkit.render import docxtpl_reader, program
from formkit.render.place import Faults, Spot
from formkit.render.produced import differs, require_bytes
from formkit.render.program import Program
from formkit.render.sandbox import Write, printable
from formkit.render.shape import Shape, Shapes, Slots
from formkit.render.syntax import Tag
from formkit.render.trace import Way, traced
from formkit.render.word_pictures import PictureMark, Shown, without_marks
from formkit.render.word_scan import TOKEN_CLOSE, TOKEN_OPEN, Placed
from formkit.render.word_text import RunText
from formkit.render.word_values import Misread, Put, WordValues

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TOKEN = re.compile(f"{TOKEN_OPEN}(\\d+){TOKEN_CLOSE}")
_BORDER = "\x1e"  # between the paragraphs of the plain text; no XML text can hold it
_EMPTIED = re.compile(
    r"(<w:tcPr/>|</w:tcPr>|</w:tbl>|<w:(?:tc|hdr|ftr|footnote|endnote)(?:\s[^>]*)?>)"
    r"(?=</w:(?:tc|hdr|ftr|footnote|endnote)>)"
)
_ROWLESS = re.compile(r"(?:</w:tblGrid>|<w:tblGrid/>)</w:tbl>")
_DRAWING_ID = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+(")')
_IDENTITIES = (f"{{{WORD_2010}}}paraId", f"{{{WORD_2010}}}textId")


class WordPart:
    """A compiled part.

    Args:
        root: the part with tokens in the place of tags (`word_scan.scan`).
        label: the part's name, for messages.
        placed: its tags.
        drawing_base: the first number for pictures that a loop repeats.
        faults: takes FK-TPL-051 for tags that no reader would see and FK-TPL-009 for a part that
            cannot be compiled; the object is then of no use.
    """

    def __init__(
        self, root: Element, label: str, placed: list[Placed], *, drawing_base: int, faults: Faults
    ) -> None:
        self._file = faults.file
        self._label = label
        self._place = Spot(label).place(faults.file)
        self._tags = {one.number: one for one in placed}
        self._runs: dict[int, RunText | PictureMark] = {
            one.number: PictureMark(one.number) if one.tag.picture else RunText(one.run, one.face)
            for one in placed
            if not one.tag.keyword
        }
        self._drawing_base = drawing_base
        self._repeats_drawings = _make_repeatable(root, self._tags)
        prefixes = {one.tag.prefix for one in placed}
        self._may_empty_tables = "tr" in prefixes
        self._may_empty_cells = bool(prefixes - {""})
        self._plain = self._plain_program(root, faults)
        self._xml = self._xml_program(root, faults)
        self._trace = traced(
            "".join(program.written(one.tag, number) for number, one in self._tags.items())
        )
        self._values = WordValues(self._runs)
        self._shapes: Shapes[Shape] = Shapes()
        self._shared: dict[bytes, bytes] = {}

    def _program(self, source: Callable[[Callable[[int], str]], str], write: Write) -> Program:
        order: list[tuple[Tag, Spot]] = []

        def tag_at(number: int) -> str:
            one = self._tags[number]
            order.append((one.tag, one.spot))
            return program.written(one.tag, number)

        return Program(source(tag_at), write, order, self._file)

    def _xml_program(self, root: Element, faults: Faults) -> Program | None:
        xml_ = etree.tostring(root, encoding="unicode")
        try:
            return self._program(
                lambda tag_at: docxtpl_reader.jinja_source(
                    xml_, lambda number: self._tags[number].tag.prefix, tag_at
                ),
                lambda value, number: self._runs[number].write(printable(value)),
            )
        except ValueError:
            faults.add("FK-TPL-009", next(iter(self._tags.values())).spot, part="")
            return None

    def _plain_program(self, root: Element, faults: Faults) -> Program:
        """Compile what a reader would see of the part: not by docxtpl, and without any XML."""
        seen = text.paragraphs(root)
        found = {int(number) for paragraph in seen for number in _TOKEN.findall(paragraph)}
        for number, one in self._tags.items():
            if number not in found:
                faults.add("FK-TPL-051", one.spot, text=one.tag.text)
        return self._program(
            lambda tag_at: "".join(self._plain_source(paragraph, tag_at) for paragraph in seen),
            self._plainly,
        )

    def _plainly(self, value: Any, number: int) -> str:
        mark = self._runs.get(number)
        text_ = printable(value)
        return mark.plain(text_) if isinstance(mark, PictureMark) else text_

    def _plain_source(self, paragraph: str, tag_at: Callable[[int], str]) -> str:
        alone = _TOKEN.fullmatch(paragraph.strip())
        if alone and self._tags[int(alone[1])].tag.prefix:
            return tag_at(int(alone[1]))
        pieces = _TOKEN.split(paragraph)  # text, number, text, number, text
        source = "".join(
            tag_at(int(piece)) if index % 2 else program.static(piece)
            for index, piece in enumerate(pieces)
        )
        return source + _BORDER if paragraph else ""

    def fill(self, context: Mapping[str, Any], put: Put | None = None) -> FilledPart:
        """Return the part for this data.

        Args:
            context: the data.
            put: puts pictures in the place of their marks.

        Raises:
            TemplateError: FK-TPL-060…064 (`Program.run`), 065 (`_learnt`).
        """
        followed = self._trace.follow(context) if self._trace else None
        if followed is None:
            return FilledPart(self._rendered(context, put), partial(self._read_whole, context))
        way, values = followed
        shape = self._shapes.get(way)
        if shape is None:
            shape = self._learnt(context, way, values, put)
        values = shape.arranged(values)
        pieces = self._values.write(values, shape.numbers, put)
        return FilledPart(shape.join(pieces), partial(self._read_pieces, shape, pieces, values))

    def _rendered(
        self, context: Mapping[str, Any], put: Put | None = None, write: Write | None = None
    ) -> bytes:
        """Return the part as Jinja renders it."""
        if self._xml is None:  # pragma: no cover - the template was refused
            raise RuntimeError("the part was refused")
        xml_ = self._xml.run(context, write)
        if self._may_empty_tables:
            xml_ = _without_rowless_tables(xml_)
        if self._may_empty_cells:
            xml_ = _EMPTIED.sub(r"\1<w:p/>", xml_)
        if self._repeats_drawings:
            numbers = iter(range(self._drawing_base, self._drawing_base + xml_.count("<wp:docPr")))
            xml_ = _DRAWING_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", xml_)
        return (_DECLARATION + (put(xml_) if put else xml_)).encode()

    def _learnt(
        self, context: Mapping[str, Any], way: Way, values: list[str], put: Put | None
    ) -> Shape:
        """Return the shape of a way that no document has gone yet.

        With a slot for every value, what a reader sees must be the plain text with the same slots
        at the same places; and with this data's values the part must be, byte for byte, what Jinja
        renders, and read as the plain text of the same data.

        Raises:
            TemplateError: FK-TPL-065 where one of these is not so.
        """
        if self._trace is None:  # pragma: no cover - the way comes from it
            raise RuntimeError("a way without a trace")
        numbers = self._trace.numbers(context)
        skeleton = self._rendered(context, write=Slots(numbers).write)
        self._compare(skeleton, context, Slots(numbers).write)
        shape = Shape(skeleton.decode(), numbers, self._shared)
        if not shape.whole or len(values) != len(numbers):
            raise differs(self._place, str(len(values)), str(len(shape.pieces) - 1))
        pieces = self._values.write(shape.arranged(values), shape.numbers, put)
        data = shape.join(pieces)
        self._compare(data, context)
        require_bytes(data, self._rendered(context, put), self._place)
        self._shapes.keep(way, shape, slots=len(numbers))
        return shape

    def _read_pieces(
        self, shape: Shape, pieces: list[bytes], values: list[str], found: bytes
    ) -> Shown:
        """Compare what stands in the written file with the shape and the values.

        Raises:
            TemplateError: FK-TPL-065 with the tag whose value differs.
        """
        require_bytes(found, shape.expected(pieces), self._place)
        try:
            return self._values.read(pieces, values, shape.numbers)
        except Misread as fault:
            spot = self._tags[shape.numbers[fault.position]].spot
            raise differs(spot.place(self._file), values[fault.position], fault.found) from fault

    def _read_whole(self, context: Mapping[str, Any], found: bytes) -> Shown:
        keys = self._compare(found, context)
        return Shown(keys, [xml.parse(found)])

    def _compare(
        self, produced: bytes, context: Mapping[str, Any], write: Write | None = None
    ) -> list[str]:
        """Compare a produced part, paragraph by paragraph, with the plain text of the same data.

        Returns the keys of the pictures that the part must show, in their order.

        Raises:
            TemplateError: FK-TPL-065 with the first paragraph that differs.
        """
        plain, keys = without_marks(self._plain.run(context, write))
        expected = [one for one in plain.split(_BORDER) if one]
        actual = [one for one in text.paragraphs(produced) if one]
        if expected == actual:
            return keys
        longest = max(len(expected), len(actual))
        expected += [""] * (longest - len(expected))
        actual += [""] * (longest - len(actual))
        number, wanted, got = next(
            (number, wanted, got)
            for number, (wanted, got) in enumerate(zip(expected, actual, strict=True), start=1)
            if wanted != got
        )
        raise differs(Spot(self._label, f"第{number}段").place(self._file), wanted, got)


@dataclass(frozen=True, slots=True)
class FilledPart:
    """A part for one set of data; `check` reads back what stands in the file, or raises."""

    data: bytes = field(repr=False)
    check: Callable[[bytes], Shown] = field(repr=False)


def _make_repeatable(root: Element, tags: Mapping[int, Placed]) -> bool:
    """Take out of loops what may stand only once; return whether they repeat pictures.

    Word finds content unreadable when bookmarks, paragraph or control identities are doubled.
    """
    repeated: list[Element] = []
    depth = 0
    for element in root.iter(etree.Element):
        if depth:
            repeated.append(element)
        if element.tag == w("t"):
            for number in _TOKEN.findall(element.text or ""):
                depth += {"for": 1, "endfor": -1}.get(tags[int(number)].tag.keyword, 0)
    marks = {one.get(w("id")) for one in repeated if one.tag == w("bookmarkStart")}
    for element in list(root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        if element.get(w("id")) in marks:
            _remove(element)
    for element in repeated:
        for name in _IDENTITIES:
            element.attrib.pop(name, None)
        if element.tag == w("id") and _local_parent(element) == w("sdtPr"):
            _remove(element)
    return any(str(element.tag).endswith("}docPr") for element in repeated)


def _local_parent(element: Element) -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _without_rowless_tables(xml: str) -> str:
    """Return the part without tables that lost all their rows: Word does not open them."""
    while found := _ROWLESS.search(xml):
        start = max(xml.rfind("<w:tbl>", 0, found.start()), xml.rfind("<w:tbl ", 0, found.start()))
        xml = xml[:start] + xml[found.end() :]
    return xml

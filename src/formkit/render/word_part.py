"""One part of a Word template, compiled: data in, XML out, read back and compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.ooxml import text
from formkit.ooxml.names import WORD_2010, w
from formkit.ooxml.xml import Element
from formkit.render import docxtpl_reader, program
from formkit.render.place import Faults, Spot, quoted
from formkit.render.program import Program
from formkit.render.sandbox import printable
from formkit.render.syntax import Tag
from formkit.render.word_pictures import PictureMark, without_marks
from formkit.render.word_scan import TOKEN_CLOSE, TOKEN_OPEN, Placed
from formkit.render.word_text import RunText

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
        placed: its tags.
        drawing_base: the first number for pictures that a loop repeats.
        faults: takes FK-TPL-051 for tags that no reader would see and FK-TPL-009 for a part that
            cannot be compiled; the object is then of no use.
    """

    def __init__(
        self, root: Element, placed: list[Placed], *, drawing_base: int, faults: Faults
    ) -> None:
        self._file = faults.file
        self._tags = {one.number: one for one in placed}
        self._runs: dict[int, RunText | PictureMark] = {
            one.number: PictureMark(one.number) if one.tag.picture else RunText(one.run)
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

    def _program(
        self, source: Callable[[Callable[[int], str]], str], write: Callable[..., str]
    ) -> Program:
        order: list[tuple[Tag, Spot]] = []

        def tag_at(number: int) -> str:
            one = self._tags[number]
            order.append((one.tag, one.spot))
            return program.written(one.tag, number)

        return Program(source(tag_at), write, order, self._file)

    def _xml_program(self, root: Element, faults: Faults) -> Program | None:
        xml = etree.tostring(root, encoding="unicode")
        try:
            return self._program(
                lambda tag_at: docxtpl_reader.jinja_source(
                    xml, lambda number: self._tags[number].tag.prefix, tag_at
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

    def fill(self, context: Mapping[str, Any]) -> bytes:
        """Return the part for this data."""
        if self._xml is None:  # pragma: no cover - the template was refused
            raise RuntimeError("the part was refused")
        xml = self._xml.run(context)
        if self._may_empty_tables:
            xml = _without_rowless_tables(xml)
        if self._may_empty_cells:
            xml = _EMPTIED.sub(r"\1<w:p/>", xml)
        if self._repeats_drawings:
            numbers = iter(range(self._drawing_base, self._drawing_base + xml.count("<wp:docPr")))
            xml = _DRAWING_ID.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", xml)
        return (_DECLARATION + xml).encode()

    def compare(self, produced: bytes, context: Mapping[str, Any], part: str) -> list[str]:
        """Compare a produced part, paragraph by paragraph, with the plain text of the same data.

        Returns the keys of the pictures that the part must show, in their order.

        Raises:
            TemplateError: FK-TPL-065 with the first paragraph that differs.
        """
        plain, keys = without_marks(self._plain.run(context))
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
        place = Spot(part, f"第{number}段").place(self._file)
        raise TemplateError("FK-TPL-065", place=place, expected=quoted(wanted), actual=quoted(got))


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

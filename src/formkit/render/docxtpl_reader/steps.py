"""docxtpl's steps, one at a time: what it gives to Jinja, and what it makes of what comes back.

docxtpl does all of this for every document. Taken apart, the first half is done once, and the
second only for documents of a shape that was not seen before. Nothing of docxtpl is written again
here: its own methods run, with stand-ins for Jinja that keep what they are given, or give back what
was made before.
"""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from threading import RLock
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate  # noqa: TID251 - this package is the place

from formkit.ooxml.names import REL_CORE

_FOOTNOTES = ".footnotes+xml"
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # signs that stand for no character
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - python-docx writes it as it is; the zip's epoch too


class Kind(Enum):
    """The kinds of parts that docxtpl fills; the values are what a clerk calls them."""

    BODY = "正文"
    HEADER = "页眉"
    FOOTER = "页脚"
    FOOTNOTES = "脚注"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part that docxtpl fills: its name, what it is, and the source that Jinja gets of it."""

    part: str
    kind: Kind
    source: str
    relation: str = ""  # by which a header or footer belongs to the document
    relations: frozenset[str] = frozenset()  # ids of what the part refers to


@dataclass(frozen=True, slots=True)
class Finished:
    """A part as docxtpl writes it.

    `given` is its text before lxml mended it (of the body, its body alone). `sections` is how many
    sections the document has: docxtpl fills the footnotes once for each.
    """

    xml: str
    given: str
    sections: int = 0


class _Kept:
    """Stands in for Jinja's environment: keeps the source, renders nothing."""

    source = ""

    def from_string(self, source: str) -> _Kept:
        """Keep the source."""
        self.source = source
        return self

    def render(self, _: object) -> str:
        """Return nothing."""
        return ""


class _Given:
    """Stands in for Jinja's environment: whatever the source, the result is what was given."""

    def __init__(self, results: Iterator[str]) -> None:
        self._results = results
        self.sources: list[str] = []

    def from_string(self, source: str) -> _Given:
        """Keep the source."""
        self.sources.append(source)
        return self

    def render(self, _: object) -> str:
        """Return the next result."""
        return next(self._results)


class Steps:
    """One template in docxtpl's hands.

    `pieces` are the parts that docxtpl fills, in its order; `properties` the sources of the
    document's properties and `core` the part that holds them; `static` every part as docxtpl
    writes it where it fills nothing.

    Args:
        data: the bytes of the .docx.

    Raises:
        Exception: whatever python-docx and docxtpl raise for a file that they cannot open.
    """

    def __init__(self, data: bytes) -> None:
        self._lock = RLock()  # docxtpl keeps its state in the object
        self._template: Any = DocxTemplate(io.BytesIO(data))
        self._template.render_init()
        self._main: Any = self._template.docx.part
        self._body = self._template.docx.element.body
        self.pieces = tuple(self._pieces())
        self.core, self.properties, self._core_xml = self._read_properties()
        self.static = self._as_saved()

    def source_of(self, xml: str) -> str:
        """Return what docxtpl gives to Jinja for a part with this text."""
        kept = _Kept()
        self._template.render_xml_part(self._template.patch_xml(xml), None, {}, kept)
        return kept.source

    def finish(self, piece: Piece, text: str) -> Finished:
        """Return the part that docxtpl makes of what Jinja gave."""
        with self._lock:
            template = self._template
            template.render_init()
            xml = template.render_xml_part("", None, {}, _Given(iter([text])))
            if piece.kind is Kind.BODY:
                return self._finished_body(xml)
            if piece.kind is Kind.FOOTNOTES:
                return Finished(xml, xml)
            template.map_headers_footers_xml(piece.relation, xml.encode())
            return Finished(self._main.rels[piece.relation].target_part.blob.decode(), xml)

    def _finished_body(self, xml: str) -> Finished:
        template, root = self._template, self._template.docx.element
        tree = template.fix_tables(xml)
        template.fix_docpr_ids(tree)
        template.map_tree(tree)
        try:
            return Finished(self._main.blob.decode(), xml, len(template.docx.sections))
        finally:
            root.replace(tree, self._body)

    def core_part(self, texts: Sequence[str]) -> bytes:
        """Return the part of the document's properties with these texts, in their order."""
        pieces = list(self._core_xml)
        pieces[1::2] = [escape(texts[int(number)], {"\r": "&#13;"}) for number in pieces[1::2]]
        return "".join(pieces).encode()

    def _pieces(self) -> Iterator[Piece]:
        kept, template, main = _Kept(), self._template, self._main
        template.build_xml({}, kept)
        yield _piece(main, Kind.BODY, kept.source)
        for kind, uri in ((Kind.HEADER, template.HEADER_URI), (Kind.FOOTER, template.FOOTER_URI)):
            for relation, _ in template.build_headers_footers_xml({}, uri, kept):
                yield _piece(main.rels[relation].target_part, kind, kept.source, relation)
        for part in main.package.parts:
            if part.content_type.endswith(_FOOTNOTES):
                yield _piece(part, Kind.FOOTNOTES, self.source_of(part.blob.decode()))

    def _read_properties(self) -> tuple[str, list[str], list[str]]:
        """Return the core part's name, the sources in it, and its text cut where they stand."""
        fix_clock(self._template)
        given = _Given(f"{_OPEN}{number}{_CLOSE}" for number in itertools.count())
        self._template.render_properties({}, given)
        part = self._main.package.part_related_by(REL_CORE)
        return _name(part), given.sources, _TOKEN.split(part.blob.decode())

    def _as_saved(self) -> dict[str, bytes]:
        saved = io.BytesIO()
        self._template.docx.save(saved)
        with zipfile.ZipFile(saved) as opened:
            return {name: opened.read(name) for name in opened.namelist()}


def fix_clock(template: Any) -> None:
    """Give a document that has no properties the time of the zip's epoch, not of this moment."""
    related = {relation.reltype for relation in template.docx.part.package.rels.values()}
    if REL_CORE not in related:
        template.docx.core_properties.modified = _EPOCH


def _piece(part: Any, kind: Kind, source: str, relation: str = "") -> Piece:
    return Piece(_name(part), kind, source, relation, frozenset(part.rels))


def _name(part: Any) -> str:
    return str(part.partname).lstrip("/")

"""A trusted template: what docxtpl makes of it, in a fraction of the time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import Environment, meta

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Place
from formkit.ooxml.package import Member, Package, deflate
from formkit.ooxml.writer import QUICK, Binder
from formkit.render import docxtpl_reader
from formkit.render import properties as document_properties
from formkit.render.blocks import NameUse
from formkit.render.compiled import NO_PICTURES, CompiledTemplate
from formkit.render.docxtpl_reader import Kind, Piece, Steps
from formkit.render.picture_place import Pictures
from formkit.render.place import Spot
from formkit.render.properties import Properties
from formkit.render.sandbox import require_plain, unprintable_sign
from formkit.render.trusted.blame import blamed
from formkit.render.trusted.environment import Owned, environment, is_fixed, watched
from formkit.render.trusted.naming import named
from formkit.render.trusted.part import Part, require_xml
from formkit.render.trusted.pictures import ASK, Boxes, Hanging
from formkit.render.trusted.proof import Printed, read

_LONGEST_PROPERTY = 255  # python-docx refuses more
_PROPERTIES = "文档属性"
_OBJECTS = "图片、子文档、替换的图片或文件、链接"
_XML = (".xml", ".rels")


class TrustedTemplate(CompiledTemplate):
    """A Word template whose maker is trusted, ready to be filled any number of times.

    It may say everything that docxtpl 0.20 knows, and the document is the one that docxtpl makes,
    part by part. `falls_back` names what made documents so far go through docxtpl itself. Boxes
    whose alternative text names a picture (`{标志}`, `{{ row.picture }}`) are formkit's own: the
    picture takes the box's place, and docxtpl does not see it. `no_boxes` names what other
    alternative texts print.

    Not guaranteed, because docxtpl does not: that every value is printed, and nothing else; an
    undefined name prints nothing. What lxml mends in a body that is no XML (values with markup
    while `autoescape` is off), it may lose. The data is not restricted, and what the template
    says is run: a template from elsewhere is a program from elsewhere.

    With `prove`, a document is refused in which a value that the template printed is nowhere to be
    found (FK-TPL-100); documents that docxtpl makes by itself are not looked at.

    Guaranteed: every part is there and well-formed, and refers to nothing that is not; the same
    input gives the same bytes.
    """

    def __init__(
        self,
        package: Package,
        *,
        autoescape: bool,
        jinja_env: Environment | None,
        prove: bool = False,
    ) -> None:
        self.kind = "docx"
        self.name = package.name
        self.sha256 = package.sha256
        self._data = package.data
        self._autoescape = autoescape
        self._environment = environment(jinja_env, autoescape=autoescape)
        self._met: dict[str, None] = {}
        self._boxes = Boxes(package, self._environment)
        with blamed(self.name, code="FK-TPL-097"):
            steps = Steps(self._boxes.data)
        self._steps = steps
        static = self._boxes.static(steps.static)
        self._binder = Binder({part: deflate(data) for part, data in static.items()})
        self._latest: dict[str, tuple[str, Member]] = {}  # many a header is the same as the last
        self._printed = Printed() if prove else None
        noting = watched(self._environment, self._printed.note if self._printed else None)
        printing = watched(self._environment)
        parts = [
            Part(steps, piece, noting, label, self.name) for piece, label in _labelled(steps.pieces)
        ]
        self._parts = [part for part in parts if part.piece.kind is not Kind.FOOTNOTES]
        self._footnotes = [part for part in parts if part.piece.kind is Kind.FOOTNOTES]
        with blamed(self.name, _PROPERTIES):
            self._properties = [printing.from_string(source) for source in steps.properties]
            fixed = all(is_fixed(printing, source) for source in steps.properties)
            sources = [*(piece.source for piece in steps.pieces), *steps.properties]
            self.names = frozenset(name for one in sources for name in self._undeclared(one))
        self.names -= {ASK}
        self.boxes, self.as_texts = self._named(parts)
        self.no_boxes = self._boxes.no_boxes
        self.pictures = frozenset(use.name for use in self.boxes)
        self._fixed_core = deflate(self._core({})) if fixed else None

    @property
    def falls_back(self) -> tuple[str, ...]:
        """What made documents go through docxtpl itself; empty where all were compiled."""
        return tuple(self._met)

    @property
    def always_finished(self) -> tuple[str, ...]:
        """The parts that docxtpl finishes for every document, in Chinese."""
        parts = (*self._parts, *self._footnotes)
        return tuple(part.label for part in parts if part.always_finished)

    def docxtpl(self) -> Any:
        """Return a new `docxtpl.DocxTemplate` of this file.

        With it pictures, sub-documents and links are made for one document, and media replaced;
        then `render(context, docxtpl=…)`.
        """
        return docxtpl_reader.new(self._data)

    def render(
        self,
        context: Mapping[str, Any],
        *,
        properties: Properties | None = None,
        pictures: Pictures = NO_PICTURES,
        docxtpl: Any = None,
    ) -> bytes:
        """Return the filled document; the same input gives the same bytes.

        Args:
            context: whatever the template prints; not restricted.
            properties: what stands in the file's properties, in the place of what the template's
                own say; None leaves those to the template.
            pictures: the pictures by the keys that the context has for them (`template.pictures`
                are the names of these); docxtpl's own pictures stand in the data.
            docxtpl: the `DocxTemplate` in which pictures were replaced, or with which links were
                made. Pictures and sub-documents in the data are found without it.

        Raises:
            TemplateError: FK-TPL-093 whatever the template or the data raise, FK-TPL-094 the result
                is no XML, FK-TPL-095 it refers to what the document does not have, FK-TPL-100
                it lacks a value that was printed (with `prove`), FK-PIC-002 a key without picture,
                FK-PIC-003 it does not show the pictures that it should.
            UsageError: FK-TPL-096 docxtpl's pictures belong to another template, FK-TPL-106 they
                are to go beside boxes.
        """
        if properties:
            require_plain(properties.texts(), Place(file=self.name))
        if self._printed:
            self._printed.forget()
        hanging = self._boxes.hanging(pictures) if self._boxes else None
        binder, parts = self._filled(dict(context), docxtpl, hanging)
        if properties:
            parts[self._steps.core] = deflate(document_properties.core(properties), level=QUICK)
        document = binder.bind(parts)
        if hanging and hanging.shows:
            hanging.compare(read(document, parts))
        if self._printed:
            filled = [part.piece.part for part in (*self._parts, *self._footnotes)]
            self._printed.require(document, filled, Place(file=self.name))
        return document

    def _filled(
        self, context: dict[str, Any], given: Any, hanging: Hanging | None
    ) -> tuple[Binder, dict[str, Member]]:
        """Return the parts of the document, and what joins them with those that never change."""
        owners = [given] if given is not None else docxtpl_reader.owners_in(context)
        try:
            if not owners:
                return self._binder, self._compiled(context, hanging)
        except Owned as met:
            owners = [met.owner]
        if self._boxes:
            raise UsageError("FK-TPL-106", place=Place(file=self.name))
        return Binder({}), self._whole(context, owners)

    def _compiled(self, context: dict[str, Any], hanging: Hanging | None) -> dict[str, Member]:
        """Return the parts that depend on the data."""
        if hanging:
            context[ASK] = hanging.ask
        filled: dict[str, str] = {}
        sections = 0
        for part in self._parts:
            finished = part.fill(context)
            filled[part.piece.part] = finished.xml
            sections += finished.sections
        for part in self._footnotes:
            if text := part.fill_for_each_section(context, sections):
                filled[part.piece.part] = text
        if hanging:
            filled = {name: hanging.put(name, text) for name, text in filled.items()}
        made = {name: self._packed(name, text) for name, text in filled.items()}
        made[self._steps.core] = self._fixed_core or deflate(self._core(context), level=QUICK)
        return made | hanging.parts() if hanging else made

    def _packed(self, part: str, xml: str) -> Member:
        text, member = self._latest.get(part, ("", None))
        if member is None or text != xml:
            member = deflate(xml.encode(), level=QUICK)
            self._latest[part] = (xml, member)
        return member

    def _core(self, context: Mapping[str, Any]) -> bytes:
        with blamed(self.name, _PROPERTIES):
            texts = [str(template.render(context)) for template in self._properties]
            for text in texts:
                if len(text) > _LONGEST_PROPERTY:
                    raise ValueError(f"more than {_LONGEST_PROPERTY} characters: {text[:40]}…")
                if sign := unprintable_sign(text.replace("\r", "")):
                    raise ValueError(f"no character of XML: {sign}")
            return self._steps.core_part(texts)

    def _whole(self, context: Mapping[str, Any], owners: list[Any]) -> dict[str, Member]:
        """Return all parts of the document that docxtpl makes by itself."""
        place = Place(file=self.name)
        if len(owners) > 1 or not self._is_of_this_file(owners[0]):
            raise UsageError("FK-TPL-096", place=place)
        self._met[_OBJECTS] = None
        with blamed(self.name):
            made = docxtpl_reader.fill_whole(
                owners[0], context, self._environment.overlay(), autoescape=self._autoescape
            )
        for part, data in made.items():
            if part.endswith(_XML):
                require_xml(data, Spot(part).place(self.name))
        return {part: deflate(data) for part, data in made.items()}

    def _is_of_this_file(self, owner: Any) -> bool:
        try:
            data = docxtpl_reader.file_of(owner)
        except (OSError, ValueError):  # gone, or closed
            return False
        return hashlib.sha256(data).hexdigest() == self.sha256

    def _named(self, parts: Sequence[Part]) -> tuple[list[NameUse], list[NameUse]]:
        """Return the names that boxes ask for, and those of pictures that are printed as texts."""
        boxes: list[NameUse] = []
        texts: list[NameUse] = []
        for part in parts:
            for one in named(self._environment.parse(part.piece.source)):
                spot = self._boxes.spots[one.box] if one.box else part.spot_of(one.line)
                (boxes if one.box else texts).append(NameUse(one.asked, spot))
        return boxes, texts

    def _undeclared(self, source: str) -> set[str]:
        return meta.find_undeclared_variables(self._environment.parse(source))


def _labelled(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
    """Yield the parts with their Chinese names."""
    counts = Counter(piece.kind for piece in pieces)
    numbers: Counter[Kind] = Counter()
    for piece in pieces:
        numbers[piece.kind] += 1
        several = counts[piece.kind] > 1
        yield piece, f"{piece.kind.value}{numbers[piece.kind]}" if several else piece.kind.value

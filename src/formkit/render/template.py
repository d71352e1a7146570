"""A template in the strict language; a document costs one Jinja run and one deflate per part."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from formkit.kernel.errors import InputUnreadable, TemplateError
from formkit.kernel.findings import Place
from formkit.ooxml import gate, sniff, source
from formkit.ooxml.limits import TEMPLATE, Limits
from formkit.ooxml.package import Package, deflate
from formkit.ooxml.reopened import Damaged, Reopened
from formkit.ooxml.sniff import FileKind
from formkit.ooxml.writer import Binder
from formkit.render import properties as document_properties
from formkit.render.blocks import NameUse
from formkit.render.book import BookTemplate
from formkit.render.compiled import NO_PICTURES, CompiledTemplate
from formkit.render.packing import Packing
from formkit.render.picture_place import Pictures
from formkit.render.place import Faults
from formkit.render.produced import Filled, differs, require_bytes
from formkit.render.properties import Properties
from formkit.render.sandbox import require_plain
from formkit.render.wants import Want
from formkit.render.word import WordTemplate

Source = Path | str | bytes | BinaryIO
_FOR_THE_GATE = frozenset(  # kinds whose own sentence says more than "not a template"
    {
        FileKind.DOCX,
        FileKind.XLSX,
        FileKind.DOCM,
        FileKind.XLSM,
        FileKind.ZIP,
        FileKind.EMPTY,
        FileKind.ENCRYPTED,
    }
)


class Engine(Protocol):
    """What a kind of template can do."""

    uses: list[NameUse]
    filled: frozenset[str]  # parts that depend on the data
    replaced: dict[str, bytes]  # parts changed once for all documents
    dropped: frozenset[str]  # parts that no document has

    def fill(self, context: Mapping[str, Any], pictures: Pictures) -> Filled:
        """Return the parts that depend on the data; they know how they are read back."""
        ...


class StrictTemplate(CompiledTemplate):
    """A template in formkit's own language: every document is compared with its data."""

    def __init__(self, package: Package, engine: Engine, name: str) -> None:
        self.kind = "docx" if package.kind is FileKind.DOCX else "xlsx"
        self.name = name
        self.sha256 = package.sha256
        self.names = frozenset(use.name for use in engine.uses)
        self.pictures = frozenset(use.name for use in engine.uses if use.asked.want is Want.PICTURE)
        self._engine = engine
        self._core = document_properties.core_part_of(package)
        replaced = document_properties.joined(
            package, engine.replaced, with_custom=self.kind == "docx"
        )
        if self.kind == "docx":
            replaced[document_properties.CUSTOM_PART] = document_properties.custom(
                name, self.sha256
            )
        own = {*engine.filled, *engine.dropped, self._core, *replaced}
        self._static = {
            part: package.parts.member(part) for part in package.parts if part not in own
        } | {part: deflate(data) for part, data in replaced.items() if part not in engine.filled}
        self._binder = Binder(self._static)
        self._packing = Packing()

    def render(
        self,
        context: Mapping[str, Any],
        *,
        properties: Properties | None = None,
        pictures: Pictures = NO_PICTURES,
    ) -> bytes:
        """Return the filled document; the same input gives the same bytes.

        The document is opened again and compared with the data before it is returned.

        Args:
            context: dicts, lists and texts (integers as row numbers), nothing else.
            properties: what stands in the file's properties; None leaves them empty.
            pictures: the pictures by the keys that the context has for them (`template.pictures`
                are the names of these); an empty key leaves its place empty.

        Raises:
            TemplateError: FK-TPL-060…066, FK-PIC-002…003: a name without value, a value that is no
                text, a key without picture, a document that does not hold what it should; with
                template, part, place and tag.
        """
        properties = properties or Properties()
        place = Place(file=self.name)
        require_plain(context, place)
        require_plain(properties.texts(), place)
        filled = self._engine.fill(context, pictures)
        core = document_properties.core(properties)
        made = {part: self._packing.pack(part, one) for part, one in filled.parts.items()}
        made[self._core] = self._packing.pack(self._core, core)
        document = self._binder.bind(made)
        self._read_back(document, filled, core)
        return document

    def _read_back(self, document: bytes, filled: Filled, core: bytes) -> None:
        """Open the written file and compare everything in it with what was to be written.

        Raises:
            TemplateError: FK-TPL-065, FK-PIC-003.
        """
        try:
            opened = Reopened(document)
            opened.require_names({*self._static, *filled.parts, self._core})
            for part, member in self._static.items():
                opened.require(part, member)
            found = {
                part: self._packing.unpack(opened, part, one) for part, one in filled.parts.items()
            }
            require_bytes(
                self._packing.unpack(opened, self._core, core), core, self._place_of(self._core)
            )
        except Damaged as error:
            raise differs(self._place_of(error.part), error.part, "") from error
        filled.check(found)

    def _place_of(self, part: str) -> Place:
        return Place(file=self.name, label=part)


def examine(source_: Source, name: str) -> tuple[Package, WordTemplate | BookTemplate, Faults]:
    """Return the file, what was compiled of it, and every fault of its tags.

    Raises:
        TemplateError: the file itself cannot be used.
    """
    package = opened(source_, name, TEMPLATE)
    faults = Faults(package.name)
    try:
        if package.kind is FileKind.DOCX:
            return package, WordTemplate(package, faults), faults
        return package, BookTemplate(package, faults), faults
    except InputUnreadable as error:
        raise TemplateError(error.code, place=error.place, **error.values) from error


def read_source(given: Source) -> bytes:
    """Return the bytes of a template, unopened.

    Raises:
        TemplateError: the file is missing, cannot be read, or is too large.
    """
    if isinstance(given, bytes):
        return given
    if not isinstance(given, str | Path):
        return given.read()
    try:
        return source.load(Path(given), limits=TEMPLATE)
    except InputUnreadable as error:
        raise TemplateError(error.code, place=error.place, **error.values) from error


def opened(given: Source, name: str, limits: Limits) -> Package:
    """Return the file that passed the gate; `name` is what messages call it.

    Raises:
        TemplateError: the file is missing, of another kind, damaged, or holds what `limits` refuse.
    """
    data = read_source(given)
    if isinstance(given, str | Path):
        name = name or Path(given).name
    name = name or "模板"
    kind = sniff.kind_of(data)
    if kind not in _FOR_THE_GATE:
        raise TemplateError("FK-TPL-002", place=Place(file=name), kind=kind.label)
    expect = FileKind.XLSX if kind in (FileKind.XLSX, FileKind.XLSM) else FileKind.DOCX
    try:
        return gate.inspect_bytes(data, name=name, expect=expect, limits=limits)
    except InputUnreadable as error:
        raise TemplateError(error.code, place=error.place, **error.values) from error

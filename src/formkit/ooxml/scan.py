"""One streaming pass over one XML part: no DTD, bounded depth, and what its kind of part may say.

`expat` is used because it hands out elements one by one in bounded memory; a part of any size is
judged before a library builds a tree of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import names
from formkit.ooxml.limits import Limits

SEPARATOR = " "  # between namespace and local name, cannot occur in either


def qualified(namespace: str, local: str) -> str:
    """Return an element's name as the scans see it."""
    return f"{namespace}{SEPARATOR}{local}"


class Scan:
    """The pass over one part. Subclasses look at the elements of their kind of part.

    `start` receives the attributes as a flat list name, value, name, value …: on sheets with
    millions of cells that is a third faster than a dictionary.
    """

    watches_text = False

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        self.part = part
        self.place = place
        self.limits = limits
        self.depth = 0

    def start(self, name: str, attributes: list[str]) -> None:  # noqa: ARG002 - for subclasses
        """See an element begin."""
        self.deepen()

    def end(self, name: str) -> None:  # noqa: ARG002 - for subclasses
        """See an element end."""
        self.depth -= 1

    def text(self, piece: str) -> None:
        """See text; called only where `watches_text`."""

    def finish(self) -> None:
        """Judge what can only be judged at the end of the part."""

    def deepen(self) -> None:
        """Count one level of nesting."""
        self.depth += 1
        if self.depth > self.limits.depth:
            self.refuse("FK-IN-039", limit=self.limits.depth)

    def refuse(self, code: str, *, cell: str = "", sheet: str = "", **values: object) -> NoReturn:
        """Raise the refusal of this part."""
        place = Place(file=self.place.file, sheet=sheet, cell=cell)
        raise InputUnreadable(code, place=place, part=self.part, **values)


ScanClass = type[Scan]


def run(
    pieces: Iterable[bytes],
    part: str,
    place: Place,
    limits: Limits,
    scans: dict[str, ScanClass],
) -> Scan:
    """Return the finished scan of a part; the root element decides which of `scans` sees it.

    Raises:
        InputUnreadable: FK-IN-023 a DTD, FK-IN-024 not well-formed, FK-IN-034 strict class,
            FK-IN-039 too deep, and what the scan itself refuses.
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.ordered_attributes = True
    parser.buffer_text = True
    scan = Scan(part, place, limits)

    def first(name: str, attributes: list[str]) -> None:
        nonlocal scan
        if name.startswith(names.STRICT):
            scan.refuse("FK-IN-034", expected=part)
        scan = scans.get(name, Scan)(part, place, limits)
        parser.StartElementHandler = scan.start
        parser.EndElementHandler = scan.end
        if scan.watches_text:
            parser.CharacterDataHandler = scan.text
        scan.start(name, attributes)

    def doctype(*_: object) -> None:
        scan.refuse("FK-IN-023")

    parser.StartElementHandler = first
    parser.StartDoctypeDeclHandler = doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # ValueError: unknown encoding
        raise InputUnreadable("FK-IN-024", place=place, part=part) from error
    scan.finish()
    return scan


class TypesScan(Scan):
    """`[Content_Types].xml`: the content type of every part."""

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        super().__init__(part, place, limits)
        self.defaults: dict[str, str] = {}
        self.overrides: dict[str, str] = {}

    def start(self, name: str, attributes: list[str]) -> None:
        """Keep a default or an override."""
        self.deepen()
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        content_type = given.get("ContentType", "")
        if name == qualified(names.CONTENT_TYPES, "Default"):
            self.defaults[given.get("Extension", "").casefold()] = content_type
        elif name == qualified(names.CONTENT_TYPES, "Override"):
            self.overrides[given.get("PartName", "").lstrip("/").casefold()] = content_type

    def of(self, part: str) -> str:
        """Return the content type of a part; empty where none is declared."""
        folded = part.casefold()
        return self.overrides.get(folded) or self.defaults.get(folded.rpartition(".")[2], "")


class RelationsScan(Scan):
    """A `.rels` part: what the owning part refers to. Only hyperlinks may lead outside."""

    def __init__(self, part: str, place: Place, limits: Limits) -> None:
        super().__init__(part, place, limits)
        self.by_id: dict[str, tuple[str, str]] = {}  # id → (type, target part or address)

    def start(self, name: str, attributes: list[str]) -> None:
        """Keep a relationship; refuse a forbidden one."""
        self.deepen()
        if name != qualified(names.RELATIONSHIPS, "Relationship"):
            return
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        kind, target = given.get("Type", ""), given.get("Target", "")
        if given.get("TargetMode", "").strip().lower() == "external":
            self._judge_outside(kind, target)
        elif "://" in target:
            self.refuse("FK-IN-030", target=target)
        if kind.rpartition("/")[2] in _MACRO_RELATIONS:
            self.refuse("FK-IN-008", expected="")
        self.by_id[given.get("Id", "")] = (kind, resolve(self.part, target))

    def _judge_outside(self, kind: str, target: str) -> None:
        last = kind.rpartition("/")[2]
        if last == "hyperlink":
            return
        if last == "attachedTemplate":
            self.refuse("FK-IN-031", target=target)
        if last == "oleObject":
            self.refuse("FK-IN-032")
        self.refuse("FK-IN-030", target=target)


_MACRO_RELATIONS = {
    "vbaProject",
    "vbaProjectSignature",
    "wordVbaData",
    "xlMacrosheet",
    "xlIntlMacrosheet",
}


def relations_part(part: str) -> str:
    """Return the name of the `.rels` part that belongs to a part."""
    folder, slash, name = part.rpartition("/")
    return f"{folder}{slash}_rels/{name}.rels"


def resolve(relations: str, target: str) -> str:
    """Return the part that a target in this `.rels` part means, e.g. `xl/worksheets/sheet1.xml`."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        segments: list[str] = []
    else:
        segments = relations.split("/")[:-2]  # without `_rels/name.rels`
    for segment in target.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in {"", "."}:
            segments.append(segment)
    return "/".join(segments)

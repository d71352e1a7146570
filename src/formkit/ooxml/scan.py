"""One streaming pass over one XML part: no DTD, bounded depth, and what its kind of part may say.

`expat` is used because it hands out elements one by one in bounded memory; a part of any size is
judged before a library builds a tree of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NoReturn, TypeAlias
from xml.parsers import expat

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place
from formkit.ooxml import names, passive
from formkit.ooxml.limits import Limits

SEPARATOR = " "  # between namespace and local name, cannot occur in either
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]


def qualified(namespace: str, local: str) -> str:
    """Return an element's or attribute's name as the scans see it."""
    return f"{namespace}{SEPARATOR}{local}"


def as_dict(attributes: list[str]) -> dict[str, str]:
    """Return the flat list of attributes that a scan receives as a dictionary."""
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Subject:
    """What is scanned: a part, where it stands, how much it may hold."""

    part: str
    place: Place
    limits: Limits
    expected: str  # label of the kind of file that was asked for, for messages

    def refuse(self, code: str, *, cell: str = "", **values: object) -> NoReturn:
        """Raise the refusal of this part."""
        raise InputUnreadable(
            code,
            place=replace(self.place, cell=cell),
            **{"part": self.part, "expected": self.expected, **values},
        )


# Elements that can fetch something although their relationship looks harmless.
_LINKING: Mapping[str, tuple[str, ...]] = {
    qualified(names.DRAWING, "blip"): (qualified(names.RELATION, "link"),),
    qualified(names.VML, "imagedata"): (qualified(names.RELATION, "href"), "src"),
    qualified(names.VML, "fill"): (qualified(names.RELATION, "href"), "src"),
}
_OLE_OBJECT = qualified(names.OFFICE, "OLEObject")
_SHAPE_LINKS = {"href", qualified(names.OFFICE, "href")}
_SHAPES = f"{names.VML}{SEPARATOR}"


class Scan:
    """The pass over one part. Subclasses look at the elements of their kind of part.

    `start` receives the attributes as a flat list name, value, name, value …: on sheets with
    millions of cells that is a third faster than a dictionary.
    """

    watches_text = False

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.refuse = subject.refuse
        self.root = ""
        self.position: Callable[[], int] = int  # in the part's bytes, of the element that begins
        self._depth = 0
        self._deepest = subject.limits.depth
        self._passive = subject.limits.passive
        self._outward = subject.limits.outward

    def start(self, name: str, attributes: list[str]) -> None:
        """See an element begin."""
        self.deepen()
        if not self._outward and (name in _LINKING or name == _OLE_OBJECT):
            self.judge_link(name, attributes)
        if self._passive:
            self._judge_passive(name, attributes)

    def end(self, name: str) -> None:  # noqa: ARG002 - for subclasses
        """See an element end."""
        self._depth -= 1

    def text(self, piece: str) -> None:
        """See text; called only where `watches_text`."""

    def finish(self) -> None:
        """Judge what can only be judged at the end of the part."""

    def deepen(self) -> None:
        """Count one level of nesting."""
        self._depth += 1
        if self._depth > self._deepest:
            self.refuse("FK-IN-039", limit=self._deepest)

    def _judge_passive(self, name: str, attributes: list[str]) -> None:
        """Refuse in a template a shape that starts a macro, or leads elsewhere than to the web."""
        if name.endswith(f"{SEPARATOR}{passive.MACRO_ELEMENT}"):
            self.refuse("FK-IN-100", kind=passive.label(passive.MACRO_ELEMENT))
        for attribute, value in zip(attributes[::2], attributes[1::2], strict=True):
            if attribute in passive.MACRO_ATTRIBUTES and value:
                self.refuse("FK-IN-100", kind=passive.label(f"macro {value}"))
            if attribute in _SHAPE_LINKS and name.startswith(_SHAPES):
                self.judge_target(value)

    def judge_target(self, target: str) -> None:
        """Refuse a link that leads elsewhere than to the web, a letter or the file itself."""
        if not passive.may_link(target):
            self.refuse("FK-IN-101", target=target)

    def judge_link(self, name: str, attributes: list[str]) -> None:
        """Refuse a picture or an object that is linked instead of embedded."""
        given = as_dict(attributes)
        if name == _OLE_OBJECT and given.get("Type", "").lower() == "link":
            self.refuse("FK-IN-032")
        for attribute in _LINKING.get(name, ()):
            if target := given.get(attribute):
                self.refuse("FK-IN-030", target=target)


ScanClass: TypeAlias = type[Scan]


def run(
    pieces: Iterable[bytes],
    subject: Subject,
    scans: Mapping[str, ScanClass],
    *,
    finish: bool = True,
) -> Scan:
    """Return the finished scan of a part; the root element decides which of `scans` sees it.

    `finish=False`: the caller adds to the scan, and finishes it.

    Raises:
        InputUnreadable: FK-IN-023 a DTD, FK-IN-024 not well-formed, FK-IN-034 strict class,
            FK-IN-039 too deep, and what the scan itself refuses.
        MemoryError: there is no memory left.
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.ordered_attributes = True
    parser.buffer_text = True
    scan = Scan(subject)

    def first(name: str, attributes: list[str]) -> None:
        nonlocal scan
        if name.startswith(names.STRICT):
            subject.refuse("FK-IN-034")
        scan = scans.get(name, Scan)(subject)
        scan.root = name
        scan.position = lambda: parser.CurrentByteIndex
        parser.StartElementHandler = scan.start
        parser.EndElementHandler = scan.end
        if scan.watches_text:
            parser.CharacterDataHandler = scan.text
        scan.start(name, attributes)

    def doctype(*_: object) -> None:
        subject.refuse("FK-IN-023")

    parser.StartElementHandler = first
    parser.StartDoctypeDeclHandler = doctype
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter: unknown encoding
        if isinstance(error, expat.ExpatError) and error.code == _NO_MEMORY:
            raise MemoryError from error  # it says nothing of the part
        raise InputUnreadable("FK-IN-024", place=subject.place, part=subject.part) from error
    scan.position = int  # the parser goes
    if finish:
        scan.finish()
    return scan

"""A place for a picture: what its alternative text asks for, and the element it becomes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree

from formkit.kernel.picture import Picture
from formkit.ooxml import xml
from formkit.ooxml.names import (
    CONTENT_TYPES,
    CONTENT_TYPES_PART,
    DRAWING,
    RELATION,
    RELATIONSHIPS,
)
from formkit.ooxml.package import Package, deflate
from formkit.ooxml.relations import relations_part
from formkit.ooxml.xml import Element

Pictures = Mapping[str, Picture]
REL_IMAGE = f"{RELATION}/image"
PREFIX = "formkit"  # of names of parts and relationships that are put in
_ALIASES = {"二维码": "form.qr", "qr": "form.qr", "标志": "form.logo", "logo": "form.logo"}
_ASKS = re.compile(
    r"\s*(?:\{\{\s*(?P<tag>[^{}%#]+?)\s*\}\}|\{\s*(?P<name>[a-z_][\w.]*|二维码|标志)\s*\})\s*",
    re.ASCII,
)
_TOLD = ("docPr", "cNvPr")  # elements that say what a picture shows
_RELATED = (f"{{{RELATION}}}embed", f"{{{RELATION}}}link", f"{{{RELATION}}}id")
_OPEN, _SHUT = "\ufdd2", "\ufdd3"  # noncharacters around what is filled in
_SLOT = re.compile(f"{_OPEN}([^{_SHUT}]*){_SHUT}")


def asked(description: str) -> str:
    """Return the name that an alternative text asks for (`{{ form.qr }}`, `{二维码}`), or ""."""
    found = _ASKS.fullmatch(description)
    if not found:
        return ""
    name = found["tag"] or found["name"]
    return _ALIASES.get(name, name)


def told_in(element: Element) -> str:
    """Return the name that a drawing asks for by the text of one of its shapes, or ""."""
    said = (asked(one.get("descr", "")) for one in _described(element))
    return next((name for name in said if name), "")


def silence(element: Element) -> None:
    """Take away what a drawing asks for; it is told already."""
    for one in _described(element):
        one.attrib.pop("descr", None)


def _described(element: Element) -> Iterator[Element]:
    for one in element.iter(etree.Element):
        if etree.QName(one).localname in _TOLD:
            yield one


def pictures_of(element: Element) -> list[Element]:
    """Return the links to pictures in a drawing."""
    return list(element.iter(f"{{{DRAWING}}}blip"))


def part_of(picture: Picture, folder: str) -> str:
    """Return the name of the part that holds the picture."""
    return f"{folder}/{PREFIX}-{picture.sha256[:16]}.{picture.kind}"


def relation_of(picture: Picture) -> str:
    """Return the identity of the relationship that leads to the picture."""
    return f"{PREFIX}{picture.sha256[:16]}"


class Shape:
    """The element that stands where a picture is wanted, ready to be written any number of times.

    Args:
        element: the drawing, with one picture in it; it is not changed.
    """

    def __init__(self, element: Element) -> None:
        shape = copy.deepcopy(element)
        shape.tail = None
        sizes = [one for one in shape.iter(etree.Element) if _is_size(one)]
        self.box = max(((_length(one, "cx"), _length(one, "cy")) for one in sizes), default=(0, 0))
        for one in sizes:
            one.set("cx", _slot("cx"))
            one.set("cy", _slot("cy"))
        for one in _described(shape):
            one.set("descr", _slot("said"))
            one.attrib.pop("title", None)
            for extra in list(one):
                one.remove(extra)  # links and extensions of the box that stood here
            if etree.QName(one).localname == "docPr":
                one.set("id", _slot("number"))
        _open_links(shape)
        for name, side in (("positionH", "right"), ("positionV", "down")):
            for offset in shape.iterfind(f".//{{*}}{name}/{{*}}posOffset"):
                offset.text = _slot(f"{side}{int(float(offset.text or 0))}")
        self._pieces = _SLOT.split(etree.tostring(shape, encoding="unicode"))

    def written(self, picture: Picture, number: int) -> str:
        """Return the element for this picture: fitted into the box and centred in it."""
        width, height = picture.fitted(*self.box)
        given = {
            "cx": str(width),
            "cy": str(height),
            "said": escape(picture.said, {'"': "&quot;"}),
            "number": str(number),
            "relation": relation_of(picture),
        }

        def value(slot: str) -> str:
            if slot.startswith("right"):
                return str(int(slot.removeprefix("right")) + (self.box[0] - width) // 2)
            if slot.startswith("down"):
                return str(int(slot.removeprefix("down")) + (self.box[1] - height) // 2)
            return given[slot]

        return "".join(
            value(piece) if index % 2 else piece for index, piece in enumerate(self._pieces)
        )


def _open_links(shape: Element) -> None:
    for blip in pictures_of(shape):
        for name in _RELATED:
            blip.attrib.pop(name, None)
        for extra in list(blip):
            blip.remove(extra)  # the same picture as SVG, recoloured …
        blip.set(f"{{{RELATION}}}embed", _slot("relation"))
    for cut in list(shape.iter(f"{{{DRAWING}}}srcRect")):
        cut.attrib.clear()


def _slot(name: str) -> str:
    return f"{_OPEN}{name}{_SHUT}"


def _is_size(one: Element) -> bool:
    return etree.QName(one).localname in ("extent", "ext") and one.get("cx") is not None


def _length(one: Element, name: str) -> int:
    value = one.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else 0


class Links:
    """The relationships of a part that has places for pictures.

    Args:
        package: the template.
        part: the part's name.
        root: the part after its places were taken out; what it still refers to stays.
    """

    def __init__(self, package: Package, part: str, root: Element) -> None:
        wanted = relations_part(part)
        self.part = package.parts.canonical(wanted) or wanted
        self.dropped: set[str] = set()  # identities to which only the places referred
        self._relations = xml.parse(package.parts[self.part])
        used = {value for one in root.iter(etree.Element) for value in one.attrib.values()}
        for item in list(self._relations):
            if item.get("Type") == REL_IMAGE and item.get("Id", "") not in used:
                self.dropped.add(item.get("Id", ""))
                self._relations.remove(item)
        self.bare = xml.serialize(self._relations)  # of a document without pictures
        self.bare_member = deflate(self.bare)

    def written(self, pictures: Iterable[Picture], folder: str) -> bytes:
        """Return the relationships, with one to each of the pictures.

        `folder` is where the pictures lie, as seen from the part.
        """
        relations = copy.deepcopy(self._relations)
        for picture in pictures:
            item = etree.SubElement(relations, f"{{{RELATIONSHIPS}}}Relationship")
            item.set("Id", relation_of(picture))
            item.set("Type", REL_IMAGE)
            item.set("Target", part_of(picture, folder))
        return xml.serialize(relations)


def idle_pictures(package: Package, links: Mapping[str, Links]) -> frozenset[str]:
    """Return the pictures of the template to which only places for pictures referred.

    `links` are those of the parts with places, by the part's folded name.
    """
    lost: set[str] = set()
    kept: set[str] = set()
    for part, relations in package.relations.items():
        dropped = links[part].dropped if part in links else set()
        for identity, relation in relations.items():
            (lost if identity in dropped else kept).add(relation.target.casefold())
    return frozenset(filter(None, (package.parts.canonical(name) for name in lost - kept)))


def typed(package: Package) -> bytes:
    """Return the content types with those of the pictures that may be put in."""
    types = xml.parse(package.parts[CONTENT_TYPES_PART])
    known = {item.get("Extension", "").casefold() for item in types}
    for kind in ("jpeg", "png"):
        if kind not in known:
            item = etree.Element(f"{{{CONTENT_TYPES}}}Default")
            item.set("Extension", kind)
            item.set("ContentType", f"image/{kind}")
            types.insert(0, item)
    return xml.serialize(types)

"""A place for a picture: what its alternative text asks for, and the element it becomes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from lxml import etree

from formkit.kernel.picture import Picture
from formkit.ooxml.names import DRAWING, RELATION
from formkit.ooxml.xml import Element

Pictures = Mapping[str, Picture]
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


def is_picture(name: str) -> bool:
    """Return whether a dotted name of the data stands for a picture."""
    return name in _ALIASES.values() or name.endswith(".picture")


def in_words(name: str) -> str:
    """Return what a picture is called by who makes templates: `二维码`, `标志`, or its name."""
    return next((said for said, meant in _ALIASES.items() if meant == name), name)


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


def relation_of(picture: Picture) -> str:
    """Return the identity of the relationship that leads to the picture."""
    return f"{PREFIX}{picture.sha256[:16]}"


class Shape:
    """The element that stands where a picture is wanted, ready to be written any number of times.

    Args:
        element: the drawing, with one picture in it; it is not changed.
        numbered: the element whose `id` no other drawing of the part may have.
    """

    def __init__(self, element: Element, *, numbered: str = "docPr") -> None:
        shape = copy.deepcopy(element)
        shape.tail = None
        sizes = [one for one in shape.iter(etree.Element) if _is_size(one)]
        self.box = max(((_length(one, "cx"), _length(one, "cy")) for one in sizes), default=(0, 0))
        for one in sizes:
            one.set("cx", slot("cx"))
            one.set("cy", slot("cy"))
        for one in _described(shape):
            one.set("descr", slot("said"))
            one.attrib.pop("title", None)
            for extra in list(one):
                one.remove(extra)  # links and extensions of the box that stood here
            if etree.QName(one).localname == numbered:
                one.set("id", slot("number"))
        _open_links(shape)
        for name, side in (("positionH", "right"), ("positionV", "down")):
            for offset in shape.iterfind(f".//{{*}}{name}/{{*}}posOffset"):
                offset.text = slot(f"{side}{int(float(offset.text or 0))}")
        self._pieces = _SLOT.split(etree.tostring(shape, encoding="unicode"))

    def written(self, picture: Picture, number: int, **given: int) -> str:
        """Return the element for this picture: fitted into the box and centred in it.

        Args:
            picture: the picture.
            number: the number of the drawing in its part.
            given: what goes into the element's own slots.
        """
        width, height = picture.fitted(*self.box)
        values = {
            "cx": str(width),
            "cy": str(height),
            "said": escape(picture.said, {'"': "&quot;"}),
            "number": str(number),
            "relation": relation_of(picture),
            **{name: str(one) for name, one in given.items()},
        }

        def value(slot: str) -> str:
            if slot.startswith("right"):
                return str(int(slot.removeprefix("right")) + (self.box[0] - width) // 2)
            if slot.startswith("down"):
                return str(int(slot.removeprefix("down")) + (self.box[1] - height) // 2)
            return values[slot]

        return "".join(
            value(piece) if index % 2 else piece for index, piece in enumerate(self._pieces)
        )


def _open_links(shape: Element) -> None:
    for blip in pictures_of(shape):
        for name in _RELATED:
            blip.attrib.pop(name, None)
        for extra in list(blip):
            blip.remove(extra)  # the same picture as SVG, recoloured …
        blip.set(f"{{{RELATION}}}embed", slot("relation"))
    for cut in list(shape.iter(f"{{{DRAWING}}}srcRect")):
        cut.attrib.clear()


def slot(name: str) -> str:
    """Return what stands in an element for what is written there for each picture."""
    return f"{_OPEN}{name}{_SHUT}"


def _is_size(one: Element) -> bool:
    return etree.QName(one).localname in ("extent", "ext") and one.get("cx") is not None


def _length(one: Element, name: str) -> int:
    value = one.get(name, "")
    return int(value) if value.isascii() and value.isdigit() else 0

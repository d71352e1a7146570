"""The places for pictures in one Word part: found in the template, filled, read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from xml.sax.saxutils import escape, unescape

from lxml import etree

from formkit.kernel.errors import TemplateError
from formkit.kernel.picture import Picture
from formkit.ooxml import xml
from formkit.ooxml.names import COMPATIBILITY, DRAWING, RELATION, RELATIONSHIPS, w
from formkit.ooxml.package import Member, Package, stored
from formkit.ooxml.xml import Element
from formkit.render import picture_place
from formkit.render.picture_place import PREFIX, Links, Pictures, Shape
from formkit.render.place import Faults, Spot, quoted
from formkit.render.word_scan import Placed, ancestor

_FOLDER = "word/media"
_MARK = "\x1d"  # no XML text can hold it
_MARKED = re.compile(f"{_MARK}(\\d+):([^{_MARK}]*){_MARK}")
_FIRST_NUMBER = 50_000  # of pictures put in; those that loops repeat come before
_BOXES = (w("txbxContent"), f"{{{COMPATIBILITY}}}AlternateContent")


def free(root: Element, label: str, faults: Faults) -> dict[Element, Element]:
    """Take the places for pictures out of a part; return the drawings by the run they stood in.

    A tag stands in each place, so that it is read, judged and repeated like any other; `faults`
    takes FK-PIC-001 for a place that is no plain picture.
    """
    found: dict[Element, Element] = {}
    for drawing in list(root.iter(w("drawing"))):
        name = picture_place.told_in(drawing)
        if not name:
            continue
        run = drawing.getparent()
        plain = len(picture_place.pictures_of(drawing)) == 1 and not any(
            ancestor(drawing, box) is not None for box in _BOXES
        )
        if run is None or run.tag != w("r") or not plain:
            faults.add("FK-PIC-001", Spot(label), text=name)
            picture_place.silence(drawing)
            continue
        found[_own_run(run, drawing, name)] = drawing
    return found


def _own_run(run: Element, drawing: Element, name: str) -> Element:
    """Put a run with the tag of a picture in its place and return it; the rest keeps its order."""
    after = etree.Element(w("r"), run.attrib)
    properties = run.find(w("rPr"))
    middle = etree.Element(w("r"), run.attrib)
    for made in (middle, after):
        if properties is not None:
            made.append(_copied(properties))
    behind = list(drawing.itersiblings())
    run.remove(drawing)
    after.extend(behind)
    text = etree.SubElement(middle, w("t"))
    text.text = f"{{{{ {name} }}}}"
    run.addnext(middle)
    if behind:
        middle.addnext(after)
    return middle


def _copied(element: Element) -> Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def marked(placed: Sequence[Placed], drawings: Mapping[Element, Element]) -> list[Placed]:
    """Return the tags of a part, those of pictures known as such."""
    return [
        replace(one, tag=replace(one.tag, picture=True)) if one.run in drawings else one
        for one in placed
    ]


class PictureMark:
    """How the key of a picture is written into the part, until the picture takes its place."""

    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, key: str) -> str:
        """Return what stands inside the run's `w:t`; nothing for an empty key."""
        return f"</w:t>{self.plain(escape(key))}<w:t>" if key else ""

    def plain(self, key: str) -> str:
        """Return what stands in the plain text of the part; nothing for an empty key."""
        return f"{_MARK}{self._number}:{key}{_MARK}" if key else ""


def without_marks(text: str) -> tuple[str, list[str]]:
    """Return a plain text without its marks, and the keys of the pictures in their order."""
    return _MARKED.sub("", text), [key for _, key in _MARKED.findall(text)]


class PartPictures:
    """The places of one part.

    Args:
        package: the template.
        part: the part's name.
        root: the part without its places.
        shapes: the drawings by the number of their tag.
        placed: the tags of these places by number, for messages.
        file: the template's name.
    """

    def __init__(  # noqa: PLR0913 - the part, what stood in it, and where
        self,
        package: Package,
        part: str,
        root: Element,
        shapes: Mapping[int, Element],
        placed: Mapping[int, Placed],
        *,
        file: str,
    ) -> None:
        self.links = Links(package, part, root)
        self._shapes = {number: Shape(element) for number, element in shapes.items()}
        self._placed = placed
        self._file = file

    def put(self, part: bytes, pictures: Pictures) -> tuple[bytes, dict[str, bytes | Member]]:
        """Return the part with its pictures, and the parts that they need.

        Raises:
            TemplateError: FK-PIC-002 a key for which there is no picture.
        """
        used: dict[str, Picture] = {}
        numbers = iter(range(_FIRST_NUMBER, 2 * _FIRST_NUMBER))

        def shown(found: re.Match[str]) -> str:
            number, key = int(found[1]), unescape(found[2])
            picture = pictures.get(key)
            if picture is None:
                one = self._placed[number]
                place = one.spot.place(self._file)
                raise TemplateError("FK-PIC-002", place=place, tag=one.tag.text, value=quoted(key))
            used[picture.sha256] = picture
            return self._shapes[number].written(picture, next(numbers))

        written = _MARKED.sub(shown, part.decode()).encode()
        ordered = [used[key] for key in sorted(used)]
        parts: dict[str, bytes | Member] = {
            picture_place.part_of(one, _FOLDER): stored(one.data) for one in ordered
        }
        parts[self.links.part] = self.links.written(ordered, "media")
        return written, parts

    def compare(
        self, produced: Mapping[str, bytes], part: str, keys: Sequence[str], pictures: Pictures
    ) -> None:
        """See that each picture stands in its place, is referred to and has its bytes.

        Raises:
            TemplateError: FK-PIC-003.
        """
        related = {
            item.get("Id", ""): item.get("Target", "")
            for item in xml.parse(produced[self.links.part])
            if item.tag == f"{{{RELATIONSHIPS}}}Relationship"
        }
        linked = (
            blip.get(f"{{{RELATION}}}embed", "")
            for blip in xml.parse(produced[part]).iter(f"{{{DRAWING}}}blip")
        )
        own = [one for one in linked if one.startswith(PREFIX)]
        found = [sha256(produced.get(f"word/{related.get(one)}", b"")).hexdigest() for one in own]
        wanted = [pictures[key].sha256 for key in keys]
        if found != wanted:
            place = Spot(part).place(self._file)
            raise TemplateError("FK-PIC-003", place=place, expected=len(wanted), actual=len(found))

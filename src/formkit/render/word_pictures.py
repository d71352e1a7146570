"""The places for pictures in one Word part: found in the template, filled, read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from xml.sax.saxutils import escape, unescape

from lxml import etree

from formkit.kernel.errors import InputUnreadable, TemplateError
from formkit.kernel.picture import Picture
from formkit.ooxml import text, xml
from formkit.ooxml.names import COMPATIBILITY, WORD, w
from formkit.ooxml.package import Member, Package
from formkit.ooxml.xml import Element
from formkit.render import picture_place
from formkit.render.picture_links import Links
from formkit.render.picture_place import Pictures, Shape
from formkit.render.place import Faults, Spot, quoted
from formkit.render.word_scan import Placed, ancestor

_FOLDER = "word/media"
_MARK = "\x1d"  # no XML text can hold it
_MARKED = re.compile(f"{_MARK}(\\d+):([^{_MARK}]*){_MARK}")
_FIRST_NUMBER = 50_000  # of pictures put in; those that loops repeat come before
_BOXES = (w("txbxContent"), f"{{{COMPATIBILITY}}}AlternateContent")


def free(
    root: Element, label: str, faults: Faults, *, is_place: Callable[[str], bool] = bool
) -> dict[Element, Element]:
    """Take the places for pictures out of a part; return the drawings by the run they stood in.

    A tag stands in each place, so that it is read, judged and repeated like any other; `faults`
    takes FK-PIC-001 for a place that is no plain picture. `is_place` says whether a drawing that
    asks for a name is one of ours.
    """
    found: dict[Element, Element] = {}
    for drawing in list(root.iter(w("drawing"))):
        name = picture_place.told_in(drawing)
        if not is_place(name):
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
        self.part = part
        self.links = Links(package, part, root, folder=_FOLDER)
        self._shapes = {number: Shape(element) for number, element in shapes.items()}
        self._placed = placed
        self._file = file

    def placing(self, pictures: Pictures) -> Placing:
        """Return how the places of one document are filled."""
        return Placing(self, pictures)

    def written(self, number: int, key: str, picture: Picture | None, identity: int) -> str:
        """Return what stands in the place of a tag.

        Args:
            number: the number of the tag.
            key: the key that the data has there.
            picture: the picture of that key.
            identity: the number of the drawing in its part.

        Raises:
            TemplateError: FK-PIC-002 there is no picture for the key.
        """
        if picture is None:
            raise self.missing(number, key)
        return self._shapes[number].written(picture, identity)

    def missing(self, number: int, key: str) -> TemplateError:
        """Return the refusal of a key for which there is no picture."""
        one = self._placed[number]
        place = one.spot.place(self._file)
        return TemplateError("FK-PIC-002", place=place, tag=one.tag.text, value=quoted(key))

    def refused(self, wanted: int, found: int) -> TemplateError:
        """Return the refusal of a part that does not show the pictures it should."""
        place = Spot(self.part).place(self._file)
        return TemplateError("FK-PIC-003", place=place, expected=wanted, actual=found)


class Shown(NamedTuple):
    """What a part shows that was read back: the keys that it must, and where pictures stand."""

    keys: Sequence[str]
    holders: Sequence[Element]


class Placing:
    """The pictures of one document on their way into one part."""

    def __init__(self, places: PartPictures, pictures: Pictures) -> None:
        self._places = places
        self._pictures = pictures
        self._used: dict[str, Picture] = {}

    def put(self, text: str) -> str:
        """Return a text of the part with pictures in the place of marks.

        Raises:
            TemplateError: FK-PIC-002 a key for which there is no picture.
        """
        identities = iter(range(_FIRST_NUMBER, 2 * _FIRST_NUMBER))

        def shown(found: re.Match[str]) -> str:
            number, key = int(found[1]), unescape(found[2])
            picture = self._pictures.get(key)
            written = self._places.written(number, key, picture, next(identities))
            if picture is not None:
                self._used[picture.sha256] = picture
            return written

        return _MARKED.sub(shown, text)

    def parts(self) -> dict[str, bytes | Member]:
        """Return the parts that the pictures need: their files, and the relationships."""
        return self._places.links.parts(self._used.values())

    def compare(self, found: Mapping[str, bytes], shown: Shown) -> None:
        """See that each picture stands in its place, is referred to and has its bytes.

        Raises:
            TemplateError: FK-PIC-003.
        """
        links = self._places.links
        if not shown.keys and not shown.holders and found[links.part] == links.bare:
            return
        there = links.shown(found, shown.holders)
        wanted = [self._pictures[key].sha256 for key in shown.keys]
        if there != wanted:
            raise self._places.refused(len(wanted), len(there))


def opened(piece: str) -> Element | None:
    """Return the run that a picture in its place makes; None where it is more than a picture.

    Args:
        piece: what stands inside the `w:t` of the place, read back from the file.
    """
    around = f'<w:body xmlns:w="{WORD}"><w:p><w:r><w:t>{piece}</w:t></w:r></w:p></w:body>'
    try:
        body = xml.parse(around.encode())
    except InputUnreadable:
        return None
    runs = [run for paragraph in body for run in paragraph]
    plain = [[child.tag for child in run] for run in runs] == [[w("t"), w("drawing"), w("t")]]
    silent = text.paragraphs(body) == [""] and not any(one.tail for run in runs for one in run)
    return runs[0] if plain and silent else None

"""The boxes of a trusted template: their alternative text names the picture that goes there.

Before docxtpl sees the template, a run that prints a call takes the place of each box. The call
leaves a mark, and when docxtpl has made the part, the picture takes the place of the mark: what
repeats the box, or leaves it out, is docxtpl's affair like any text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment

from formkit.ooxml import xml
from formkit.ooxml.names import CONTENT_TYPES_PART, w
from formkit.ooxml.package import Member, Package, deflate
from formkit.ooxml.writer import QUICK, write
from formkit.ooxml.xml import Element
from formkit.render import docxtpl_reader, picture_links, picture_place, word_pictures
from formkit.render.picture_place import Pictures
from formkit.render.place import Faults, Spot, TemplateRefused
from formkit.render.syntax import Tag
from formkit.render.trusted.blame import blamed
from formkit.render.trusted.environment import Owned
from formkit.render.trusted.part import require_xml
from formkit.render.word import ENDNOTES, filled_parts
from formkit.render.word_pictures import PartPictures, PictureMark, Shown
from formkit.render.word_scan import Placed, ancestor, paragraphs

ASK = "formkit_picture"  # the call by which a box asks for its picture
_OPEN, _SHUT = "\ufdd4", "\ufdd5"  # signs that stand for no character
MARKED = re.compile(f"{_OPEN}(\\d+){_SHUT}")  # what a box prints


class Boxes:
    """The boxes of a template by the part in which they stand.

    `data` is the file that docxtpl gets: the template itself where it has no box. `spots` are the
    places of the boxes by their numbers. `no_boxes` are the names in the alternative texts of
    other drawings, with the parts' Chinese names: docxtpl prints their values as texts.

    Args:
        package: the template.
        environment: Jinja's, whose delimiters the call is written with.

    Raises:
        TemplateRefused: FK-PIC-001 a box is no plain picture, or stands where nothing is filled.
        TemplateError: FK-TPL-092 an alternative text is no Jinja.
    """

    def __init__(self, package: Package, environment: Environment) -> None:
        self.spots: dict[int, Spot] = {}
        self.no_boxes: list[tuple[str, str]] = []
        self._file = package.name
        self._environment = environment
        self._parts: dict[str, PartPictures] = {}
        self._part_of: dict[int, str] = {}
        faults = Faults(package.name)
        changed: dict[str, bytes] = {}
        numbers = itertools.count(1)
        for name, label in _reached(package):
            root = xml.parse(package.parts[name], part=name)
            drawings = word_pictures.free(root, label, faults, is_place=picture_place.is_picture)
            said = (picture_place.told_in(one) for one in root.iter(w("drawing")))
            self.no_boxes += [(told, label) for told in said if told]
            if label.startswith(ENDNOTES):  # docxtpl does not fill them
                for drawing in drawings.values():
                    faults.add("FK-PIC-001", Spot(label), text=picture_place.told_in(drawing))
            elif drawings:
                self._keep(package, name, label, root, drawings, numbers)
                changed[name] = xml.serialize(root)
        if faults.found:
            raise TemplateRefused(faults.found)
        links = {name.casefold(): one.links for name, one in self._parts.items()}
        self._idle = picture_links.idle_pictures(package, links)
        members = {part: package.parts.member(part) for part in package.parts}
        self.data = write({**members, **changed}) if changed else package.data

    def __bool__(self) -> bool:
        return bool(self._parts)

    def _keep(  # noqa: PLR0913, PLR0917 - the part, and what stands in it
        self,
        package: Package,
        part: str,
        label: str,
        root: Element,
        drawings: Mapping[Element, Element],
        numbers: Iterator[int],
    ) -> None:
        spots = dict(paragraphs(root, label))
        placed: dict[int, Placed] = {}
        for run, drawing in drawings.items():
            number, paragraph = next(numbers), ancestor(run, w("p"))
            name = picture_place.told_in(drawing)
            tag = Tag(0, 0, f"{{{{ {name} }}}}", "", "", name, picture=True)
            spot = Spot(label) if paragraph is None else spots.get(paragraph, Spot(label))
            placed[number] = Placed(number, tag, spot, run if paragraph is None else paragraph, run)
            self.spots[number], self._part_of[number] = spot, part
            with blamed(self._file, label, tag.text):
                self._environment.compile_expression(name)
            self._write(run, f"{ASK}({number}, ({name}))")
        shapes = {number: drawings[one.run] for number, one in placed.items()}
        self._parts[part] = PartPictures(package, part, root, shapes, placed, file=self._file)

    def _write(self, run: Element, call: str) -> None:
        signs = self._environment
        for text in run.iter(w("t")):
            text.text = f"{signs.variable_start_string} {call} {signs.variable_end_string}"

    def static(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return the parts that no data changes, made ready for pictures.

        Args:
            parts: them as docxtpl saves them.
        """
        if not self:
            return dict(parts)
        kept = {name: data for name, data in parts.items() if name not in self._idle}
        types = picture_links.typed(kept[CONTENT_TYPES_PART], self._idle)
        return {**kept, CONTENT_TYPES_PART: types}

    def hanging(self, pictures: Pictures) -> Hanging:
        """Return how the boxes of one document get their pictures."""
        return Hanging(self._parts, self._part_of, pictures, file=self._file)


class _Mark:
    """What a box prints: it needs no escaping, and is no text that must be found again."""

    def __init__(self, number: int) -> None:
        self._text = f"{_OPEN}{number}{_SHUT}"

    def __str__(self) -> str:
        return self._text

    __html__ = __str__


class Hanging:
    """The pictures of one document on their way into its parts."""

    def __init__(
        self,
        places: Mapping[str, PartPictures],
        part_of: Mapping[int, str],
        pictures: Pictures,
        *,
        file: str,
    ) -> None:
        self._places = places
        self._part_of = part_of
        self._pictures = pictures
        self._file = file
        self._placing = {part: one.placing(pictures) for part, one in places.items()}
        self._asked: list[tuple[int, str]] = []  # the number of the box, the key
        self._keys: dict[str, list[str]] = {}  # by part, in the order of its text

    def ask(self, number: int, value: Any) -> _Mark | str:
        """Return what the template prints for a box; nothing where there is no picture.

        Raises:
            TemplateError: FK-PIC-002 there is no picture for the key.
        """
        if isinstance(value, docxtpl_reader.OWNED):
            owner: Any = value
            raise Owned(owner.tpl)
        key = "" if value is None else str(value)
        if not key:
            return ""
        if self._pictures.get(key) is None:
            raise self._places[self._part_of[number]].missing(number, key)
        self._asked.append((number, key))
        return _Mark(len(self._asked) - 1)

    def put(self, part: str, text: str) -> str:
        """Return a part that docxtpl made, with pictures in the place of marks.

        Raises:
            TemplateError: FK-PIC-003 a picture was swallowed or doubled, FK-TPL-094 it stands
                where none can.
        """
        placing = self._placing.get(part)
        if placing is None:
            return text
        met = [int(number) for number in MARKED.findall(text)] if _OPEN in text else []
        asked = [at for at, (box, _) in enumerate(self._asked) if self._part_of[box] == part]
        if sorted(met) != asked:
            raise self._places[part].refused(len(asked), len(met))
        self._keys[part] = [self._asked[at][1] for at in met]
        if not met:
            return text
        made = placing.put(MARKED.sub(self._shown, text))
        require_xml(made, Spot(part).place(self._file))
        return made

    def _shown(self, found: re.Match[str]) -> str:
        number, key = self._asked[int(found[1])]
        mark = PictureMark(number).plain(escape(key))
        return f'</w:t>{mark}<w:t xml:space="preserve">'

    def parts(self) -> dict[str, Member]:
        """Return the parts that the pictures need: their files, and the relationships."""
        made = {name: one for each in self._placing.values() for name, one in each.parts().items()}
        return {
            name: one if isinstance(one, Member) else deflate(one, level=QUICK)
            for name, one in made.items()
        }

    @property
    def shows(self) -> bool:
        """Whether a picture was put in."""
        return any(self._keys.values())

    def compare(self, found: Mapping[str, bytes]) -> None:
        """See that each picture stands in its place in the written file.

        Raises:
            TemplateError: FK-PIC-003.
        """
        for part, placing in self._placing.items():
            keys = self._keys[part]
            placing.compare(found, Shown(keys, [xml.parse(found[part])] if keys else []))


def _reached(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the parts that belong to the document with their Chinese names."""
    related = package.relations.get(package.main, {}).values()
    reached = {one.target.casefold() for one in related} | {package.main.casefold()}
    for name, label in filled_parts(package):
        if name.casefold() in reached:
            yield name, label

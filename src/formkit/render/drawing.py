"""A drawing with places for pictures: for one way through the tags, and as one document has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from formkit.kernel.errors import TemplateError
from formkit.kernel.picture import Picture
from formkit.ooxml import xml
from formkit.ooxml.package import Member
from formkit.render.picture_links import Links


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing whose rows went where they go: its own XML, and between it the places.

    `pieces` are texts and, at every other position, the number of a place with the rows of the
    document on which it stands.
    """

    pieces: tuple[str | tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The drawing of one document, and the pictures that it must show, in their order.

    `refused` makes the error of a drawing that does not (how many it must show, how many it does).
    """

    part: str
    links: Links
    data: bytes
    pictures: list[Picture]
    refused: Callable[[int, int], TemplateError]

    def parts(self) -> dict[str, bytes | Member]:
        """Return the parts of the document: the drawing, its relationships, the pictures."""
        return {self.part: self.data, **self.links.parts(self.pictures)}

    def compare(self, found: Mapping[str, bytes]) -> None:
        """See that each picture stands in the drawing, is referred to and has its bytes.

        Raises:
            TemplateError: FK-PIC-003.
        """
        same = found[self.part] == self.data
        if same and not self.pictures and found[self.links.part] == self.links.bare:
            return
        there = self.links.shown(found, xml.parse(found[self.part]))
        wanted = [picture.sha256 for picture in self.pictures]
        if there != wanted or not same:
            raise self.refused(len(wanted), len(there))

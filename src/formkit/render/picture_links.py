"""How a part with places for pictures leads to the pictures that are put there."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256

from lxml import etree

from formkit.kernel.picture import Picture
from formkit.ooxml import xml
from formkit.ooxml.names import CONTENT_TYPES, RELATION, RELATIONSHIPS
from formkit.ooxml.package import Member, Package, deflate, stored
from formkit.ooxml.relations import relations_part
from formkit.ooxml.xml import Element
from formkit.render.picture_place import PREFIX, pictures_of, relation_of

REL_IMAGE = f"{RELATION}/image"
_RELATIONSHIP = f"{{{RELATIONSHIPS}}}Relationship"
_NONE = f'<Relationships xmlns="{RELATIONSHIPS}"/>'.encode()


class Links:
    """The relationships of a part that has places for pictures.

    Args:
        package: the template.
        part: the part's name.
        root: the part after its places were taken out; what it still refers to stays.
        folder: where the pictures that are put in lie.
    """

    def __init__(self, package: Package, part: str, root: Element, *, folder: str) -> None:
        wanted = relations_part(part)
        self.part = package.parts.canonical(wanted) or wanted
        self.dropped: set[str] = set()  # identities to which only the places referred
        self._home = posixpath.dirname(part)
        self._folder = folder
        known = self.part in package.parts
        self._relations = xml.parse(package.parts[self.part] if known else _NONE)
        used = {value for one in root.iter(etree.Element) for value in one.attrib.values()}
        for item in list(self._relations):
            if item.get("Type") == REL_IMAGE and item.get("Id", "") not in used:
                self.dropped.add(item.get("Id", ""))
                self._relations.remove(item)
        self.bare = xml.serialize(self._relations)  # of a document without pictures
        self._bare_member = deflate(self.bare)

    def parts(self, pictures: Iterable[Picture]) -> dict[str, bytes | Member]:
        """Return the parts that these pictures need: their files, and the relationships."""
        used = {picture.sha256: picture for picture in pictures}
        if not used:
            return {self.part: self._bare_member}
        ordered = [used[key] for key in sorted(used)]
        parts: dict[str, bytes | Member] = {
            self._part_of(picture): stored(picture.data) for picture in ordered
        }
        parts[self.part] = self._written(ordered)
        return parts

    def _part_of(self, picture: Picture) -> str:
        return f"{self._folder}/{PREFIX}-{picture.sha256[:16]}.{picture.kind}"

    def _written(self, pictures: Iterable[Picture]) -> bytes:
        """Return the relationships, with one to each of the pictures."""
        relations = copy.deepcopy(self._relations)
        for picture in pictures:
            item = etree.SubElement(relations, _RELATIONSHIP)
            item.set("Id", relation_of(picture))
            item.set("Type", REL_IMAGE)
            item.set("Target", posixpath.relpath(self._part_of(picture), self._home))
        return xml.serialize(relations)

    def shown(self, found: Mapping[str, bytes], holders: Iterable[Element]) -> list[str]:
        """Return the SHA-256 of each picture put in, in the order of the elements that show them.

        Args:
            found: the parts of the written file by name.
            holders: elements of the part, read back.
        """
        return list(self._hashes(found, holders))

    def _hashes(self, found: Mapping[str, bytes], holders: Iterable[Element]) -> Iterator[str]:
        related = {
            item.get("Id", ""): item.get("Target", "")
            for item in xml.parse(found[self.part])
            if item.tag == _RELATIONSHIP
        }
        for holder in holders:
            for blip in pictures_of(holder):
                identity = blip.get(f"{{{RELATION}}}embed", "")
                if identity.startswith(PREFIX):
                    target = posixpath.join(self._home, related.get(identity, ""))
                    yield sha256(found.get(posixpath.normpath(target), b"")).hexdigest()


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


def typed(given: bytes, dropped: Collection[str]) -> bytes:
    """Return content types with those of the pictures that may be put in.

    Args:
        given: the content types of the template.
        dropped: parts that the document has no more.
    """
    types = xml.parse(given)
    for item in list(types):
        if item.get("PartName", "").lstrip("/") in dropped:
            types.remove(item)
    known = {item.get("Extension", "").casefold() for item in types}
    for kind in ("jpeg", "png"):
        if kind not in known:
            item = etree.Element(f"{{{CONTENT_TYPES}}}Default")
            item.set("Extension", kind)
            item.set("ContentType", f"image/{kind}")
            types.insert(0, item)
    return xml.serialize(types)

"""Changing some parts of an Office package while every other part stays as it was, byte by byte."""

from __future__ import annotations

from lxml import etree

from formkit.ooxml import names, package, relations, xml
from formkit.ooxml.package import Member, Package
from formkit.ooxml.xml import Element


class Draft:
    """A package being changed; parts that nobody touched are joined as they were packed."""

    def __init__(self, original: Package) -> None:
        self.original = original
        self._trees: dict[str, Element] = {}
        self._added: dict[str, bytes] = {}

    def has(self, part: str) -> bool:
        """Return whether the package holds the part, its name taken without case."""
        return part in self._trees or part in self._added or part in self.original.parts

    def tree(self, part: str) -> Element:
        """Return the root of a part for changing; the same one each time.

        Raises:
            InputUnreadable: the part is not well-formed.
        """
        part = self.original.parts.canonical(part) or part
        if part not in self._trees:
            data = self._added.pop(part, None) or self.original.parts[part]
            self._trees[part] = xml.parse(data, part=part)
        return self._trees[part]

    def add(self, part: str, data: bytes, content_type: str) -> None:
        """Add a part with its content type."""
        self._added[part] = data
        types = self.tree(names.CONTENT_TYPES_PART)
        override = etree.SubElement(types, f"{{{names.CONTENT_TYPES}}}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", content_type)

    def declare(self, extension: str, content_type: str) -> None:
        """Declare the content type of an extension where it is not declared."""
        types = self.tree(names.CONTENT_TYPES_PART)
        tag = f"{{{names.CONTENT_TYPES}}}Default"
        if not any(one.get("Extension", "").lower() == extension for one in types.iter(tag)):
            default = etree.Element(tag)
            default.set("Extension", extension)
            default.set("ContentType", content_type)
            types.insert(0, default)

    def put(self, part: str, data: bytes) -> None:
        """Add a part whose content type is declared by its extension."""
        self._added[part] = data

    def relate(self, part: str, relation: str, target: str) -> str:
        """Add a relationship from a part to another and return its id."""
        rels = relations.relations_part(part)
        if not self.has(rels):
            root = etree.Element(
                f"{{{names.RELATIONSHIPS}}}Relationships", nsmap={None: names.RELATIONSHIPS}
            )
            self._trees[rels] = root
        root = self.tree(rels)
        taken = {one.get("Id") for one in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdFk{n}" not in taken)
        made = etree.SubElement(root, f"{{{names.RELATIONSHIPS}}}Relationship")
        made.set("Id", f"rIdFk{number}")
        made.set("Type", relation)
        made.set("Target", f"/{target}")
        return f"rIdFk{number}"

    def related(self, part: str, relation: str) -> str:
        """Return the part that a part refers to by this type; empty where there is none."""
        return next(iter(self.original.related(part, relation)), "")

    def free_name(self, pattern: str) -> str:
        """Return the first name made from `pattern` (with `{}`) that no part has."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def to_bytes(self) -> bytes:
        """Return the whole package."""
        parts: dict[str, bytes | Member] = {
            name: self.original.parts.member(name) for name in self.original.parts
        }
        parts.update(self._added)
        parts.update({name: xml.serialize(tree) for name, tree in self._trees.items()})
        return package.write(parts)

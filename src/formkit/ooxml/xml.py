"""The one hardened XML parser; nothing in formkit parses a part of an Office file without it."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.findings import Place

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml publishes no other name for its elements


def parse(data: bytes, *, place: Place | None = None, part: str = "") -> Element:
    """Return the root element of an XML part; nothing is fetched, no entity is expanded.

    Args:
        data: the bytes of the part.
        place: the file, for the message.
        part: the part's name, for the message.

    Raises:
        InputUnreadable: FK-IN-023 for a document type declaration, FK-IN-024 for anything that is
            not well-formed or goes beyond libxml2's limits (depth 256, texts of 10 MB).
        MemoryError: there is no memory left: that says nothing of the part.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise InputUnreadable("FK-IN-024", place=place, part=part) from error
    if root.getroottree().docinfo.doctype:
        raise InputUnreadable("FK-IN-023", place=place, part=part)
    return root


def serialize(root: Element) -> bytes:
    """Return the part's bytes with the declaration that Office writes (UTF-8, standalone)."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written

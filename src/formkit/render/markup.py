"""Serialising pieces of a part so that they can be joined into it again."""

from __future__ import annotations

import re

from lxml import etree

from formkit.ooxml.xml import Element

_DECLARATIONS = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"]*"')


def declared(root: Element) -> Element:
    """Return the part with every namespace declared at its root, so that pieces need none."""
    known = dict(root.nsmap)
    for element in root.iter(etree.Element):
        known |= {p: uri for p, uri in element.nsmap.items() if p is not None and p not in known}
    etree.cleanup_namespaces(
        root, top_nsmap=known, keep_ns_prefixes=[prefix for prefix in known if prefix]
    )
    return root


def bare(element: Element) -> str:
    """Return an element without namespace declarations and without what follows it."""
    written: str = etree.tostring(element, encoding="unicode", with_tail=False)
    start = written.index(">")
    return _DECLARATIONS.sub("", written[:start]) + written[start:]

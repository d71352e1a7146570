"""Closing the package: fixed properties, normalised zip."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from formkit.ooxml import package

_CORE = "docProps/core.xml"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    "<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>formkit</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified>'
    "</cp:coreProperties>"
)


def finished(parts: Mapping[str, bytes], *, title: str) -> bytes:
    """Return the template file: the same parts give the same bytes."""
    return package.write({**parts, _CORE: _PROPERTIES.format(title=escape(title)).encode()})

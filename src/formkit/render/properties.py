"""The document properties that Python writes: title, author … and which template was used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from lxml import etree

from formkit.kernel.clock import CHINA
from formkit.ooxml import xml
from formkit.ooxml.names import (
    CONTENT_TYPES,
    CONTENT_TYPES_PART,
    CORE,
    CUSTOM,
    DUBLIN_CORE,
    REL_CORE,
    RELATION,
    RELATIONSHIPS,
    ROOT_RELATIONSHIPS_PART,
)
from formkit.ooxml.package import Package

CORE_PART = "docProps/core.xml"
CUSTOM_PART = "docProps/custom.xml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
REL_CUSTOM = f"{RELATION}/custom-properties"
_VARIANT_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of user-defined properties


@dataclass(frozen=True, slots=True)
class Properties:
    """What stands in the file's properties; an empty text is left out.

    `created` is a moment in China without a zone, an argument so that the same input gives the same
    bytes; None leaves both times out.
    """

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: str = ""
    identifier: str = ""
    created: datetime | None = None

    def texts(self) -> dict[str, str]:
        """Return the texts by the name of the field."""
        names = ("title", "author", "subject", "keywords", "identifier")
        return {name: getattr(self, name) for name in names}


_ELEMENTS = {
    "title": "dc:title",
    "author": "dc:creator",
    "subject": "dc:subject",
    "keywords": "cp:keywords",
    "identifier": "dc:identifier",
}


def core(properties: Properties) -> bytes:
    """Return the part `docProps/core.xml`."""
    said = [
        f"<{_ELEMENTS[name]}>{escape(text)}</{_ELEMENTS[name]}>"
        for name, text in properties.texts().items()
        if text
    ]
    if properties.created:
        moment = properties.created.replace(tzinfo=CHINA).astimezone(UTC)
        stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        said += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>'
            for name in ("created", "modified")
        ]
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="{DUBLIN_CORE}" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{''.join(said)}</cp:coreProperties>"
    ).encode()


def custom(template: str, sha256: str) -> bytes:
    """Return the part `docProps/custom.xml`, which says which template made the document."""
    said = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(
            (("formkit_template", template), ("formkit_template_sha256", sha256)), start=2
        )
    )
    return (
        f'{_HEAD}<Properties xmlns="{CUSTOM}" xmlns:vt="{_VARIANT_TYPES}">{said}</Properties>'
    ).encode()


def core_part_of(package: Package) -> str:
    """Return the name of the package's own core part, or the customary one where it has none."""
    found = package.related("", REL_CORE)
    return found[0] if found else CORE_PART


def joined(
    package: Package, replaced: Mapping[str, bytes], *, with_custom: bool
) -> dict[str, bytes]:
    """Return `replaced` with content types and relationships that name the property parts."""
    wanted = [(core_part_of(package), CORE_TYPE, REL_CORE)]
    if with_custom:
        wanted.append((CUSTOM_PART, CUSTOM_TYPE, REL_CUSTOM))
    types = xml.parse(replaced.get(CONTENT_TYPES_PART) or package.parts[CONTENT_TYPES_PART])
    relations = xml.parse(package.parts[ROOT_RELATIONSHIPS_PART])
    declared = {item.get("PartName", "").lstrip("/").casefold() for item in types}
    related = {item.get("Type") for item in relations}
    changed = dict(replaced)
    for part, content_type, relation in wanted:
        if part.casefold() not in declared:
            item = etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override")
            item.set("PartName", f"/{part}")
            item.set("ContentType", content_type)
            changed[CONTENT_TYPES_PART] = xml.serialize(types)
        if relation not in related:
            item = etree.SubElement(relations, f"{{{RELATIONSHIPS}}}Relationship")
            item.set("Id", f"rIdFormkit{len(relations)}")
            item.set("Type", relation)
            item.set("Target", part)
            changed[ROOT_RELATIONSHIPS_PART] = xml.serialize(relations)
    return changed

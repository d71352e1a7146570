"""Names of Office Open XML: namespaces, relationship types, content types (ECMA-376, parts 1–4)."""

from __future__ import annotations

from functools import cache
from typing import Final

# Namespaces of the transitional class, the one that Word, Excel and WPS write by default.
WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
VML: Final = "urn:schemas-microsoft-com:vml"
OFFICE: Final = "urn:schemas-microsoft-com:office:office"
CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
XML: Final = "http://www.w3.org/XML/1998/namespace"

# Open Packaging Conventions.
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"

# The strict class ("Strict Open XML") uses names below this one.
STRICT: Final = "http://purl.oclc.org/ooxml/"

# Part names.
CONTENT_TYPES_PART: Final = "[Content_Types].xml"
ROOT_RELATIONSHIPS_PART: Final = "_rels/.rels"

# Relationship types.
REL_MAIN: Final = f"{RELATION}/officeDocument"
REL_HYPERLINK: Final = f"{RELATION}/hyperlink"
REL_ATTACHED_TEMPLATE: Final = f"{RELATION}/attachedTemplate"
REL_OLE_OBJECT: Final = f"{RELATION}/oleObject"
REL_WORKSHEET: Final = f"{RELATION}/worksheet"
REL_SHARED_STRINGS: Final = f"{RELATION}/sharedStrings"
REL_STYLES: Final = f"{RELATION}/styles"
REL_HEADER: Final = f"{RELATION}/header"
REL_FOOTER: Final = f"{RELATION}/footer"
REL_FOOTNOTES: Final = f"{RELATION}/footnotes"
REL_ENDNOTES: Final = f"{RELATION}/endnotes"
REL_COMMENTS: Final = f"{RELATION}/comments"
REL_CORE: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)

# Content types of main parts.
MAIN_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MAIN_XLTX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
MAIN_XLSM: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MAIN_XLTM: Final = "application/vnd.ms-excel.template.macroEnabled.main+xml"
MAIN_XLSB: Final = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
MAIN_DOCX: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
MAIN_DOTX: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
)
MAIN_DOCM: Final = "application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN_DOTM: Final = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"


@cache
def w(local: str) -> str:
    """Return the name of a Word element or attribute as lxml writes it, e.g. `w("p")`."""
    return f"{{{WORD}}}{local}"


def s(local: str) -> str:
    """Return the name of a spreadsheet element as lxml writes it, e.g. `s("row")`."""
    return f"{{{SHEET}}}{local}"

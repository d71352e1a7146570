"""The simplest document that an office program can read: tells a bad file from a bad program."""

from __future__ import annotations

from formkit.ooxml.names import CONTENT_TYPES, RELATION, RELATIONSHIPS, WORD
from formkit.ooxml.package import write

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"


def document() -> bytes:
    """Return a Word file with one word in it."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{CONTENT_TYPES}">'
        f'<Default Extension="rels" ContentType="{_RELS}"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>formkit'
        "</w:t></w:r></w:p></w:body></w:document>",
    }
    return write({name: (_HEAD + text).encode() for name, text in parts.items()})

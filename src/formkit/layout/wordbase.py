"""The empty document that every Word template starts from: our line-breaking rule, no styles.

python-docx's own starting document carries 900 kB of styles for other work.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from formkit.layout.styles import OPEN_BOXES
from formkit.layout.word_stylesheet import styles_part
from formkit.ooxml import package

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# What may not stand at the end of a line; □ and ☑ belong to the word behind them.
_NOT_LAST = "$([{£¥·‘“〈《「『【〔〖〝＄（．［｛￡￥" + OPEN_BOXES

STYLES = "word/styles.xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_TYPES}.settings+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" '
    'Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>',
    "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/relationships/settings" Target="settings.xml"/>'
    "</Relationships>",
    "word/document.xml": f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}/relationships">'
    "<w:body><w:sectPr/></w:body></w:document>",
    "word/settings.xml": f'<w:settings xmlns:w="{_MAIN}"><w:zoom w:percent="100"/>'
    '<w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(_NOT_LAST)}/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>',
}


def empty_document() -> bytes:
    """Return an empty .docx without styles, theme or history of its own."""
    parts = {name: (_DECLARATION + text).encode() for name, text in _PARTS.items()}
    return package.write({**parts, STYLES: styles_part()})

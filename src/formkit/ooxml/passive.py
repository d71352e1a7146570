"""What may stand in a template: the kinds of parts, of references and of link targets.

Every document is issued with all the parts of its template. So nothing that acts by itself may be
among them, and what formkit does not know is taken for such: lists of what is allowed, because new
ways to act are invented faster than anybody can list them. Content types: ECMA-376-1 15.2 (parts of
the transitional class), MS-OE376 and MS-XLSX (those of Microsoft's own).
"""

from __future__ import annotations

import re
from typing import Final

_OPEN = "application/vnd.openxmlformats-officedocument"
_PICTURES = "png jpeg jpg pjpeg gif bmp tiff emf x-emf wmf x-wmf svg+xml vnd.ms-photo"
_WORD = (
    "document.main document.glossary styles settings webSettings fontTable numbering footnotes "
    "endnotes header footer comments commentsExtended commentsIds commentsExtensible people"
)
_SHEET = (
    "sheet.main worksheet chartsheet styles sharedStrings calcChain comments table sheetMetadata"
)
_DRAWING = "chart chartshapes diagramData diagramLayout diagramStyle diagramColors"

CONTENT_TYPES: Final = frozenset(
    kind.casefold()
    for kind in (
        *(f"{_OPEN}.wordprocessingml.{name}+xml" for name in _WORD.split()),
        *(f"{_OPEN}.spreadsheetml.{name}+xml" for name in _SHEET.split()),
        *(f"{_OPEN}.drawingml.{name}+xml" for name in _DRAWING.split()),
        *(f"image/{name}" for name in _PICTURES.split()),
        f"{_OPEN}.wordprocessingml.printerSettings",
        f"{_OPEN}.spreadsheetml.printerSettings",
        f"{_OPEN}.drawing+xml",
        f"{_OPEN}.vmlDrawing",
        f"{_OPEN}.theme+xml",
        f"{_OPEN}.themeOverride+xml",
        f"{_OPEN}.custom-properties+xml",
        f"{_OPEN}.extended-properties+xml",
        f"{_OPEN}.customXmlProperties+xml",
        f"{_OPEN}.obfuscatedFont",
        "application/x-fontdata",
        "application/vnd.openxmlformats-package.core-properties+xml",
        "application/vnd.openxmlformats-package.relationships+xml",
        "application/vnd.ms-word.stylesWithEffects+xml",
        "application/vnd.ms-excel.threadedcomments+xml",
        "application/vnd.ms-excel.person+xml",
        "application/vnd.ms-excel.featurepropertybag+xml",  # which cells Excel shows as tick boxes
        "application/vnd.ms-excel.controlproperties+xml",
        "application/vnd.ms-office.drawingml.diagramDrawing+xml",
        "application/vnd.ms-office.chartstyle+xml",
        "application/vnd.ms-office.chartcolorstyle+xml",
        "application/vnd.ms-office.classificationlabels+xml",
        "application/vnd.wps-officedocument.cellimage+xml",
        "application/xml",
    )
)

_RELATIONS = """
    officeDocument core-properties extended-properties custom-properties thumbnail
    classificationlabels styles stylesWithEffects settings webSettings fontTable font theme
    themeOverride numbering footnotes endnotes header footer comments commentsExtended commentsIds
    commentsExtensible people glossaryDocument customXml customXmlProps image hyperlink chart
    chartUserShapes chartStyle chartColorStyle diagramData diagramLayout diagramQuickStyle
    diagramColors diagramDrawing drawing vmlDrawing printerSettings worksheet chartsheet
    sharedStrings calcChain table threadedComment person sheetMetadata ctrlProp cellImage hdphoto
    attachedTemplate FeaturePropertyBag
"""
RELATIONS: Final = frozenset(_RELATIONS.split())  # last segments of the types

_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\s]|#", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//|\\)")
_SWITCH = re.compile(r"\\[lot]\s*(?:\"[^\"]*\"|\S+)|\\[a-z]", re.IGNORECASE)
_LINKING_FORMULA = re.compile(r"HYPERLINK\s*\(\s*(\"[^\"]*\")?", re.IGNORECASE)

# Where a shape or a control names its macro, which may be one of another workbook.
MACRO_ATTRIBUTES: Final = frozenset({"macro", "fmlaMacro"})
MACRO_ELEMENT: Final = "FmlaMacro"


# What a clerk calls them, by a piece of the relationship or content type, folded.
_LABELS = {
    "vba": "宏",
    "jsa": "宏",
    "macro": "宏",
    "control": "ActiveX 控件",
    "activex": "ActiveX 控件",
    "ole": "嵌入的对象",
    "package": "嵌入的文件",
    "wordprocessingml.document": "嵌入的文件",
    "afchunk": "嵌入的文件",
    "subdocument": "子文档",
    "extensibility": "自定义功能区",
    "webextension": "加载项",
    "keymap": "自定义快捷键",
    "mailmerge": "邮件合并",
    "frame": "框架网页",
    "audio": "声音",
    "video": "视频",
}


def label(kind: str) -> str:
    """Return the Chinese name of what is refused, with its technical name; that alone if none."""
    folded = kind.casefold()
    named = next((said for piece, said in _LABELS.items() if piece in folded), "")
    return f"{named} {kind}".strip()


def may_link(target: str) -> bool:
    """Return whether a link may lead there: the web, a letter, a place in the file itself."""
    return bool(_SAFE_LINK.match(target))


def is_address(target: str) -> bool:
    """Return whether a target that claims to be a part of the file leads out of it."""
    return bool(_ADDRESS.match(target))


def field_target(instruction: str) -> str:
    """Return where a HYPERLINK field leads; empty for a place in the document itself."""
    return _SWITCH.sub("", instruction.strip().partition(" ")[2]).strip().strip('"').strip()


def formula_targets(formula: str) -> list[str]:
    """Return where the HYPERLINK calls of a formula lead; "?" for one that is computed."""
    return [found.strip('"') or "?" for found in _LINKING_FORMULA.findall(formula)]

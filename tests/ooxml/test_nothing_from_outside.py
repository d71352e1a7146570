"""Every kind of relationship there is, leading outside: refused, but for a plain link (T05)."""

from __future__ import annotations

import pytest

from formkit.kernel.errors import InputUnreadable
from formkit.ooxml import gate
from formkit.ooxml.gate import LEDGER, SURVEY, TEMPLATE
from formkit.ooxml.sniff import FileKind

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
# ECMA-376 part 1 (§11.3, §12.3, §14.2, §15), part 2, and the extensions of Office and WPS.
KINDS = [
    *(
        f"{OFFICE}/{name}"
        for name in (
            "aFChunk", "attachedTemplate", "audio", "calcChain", "chart", "chartsheet",
            "chartUserShapes", "comments", "connections", "control", "ctrlProp", "customProperty",
            "customXml", "customXmlProps", "diagramColors", "diagramData", "diagramLayout",
            "diagramQuickStyle", "dialogsheet", "drawing", "endnotes", "extended-properties",
            "externalLink", "externalLinkPath", "font", "fontTable", "footer", "footnotes", "frame",
            "glossaryDocument", "header", "image", "mailMergeHeaderSource", "mailMergeSource",
            "media", "movie", "numbering", "officeDocument", "oleObject", "package",
            "pivotCacheDefinition", "pivotCacheRecords", "pivotTable", "printerSettings",
            "queryTable", "recipientData", "revisionHeaders", "revisionLog", "settings",
            "sharedStrings", "sheetMetadata", "slide", "sound", "styles", "subDocument", "table",
            "tableSingleCells", "theme", "themeOverride", "thumbnail", "transform", "usernames",
            "video", "vmlDrawing", "volatileDependencies", "webSettings", "worksheet",
            "worksheetSource", "xmlMaps",
        )
    ),
    f"{PACKAGE}/metadata/core-properties",
    f"{PACKAGE}/digital-signature/origin",
    f"{PACKAGE}/digital-signature/signature",
    f"{MICROSOFT}/2006/relationships/vbaProject",
    f"{MICROSOFT}/2006/relationships/xlExternalLinkPath/xlPathMissing",
    f"{MICROSOFT}/2006/relationships/xlExternalLinkPath/xlStartup",
    f"{MICROSOFT}/2006/relationships/xlMacrosheet",
    f"{MICROSOFT}/2006/relationships/attachedToolbars",
    f"{MICROSOFT}/2006/relationships/keyMapCustomizations",
    f"{MICROSOFT}/2006/relationships/activeXControlBinary",
    f"{MICROSOFT}/2006/relationships/ui/extensibility",
    f"{MICROSOFT}/2007/relationships/ui/extensibility",
    f"{MICROSOFT}/2007/relationships/hdphoto",
    f"{MICROSOFT}/2007/relationships/media",
    f"{MICROSOFT}/2007/relationships/slicer",
    f"{MICROSOFT}/2011/relationships/webextension",
    f"{MICROSOFT}/2011/relationships/webextensiontaskpanes",
    f"{MICROSOFT}/2017/06/relationships/rdRichValueWebImage",
    f"{MICROSOFT}/2022/10/relationships/richValueRel",
    "http://www.wps.cn/officeDocument/2020/cellImage",
    "http://www.wps.cn/officeDocument/2020/jsaProject",
    "http://example.invalid/none",
]  # fmt: skip
TARGETS = [
    "http://198.51.100.7/x",
    "https://198.51.100.7/x",
    "ftp://198.51.100.7/x",
    "file:///etc/passwd",
    r"\\198.51.100.7\share\x",
    "//198.51.100.7/x",
    "C:/x",
    "../../x",
    "data:text/plain,x",
]
PARTS = {
    "_rels/.rels": None,
    "word/_rels/document.xml.rels": FileKind.DOCX,
    "xl/_rels/workbook.xml.rels": FileKind.XLSX,
    "xl/worksheets/_rels/sheet1.xml.rels": FileKind.XLSX,
}


@pytest.mark.parametrize("limits", [LEDGER, SURVEY, TEMPLATE], ids=["ledger", "survey", "template"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_relationship_but_a_link_leads_outside(forge, kind, limits):
    for part, only in PARTS.items():
        for expect in [only] if only else [FileKind.DOCX, FileKind.XLSX]:
            parts = forge.document() if expect is FileKind.DOCX else forge.workbook()
            for number, target in enumerate(TARGETS):
                own = parts.get(part, forge.relationships())
                line = (
                    f'<Relationship Id="x{number}" Type="{kind}" Target="{target}"'
                    ' TargetMode="External"/></Relationships>'
                )
                related = own.replace(b"</Relationships>", line.encode())
                data = forge.zipped(parts | {part: related})
                with pytest.raises(InputUnreadable) as caught:
                    gate.inspect_bytes(data, name="文件", expect=expect, limits=limits)
                assert caught.value.code in {
                    "FK-IN-030", "FK-IN-031", "FK-IN-032", "FK-IN-008", "FK-IN-100", "FK-IN-035",
                    "FK-IN-043", "FK-IN-036",
                }  # fmt: skip


def test_the_kinds_are_many_and_none_stands_twice():
    assert len(KINDS) == len(set(KINDS)) >= 80

"""The added sheet 校验结果: every finding in a row, with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from formkit.intake.marking import COLOURS, Styles
from formkit.intake.package_draft import Draft
from formkit.intake.row_height import row_height
from formkit.intake.shape import RESULT_SHEET
from formkit.kernel.findings import Finding
from formkit.kernel.i18n import N_, _
from formkit.kernel.text import escape_console, looks_active
from formkit.ooxml import addresses, names
from formkit.ooxml.names import s
from formkit.ooxml.xml import Element

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_HEADS = (
    N_("序号"), N_("级别"), N_("位置"), N_("问题"), N_("要求"), N_("依据"), N_("处理"), N_("代码"),
)  # fmt: skip
_WIDTHS = (5, 6, 24, 32, 22, 26, 32, 11)
_LEVEL_COLUMN, _PLACE_COLUMN = 2, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A finding, and the cell its row leads to; empty without one."""

    finding: Finding
    sheet: str = ""
    cell: str = ""


def add(draft: Draft, lines: Sequence[Line], styles: Styles) -> None:
    """Add the sheet behind all others."""
    part = draft.free_name("xl/worksheets/formkit_result{}.xml")
    draft.add(part, _sheet(lines, styles), SHEET_TYPE)
    workbook = draft.tree(draft.original.main)
    sheets = workbook.find(s("sheets"))
    taken = {sheet.name for sheet in draft.original.sheets}
    number, name = 2, RESULT_SHEET
    while name in taken:
        name, number = f"{RESULT_SHEET}({number})", number + 1
    made = etree.SubElement(sheets, s("sheet"))
    made.set("name", name)
    made.set("sheetId", str(max((int(one.get("sheetId", "0")) for one in sheets), default=0) + 1))
    relation = draft.relate(draft.original.main, names.REL_WORKSHEET, part)
    made.set(f"{{{names.RELATION}}}id", relation)


def _sheet(lines: Sequence[Line], styles: Styles) -> bytes:
    root = etree.Element(s("worksheet"), nsmap={None: names.SHEET, "r": names.RELATION})
    view = etree.SubElement(etree.SubElement(root, s("sheetViews")), s("sheetView"))
    view.set("workbookViewId", "0")
    etree.SubElement(
        view, s("pane"), ySplit="1", topLeftCell="A2", activePane="bottomLeft", state="frozen"
    )
    columns = etree.SubElement(root, s("cols"))
    for index, wide in enumerate(_WIDTHS, start=1):
        etree.SubElement(
            columns, s("col"), min=str(index), max=str(index), width=str(wide), customWidth="1"
        )
    data = etree.SubElement(root, s("sheetData"))
    _row(data, 1, [_(head) for head in _HEADS], styles.wrapped(bold=True))
    body = styles.wrapped(bold=False)
    links = etree.Element(s("hyperlinks"))
    for number, line in enumerate(lines, start=1):
        row = _row(data, number + 1, [str(number), *_texts(line.finding)], body)
        for cell in row:
            if looks_active("".join(cell.itertext())):
                cell.set("s", str(styles.quoted(body)))
        if line.finding.level in COLOURS:
            row[_LEVEL_COLUMN - 1].set("s", str(styles.filled(body, line.finding.level)))
        if line.cell:
            quoted = line.sheet.replace("'", "''")
            etree.SubElement(
                links,
                s("hyperlink"),
                ref=addresses.address(number + 1, _PLACE_COLUMN),
                location=f"'{quoted}'!{line.cell}",
            )
    if len(links):
        root.append(links)
    etree.SubElement(
        root, s("pageMargins"), left="0.5", right="0.5", top="0.6", bottom="0.6", header="0.3",
        footer="0.3",
    )  # fmt: skip
    etree.SubElement(root, s("pageSetup"), paperSize="9", orientation="landscape", fitToHeight="0")
    properties = etree.Element(s("sheetPr"))
    etree.SubElement(properties, s("pageSetUpPr"), fitToPage="1")
    root.insert(0, properties)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _texts(finding: Finding) -> list[str]:
    cited = "、".join(str(citation) for citation in finding.citations)
    return [
        finding.level.label,
        str(replace(finding.place, file="")).removeprefix("!"),
        finding.found,
        finding.required,
        cited,
        finding.remedy,
        finding.code,
    ]


def _row(data: Element, number: int, texts: Sequence[str], style: int) -> Element:
    """Add a row, high enough for its longest text: Excel does not measure rows it has not made."""
    row = etree.SubElement(data, s("row"), r=str(number), customHeight="1")
    row.set("ht", str(row_height(texts, _WIDTHS)))
    for column, text in enumerate(texts, start=1):
        cell = etree.SubElement(
            row, s("c"), r=addresses.address(number, column), s=str(style), t="inlineStr"
        )
        written = etree.SubElement(etree.SubElement(cell, s("is")), s("t"))
        written.set(f"{{{names.XML}}}space", "preserve")
        # Underscores that look like `_x000D_` would be read back as a control character.
        written.text = escape_console(text).replace("_x", "_x005F_x")
    return row

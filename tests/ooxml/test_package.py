"""What a package tells about itself once it passed the gate."""

from __future__ import annotations

import hashlib

import pytest

from formkit.ooxml import gate, names
from formkit.ooxml.package import Doubt, Package, SuspiciousCell
from formkit.ooxml.relations import relations_part, resolve
from formkit.ooxml.sniff import FileKind


def opened(forge, changes=None) -> Package:
    data = forge.zipped(forge.workbook(changes))
    return gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)


def two_sheets(forge, first: str, second: str, *sheets: str, before: str = "") -> dict[str, bytes]:
    return {
        "xl/workbook.xml": forge.workbook_part(*sheets, before=before),
        "xl/_rels/workbook.xml.rels": forge.relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet2.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": forge.sheet(first),
        "xl/worksheets/sheet2.xml": forge.sheet(second),
    }


def test_the_package_carries_the_bytes_that_were_judged(forge):
    data = forge.zipped(forge.workbook())
    package = gate.inspect_bytes(data, name="台账.xlsx", expect=FileKind.XLSX)
    assert package.data == data
    assert package.sha256 == hashlib.sha256(data).hexdigest()
    assert package.main == "xl/workbook.xml"


def test_parts_are_found_whatever_the_case_of_their_names(forge):
    parts = opened(forge).parts
    assert "XL/WorkBook.xml" in parts
    assert 7 not in parts
    assert parts["XL/WorkBook.xml"] == parts["xl/workbook.xml"]
    assert parts.canonical("xl/nothing.xml") == ""
    assert len(parts) == len(list(parts)) == 6
    with pytest.raises(KeyError):
        parts["xl/nothing.xml"]


def test_related_parts_are_found_by_type(forge):
    package = opened(forge)
    assert package.related("", names.REL_MAIN) == ["xl/workbook.xml"]
    assert package.related("xl/workbook.xml", names.REL_WORKSHEET) == ["xl/worksheets/sheet1.xml"]
    assert package.related("xl/workbook.xml", names.REL_STYLES) == []
    assert package.related("xl/nothing.xml", names.REL_STYLES) == []
    assert package.content_types["xl/workbook.xml"] == names.MAIN_XLSX


@pytest.mark.parametrize("written", ["1", "true"])
def test_the_epoch_of_1904_is_seen(forge, written):
    part = forge.workbook_part("台账", before=f'<workbookPr date1904="{written}"/>')
    assert opened(forge, {"xl/workbook.xml": part}).date1904
    assert not opened(forge).date1904


def test_hidden_sheets_are_listed_with_the_number_of_their_values(forge):
    second = '<row r="3"><c r="C3"><v>1</v></c><c r="D3" s="1"/><c r="E3"><v>2</v></c></row>'
    package = opened(forge, two_sheets(forge, "", second, "台账", "旧数据|veryHidden"))
    (hidden,) = package.hidden_sheets
    assert (hidden.name, hidden.state, hidden.filled) == ("旧数据", "veryHidden", 2)
    assert (hidden.last_row, hidden.last_column) == (3, 5)
    assert [sheet.name for sheet in package.sheets] == ["台账", "旧数据"]


def test_cells_that_a_person_must_look_at_are_listed_with_their_place(forge):
    first = (
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1"><v>4.10105199001011E+17</v></c><c r="D1"><f>1+1</f><v>2</v></c></row>'
    )
    second = '<row r="2"><c r="B2"><f>A1</f><v></v></c><c r="C2" t="str"><f>""</f><v></v></c></row>'
    package = opened(forge, two_sheets(forge, first, second, "台账", "明细"))
    assert package.suspicious_cells == (
        SuspiciousCell("台账", "A1", Doubt.ERROR, "#N/A"),
        SuspiciousCell("台账", "B1", Doubt.UNCACHED, "=1+1"),
        SuspiciousCell("台账", "C1", Doubt.LONG_NUMBER, "4.10105199001011E+17"),
        SuspiciousCell("明细", "B2", Doubt.UNCACHED, "=A1"),
    )


def test_a_formula_without_a_text_of_its_own_is_told_as_shared(forge):
    rows = '<row r="1"><c r="A1"><f t="shared" si="0"/></c></row>'
    package = opened(forge, {"xl/worksheets/sheet1.xml": forge.sheet(rows)})
    assert [cell.text for cell in package.suspicious_cells] == ["(与别的单元格共用)"]


def test_a_formula_whose_result_is_an_error_is_listed_once(forge):
    rows = '<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    package = opened(forge, {"xl/worksheets/sheet1.xml": forge.sheet(rows)})
    assert [cell.doubt for cell in package.suspicious_cells] == [Doubt.ERROR]


@pytest.mark.parametrize(
    "number", ["999999999999999", "0.30000000000000004", "-123456789.12345678"]
)
def test_numbers_that_excel_keeps_whole_are_not_doubted(forge, number):
    rows = f'<row r="1"><c r="A1"><v>{number}</v></c></row>'
    assert opened(forge, {"xl/worksheets/sheet1.xml": forge.sheet(rows)}).suspicious_cells == ()


def test_a_chart_sheet_holds_no_cells(forge):
    changes = two_sheets(forge, "", "", "台账", "图表")
    changes["xl/worksheets/sheet2.xml"] = f'<chartsheet xmlns="{forge.MAIN}"/>'.encode()
    assert [sheet.name for sheet in opened(forge, changes).sheets] == ["台账"]


def test_targets_are_resolved_from_the_part_that_names_them():
    assert relations_part("") == "_rels/.rels"
    assert relations_part("xl/workbook.xml") == "xl/_rels/workbook.xml.rels"
    assert resolve("xl/worksheets/_rels/s.xml.rels", "../comments1.xml") == "xl/comments1.xml"
    assert resolve("_rels/.rels", "../../x.xml#a") == "x.xml"

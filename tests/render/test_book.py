"""Excel templates: values are text, rows move with all that belongs to them, the rest is untouched."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table

from formkit.kernel.errors import TemplateError
from formkit.ooxml import text
from formkit.ooxml.writer import write
from formkit.render import CompiledTemplate, Properties, check_template, compile_template
from proof import NAUGHTY, cases

Save = Callable[[openpyxl.Workbook], bytes]
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from(["\n", "\t", "=", "_", "x", "0", "{", "}", "&", "<"]),
    max_size=40,
)
TEXTS = [
    "=1+1", "=cmd|'/c calc'!A0", '=HYPERLINK("http://a")', "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "=", "'=1",
    "410105199001011234", "0001", "1E5", "TRUE", "#N/A", "2026-09-01", "_x000D_", "_x0041_", "__x000A_",
    "_x005F_x0041_", "_x000D", "<a> & b", "{{ a }}", "{% if %}", "  前后  ", "\n", "甲\n乙", "𠮷", "😀", "\u3000",
]  # fmt: skip


def _open(document: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(document))


def _sheet(document: bytes) -> Any:
    return _open(document).worksheets[0]


def _values(document: bytes) -> dict[str, Any]:
    return {
        c.coordinate: c.value
        for row in _sheet(document).iter_rows()
        for c in row
        if c.value is not None
    }


@pytest.fixture(scope="module")
def one_cell(book: Callable[..., bytes]) -> CompiledTemplate:
    return compile_template(book({"A1": "前{{ a }}后", "B2": "{{ a }}"}))


def _assert_printed(template: CompiledTemplate, value: str) -> None:
    document = template.render({"a": value}, properties=Properties(title=value))
    for read_only in (False, True):
        sheet = openpyxl.load_workbook(io.BytesIO(document), read_only=read_only).worksheets[0]
        cells = {c.coordinate: c for row in sheet.iter_rows() for c in row if c.value is not None}
        assert cells["A1"].value == f"前{value}后"
        assert ("B2" in cells) is bool(value)
        assert not value or (cells["B2"].value, cells["B2"].data_type) == (value, "s")


@pytest.mark.parametrize("value", TEXTS, ids=ascii)
def test_a_value_is_text_whatever_it_looks_like(one_cell: CompiledTemplate, value: str) -> None:
    if (
        "_x0" in value or "_x005F" in value
    ):  # openpyxl does not read the escape of Excel in inline texts
        document = one_cell.render({"a": value})
        with zipfile.ZipFile(io.BytesIO(document)) as opened:
            assert text.cells(opened.read("xl/worksheets/sheet1.xml"))["B2"] == value
        return
    _assert_printed(one_cell, value)


def test_the_big_list_of_naughty_strings_prints_as_it_is_or_is_refused(
    one_cell: CompiledTemplate,
) -> None:
    refused: list[str] = []
    for value in NAUGHTY:
        try:
            _assert_printed(one_cell, value)
        except TemplateError as error:
            refused.append(error.code)
    assert set(refused) <= {"FK-TPL-063"}
    assert len(refused) < 10


@pytest.mark.proof
@given(value=ANY_TEXT.filter(lambda text: not re.search("_x[0-9A-Fa-f]{4}_", text)))
@settings(max_examples=cases(100, 500_000), deadline=None)
def test_any_text_prints_as_it_is(one_cell: CompiledTemplate, value: str) -> None:
    _assert_printed(one_cell, value)


@pytest.mark.parametrize(
    ("sign", "count", "fits"),
    [
        ("甲", 32_766, True),
        ("甲", 32_767, True),
        ("甲", 32_768, False),
        ("𠮷", 16_383, True),
        ("𠮷", 16_384, False),
    ],
)
def test_a_cell_holds_so_many_utf16_units(
    book: Callable[..., bytes], sign: str, count: int, *, fits: bool
) -> None:
    template = compile_template(book({"B2": "{{ a }}"}))
    if fits:
        assert _values(template.render({"a": sign * count})) == {"B2": sign * count}
        return
    with pytest.raises(TemplateError) as refused:
        template.render({"a": sign * count})
    assert (refused.value.code, refused.value.place.cell) == ("FK-TPL-066", "B2")
    assert "32768" in str(refused.value)


def _survey(save: Save) -> bytes:
    """A survey sheet with everything that must move along with its rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "调查表"
    for address, value in {
        "A1": "{{ title }}",
        "A3": "{%tr for q in questions %}",
        "A4": "{{ loop.index }}",
        "B4": "{{ q.text }}{% if q.note %}({{ q.note }}){% endif %}",
        "C4": 5,
        "D4": "=C4*2",
        "E4": "=SUM(C$4:D4)+D$1",
        "A5": "{%tr endfor %}",
        "A6": "合计",
        "C6": "=SUM(C4:C4)",
        "D6": "=SUM(D3:D5)",
        "E6": "=C6+D6+调查表!C6+'字典'!A6+SUM(C:C)",
        "A8": "末",
    }.items():
        sheet[address] = value
    sheet["A6"].font = Font(bold=True)
    sheet.row_dimensions[4].height = 28
    sheet.row_dimensions[6].height = 33
    for merged in ("A1:E1", "B4:B4", "A8:E8", "A9:E10"):
        sheet.merge_cells(merged)
    sheet.merge_cells("F4:G4")
    sheet.print_area = "A1:E8"
    sheet.print_title_rows = "1:2"
    validation = DataValidation(type="whole", operator="lessThan", formula1="C6", sqref="C4")
    sheet.add_data_validation(validation)
    sheet.add_data_validation(DataValidation(type="list", formula1="字典!$A$1:$A$9", sqref="B6 A3"))
    sheet.conditional_formatting.add("C4:D4", FormulaRule(formula=["$C4>3"], font=Font(bold=True)))
    sheet.conditional_formatting.add(
        "C6", CellIsRule(operator="greaterThan", formula=["C4"], font=Font(bold=True))
    )
    sheet["A8"].hyperlink = "https://example.com/"
    sheet.row_breaks.append(Break(id=8))
    sheet.row_breaks.append(Break(id=3))
    sheet.auto_filter.ref = "A6:E8"
    dictionary = workbook.create_sheet("字典")
    dictionary["A6"] = 1
    workbook.defined_names["合计"] = DefinedName("合计", attr_text="调查表!$C$6")
    return save(workbook)


@pytest.fixture(scope="module")
def survey(save: Save) -> CompiledTemplate:
    return compile_template(_survey(save), name="调查表.xlsx")


def _questions(count: int) -> dict[str, Any]:
    rows = [{"text": f"第{n}题", "note": "必答" if n == 1 else ""} for n in range(1, count + 1)]
    return {"title": "满意度", "questions": rows}


def test_a_loop_repeats_its_row_and_moves_what_is_below(survey: CompiledTemplate) -> None:
    document = survey.render(_questions(3))
    values = _values(document)
    assert [values[f"A{n}"] for n in (1, 3, 4, 5, 6, 8)] == ["满意度", "1", "2", "3", "合计", "末"]
    assert [values[f"B{n}"] for n in (3, 4, 5)] == ["第1题(必答)", "第2题", "第3题"]
    assert [values[f"C{n}"] for n in (3, 4, 5)] == [5, 5, 5]
    sheet = _sheet(document)
    assert [sheet.row_dimensions[n].height for n in (3, 4, 5, 6)] == [28, 28, 28, 33]
    assert sheet["A6"].font.bold


def test_formulas_follow_their_rows(survey: CompiledTemplate) -> None:
    values = _values(survey.render(_questions(3)))
    assert [values[f"D{n}"] for n in (3, 4, 5)] == ["=C3*2", "=C4*2", "=C5*2"]
    assert values["E4"] == "=SUM(C$3:D4)+D$1"  # from the first repetition on
    assert (values["C6"], values["D6"]) == ("=SUM(C3:C5)", "=SUM(D3:D5)")
    assert values["E6"] == "=C6+D6+调查表!C6+'字典'!A6+SUM(C:C)"
    assert _values(survey.render(_questions(1)))["E4"] == "=C4+D4+调查表!C4+'字典'!A6+SUM(C:C)"


def test_merges_links_prints_and_breaks_follow(survey: CompiledTemplate) -> None:
    document = survey.render(_questions(3))
    sheet = _sheet(document)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged >= {"A1:E1", "A8:E8", "A9:E10", "F3:G3", "F4:G4", "F5:G5"}
    assert sheet.print_area == "'调查表'!$A$1:$E$8"
    assert sheet.print_title_rows == "$1:$2"
    assert sheet["A8"].hyperlink.target == "https://example.com/"
    assert [one.id for one in sheet.row_breaks.brk] == [8]
    assert sheet.auto_filter.ref == "A6:E8"
    assert _open(document).defined_names["合计"].attr_text == "调查表!$C$6"
    assert sheet.dimensions == "A1:G10"


def test_validations_and_formats_cover_all_rows(survey: CompiledTemplate) -> None:
    sheet = _sheet(survey.render(_questions(3)))
    found = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert found == {"C3:C5": "C6", "B6": "字典!$A$1:$A$9"}
    formats = {str(area.sqref): area.rules[0].formula for area in sheet.conditional_formatting}
    assert formats["C3:D5"] == ["$C3>3"]
    assert formats["C6"] == ["C3:C5"]


def test_formulas_that_lose_all_their_rows_see_the_empty_end_of_the_sheet(
    survey: CompiledTemplate,
) -> None:
    values = _values(survey.render(_questions(0)))
    assert (values["C3"], values["D3"]) == ("=SUM(C1048576:C1048576)", "=SUM(D1048576:D1048576)")


def test_an_empty_loop_leaves_nothing(book: Callable[..., bytes]) -> None:
    template = compile_template(
        book(
            {
                "A1": "头",
                "A2": "{%tr for r in rows %}",
                "B3": "{{ r }}",
                "A4": "{%tr endfor %}",
                "A5": "尾",
            }
        )
    )
    assert _values(template.render({"rows": []})) == {"A1": "头", "A2": "尾"}
    assert _values(template.render({"rows": ["甲", "乙"]})) == {
        "A1": "头",
        "B2": "甲",
        "B3": "乙",
        "A4": "尾",
    }


def test_rows_may_be_conditional_and_sparse(book: Callable[..., bytes]) -> None:
    template = compile_template(
        book({
            "A2": "{%tr for r in rows %}", "A3": "{{ r.a }}", "A5": "{%tr if r.b %}", "B6": "{{ r.b }}", "C6": "=A3",
            "A7": "{%tr endif %}", "B8": "=B6", "A9": "{%tr endfor %}", "A12": "尾",
        })
    )  # fmt: skip
    document = template.render({"rows": [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]})
    assert _values(document) == {
        "A2": "1", "B4": "x", "C4": "=A2", "B5": "=B4", "A6": "2", "B8": "y", "C8": "=A6", "B9": "=B8", "A12": "尾",
    }  # fmt: skip
    one = template.render({"rows": [{"a": "1", "b": ""}, {"a": "2", "b": "y"}]})
    assert _values(one)["B4"] == "=B1048576"  # this repetition has none: nothing


def test_shared_formulas_are_written_out(book: Callable[..., bytes]) -> None:
    source = book(
        {
            "A1": 1,
            "B1": "=A1",
            "A2": "{%tr for r in rows %}",
            "A3": "{{ r }}",
            "B3": "=A3",
            "A4": "{%tr endfor %}",
        }
    )
    shared = _patched(
        source,
        "xl/worksheets/sheet1.xml",
        (b"<f>A1</f>", b'<f t="shared" ref="B1:B3" si="0">A1</f>'),
        (b"<f>A3</f>", b'<f t="shared" si="0"/>'),
    )
    values = _values(compile_template(shared).render({"rows": ["x", "y"]}))
    assert [values[one] for one in ("B1", "B2", "B3")] == ["=A1", "=A2", "=A3"]


def _patched(source: bytes, part: str, *changes: tuple[bytes, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(source)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    for old, new in changes:
        assert old in parts[part], parts[part]
        parts[part] = parts[part].replace(old, new)
    return write(parts)


def _parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_foreign_parts_come_out_byte_for_byte(save: Save) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = "{{ a }}"
    sheet["A2"] = "固定"
    sheet["A3"].comment = Comment("批注", "甲")
    workbook.create_sheet("别的")["A1"] = "不动"
    source = save(workbook)
    old, new = _parts(source), _parts(compile_template(source).render({"a": "值"}))
    assert old.keys() == new.keys()
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml", "docProps/core.xml"}


def test_the_style_of_a_filled_cell_stays(save: Save) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = "{{ a }}"
    sheet["A1"].font = Font(name="宋体", size=18)
    cell = _sheet(compile_template(save(workbook)).render({"a": "值"}))["A1"]
    assert (cell.font.name, cell.font.size) == ("宋体", 18)


def test_results_of_formulas_are_asked_for_anew(book: Callable[..., bytes]) -> None:
    source = book({"A1": "{{ a }}", "B1": '=LEN(A1)&"<"'})
    written = re.sub(rb"<v ?/>|<v></v>", b"<v>99</v>", _parts(source)["xl/worksheets/sheet1.xml"])
    workbook = re.sub(rb"<calcPr[^>]*/>|<definedNames ?/>", b"", _parts(source)["xl/workbook.xml"])
    assert b"99" in written
    assert b"calcPr" not in workbook
    changed = {"xl/worksheets/sheet1.xml": written, "xl/workbook.xml": workbook}
    document = compile_template(write(_parts(source) | changed)).render({"a": "值"})
    parts = _parts(document)
    assert b"99" not in parts["xl/worksheets/sheet1.xml"]
    assert b'</sheets><calcPr fullCalcOnLoad="1"/>' in parts["xl/workbook.xml"]
    assert _values(document)["B1"] == '=LEN(A1)&"<"'


def test_a_name_that_loses_its_rows_names_the_empty_end_of_the_sheet(save: Save) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "表"
    sheet["A3"], sheet["A4"], sheet["A6"] = "{%tr for r in rows %}", "{{ r }}", "{%tr endfor %}"
    workbook.defined_names["明细"] = DefinedName("明细", attr_text="表!$A$4")
    rule = CellIsRule(operator="greaterThan", formula=["A4"], font=Font(bold=True))
    sheet.conditional_formatting.add("B1", rule)
    template = compile_template(save(workbook))
    found = _open(template.render({"rows": ["甲", "乙"]}))
    assert found.defined_names["明细"].attr_text == "表!$A$3:$A$5"  # row 5 is the loop's, too
    found = _open(template.render({"rows": []}))
    assert found.defined_names["明细"].attr_text == "表!$A$1048576"


def test_more_rows_than_excel_has_are_refused(book: Callable[..., bytes]) -> None:
    cells = {
        "A1": "{%tr for r in rows %}",
        "A2": "{{ r }}",
        "A3": "{%tr endfor %}",
        "A1048576": "尾",
    }
    template = compile_template(book(cells))
    assert _values(template.render({"rows": ["甲"]}))["A1048574"] == "尾"
    with pytest.raises(TemplateError, match="FK-TPL-075"):
        template.render({"rows": ["甲"] * 4})


def test_a_calculation_chain_is_dropped_when_rows_move(book: Callable[..., bytes]) -> None:
    source = book(
        {"A1": "{%tr for r in rows %}", "A2": "{{ r }}", "B2": "=A2", "A3": "{%tr endfor %}"}
    )
    parts = _parts(source)
    parts["xl/calcChain.xml"] = (
        b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="B2" i="1"/></calcChain>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/></Types>',
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rCalc" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    produced = _parts(compile_template(write(parts)).render({"rows": ["甲", "乙"]}))
    assert "xl/calcChain.xml" not in produced
    assert (
        b"calcChain" not in produced["[Content_Types].xml"] + produced["xl/_rels/workbook.xml.rels"]
    )


def test_two_records_do_not_mix_and_bytes_repeat(survey: CompiledTemplate) -> None:
    first = survey.render(_questions(5))
    survey.render(_questions(1))
    assert survey.render(_questions(5)) == first


def _with_loop(save: Save, change: Callable[[openpyxl.Workbook, Any], None]) -> list[str]:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "表"
    sheet["A3"], sheet["A4"], sheet["A6"] = "{%tr for r in rows %}", "{{ r }}", "{%tr endfor %}"
    change(workbook, sheet)
    findings = check_template(save(workbook), {"rows", "rows[]"}, name="表.xlsx")
    return [one.code for one in findings if one.blocks]


def _small_chart(sheet: Any) -> None:
    chart = BarChart()
    chart.width = chart.height = 0.1
    sheet.add_chart(chart, "C1")


def _data_table(sheet: Any) -> None:
    sheet["A9"] = DataTableFormula("A9:A10", r1="B1")


UNMOVABLE: list[tuple[str, Callable[[openpyxl.Workbook, Any], None], list[str]]] = [
    ("批注在下方", lambda _, s: setattr(s["A9"], "comment", Comment("注", "甲")), []),
    ("表格对象在下方", lambda _, s: (s.append(["列"]), s.append(["值"]), s.add_table(Table(displayName="T", ref="A7:A8"))), []),
    ("表格对象在循环内", lambda _, s: (s.__setitem__("B4", "列"), s.add_table(Table(displayName="T", ref="B4:B5"))), ["FK-TPL-071"]),
    ("数组公式在下方", lambda _, s: s.__setitem__("A9", ArrayFormula("A9:A10", "=B9:B10")), []),
    ("数组公式跨出循环", lambda _, s: s.__setitem__("B4", ArrayFormula("B4:B8", "=C4:C8")), ["FK-TPL-071"]),
    ("模拟运算表", lambda _, s: _data_table(s), ["FK-TPL-071"]),
    ("合并跨出循环", lambda _, s: s.merge_cells("B4:B8"), ["FK-TPL-072"]),
    ("合并跨进循环", lambda _, s: s.merge_cells("B1:B4"), ["FK-TPL-072"]),
    ("合并包住循环", lambda _, s: s.merge_cells("B3:B6"), []),
    ("合并在循环内", lambda _, s: s.merge_cells("B4:B5"), []),
    ("合并在标记行", lambda _, s: s.merge_cells("A3:C3"), []),
    ("图表在下方", lambda _, s: s.add_chart(BarChart(), "C9"), []),
    ("图表在循环内", lambda _, s: s.add_chart(BarChart(), "C5"), ["FK-TPL-071"]),
    ("图表在上方", lambda _, s: _small_chart(s), []),
    ("别的表引用", lambda w, _: w.create_sheet("二").__setitem__("A1", "=表!A9"), []),
    ("跨表引用", lambda w, _: w.create_sheet("二").__setitem__("A1", "=SUM(表:二!A9)"), ["FK-TPL-073"]),
    ("公式看不懂", lambda _, s: s.__setitem__("B9", '="没有收尾'), ["FK-TPL-078"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "codes"), [one[1:] for one in UNMOVABLE], ids=[o[0] for o in UNMOVABLE]
)
def test_what_cannot_follow_a_loop_is_found_in_the_template(
    save: Save, change: Callable[[openpyxl.Workbook, Any], None], codes: list[str]
) -> None:
    assert _with_loop(save, change) == codes


def test_merges_in_and_around_a_loop_are_kept(save: Save) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A3"], sheet["A4"], sheet["A6"] = "{%tr for r in rows %}", "{{ r }}", "{%tr endfor %}"
    for area in ("B4:B5", "C3:C6", "D3:F3"):
        sheet.merge_cells(area)
    template = compile_template(save(workbook))
    found = {
        str(one) for one in _sheet(template.render({"rows": ["甲", "乙"]})).merged_cells.ranges
    }
    assert found == {"B3:B4", "B5:B6", "C3:C6"}
    assert not _sheet(template.render({"rows": []})).merged_cells.ranges


def test_tags_outside_cells_are_found(save: Save) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet["A1"] = "{{ a }}"
    sheet.oddHeader.left.text = "{{ a }}"
    sheet["B1"].comment = Comment("{{ a }}", "甲")
    codes = sorted(one.code for one in check_template(save(workbook), {"a"}))
    assert codes == ["FK-TPL-010", "FK-TPL-051", "FK-TPL-051"]


def test_a_tag_in_a_name_of_the_workbook_is_shown_without_the_markup_around_it(save: Save) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "{{ a }}"
    workbook.active["A1"] = "{{ a }}"
    workbook.properties.title = '{{ a|default("<&>") }}'
    found = [str(one) for one in check_template(save(workbook), {"a"})]
    assert len(found) == 2
    assert all("FK-TPL-051" in one for one in found)
    assert not any("sheetId" in one or "openpyxl" in one for one in found)
    assert any("写在不会填写的地方:{{ a }}," in one for one in found)
    assert any('{{ a|default("<&>") }}' in one for one in found)


def test_a_formula_that_closes_more_than_it_opens_is_told(save: Save) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"], workbook.active["A2"] = "{{ a }}", "=SUM(B1))"
    assert [one.code for one in check_template(save(workbook), {"a"})] == ["FK-TPL-078"]


def test_a_sheet_under_another_prefix_is_refused(book: Callable[..., bytes]) -> None:
    sheet = (
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>{{ a }}</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    )
    source = write(_parts(book({"A1": "甲"})) | {"xl/worksheets/sheet1.xml": sheet})
    assert [one.code for one in check_template(source, {"a"})] == ["FK-TPL-009"]


def test_cells_without_addresses_are_counted(book: Callable[..., bytes]) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row><c t="inlineStr"><is><t>{{ a }}</t></is></c><c><v>7</v></c></row>'
        b'<row ht="20"><c/><c t="inlineStr"><is><t>{{ a }}</t></is></c></row></sheetData></worksheet>'
    )
    source = write(_parts(book({"A1": "甲"})) | {"xl/worksheets/sheet1.xml": sheet})
    assert _values(compile_template(source).render({"a": "乙"})) == {
        "A1": "乙",
        "B1": 7,
        "B2": "乙",
    }

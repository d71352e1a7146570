"""What follows the rows of an Excel template when loops make more of them, or none.

The judge of sums is LibreOffice: it opens the produced workbook and computes it anew.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from PIL import Image

from formkit.kernel.errors import TemplateError
from formkit.render import check_template, compile_template

END = 1048576
ROOT = Path(__file__).resolve().parents[2]


def build(change: Callable[[Any, Any], None]) -> bytes:
    """Return a workbook whose sheet 明细 has a loop on rows 3 to 5 and a total below."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "明细"
    for address, value in {
        "A1": "{{ title }}", "A2": "名称", "B2": "数量", "C2": "单价", "D2": "金额",
        "A3": "{%tr for r in rows %}", "A4": "{{ r.name }}", "D4": "=B4*C4",
        "A5": "{%tr endfor %}", "A6": "合计", "D6": "=SUM(D4:D4)", "A7": "末行",
    }.items():  # fmt: skip
        sheet[address] = value
    sheet["B4"], sheet["C4"] = 2, 5
    change(workbook, sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def render(change: Callable[[Any, Any], None], count: int) -> bytes:
    rows = [{"name": f"第{n}项", "photo": ""} for n in range(1, count + 1)]
    return compile_template(build(change)).render({"title": "题", "rows": rows})


def refused(cell: str, formula: str, sheet: str = "明细") -> list[str]:
    """Return where a formula outside or inside the loop is refused, and for which cell."""

    def change(workbook, own):
        (own if sheet == own.title else workbook.create_sheet(sheet))[cell] = formula

    found = check_template(io.BytesIO(build(change)), ["title", "rows[].name"])
    assert {one.code for one in found} <= {"FK-TPL-079"}
    return [
        f"{one.place.sheet}!{one.place.cell} {one.found.rpartition('里的 ')[2]}" for one in found
    ]


@pytest.mark.parametrize("formula", ["=D4+D6", "=D4", "=$D$4", "=ROUND(D4,2)", "=SUM(D4*2)"])
def test_one_value_of_a_row_that_is_repeated_is_refused_outside_the_loop(formula):
    assert [one.split()[0] for one in refused("C6", formula)] == ["明细!C6"]


def test_one_value_of_a_row_that_is_repeated_is_refused_on_another_sheet():
    assert refused("A1", "=明细!D4*2", "汇总") == ["汇总!A1 明细!D4"]


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ("C6", "=SUM(D4)"), ("C6", "=SUMPRODUCT(B4*C4)"), ("C6", "=COUNTIF(D4,0)+D6"),
        ("E4", "=D4/SUM($D$4:$D$4)"), ("E4", "=D4-$D$4"), ("E4", "=N(E3)+D4"), ("C6", "=D7"),
    ],
)  # fmt: skip
def test_ranges_outside_the_loop_and_values_of_the_own_row_are_good(cell, formula):
    assert refused(cell, formula) == []


def test_a_formula_that_several_cells_share_is_refused_in_each():
    def change(_workbook, sheet):
        sheet["B6"] = "=B4"

    data = parts_of(build(change))
    part = "xl/worksheets/sheet1.xml"
    said = data[part].decode()
    assert "<f>B4</f>" in said
    shared = said.replace("<f>B4</f>", '<f t="shared" ref="B6:C6" si="0">B4</f>').replace(
        "<f>SUM(D4:D4)</f>", '<f t="shared" si="0"/>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in (data | {part: shared.encode()}).items():
            package.writestr(name, content)
    found = check_template(io.BytesIO(stream.getvalue()), ["title", "rows[].name"])
    assert [(one.code, one.place.cell) for one in found] == [
        ("FK-TPL-079", "B6"), ("FK-TPL-079", "D6"),
    ]  # fmt: skip


def opened(document: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(document))


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def formula_after(cell: str, formula: str, where: str, count: int = 3) -> str:
    """Return what a formula of the template says at `where` in a document of so many rows."""
    document = render(lambda _, s: s.__setitem__(cell, formula), count)
    return opened(document)["明细"][where].value


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(D4:D4)", "=SUM(D3:D5)"),
        ("=SUM(D4)", "=SUM(D3:D5)"),
        ("=SUM(D3:D5)", "=SUM(D3:D5)"),
        ("=SUM($D$4:$D$4)", "=SUM($D$3:$D$5)"),
        ("=SUM(D$2:D6)", "=SUM(D$2:D6)"),
        ("=D7+D8", "=D7+D8"),
        ("=B2&$C$2", "=B2&$C$2"),
        ("=SUM(D:D)", "=SUM(D:D)"),
        ("=SUM(4:4)", "=SUM(3:5)"),
        ('=COUNTIF(A4:A4,"第*")+ROWS(A4:A6)', '=COUNTIF(A3:A5,"第*")+ROWS(A3:A6)'),
        ('="D4在文字里"&SUM(明细!D4)', '="D4在文字里"&SUM(明细!D3:D5)'),
        ("='明细'!$D$6*LOG10(D7)", "='明细'!$D$6*LOG10(D7)"),
        ('=IF(D6>0,SUM(D4:D4)/COUNT(D4:D4),"")', '=IF(D6>0,SUM(D3:D5)/COUNT(D3:D5),"")'),
        ("=SUM(别的!D4)", "=SUM(别的!D4)"),
        ("=SUM([1]明细!D4)", "=SUM([1]明细!D4)"),
    ],
)  # fmt: skip
def test_a_formula_outside_the_loop_means_all_its_rows(formula: str, expected: str) -> None:
    assert formula_after("E6", formula, "E6") == expected


def test_above_the_loop_too() -> None:
    assert formula_after("E1", "=SUM(D4:D4)+D6", "E1") == "=SUM(D3:D5)+D6"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=B4*C4", ["=B3*C3", "=B4*C4", "=B5*C5"]),
        ("=B4*$C$1", ["=B3*$C$1", "=B4*$C$1", "=B5*$C$1"]),
        ("=D4/D$6", ["=D3/D$6", "=D4/D$6", "=D5/D$6"]),
        ("=D4/SUM($D$4:$D$4)", ["=D3/SUM($D$3:$D$5)", "=D4/SUM($D$3:$D$5)", "=D5/SUM($D$3:$D$5)"]),
        ("=SUM(D$4:D4)", ["=SUM(D$3:D3)", "=SUM(D$3:D4)", "=SUM(D$3:D5)"]),
        ("=D4-$D$4", ["=D3-$D$3", "=D4-$D$3", "=D5-$D$3"]),
        ("=D4/SUM(D3:D5)", ["=D3/SUM(D3:D5)", "=D4/SUM(D3:D5)", "=D5/SUM(D3:D5)"]),
        ("=N(E3)+D4", ["=N(E2)+D3", "=N(E3)+D4", "=N(E4)+D5"]),
        ("=明细!B4", ["=明细!B3", "=明细!B4", "=明细!B5"]),
    ],
)
def test_a_formula_inside_the_loop_means_its_own_row(formula: str, expected: list[str]) -> None:
    document = render(lambda _, s: s.__setitem__("E4", formula), 3)
    assert [opened(document)["明细"][f"E{n}"].value for n in (3, 4, 5)] == expected


def test_the_row_above_the_first_repetition_of_a_loop_at_the_top_is_nothing() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for address, value in {"A1": "{%tr for r in rows %}", "A2": "{{ r }}", "B2": "=N(B1)+1", "A3": "{%tr endfor %}"}.items():  # fmt: skip
        sheet[address] = value
    stream = io.BytesIO()
    workbook.save(stream)
    found = opened(compile_template(stream.getvalue()).render({"rows": ["x", "y"]})).active
    assert [found["B1"].value, found["B2"].value] == [f"=N(B{END})+1", "=N(B1)+1"]


def test_without_rows_a_sum_sees_the_empty_end_of_the_sheet() -> None:
    assert formula_after("E6", "=SUM(D4:D4)", "E3", 0) == f"=SUM(D{END}:D{END})"


# -- loops inside loops --------------------------------------------------------------------------

GROUPS = {
    "A1": "{%tr for g in groups %}", "A2": "{{ g.name }}", "A3": "{%tr for r in g.rows %}",
    "A4": "{{ r }}", "B4": 10, "A5": "{%tr endfor %}", "A6": "小计", "B6": "=SUM(B4:B4)",
    "C6": "=COUNTA(A4)", "A7": "{%tr endfor %}", "A8": "合计", "B8": "=SUM(B6)", "C8": "=SUM(B4)",
}  # fmt: skip


def grouped(*sizes: int) -> bytes:
    workbook = openpyxl.Workbook()
    for address, value in GROUPS.items():
        workbook.active[address] = value
    stream = io.BytesIO()
    workbook.save(stream)
    groups = [{"name": f"组{n}", "rows": ["行"] * size} for n, size in enumerate(sizes, start=1)]
    return compile_template(stream.getvalue()).render({"groups": groups})


def test_a_subtotal_sums_its_own_group_and_the_total_the_subtotals() -> None:
    sheet = opened(grouped(2, 3)).active
    assert [sheet[f"B{n}"].value for n in (4, 9)] == ["=SUM(B2:B3)", "=SUM(B6:B8)"]
    assert sheet["B10"].value == "=SUM((B4,B9))"
    assert sheet["C10"].value == "=SUM((B2:B3,B6:B8))"


def test_a_group_without_rows_sums_nothing() -> None:
    sheet = opened(grouped(0, 1)).active
    assert sheet["B2"].value == f"=SUM(B{END}:B{END})"


def test_a_formula_in_too_many_pieces_stops_the_document() -> None:
    with pytest.raises(TemplateError) as refused:
        grouped(*[1] * 2000)
    assert refused.value.code == "FK-TPL-074"
    assert refused.value.place.cell == "B8"


# -- what stands around the cells ----------------------------------------------------------------


def test_validations_and_formats_of_a_row_of_two_cover_that_row_only() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["A5"], sheet["A6"], sheet["D6"] = "{{ r.name }}说明", "{%tr endfor %}", None
        sheet.add_data_validation(DataValidation(type="list", formula1="$B4", sqref="B4"))
        sheet.conditional_formatting.add(
            "A5:B5", FormulaRule(formula=["$B5>1"], font=Font(bold=True))
        )

    sheet = opened(render(change, 2))["明细"]
    (validation,) = sheet.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("B3 B5", "$B3")
    (area,) = sheet.conditional_formatting
    assert (str(area.sqref), area.rules[0].formula) == ("A4:B4 A6:B6", ["$B4>1"])


def test_frozen_rows_stay_frozen_when_the_loop_is_among_them() -> None:
    for count in (1, 4):
        sheet = opened(render(lambda _, s: setattr(s, "freeze_panes", "B7"), count))["明细"]
        assert sheet.freeze_panes == f"B{4 + count}"
        assert sheet.sheet_view.pane.ySplit == 3 + count
    assert opened(render(lambda _, s: setattr(s, "freeze_panes", "A3"), 5))["明细"].sheet_view.pane.ySplit == 2  # fmt: skip


def test_links_lead_where_they_led() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        sheet["A7"].hyperlink = "#明细!D6"
        sheet["A4"].hyperlink = "https://example.com/"
        other = workbook.create_sheet("目录")
        other["A1"] = "看合计"
        other["A1"].hyperlink = openpyxl.worksheet.hyperlink.Hyperlink(ref="A1", location="明细!D6")

    book = opened(render(change, 4))
    assert [book["明细"][f"A{n}"].hyperlink.target for n in (3, 6)] == ["https://example.com/"] * 2
    assert book["目录"]["A1"].hyperlink.location == "明细!D7"


def test_heights_outlines_and_hidden_rows_are_repeated_with_their_row() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet.row_dimensions[4].height = 31
        sheet.row_dimensions[4].outlineLevel = 1
        sheet.row_dimensions[7].height = 44
        sheet.row_dimensions[7].hidden = True

    sheet = opened(render(change, 3))["明细"]
    assert [sheet.row_dimensions[n].height for n in (3, 4, 5, 7)] == [31, 31, 31, 44]
    assert [sheet.row_dimensions[n].outlineLevel for n in (3, 4, 5, 6)] == [1, 1, 1, 0]
    assert sheet.row_dimensions[7].hidden


def test_an_array_formula_fills_the_rows_it_filled() -> None:
    def change(_: Any, sheet: Any) -> None:
        sheet["F4"] = ArrayFormula("F4", "=SUM(B4:C4*2)")
        sheet["F6"] = ArrayFormula("F6:F7", "=D4:D5*2")

    sheet = opened(render(change, 3))["明细"]
    assert [(sheet[f"F{n}"].value.ref, sheet[f"F{n}"].value.text) for n in (3, 4, 5)] == [
        (f"F{n}:F{n}", f"=SUM(B{n}:C{n}*2)") for n in (3, 4, 5)
    ]
    assert (sheet["F6"].value.ref, sheet["F6"].value.text) == ("F6:F7", "=D3:D5*2")


# -- other sheets, charts, drawings, comments, tables --------------------------------------------


def test_formulas_of_other_sheets_follow_and_lose_their_results() -> None:
    def change(workbook: Any, _: Any) -> None:
        other = workbook.create_sheet("汇总")
        other["A1"], other["A2"], other["B1"] = "=明细!D6", "=SUM('明细'!D4:D4)", "=1+1"
        other["A3"] = "=A1*2"
        other.add_data_validation(
            DataValidation(type="list", formula1="明细!$A$4:$A$4", sqref="C1")
        )
        workbook.create_sheet("无关")["A1"] = "=1+1"

    source, document = build(change), render(change, 3)
    sheet = opened(document)["汇总"]
    assert [sheet[a].value for a in ("A1", "A2", "A3", "B1")] == ["=明细!D6", "=SUM('明细'!D3:D5)", "=A1*2", "=1+1"]  # fmt: skip
    assert sheet.data_validations.dataValidation[0].formula1 == "明细!$A$3:$A$5"
    assert opened(render(change, 5))["汇总"]["A1"].value == "=明细!D8"
    assert parts_of(document)["xl/worksheets/sheet3.xml"] == parts_of(source)["xl/worksheets/sheet3.xml"]  # fmt: skip


def test_results_that_hang_on_the_data_are_dropped_and_no_others() -> None:
    workbook = xlsxwriter.Workbook(stream := io.BytesIO(), {"in_memory": True})
    for title, formula in (
        ("数据", "=LEN(A1)"),
        ("看", "=名+1"),
        ("再看", "=看!B1"),
        ("旁", "=1+1"),
    ):
        sheet = workbook.add_worksheet(title)
        sheet.write("A1", "{{ a }}" if title == "数据" else title)
        sheet.write_formula("B1", formula, None, 99)
    workbook.define_name("名", "=数据!$B$1")
    workbook.close()
    parts = parts_of(compile_template(stream.getvalue()).render({"a": "值"}))
    kept = [b"99" in parts[f"xl/worksheets/sheet{n}.xml"] for n in (1, 2, 3, 4)]
    assert kept == [False, False, False, True]


def test_a_chart_shows_all_rows_wherever_it_stands() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        for home, cell in ((sheet, "F9"), (workbook.create_sheet("图"), "A1")):
            chart = BarChart()
            chart.add_data(Reference(sheet, min_col=4, min_row=4, max_row=4))
            chart.set_categories(Reference(sheet, min_col=1, min_row=4, max_row=4))
            home.add_chart(chart, cell)

    document = render(change, 4)
    for part in ("xl/charts/chart1.xml", "xl/charts/chart2.xml"):
        shown = parts_of(document)[part].decode()
        assert "'明细'!$D$3:$D$6" in shown
        assert "'明细'!$A$3:$A$6" in shown
        assert "Cache" not in shown
    (chart,) = opened(document)["明细"]._charts
    assert chart.anchor._from.row == 8 + 1


def picture(row: int, to: int = 0, edit: str = "twoCell") -> Callable[[Any, Any], None]:
    def change(_: Any, sheet: Any) -> None:
        stream = io.BytesIO()
        Image.new("RGB", (9, 9), "red").save(stream, "PNG")
        image = SheetImage(stream)
        image.anchor = TwoCellAnchor(edit, AnchorMarker(5, 0, row - 1, 0), AnchorMarker(6, 0, (to or row + 1) - 1, 0))  # fmt: skip
        sheet.add_image(image)

    return change


@pytest.mark.parametrize(
    ("row", "to", "edit", "count", "expected"),
    [
        (1, 2, "twoCell", 3, [(1, 2)]),
        (6, 8, "twoCell", 3, [(6, 8)]),
        (6, 8, "twoCell", 5, [(8, 10)]),
        (6, 8, "twoCell", 0, [(3, 5)]),
        (2, 6, "twoCell", 5, [(2, 8)]),
        (2, 6, "oneCell", 5, [(2, 6)]),
        (6, 8, "absolute", 5, [(6, 8)]),
        (4, 5, "oneCell", 3, [(3, 4), (4, 5), (5, 6)]),
        (4, 5, "twoCell", 0, []),
    ],
)
def test_a_picture_stands_where_its_rows_stand(
    row: int, to: int, edit: str, count: int, expected: list[tuple[int, int]]
) -> None:
    document = render(picture(row, to, edit), count)
    anchors = [one.anchor for one in opened(document)["明细"]._images]
    assert [(a._from.row + 1, a.to.row + 1) for a in anchors] == expected
    drawing = parts_of(document)["xl/drawings/drawing1.xml"].decode()
    assert drawing.count("<pic>") == len(expected)


def test_comments_stand_at_their_cells() -> None:
    def change(_: Any, sheet: Any) -> None:
        for cell in ("A1", "B4", "A6"):
            sheet[cell].comment = Comment(f"注{cell}", "甲")

    document = render(change, 3)
    sheet = opened(document)["明细"]
    found = {c.coordinate: c.comment.text for row in sheet.iter_rows() for c in row if c.comment}
    assert found == {"A1": "注A1", "B3": "注B4", "B4": "注B4", "B5": "注B4", "A6": "注A6"}
    notes = next(
        data for name, data in parts_of(document).items() if name.endswith(".vml")
    ).decode()
    assert notes.count("<x:Row>") == notes.count(":Row>") // 2 or notes.count("Row>") // 2 == 5
    ids = [piece.partition('"')[0] for piece in notes.split(' id="_x0000_s')[1:]]
    assert len(ids) == len(set(ids)) == 5


def table(_: Any, sheet: Any) -> None:
    sheet.add_table(Table(displayName="明细表", ref="A2:D5"))


def test_a_table_grows_with_its_rows_and_is_never_empty() -> None:
    assert opened(render(table, 4))["明细"].tables["明细表"].ref == "A2:D6"
    assert opened(render(table, 1))["明细"].tables["明细表"].autoFilter.ref == "A2:D3"
    with pytest.raises(TemplateError) as refused:
        render(table, 0)
    assert refused.value.code == "FK-TPL-077"
    assert "明细表" in str(refused.value)


def test_indirect_addresses_are_warned_about() -> None:
    found = check_template(build(lambda _, s: s.__setitem__("E6", '=INDIRECT("D4")')), {"title", "rows[].name"})  # fmt: skip
    assert [(one.code, one.blocks) for one in found] == [("FK-TPL-076", False)]


def test_everything_else_stays_byte_for_byte() -> None:
    def change(workbook: Any, sheet: Any) -> None:
        picture(1, 2)(workbook, sheet)
        sheet["B1"].comment = Comment("在上面", "甲")
        workbook.create_sheet("别的")["A1"] = "=SUM(B1:B4)"

    old, new = parts_of(build(change)), parts_of(render(change, 5))
    assert old.keys() == new.keys()
    changed = {name for name in old if old[name] != new[name]}
    assert changed == {
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "docProps/core.xml",
    }  # the styles have twins for texts that begin like formulas; fmt: skip


# -- the judge -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., dict[str, bytes]]]:
    """Return what LibreOffice makes of workbooks, by name: opened, computed, saved."""
    folder = tmp_path_factory.mktemp("office")
    program = shutil.which("soffice") or shutil.which("libreoffice")

    def converted(**books: bytes) -> dict[str, bytes]:
        source, target = folder / "in", folder / "out"
        for one in (source, target):
            shutil.rmtree(one, ignore_errors=True)
            one.mkdir()
        for name, data in books.items():
            (source / f"{name}.xlsx").write_bytes(data)
        subprocess.run(
            [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", "xlsx", "--outdir", str(target), *map(str, sorted(source.iterdir()))],
            env=os.environ | {"FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf")},
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return {path.stem: path.read_bytes() for path in target.iterdir()}

    return converted


def _bill(workbook: Any, sheet: Any) -> None:
    sheet["E4"], sheet["F4"] = "=SUM(D$4:D4)", "=D4/SUM($D$4:$D$4)"
    sheet["E6"] = "=AVERAGE(D4:D4)"
    other = workbook.create_sheet("汇总")
    other["A1"], other["A2"] = "=明细!D6", "=COUNTA(明细!A4:A4)"


def _with_xlsxwriter() -> bytes:
    workbook = xlsxwriter.Workbook(stream := io.BytesIO(), {"in_memory": True})
    sheet, other = workbook.add_worksheet("明细"), workbook.add_worksheet("汇总")
    for cell, text in {
        "A1": "{{ title }}", "A3": "{%tr for r in rows %}", "A4": "{{ r.name }}",
        "A5": "{%tr endfor %}", "A6": "合计",
    }.items():  # fmt: skip
        sheet.write_string(cell, text)
    sheet.write("B4", 2)
    sheet.write("C4", 5)
    for cell, formula in {
        "D4": "=B4*C4", "E4": "=SUM(D$4:D4)", "F4": "=D4/SUM($D$4:$D$4)", "D6": "=SUM(D4:D4)",
        "E6": "=AVERAGE(D4:D4)",
    }.items():  # fmt: skip
        sheet.write_formula(cell, formula, None, 99)
    other.write_formula("A1", "=明细!D6", None, 99)
    other.write_formula("A2", "=COUNTA(明细!A4:A4)", None, 99)
    workbook.close()
    return stream.getvalue()


def _judge(document: bytes, count: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(document), data_only=True)
    sheet, other = book["明细"], book["汇总"]
    last = next(row for row in range(1, 40) if sheet[f"A{row}"].value == "合计")
    first = last - count
    assert sheet[f"D{last}"].value == 10 * count
    assert other["A1"].value == 10 * count
    assert other["A2"].value == count
    if count:
        assert sheet[f"E{last}"].value == 10
    for number in range(count):
        row = first + number
        assert sheet[f"D{row}"].value == 10
        assert sheet[f"E{row}"].value == 10 * (number + 1)
        assert sheet[f"F{row}"].value == pytest.approx(1 / count)


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_computes_the_right_sums_whoever_made_the_template(
    office: Callable[..., dict[str, bytes]],
) -> None:
    made = {"openpyxl": build(_bill), "xlsxwriter": _with_xlsxwriter()}
    made |= {f"{name}_saved": data for name, data in office(**made).items()}
    assert len(made) == 4
    documents = {}
    for name, template in made.items():
        compiled = compile_template(template, name=f"{name}.xlsx")
        for count in (0, 1, 7):
            rows = [{"name": f"第{n}项"} for n in range(count)]
            documents[f"{name}_{count}"] = compiled.render({"title": "题", "rows": rows})
    documents["groups"] = grouped(2, 0, 3)
    computed = office(**documents)
    assert computed.keys() == documents.keys()
    for name, document in computed.items():
        if name != "groups":
            _judge(document, int(name.rpartition("_")[2]))
    sheet = openpyxl.load_workbook(io.BytesIO(computed["groups"]), data_only=True).active
    found = {sheet[f"A{n}"].value: [] for n in range(1, 13)}
    for n in range(1, 13):
        found[sheet[f"A{n}"].value].append((sheet[f"B{n}"].value, sheet[f"C{n}"].value))
    assert found["小计"] == [(20, 2), (0, 0), (30, 3)]
    assert found["合计"] == [(50, 50)]

"""One cell filled in workbooks with everything a workbook may hold: nothing else changes (T23).

`scripts/corpus.py` does the same to any folder of workbooks.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import etree

from formkit.kernel.resources import samples_folder
from formkit.ooxml.names import s
from formkit.render import compile_template
from proof import cases

PHOTO = min((samples_folder() / "photos").glob("*.jpg"))
CHARTS = [
    "area", "bar", "column", "doughnut", "line", "pie", "radar", "scatter", "stock",
]  # fmt: skip
Draw = Callable[[Any, Any], None]


def _chart(kind: str) -> Draw:
    def draw(book: Any, sheet: Any) -> None:
        chart = book.add_chart({"type": kind})
        chart.add_series({"values": "=表!$C$2:$C$5", "categories": "=表!$B$2:$B$5"})
        sheet.insert_chart("H2", chart)

    return draw


def _validations(_: Any, sheet: Any) -> None:
    sheet.data_validation("D2:D99", {"validate": "list", "source": ["是", "否"]})
    sheet.data_validation("E2", {"validate": "date", "criteria": ">", "value": 1})


def _formats(book: Any, sheet: Any) -> None:
    red = book.add_format({"bg_color": "#ff0000"})
    sheet.conditional_format("C2:C9", {"type": "cell", "criteria": ">", "value": 3, "format": red})
    sheet.conditional_format("C2:C9", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("C2:C9", {"type": "icon_set", "icon_style": "3_traffic_lights"})


def _page(_: Any, sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_header("&L&G&C台账", {"image_left": str(PHOTO)})
    sheet.set_footer("第 &P 页 共 &N 页")
    sheet.print_area("A1:H40")
    sheet.repeat_rows(0, 1)
    sheet.set_h_pagebreaks([20])
    sheet.freeze_panes(1, 1)


FEATURES: dict[str, Draw] = {
    **{f"a {kind} chart": _chart(kind) for kind in CHARTS},
    "a chart sheet": lambda book, _: book.add_chartsheet("图").set_chart(
        _series(book.add_chart({"type": "pie"}))
    ),
    "a text box": lambda _, sheet: sheet.insert_textbox("H2", "说明\n第二行", {"width": 200}),
    "a shape with a link": lambda _, sheet: sheet.insert_textbox(
        "H2", "见", {"url": "https://www.example.com"}
    ),
    "a tick box": lambda _, sheet: sheet.insert_checkbox("H2", boolean=True),
    "pictures": lambda _, sheet: [sheet.insert_image(cell, str(PHOTO)) for cell in ("H2", "H30")],
    "a background": lambda _, sheet: sheet.set_background(str(PHOTO)),
    "comments": lambda _, sheet: [sheet.write_comment(f"H{n}", f"批注{n}") for n in range(2, 9)],
    "rich text": lambda book, sheet: sheet.write_rich_string(
        "H2", "前", book.add_format({"bold": True}), "粗", "后"
    ),
    "sparklines": lambda _, sheet: sheet.add_sparkline("H2", {"range": "表!C2:C5"}),
    "validations": _validations,
    "conditional formats": _formats,
    "a table": lambda _, sheet: sheet.add_table("P2:Q5", {"columns": [{"header": "甲"}, {}]}),
    "a filter": lambda _, sheet: sheet.autofilter("B1:C5"),
    "merges": lambda _, sheet: [sheet.merge_range(f"H{n}:J{n}", "合") for n in range(2, 9)],
    "links": lambda _, sheet: [sheet.write_url("H2", "https://a.cn"), sheet.write_url("H3", "internal:字典!A1")],
    "protection": lambda _, sheet: sheet.protect("口令", {"sort": True}),
    "outlines": lambda _, sheet: [sheet.set_row(n, None, None, {"level": 1}) for n in range(2, 5)],
    "the page": _page,
    "hidden sheets": lambda book, _: [book.add_worksheet("藏").hide(), book.add_worksheet("深藏").very_hidden()],
    "names": lambda book, _: [book.define_name("合计", "=表!$C$2"), book.define_name("表!本页", "=表!$C$3")],
    "array formulas": lambda _, sheet: sheet.write_array_formula("H2:H3", "{=C2:C3*2}"),
    "dynamic arrays": lambda _, sheet: sheet.write_dynamic_array_formula("H2", "=SORT(C2:C5)"),
    "ignored errors": lambda _, sheet: sheet.ignore_errors({"number_stored_as_text": "B1:B9"}),
    "properties": lambda book, _: [book.set_properties({"title": "台 & 账"}), book.set_custom_property("甲", 1)],
    "the epoch of 1904": lambda _, sheet: sheet.write_number("H2", 44_000),
    "a theme of fonts": lambda book, sheet: sheet.write("H2", "字", book.add_format({"font_name": "方正小标宋"})),
    "columns and rows": lambda _, sheet: [sheet.set_column("A:XFD", 12), sheet.set_row(1, 40), sheet.set_default_row(20)],
}  # fmt: skip


def _series(chart: Any) -> Any:
    chart.add_series({"values": "=表!$C$2:$C$5"})
    return chart


def made(*draws: Draw, tag: str = "{{ 名 }}", **options: Any) -> bytes:
    """Return a workbook with a tag in A1, some figures and everything that is drawn."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("表")
        book.add_worksheet("字典").write("A1", "固定")
        sheet.write_string("A1", tag)
        for row, (word, figure) in enumerate([("一", 1), ("二", 2.5), ("三", 3), ("四", 4)], 1):
            sheet.write(row, 1, word)
            sheet.write(row, 2, figure)
        sheet.write_formula("F2", "=C2*2", None, 2)
        for draw in draws:
            draw(book, sheet)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if not name.endswith("/")}


# The parts that hold the filled cell, or say by whom and when the file was made.
OWNED = {"xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "docProps/core.xml"}


def assert_untouched(source: bytes) -> None:
    old, new = parts_of(source), parts_of(compile_template(source).render({"名": "=值 & <b>"}))
    assert old.keys() - new.keys() == set()
    assert {name for name in old if old[name] != new[name]} <= OWNED
    before, after = (_around(parts["xl/worksheets/sheet1.xml"]) for parts in (old, new))
    assert before == after
    assert "=值 &amp; &lt;b&gt;" in new["xl/worksheets/sheet1.xml"].decode()


def _around(sheet: bytes) -> list[Any]:
    """Return what a sheet says but for its filled cell and the stored results."""
    root = etree.fromstring(sheet)
    for cell in root.iter(s("c")):
        if cell.get("r") == "A1":
            cell.clear()
        for value in cell.findall(s("v")) if cell.find(s("f")) is not None else ():
            cell.remove(value)  # worked out anew when the file is opened
            cell.attrib.pop("t", None)
    return _said(root)


def _said(element: Any) -> list[Any]:
    """Return an element with all it holds, however its namespaces are declared."""
    facts = {name: re.sub(r"^(\w+):\1$", r"\1", value) for name, value in element.attrib.items()}
    return [element.tag, facts, element.text, element.tail, [_said(child) for child in element]]


@pytest.mark.parametrize("feature", FEATURES)
def test_a_filled_cell_changes_nothing_else_in_the_workbook(feature: str) -> None:
    options = {"date_1904": True} if "1904" in feature else {}
    assert_untouched(made(FEATURES[feature], **options))


def _pairs() -> Iterator[tuple[str, str]]:
    names = sorted(FEATURES)
    yield from ((one, other) for one in names for other in names if one < other)


@pytest.mark.proof
def test_nor_in_workbooks_that_hold_two_such_things() -> None:
    alone = {"a background", "protection", "the page"}  # twice they would be the same thing
    pairs = list(_pairs())
    step = len(pairs) // cases(60, len(pairs))
    for one, other in pairs[::step]:
        if not {one, other} & alone and not {"a table", "a filter"} >= {one, other}:
            assert_untouched(made(FEATURES[one], FEATURES[other]))


@pytest.mark.office
def test_nor_in_what_libreoffice_saved(tmp_path: Path) -> None:
    chosen = ["a bar chart", "pictures", "comments", "merges", "names", "validations", "the page"]
    path = tmp_path / "表.xlsx"
    path.write_bytes(made(*(FEATURES[name] for name in chosen)))
    subprocess.run(
        [
            shutil.which("soffice") or "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
            "--outdir", str(tmp_path / "out"), str(path),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert_untouched((tmp_path / "out" / "表.xlsx").read_bytes())

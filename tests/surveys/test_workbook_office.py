"""LibreOffice opens the workbook, prints it on two pages, and gives back all that is needed."""

from __future__ import annotations

import subprocess

import openpyxl
import pypdfium2
import pytest
from tests.conftest import OFFICE

from formkit.surveys import anchors
from formkit.surveys.anchors import Style

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.fixture(scope="module")
def converted(ready, tmp_path_factory):
    """Every style for the longest names and for the shortest, as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("调查")
    for project_no in ("P2026-001", "P2019-112"):
        for style in Style:
            path = folder / f"{project_no}_{style.value}.xlsx"
            path.write_bytes(ready(project_no).workbook(style, return_to="示例公司安质部 010-5550"))
    for kind in ("xlsx:Calc MS Excel 2007 XML", "pdf"):
        subprocess.run(
            [OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", folder / "out", *sorted(folder.glob("*.xlsx"))],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
    return folder


def lists(sheet) -> dict[str, str]:
    found = {}
    for one in sheet.data_validations.dataValidation:
        if one.type == "list":
            for area in str(one.sqref).split():
                cells = sheet[area] if ":" in area else ((sheet[area],),)
                found |= {cell.coordinate: one.formula1 for row in cells for cell in row}
    return found


def opened(sheet) -> set[str]:
    return {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("project_no", ["P2026-001", "P2019-112"])
def test_names_hidden_sheets_drop_downs_and_locks_survive(converted, project_no, style):
    name = f"{project_no}_{style.value}.xlsx"
    before = openpyxl.load_workbook(converted / name)
    after = openpyxl.load_workbook(converted / "out" / name)
    assert [(sheet.title, sheet.sheet_state) for sheet in after] == [
        (sheet.title, sheet.sheet_state) for sheet in before
    ]
    for hidden in (anchors.META_SHEET, anchors.ITEMS_SHEET):
        assert list(after[hidden].iter_rows(values_only=True)) == list(
            before[hidden].iter_rows(values_only=True)
        )
    own = [one for one in before.defined_names if one.startswith("_fk_")]
    assert own
    for one in own:
        text = after.defined_names[one].attr_text.replace("'", "")
        assert text == before.defined_names[one].attr_text
    sheet, sent = after[anchors.SHEET], before[anchors.SHEET]
    assert sheet.protection.sheet
    assert opened(sheet) == opened(sent)
    assert lists(sheet) == lists(sent)
    kept = {one: after.custom_doc_props[one].value for one in after.custom_doc_props.names}
    assert kept == {one: before.custom_doc_props[one].value for one in anchors.PROPERTY_KEYS}


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("project_no", ["P2026-001", "P2019-112"])
def test_it_prints_on_two_pages_each_with_its_half_title_and_number(converted, project_no, style):
    pdf = pypdfium2.PdfDocument(converted / "out" / f"{project_no}_{style.value}.pdf")
    texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    pdf.close()
    assert len(texts) == 2
    for number, text in enumerate(texts, start=1):
        assert "顾客及相关方满意度调查表" in text
        assert "SLJZ-AZB-MYD-2026-0001" in text
        assert f"第{number}页共2页" in text
    assert "本次调查不填" in texts[0]
    assert "主体结构质量" in texts[1]
    assert "主体结构质量" not in texts[0]

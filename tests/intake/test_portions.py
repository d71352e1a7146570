"""A long sheet is read in portions, and nothing of it is read otherwise than from the whole."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest
import xlsxwriter

from formkit.intake import book, portions
from formkit.ooxml import cuts

ROWS = 23


@pytest.fixture
def in_portions(monkeypatch):
    """Make portions of some four rows."""

    def begin() -> None:
        monkeypatch.setattr(cuts, "CUT_ROWS", 2)
        monkeypatch.setattr(portions, "PORTION_CELLS", 20)

    return begin


def by_openpyxl(path):
    """Write shared texts, days, percentages, gaps, merged cells, hidden rows, a second sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "投诉"
    for row in range(3, ROWS):
        if row in (7, 8, 9, 10, 15):
            continue
        sheet.cell(row, 2, f"第{row}行")
        sheet.cell(row, 3, dt.datetime(2026, 9, row, 8, 30))
        sheet.cell(row, 5, row / 100).number_format = "0%"
    sheet.cell(18, 7, "只在这里")
    sheet.merge_cells("B4:C5")
    sheet.row_dimensions[20].hidden = True
    made.create_sheet("回访")["A1"] = "另一张"
    made.save(path)


def by_xlsxwriter(path):
    """Write texts in their cells, as a program does that streams; days count from 1904."""
    made = xlsxwriter.Workbook(path, {"constant_memory": True, "date_1904": True})
    sheet = made.add_worksheet("投诉")
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(1, ROWS):
        sheet.write_row(row, 1, [f"<row> {row}", row * 1.5, row % 2 == 0])
        sheet.write_datetime(row, 4, dt.datetime(2026, 9, row), day)
    made.close()


def read(path, folder):
    folder.mkdir()
    read = book.read(path, folder / "rows")
    spooled = book.spool.Spool((folder / "rows").open("rb"))
    sheets = [
        (sheet.name, [[*_without_end(row)] for row in spooled.rows(sheet.rows)], sheet.merges)
        for sheet in read.sheets
    ]
    counted = [(sheet.rows.count, sheet.rows.filled, sheet.rows.columns) for sheet in read.sheets]
    looks = [(sheet.hidden_rows, sheet.doubts) for sheet in read.sheets]
    return sheets, counted, looks, read.date1904, sorted(one.name for one in folder.iterdir())


def _without_end(row):
    last = max((index for index, value in enumerate(row) if value != ""), default=-1)
    return row[: last + 1]


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_a_sheet_in_portions_is_read_like_the_whole(write, tmp_path, in_portions, monkeypatch):
    path = tmp_path / "台账.xlsx"
    write(path)
    whole = read(path, tmp_path / "whole")
    opened = []
    of_path = book.CalamineWorkbook.from_path

    class Counting:
        @staticmethod
        def from_path(path):
            opened.append(path)
            return of_path(path)

    in_portions()
    monkeypatch.setattr(book, "CalamineWorkbook", Counting)
    assert read(path, tmp_path / "portions") == whole
    assert len(opened) > 4
    assert len(whole[0][0][1]) == ROWS - (1 if write is by_openpyxl else 0)


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="inlineStr"><is><t>无行号</t></is></c></row>' * 6,
        '<row r="3"/><row r="2"/><row r="4"/><row r="7"/>',
    ],
)
def test_rows_without_number_or_order_are_never_cut(rows, tmp_path, in_portions, repacked):
    path = tmp_path / "台账.xlsx"
    by_openpyxl(path)
    repacked(path, "xl/worksheets/sheet1.xml", lambda _xml: _sheet(rows))
    whole = read(path, tmp_path / "whole")
    in_portions()
    assert read(path, tmp_path / "portions") == whole


def _sheet(rows):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.fixture
def repacked():
    """Write one part of a workbook anew."""

    def change(path, part, make) -> None:
        with zipfile.ZipFile(path) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
        parts[part] = make(parts[part])
        with zipfile.ZipFile(path, "w") as written:
            for name, data in parts.items():
                written.writestr(name, data)

    return change

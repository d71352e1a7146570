"""A clerk reports a quarter: one command, one workbook, figures that add up."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import openpyxl
import pytest

from formkit.kernel.resources import samples_folder


def test_a_quarter_is_reported(office):
    for slug in ("satisfaction_survey", "complaint_form"):
        assert office.runs("fill", slug, samples_folder() / f"{slug}.yaml").code == 0
    said = office.runs("survey", "report", "--period", "2026Q3", "-o", "汇总.xlsx")
    assert said.code == 0, said.err
    assert "2026年第3季度" in said.out
    assert "三级量表:满意度 83.33%" in said.out
    assert "属实投诉 1 件" in said.out
    assert max(len(line) for line in said.out.splitlines()) < 80
    assert openpyxl.load_workbook(office.folder / "汇总.xlsx").sheetnames[0] == "汇总"
    again = office.runs("survey", "report", "--period", "2026Q3", "-o", "汇总.xlsx", "--json").data
    assert again["workbook"] == {"file": "汇总.xlsx", "outcome": "未变"}


def test_a_quarter_is_reported_as_an_official_record(office):
    office.runs("fill", "satisfaction_survey", samples_folder() / "satisfaction_survey.yaml")
    words = ("survey", "report", "--period", "2026Q3", "-o", "汇总.xlsx", "--docx", "报告.docx")
    said = office.runs(*words, "--measures", "外窗维修一律做淋水试验。")
    assert said.code == 0, said.err
    assert "SLJZ-AZB-MYDFX-" in said.out
    again = office.runs(*words, "--json").data
    assert [one["outcome"] for file in again["issued"]["files"] for one in file["records"]] == [
        "未变"
    ]
    assert again["document"] == {"file": "报告.docx", "outcome": "未变"}


def test_a_period_that_is_none_is_told_with_examples(office):
    said = office.runs("survey", "report", "--period", "三季度", "-o", "汇总.xlsx")
    assert said.code == 2
    assert "FK-SUR-140" in said.err
    assert "2026Q3" in said.err
    assert not (office.folder / "汇总.xlsx").exists()


def test_nothing_came_back_and_the_report_says_so(office):
    said = office.runs("survey", "report", "--by", "unit", "-o", "汇总.xlsx")
    assert said.code == 0
    assert "发出 0 份" in said.out
    assert "按单位" in openpyxl.load_workbook(office.folder / "汇总.xlsx").sheetnames


def test_a_report_needs_a_workspace(clerk):
    assert clerk.runs("survey", "report", "-o", "汇总.xlsx").code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no folder of fonts can be named")
def test_a_machine_without_any_font_says_so_instead_of_drawing_boxes(office):
    """The whole program, really without a font: the report goes out without its charts."""
    office.runs("fill", "satisfaction_survey", samples_folder() / "satisfaction_survey.yaml")
    (office.folder / "没有字体").mkdir()
    settings = office.folder / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{office.folder / '没有字体'}</dir></fontconfig>", encoding="utf-8"
    )
    words = ["survey", "report", "--period", "2026Q3", "-o", "汇总.xlsx", "--docx", "报告.docx"]
    said = subprocess.run(
        [sys.executable, "-m", "formkit", *words],
        cwd=office.folder,
        env=os.environ | {"FONTCONFIG_FILE": str(settings), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.count("FK-SUR-144") == 1
    assert "docs/fonts.md" in said.stdout
    with zipfile.ZipFile(office.folder / "报告.docx") as package:
        names = package.namelist()
        assert not [name for name in names if name.startswith("word/media/")]
        assert "图1" not in package.read("word/document.xml").decode()

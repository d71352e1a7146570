"""A clerk reports a quarter: one command, one workbook, figures that add up."""

from __future__ import annotations

import openpyxl

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

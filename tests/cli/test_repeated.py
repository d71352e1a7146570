"""What is true of many rows is said once in full, then by the numbers of the rows."""

from __future__ import annotations

import pytest

from formkit.cli import printing
from formkit.cli.repeated import numbered
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["第5行 序号2"], "第5行"),
        (["第5行", "第6行", "第7行", "第9行", "第11行", "第12行"], "第5–7、9、11、12行"),
        (["第5行", "第5行"], "第5行"),
        (["第2份", "第3份", "第4份"], "第2–4份"),
        (["第2份", "第3行"], "第2份、第3行"),
    ],
)
def test_rows_are_said_as_short_as_they_can_be(rows, said):
    assert numbered(rows) == said


def finding(level: Level, row: int, found: str = "没有写顾客的意见") -> Finding:
    return Finding("R11-15", level, Place(file="台账.xlsx", cell=f"C{row}"), found, remedy="补填。")


def printed(capsys: pytest.CaptureFixture[str], *findings: Finding) -> str:
    records = tuple(
        RecordReport(f"第{row}行 序号{row - 3}", Outcome.SOUND, (one,))
        for row, one in enumerate(findings, start=4)
    )
    file = FileReport("台账.xlsx", records=records)
    printing.report(Report("check", "visit_record", "工程回访记录", "issue", "company", (file,)))
    return capsys.readouterr().out


def test_a_warning_of_every_row_is_printed_once_and_then_by_rows(capsys):
    out = printed(capsys, *(finding(Level.WARNING, row) for row in range(4, 54)))
    assert out.count("没有写顾客的意见") == 1
    assert "台账.xlsx!C4" in out
    assert "R11-15 警告:同样的另有 49 处,第5–53行" in out
    assert "警告 50 条" in out


def test_warnings_that_say_something_of_their_own_are_each_printed(capsys):
    out = printed(capsys, *(finding(Level.WARNING, row, f"第{row}种") for row in range(4, 9)))
    assert out.count("R11-15") == 5
    assert "同样的" not in out


def test_each_error_is_printed_with_its_cell(capsys):
    out = printed(capsys, *(finding(Level.ERROR, row) for row in range(4, 9)))
    assert [f"台账.xlsx!C{row}" in out for row in range(4, 9)] == [True] * 5
    assert "同样的" not in out

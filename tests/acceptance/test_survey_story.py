"""From an empty folder to the report of a quarter; LibreOffice really fills the workbooks in."""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from formkit.kernel.resources import samples_folder
from formkit.kernel.text import width

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))

from survey_samples.office import Filling, fill

pytestmark = [pytest.mark.office, pytest.mark.slow]
PROJECTS = ("P2026-001", "P2025-007", "P2019-112")
WORDS = dict(zip("abcden", ("很满意", "满意", "一般", "不满意", "很不满意", "不适用"), strict=True))
MARKS = ("aaabbbbbca", "bbbbbbbbbb", "aabb-bnbdb")


def answers(marks: str) -> dict[tuple[int, int, str], str]:
    given = ((item, mark) for item, mark in enumerate(marks, start=1) if mark in WORDS)
    return {(3, item, WORDS[mark]): "√" for item, mark in given}


def figures(sheet) -> dict[str, object]:
    """Every label of a sheet with what stands to the right of it."""
    rows = [[cell for cell in row if cell not in (None, "")] for row in sheet.values]
    return {str(row[0]): row[1] for row in rows if len(row) > 1}


def test_surveys_go_out_are_filled_in_come_back_and_are_reported(clerk, tmp_path_factory):
    assert clerk.runs("init", ".", "--company", "示例建筑工程有限公司", "--code", "SLJZ").code == 0
    assert clerk.runs("project", "import", samples_folder() / "projects.yaml").code == 0

    # one for the owner of each project
    wanted = [word for number in PROJECTS for word in ("--project", number)]
    words = ("--sent-on", "2026-9-1", "--surveyor", "沈样张(安质部,质量员)", "-o", "发出")
    said = clerk.runs("survey", "issue", *wanted, *words)
    assert said.code == 0, said.out
    assert "工作簿 3 个;发送清单:发出/发送清单.xlsx" in said.out
    sent = sorted((clerk.folder / "发出").glob("*_调查表_*.xlsx"))

    # the owners tick and write; the third ticks twice on one item
    back = clerk.folder / "收到的附件"
    back.mkdir()
    written = {"overall": "满意", "name": "欧阳样例", "filled_on": "2026-9-19",
               "comments": "地下室东北角雨后有渗水。"}  # fmt: skip
    fillings = [
        Filling(source, back / f"回复{at}.xlsx", answers(marks), written)
        for at, (source, marks) in enumerate(zip(sent, MARKS, strict=True), start=1)
    ]
    twice = {(3, 5, "满意"): "√", (3, 5, "一般"): "√"}
    fillings[2] = Filling(sent[2], back / "回复3.xlsx", answers(MARKS[2]) | twice, written)
    fill(fillings, tmp_path_factory.mktemp("office"))

    # two are taken, one is asked of a person, who is told where to look
    taken = clerk.runs("survey", "import", "收到的附件")
    assert taken.code == 4, taken.out
    assert "满意度 76.67%" in taken.out
    assert "满意度 66.67%" in taken.out
    assert "合计 3 个文件:已导入 2 个,待人工确认 1 个" in taken.out
    assert "FK-SUR-050 错误 回复3.xlsx〔调查表〕!D" in taken.out
    assert "Ⅲ栏第5题选了 2 项:满意、一般" in taken.out
    shown = clerk.runs("survey", "show")
    assert "第 3 号" in shown.out
    before = clerk.runs("survey", "list", "--json").data["total"]
    assert (before["sent"], before["valid"], before["waiting"]) == (3, 2, 1)

    # she asks by telephone and writes it down
    decided = ("--answer", "Ⅲ5=满意", "--by", "沈样张", "--reason", "电话核实")
    assert clerk.runs("survey", "resolve", 3, *decided).code == 0
    assert "没有待人工确认的答卷" in clerk.runs("survey", "show").out
    assert "沈样张  电话核实  Ⅲ5=满意(原为满意、一般)" in clerk.runs("survey", "show", 3).out
    after = clerk.runs("survey", "list")
    assert "合计:发出 3 份,收回 3 份,有效 3 份,无效 0 份,待定 0 份,逾期 0 份。" in after.out
    assert all(width(line.strip("─")) <= 80 for line in after.out.splitlines())

    # the same folder again changes nothing
    again = clerk.runs("survey", "import", "收到的附件")
    assert (again.code, "重复 3 个" in again.out) == (0, True)
    assert "无效卷" not in again.out
    assert clerk.runs("survey", "list").out == after.out

    # the quarter's report: (23/30 + 20/30 + 18/27) ÷ 3
    wanted = ("--period", "2026Q3", "-o", "三季度.xlsx", "--docx", "三季度.docx")
    report = clerk.runs("survey", "report", *wanted)
    assert report.code == 0, report.out + report.err
    book = openpyxl.load_workbook(clerk.folder / "三季度.xlsx", data_only=True)
    assert {"汇总", "按题", "按工程", "按季度", "明细", "无效与警告", "口径"} <= set(
        book.sheetnames
    )
    assert "五级量表:满意度 70.00%,满意率 100.00%(3 份)" in report.out
    found = figures(book["汇总"])
    assert (found["本期发出(份)"], found["其中有效(份)"]) == (3, 3)
    assert found["满意度(按份平均)"] == pytest.approx((23 / 30 + 20 / 30 + 18 / 27) / 3)
    assert found["实际得分合计"] == 23 + 20 + 18
    assert "SLJZ-AZB-MYDFX-2026-0001  新出" in report.out
    told = Document(str(clerk.folder / "三季度.docx"))
    cells = {cell.text for table in told.tables for cell in table._cells}
    assert {"70.00", "70.11"} <= cells  # by sheets, by points
    assert clerk.runs("register", "audit").code == 0

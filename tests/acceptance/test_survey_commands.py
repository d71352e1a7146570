"""Taking surveys back at the command line: import, show, resolve, map."""

from __future__ import annotations

import csv
from datetime import datetime

import openpyxl
import pytest

from formkit.kernel.clock import FixedClock
from formkit.pipeline.workspace import find
from formkit.surveys.anchors import SHEET

NUMBER = "SLJZ-AZB-MYD-2026-0001"


@pytest.fixture
def sent(office):
    """An office that has sent one survey out."""
    said = office.runs(
        "survey",
        "issue",
        "--project",
        "P2026-001",
        "--surveyor",
        "沈样张",
        "-o",
        office.folder / "发出",
    )
    assert said.code == 0, said.out + said.err
    return office


def filled(sent, name, *, twice=False, items=10):
    """Return the workbook with 满意 ticked on the items, on the first one 一般 as well."""
    (path,) = (sent.folder / "发出").glob(f"{NUMBER}_调查表_*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    columns = {}
    for row in sheet.iter_rows():
        words = {cell.value: cell.column for cell in row if cell.value in ("满意", "一般")}
        columns = words if len(words) == 2 else columns
    for number in range(1, items + 1):
        where = book.defined_names[f"_fk_item_3_{number}"].attr_text.split("!")[1]
        row = sheet[where.replace("$", "")].row
        sheet.cell(row, columns["满意"]).value = "√"
        if twice and number == 1:
            sheet.cell(row, columns["一般"]).value = "√"
    target = sent.folder / name
    book.save(target)
    return target


def test_a_survey_goes_from_waiting_to_taken_by_a_decision(sent):
    path = filled(sent, "业主.xlsx", twice=True)
    said = sent.runs("survey", "import", path)
    assert said.code == 4
    assert "待人工确认  业主.xlsx  第 1 号" in said.out
    assert "满意、一般" in said.out
    assert "满意度" not in said.out  # nobody knows it yet
    assert "formkit survey show" in said.out
    assert "第 1 号  待人工确认" in sent.runs("survey", "show").out
    said = sent.runs(
        "survey", "resolve", 1, "--answer", "Ⅲ1=一般", "--by", "沈样张", "--reason", "电话核实"
    )
    assert (said.code, "已收" in said.out) == (0, True)
    assert "满意度 63.33%" in said.out
    assert "沈样张  电话核实  Ⅲ1=一般(原为满意、一般)" in said.out
    shown = sent.runs("survey", "show", 1)
    assert "Ⅲ1 主体结构质量  一般" in shown.out
    assert "没有待人工确认的答卷。" in sent.runs("survey", "show").out
    story = sent.runs("register", "show", NUMBER).out
    assert "裁定答卷  第 1 号答卷  已收  沈样张  电话核实  Ⅲ1=一般" in story


def test_a_dry_run_says_so_and_data_says_the_same(sent):
    path = filled(sent, "业主.xlsx")
    said = sent.runs("survey", "import", path, "--dry-run")
    assert "这是试运行,什么也没有写。" in said.out
    data = sent.runs("survey", "import", path, "--json").data
    assert data["counts"] == {"已导入": 1, "重复": 0, "待人工确认": 0, "已拒收": 0}
    (reply,) = data["files"][0]["replies"]
    assert (reply["number"], reply["satisfaction"], reply["valid"]) == (NUMBER, "66.67%", True)
    (found,) = sent.runs("survey", "show", 1, "--json").data
    assert found["state"] == "已收"


def test_a_decision_without_reason_or_of_an_unknown_reply_is_told(sent):
    filled(sent, "业主.xlsx")
    for words, code in (
        (["1", "--take"], "FK-SUR-134"),
        (["9", "--drop", "--by", "甲", "--reason", "乙"], "FK-SUR-130"),
        (["1", "--answer", "三=好", "--by", "甲", "--reason", "乙"], "FK-SUR-131"),
    ):
        said = sent.runs("survey", "resolve", *words)
        assert (said.code, code in said.err) == (2, True)


def test_outside_a_workspace_the_clerk_is_told_how_to_go_on(office, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path.parent)
    said = office.runs("survey", "import", tmp_path)
    assert said.code == 2
    assert "formkit init" in said.err


def test_an_export_is_explained_and_its_mapping_file_drafted(sent):
    path = sent.folder / "问卷星.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["序号", "提交答卷时间", "来自IP", "1、主体结构质量", "2、抽奖号"])
        table.writerow(["1", "2026/9/3 12:00:00", "192.0.2.1", "1", "7"])
    said = sent.runs("survey", "map", path)
    assert said.code == 0
    assert "Ⅲ栏第1题" in said.out
    assert "平台的列,丢弃" in said.out
    draft = sent.runs("survey", "map", path, "--suggest")
    assert "values:" in draft.out
    target = sent.folder / "映射.yaml"
    said = sent.runs("survey", "map", path, "--suggest", "-o", target)
    assert target.read_text(encoding="utf-8") == draft.out
    again = sent.runs("survey", "map", path, "--suggest", "-o", target)
    assert again.code == 7
    refused = sent.runs("survey", "import", path)
    assert refused.code == 3
    assert "FK-SUR-082" in refused.out
    open_still = sent.runs("survey", "import", path, "--map", target)
    assert (open_still.code, "FK-SUR-099" in open_still.out) == (3, True)


def test_what_is_told_of_many_rows_alike_is_told_once_and_long_lists_are_cut(sent):
    path = sent.folder / "问卷星.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        items = "主体结构质量 观感质量 使用功能 防水与安装质量 竣工资料移交 保修的及时性 维修质量"
        asked = [*items.split(), "回访工作", "服务态度", "投诉处理"]
        table.writerow(["序号", "提交答卷时间", *(f"{n}、{one}" for n, one in enumerate(asked, 1))])
        for row in range(1, 91):
            words = ["满意"] * 9 + [f"第{row}种" if row > 50 else "满意"]
            table.writerow([row, "2026/9/3 12:00:00", *words])
    said = sent.runs("survey", "import", path, "--dry-run").out
    assert "    待人工确认  50 份\n" in said
    assert said.count("FK-SUR-117") == 20
    assert "还有 21 份有提示" in said


def test_an_invalid_sheet_shows_why_and_no_rate(sent):
    said = sent.runs("survey", "import", filled(sent, "业主.xlsx", items=4))
    shown = sent.runs("survey", "show", 1)
    for out in (said.out, shown.out):
        assert "无效卷(答题不足,只答 4 题)" in out
        assert "满意度 100" not in out
    assert sent.runs("survey", "show", 1, "--json").data[0]["invalid"] == "答题不足,只答 4 题"


def test_a_long_list_of_what_waits_is_cut_and_says_how_to_see_the_rest(sent):
    path = sent.folder / "问卷星.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        items = "主体结构质量 观感质量 使用功能 防水与安装质量 竣工资料移交 保修的及时性 维修质量"
        asked = [*items.split(), "回访工作", "服务态度", "投诉处理"]
        table.writerow(["序号", "提交答卷时间", *(f"{n}、{one}" for n, one in enumerate(asked, 1))])
        table.writerows([row, "2026/9/3 12:00:00", *["满意"] * 10] for row in range(1, 24))
    assert sent.runs("survey", "import", path).code == 4
    said = sent.runs("survey", "show").out
    assert said.count("待人工确认  ") == 20
    assert "还有 3 份待人工确认,没有列出" in said
    assert len(sent.runs("survey", "show", "--json").data) == 23


def test_a_clock_that_lags_behind_the_register_is_told_by_list_and_report(sent):
    register = find(sent.folder, clock=FixedClock(datetime(2199, 1, 1))).register()
    with register.writing() as writing:
        writing.void(NUMBER, "发错")
    register.close()
    for command in (["list"], ["report", "-o", sent.folder / "汇总.xlsx"]):
        said = sent.runs("survey", *command)
        assert said.code == 0
        assert said.out.count("FK-REG-037") == 1

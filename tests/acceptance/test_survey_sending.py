"""A clerk sends surveys out, by list and by project, and is told what came of it."""

from __future__ import annotations

import openpyxl

from formkit.kernel.text import width

SURVEYOR = "沈样张(安质部,质量员)"


def test_a_list_is_made_filled_in_and_sent(office):
    assert office.runs("survey", "respondents", "-o", "名单.xlsx").code == 0
    office.types(
        "名单.xlsx",
        [
            {"序号": 1, "工程编号": "P2026-001", "单位": "示例置业(云岭)有限公司", "姓名": "欧阳喆",
             "邮箱": "ou@example.com"},
            {"序号": 2, "工程编号": "P2026-001", "单位": "样例工程监理有限公司", "类别": "监理单位"},
            {"序号": 3, "工程编号": "P2026-01", "单位": "样例物业有限公司", "类别": "物业"},
        ],
    )  # fmt: skip
    words = ("survey", "issue", "--respondents", "名单.xlsx", "--surveyor", SURVEYOR, "-o", "发出")
    said = office.runs(*words, "--due-on", "2027.1.20")
    assert said.code == 4
    assert "工作簿 2 个;发送清单:发出/发送清单.xlsx" in said.out
    assert "名单.xlsx!B7" in said.out
    assert "是否指「P2026-001」" in said.out
    names = sorted(path.name for path in (office.folder / "发出").iterdir())
    assert sum(name.endswith(".docx") for name in names) == 2
    assert any("调查表_样例工程监理有限公司.xlsx" in name for name in names)
    again = office.runs(*words, "--due-on", "2027.1.20", "--json").data
    assert [one["outcome"] for one in again["workbooks"]] == ["未变", "未变"]
    assert [one["due_on"] for one in again["workbooks"]] == ["2027-01-20"] * 2


def test_the_owner_is_asked_where_there_is_no_list(office):
    words = ("survey", "issue", "--project", "P2025-007", "--bank", "三级", "--style", "下拉")
    said = office.runs(*words, "--surveyor", SURVEYOR)
    assert said.code == 0, said.out
    [path] = (office.folder / "输出").glob("*_调查表_*.xlsx")
    assert "海拓样例智能装备股份有限公司" in path.name
    head = openpyxl.load_workbook(path).defined_names["_fk_head_3_1"]
    assert head.hidden


def test_a_day_that_is_none_and_a_kind_that_is_none_are_told(office):
    words = ("survey", "issue", "--project", "P2025-007", "--surveyor", SURVEYOR)
    said = office.runs(*words, "--due-on", "2026-11-31")
    assert said.code == 2
    assert "FK-VAL-011" in said.err
    said = office.runs(*words, "--kind", "业主")
    assert said.code == 2
    assert "建设单位、监理单位" in said.err


def test_a_list_is_never_written_over(office):
    office.runs("survey", "respondents", "-o", "名单.xlsx")
    said = office.runs("survey", "respondents", "-o", "名单.xlsx")
    assert said.code == 7
    assert "FK-OUT-008" in said.err


def test_sending_needs_a_workspace(clerk):
    said = clerk.runs("survey", "issue", "--project", "P2026-001", "--surveyor", SURVEYOR)
    assert said.code == 2
    assert "FK-WS-001" in said.err


def test_the_list_tells_per_project_and_alone_what_was_sent_in_80_columns(office):
    assert "还没有发出调查表" in office.runs("survey", "list").out
    words = ("survey", "issue", "--project", "P2026-001", "--project", "P2019-112")
    assert office.runs(*words, "--surveyor", SURVEYOR, "--due-on", "2026-01-05").code == 2
    said = office.runs(
        *words, "--surveyor", SURVEYOR, "--sent-on", "2026-1-5", "--due-on", "2026-2-1"
    )
    assert said.code == 0, said.out
    listed = office.runs("survey", "list")
    assert "合计:发出 2 份,收回 0 份,有效 0 份,无效 0 份,待定 0 份,逾期 2 份。" in listed.out
    alone = office.runs("survey", "list", "--project", "P2019-112")
    assert "2026-02-01" in alone.out
    for line in (listed.out + alone.out).splitlines():
        assert width(line.strip("─")) <= 80, line
    data = office.runs("survey", "list", "--json").data
    assert [one["project_no"] for one in data["projects"]] == ["P2019-112", "P2026-001"]
    assert data["total"]["overdue"] == 2

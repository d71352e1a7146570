"""Which record is which: what clerks do to ledgers, and what must not happen then."""

from __future__ import annotations

LEDGER = "回访台账.xlsx"


def issued(office, *rows) -> None:
    office.types(LEDGER, rows)
    said = office.runs("fill", "visit_record", LEDGER)
    assert said.code == 0, said.out


def test_a_different_record_typed_over_an_issued_row_gets_a_number_of_its_own(office, visit):
    issued(office, visit(1))
    office.types(
        LEDGER,
        [
            visit(
                1,
                回访日期="2026.9.25",
                回访类别="技术性回访",
                回访方式="座谈会",
                被回访单位="云岭市示例物业有限公司",
                被回访人="买买提·样例",
                被回访人职务="经理",
                回访人员="李虚构(技术部,工程师,高级工程师)",
                通知函送达日期="2026.9.1",
                使用情况和意见="另一次回访:铝合金模板无异常。",
                填表人="李虚构",
                填表日期="2026.9.26",
            )
        ],
    )
    said = office.runs("fill", "visit_record", LEDGER)
    assert said.code == 0, said.out
    assert "新出  SLJZ-GCB-HF-2026-0002" in said.out
    assert len(office.made()) == 2


def test_a_number_that_another_row_has_is_not_taken_over(office, visit):
    issued(office, visit(1), visit(2))
    office.changes(LEDGER, 2, "编号", "SLJZ-GCB-HF-2026-0001")
    before = office.made()
    for command in ("check", "fill"):
        said = office.runs(command, "visit_record", LEDGER)
        assert said.code == 4
        assert "FK-REG-025" in said.out
        assert f"{LEDGER}!B6" in said.out
    assert office.made() == before


def test_the_own_number_typed_back_changes_nothing_in_any_spelling(office, visit):
    issued(office, visit(1), visit(2))
    before = office.made()
    for spelling in (
        "SLJZ-GCB-HF-2026-0002",
        "sljz-gcb-hf-2026-0002",
        "ＳＬＪＺ-GCB-HF-2026-0002",
        None,
    ):
        office.changes(LEDGER, 2, "编号", spelling)
        said = office.runs("fill", "visit_record", LEDGER)
        assert said.code == 0, said.out
        assert "未变 2 份" in said.out
    assert office.made() == before


def test_a_number_that_was_never_drawn_is_told_at_check_already(office, visit):
    office.types(LEDGER, [visit(1, 编号="SLJZ-GCB-HF-2027-0099")])
    said = office.runs("check", "visit_record", LEDGER)
    assert said.code == 4
    assert "FK-REG-008" in said.out
    assert f"{LEDGER}!B5" in said.out


def test_child_rows_that_slipped_to_another_record_stop_it(office, visit):
    def problem(row: int, what: str) -> dict:
        return {
            "序号": row,
            "部位": what,
            "问题描述": f"{what}渗水",
            "初步原因": "施工",
            "是否保修范围": "是",
            "返修商定": "返修",
            "期限": "2026.12.20",
            "负责人": "周模拟(维修组,组长)",
        }

    rows = [visit(n, 处理意见="安排返修", 整改责任方="项目管理团队") for n in (1, 2)]
    office.types(LEDGER, [problem(1, "屋面"), problem(2, "地下室")], sheet="质量问题部位")
    issued(office, *rows)
    before = office.made()
    office.types(LEDGER, [problem(2, "屋面"), problem(1, "地下室")], sheet="质量问题部位")
    said = office.runs("fill", "visit_record", LEDGER)
    assert said.code == 4
    assert "FK-REG-028" in said.out
    assert office.made() == before


def test_an_earlier_gate_takes_nothing_back(office, visit):
    row = visit(
        1,
        顾客认可签字人="欧阳喆",
        顾客认可签字日期="2026-11-01",
        顾客认可已签字="是",
        回访人签字人="钱示范",
        回访人签字日期="2026-11-01",
        回访人已签字="是",
        报送主管领导="冯样板(公司领导,分管经理)",
        报送日期="2026-11-03",
        存档去向="工程部",
        使用情况和意见="使用正常;铝合金模板成型的墙面平整。",
        被回访人电话="138-0000-0001",
    )
    office.types(LEDGER, [row])
    said = office.runs("fill", "visit_record", LEDGER, "--gate", "archive")
    assert said.code == 0, said.out
    assert "未变 1 份" in office.runs("fill", "visit_record", LEDGER).out
    [number] = office.runs("register", "list", "--json").data
    assert number["status"] == "已签认"
    [document] = office.runs("register", "show", number["number"], "--json").data["documents"]
    assert document["gate"] == "archive"


def test_an_annotated_copy_that_stands_there_is_not_written_over(office, visit):
    office.types(LEDGER, [visit(1, 回访类别="没有的")])
    assert office.runs("check", "visit_record", LEDGER, "--annotate", "批注.xlsx").code == 4
    before = (office.folder / "批注.xlsx").read_bytes()
    again = office.runs("check", "visit_record", LEDGER, "--annotate", "批注.xlsx")
    assert again.code == 7
    assert "FK-OUT-008" in again.err
    assert (office.folder / "批注.xlsx").read_bytes() == before


def test_what_is_written_by_hand_after_signing_makes_no_new_paper(office, visit):
    issued(office, visit(1))
    before = office.made()
    for header, value in {
        "报送主管领导": "冯样板(公司领导,分管经理)",
        "报送日期": "2026.11.3",
        "存档去向": "工程部",
    }.items():
        office.changes(LEDGER, 1, header, value)
    said = office.runs("fill", "visit_record", LEDGER)
    assert "补录 1 份" in said.out
    assert office.made() == before


def test_problem_rows_that_vanish_are_asked_about_and_a_typed_number_confirms(office, visit):
    problem = {
        "序号": 1,
        "部位": "屋面",
        "问题描述": "屋面渗水",
        "初步原因": "施工",
        "是否保修范围": "是",
        "返修商定": "返修",
        "期限": "2026.12.20",
        "负责人": "周模拟(维修组,组长)",
    }
    office.types(LEDGER, [problem], sheet="质量问题部位")
    issued(office, visit(1, 处理意见="安排返修", 整改责任方="项目管理团队"), visit(2))
    office.types(LEDGER, [dict.fromkeys(problem)], sheet="质量问题部位")
    said = office.runs("fill", "visit_record", LEDGER)
    assert said.code == 4
    assert "FK-REG-030" in said.out
    office.changes(LEDGER, 1, "编号", "SLJZ-GCB-HF-2026-0001")
    said = office.runs("fill", "visit_record", LEDGER)
    assert "改版 1 份" in said.out, said.out


def test_two_visits_on_one_day_to_two_owners_are_two_records(office, visit):
    issued(
        office,
        visit(1),
        visit(2, 回访日期="2026.11.1", 填表日期="2026.11.1", 被回访人="买买提·样例"),
    )
    assert len(office.made()) == 2


def test_an_unknown_project_is_one_fault_not_many(office, visit):
    office.types(LEDGER, [visit(1, 工程编号="P0000-999", 被回访单位=None)])
    said = office.runs("check", "visit_record", LEDGER)
    assert "FK-WS-010" in said.out
    assert "FK-REC-003" not in said.out


def test_a_missing_signature_is_told_at_its_own_column(office, visit):
    office.types(LEDGER, [visit(1)])
    said = office.runs("check", "visit_record", LEDGER, "--gate", "archive", "--json").data
    [found] = [
        one
        for one in said["files"][0]["records"][0]["findings"]
        if one["place"].get("path") == "visitor_sign"
    ]
    assert found["place"]["cell"] != "A5"

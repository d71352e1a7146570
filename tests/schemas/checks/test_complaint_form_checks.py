from __future__ import annotations

from datetime import datetime

import pytest

from formkit.kernel.gate import Gate

RECEIVED = {"received_at": "2026-07-15 9:30"}


def test_the_complaint_belongs_to_the_engineering_department(complaint_faults):
    assert complaint_faults("R1-05", owner_dept="工程部") == []
    assert complaint_faults("R1-05", owner_dept="经营部") == ["owner_dept"]
    assert complaint_faults("R1-05") == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"followup": "HF-1", "verification": "合格"}, []),
        ({"followup": "HF-1", "verification": "不合格"}, ["followup"]),
        ({"followup": "HF-1"}, ["followup"]),
        ({"verification": "合格", "verified_on": "2026-11-20"}, []),  # the third day
        ({"verification": "合格", "verified_on": "2026-11-19"}, ["followup overdue warning"]),
        (
            {
                "verification": "合格",
                "verified_on": "2026-11-19",
                "followup_exempt_reason": "匿名投诉",
            },
            [],
        ),
        ({"verification": "合格", "verified_on": "2026-11-19", "gate": Gate.ARCHIVE}, []),
        ({"verification": "不合格", "verified_on": "2026-11-19"}, []),
        ({"verification": "合格"}, []),
    ],
)
def test_the_followup_comes_soon_after_the_verification(complaint_faults, data, expected):
    assert complaint_faults("R3-01", **data) == expected


REASON = "followup_exempt_reason"
ON_SITE, ANONYMOUS = "现场即时处理并得到满意确认", "匿名投诉"
UNREACHABLE, SENSITIVE = "无法确定联络方式的网络投诉", "不便回访的敏感投诉"


@pytest.mark.parametrize(
    ("reason", "data", "expected"),
    [
        (None, {}, []),
        (ON_SITE, {"customer_opinion": "满意"}, []),
        (ON_SITE, {"customer_opinion": "不满意"}, [f"{REASON} unconfirmed"]),
        (ON_SITE, {}, [f"{REASON} unconfirmed"]),
        (ON_SITE, {"customer_opinion": "满意", "on_site": "否"}, [f"{REASON} off_site"]),
        (ON_SITE, {"customer_opinion": "满意", "on_site": "是"}, []),
        (ANONYMOUS, {"anonymous": "是"}, []),
        (ANONYMOUS, {"anonymous": "否"}, [f"{REASON} named"]),
        (UNREACHABLE, {"channel": "网络"}, []),
        (UNREACHABLE, {"channel": "社交媒体"}, []),
        (UNREACHABLE, {"channel": "电话"}, [f"{REASON} channel"]),
        (
            UNREACHABLE,
            {"channel": "网络", "complainant_address": "示例路1号"},
            [f"{REASON} reachable"],
        ),
        (SENSITIVE, {}, []),
    ],
)
def test_an_exemption_meets_its_condition(complaint_faults, reason, data, expected):
    assert complaint_faults("R3-02", **{REASON: reason}, **data) == expected


def test_a_contract_may_narrow_the_exemptions(complaint_faults):
    contract = {"followup_exemptions": [ANONYMOUS]}
    found = complaint_faults("R3-02", **{REASON: SENSITIVE}, contract=contract)
    assert found == [REASON]


def test_the_complaint_came_through_a_listed_channel(complaint_faults):
    assert complaint_faults("R4-01", channel="当面") == []
    assert complaint_faults("R4-01", channel="媒体") == ["channel"]
    assert complaint_faults("R4-01") == []


@pytest.mark.parametrize(
    ("replied", "expected"),
    [("2026-07-18 9:30", []), ("2026-07-18 9:31", ["replied_at"]), (None, [])],
)
def test_the_answer_comes_in_the_time_that_was_set(complaint_faults, replied, expected):
    contract = {"complaint_response_hours": 72}
    assert complaint_faults("R4-02", replied_at=replied, contract=contract, **RECEIVED) == expected


def test_a_time_that_nobody_set_is_told(complaint_faults):
    assert complaint_faults("R4-02") == ["replied_at unlimited info"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"severity": "一般"}, []),
        ({"severity": "较大"}, ["handling_team team"]),
        ({"severity": "质量事故", "handling_team": "钱示例、孙示例"}, []),
        ({"validity": "群诉"}, ["handling_team team"]),
    ],
)
def test_grave_matters_have_a_team(complaint_faults, data, expected):
    contract = {"complaint_response_hours": 72}
    assert complaint_faults("R4-02", contract=contract, **data) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [("2031-05-20 23:59", []), ("2031-05-21 0:01", ["received_at"]), (None, [])],
)
def test_a_complaint_after_the_warranty_is_another_service(complaint_faults, received, expected):
    assert complaint_faults("R8-03", received_at=received) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"cause_category": "施工"}, ["cost_bearer"]),
        ({"liable_party": "施工单位"}, ["cost_bearer"]),
        ({"cause_category": "使用不当"}, []),
        ({"liable_party": "顾客", "cause_category": "施工"}, []),
        ({"cause_category": "待查"}, []),
        ({}, []),
        ({"cause_category": "施工", "category": "服务态度"}, []),
        ({"cause_category": "施工", "cost_bearer": "施工单位"}, []),
        ({"cause_category": "施工", "received_at": "2031-05-21 9:00"}, []),
        ({"cause_category": "施工", "no_project": True}, []),
    ],
)
def test_defects_under_warranty_cost_the_customer_nothing(complaint_faults, data, expected):
    case = {"category": "工程质量", "cost_bearer": "顾客", **RECEIVED, **data}
    assert complaint_faults("R8-04", **case) == expected


@pytest.mark.parametrize(
    ("notified", "expected"),
    [
        ("2026-07-16 9:30:00", []),  # exactly 24 hours
        ("2026-07-16 9:30:01", ["notified_at"]),
        ("2026-07-16 10:00", ["notified_at"]),
        (None, []),
    ],
)
def test_the_quality_section_is_told_within_a_day(complaint_faults, notified, expected):
    assert complaint_faults("R9-01", notified_at=notified, **RECEIVED) == expected


@pytest.mark.parametrize(
    ("registered", "prepared", "expected"),
    [
        ("2026-07-15 23:59", "2026-07-15", []),
        ("2026-07-16 0:00", "2026-07-15", ["registered_at"]),
        ("2026-07-16 0:00", None, []),
        (None, "2026-07-15", []),
    ],
)
def test_the_complaint_is_registered_by_the_day_of_the_sheet(
    complaint_faults, registered, prepared, expected
):
    assert complaint_faults("R9-02", registered_at=registered, prepared_on=prepared) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, []),
        ({"customer_sign": {"signer": "欧阳示例", "signed": "是"}}, []),
        ({"customer_sign": {"signer": "欧阳示例"}}, ["customer_sign.signed"]),
        ({"customer_sign": {"signer": "佚名"}, "anonymous": "是"}, []),
    ],
)
def test_the_customer_has_signed(complaint_faults, data, expected):
    assert complaint_faults("R9-04", **data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, []),
        ({"remedy": "更换", "usable": "否", "safety_affected": "是"}, []),
        ({"remedy": "修补", "usable": "否"}, ["remedy replace"]),
        ({"remedy": "赔偿", "usable": "否"}, ["remedy replace"]),
        ({"remedy": "修补", "safety_affected": "是"}, ["remedy unsafe"]),
        ({"remedy": "解释配合"}, ["remedy untreated"]),
        ({"remedy": "不予处理", "substantiated": "否"}, []),
        ({"remedy": "修补", "cost_bearer": "顾客"}, ["cost_bearer"]),
        ({"remedy": "修补", "cost_bearer": "不发生"}, []),
        ({"remedy": "不予处理", "liable_party": "顾客", "cost_bearer": "顾客"}, []),
        ({"remedy": "赔偿", "usable": "是", "safety_affected": "是"}, ["remedy unsafe"]),
        ({"remedy": "其他", "usable": "是", "safety_affected": "是"}, []),
        ({"liable_party": "分包单位", "cost_bearer": "分包单位", "remedy": "修补"}, []),
        ({"liable_party": "分包单位", "remedy": "解释配合"}, ["remedy untreated"]),
        (
            {"liable_party": "分包单位", "cost_bearer": "顾客", "remedy": "修补"},
            ["cost_bearer customer_pays"],
        ),
        (
            {"cause_category": "施工", "liable_party": "顾客", "cost_bearer": "顾客"},
            ["liable_party cause"],
        ),
        ({"cause_category": "使用不当", "liable_party": "顾客", "cost_bearer": "顾客"}, []),
        ({"cost_bearer": "待定"}, []),
        ({"cost_bearer": "待定", "gate": Gate.ARCHIVE}, ["cost_bearer"]),
    ],
)
def test_the_contractor_makes_its_faults_good(complaint_faults, data, expected):
    case = {"liable_party": "施工单位", "cost_bearer": "施工单位", **data}
    assert complaint_faults("R9-05", **case) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"cost_bearer": "顾客"}, []),
        ({"cost_bearer": "施工单位"}, ["cost_bearer"]),
        ({}, []),
        ({"cost_bearer": "施工单位", "remedy": "解释配合"}, []),
        ({"cost_bearer": "施工单位", "liable_party": "施工单位"}, []),
        ({"cost_bearer": "待定"}, []),
        ({"cost_bearer": "待定", "gate": Gate.ARCHIVE}, ["cost_bearer"]),
        ({"cost_bearer": "顾客", "liable_party": "设计单位"}, ["cost_bearer others warning"]),
        ({"cost_bearer": "顾客", "liable_party": "第三方"}, ["cost_bearer others warning"]),
        ({"cost_bearer": "第三方", "liable_party": "第三方"}, []),
    ],
)
def test_customers_pay_for_replacements_of_their_own(complaint_faults, data, expected):
    case = {"liable_party": "顾客", "remedy": "更换", **data}
    assert complaint_faults("R9-06", **case) == expected


def test_responsible_persons_are_named(complaint_faults):
    own = {"liable_party": "施工单位"}
    assert complaint_faults("R9-07", **own) == ["corrective_action", "responsible_persons person"]
    named = {"corrective_action": "增加旁站", "responsible_persons": [{"level": "直接责任"}]}
    assert complaint_faults("R9-07", **own, **named) == []
    assert complaint_faults("R9-07", **own, substantiated="否") == []
    assert complaint_faults("R9-07", liable_party="顾客") == []


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("2026-07-21", []),
        ("2026-07-20", ["reported_to_manager_on"]),
        (None, ["reported_to_manager_on missing"]),
    ],
)
def test_the_manager_is_told_after_all_is_done(complaint_faults, reported, expected):
    data = {"reported_to_manager_on": reported, "done_at": "2026-07-21 17:00"}
    assert complaint_faults("R9-08", **data) == expected


@pytest.mark.parametrize(
    ("cause", "remedy", "expected"),
    [
        ("施工", "修补", []),
        ("材料(乙供)", "不予处理", ["remedy"]),
        ("施工", "解释配合", ["remedy"]),
        ("使用不当", "解释配合", []),
        ("使用不当", "不予处理", ["remedy refused"]),
        ("待查", "不予处理", []),
        ("施工", None, []),
    ],
)
def test_causes_are_answered(complaint_faults, cause, remedy, expected):
    assert complaint_faults("R10-04", cause_category=cause, remedy=remedy) == expected


@pytest.mark.parametrize(
    ("cause", "bearer", "expected"),
    [("施工", "顾客", ["cost_bearer"]), ("使用不当", "顾客", []), ("施工", "施工单位", [])],
)
def test_own_defects_are_repaired_free_of_charge(complaint_faults, cause, bearer, expected):
    data = {"cause_category": cause, "cost_bearer": bearer, **RECEIVED}
    assert complaint_faults("R10-06", **data) == expected


@pytest.mark.parametrize(
    ("decided", "replied", "kind", "expected"),
    [
        ("2026-07-16 10:00", "2026-07-18 23:59", "自然日", []),  # Thursday to Saturday
        ("2026-07-16 10:00", "2026-07-19 0:01", "自然日", ["replied_at"]),
        ("2026-07-16 10:00", "2026-07-20 17:00", "工作日", []),  # Friday and Monday
        ("2026-07-16 10:00", "2026-07-21 8:00", "工作日", ["replied_at"]),
        ("2026-07-18 10:00", "2026-07-17 10:00", "工作日", []),  # backwards: told by the fields
        (None, "2026-07-21 8:00", "自然日", []),
        ("2026-07-16 10:00", None, "自然日", []),
    ],
)
def test_the_customer_is_told_within_two_days(complaint_faults, decided, replied, kind, expected):
    data = {"measure_decided_at": decided, "replied_at": replied, "contract": {"day_kind": kind}}
    assert complaint_faults("R11-12", **data) == expected


ACCIDENT = {"severity": "质量事故", "received_at": "2026-11-22 9:00"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"severity": "一般"}, []),
        ({"authority_reported_at": "2026-11-23 9:00"}, []),
        ({"authority_reported_at": "2026-11-23 9:01"}, ["authority_reported_at"]),
        ({}, []),  # 24 hours are just over: still in time
        ({"now": datetime.fromisoformat("2026-11-23 09:01")}, ["authority_reported_at missing"]),
        ({"gate": Gate.ARCHIVE}, ["authority_reported_at missing"]),
    ],
)
def test_accidents_are_reported_within_a_day(complaint_faults, data, expected):
    assert complaint_faults("LAW-8", **{**ACCIDENT, **data}) == expected

"""Raw data to record: every fault at once, each with place, value and remedy; presence by gate."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.intake.raw import RawRecord
from formkit.kernel.findings import Level, Place
from formkit.kernel.gate import Gate
from formkit.schemas.complaint_form.choices import (
    Channel,
    CostBearer,
    LiableParty,
    ResponsibilityLevel,
)
from formkit.schemas.complaint_form.record import ComplaintForm
from formkit.schemas.entry import Entry
from formkit.schemas.project import Project
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.validation import read, validate
from formkit.schemas.visit_record.record import OverallRating, VisitRecord
from formkit.schemas.warranty_certificate.record import WarrantyCertificate
from formkit.schemas.warranty_term import Scope, Season

VISIT = {
    "project_no": "P2026-001",
    "issuing_unit": "示例建筑工程有限公司",
    "visited_on": "2026-11-18",
    "visit_type": "定期回访",
    "visit_method": "上门",
    "visitee_unit": "示例置业(云岭)有限公司",
    "visitee_name": "欧阳喆",
    "visitee_phone": "138-0000-0001",
    "visitors": "钱示范(工程部)",
    "prepared_by": "周模拟",
    "prepared_on": "2026-11-19",
}
COMPLAINT = {
    "project_no": "P2026-001",
    "issuing_unit": "示例建筑工程有限公司",
    "received_at": "2026-07-15 9:30",
    "registered_at": "2026-07-15 9:45",
    "registered_by": "吴示范",
    "channel": "电话",
    "complainant_name": "欧阳喆",
    "complainant_phone": "138-0000-0001",
    "anonymous": "否",
    "confidential": "否",
    "category": "工程质量",
    "validity": "有效投诉",
    "severity": "一般",
    "content": "2601室客厅外窗左下角渗水,墙面起皮",
    "notified_at": "2026-07-15 14:00",
    "on_site": "否",
}
PROJECT = {
    "project_no": "P2026-001",
    "project_name": "示例工程",
    "location": "示例省",
    "project_type": "市政基础设施",
    "owner": "示例置业",
    "contractor": "示例建筑",
    "start_on": "2024-03-18",
    "completed_on": "2026-05-10",
    "accepted_on": "2026-05-20",
    "phase": "已交工",
    "warranty_terms": [{"scope": "装修", "amount": 2, "unit": "年"}],
    "project_manager": "赵建模",
    "team_status": "未撤场",
}


def check(model, data, gate=Gate.ISSUE, **changes):
    whole = {name: value for name, value in {**data, **changes}.items() if value is not None}
    return validate(model, RawRecord(whole), gate=gate)


def faults(model, data, gate=Gate.ISSUE, **changes):
    _, findings = check(model, data, gate, **changes)
    return [(finding.code, finding.place.path) for finding in findings]


@pytest.mark.parametrize(
    ("model", "data"), [(VisitRecord, VISIT), (ComplaintForm, COMPLAINT), (Project, PROJECT)]
)
def test_a_sound_record_has_no_faults(model, data):
    record, findings = check(model, data)
    assert findings == []
    assert model.model_validate(record.dump()) == record


def test_a_hundred_faults_of_one_record_are_told_at_once():
    issues = [{"due_on": "2026-13-01", "in_scope": "也许"} for _ in range(50)]
    told = faults(VisitRecord, VISIT, issues=issues)
    unread = [fault for fault in told if fault[0] not in ("FK-REC-003", "FK-REC-004")]
    assert len(unread) == len(set(unread)) == 100
    assert sum(code == "FK-REC-003" for code, _ in told) == 100  # 部位 and 问题描述 of each row
    assert ("FK-REC-004", "action_plan") in told


def test_faults_are_told_in_the_order_of_the_ledgers_columns():
    wrong = dict.fromkeys(("visited_on", "visit_type", "visitee_phone", "prepared_on"), "坏值")
    raw = RawRecord(dict(reversed((VISIT | wrong).items())), {}, Place(), "1")
    _, found = validate(VisitRecord, raw, gate=Gate.DRAFT)
    assert [one.place.path for one in found] == list(wrong)


def test_a_value_that_cannot_be_read_is_not_also_missing():
    record, findings = check(VisitRecord, VISIT, visited_on="2026年2月30日")
    assert record is None
    assert [finding.place.path for finding in findings] == ["visited_on"]
    assert "2026年2月30日" in findings[0].found


def test_a_finding_stands_at_the_cell_with_the_printed_label():
    places = {"issues.1.due_on": Place(file="回访.xlsx", sheet="质量问题部位", cell="F3")}
    raw = RawRecord(
        {**VISIT, "issues": [{}, {"due_on": "明天"}]}, places, Place(file="回访.xlsx", cell="A2")
    )
    _, findings = validate(VisitRecord, raw, gate=Gate.DRAFT)
    assert str(findings[0]).startswith(
        "FK-VAL-010 错误 回访.xlsx〔质量问题部位〕!F3 质量问题部位 第2行 期限:"
    )


def test_a_missing_value_is_told_at_the_row_or_at_the_cell_around_it():
    raw = RawRecord(
        {"issues": [{"due_on": "2026-12-01"}]}, {"issues.0": Place(cell="B7")}, Place(cell="A2")
    )
    _, findings = validate(VisitRecord, raw, gate=Gate.ISSUE)
    cells = {finding.place.path: finding.place.cell for finding in findings}
    assert cells["issues.0.location"] == "B7"
    assert cells["visited_on"] == "A2"


def test_a_later_gate_asks_for_all_that_an_earlier_one_asks():
    draft, issue, archive = (set(faults(ComplaintForm, {}, gate)) for gate in Gate)
    assert draft == set()
    assert ("FK-REC-003", "received_at") in issue
    assert ("FK-REC-003", "verified_facts") not in issue
    assert issue < archive


def test_an_archived_visit_needs_signatures_and_the_report():
    told = faults(VisitRecord, VISIT, Gate.ARCHIVE)
    assert told == [
        ("FK-REC-005", "customer_confirm"),
        ("FK-REC-005", "visitor_sign"),
        ("FK-REC-003", "archive_to"),
    ]


def test_a_visit_by_telephone_needs_no_confirmation_by_the_customer():
    told = faults(VisitRecord, VISIT, Gate.ARCHIVE, visit_method="电话")
    assert ("FK-REC-005", "customer_confirm") not in told


def test_a_name_in_the_block_without_a_signature_is_not_a_signature():
    sign = {"signer": "欧阳喆", "signed_on": "2026-11-18"}
    told = faults(VisitRecord, VISIT, Gate.ARCHIVE, customer_confirm=sign)
    assert ("FK-REC-005", "customer_confirm") in told
    assert faults(VisitRecord, VISIT, customer_confirm=sign) == [
        ("FK-REC-025", "customer_confirm.signed")
    ]


def test_an_opinion_where_the_form_has_no_line_for_it_is_told():
    sign = {"signed": "是", "opinion": "同意"}
    assert faults(VisitRecord, VISIT, visitor_sign=sign) == [("FK-REC-026", "visitor_sign.opinion")]
    assert faults(VisitRecord, VISIT, customer_confirm=sign) == []


def test_an_anonymous_complaint_needs_no_complainant():
    gone = {"complainant_name": None, "complainant_phone": None}
    assert faults(ComplaintForm, COMPLAINT, **gone) == [
        ("FK-REC-004", "complainant_name"),
        ("FK-REC-004", "complainant_phone"),
    ]
    assert faults(ComplaintForm, COMPLAINT, **gone, anonymous="是") == []


def test_a_condition_is_told_in_words():
    _, [finding] = check(Project, PROJECT, project_type="房屋建筑")
    assert finding.place.path == "structure_type"
    assert finding.required == "工程类别为「房屋建筑」时,签发时必填"
    _, [finding] = check(VisitRecord, VISIT, issues=[{"location": "屋面", "description": "渗水"}])
    assert finding.required == "有质量问题部位时,签发时必填"
    _, findings = check(ComplaintForm, COMPLAINT, Gate.ARCHIVE)
    said = {finding.place.path: finding.required for finding in findings}
    assert said["followup"] == "免回访理由未填时,归档时必填"
    assert said["customer_opinion"] == "是否匿名不为「是」时,归档时必填"


def test_a_design_life_is_asked_where_the_structure_is_under_warranty():
    terms = [{"scope": "地基基础和主体结构", "amount": 50, "unit": "合理使用年限"}]
    assert faults(Project, PROJECT, warranty_terms=terms) == [("FK-REC-004", "design_life_years")]


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ({"visit_tpye": "专访"}, "FK-REC-002", "visit_type"),
        ({"回访类別": "专访"}, "FK-REC-002", "visit_type"),
        ({"xyz": 1}, "FK-REC-001", "xyz"),
        ({5: 1}, "FK-REC-001", "5"),
        ({"issues": [{"lokation": "屋面"}]}, "FK-REC-002", "location"),
        ({"issues": "屋面渗水"}, "FK-REC-012", "屋面渗水"),
        ({"issues": {"location": "屋面"}}, "FK-REC-012", "屋面"),
        ({"customer_confirm": "欧阳喆"}, "FK-REC-011", "欧阳喆"),
        ({"remarks": ["一", "二"]}, "FK-REC-013", "一"),
        ({"contract": "x"}, "FK-REC-001", "contract"),
    ],
)
def test_what_has_no_place_is_told_with_a_suggestion(typed, code, said):
    _, findings = validate(VisitRecord, RawRecord({**VISIT, **typed}), gate=Gate.DRAFT)
    assert findings[0].code == code
    assert said in findings[0].found


def test_a_blank_value_is_an_absent_one_and_an_unknown_blank_is_told():
    told = faults(VisitRecord, VISIT, remarks="  ", issues=[], customer_confirm={}, unbekannt="")
    assert told == [("FK-REC-001", "unbekannt")]


def test_a_blank_row_is_asked_for_what_a_row_needs():
    told = faults(VisitRecord, VISIT, issues=[None], action_plan="已安排")
    assert told == [("FK-REC-003", "issues.0.location"), ("FK-REC-003", "issues.0.description")]


def test_a_person_in_a_row_is_told_once():
    told = faults(VisitRecord, VISIT, visitors=["张三)", "李四"])
    assert [path for _, path in told] == ["visitors.0"]


def test_free_terms_of_the_contract_must_be_a_mapping():
    assert faults(Project, PROJECT, contract_terms={"dispatch_days": 3, 5: "x"}) == []
    assert faults(Project, PROJECT, contract_terms="三天") == [("FK-REC-011", "contract_terms")]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"start_on": "2026-06-01"}, "completed_on"),
        ({"accepted_on": "2026-05-09"}, "accepted_on"),
        ({"delivered_on": "2026-05-01"}, "delivered_on"),
    ],
)
def test_days_that_run_backwards_are_told_with_both_values(changes, path):
    _, findings = check(Project, PROJECT, **changes)
    assert [(one.code, one.place.path) for one in findings] == [("FK-REC-018", path)]
    assert findings[0].found.count("年") == 2


def test_a_moment_before_another_is_told_and_a_day_counts_as_a_whole():
    told = faults(ComplaintForm, COMPLAINT, registered_at="2026-07-15 9:29")
    assert told == [("FK-REC-018", "registered_at")]
    assert faults(ComplaintForm, COMPLAINT, reply_wanted_by="2026-07-15") == []
    assert faults(ComplaintForm, COMPLAINT, reply_wanted_by="2026-07-14") == [
        ("FK-REC-018", "reply_wanted_by")
    ]


@pytest.mark.parametrize("name", ["measure_decided_at", "replied_at", "done_at", "verified_on"])
def test_nothing_is_done_about_a_complaint_before_it_came_in(name):
    before = "2026-07-14" if name.endswith("_on") else "2026-07-14 9:00"
    assert faults(ComplaintForm, COMPLAINT, **{name: before}) == [("FK-REC-018", name)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"content": "漏水"}, "FK-REC-020"),
        ({"content": "漏" * 2001}, "FK-REC-021"),
        ({"demand": "漏" * 501}, "FK-REC-021"),
        ({"repeat_no": 0}, "FK-REC-022"),
        ({"repeat_no": "1000"}, "FK-REC-023"),
    ],
)
def test_bounds_are_told_with_the_value_and_the_limit(changes, code):
    _, [finding] = check(ComplaintForm, COMPLAINT, **changes)
    assert finding.code == code
    assert any(character.isdigit() for character in finding.required)


def test_a_short_text_is_good_enough_for_a_draft():
    assert faults(ComplaintForm, COMPLAINT, Gate.DRAFT, content="漏水") == []


def test_a_long_cell_is_shown_clipped():
    _, [finding] = check(ComplaintForm, COMPLAINT, content="漏" * 33_000)
    assert len(finding.found) < 100


def test_a_required_object_needs_its_own_parts():
    told = faults(Project, PROJECT, owner={"contact": "欧阳喆"})
    assert ("FK-REC-003", "owner.name") in told


def test_a_season_that_is_one_day_is_refused():
    assert faults(Project, PROJECT, heating_season={"start": "11-15", "end": "11/15"}) == [
        ("FK-VAL-023", "heating_season")
    ]


def test_a_typed_end_that_the_length_does_not_give_is_doubted():
    terms = [{"scope": "装修", "amount": 2, "unit": "年", "end_on": "2029-05-20"}]
    record, [finding] = check(Project, PROJECT, warranty_terms=terms)
    assert (finding.code, finding.level) == ("FK-REC-024", Level.WARNING)
    assert "2028年5月20日" in finding.found
    assert record.warranty_terms[0].end_on == date(2029, 5, 20)


@pytest.mark.parametrize(("convention", "end"), [("对应日", 20), ("减一日", 19)])
def test_warranty_days_are_computed_by_the_policy(convention, end):
    record, findings = validate(Project, RawRecord(PROJECT), gate=Gate.ISSUE, convention=convention)
    assert findings == []
    assert record.warranty_terms[0].end_on == date(2028, 5, end)


def test_a_record_without_a_project_is_validated_all_the_same():
    record, findings = check(VisitRecord, VISIT)
    assert record.project is None
    assert record.visited_on == date(2026, 11, 18)
    assert findings == []
    assert check(ComplaintForm, COMPLAINT)[0].received_at == datetime.fromisoformat(
        "2026-07-15 09:30"
    )


def test_a_fault_of_the_whole_leaves_an_empty_entry():
    season, [refused] = read(Season, {"start": "11-15", "end": "11-15"})
    assert (refused.path, refused.code) == ("", "FK-VAL-023")
    assert season == Season()


def test_a_type_that_formkit_does_not_know_is_refused_in_chinese_too():
    class Plain(Entry):
        word: str | None = None

    _, [refused] = read(Plain, {"word": 5})
    assert (refused.code, refused.values["value"]) == ("FK-REC-013", "5")


@pytest.mark.parametrize(
    ("choice", "typed", "meant"),
    [
        (Channel, "信函", "书面(信函)"),
        (LiableParty, "厂方", "施工单位"),
        (CostBearer, "厂方", "施工单位"),
        (ResponsibilityLevel, "直接", "直接责任"),
        (OverallRating, "非常满意", "很满意"),
        (Scope, "装修工程", "装修"),
    ],
)
def test_other_words_of_the_regulations_are_taken(choice, typed, meant):
    assert choice.read(typed).value == meant


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*VisitRecord.model_fields]), RUBBISH, max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_rubbish_becomes_findings_in_chinese(data):
    record, findings = validate(VisitRecord, RawRecord(data), gate=Gate.ARCHIVE)
    for finding in findings:
        assert finding.code.startswith("FK-")
        assert finding.remedy
        assert "Input should" not in str(finding)
    if record is not None:
        assert VisitRecord.model_validate(record.dump()) == record


def test_a_complaint_nobody_can_be_reached_about_needs_no_telephone():
    unknown = {**COMPLAINT, "channel": "网络", "complainant_phone": None}
    assert faults(ComplaintForm, unknown, Gate.ISSUE) == [("FK-REC-004", "complainant_phone")]
    exempt = unknown | {"followup_exempt_reason": "无法确定联络方式的网络投诉"}
    assert faults(ComplaintForm, exempt, Gate.ISSUE) == []


def test_the_cost_is_a_sum_unless_there_is_none():
    asked = ("FK-REC-004", "amount")
    assert asked in faults(ComplaintForm, COMPLAINT | {"cost_bearer": "施工单位"}, Gate.ARCHIVE)
    assert asked not in faults(ComplaintForm, COMPLAINT | {"cost_bearer": "不发生"}, Gate.ARCHIVE)


@pytest.mark.parametrize("method", ["邮件", "电话", "问卷星", "腾讯问卷"])
def test_nobody_signs_what_was_asked_over_a_wire(method):
    told = faults(SatisfactionSurvey, {"method": method}, Gate.ARCHIVE)
    assert ("FK-REC-005", "respondent_sign") not in told
    assert ("FK-REC-005", "respondent_sign") in faults(SatisfactionSurvey, {}, Gate.ARCHIVE)


@pytest.mark.parametrize("sealed", [None, "否"])
def test_a_certificate_is_sealed_before_it_is_filed(sealed):
    sign = {"signer": "郑样本", "signed": "是", "sealed": sealed}
    told = faults(WarrantyCertificate, {"contractor_sign": sign}, Gate.ARCHIVE)
    assert ("FK-REC-037", "contractor_sign.sealed") in told
    sign["sealed"] = "是"
    told = faults(WarrantyCertificate, {"contractor_sign": sign}, Gate.ARCHIVE)
    assert ("FK-REC-037", "contractor_sign.sealed") not in told


def test_the_content_of_a_warranty_is_stated_on_the_certificate_not_in_the_ledger():
    terms = {"warranty_terms": [{"scope": "装修", "amount": 2, "unit": "年"}]}
    asked = ("FK-REC-003", "warranty_terms.0.content")
    assert asked in faults(WarrantyCertificate, terms, Gate.ISSUE)
    assert asked not in faults(Project, terms, Gate.ISSUE)


@pytest.mark.parametrize(
    ("rate", "doubted"),
    [("0.05", True), ("0.0999", True), ("0.1", False), ("3", False), (0, False)],
)
def test_a_rate_that_reads_like_a_fraction_is_doubted(rate, doubted):
    told = faults(Project, {"retention": {"rate": rate}}, Gate.DRAFT)
    assert (("FK-REC-035", "retention.rate") in told) is doubted


@pytest.mark.parametrize(
    ("project", "exempt"),
    [
        ({"statutory_exempt_reason": "抢险救灾工程"}, True),
        ({"statutory_exempt_reason": "业主要求"}, False),
        ({"statutory_exempt_reason": "业主要求", "project_type": "维修抢险"}, True),
        ({}, False),
    ],
)
def test_only_what_the_law_lists_is_outside_the_law(project, exempt):
    data = {"statutory_exempt": "是", **project}
    assert bool(Project.model_validate(data).exemption) is exempt
    doubted = ("FK-REC-036", "statutory_exempt_reason") in faults(Project, data, Gate.DRAFT)
    assert doubted is (not exempt and bool(project))


def test_the_law_is_asked_for_on_the_day_of_the_matter():
    assert Project.model_validate({"accepted_on": "2017-03-01"}).law_day() == date(2017, 3, 1)
    complaint = ComplaintForm.model_validate({"received_at": "2026-07-15 9:30"})
    assert complaint.law_day() == date(2026, 7, 15)
    assert VisitRecord.model_validate({}).law_day() is None

from __future__ import annotations

import pytest

from formkit.kernel.gate import Gate

OLD = {
    "accepted_on": "2021-09-30",
    "delivered_on": "2021-10-08",
    "warranty_terms": [{"scope": "屋面防水", "amount": 5, "unit": "年"}],
}


@pytest.mark.parametrize("rule", ["R2-04", "R7-04"])
@pytest.mark.parametrize(
    ("day", "kind", "expected"),
    [
        ("2026-09-30", "定期回访", []),
        ("2026-10-01", "定期回访", ["visit_type"]),
        ("2026-10-01", "应业主要求回访", []),
        ("2026-10-01", "投诉后回访", []),
        ("2026-10-01", None, []),
        (None, "定期回访", []),
    ],
)
def test_after_the_warranty_only_the_owner_calls(visit_faults, rule, day, kind, expected):
    assert visit_faults(rule, project=OLD, visited_on=day, visit_type=kind) == expected


def test_during_the_works_only_the_owner_calls(visit_faults):
    works = {"phase": "在建"}
    assert visit_faults("R7-04", project=works, visit_type="定期回访") == ["visit_type building"]
    assert visit_faults("R7-04", project=works, visit_type="应业主要求回访") == []
    assert visit_faults("R7-04", no_project=True, visit_type="定期回访") == []


@pytest.mark.parametrize("rule", ["R2-05", "R7-05"])
def test_the_visit_is_filed_with_the_user(visit_faults, rule):
    told = {"reported_to": "冯样板", "reported_on": "2026-11-20"}
    assert visit_faults(rule, archive_to="用户档案", **told) == []
    assert visit_faults(rule, archive_to="资料室", **told) == ["archive_to"]
    assert visit_faults(rule, **told) == []


@pytest.mark.parametrize("rule", ["R2-05", "R7-05"])
def test_the_visit_is_reported_to_a_manager(visit_faults, rule):
    assert visit_faults(rule) == ["reported_to unreported", "reported_on unreported"]


def test_the_company_may_choose_another_way_of_filing(visit_faults):
    told = {"reported_to": "冯样板", "reported_on": "2026-11-20"}
    assert visit_faults("R2-05", archive_to="资料室", profile="company", **told) == []


def test_defects_have_an_owner_and_a_date(visit_faults):
    issues = [
        {"location": "屋面"},
        {"location": "外墙", "owner": "钱示例", "due_on": "2026-12-01"},
        {"location": "门窗", "in_scope": "否"},
    ]
    assert visit_faults("R2-08", issues=issues) == ["issues.0.owner", "issues.0.due_on due"]


@pytest.mark.parametrize(
    ("rule", "fine", "wrong"), [("R2-12", "函件", "电话"), ("R8-02", "电话", "函件")]
)
def test_the_visit_uses_a_method_of_the_regulation(visit_faults, rule, fine, wrong):
    assert visit_faults(rule, visit_method=fine) == []
    assert visit_faults(rule, visit_method=wrong) == ["visit_method"]
    assert visit_faults(rule) == []


@pytest.mark.parametrize(
    ("prepared", "reported", "expected"),
    [
        ("2026-11-20", "2026-11-20", []),
        ("2026-11-21", "2026-11-21", []),  # at midnight it may have been in time
        ("2026-11-22", "2026-11-21", ["prepared_on"]),
        ("2026-11-21", "2026-11-22", ["reported_on reported"]),
        (None, None, []),
    ],
)
def test_problems_are_written_down_and_reported_within_a_day(
    visit_faults, prepared, reported, expected
):
    told = {"visited_on": "2026-11-20", "prepared_on": prepared, "reported_on": reported}
    assert visit_faults("R5-01", issues=[{"location": "屋面"}], **told) == expected
    assert visit_faults("R5-01", **told) == []
    assert visit_faults("R5-01", issues=[{"location": "屋面"}], **told | {"visited_on": None}) == []


def test_at_filing_somebody_was_told_of_the_problems(visit_faults):
    told = {"visited_on": "2026-11-20", "gate": Gate.ARCHIVE}
    assert visit_faults("R5-01", issues=[{"location": "屋面"}], **told) == ["reported_on nobody"]
    assert visit_faults("R5-01", **told) == []


def test_problems_of_ours_have_a_solution_and_a_person(visit_faults):
    issues = [
        {"agreed_action": "疏通", "owner": "周模拟"},
        {"location": "屋面"},
        {"location": "别家的设备", "in_scope": "否"},
    ]
    assert visit_faults("R5-04", issues=issues) == [
        "issues.1.agreed_action",
        "issues.1.owner owner",
    ]


def test_an_issue_number_stands_on_one_row_only(visit_faults):
    issues = [
        {"issue_no": "WT-1"},
        {"issue_no": "WT-2"},
        {"issue_no": "WT-1"},
        {"location": "屋面"},
    ]
    assert visit_faults("R5-02", issues=issues) == ["issues.2.issue_no"]


@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ({}, []),
        ({"contract_signed_on": None}, ["project.contract_signed_on"]),
        ({"delivered_on": None}, ["project.delivered_on undelivered"]),
        ({"delivered_on": "2026-11-21"}, ["visited_on early"]),
        ({"delivered_on": "2026-11-20"}, []),
    ],
)
def test_visited_are_contracted_projects_that_were_handed_over(visit_faults, project, expected):
    assert visit_faults("R6-01", project=project, visited_on="2026-11-20") == expected


def test_a_visit_without_a_project_is_not_judged_by_it(visit_faults):
    assert visit_faults("R6-01", no_project=True) == []
    assert visit_faults("R6-03", no_project=True) == []


def test_a_regular_visit_says_that_the_warranty_stands(visit_faults):
    assert visit_faults("R6-02", visit_type="定期回访") == ["remarks"]
    assert visit_faults("R6-02", visit_type="定期回访", remarks="本次回访不代替保修承诺。") == []
    assert visit_faults("R6-02", visit_type="专访") == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, []),
        ({"responsible_party": "项目管理团队"}, []),
        ({"responsible_party": "维修组"}, ["responsible_party"]),
    ],
)
def test_the_team_on_site_repairs_itself(visit_faults, data, expected):
    assert visit_faults("R6-03", **data) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"responsible_party": "维修组", "former_pm": "王示例"}, []),
        ({"former_pm": "王示例", "visitors": "赵示例(工程部)"}, ["visitors visitors"]),
        ({"former_pm": "王示例", "visitors": "赵示例(工程部)、郑示例(维修组)"}, []),
        ({"former_pm": "王示例", "visitors": "赵示例(工程部)", "visit_type": "定期回访"}, []),
        ({"responsible_party": "项目管理团队"}, ["responsible_party", "former_pm manager"]),
    ],
)
def test_after_the_team_has_left_the_repair_group_takes_over(visit_faults, data, expected):
    assert visit_faults("R6-03", project={"team_status": "已撤场"}, **data) == expected


def test_all_five_opinions_are_taken_down(visit_faults):
    opinions = {
        f"opinion_{name}": "无意见"
        for name in ("structure", "appearance", "function", "defects", "warranty")
    }
    assert visit_faults("R6-04", **opinions) == []
    assert visit_faults("R6-04", **opinions | {"opinion_defects": " "}) == ["opinion_defects"]


def test_a_regular_visit_is_made_by_all_four_departments(visit_faults):
    three = "赵示例(工程部)、吴示例(技术部)、郑示例(维修组)"
    assert visit_faults("R6-05", visit_type="定期回访", visitors=three) == ["visitors"]
    all_four = f"{three}、周示例(质检部)"
    assert visit_faults("R6-05", visit_type="定期回访", visitors=all_four) == []
    assert visit_faults("R6-05", visit_type="专访", visitors=three) == []
    assert visit_faults("R6-05", visit_type="定期回访") == []


@pytest.mark.parametrize(
    ("project", "day", "kind", "expected"),
    [
        ({}, "2027-06-01", "定期回访", []),
        ({}, "2027-06-02", "定期回访", ["visited_on"]),
        ({}, "2027-06-02", "应业主要求回访", []),
        ({"delivered_on": "2024-02-29", "accepted_on": "2024-02-20"}, "2025-02-28", "定期回访", []),
        (
            {"delivered_on": "2024-02-29", "accepted_on": "2024-02-20"},
            "2025-03-01",
            "定期回访",
            ["visited_on"],
        ),
        (
            {"warranty_terms": [{"scope": "其他", "amount": 6, "unit": "月"}]},
            "2026-11-21",
            "定期回访",
            ["visited_on expired"],
        ),
        (
            {**OLD, "delivered_on": None},
            "2026-10-01",
            "定期回访",
            ["visited_on expired"],
        ),
        ({"delivered_on": None, "warranty_terms": []}, "2030-01-01", "定期回访", []),
        ({}, None, "定期回访", []),
    ],
)
def test_nothing_is_organised_after_a_year_or_the_warranty(
    visit_faults, project, day, kind, expected
):
    found = visit_faults("R6-07", project=project, visited_on=day, visit_type=kind)
    assert found == expected


def test_a_company_that_goes_on_visiting_is_not_stopped(visit_faults):
    data = {"visited_on": "2027-06-02", "visit_type": "定期回访"}
    assert visit_faults("R6-07", profile="company", **data) == []
    assert visit_faults("R6-07", no_project=True, **data) == []


def test_the_repair_group_writes_the_record_within_three_days(visit_faults):
    late = {"visited_on": "2026-11-20", "prepared_on": "2026-11-24"}
    assert visit_faults("R6-08", prepared_by="赵示例(工程部)", **late) == [
        "prepared_by",
        "prepared_on late",
    ]
    in_time = {"visited_on": "2026-11-20", "prepared_on": "2026-11-23"}
    assert visit_faults("R6-08", prepared_by="郑示例(维修组)", **in_time) == []
    assert visit_faults("R6-08", prepared_by="郑示例") == ["prepared_by department"]
    elsewhere = {"prepared_by": "郑示例(维修组)", "archive_to": "资料室"}
    assert visit_faults("R6-08", **elsewhere) == []
    assert visit_faults("R6-08", **elsewhere, gate=Gate.ARCHIVE) == ["archive_to filed"]


def test_at_filing_somebody_is_named_to_put_the_issues_right(visit_faults):
    issues = [{"location": "屋面"}]
    assert visit_faults("R6-03", issues=issues) == []
    assert visit_faults("R6-03", gate=Gate.ARCHIVE) == []
    found = visit_faults("R6-03", issues=issues, gate=Gate.ARCHIVE)
    assert found == ["responsible_party unnamed"]


def test_issues_under_warranty_are_settled_before_filing(visit_faults):
    issues = [
        {"in_scope": "是"},
        {"in_scope": "是", "prelim_cause": "待查", "agreed_action": "重做"},
        {"in_scope": "是", "prelim_cause": "施工", "agreed_action": "重做"},
        {"in_scope": "否"},
    ]
    assert visit_faults("R6-09", issues=issues) == [
        "issues.0.prelim_cause",
        "issues.0.agreed_action measure",
        "issues.1.prelim_cause",
    ]


def test_issues_under_warranty_have_a_repair_sheet(visit_faults):
    issues = [{"in_scope": "是"}, {"in_scope": "是", "repair_no": "WXD-1"}, {"in_scope": "否"}]
    assert visit_faults("R7-06", issues=issues) == ["issues.0.repair_no"]


@pytest.mark.parametrize(
    ("notice", "plan", "expected"),
    [
        ("2026-10-31", "JH-1", []),
        ("2026-11-01", "", ["notice_on"]),
        ("2026-11-20", "JH-1", ["notice_on"]),
        (None, "JH-1", ["notice_on unnoticed"]),
        (None, None, []),
    ],
)
def test_the_customer_is_told_twenty_days_before(visit_faults, notice, plan, expected):
    data = {"visited_on": "2026-11-20", "notice_on": notice, "plan_no": plan}
    assert visit_faults("R11-07", **data) == expected


@pytest.mark.parametrize("kind", ["定期回访", "季节性回访", "技术性回访", "保修期结束前回访"])
def test_a_planned_kind_of_visit_is_announced(visit_faults, kind):
    assert visit_faults("R11-07", visit_type=kind) == ["notice_on unnoticed"]
    assert visit_faults("R11-07", visit_type="应业主要求回访") == []


def test_a_notice_after_the_visit_is_told_as_days_in_the_wrong_order_alone(visit_faults):
    assert visit_faults("R11-07", visited_on="2026-11-20", notice_on="2026-11-24") == []


def test_a_visit_without_a_day_is_not_judged_by_its_notice(visit_faults):
    assert visit_faults("R11-07", notice_on="2026-11-01") == []


def test_a_contract_may_ask_for_an_earlier_notice(visit_faults):
    data = {"visited_on": "2026-11-20", "notice_on": "2026-10-31"}
    contract = {"visit_notice_days": 30}
    assert visit_faults("R11-07", contract=contract, **data) == ["notice_on"]


def test_the_visit_covers_its_contents(visit_faults):
    issues = [
        {"location": "屋面"},
        {"location": "外墙", "prelim_cause": "待查", "agreed_action": "再查"},
    ]
    assert visit_faults("R11-09", issues=issues) == [
        "usage_feedback",
        "issues.0.prelim_cause cause",
        "issues.0.agreed_action agreed",
    ]


@pytest.mark.parametrize(
    ("gate", "method", "consent", "expected"),
    [
        (Gate.ARCHIVE, "上门", {"signer": "欧阳示例"}, ["customer_confirm.signed customer"]),
        (Gate.ARCHIVE, "上门", {"signer": "欧阳示例", "signed": "是"}, []),
        (Gate.ARCHIVE, "上门", {"sealed": "是"}, []),
        (Gate.ARCHIVE, "上门", None, []),
        (Gate.ARCHIVE, "电话", {"signer": "欧阳示例"}, []),
        (Gate.ISSUE, "上门", {"signer": "欧阳示例"}, []),
    ],
)
def test_the_customer_consents_before_filing(visit_faults, gate, method, consent, expected):
    data = {"usage_feedback": "使用正常", "visit_method": method, "customer_confirm": consent}
    assert visit_faults("R11-09", gate=gate, **data) == expected


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("定期回访", "使用正常", ["usage_feedback"]),
        ("季节性回访", "", ["usage_feedback"]),
        ("定期回访", "铝合金模板效果良好", []),
        ("技术性回访", "使用正常", []),
    ],
)
def test_new_technology_is_asked_about(visit_faults, kind, said, expected):
    assert visit_faults("R11-10", visit_type=kind, usage_feedback=said) == expected


def test_a_project_without_new_technology_needs_no_word_of_it(visit_faults):
    assert visit_faults("R11-10", visit_type="定期回访", project={"new_tech": []}) == []
    assert visit_faults("R11-10", visit_type="定期回访", no_project=True) == []


def test_the_last_visit_speaks_of_the_retention(visit_faults):
    kind = "保修期结束前回访"
    assert visit_faults("R11-11", visit_type=kind) == ["retention_discussion"]
    assert visit_faults("R11-11", visit_type=kind, retention_discussion="已约定") == []
    assert visit_faults("R11-11", visit_type="定期回访") == []


def test_visitors_are_qualified(visit_faults):
    assert visit_faults("R11-15", visitors="赵示例(工程部,部长,一级建造师)") == []
    assert visit_faults("R11-15", visitors="赵示例(工程部,部长,一级建造师)、郑示例") == ["visitors"]


@pytest.mark.parametrize(
    ("repair", "place", "reviewed", "expected"),
    [
        (None, "工程部", None, []),
        (None, "资料室", None, ["archive_to kept"]),
        ("WXD-1", "资料室", {"signed": "是", "role": "工程部"}, []),
        ("WXD-1", "资料室", {"signed": "是"}, ["reviewed_by.role reviewer"]),
        ("WXD-1", "资料室", {"signer": "孙示例"}, ["reviewed_by.signed unreviewed"]),
        ("WXD-1", "工程部", None, ["archive_to", "reviewed_by.signed unreviewed"]),
        ("WXD-1", None, None, []),
    ],
)
def test_filing_follows_the_repairs(visit_faults, repair, place, reviewed, expected):
    data = {"issues": [{"repair_no": repair}], "archive_to": place, "reviewed_by": reviewed}
    assert visit_faults("R11-17", **data) == expected


def test_another_way_of_filing_is_the_companys_choice(visit_faults):
    assert visit_faults("R11-17", archive_to="资料室", profile="R2") == []


def test_with_several_places_the_original_follows_the_repairs(visit_faults):
    found = visit_faults("R11-17", archive_to="资料室", profile="company")
    assert found == ["archive_to kept"]


def test_the_reviewer_is_of_the_engineering_department(visit_faults):
    case = {"archive_to": "资料室", "issues": [{"repair_no": "WXD-1"}]}
    review = {"signer": "孙示例", "signed": "是", "role": "工程部"}
    assert visit_faults("R11-17", **case, reviewed_by=review) == []
    other = review | {"role": "经营部"}
    assert visit_faults("R11-17", **case, reviewed_by=other) == ["reviewed_by.role reviewer"]

from __future__ import annotations

import pytest


def term(scope, amount, unit="年", **more):
    return {"scope": scope, "amount": amount, "unit": unit, **more}


def test_the_certificate_is_judged_by_the_rules_of_its_project(certificate_faults):
    found = certificate_faults("LAW-10", project={"retention": {"rate": 5}})
    assert found == ["project.retention.rate"]
    assert certificate_faults("LAW-10", no_project=True) == []


def test_the_scope_of_other_items_and_the_liability_are_stated(certificate_faults):
    rows = [term("其他", 1), term("其他", 1, content="小区道路"), term("装修", 2)]
    notes = ["使用不当造成的不保修。"]
    found = certificate_faults("LAW-1", warranty_terms=rows, warranty_notes=notes)
    assert found == ["warranty_terms.0.content scope", "warranty_notes"]


@pytest.mark.parametrize(
    "notes",
    [
        [],
        ["保修期内由施工单位负责维修。"],
        ["保修期内免费维修。"],
        ["质量缺陷由承包人承担修复责任。"],
    ],
)
def test_notes_that_state_the_liability_are_fine_and_absent_ones_asked_elsewhere(
    certificate_faults, notes
):
    assert certificate_faults("LAW-1", warranty_notes=notes) == []


@pytest.mark.parametrize(
    "notes",
    [["保修期内出现问题,业主责任自负。"], ["施工单位概不负责维修。"], ["请妥善保管本证书。"]],
)
def test_notes_that_refuse_the_liability_do_not_state_it(certificate_faults, notes):
    assert certificate_faults("LAW-1", warranty_notes=notes) == ["warranty_notes"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (term("屋面防水", 5), ""),
        (term("屋面防水", 60, "月"), ""),
        (term("屋面防水", 59, "月"), "warranty_terms.0.amount"),
        (term("屋面防水", 1), "warranty_terms.0.amount"),
        (term("屋面防水", 2, "采暖期"), "warranty_terms.0.amount unit"),
        (term("有防水要求的卫生间房间外墙防渗漏", 4), "warranty_terms.0.amount"),
        (term("供热供冷", 2, "采暖期"), ""),
        (term("供热供冷", 2, "供冷期"), ""),
        (term("供热供冷", 1, "采暖期"), "warranty_terms.0.amount"),
        (term("供热供冷", 2), "warranty_terms.0.amount seasonal"),
        (term("电气管线给排水设备安装", 2), ""),
        (term("电气管线给排水设备安装", 23, "月"), "warranty_terms.0.amount"),
        (term("装修", 1), "warranty_terms.0.amount"),
        (term("地基基础和主体结构", 50, "合理使用年限"), ""),
        (term("地基基础和主体结构", 70, "年"), ""),
        (term("地基基础和主体结构", 30, "合理使用年限"), "warranty_terms.0.amount design_life"),
        (term("基础设施", 10), "warranty_terms.0.amount design_life"),
        (term("基础设施", 2, "采暖期"), "warranty_terms.0.amount unit"),
        (term("其他", 1, "月"), ""),
        ({"scope": "装修"}, ""),
    ],
)
def test_no_term_is_below_the_law(certificate_faults, row, expected):
    assert certificate_faults("LAW-2", warranty_terms=[row]) == ([expected] if expected else [])


@pytest.mark.parametrize("scope", ["地基基础和主体结构", "基础设施"])
def test_a_structure_is_an_error_where_its_design_life_is_unknown(certificate_faults, scope):
    rows = [term(scope, 10)]
    unknown = {"design_life_years": None, "warranty_terms": []}
    found = certificate_faults("LAW-2", warranty_terms=rows, project=unknown)
    assert found == ["project.design_life_years life"]
    assert certificate_faults("LAW-2", warranty_terms=rows, no_project=True) == []


def test_what_the_contract_asks_beyond_the_law_is_not_called_the_laws(certificate_faults):
    rows, contract = [term("屋面防水", 6)], {"warranty_minimum.屋面防水": 8}
    assert certificate_faults("LAW-2", warranty_terms=rows, contract=contract) == []
    found = certificate_faults("R11-03", warranty_terms=rows, contract=contract)
    assert "warranty_terms.0.amount minimum" in found
    long = [term("屋面防水", 8)]
    found = certificate_faults("R11-03", warranty_terms=long, contract=contract)
    assert "warranty_terms.0.amount minimum" not in found


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (term("屋面防水", 5, end_on="2027-05-20"), ["warranty_terms.0.end_on ends"]),
        (term("屋面防水", 5, end_on="2031-05-18"), ["warranty_terms.0.end_on ends"]),
        (term("屋面防水", 5, end_on="2031-05-19"), []),  # the day before is a way to write it
        (term("屋面防水", 5, end_on="2031-05-20"), []),
        (term("屋面防水", 8, end_on="2031-05-20"), []),  # told by the doubt of the end alone
        (term("屋面防水", 5, end_on="2035-05-20"), []),
        (term("屋面防水", 1, end_on="2027-05-20"), ["warranty_terms.0.amount"]),
        (
            term("地基基础和主体结构", 50, "合理使用年限", end_on="2036-05-20"),
            ["warranty_terms.0.end_on ends"],
        ),
        (term("供热供冷", 2, "采暖期", end_on="2027-05-20"), []),  # the season is unknown
    ],
)
def test_no_term_ends_before_the_laws_minimum_has_run(certificate_faults, row, expected):
    assert certificate_faults("LAW-2", warranty_terms=[row]) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("屋面防水层", ["warranty_terms.0.content relabelled warning"]),
        ("室内给排水管道及电气线路", ["warranty_terms.0.content relabelled warning"]),
        ("小区道路、围墙", []),
        (None, []),
    ],
)
def test_an_item_of_the_law_is_not_filed_under_other(certificate_faults, content, expected):
    rows = [term("其他", 1, content=content)]
    assert certificate_faults("LAW-2", warranty_terms=rows) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-05-20", []),
        ("2026-06-01", []),
        ("2026-05-19", ["warranty_terms.0.start_on"]),
        (None, []),
    ],
)
def test_no_term_starts_before_the_acceptance(certificate_faults, start, expected):
    rows = [term("装修", 2, start_on=start)]
    assert certificate_faults("LAW-3", warranty_terms=rows) == expected


def test_the_start_is_not_judged_before_the_acceptance_is_known(certificate_faults):
    rows = [term("装修", 2, start_on="2020-01-01")]
    assert certificate_faults("LAW-3", warranty_terms=rows, no_project=True) == []


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([], []),
        (["使用不当、第三方和不可抗力造成的不保修。"], []),
        (["使用不当造成的不保修。", "不可抗力造成的不保修。"], ["warranty_notes"]),
        (["使用或维护不当、第三人、不可抗力造成的缺陷不在保修范围内。"], []),
        (["下列情况不属保修范围:", "1. 使用不当;", "2. 第三方造成;", "3. 不可抗力。"], []),
        (
            ["使用不当造成的同样免费保修。", "第三方、不可抗力造成的不保修。"],
            ["warranty_notes promised"],
        ),
        (["使用不当、第三方、不可抗力。"], ["warranty_notes"]),
    ],
)
def test_the_notes_name_all_exclusions(certificate_faults, notes, expected):
    assert certificate_faults("LAW-9", warranty_notes=notes) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (term("其他", 1), []),
        (term("其他", 12, "月"), []),
        (term("其他", 11, "月"), ["warranty_terms.0.amount"]),
        (term("其他", 1, "采暖期"), []),
        (term("装修", 1, "月"), []),
    ],
)
def test_other_items_usually_last_a_year(certificate_faults, row, expected):
    assert certificate_faults("R8-01", warranty_terms=[row]) == expected


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ("2026-05-19", ["issued_on early"]),
        ("2026-05-20", []),
        ("2026-05-23", []),
        ("2026-05-24", ["issued_on warning"]),
        ("2026-05-27", ["issued_on warning"]),
        ("2026-05-28", ["issued_on late"]),
        (None, []),
    ],
)
def test_the_certificate_goes_out_at_acceptance(certificate_faults, issued, expected):
    assert certificate_faults("R11-01", issued_on=issued) == expected


def test_an_unknown_acceptance_makes_no_certificate_late(certificate_faults):
    assert certificate_faults("R11-01", issued_on="2026-05-28", no_project=True) == []


def test_each_term_without_content_is_named(certificate_faults):
    rows = [
        term("装修", 2, content="内外装修"),
        term("屋面防水", 5),
        term("其他", 1),
        term("供热供冷", 2),
    ]
    found = certificate_faults("R11-02", warranty_terms=rows)
    assert found == ["warranty_terms.1.content", "warranty_terms.3.content"]
    assert certificate_faults("R11-02", warranty_terms=rows[:1]) == []


def test_the_terms_keep_to_the_contract(certificate_faults):
    agreed = [
        term("屋面防水", 8),
        term("供热供冷", 3, "采暖期"),
        term("装修", 2),
        term("其他", 5),
    ]
    rows = [
        term("屋面防水", 90, "月"),
        term("供热供冷", 2, "采暖期"),
        term("其他", 1),
        {"amount": 1},
    ]
    found = certificate_faults("R11-03", warranty_terms=rows, project={"warranty_terms": agreed})
    assert found == [
        "warranty_terms.0.amount",
        "warranty_terms.1.amount",
        "warranty_terms missing",
    ]


def test_terms_are_not_compared_where_there_are_none(certificate_faults):
    assert certificate_faults("R11-03", warranty_terms=[]) == []
    assert certificate_faults("R11-03", warranty_terms=[term("装修", 1)], no_project=True) == []


def test_repairs_are_signed_by_the_owner_and_by_both(certificate_faults):
    entries = [
        {"location": "屋面", "customer_signed": "是", "contractor_signed": "是"},
        {"location": "外墙", "customer_signed": "否", "contractor_signed": "是"},
        {"location": "地下室", "customer_signed": "是"},
    ]
    assert certificate_faults("R10-03", repair_entries=entries) == [
        "repair_entries.1.customer_signed"
    ]
    assert certificate_faults("R11-05", repair_entries=entries) == [
        "repair_entries.1.customer_signed",
        "repair_entries.2.contractor_signed contractor",
    ]

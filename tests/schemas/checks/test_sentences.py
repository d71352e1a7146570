"""Every sentence of every rule can be said with what its check gives: none leaves a blank open.

The default sentences are said by the bad samples (tests/test_rules_samples.py).
"""

from __future__ import annotations

import pytest

from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder
from formkit.rules.engine import CONTRACT_RULE
from formkit.rules.profile import load_profile
from formkit.rules.scoring_policy import Multi

ARCHIVE = Gate.ARCHIVE
LEFT = {"team_status": "已撤场", "project_name": "示例工程"}
VISITED = {"visited_on": "2026-11-20"}


def term(scope, amount=1, unit="年", **more):
    return {"warranty_terms": [{"scope": scope, "amount": amount, "unit": unit, **more}]}


def mark(*choices, item=1, section="Ⅲ", **more):
    return {"section": section, "item_no": item, "choices": list(choices), **more}


def issue(**more):
    return {"issues": [{"location": "屋面", **more}]}


def project(**more):
    return {"project": more}


def excused(reason, **more):
    return {"followup_exempt_reason": reason, **more}


CERTIFICATE = [
    ("LAW-10", "amount", project(retention={"amount": "9000000"})),
    (
        "LAW-10",
        "agreed",
        project(retention={"rate": 3}) | {"contract": {"retention_max_percent": 2}},
    ),
    ("LAW-12", "security", project(retention={"rate": 3, "form": "保证保险"})),
    ("LAW-13", "return", project(retention={"verified_on": "2026-10-01"})),
    ("LAW-1", "scope", term("其他")),
    ("LAW-2", "design_life", term("地基基础和主体结构", 30, "合理使用年限")),
    ("LAW-2", "unit", term("屋面防水", 5, "采暖期")),
    ("LAW-2", "life", term("基础设施", 10) | project(design_life_years=None, warranty_terms=[])),
    ("LAW-2", "ends", term("屋面防水", 5, end_on="2027-05-20")),
    ("LAW-2", "relabelled", term("其他", content="屋面防水层")),
    ("LAW-2", "seasonal", term("供热供冷", 2)),
    ("LAW-9", "promised", {"warranty_notes": ["使用不当造成的也免费保修。"]}),
    ("R11-01", "late", {"issued_on": "2026-06-20"}),
    ("R11-01", "early", {"issued_on": "2026-05-01"}),
    ("R11-03", "minimum", term("屋面防水", 5) | {"contract": {"warranty_minimum.屋面防水": 8}}),
    ("R11-03", "missing", term("装修", 2)),
    ("R11-05", "contractor", {"repair_entries": [{"problem": "渗水"}]}),
]
VISIT = [
    ("R5-01", "reported", issue() | VISITED | {"reported_on": "2026-11-23"}),
    ("R5-01", "nobody", issue() | VISITED | {"gate": ARCHIVE}),
    ("R5-04", "owner", issue(agreed_action="疏通")),
    ("R2-05", "unreported", {}),
    ("R7-05", "unreported", {}),
    ("R2-08", "due", issue()),
    ("R6-01", "undelivered", project(delivered_on=None)),
    ("R6-01", "early", {"visited_on": "2026-05-30"}),
    ("R6-03", "unnamed", issue() | {"gate": ARCHIVE}),
    ("R6-03", "manager", project(**LEFT)),
    ("R6-03", "visitors", project(**LEFT) | {"visitors": "赵示例(工程部)"}),
    ("R6-07", "expired", VISITED | {"visit_type": "专访"} | project(
        accepted_on="2020-01-01", delivered_on=None)),
    ("R6-08", "department", {"prepared_by": "郑示例"}),
    ("R6-08", "filed", {"archive_to": "资料室", "gate": ARCHIVE}),
    ("R6-08", "late", VISITED | {"prepared_on": "2026-11-30"}),
    ("R6-09", "measure", issue(in_scope="是")),
    ("R7-04", "building", {"visit_type": "定期回访"} | project(phase="在建")),
    ("R11-07", "unnoticed", {"plan_no": "JH-1"}),
    ("R11-09", "cause", issue()),
    ("R11-09", "agreed", issue()),
    ("R11-09", "customer", {"customer_confirm": {"signer": "欧阳示例"}, "gate": ARCHIVE}),
    ("R11-17", "unreviewed", issue(repair_no="WXD-1") | {"archive_to": "资料室"}),
    ("R11-17", "reviewer", issue(repair_no="WXD-1")
        | {"archive_to": "资料室", "reviewed_by": {"signed": "是"}}),
    ("R11-17", "kept", {"archive_to": "资料室"}),
]  # fmt: skip
COMPLAINT = [
    ("LAW-8", "missing", {"severity": "质量事故", "gate": ARCHIVE}),
    ("R3-01", "overdue", {"verification": "合格", "verified_on": "2026-11-01"}),
    ("R3-02", "unconfirmed", excused("现场即时处理并得到满意确认")),
    ("R3-02", "off_site", excused("现场即时处理并得到满意确认", on_site="否")),
    ("R3-02", "named", excused("匿名投诉")),
    ("R3-02", "channel", excused("无法确定联络方式的网络投诉", channel="电话")),
    ("R3-02", "reachable", excused("无法确定联络方式的网络投诉", complainant_address="示例路")),
    ("R4-02", "unlimited", {}),
    ("R4-02", "team", {"severity": "较大"}),
    ("R9-05", "replace", {"liable_party": "施工单位", "remedy": "修补", "usable": "否"}),
    ("R9-05", "unsafe", {"liable_party": "施工单位", "remedy": "修补", "safety_affected": "是"}),
    ("R9-05", "untreated", {"liable_party": "施工单位", "remedy": "不予处理"}),
    ("R9-05", "customer_pays", {"liable_party": "分包单位", "cost_bearer": "顾客"}),
    ("R9-05", "cause", {"liable_party": "顾客", "cause_category": "施工"}),
    ("R9-06", "others", {"liable_party": "设计单位", "cost_bearer": "顾客"}),
    ("R9-07", "person", {"liable_party": "施工单位"}),
    ("R9-08", "missing", {}),
    ("R10-04", "refused", {"cause_category": "设计", "remedy": "不予处理"}),
]
SURVEY = [
    ("R7-01", "choice", {"bank": "三级", "answers": [mark("很满意")]}),
    ("R7-01", "overall", {"bank": "三级", "overall": "很满意"}),
    ("R7-03", "full", {"answers": [mark("满意")], "full_score": 99}),
    ("R7-03", "rate", {"answers": [mark("满意")], "satisfaction": 99}),
    ("R7-03", "empty", {"full_score": 99}),
    ("R7-03", "invalid", {"answers": [mark("满意")], "profile": "company"}),
    (
        "R7-03",
        "gaps",
        {"answers": [mark("满意", item=n) for n in range(1, 9)], "own": {"most_blank": 1}},
    ),
    ("R7-07", "spoiled", {"answers": [mark("满意", "一般")], "own": {"multi": Multi.SPOILED}}),
    ("R7-07", "both", {"answers": [mark("满意"), mark("满意", section="Ⅱ")]}),
    ("R7-07", "marks", {"answers": [mark("满意", "一般")]}),
    ("R7-07", "twice", {"answers": [mark("满意"), mark("满意")]}),
    ("R7-07", "unknown", {"answers": [mark("满意", item=99)]}),
    ("R7-07", "contradiction", {"answers": [mark("满意", na="是")]}),
]
# A company's own bank may hold a scale of five without all marks; formkit's holds them all.
UNSEEN = {("R7-02", "choice"), ("R7-02", "overall")}


@pytest.mark.parametrize(("rule", "sentence", "case"), CERTIFICATE)
def test_a_certificates_sentences_are_whole(certificate_faults, rule, sentence, case):
    assert any(sentence in found.split() for found in certificate_faults(rule, **case))


@pytest.mark.parametrize(("rule", "sentence", "case"), VISIT)
def test_a_visits_sentences_are_whole(visit_faults, rule, sentence, case):
    assert any(sentence in found.split() for found in visit_faults(rule, **case))


@pytest.mark.parametrize(("rule", "sentence", "case"), COMPLAINT)
def test_a_complaints_sentences_are_whole(complaint_faults, rule, sentence, case):
    assert any(sentence in found.split() for found in complaint_faults(rule, **case))


@pytest.mark.parametrize(("rule", "sentence", "case"), SURVEY)
def test_a_surveys_sentences_are_whole(survey_faults, rule, sentence, case):
    assert any(sentence in found.split() for found in survey_faults(rule, **case))


def test_a_scale_that_lacks_a_mark_says_which_it_has(survey_faults, tmp_path):
    (tmp_path / "surveys").mkdir()
    bank = (forms_folder() / "surveys" / "levels-5.yaml").read_text(encoding="utf-8")
    own = bank.replace("不满意, 很不满意]", "不满意]")
    (tmp_path / "surveys" / "levels-5.yaml").write_text(own, encoding="utf-8")
    typed = {"answers": [mark("很不满意")], "overall": "很不满意"}
    found = survey_faults("R7-02", **typed, forms=(tmp_path,))
    assert found == ["answers.0.choices choice", "overall overall"]


def test_no_sentence_is_left_out(law_day):
    rules = load_profile("base", forms=forms_folder(), today=law_day).library.rules().values()
    every = {(r.id, name) for r in rules if r.id != CONTRACT_RULE for name in r.sentences}
    said = {(rule, name) for rule, name, _ in [*CERTIFICATE, *VISIT, *COMPLAINT, *SURVEY]}
    assert {(rule, name) for rule, name in every if name != "default"} == said | UNSEEN

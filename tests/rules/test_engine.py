"""The engine: which rules are asked, and what a finding says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import ModuleType

import pytest

from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Level, Place
from formkit.kernel.gate import Gate
from formkit.rules import engine
from formkit.rules.check import Context, Fault, check

CLOCK = FixedClock(datetime.fromisoformat("2026-11-23T09:30"))

R2 = """
parameters:
  dispatch_hours: {value: 12, clause: 三.4.1, quote: 12小时内派人保修}
rules:
  R2-06:
    clause: 三.2
    quote: 按照施工合同或服务合同约定执行
    says: 合同优先
    level: info
    gate: draft
    records: [repair_sheet]
    blanks: {name: 参数, contract: 合同, replaced: 原值, text: 条款}
    sentences:
      default:
        fault: "{name}依合同为 {contract}"
        requirement: "制度{text}规定 {replaced}"
        remedy: 核对合同
  R2-10:
    clause: 三.4.1
    quote: 12小时内派人保修
    says: 按时派人
    level: warning
    gate: issue
    records: [repair_sheet]
    parameters: [dispatch_hours]
    blanks: {hours: 实际用时}
    sentences:
      default:
        fault: "接到通知后 {hours} 小时才派人"
        requirement: 应在 {dispatch_hours}内
        remedy: 核对时间
      missing: {fault: 没有填写派人时间}
"""

LAW = """
exemption: {clause: 第八十条, quote: 抢险救灾不适用本条例}
parameters:
  dispatch_hours: {value: 200, clause: 第九条, quote: 及时, exemptible: true}
  retention_max_percent: {value: 3, clause: 第七条, quote: 3%}
rules:
  LAW-5:
    clause: 第九条
    quote: 立即到达现场抢修
    says: 紧急时立即到场
    level: error
    gate: issue
    records: [repair_sheet]
    exemptible: true
    blanks: {when: 时刻}
    sentences:
      default: {fault: "{when} 仍未到场", remedy: 立即派人}
"""

GF = """
parameters:
  dispatch_hours: {value: 6, clause: 附件3, quote: 6小时内派人}
"""


@dataclass
class Sheet:
    hours: Decimal | None = Decimal("24.5")
    urgent: bool = False
    seen: list = field(default_factory=list)


@check("R2-10")
def dispatched_in_time(sheet: Sheet, context: Context) -> Iterator[Fault]:
    limit = context.value("dispatch_hours")
    if sheet.hours is None:
        yield Fault("dispatched_at", sentence="missing", level="error")
    elif sheet.hours > limit.amount:
        yield Fault("dispatched_at", {"hours": sheet.hours})
        yield Fault("dispatched_at", {"hours": sheet.hours})


@check("LAW-5")
def there_at_once(sheet: Sheet, context: Context) -> Iterator[Fault]:
    sheet.seen.append((context.today, context.gate, context.given("dispatch_hours")))
    sheet.seen.append(context.policy("end_convention"))
    if sheet.urgent:
        yield Fault("arrived_at", {"when": context.now})


def checks():
    module = ModuleType("checks")
    module.dispatched_in_time = dispatched_in_time
    module.there_at_once = there_at_once
    module.alias = dispatched_in_time
    module.check = check
    return engine.checks_in(module)


@pytest.fixture
def texts(house):
    house.text("R2", "维修抢险制度", R2)
    house.text("GF", "质量保修书", GF)
    house.law(LAW)
    return house


@pytest.fixture
def profile(texts):
    return texts.profile("texts: [R2]")


def place_of(path: str) -> Place:
    return Place(file="台账.xlsx", cell="F7", path=path, label="派人时间")


def bench(profile, asked, *, gate=Gate.ISSUE, kind="repair_sheet"):
    return engine.Bench(asked, profile, record_kind=kind, gate=gate, clock=CLOCK)


def judge(profile, sheet, *, gate=Gate.ISSUE, kind="repair_sheet", **more):
    return bench(profile, checks(), gate=gate, kind=kind).judge(sheet, place_of=place_of, **more)


def test_checks_are_found_once_each_in_written_order():
    assert [found.rule for found in checks()] == ["R2-10", "LAW-5"]


def test_a_finding_names_place_fault_requirement_clause_and_remedy(profile):
    (finding,) = judge(profile, Sheet())
    assert str(finding) == (
        "R2-10 警告 台账.xlsx!F7 派人时间:接到通知后 24.5 小时才派人,应在 12 小时内"
        " —《维修抢险制度》三.4.1「12小时内派人保修」。处理:核对时间。"
    )


def test_the_same_rule_at_the_same_place_is_told_once(profile):
    assert [finding.code for finding in judge(profile, Sheet())] == ["R2-10"]


def test_another_situation_has_another_sentence_and_may_have_another_level(profile):
    (finding,) = judge(profile, Sheet(hours=None))
    assert (finding.found, finding.level) == ("没有填写派人时间", Level.ERROR)
    assert (finding.required, finding.remedy) == ("应在 12 小时内", "核对时间")


def test_a_check_knows_day_gate_values_and_choices(profile):
    sheet = Sheet()
    judge(profile, sheet, gate=Gate.ARCHIVE)
    assert sheet.seen == [(date(2026, 11, 23), Gate.ARCHIVE, True), "对应日"]


def test_a_rule_is_not_asked_before_its_gate(profile):
    assert judge(profile, Sheet(urgent=True), gate=Gate.DRAFT) == []


def test_a_rule_is_not_asked_of_a_record_that_it_does_not_name(profile):
    assert judge(profile, Sheet(urgent=True), kind="visit_record") == []


def test_a_rule_is_not_asked_where_it_is_disabled_or_its_text_not_chosen(texts):
    off = texts.profile("texts: [R2]\nrules: {R2-10: {enabled: false}}")
    assert judge(off, Sheet()) == []
    assert judge(texts.profile("texts: []"), Sheet()) == []


def test_a_rule_is_not_asked_before_its_text_is_in_force(house):
    house.text("R2", "维修抢险制度", "effective_from: 2026-12-01\n" + R2)
    house.law(LAW)
    later = house.profile("texts: [R2]\nparams: {dispatch_hours: 12}")
    assert judge(later, Sheet()) == []
    assert len(judge(later, Sheet(), on=date(2026, 12, 1))) == 1


def test_a_value_from_another_text_is_cited_beside_the_rule(texts):
    (finding,) = judge(texts.profile("texts: [R2, GF]"), Sheet())
    assert finding.required == "应在 6 小时内"
    assert [c.title for c in finding.citations] == ["维修抢险制度", "质量保修书"]


def test_a_value_that_the_rules_own_text_gives_too_is_not_cited_twice(texts):
    (finding,) = judge(texts.profile("texts: [R2]\nparams: {dispatch_hours: 12}"), Sheet())
    assert [c.title for c in finding.citations] == ["维修抢险制度"]


def test_a_contract_in_place_of_the_company_is_told_once_with_both_values(profile):
    note, *others = judge(profile, Sheet(), contract={"dispatch_hours": 168})
    assert others == []
    assert (note.code, note.level) == ("R2-06", Level.INFO)
    assert note.found == "接到保修通知至派人依合同为 168 小时"
    assert note.required == "制度《维修抢险制度》三.4.1「12小时内派人保修」规定 12 小时"
    assert note.place.path == "project.contract_terms.dispatch_hours"
    assert note.place.label == "工程 合同特约 接到保修通知至派人"


@pytest.mark.parametrize("hours", [12, 12.0])
def test_a_contract_that_says_the_same_is_not_worth_a_note(profile, hours):
    findings = judge(profile, Sheet(), contract={"dispatch_hours": hours})
    assert [finding.code for finding in findings] == ["R2-10"]
    assert [c.title for c in findings[0].citations] == ["维修抢险制度", "施工合同"]


def test_the_contract_is_not_noted_where_nobody_chose_the_text_that_says_so(texts):
    quiet = texts.profile("texts: [GF]\nparams: {dispatch_hours: 12}")
    assert judge(quiet, Sheet(), contract={"dispatch_hours": 168}) == []


def test_a_contract_below_the_law_is_an_error_at_the_projects_terms(profile):
    below, broken = judge(profile, Sheet(), contract={"dispatch_hours": 300})
    assert (below.code, below.level) == ("FK-PRF-060", Level.ERROR)
    assert below.place.path == "project.contract_terms.dispatch_hours"
    assert below.place.label == "工程 合同特约 接到保修通知至派人"
    assert broken.required == "应在 12 小时内"


def test_outside_the_law_its_exemptible_rules_are_notes_with_the_reason(profile):
    found = judge(profile, Sheet(hours=Decimal(1), urgent=True), exemption="抢险救灾临时房屋")
    (finding,) = found
    assert (finding.code, finding.level) == ("LAW-5", Level.INFO)
    assert finding.found == (
        "2026年11月23日9时30分 仍未到场(工程声明不适用法定要求:抢险救灾临时房屋)"
    )
    assert [cited.clause for cited in finding.citations] == ["第九条", "第八十条"]


def test_outside_the_law_the_rules_of_the_company_still_bind(profile):
    (finding,) = judge(profile, Sheet(), exemption="抢险救灾临时房屋")
    assert (finding.code, finding.level) == ("R2-10", Level.WARNING)


def test_inside_the_law_the_same_fault_is_an_error(profile):
    (finding,) = judge(profile, Sheet(hours=Decimal(1), urgent=True))
    assert (finding.level, finding.blocks) == (Level.ERROR, True)


def test_a_crash_inside_a_check_is_not_swallowed(profile):
    with pytest.raises(TypeError):
        judge(profile, Sheet(hours="24"))


def judged_by(profile, *faults, rule="R2-10"):
    @check(rule)
    def logic(_record, _context):
        yield from faults

    return bench(profile, [engine.Check(rule, logic)]).judge(None, place_of=place_of)


def test_a_sentence_that_the_text_does_not_hold_is_a_profile_error(profile):
    with pytest.raises(ProfileError) as caught:
        judged_by(profile, Fault("", sentence="late"))
    assert caught.value.code == "FK-PRF-023"
    assert caught.value.place.file == "R2.yaml"


def test_a_rule_that_no_text_holds_is_a_profile_error(profile):
    with pytest.raises(ProfileError) as caught:
        judged_by(profile, Fault(""), rule="R2-99")
    assert caught.value.code == "FK-PRF-024"


@pytest.mark.parametrize(("values", "error"), [({}, KeyError), ({"hours": None}, TypeError)])
def test_a_blank_that_nothing_fills_is_a_bug_of_the_check(profile, values, error):
    with pytest.raises(error):
        judged_by(profile, Fault("", values))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 9, 1), "2026年9月1日"),
        (datetime.fromisoformat("2026-09-01T09:30"), "2026年9月1日9时30分"),
        (Decimal("1E+2"), "100"),
        (("上门", "电话"), "上门、电话"),
        ({"乙", "丙"}, "丙、乙"),
        ("两天", "两天"),
    ],
)
def test_values_are_printed_as_a_chinese_reader_expects(profile, value, said):
    (finding,) = judged_by(profile, Fault("", {"hours": value}))
    assert finding.found == f"接到通知后 {said} 小时才派人"


def test_a_value_in_force_given_by_the_check_is_printed_and_cited(texts):
    both = texts.profile("texts: [R2, GF]")
    value = both.resolution().value("retention_max_percent")
    (finding,) = judged_by(both, Fault("", {"hours": value}))
    assert finding.found == "接到通知后 3% 小时才派人"
    assert [c.title for c in finding.citations] == ["维修抢险制度", "条例", "质量保修书"]


def test_two_faults_of_one_place_are_both_told_unless_they_say_the_same(profile):
    faults = [Fault("", {"hours": "25"}), Fault("", {"hours": "26"}), Fault("", {"hours": "25"})]
    found = [finding.found for finding in judged_by(profile, *faults)]
    assert found == ["接到通知后 25 小时才派人", "接到通知后 26 小时才派人"]


def test_a_value_of_another_clause_of_the_same_text_is_cited_after_the_rules(texts):
    law = texts.profile("texts: [R2]").resolution().law("retention_max_percent")
    (finding,) = judged_by(texts.profile("texts: []"), Fault("", {"when": law}), rule="LAW-5")
    assert [cited.clause for cited in finding.citations] == ["第九条", "第七条"]


def test_the_law_is_not_cited_for_what_only_the_company_asks(texts):
    strict = texts.profile("texts: [R2]\nparams: {retention_max_percent: 2}")
    value = strict.resolution().value("retention_max_percent")
    (finding,) = judged_by(strict, Fault("", {"when": value}), rule="LAW-5")
    assert [cited.title for cited in finding.citations] == ["企业自定"]


def test_a_check_knows_which_other_rules_are_asked(profile):
    known = []

    @check("R2-10")
    def logic(_record, context):
        known.append((context.asks("R2-10"), context.asks("LAW-5")))
        yield from ()

    bench(profile, [engine.Check("R2-10", logic)]).judge(None, place_of=place_of)
    assert known == [(True, False)]

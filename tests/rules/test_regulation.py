"""Strict loading of texts: what is wrong, on which line, all at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Level

RULE = """
rules:
  R1-01:
    clause: "4.10"
    quote: 在24小时内通知
    says: 按时通知
    level: error
    gate: issue
    records: [complaint_form]
    parameters: [dispatch_hours, warranty_minimum]
    blanks: {hours: 实际用时}
    sentences:
      default:
        fault: "{hours} 后才派人"
        requirement: 应在 {dispatch_hours}内
        remedy: 核对时间
      missing:
        fault: 没有填写
"""


def codes(house, body, *, head=""):
    house.write("regulations/R1.yaml", head or f"{HEAD}{body}")
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    return [(found.code, found.place.line) for found in caught.value.findings]


HEAD = "id: R1\ntitle: 试验制度\nkind: regulation\nstatus: 现行\nsource: 虚构\n"


def test_a_rule_is_read_with_its_clause_and_its_sentences(house):
    house.text("R1", "试验制度", RULE)
    rule = house.profile("texts: [R1]").rule("R1-01")
    assert str(rule.citation) == "《试验制度》4.10「在24小时内通知」"
    assert rule.level is Level.ERROR
    assert rule.sentences["missing"].remedy == "核对时间"
    assert rule.sentences["missing"].requirement == "应在 {dispatch_hours}内"


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ('clause: "4.10"', "clause: 4.10", "FK-PRF-015"),
        ("quote: 在24小时内通知", "", "FK-PRF-011"),
        ("says: 按时通知", "说明: 按时通知", "FK-PRF-010"),
        ("level: error", "level: warn", "FK-PRF-013"),
        ("level: error", "level: off", "FK-PRF-014"),
        ("level: error", "level: false", "FK-PRF-014"),
        ("gate: issue", "gate: 签发", "FK-PRF-013"),
        ("gate: issue", "gate: [issue]", "FK-PRF-013"),
        ("records: [complaint_form]", "records: complaint_form", "FK-PRF-012"),
        ("records: [complaint_form]", "records: []", "FK-PRF-011"),
        ("[dispatch_hours, ", "[dispatch_hour, dispatch_hours, ", "FK-PRF-030"),
        ("blanks: {hours: 实际用时}", "blanks: {hour: 实际用时}", "FK-PRF-020"),
        ("应在 {dispatch_hours}内", "应在 {dispatch_hours:>3}内", "FK-PRF-021"),
        ("应在 {dispatch_hours}内", "应在 {dispatch_hours.amount}内", "FK-PRF-021"),
        ("应在 {dispatch_hours}内", "应在 {dispatch_hours!r}内", "FK-PRF-021"),
        ("应在 {dispatch_hours}内", "应在 {}内", "FK-PRF-021"),
        ("应在 {dispatch_hours}内", "应在 {dispatch_hours 内", "FK-PRF-021"),
        ("remedy: 核对时间", "", "FK-PRF-011"),
        ("  default:\n", "  usual:\n", "FK-PRF-022"),
        ("R1-01:", "R2-01:", "FK-PRF-035"),
        ("R1-01:", "R1-1a:", "FK-PRF-035"),
        ("gate: issue", "gate: issue\n    exemptible: true", "FK-PRF-037"),
        ("gate: issue", "gate: issue\n    exemptible: yes", "FK-PRF-012"),
        ("gate: issue", "gate: issue\n    policies: [end_convension]", "FK-PRF-036"),
        ("says: 按时通知", "says: [按时, 通知]", "FK-PRF-012"),
    ],
)
def test_what_is_wrong_in_a_rule_is_found(house, wrong, right, code):
    assert wrong in RULE
    found = codes(house, RULE.lstrip("\n").replace(wrong, right, 1))
    assert code in [name for name, _line in found]
    assert all(line for _name, line in found)


def test_a_law_that_lets_projects_off_says_where(house):
    rule = (
        RULE.lstrip("\n")
        .replace("R1-01:", "LAW-1:")
        .replace("gate: issue", "gate: issue\n    exemptible: true")
    )
    assert "exemptible: true" in rule
    house.law(rule)
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert "exemption" in str(caught.value.finding())


def test_a_fault_names_file_line_and_key(house):
    house.write(
        "regulations/R1.yaml", HEAD + RULE.lstrip("\n").replace("level: error", "level: warn")
    )
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert str(caught.value) == (
        "FK-PRF-013 错误 R1.yaml 第11行 rules.R1-01.level:「level」的值是 warn,"
        "只能是:error、warning、info。处理:改成其中之一,是否指「warning」。"
    )


def test_all_faults_of_all_files_come_in_one_message(house):
    house.text("R1", "甲", "rules: {R1-01: {clause: '1'}}")
    house.text("R2", "乙", "paramters: {}")
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R1]")
    places = {(found.place.file, found.code) for found in caught.value.findings}
    assert ("R1.yaml", "FK-PRF-011") in places
    assert ("R2.yaml", "FK-PRF-010") in places
    assert "是否指「parameters」" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("parameters: {dispatch: {value: 1, clause: 一, quote: 一}}", "FK-PRF-030"),
        ("parameters: {dispatch_hours: {value: 12}}", "FK-PRF-011"),
        ("parameters: {dispatch_hours: {value: 12小时, clause: 一, quote: 一}}", "FK-PRF-031"),
        ("parameters: {dispatch_hours: {value: true, clause: 一, quote: 一}}", "FK-PRF-031"),
        ("parameters: {dispatch_hours: {value: .inf, clause: 一, quote: 一}}", "FK-PRF-031"),
        ("parameters: {visit_methods: {value: 上门, clause: 一, quote: 一}}", "FK-PRF-031"),
        ("parameters: {visit_methods: {value: [], clause: 一, quote: 一}}", "FK-PRF-031"),
        ("parameters: {dispatch_hours: 12}", "FK-PRF-012"),
        ("parameters: {dispatch_hours: [12]}", "FK-PRF-012"),
        ("parameters: {dispatch_hours: }", "FK-PRF-011"),
        ("parameters: {dispatch_hours: {value: 12, clause: 一, quote: 甲,乙}}", "FK-PRF-016"),
        ("parameters: 12", "FK-PRF-012"),
        ("policies: {end: {value: 对应日, clause: 一, quote: 一}}", "FK-PRF-036"),
        ("policies: {end_convention: {value: 对映日, clause: 一, quote: 一}}", "FK-PRF-013"),
        ("rules: {R1-01: }", "FK-PRF-011"),
        ("effective_from: 去年", "FK-PRF-012"),
        ("{effective_from: 2026-01-02, effective_until: 2026-01-01}", "FK-PRF-032"),
        ("1: 一", "FK-PRF-010"),
        ("parameters: {1: 一}", "FK-PRF-015"),
    ],
)
def test_what_is_wrong_in_the_values_is_found(house, body, code):
    body = body.strip("{}").replace(", effective", "\neffective") if body[0] == "{" else body
    assert code in [name for name, _line in codes(house, body + "\n")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("id: R1\nid: R2\n", "FK-PRF-004"),
        (HEAD + "effective_from: 2026-02-30\n", "FK-PRF-007"),
        (HEAD + "effective_from: 2026-2-30\n", "FK-PRF-012"),
        (HEAD + "effective_from: 2026-02-03 25:61:00\n", "FK-PRF-007"),
        ("id: [R1\n", "FK-PRF-003"),
        ("id: R1\n\ttitle: x\n", "FK-PRF-003"),
        ("- R1\n", "FK-PRF-005"),
        ("", "FK-PRF-005"),
        (HEAD.replace("id: R1", "id: 制度一"), "FK-PRF-034"),
        (HEAD.replace("现行", "废止"), "FK-PRF-011"),
        (HEAD.replace("regulation", "rule"), "FK-PRF-013"),
    ],
)
def test_what_is_wrong_with_the_file_is_found(house, text, code):
    house.write("regulations/R1.yaml", text)
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert code in [found.code for found in caught.value.findings]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("title: &a 甲\nsource: *a", "FK-PRF-008"),
        ("<<: {title: 乙}", "FK-PRF-008"),
        ("rules: {<<: {R1-01: 1}}", "FK-PRF-008"),
        ("rules: !!python/object:os.system x", "FK-PRF-008"),
        ("rules: !!bool x", "FK-PRF-008"),
        ("rules: " + "[" * 3000 + "]" * 3000, "FK-PRF-009"),
        ("rules: " + "{a: " * 3000, "FK-PRF-009"),
        ("rules: " + "9" * 5000, "FK-PRF-017"),
        ('rules: "\\UFFFFFFFF"', "FK-PRF-018"),
        ('rules: "\\U00110000"', "FK-PRF-018"),
        ("rules: a\0b", "FK-PRF-019"),
    ],
)
def test_a_hostile_file_is_told_with_its_line(house, line, code):
    house.write("regulations/R1.yaml", "id: R1\n" + line + "\n")
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    found = caught.value.finding()
    assert found.code == code
    assert found.place.line == 1 + len(line.splitlines())


def test_a_list_in_place_of_a_text_is_shown_in_short(house):
    house.write("regulations/R1.yaml", HEAD.replace("现行", "[" + "[一], " * 100 + "]"))
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert "[[…], […]" in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_a_file_in_another_encoding_is_told_from_a_damaged_one(house):
    (house.regulations / "R1.yaml").write_bytes(HEAD.encode("gb18030"))
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert caught.value.code == "FK-PRF-006"
    assert "UTF-8" in str(caught.value)


def test_a_file_that_notepad_saved_with_a_mark_is_read(house):
    (house.regulations / "R1.yaml").write_bytes(HEAD.encode("utf-8-sig"))
    assert house.profile("texts: [R1]").texts == ("R1",)


def test_a_broken_vocabulary_is_told_alone(house):
    house.text("R1", "试验制度", RULE)
    (house.regulations / "parameters.yaml").unlink()
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R1]")
    assert caught.value.code == "FK-PRF-002"


@pytest.mark.parametrize(
    ("file", "entry", "code"),
    [
        ("parameters", "a: {name: 甲, direction: up}", "FK-PRF-013"),
        ("parameters", "a: {name: 甲, direction: at_most, default: 3}", "FK-PRF-011"),
        (
            "parameters",
            "a: {name: 甲, direction: at_most, default: x, default_reason: 甲}",
            "FK-PRF-031",
        ),
        ("policies", "a: {name: 甲, choices: {乙: 丙}, default: 丁}", "FK-PRF-013"),
        ("policies", "a: {name: 甲, default: 丁}", "FK-PRF-011"),
    ],
)
def test_what_is_wrong_in_the_vocabulary_is_found(house, file, entry, code):
    house.write(f"regulations/{file}.yaml", entry + "\n")
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert code in [found.code for found in caught.value.findings]


def test_two_texts_share_neither_id_nor_title_nor_rule(house):
    house.text("R1", "同名", RULE)
    house.text("R2", "同名", "")
    house.write("regulations/copy.yaml", HEAD + RULE)
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R1]")
    twins = [found.found for found in caught.value.findings if found.code == "FK-PRF-038"]
    assert len(twins) == 3
    assert any("R1-01" in twin for twin in twins)


def test_a_value_has_dates_and_they_do_not_overlap(house):
    dated = """
    parameters:
      retention_max_percent:
        - {value: 5, from: 2016-12-27, until: 2017-06-30, clause: 第六条, quote: 5%}
        - {value: 2.5, from: 2017-07-01, clause: 第七条, quote: 2.5%}
    """
    house.law(dated)
    profile = house.profile("texts: []")

    def on(day):
        return profile.resolution(on=day).value("retention_max_percent")

    assert str(on(date(2017, 6, 30))) == "5%"
    assert on(date(2017, 7, 1)).amount == Decimal("2.5")
    assert str(on(date(2017, 7, 1))) == "2.5%"
    house.law(dated.replace("2017-07-01", "2017-06-30"))
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: []")
    assert caught.value.code == "FK-PRF-033"

"""Profiles: what binds, what is inherited, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Level
from formkit.rules.profile import profile_names

RULES = """
rules:
  {id}-01:
    clause: "1"
    quote: 引文
    says: 说明
    level: {level}
    gate: issue
    records: [visit_record]
"""


@pytest.fixture
def texts(house):
    house.text("R1", "甲制度", RULES.format(id="R1", level="warning"))
    house.text("R2", "乙制度", RULES.format(id="R2", level="error"))
    house.law(RULES.format(id="LAW", level="error"))
    return house


def refused(house, body):
    with pytest.raises(ProfileError) as caught:
        house.profile(body)
    return caught.value.finding()


def test_the_law_binds_without_being_chosen(texts):
    profile = texts.profile("texts: [R1]")
    day = profile.today
    bound = [rule.id for rule in profile.library.rules().values() if profile.binds(rule, day)]
    assert sorted(bound) == ["LAW-01", "R1-01"]


def test_a_profile_takes_what_it_does_not_say_from_the_one_it_extends(texts):
    texts.write(
        "profiles/parent.yaml",
        """
        id: parent
        title: 上级公司
        texts: [R1]
        params: {dispatch_hours: 24, visit_notice_days: 20}
        rules: {R1-01: {level: error, reason: 考核}}
        policies: {end_convention: 减一日}
        depts: {owner: 工程部, archive: 资料室}
        survey: {空题: 记0, min_answered: 80}
        """,
    )
    profile = texts.profile(
        """
        extends: parent
        params: {dispatch_hours: 12}
        rules: {R1-01: {enabled: false}}
        depts: {owner: 安质部}
        survey: {min_answered: 90}
        """
    )
    values = profile.resolution()
    assert profile.texts == ("R1",)
    assert profile.title == "示例公司"
    assert [values.value(n).amount for n in ("dispatch_hours", "visit_notice_days")] == [12, 20]
    assert values.policy_origin("end_convention")[:2] == ("减一日", "company")
    setting = profile.setting(profile.rule("R1-01"))
    assert (setting.level, setting.enabled, setting.reason) == (Level.ERROR, False, "考核")
    assert profile.depts == {"owner": "安质部", "archive": "资料室"}
    assert (profile.scoring.blank, profile.scoring.min_answered) == ("记0", 90)


def test_texts_of_the_child_replace_those_of_the_parent(texts):
    texts.write("profiles/parent.yaml", "id: parent\ntitle: 上级\ntexts: [R1]\n")
    assert texts.profile("extends: parent\ntexts: [R2]").texts == ("R2",)


def test_a_chain_of_profiles_that_closes_is_refused(texts):
    texts.write("profiles/one.yaml", "id: one\ntitle: 一\nextends: company\n")
    finding = refused(texts, "extends: one")
    assert finding.code == "FK-PRF-041"
    assert "company.yaml → one.yaml → company.yaml" in finding.found


def test_a_file_of_the_company_may_stand_anywhere_and_extend_a_neighbour_or_a_known_one(
    texts, tmp_path
):
    own = tmp_path / "我的公司"
    own.mkdir()
    (own / "办法.yaml").write_text(
        "id: OWN\ntitle: 本公司办法\nkind: regulation\nstatus: 试行\nsource: 文号\n"
        + RULES.format(id="OWN", level="error"),
        encoding="utf-8",
    )
    (own / "上级.yaml").write_text("id: up\ntitle: 上级\n", encoding="utf-8")
    path = own / "profile.yaml"
    path.write_text(
        "id: me\ntitle: 我\nextends: 上级.yaml\ntexts: [办法.yaml, R1]\n", encoding="utf-8"
    )
    profile = texts.load(path)
    assert profile.texts == ("OWN", "R1")
    assert profile.binds(profile.rule("OWN-01"), profile.today)


def test_a_local_law_of_the_company_binds_and_need_not_be_on_the_list_of_choices(texts):
    texts.write(
        "profiles/local.yaml",
        """
        id: L9
        title: 某省条例
        kind: law
        status: 现行
        source: 虚构
        parameters: {dispatch_hours: {value: 72, clause: 第九条, quote: 三日内到场}}
        """,
    )
    value = texts.profile("texts: [local.yaml, R1]").resolution().value("dispatch_hours")
    assert (value.amount, value.source) == (72, "law")


def test_a_missing_file_among_the_texts_is_named(texts):
    finding = refused(texts, "texts: [没有.yaml]")
    assert finding.code == "FK-PRF-002"
    assert "没有.yaml" in finding.found


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ("texts: [R3]", "FK-PRF-042", "现有:R1、R2"),
        ("texts: [L1]", "FK-PRF-046", "法律永远有效"),
        ("texts: R1", "FK-PRF-012", "清单"),
        ("rules: {R1-O1: {level: error}}", "FK-PRF-043", "是否指「R1-01」"),
        ("rules: {R1-01: {level: off}}", "FK-PRF-014", "enabled: false"),
        ("rules: {R1-01: {level: false}}", "FK-PRF-014", "enabled: false"),
        ("rules: {R1-01: off}", "FK-PRF-014", "enabled: false"),
        ("rules: {R1-01: false}", "FK-PRF-014", "enabled: false"),
        ("rules: {R1-01: error}", "FK-PRF-012", "{level: error}"),
        ("rules: {R1-01: [error]}", "FK-PRF-012", "映射"),
        ("rules: {R1-01: {level: warn}}", "FK-PRF-013", "是否指「warning」"),
        ("rules: {R1-01: {enabled: off}}", "FK-PRF-012", "true 或 false"),
        ("rules: {R1-01: {hours: 24}}", "FK-PRF-010", "hours"),
        ("rules: {LAW-01: {enabled: false}}", "FK-PRF-044", "不得停用或降级"),
        ("rules: {LAW-01: {level: warning}}", "FK-PRF-044", "原级别为错误"),
        ("params: {dispatch_hour: 12}", "FK-PRF-030", "是否指「dispatch_hours」"),
        ("params: {dispatch_hours: 半天}", "FK-PRF-031", "半天"),
        ("params: {visit_methods: 上门}", "FK-PRF-031", "清单"),
        ("policies: {end_convention: [对应日]}", "FK-PRF-013", "[对应日]"),
        ("policies: {end: 对应日}", "FK-PRF-036", "end"),
        ("policies: {end_convention: 减1日}", "FK-PRF-013", "是否指「减一日」"),
        ("policy: {end_convention: 减一日}", "FK-PRF-010", "是否指「policies」"),
        ("depts: {owner: 1}", "FK-PRF-015", "引号"),
        ("extends: basis", "FK-PRF-040", "basis"),
    ],
)
def test_what_is_wrong_in_a_profile_is_found(texts, body, code, said):
    finding = refused(texts, body)
    assert finding.code == code
    assert said in str(finding)


def test_a_repealed_text_cannot_be_chosen(texts):
    path = texts.text("R3", "旧制度", "effective_until: 2020-12-31")
    path.write_text(path.read_text(encoding="utf-8").replace("现行", "废止"), encoding="utf-8")
    assert refused(texts, "texts: [R3]").code == "FK-PRF-045"


def test_an_unknown_profile_offers_the_nearest_name(texts):
    texts.profile("texts: []")
    with pytest.raises(ProfileError) as caught:
        texts.load("compani")
    assert caught.value.code == "FK-PRF-040"
    assert "是否指「company」" in str(caught.value)
    assert profile_names(texts.forms) == ["company"]
    assert texts.load("COMPANY").id == "company"


def test_an_empty_profile_file_is_refused(texts):
    path = texts.write("profiles/empty.yaml", "")
    with pytest.raises(ProfileError) as caught:
        texts.load(path)
    assert caught.value.code == "FK-PRF-005"


def test_a_company_value_may_carry_its_own_clause_and_dates(texts):
    profile = texts.profile(
        """
        params:
          visit_methods: [上门, 函件]
          dispatch_hours:
            - {value: 24, until: 2026-12-31}
            - {value: 12, from: 2027-01-01, clause: 会议纪要, quote: 半天到场}
        """
    )
    assert profile.resolution().value("visit_methods").amount == ("上门", "函件")
    assert str(profile.resolution().value("dispatch_hours").citation) == "《企业自定》"
    later = profile.resolution(on=date(2027, 1, 1)).value("dispatch_hours")
    assert str(later.citation) == "《企业自定》会议纪要「半天到场」"


def test_the_level_is_the_profiles_then_the_faults_then_the_texts(texts):
    plain = texts.profile("texts: [R1, R2]")
    assert plain.level(plain.rule("R1-01")) is Level.WARNING
    assert plain.level(plain.rule("R1-01"), "error") is Level.ERROR
    stern = texts.profile("rules: {R1-01: {level: info}}")
    assert stern.level(stern.rule("R1-01"), "error") is Level.INFO


def test_a_law_grows_but_never_shrinks(texts):
    texts.law(RULES.format(id="LAW", level="warning"))
    raised = texts.profile("rules: {LAW-01: {level: error}}")
    assert raised.level(raised.rule("LAW-01")) is Level.ERROR
    kept = texts.profile("rules: {LAW-01: {level: warning}}")
    assert kept.level(kept.rule("LAW-01"), "error") is Level.ERROR


def test_a_rule_that_nobody_wrote_down_is_a_profile_error(texts):
    with pytest.raises(ProfileError) as caught:
        texts.profile("texts: [R1]").rule("R1-09")
    assert caught.value.code == "FK-PRF-024"
    with pytest.raises(KeyError):
        texts.profile("texts: [R1]").library.text_of("R1-09")

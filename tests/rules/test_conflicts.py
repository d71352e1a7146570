"""Conflicts between texts stop when the profile is loaded (domain C1, C2, C5 and their kin)."""

from __future__ import annotations

from datetime import date

import pytest

from formkit.kernel.errors import ExitCode, ProfileError

FIVE_YEARS = """
parameters:
  warranty_minimum.屋面防水: {value: 5, clause: 第四十条, quote: 屋面防水工程为5年}
"""


def test_c1_one_year_for_waterproofing_is_below_the_law_and_both_clauses_are_named(house):
    house.law(FIVE_YEARS)
    house.text(
        "R8",
        "保修投诉制度",
        """
        parameters:
          warranty_minimum.屋面防水: {value: 1, clause: 三.1, quote: 保修期限一般为1年}
        """,
    )
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R8]")
    finding = caught.value.finding()
    assert finding.code == "FK-PRF-050"
    assert caught.value.exit_code is ExitCode.PROFILE
    assert (finding.place.file, finding.place.line) == ("R8.yaml", 7)
    assert "《保修投诉制度》三.1「保修期限一般为1年」定为 1 年" in finding.found
    assert "不少于 5 年(依据 《条例》第四十条「屋面防水工程为5年」)" in finding.required


def test_c1_one_year_may_stand_for_what_the_law_does_not_name(house):
    house.law(FIVE_YEARS)
    house.text(
        "R8",
        "保修投诉制度",
        """
        parameters:
          warranty_minimum.其他: {value: 1, clause: 三.1, quote: 保修期限一般为1年}
        """,
    )
    values = house.profile("texts: [R8]").resolution()
    assert str(values.value("warranty_minimum.其他")) == "1 年"
    assert str(values.value("warranty_minimum.屋面防水")) == "5 年"


def one_year_and_half_year(house):
    house.text(
        "R6",
        "回访与保修管理办法",
        """
        policies:
          visit_after_cutoff: {value: 停止组织, clause: 五(三), quote: 交付一年后不再组织回访}
        """,
    )
    house.text(
        "R7",
        "回访和调查制度",
        """
        policies:
          visit_after_cutoff: {value: 继续回访, clause: "4", quote: 每半年回访一次}
        """,
    )


def test_c2_no_visits_after_a_year_against_every_half_year_asks_the_company_to_choose(house):
    one_year_and_half_year(house)
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R6, R7]")
    finding = caught.value.finding()
    assert finding.code == "FK-PRF-053"
    assert "停止组织(《回访与保修管理办法》五(三)" in finding.found
    assert "继续回访(《回访和调查制度》4" in finding.found
    assert "visit_after_cutoff: 停止组织" in finding.remedy


def test_c2_the_company_that_chose_is_followed(house):
    one_year_and_half_year(house)
    profile = house.profile("texts: [R6, R7]\npolicies: {visit_after_cutoff: 停止组织}")
    assert profile.resolution().policy("visit_after_cutoff") == "停止组织"


@pytest.mark.parametrize(("text", "choice"), [("R6", "停止组织"), ("R7", "继续回访")])
def test_c2_a_text_alone_implies_its_own_choice(house, text, choice):
    one_year_and_half_year(house)
    assert house.profile(f"texts: [{text}]").resolution().policy("visit_after_cutoff") == choice


def twelve_hours_and_seven_days(house):
    house.text(
        "R2",
        "维修抢险制度",
        """
        parameters:
          dispatch_hours: {value: 12, clause: 三.4.1, quote: 12小时内派人保修}
        """,
    )
    house.text(
        "GF",
        "工程质量保修书",
        """
        parameters:
          dispatch_hours: {value: 168, clause: 附件3, quote: 7天内派人保修}
        """,
    )


def test_c5_twelve_hours_against_seven_days_the_stricter_wins_and_the_other_is_kept(house):
    twelve_hours_and_seven_days(house)
    value = house.profile("texts: [GF, R2]").resolution().value("dispatch_hours")
    assert str(value) == "12 小时"
    assert value.citation.title == "维修抢险制度"
    assert [str(lost) for lost in value.overruled] == [
        "168 小时《工程质量保修书》附件3「7天内派人保修」(不如现行值严)"
    ]


def test_c5_seven_days_of_the_contract_replace_the_twelve_hours(house):
    twelve_hours_and_seven_days(house)
    values = house.profile("texts: [R2]").resolution({"dispatch_hours": 168})
    value = values.value("dispatch_hours")
    assert (str(value), value.source) == ("168 小时", "contract")
    assert [lost.why for lost in value.overruled] == ["contract"]
    assert values.faults == ()


def test_two_different_exact_values_stop_and_both_clauses_are_named(house):
    for name, month in (("R1", 12), ("R2", 1)):
        house.text(
            name,
            f"制度{name}",
            f"parameters: {{plan_month: {{value: {month}, clause: '一', quote: 月}}}}",
        )
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R2, R1]")
    finding = caught.value.finding()
    assert finding.code == "FK-PRF-051"
    assert "12 月(《制度R1》一「月」),1 月(《制度R2》一「月」)" in finding.found


def test_the_same_exact_value_twice_is_no_conflict(house):
    for name in ("R1", "R2"):
        house.text(
            name, f"制度{name}", "parameters: {plan_month: {value: 12, clause: '一', quote: 月}}"
        )
    value = house.profile("texts: [R1, R2]").resolution().value("plan_month")
    assert value.amount == 12
    assert [citation.title for citation in value.citations] == ["制度R1", "制度R2"]


def test_lists_of_choices_without_a_common_one_stop(house):
    house.text(
        "R1", "甲制度", "parameters: {visit_methods: {value: [上门], clause: '一', quote: 上门}}"
    )
    house.text(
        "R2", "乙制度", "parameters: {visit_methods: {value: [电话], clause: '二', quote: 电话}}"
    )
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R1, R2]")
    assert caught.value.code == "FK-PRF-052"
    assert "上门(《甲制度》一「上门」),电话(《乙制度》二「电话」)" in str(caught.value)


def test_a_company_value_below_the_law_stops_at_its_line(house):
    house.law(FIVE_YEARS)
    with pytest.raises(ProfileError) as caught:
        house.profile("params:\n  warranty_minimum.屋面防水: 2\n")
    finding = caught.value.finding()
    assert finding.code == "FK-PRF-050"
    assert "《企业自定》定为 2 年" in finding.found
    assert str(finding.place).startswith("company.yaml 第4行")


def test_a_law_that_comes_later_is_a_floor_from_today_on(house):
    house.law(
        """
        parameters:
          retention_max_percent:
            - {value: 5, until: 2026-12-31, clause: 第六条, quote: 5%}
            - {value: 3, from: 2027-01-01, clause: 第七条, quote: 3%}
        """
    )
    with pytest.raises(ProfileError) as caught:
        house.profile("params: {retention_max_percent: 4}")
    assert "不超过 3%" in str(caught.value)


def test_a_law_of_the_past_does_not_stop_the_company_of_today(house):
    house.law(
        """
        parameters:
          retention_max_percent:
            - {value: 3, until: 2020-12-31, clause: 第六条, quote: 3%}
            - {value: 5, from: 2021-01-01, clause: 第七条, quote: 5%}
        """
    )
    profile = house.profile("params: {retention_max_percent: 4}")
    assert profile.resolution().value("retention_max_percent").amount == 4
    past = profile.resolution(on=date(2020, 6, 1)).value("retention_max_percent")
    assert (past.amount, past.source) == (3, "law")


def test_a_choice_against_the_law_stops(house):
    house.law("policies: {end_convention: {value: 对应日, clause: 第二百零二条, quote: 对应日}}")
    with pytest.raises(ProfileError) as caught:
        house.profile("policies: {end_convention: 减一日}")
    assert caught.value.code == "FK-PRF-054"
    values = house.profile("policies: {end_convention: 对应日}").resolution()
    assert values.policy_origin("end_convention")[1] == "law"


def test_all_conflicts_are_told_at_once(house):
    house.law(FIVE_YEARS)
    one_year_and_half_year(house)
    with pytest.raises(ProfileError) as caught:
        house.profile("texts: [R6, R7]\nparams: {warranty_minimum.屋面防水: 2}")
    assert [finding.code for finding in caught.value.findings] == ["FK-PRF-050", "FK-PRF-053"]
    assert "2 处错误" in str(caught.value)

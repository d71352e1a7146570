"""Law, contract, the strictest of the texts, default."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from formkit.kernel.errors import ProfileError

LAW = """
parameters:
  warranty_minimum.屋面防水:
    {value: 5, clause: 第四十条, quote: 屋面防水工程为5年, exemptible: true}
  visit_methods: {value: [上门, 函件], clause: 第九条, quote: 上门或函件}
  visit_contents: {value: [范围], clause: 第十条, quote: 范围}
policies:
  visit_after_cutoff: {value: 继续回访, clause: 第十一条, quote: 继续}
"""


@pytest.fixture
def profile(house):
    house.law(LAW)
    house.text(
        "R1",
        "甲制度",
        "parameters: {dispatch_hours: {value: 24, clause: '一', quote: 一日内}}",
    )
    return house.profile("texts: [R1]\nparams: {dispatch_hours: 12, warranty_minimum.屋面防水: 6}")


def test_nobody_gives_a_value_so_the_default_stands_without_a_clause(profile):
    value = profile.resolution().value("followup_days")
    assert (str(value), value.source, value.citation) == ("3 天", "default", None)
    assert not profile.resolution().given("followup_days")


def test_a_value_that_nobody_gives_and_that_has_no_default_is_refused(profile):
    with pytest.raises(ProfileError) as caught:
        profile.resolution().value("plan_month")
    assert caught.value.code == "FK-PRF-039"


@pytest.mark.parametrize("ask", ["value", "given", "policy"])
def test_an_unknown_name_is_refused(profile, ask):
    with pytest.raises(ProfileError) as caught:
        getattr(profile.resolution(), ask)("dispatch_hour")
    assert caught.value.code == ("FK-PRF-036" if ask == "policy" else "FK-PRF-030")


def test_the_company_is_one_text_among_the_others(profile):
    value = profile.resolution().value("dispatch_hours")
    assert (value.amount, value.source) == (12, "company")
    assert [str(lost) for lost in value.overruled] == [
        "24 小时《甲制度》一「一日内」(不如现行值严)"
    ]


def test_the_contract_replaces_the_company_and_gives_what_nobody_gave(profile):
    values = profile.resolution({"dispatch_hours": 48, "plan_month": 11})
    assert str(values.value("dispatch_hours").citation) == "《施工合同》特约条款"
    assert [lost.amount for lost in values.value("dispatch_hours").overruled] == [24, 12]
    assert values.given("plan_month")
    assert values.value("plan_month").amount == 11


def test_a_contract_above_the_law_is_followed(profile):
    values = profile.resolution(
        {"warranty_minimum.屋面防水": {"value": 8, "clause": "第12条", "quote": "防水八年"}}
    )
    value = values.value("warranty_minimum.屋面防水")
    assert (value.amount, str(value.citation)) == (8, "《施工合同》第12条「防水八年」")
    assert {lost.source for lost in value.overruled} == {"law", "company"}


def test_a_contract_below_the_law_is_a_fault_and_is_not_followed(profile):
    values = profile.resolution({"warranty_minimum.屋面防水": 1})
    (fault,) = values.faults
    assert (fault.code, fault.place.path) == ("FK-PRF-060", "warranty_minimum.屋面防水")
    assert "为 1 年,低于法律" in fault.found
    assert "不少于 5 年(依据 《条例》第四十条" in fault.required
    assert values.value("warranty_minimum.屋面防水").amount == 6


def test_outside_the_law_the_contract_goes_below_it(profile):
    values = profile.resolution({"warranty_minimum.屋面防水": 1}, exempt=True)
    assert values.faults == ()
    assert values.value("warranty_minimum.屋面防水").amount == 1


@pytest.mark.parametrize(
    ("term", "value", "code"),
    [
        ("visit_methods", ["电话"], "FK-PRF-060"),
        ("visit_after_cutoff", "停止组织", "FK-PRF-060"),
        ("dispatch_hour", 12, "FK-PRF-061"),
        ("dispatch_hours", "12小时", "FK-PRF-062"),
        ("dispatch_hours", None, "FK-PRF-062"),
        ("visit_methods", "上门", "FK-PRF-062"),
        ("visit_after_cutoff", "继续回访", "FK-PRF-063"),
        ("end_convention", "减1日", "FK-PRF-063"),
        ("end_convention", ["减一日"], "FK-PRF-063"),
    ],
)
def test_what_is_wrong_with_a_term_is_a_fault(profile, term, value, code):
    (fault,) = profile.resolution({term: value}).faults
    assert fault.code == code
    assert fault.place.path == term
    assert "None" not in fault.found or value is None


def test_lists_of_the_contract_are_joined_with_those_of_the_law(profile):
    values = profile.resolution({"visit_contents": ["观感"], "visit_methods": ["上门", "电话"]})
    assert values.faults == ()
    assert values.value("visit_contents").amount == ("范围", "观感")
    assert values.value("visit_methods").amount == ("上门",)


def test_a_policy_left_to_the_contract_follows_it(profile):
    value, source, citation = profile.resolution({"end_convention": "减一日"}).policy_origin(
        "end_convention"
    )
    assert (value, source.label, citation.title) == ("减一日", "合同特约", "施工合同")
    assert profile.resolution().policy_origin("end_convention")[1] == "default"


def test_two_texts_that_conflicted_in_the_past_stop_only_him_who_asks_for_the_past(house):
    for name, month in (("R1", 12), ("R2", 1)):
        house.text(
            name,
            f"制度{name}",
            f"""
            parameters:
              plan_month:
                - {{value: {month}, until: 2020-12-31, clause: 一, quote: 旧}}
                - {{value: 12, from: 2021-01-01, clause: 一, quote: 新}}
            """,
        )
    profile = house.profile("texts: [R1, R2]")
    assert profile.resolution().value("plan_month").amount == 12
    with pytest.raises(ProfileError) as caught:
        profile.resolution(on=date(2020, 6, 1)).value("plan_month")
    assert caught.value.code == "FK-PRF-051"


def test_all_days_of_an_era_have_the_same_law(house):
    house.law(LAW)
    house.text(
        "R1",
        "甲制度",
        """
        effective_from: 2020-03-01
        effective_until: 2023-02-28
        parameters:
          dispatch_hours:
            - {value: 24, clause: '一', quote: 一日内, until: 2022-06-30}
            - {value: 12, clause: '一', quote: 半日内, from: 2022-07-01}
        """,
    )
    own = "params: {dispatch_hours: [{value: 48, from: 2021-01-01, until: 2021-01-01}]}"
    profile = house.profile(f"texts: [R1]\n{own}")
    days = [date(2020, 1, 1) + timedelta(days=count) for count in range(1_500)]
    offers = {profile.era(day): profile.offers(day) for day in days}
    assert [
        profile.era(day) for day in days if profile.offers(day) != offers[profile.era(day)]
    ] == []
    assert len(offers) == 6
    assert profile.resolution(on=days[0]) is profile.resolution(on=days[1])
    assert profile.era(date.min) == 0
    assert profile.era(date.max) == 5


@pytest.mark.parametrize("terms", [({"dispatch_hours": 1}, {"dispatch_hours": True})])
def test_terms_that_only_look_equal_are_not_taken_for_each_other(profile, terms):
    right, wrong = (profile.resolution(one) for one in terms)
    assert (right.value("dispatch_hours").amount, right.faults) == (1, ())
    assert [fault.code for fault in wrong.faults] == ["FK-PRF-062"]

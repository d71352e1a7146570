"""The texts and profiles that come with formkit are whole and do not contradict each other."""

from __future__ import annotations

from datetime import date

import pytest

from formkit.kernel.errors import ProfileError
from formkit.kernel.resources import forms_folder
from formkit.rules.profile import load_profile, profile_names

TODAY = date(2026, 11, 23)
NAMES = profile_names(forms_folder())


def test_there_is_a_profile_for_every_regulation_for_the_law_and_for_the_company():
    assert set(NAMES) >= {*(f"R{n}" for n in range(1, 12)), "base", "company"}


@pytest.mark.parametrize("name", NAMES)
def test_every_profile_loads_and_every_value_in_force_is_known(name):
    profile = load_profile(name, forms=forms_folder(), today=TODAY)
    values = profile.resolution()
    given = [p for p in profile.library.vocabulary.parameters if values.given(p)]
    assert all(str(values.value(parameter)) for parameter in given)
    assert profile.id == name
    assert given


def test_every_parameter_and_policy_is_used_by_a_text():
    library = load_profile("base", forms=forms_folder(), today=TODAY).library
    used = {
        name
        for rule in library.rules().values()
        for wanted in rule.parameters
        for name in library.vocabulary.family(wanted)
    }
    used |= {name for text in library.texts.values() for name in text.parameters}
    assert sorted(set(library.vocabulary.parameters) - used) == []


def test_the_deposit_is_three_per_cent_of_the_settlement_at_most():
    profile = load_profile("base", forms=forms_folder(), today=TODAY)
    value = profile.resolution().value("retention_max_percent")
    assert (str(value), value.citation.clause) == ("3%", "第七条")
    assert profile.resolution().value("dlp_max_months").amount == 24


def test_numbers_of_the_problem_procedure_are_never_used_twice():
    profile = load_profile("R5", forms=forms_folder(), today=TODAY)
    assert profile.rule("R5-02").citation.clause == "3.2"
    assert profile.binds(profile.rule("R5-02"), TODAY)


def test_the_deposit_of_an_earlier_acceptance_is_that_of_its_day():
    profile = load_profile("base", forms=forms_folder(), today=TODAY)
    earlier = profile.resolution(on=date(2017, 3, 1)).law("retention_max_percent")
    assert (str(earlier), earlier.citation.quote[-2:]) == ("5%", "5%")
    assert profile.binds(profile.rule("LAW-10"), date(2017, 3, 1))
    assert not profile.binds(profile.rule("LAW-10"), date(2016, 3, 1))


def test_the_law_is_not_quoted_for_what_the_contract_asks():
    profile = load_profile("base", forms=forms_folder(), today=TODAY)
    values = profile.resolution({"retention_max_percent": 2})
    assert values.value("retention_max_percent").amount == 2
    assert values.law("retention_max_percent").amount == 3


def company(tmp_path, body):
    path = tmp_path / "own.yaml"
    head = "id: own\ntitle: 示例公司\nextends: base\n"
    path.write_text(head + body, encoding="utf-8")
    return load_profile(path, forms=forms_folder(), today=TODAY)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("params: {dispatch_hours: 0}", "不小于 0.5 的数"),
        ("params: {visit_notice_days: -20}", "不小于 1 的数"),
        ("policies: {holiday_extension: 顺延}", "尚不支持"),
        ("archive_route: {otherwise: 工程部}", "不认识的键「archive_route」"),
    ],
)
def test_a_setting_that_nobody_follows_is_refused(tmp_path, body, said):
    with pytest.raises(ProfileError) as caught:
        company(tmp_path, body)
    assert said in str(caught.value.finding())


def test_a_contract_may_not_choose_what_cannot_be_followed(tmp_path):
    [wrong] = company(tmp_path, "texts: []").resolution({"holiday_extension": "顺延"}).faults
    assert (wrong.code, wrong.place.label) == ("FK-PRF-047", "末日遇法定休假日")


def test_the_clause_of_the_exemption_stands_in_the_text():
    profile = load_profile("base", forms=forms_folder(), today=TODAY)
    text = profile.text_of(profile.rule("LAW-2"))
    assert text.exemption is not None
    assert text.exemption.clause == "第八十条"

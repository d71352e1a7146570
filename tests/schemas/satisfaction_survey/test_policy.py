"""The sheet 口径: every choice with its value, meaning, clause, and where it was made."""

from __future__ import annotations

from datetime import date

from formkit.kernel.resources import forms_folder
from formkit.rules.profile import load_profile
from formkit.rules.scoring_terms import TERMS
from formkit.schemas.satisfaction_survey.policy import lines

TODAY = date(2026, 11, 23)


def said(name):
    profile = load_profile(name, forms=forms_folder(), today=TODAY)
    return {line.name: line for line in lines(profile)}


def test_the_points_and_the_formula_stand_with_their_clause():
    found = said("company")
    assert found["三级量表"].value == "满意 3、一般 2、不满意 0"
    assert found["五级量表"].value == "很满意 3、满意 2、一般 1、不满意 0、很不满意 -1"
    assert "《工程质量回访和顾客满意度调查制度》1「" in found["五级量表"].basis
    assert found["满意度"].basis.endswith("1「满意度=实际得分/满分*100%」")
    assert "都不乘权重" in found["题满意度"].meaning
    assert "不适用的剔除" in found["总体评价"].meaning
    assert (found["满意度"].origin, found["全空卷"].origin) == ("制度", "默认")


def test_every_choice_stands_with_where_it_was_made():
    found = said("company")
    assert {term.name for term in TERMS} < set(found)
    blank = found["空题"]
    assert (blank.value, blank.basis) == ("剔除", "本公司评分口径")
    assert blank.origin.startswith("company.yaml 第")
    assert found["最少答题"].meaning == "答题不到适用题数 80% 的是无效卷,不进入统计"
    assert found["低分线"].value == "三级 70、五级 60"
    assert (found["目标"].value, found["目标"].meaning) == ("不限", "没有定目标")
    assert found["小数位"].origin == "默认"
    assert "工程质量回访" in found["量表"].basis


def test_a_company_without_that_regulation_has_its_own_choices_only():
    found = said("base")
    assert "五级量表" not in found
    assert found["满意度"].basis == "本公司评分口径"


def test_the_companys_own_clause_stands_where_it_names_one(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "id: own\ntitle: 示例\nextends: company\n"
        "survey: {空题: {value: 记0, clause: 本公司测量办法 5.2}}\n",
        encoding="utf-8",
    )
    profile = load_profile(path, forms=forms_folder(), today=TODAY)
    line = next(one for one in lines(profile) if one.name == "空题")
    assert (line.value, line.basis) == ("记0", "本公司测量办法 5.2")
    assert line.origin == "own.yaml 第4行 survey.空题"

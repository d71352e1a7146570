"""Question banks: found by name, told apart by digest, wrong ones told with line and remedy."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from formkit.kernel.errors import ProfileError
from formkit.kernel.resources import forms_folder
from formkit.schemas.satisfaction_survey.bank import (
    bank_of,
    find_bank,
    folders_of,
    load_bank,
    load_banks,
    read_bank,
)
from formkit.schemas.satisfaction_survey.points import fits, fitted
from formkit.schemas.satisfaction_survey.record import Mark, SatisfactionSurvey, Section
from formkit.schemas.satisfaction_survey.vocabulary import vocabulary

BANK = """\
name: 物业回访
title: 物业单位满意度调查题库
slash: 报错
scales:
  三级: [满意, 一般, 不满意]
  五级: [很满意, 满意, 一般, 不满意]
sections:
  Ⅲ:
    - {item_no: 1, text: 维修质量, scale: 三级, weight: 1.5}
    - {item_no: 2, text: 服务态度, scale: 五级, counts: false}
overall: {scale: 五级, counts: true}
"""
POINTS = {
    "三级": {"满意": 3, "一般": 2, "不满意": 0},
    "五级": {"很满意": 3, "满意": 2, "一般": 1, "不满意": 0, "很不满意": -1},
}
TABLE = {scale: {mark: Decimal(p) for mark, p in marks.items()} for scale, marks in POINTS.items()}


def written(folder, content, name="本公司.yaml"):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def faults(tmp_path, content):
    with pytest.raises(ProfileError) as caught:
        read_bank(written(tmp_path, content))
    return getattr(caught.value, "findings", (caught.value.finding(),))


def test_a_bank_of_any_name_is_found_in_the_folders_of_the_company(tmp_path):
    written(tmp_path / "surveys", BANK)
    folders = folders_of((tmp_path,))
    bank = load_bank("物业回访", folders)
    assert bank.slash == "报错"
    assert bank.item(Section.DELIVERED, 1).weight == Decimal("1.5")
    assert bank.item(Section.DELIVERED, 2).choices == ("很满意", "满意", "一般", "不满意")
    assert bank.overall.counts
    assert bank.section(Section.BUILDING) == ()
    assert list(load_banks(folders)) == ["物业回访", "三级", "五级"]


def test_the_banks_of_a_company_stand_before_those_of_the_program(tmp_path):
    written(tmp_path, BANK.replace("物业回访", "五级"))
    assert load_bank("五级", [tmp_path]).title == "物业单位满意度调查题库"
    assert load_bank("三级", [tmp_path]) == load_bank("三级")
    assert find_bank(None, [tmp_path]).name == "五级"
    assert find_bank("四级", [tmp_path]) is None


def test_an_unknown_bank_is_told_with_the_known_ones(tmp_path):
    written(tmp_path, BANK)
    with pytest.raises(ProfileError) as caught:
        load_bank("物业回方", [tmp_path])
    said = caught.value.finding()
    assert said.code == "FK-SUR-001"
    assert said.required == "现有题库:物业回访、三级、五级"
    assert said.remedy.startswith("是否指「物业回访」?")


def test_a_record_that_names_an_unknown_bank_is_a_finding(tmp_path):
    told = vocabulary((tmp_path,))
    assert list(told(SatisfactionSurvey(bank="三级"))) == []
    assert list(told(SatisfactionSurvey())) == []
    [doubt] = told(SatisfactionSurvey(bank="七级"))
    assert (doubt.path, doubt.code) == ("bank", "FK-SUR-001")
    assert doubt.values["known"] == "三级、五级"


def test_two_files_of_one_folder_may_not_share_a_name(tmp_path):
    written(tmp_path, BANK, "甲.yaml")
    written(tmp_path, BANK, "乙.yml")
    with pytest.raises(ProfileError, match=r"FK-SUR-002.*物业回访.*另一个是 乙\.yml"):
        load_banks([tmp_path])


def test_a_wrong_file_of_the_company_is_told_whichever_bank_is_asked_for(tmp_path):
    written(tmp_path, BANK.replace("scale: 三级", "scale: 七级"))
    with pytest.raises(ProfileError, match="七级"):
        load_bank("五级", [tmp_path])


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "said"),
    [
        ("item_no: 2", "item_no: 1", "FK-SUR-003", 10, "1"),
        ("scale: 三级", "scale: 三档", "FK-PRF-013", 9, "三级、五级"),
        ("overall: {scale: 五级", "overall: {scale: 七级", "FK-PRF-013", 11, "七级"),
        ("text: 维修质量", "texxt: 维修质量", "FK-PRF-011", 9, "text"),
        ("item_no: 2", "item_no: 0", "FK-PRF-012", 10, "1 到 998"),
        ("item_no: 2", "item_no: 一", "FK-PRF-012", 10, "一"),
        ("weight: 1.5", "weight: 0", "FK-PRF-012", 9, "大于 0"),
        ("weight: 1.5", "weight: 多", "FK-PRF-012", 9, "多"),
        ("weight: 1.5", "weight: .nan", "FK-PRF-012", 9, "nan"),
        ("weight: 1.5", "weight: [1]", "FK-PRF-012", 9, "大于 0"),
        ("counts: false", "counts: 否", "FK-PRF-012", 10, "true"),
        ("[满意, 一般, 不满意]", "[满意, 较满意, 不满意]", "FK-PRF-013", 5, "较满意"),
        ("[满意, 一般, 不满意]", "[满意, 满意]", "FK-SUR-004", 5, "三级"),
        ("[满意, 一般, 不满意]", "[满意]", "FK-SUR-004", 5, "三级"),
        ("slash: 报错", "slash: 空", "FK-PRF-013", 3, "不适用、报错"),
        ("name: 物业回访", "nom: 物业回访", "FK-PRF-011", 1, "name"),
        ("name: 物业回访", "name: " + "长" * 41, "FK-SUR-006", 1, "40"),
        ("  Ⅲ:", "  Ⅳ:", "FK-PRF-010", 8, "Ⅱ、Ⅲ"),
        ("sections:", "sections: [", "FK-PRF-003", 9, "YAML"),
        ("title:", "\ttitle:", "FK-PRF-003", 2, "YAML"),
    ],
)
def test_a_fault_of_a_bank_is_told_with_line_and_remedy(tmp_path, *, old, new, code, line, said):
    found = faults(tmp_path, BANK.replace(old, new, 1))
    assert code in [one.code for one in found]
    one = next(one for one in found if one.code == code)
    assert one.place.file == "本公司.yaml"
    assert one.place.line == line
    assert said in str(one)
    assert one.remedy


def test_all_faults_of_a_bank_are_told_at_once(tmp_path):
    content = BANK.replace("text: 维修质量", "text: [1]").replace("counts: false", "counts: 否")
    assert len(faults(tmp_path, content)) == 2


@pytest.mark.parametrize(
    ("sections", "code"),
    [
        ("{}", "FK-SUR-005"),
        ("{Ⅲ: []}", "FK-SUR-005"),
        ("{Ⅲ: 题目}", "FK-PRF-012"),
        ("{Ⅲ: [题目]}", "FK-PRF-012"),
        ("", "FK-PRF-011"),
    ],
)
def test_a_bank_without_items_is_told(tmp_path, sections, code):
    content = re.sub(r"sections:.*(?=overall)", f"sections: {sections}\n", BANK, flags=re.DOTALL)
    assert [one.code for one in faults(tmp_path, content)] == [code]


def test_a_bank_that_is_no_utf8_or_missing_is_told(tmp_path):
    (tmp_path / "甲.yaml").write_bytes("名: 五级".encode("gbk"))
    with pytest.raises(ProfileError, match="FK-PRF-006"):
        load_bank("五级", [tmp_path])
    with pytest.raises(ProfileError, match="FK-PRF-002"):
        read_bank(tmp_path / "没有.yaml")


def test_a_section_may_be_typed_with_letters(tmp_path):
    bank = read_bank(written(tmp_path, BANK.replace("Ⅲ:", "III:")))
    assert [item.item_no for item in bank.section(Section.DELIVERED)] == [1, 2]


def test_the_digest_is_that_of_the_content(tmp_path):
    bank = read_bank(written(tmp_path, BANK))
    assert re.fullmatch(r"[0-9a-f]{64}", bank.digest)
    same = read_bank(written(tmp_path, "# 注\n" + BANK.replace("title: 物业", "title: 各物业")))
    assert same.digest == bank.digest
    for old, new in [
        ("维修质量", "维修的质量"),
        ("weight: 1.5", "weight: 2"),
        ("counts: false", "counts: true"),
        ("scale: 三级", "scale: 五级"),
        ("slash: 报错", "slash: 不适用"),
        ("item_no: 2", "item_no: 3"),
        ("name: 物业回访", "name: 物业"),
        (", counts: true}", "}"),
        ("[很满意, 满意, 一般, 不满意]", "[很满意, 满意, 一般, 不满意, 很不满意]"),
    ]:
        changed = read_bank(written(tmp_path, BANK.replace(old, new)))
        assert changed.digest != bank.digest, old


@pytest.mark.parametrize("name", ["三级", "五级", "物业回访"])
def test_a_bank_as_data_is_the_same_bank(tmp_path, name):
    written(tmp_path, BANK)
    bank = load_bank(name, [tmp_path])
    again = bank_of(bank.as_data())
    assert again == bank
    assert again.digest == bank.digest


def test_data_that_is_no_bank_is_told():
    with pytest.raises(ProfileError, match="FK-PRF-011"):
        bank_of({"name": "五级"})


def test_the_digests_of_the_carried_banks_stay_what_they_are():
    """Sheets that were sent out name them: a change of the canonical form would orphan those."""
    digests = {name: load_bank(name).digest[:12] for name in ("三级", "五级")}
    assert digests == {"三级": "25ea4fe57788", "五级": "e40d0281bed2"}


@pytest.mark.parametrize("name", ["三级", "五级"])
def test_the_carried_banks_hold_ten_items_for_each_section(name):
    bank = load_bank(name)
    assert bank.name == name
    for section in Section:
        items = bank.section(section)
        assert [item.item_no for item in items] == list(range(1, 11))
        assert all(item.counts and item.weight == 1 for item in items)
    assert set(bank.scales) == {name}
    assert set(bank.scales[name]) == set(POINTS[name])
    assert bank.item(Section.BUILDING, 99) is None
    assert bank.slash == "不适用"


def test_the_carried_banks_lie_with_the_forms():
    found = {path.name for path in (forms_folder() / "surveys").glob("*.yaml")}
    assert found == {"levels-3.yaml", "levels-5.yaml"}


def test_a_bank_fits_the_points_of_the_rules(tmp_path):
    bank = read_bank(written(tmp_path, BANK))
    assert fits(bank, TABLE)
    assert fitted(bank, TABLE) is TABLE
    assert not fits(bank, {"三级": TABLE["三级"]})
    with pytest.raises(ProfileError, match=r"FK-SUR-008.*很满意.*三级:满意、一般、不满意"):
        fitted(bank, {"三级": TABLE["三级"]})
    poor = read_bank(written(tmp_path, BANK.replace("[很满意, 满意, 一般", "[满意, 一般")))
    with pytest.raises(ProfileError, match=r"FK-SUR-007.*很满意"):
        fitted(poor, TABLE)


def test_the_marks_of_a_scale_are_those_of_the_paper():
    assert {mark.value for mark in Mark} == set(POINTS["五级"])

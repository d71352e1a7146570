from __future__ import annotations

import pytest

from formkit.kernel.suggest import closest

LABELS = ["回访日期", "回访方式", "联系电话", "姓名", "地址", "工程名称", "通知技术质检科时间"]
NAMES = ["visited_on", "visit_type", "owner", "phone", "opinion_structure"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("回访日其", "回访日期"),
        ("回访日期 ", "回访日期"),
        ("姓明", "姓名"),
        ("工程名", "工程名称"),
        ("电话", "联系电话"),
        ("通知技术科时间", "通知技术质检科时间"),
    ],
)
def test_a_misspelt_label_finds_the_right_one(typed, meant):
    assert closest(typed, LABELS) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("visted_on", "visited_on"), ("Visit Type", "visit_type"), ("ｏｗｎｅｒ", "owner")],
)
def test_a_misspelt_field_name_finds_the_right_one(typed, meant):
    assert closest(typed, NAMES) == [meant]


@pytest.mark.parametrize("typed", ["天气", "项目经理", "完全不同的一栏", ""])
def test_a_different_word_gets_no_suggestion(typed):
    assert closest(typed, LABELS) == []


def test_letters_in_common_are_not_enough_for_an_english_name():
    assert closest("cone", ["owner"]) == []


def test_several_come_with_the_nearest_first_and_no_word_twice():
    assert closest("回访日期", ["回访方式", "回访日", "回访日期", "回访日期"], n=3) == [
        "回访日期",
        "回访日",
    ]


@pytest.mark.parametrize(
    ("word", "choices"),
    [
        ("撤场", ["未撤场"]),  # the opposite
        ("5级", ["三级", "五级"]),  # two are equally near
        ("业主", ["物业", "监理单位"]),  # the same character in another place
    ],
)
def test_no_suggestion_is_better_than_a_misleading_one(word, choices):
    assert closest(word, choices) == []

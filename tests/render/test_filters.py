"""Option groups in a cell: no line ends between a box and its word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel import marks
from formkit.kernel.text import width
from formkit.render.filters import WIDEST_CELL, arguments_fit, fit

CAUSES = ["施工", "设计", "勘察", "材料(乙供)", "使用不当", "第三方", "不可抗力"]
groups = st.lists(st.text("甲乙丙(A1)", min_size=1, max_size=12), min_size=1, unique=True).flatmap(
    lambda words: st.sampled_from(words).map(lambda word: marks.option_group(words, word))
)


def test_an_option_that_does_not_fit_begins_the_next_line():
    group = marks.option_group(CAUSES, "勘察")
    assert fit(group, 40).split("\n") == [
        "□施工 □设计 ☑勘察 □材料(乙供) ",
        "□使用不当 □第三方 □不可抗力",
    ]


def test_a_group_that_fits_stays_on_its_line():
    assert fit("□是 ☑否", 9) == "□是 ☑否"
    assert fit("□是 √否", 9) == "□是 √否"


@pytest.mark.parametrize("text", ["", "无", "见附件 第2页"])
def test_a_text_without_boxes_is_left_as_it_is(text):
    assert fit(text, 4) == text


@settings(max_examples=60)
@given(groups, st.integers(4, 60))
def test_no_line_is_wider_than_its_cell_unless_it_is_one_option(group, count):
    for line in fit(group, count).split("\n"):
        assert width(line.replace("☑", "□")) <= count or line.count("□") + line.count("☑") == 1


@settings(max_examples=60)
@given(groups, st.integers(4, 60))
def test_every_option_is_kept_and_twice_is_once(group, count):
    once = fit(group, count)
    assert once.replace("\n", "") == group
    assert fit(once, count) == once


def test_the_width_is_a_sensible_number():
    assert arguments_fit("fit", [WIDEST_CELL])
    assert not arguments_fit("fit", [WIDEST_CELL + 1])
    assert not arguments_fit("fit", [0])
    assert not arguments_fit("fit", ["70"])

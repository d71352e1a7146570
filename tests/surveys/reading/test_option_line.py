from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.surveys.reading.option_line import options_of, read

FIVE = ("很满意", "满意", "一般", "不满意", "很不满意")
PRINTED = "□很满意 □满意 □一般 □不满意 □很不满意 □不适用"
LINES = {
    PRINTED: (),
    "□很满意 ☑满意 □一般 □不满意 □很不满意 □不适用": ("满意",),
    "□很满意 √满意 □一般 □不满意 □很不满意 □不适用": ("满意",),
    "□很满意 □√满意 □一般 □不满意 □很不满意 □不适用": ("满意",),
    "□很满意√ □满意 □一般 □不满意 □很不满意 □不适用": ("很满意",),
    "□很满意√满意□一般□不满意□很不满意□不适用": ("满意",),
    "√□很满意 □满意 □一般 □不满意 □很不满意 □不适用": ("很满意",),
    "□很满意 □ √满意 □一般 □不满意 □很不满意 □不适用": ("满意",),
    "□很满意 √ 满意 □一般 □不满意 □很不满意 □不适用": ("满意",),
    "□很满意\u200b √满意 □一般 □不满意 □很不满意 □不适用": ("满意",),
    "√很满意□满意□一般□不满意□很不满意□不适用": ("很满意",),
    "□很满意 □满意 □一般 □不满意 ■很不满意 □不适用": ("很不满意",),
    "□很满意 □满意 □一般 □不满意 □很不满意 □不适用√": ("不适用",),
    "□很满意 ☑满意 ☑一般 □不满意 □很不满意 □不适用": ("满意", "一般"),
    "□很满意\n☑满意\n□一般\n□不满意\n□很不满意\n□不适用": ("满意",),
}


@pytest.mark.parametrize("line", LINES)
def test_a_mark_belongs_to_the_option_whose_box_it_stands_at(line):
    found = read(line, options_of(FIVE))
    assert found.ticked == LINES[line]
    assert not found.unclear
    assert not found.missing


def test_signs_that_are_no_marks_are_told_with_their_option():
    found = read("○很满意 ×满意 □一般 □不满意(略) □很不满意 □不适用", options_of(FIVE))
    assert found.ticked == ()
    assert found.unclear == {"很满意": "○", "满意": "×", "不满意": "□(略)"}


def test_an_option_that_was_deleted_is_told():
    assert read("☑很满意 □一般", ("很满意", "满意", "一般")).missing == ("满意",)


NOBODYS = {
    "□很满意√□满意 □一般 □不满意 □很不满意 □不适用": "很满意和满意之间",
    "□很满意 √□满意 □一般 □不满意 □很不满意 □不适用": "很满意和满意之间",
    "□很满意 √ □满意 □一般 □不满意 □很不满意 □不适用": "很满意和满意之间",
    "□很满意  √  □满意 □一般 □不满意 □很不满意 □不适用": "很满意和满意之间",
    "□很满意√□满意□一般□不满意□很不满意□不适用": "很满意和满意之间",
    "□很满意 □满意√ 一般 □不满意 □很不满意 □不适用": "满意和一般之间",
    "很满意√满意 一般 不满意 很不满意 不适用": "很满意和满意之间",
    "□很满意√ □一般 □不满意 □很不满意 □不适用": "很满意和一般之间",
    "√ □很满意 □满意 □一般 □不满意 □很不满意 □不适用": "行首",
    "□很满意 □满意 □一般 □不满意 □很不满意 □不适用 √": "行末",
    "□很满意 □满意 □一般 □不满意 □很不满意 □不适用\n√": "行末",
    "□很满意 □满意 □一般 □不满意 □很不满意 √": "行末",
    "□很满意 □满意 □一般 □不满意 □很不满意√": "行末",
}


@pytest.mark.parametrize("line", NOBODYS)
def test_a_mark_that_clearly_belongs_to_no_option_is_never_given_to_one(line):
    found = read(line, options_of(FIVE))
    assert found.ticked == ()
    assert found.unclear == {NOBODYS[line]: "√"}


def test_marks_that_hang_on_a_word_and_stand_for_the_next_box_are_two():
    found = read("□很满意√ √满意 □一般 □不满意 □很不满意 □不适用", options_of(FIVE))
    assert found.ticked == ("很满意", "满意")


@given(chosen=st.sampled_from(FIVE), mark=st.sampled_from("√✓☑■"), gap=st.sampled_from([" ", ""]))
def test_whatever_option_is_ticked_is_the_one_that_is_read(chosen, mark, gap):
    line = gap.join((mark if one == chosen else "□") + one for one in FIVE)
    assert read(line, FIVE).ticked == (chosen,)

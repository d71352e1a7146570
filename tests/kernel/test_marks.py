from __future__ import annotations

from enum import StrEnum

import pytest

from formkit.kernel import marks
from formkit.kernel.values import BadValue

CHOICES = ["很满意", "满意", "一般"]


class Degree(StrEnum):
    FINE = "满意"


def test_the_chosen_box_is_marked():
    assert marks.option_group(CHOICES, "满意") == "□很满意 ☑满意 □一般"


def test_the_tick_stands_in_the_place_of_the_box():
    assert marks.option_group(CHOICES, "满意", style="tick") == "□很满意 √满意 □一般"


def test_several_may_be_chosen():
    assert marks.option_group(CHOICES, ["一般", "很满意"]) == "☑很满意 □满意 ☑一般"


@pytest.mark.parametrize("nothing", [None, "", [], ()])
def test_nothing_chosen_leaves_all_boxes_for_the_pen(nothing):
    assert marks.option_group(CHOICES, nothing) == "□很满意 □满意 □一般"


def test_a_member_of_an_enumeration_is_its_word():
    assert marks.option_group(CHOICES, Degree.FINE, separator="") == "□很满意☑满意□一般"


@pytest.mark.parametrize("unknown", ["满 意", ["满意", "不清楚"]])
def test_an_unknown_choice_is_never_dropped(unknown):
    with pytest.raises(BadValue) as caught:
        marks.option_group(CHOICES, unknown)
    assert "很满意、满意、一般" in str(caught.value)

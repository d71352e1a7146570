"""Which texts are cut, and how far: as few as will do, the longest first."""

from __future__ import annotations

import pytest

from formkit.intake.shape import Field, Kind, Shape
from formkit.pipeline.page_cuts import NEAR, STEP, LongText, cuts, long_texts

SHAPE = Shape(
    "x",
    "记录",
    (
        Field("one", "甲", Kind.LONG_TEXT),
        Field("two", "乙", Kind.LONG_TEXT),
        Field("name", "名称", Kind.TEXT),
        Field("rows", "行", Kind.ROWS, children=(Field("said", "话", Kind.LONG_TEXT),)),
        Field("sign", "签字", Kind.OBJECT, children=(Field("said", "话", Kind.LONG_TEXT),)),
    ),
)
PRINTED = ("one", "name", "rows[].said", "sign.said", "made_up")


def cut(lengths, room):
    """Return the cuts where all texts together have room for so many signs."""
    view = {name: "字" * count for name, count in lengths.items()}
    texts = [LongText((name,), count) for name, count in lengths.items()]
    texts.sort(key=lambda one: -one.signs)
    found = cuts(view, texts, likely=fits_in(room), fits=fits_in(room))
    return found and ([one.name for one in found.texts], found.kept)


def fits_in(room):
    return lambda view: sum(map(len, view.values())) <= room


def test_only_long_texts_that_are_printed_may_be_cut():
    long = "字" * 21
    view = {
        "one": long, "two": long, "name": long, "sign": {"said": long * 2}, "made_up": long,
        "rows": [{"said": "字"}, {"said": long}],
    }  # fmt: skip
    found = long_texts(SHAPE, PRINTED, view)
    assert [one.name for one in found] == ["sign.said", "one", "rows.1.said"]


def test_the_longest_alone_is_cut_where_that_does():
    assert cut({"one": 500, "two": 490}, room=900) == (["one"], 410)


def test_no_text_is_cut_to_less_than_half_of_one_that_stays():
    assert cut({"one": 2000, "two": 1500}, room=2250) == (["one"], 750)
    assert cut({"one": 2000, "two": 1500}, room=2240) == (["one", "two"], 1120)


def test_a_text_shorter_than_what_the_others_keep_stays():
    assert cut({"one": 2000, "two": 1500, "three": 30}, room=1030) == (["one", "two"], 500)


def test_where_no_cut_helps_there_is_none():
    assert cut({"one": 2000, "two": 1500}, room=30) is None
    assert cut({}, room=0) is None


@pytest.mark.parametrize("likely", [0, 600, 690, 710, 1000, 5000])
def test_what_seems_likely_is_proved(likely):
    view = {"one": "字" * 1000}
    texts = [LongText(("one",), 1000)]
    found = cuts(view, texts, likely=fits_in(likely), fits=fits_in(700))
    assert 700 - NEAR * STEP <= found.kept <= 700


def test_the_cut_does_wherever_it_is_made():
    said = "窄" * 100 + "字" * 100  # here the first signs take no room
    found = cuts(
        {"one": said},
        [LongText(("one",), 200)],
        likely=lambda view: view["one"].count("字") <= 50,
        fits=lambda view: view["one"].count("字") <= 50,
    )
    assert 50 - NEAR * STEP <= found.kept <= 50

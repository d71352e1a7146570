"""Rows that are alike are seen once; rows that only look alike are not taken for each other."""

from __future__ import annotations

import pytest

from formkit.ooxml.cells import Row, Stored
from formkit.surveys.reading.seen import Doubt, Eyes, line_of

EYES = Eyes(None, has_symbols=False, date1904=False)


def seen(cell, other, texts=()):
    return line_of(Row({1: cell}), texts, [other], EYES).cells[1]


def test_the_same_row_is_seen_once():
    row = Row({1: Stored("s", "0", 0), 2: Stored("n", "1", 0)})
    texts = [(("很满意", None),)]
    line = line_of(row, texts, ["很满意", 1.0], EYES)
    assert line_of(row, list(texts), ["很满意", 1.0], EYES) is line
    assert line.plain == {1: "很满意", 2: "1"}


def test_a_row_that_points_to_other_texts_is_another_row():
    row = Row({1: Stored("s", "0", 0)})
    for said in ("满意", "不满意"):
        assert line_of(row, [((said, None),)], [said], EYES).cells[1].text == said


@pytest.mark.parametrize("first", [1.0, True])
def test_a_number_and_a_truth_value_are_never_taken_for_each_other(first):
    row = Row({1: Stored("n", "1", 0)})
    for other in (first, 1.0, True):
        doubt = line_of(row, (), [other], EYES).cells[1].doubt
        assert doubt is (Doubt.DIFFERENT if other is True else None)


def test_a_cell_that_one_reader_lacks_is_in_doubt():
    text = (("√", None),)
    assert seen(Stored("s", "0", 0), "", [text]).doubt is Doubt.DIFFERENT
    assert line_of(Row({}), (), ["", "√"], EYES).cells[2].doubt is Doubt.DIFFERENT
    assert line_of(Row({3: Stored("s", "0", 0)}), [text], ["", ""], EYES).cells[3].doubt

"""Millimetres on one common grid: nothing is lost by rounding."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.layout.geometry import cell_lines, frames, grid_of, lines_of, twips
from formkit.layout.vocabulary import Cell, Column, Grid, Heading, Row, RowsTable, Text

WIDTH = 160.0


@st.composite
def grids(draw):
    cuts = draw(st.sets(st.integers(1, 159), max_size=6))
    edges = [0, *sorted(cuts), 160]
    widths = tuple(float(right - left) for left, right in pairwise(edges))
    rows = tuple(
        draw(st.lists(st.just(Row(tuple(Cell((Text("一"),)) for _ in widths), 6.0)), min_size=1))
    )
    return Grid(widths, rows)


@given(st.lists(grids(), min_size=1, max_size=4))
@settings(max_examples=60)
def test_every_cell_has_the_same_width_on_the_common_grid_as_alone(blocks):
    common = grid_of(blocks)
    for block in blocks:
        for row in block.rows:
            for left, right in pairwise(cell_lines(lines_of(block.columns), row.spans)):
                start = common.lines.index(left)
                inside = common.lines[start : start + common.span(left, right) + 1]
                assert sum(twips(b) - twips(a) for a, b in pairwise(inside)) == twips(
                    right
                ) - twips(left)


@given(st.lists(grids(), min_size=1, max_size=4))
@settings(max_examples=30)
def test_the_common_grid_is_as_wide_as_each_of_its_tables(blocks):
    assert sum(grid_of(blocks).widths) == WIDTH * 10


def test_fractions_of_a_millimetre_add_up():
    assert lines_of([0.1] * 1600)[-1] == 1600


def test_grids_and_tables_that_follow_one_another_share_a_frame():
    grid = Grid((160.0,), ())
    table = RowsTable("issues", (Column("一", 160.0),), 6.0)
    assert list(frames([grid, table, Heading(()), grid])) == [[grid, table], [grid]]
    assert list(frames([Heading(())])) == []

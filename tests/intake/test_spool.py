"""The spool: rows come back as they were put in, however they are asked for."""

from __future__ import annotations

import gc
import io
import tempfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.intake import spool
from formkit.intake.spool import CHUNK_ROWS, Spool

CELLS = st.one_of(
    st.text(max_size=5),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.dates(),
    st.sampled_from(["", "  ", "\u3000\n"]),
)


def spooled(*sheets):
    own = Spool.own()
    return [own.rows(spool.write(rows, own.stream)) for rows in sheets]


@given(st.lists(st.lists(CELLS, max_size=4), max_size=20), st.lists(st.lists(CELLS), max_size=3))
def test_every_sheet_comes_back_as_it_was(one, other):
    first, second = spooled(one, other)
    assert list(second) == other
    assert list(first) == list(first) == one
    assert [first[index] for index in range(len(first))] == one


@given(st.lists(st.lists(CELLS, max_size=4), max_size=20))
def test_cells_that_hold_something_are_counted_with_their_columns(rows):
    written = spool.write(rows, io.BytesIO())
    held = [
        column
        for row in rows
        for column, value in enumerate(row)
        if value is not None and str(value).strip()
    ]
    assert (written.count, written.filled, written.columns) == (len(rows), len(held), set(held))


@pytest.mark.parametrize("count", [0, 1, CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1, 1_500])
def test_rows_are_found_in_any_chunk(count):
    rows = [[number, date(2026, 1, 1), datetime(2026, 1, 1, 9, 30)] for number in range(count)]
    (kept,) = spooled(rows)
    assert len(kept) == count
    assert list(reversed(kept)) == rows[::-1]
    assert kept[10:600:7] == rows[10:600:7]
    for index in (-1, 0, CHUNK_ROWS - 1, CHUNK_ROWS, count - 1, count):
        assert list(kept.after(index)) == rows[index + 1 :]
    for index in (count, -count - 1):
        with pytest.raises(IndexError):
            kept[index]


def test_only_some_chunks_are_kept_in_memory():
    (kept,) = spooled([[number] for number in range(40 * CHUNK_ROWS)])
    assert sum(row[0] for row in kept) == sum(range(40 * CHUNK_ROWS))
    assert len(kept._kept) == spool.KEPT_CHUNKS


def test_what_a_child_wrote_is_gone_with_the_last_reader(tmp_path):
    folder = tmp_path / "private"
    folder.mkdir()
    with (folder / "rows").open("wb") as stream:
        written = spool.write([["甲"]], stream)
    taken = Spool.written_by_child(folder / "rows")
    rows = taken.rows(written)
    del taken
    gc.collect()
    assert list(rows) == [["甲"]]
    del rows
    gc.collect()
    assert not folder.exists()


def test_a_file_that_was_never_written_is_an_error_of_the_system():
    with pytest.raises(FileNotFoundError):
        Spool.written_by_child(tempfile.gettempdir() / spool.Path("no such folder") / "rows")

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.ooxml.addresses import COLUMNS, ROWS, address, area, column_letters, column_number


@given(st.integers(1, COLUMNS))
def test_a_column_keeps_its_number(number):
    assert column_number(column_letters(number)) == number


@given(st.integers(1, ROWS), st.integers(1, COLUMNS))
def test_a_cell_keeps_its_place(row, column):
    assert area(address(row, column)) == (row, column, row, column)


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("F7", (7, 6, 7, 6)),
        ("$A$1:C9", (1, 1, 9, 3)),
        ("C9:A1", (1, 1, 9, 3)),
        ("$A:$F", (1, 1, ROWS, 6)),
        ("2:3", (2, 1, 3, COLUMNS)),
        ("B", (1, 2, ROWS, 2)),
        (" xfd1048576 ", (ROWS, COLUMNS, ROWS, COLUMNS)),
    ],
)
def test_areas_are_understood_as_excel_writes_them(reference, found):
    assert area(reference) == found


@pytest.mark.parametrize("reference", ["", ":", "7F", "A1:B2:C3", "第一行", "A1 B2", "#REF!"])
def test_what_is_no_reference_is_refused(reference):
    with pytest.raises(ValueError, match=f"^{re.escape(reference)}$"):
        area(reference)

"""Picking records out of a ledger by 序号."""

from __future__ import annotations

import pytest

from formkit.cli.options import keys_given
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import UsageError
from formkit.pipeline.only import Only

LEDGER = [RawRecord({}, key=key) for key in ("1", "2", "A-3", "")]


def picked(*keys: str) -> list[str]:
    return [raw.key for raw in Only(keys).of(LEDGER)]


def test_without_a_choice_all_are_wanted():
    assert picked() == ["1", "2", "A-3", ""]
    assert Only().unmet() == []


def test_records_are_wanted_by_their_key_however_it_is_typed():
    assert picked("2", "a-3") == ["2", "A-3"]
    assert picked("１") == ["1"]


def test_a_record_without_a_key_is_wanted_by_its_position():
    assert picked("4") == [""]
    assert picked("3") == []


def test_a_range_of_which_nothing_is_there_is_told_as_a_range():
    (found,) = Only(("a", "5", *map(str, range(8, 90)))).unmet()
    assert "序号 a、5、8-89 在" in found.found


def test_what_no_file_has_is_told_once_all_were_looked_through():
    only = Only(("2", "9", "7"))
    assert [raw.key for raw in only.of(LEDGER)] == ["2"]
    assert [raw.key for raw in only.of([RawRecord({}, key="7")])] == ["7"]
    (found,) = only.unmet()
    assert found.blocks
    assert "序号 9 在" in found.found


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (None, []),
        ("3", ["3"]),
        ("3,5", ["3", "5"]),
        (" 3 、5;A-1,8 ", ["3", "5", "A-1", "8"]),
        ("8-11", ["8", "9", "10", "11"]),
        ("8 ~ 9,12至13", ["8", "9", "12", "13"]),
        ("2026-GCB-1", ["2026-GCB-1"]),
    ],
)
def test_a_list_of_keys_is_read_as_clerks_write_it(typed, keys):
    assert keys_given(typed) == keys


@pytest.mark.parametrize("typed", ["", " ", ",", "9-3", "1-99999999"])
def test_a_list_that_means_nothing_is_refused(typed):
    with pytest.raises(UsageError, match="--only"):
        keys_given(typed)

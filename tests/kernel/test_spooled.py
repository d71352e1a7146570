from __future__ import annotations

import tempfile

import pytest

from formkit.kernel import spooled
from formkit.kernel.spooled import Spooled


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch):
    monkeypatch.setattr(spooled, "CHUNK", 4)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8, 9, 23])
def test_what_went_in_comes_out_in_order_as_often_as_it_is_asked_for(count):
    items = [f"第{number}份" for number in range(count)]
    kept = Spooled(items[:2])
    kept.extend(items[2:])
    assert [*kept] == [*kept] == items
    assert len(kept) == count
    assert [kept[number] for number in range(count)] == items
    assert kept[1:-1] == items[1:-1]
    assert [kept[-1 - number] for number in range(count)] == items[::-1]
    with pytest.raises(IndexError):
        kept[count]


def test_only_the_newest_stay_in_memory():
    kept = Spooled(range(23))
    assert list(kept._newest) == [20, 21, 22]


def test_a_full_disk_loses_nothing(monkeypatch):
    def full():
        raise OSError(28, "no space left")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    kept = Spooled(range(9))
    assert [*kept] == [*range(9)]
    monkeypatch.undo()
    monkeypatch.setattr(spooled, "CHUNK", 4)
    kept.extend(range(9, 23))
    assert [*kept] == [*range(23)]
    assert kept[6] == 6
    assert len(kept._newest) < 4 + 1

"""Days and hours as sentences say them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from formkit.schemas.day_count import counted_in, time_between

START = datetime.fromisoformat("2026-07-15 09:30")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (24 * 3600, "24 小时"),
        (24 * 3600 + 1, "24 小时零 1 秒"),
        (24 * 3600 + 1800, "24.5 小时"),
        (26 * 3600 + 1200, "26 小时 20 分"),
        (26 * 3600 + 1205, "26 小时 20 分 5 秒"),
    ],
)
def test_a_time_is_said_exactly(seconds, said):
    assert time_between(START, START + timedelta(seconds=seconds)) == said


def test_working_days_say_which_days_they_are():
    assert counted_in("自然日") == "自然日"
    assert counted_in("工作日") == "工作日(周一至周五)"

from __future__ import annotations

import pickle

from formkit.kernel.dates import NotADate
from formkit.kernel.findings import Level, Place
from formkit.kernel.values import BadValue


def test_a_refused_value_becomes_a_finding_where_the_place_is_known():
    place = Place(file="回访台账.xlsx", cell="C7", path="visited_on", label="回访日期")
    fault = BadValue("FK-VAL-011", value="2026年2月30日", month="2026年2月", last=28)
    assert str(fault.finding(place)) == (
        "FK-VAL-011 错误 回访台账.xlsx!C7 回访日期:「2026年2月30日」这一天不存在,"
        "2026年2月只有28天。处理:对照原始单据改正日期。"
    )


def test_without_a_place_the_sentence_is_still_whole():
    fault = BadValue("FK-VAL-047", value="5000")
    assert str(fault).startswith("FK-VAL-047 错误 「5000」不是邮政编码")
    assert fault.finding(level=Level.WARNING).level is Level.WARNING


def test_it_is_a_value_error_that_survives_a_worker_process():
    fault = NotADate("FK-VAL-010", value="昨天")
    again = pickle.loads(pickle.dumps(fault))
    assert isinstance(again, ValueError)
    assert type(again) is NotADate
    assert str(again) == str(fault)

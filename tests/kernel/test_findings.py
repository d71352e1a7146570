from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from formkit.kernel.findings import Citation, Finding, Level, Place, Waiver, blocking, shared

PLACE = Place(file="投诉台账.xlsx", cell="F7", path="notified_at", label="通知技术质检科时间")
LATE = Finding(
    code="R9-01",
    level=Level.ERROR,
    place=PLACE,
    found="接到投诉后 24.5 小时才通知",
    required="应在 24 小时内",
    remedy="核对时间",
    citations=(Citation("顾客投诉处理办法", "4.1", "在24小时内通知技术质检科"),),
)


def test_a_finding_reads_as_one_sentence_with_place_clause_and_remedy():
    assert str(LATE) == (
        "R9-01 错误 投诉台账.xlsx!F7 通知技术质检科时间:接到投诉后 24.5 小时才通知,应在 24 小时内"
        " —《顾客投诉处理办法》4.1「在24小时内通知技术质检科」。处理:核对时间。"
    )


def test_what_is_not_known_leaves_no_hole_in_the_sentence():
    assert str(Finding("FK-X-001", Level.INFO, Place(), "台账为空。")) == "FK-X-001 提示 台账为空。"
    assert str(Finding("FK-X-001", Level.WARNING, Place(), "已满。", remedy="另起一页")) == (
        "FK-X-001 警告 已满。处理:另起一页。"
    )


def test_several_clauses_stand_side_by_side():
    two = replace(LATE, citations=(Citation("甲", "1"), Citation("乙", "2", "及时")))
    assert "—《甲》1、《乙》2「及时」。" in str(two)


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (Place(), ""),
        (Place(file="a.xlsx", sheet="问题", cell="C3"), "a.xlsx〔问题〕!C3"),
        (Place(file="a.yaml", line=8, label="回访日期"), "a.yaml 第8行 回访日期"),
        (Place(line=8), "第8行"),
        (Place(label="回访日期"), "回访日期"),
    ],
)
def test_a_place_says_what_is_known_of_it(place, says):
    assert str(place) == says


def test_a_place_can_be_pointed_at_another_field():
    other = PLACE.inside(path="on_site", label="到场")
    assert (other.file, other.cell, other.path, other.label) == (
        "投诉台账.xlsx",
        "F7",
        "on_site",
        "到场",
    )


def test_only_an_error_that_nobody_waived_blocks():
    waived = replace(LATE, waiver=Waiver("R9-01", "电话中已先行通知", "郑样本"))
    warning = replace(LATE, level=Level.WARNING)
    assert blocking([LATE])
    assert not blocking([waived, warning])
    assert not blocking([])
    assert str(waived).endswith("处理:核对时间。(已由郑样本豁免:电话中已先行通知)")


def test_as_data_a_finding_has_the_same_parts():
    waived = replace(LATE, waiver=Waiver("R9-01", "已先行通知", "郑样本"))
    assert waived.as_dict() == {
        "code": "R9-01",
        "level": "error",
        "place": {
            "file": "投诉台账.xlsx",
            "cell": "F7",
            "path": "notified_at",
            "label": "通知技术质检科时间",
        },
        "found": "接到投诉后 24.5 小时才通知",
        "required": "应在 24 小时内",
        "remedy": "核对时间",
        "citations": [
            {"title": "顾客投诉处理办法", "clause": "4.1", "quote": "在24小时内通知技术质检科"}
        ],
        "waiver": {"reason": "已先行通知", "by": "郑样本"},
    }
    assert "waiver" not in LATE.as_dict()
    assert replace(LATE, place=Place(line=1)).as_dict()["place"] == {"line": 1}


def test_findings_that_say_the_same_can_hold_the_same_texts():
    made = [
        Finding("R9-01", Level.INFO, Place("台账.xlsx", cell=f"A{n}"), f"说明{n - n}", "应当")
        for n in (1, 2)
    ]
    one, other = (shared(pickle.loads(pickle.dumps(found))) for found in made)
    assert [one, other] == made
    assert one.found is other.found
    assert one.place.file is other.place.file

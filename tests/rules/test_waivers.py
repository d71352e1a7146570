"""Waivers: the company's rules with a reason and a name; never the law's."""

from __future__ import annotations

import pytest

from formkit.kernel.errors import ExitCode, UsageError
from formkit.kernel.findings import Finding, Level, Place, Waiver, blocking
from formkit.rules.waivers import waive

RULE = """
rules:
  {id}-01: {{clause: "1", quote: 引文, says: 说明, level: error, gate: issue, records: [a]}}
  {id}-02: {{clause: "2", quote: 引文, says: 说明, level: error, gate: issue, records: [a]}}
"""


@pytest.fixture
def profile(house):
    house.text("R1", "甲制度", RULE.format(id="R1"))
    house.law(RULE.format(id="LAW"))
    return house.profile("texts: [R1]")


def fault(code):
    return Finding(code, Level.ERROR, Place(), "超期")


def test_a_waived_fault_no_longer_blocks_and_says_who_and_why(profile):
    waived = waive(
        [fault("R1-01"), fault("R1-01")], [Waiver("R1-01", "顾客外出", "赵建模")], profile
    )
    assert not blocking(waived)
    assert all("(已由赵建模豁免:顾客外出)" in str(finding) for finding in waived)


def test_other_faults_are_left_as_they_are(profile):
    _, other = waive(
        [fault("R1-01"), fault("FK-VAL-001")], [Waiver("R1-01", "顾客外出", "赵建模")], profile
    )
    assert other.blocks


def test_a_waiver_that_was_not_needed_is_reported_as_a_note(profile):
    kept, note = waive([fault("R1-01")], [Waiver("R1-02", "顾客外出", "赵建模")], profile)
    assert kept.blocks
    assert (note.code, note.level) == ("FK-PRF-073", Level.INFO)
    assert "R1-02" in note.found


@pytest.mark.parametrize(
    ("waiver", "code", "said"),
    [
        (Waiver("LAW-01", "理由", "某人"), "FK-PRF-070", "《条例》1"),
        (Waiver("R1-03", "理由", "某人"), "FK-PRF-071", "是否指「R1-0"),
        (Waiver("FK-VAL-001", "理由", "某人"), "FK-PRF-071", "不存在"),
        (Waiver("R1-01", " ", "某人"), "FK-PRF-072", "没有写明理由"),
        (Waiver("R1-01", "理由", ""), "FK-PRF-072", "没有写明决定人"),
    ],
)
def test_an_unfit_waiver_is_refused(profile, waiver, code, said):
    with pytest.raises(UsageError) as caught:
        waive([fault("R1-01")], [waiver], profile)
    assert caught.value.code == code
    assert caught.value.exit_code is ExitCode.USAGE
    assert said in str(caught.value)

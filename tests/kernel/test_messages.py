from __future__ import annotations

import re
import string
import sys
from types import ModuleType

import pytest

from formkit.kernel import messages
from formkit.kernel.messages import Message, catalogue

MESSAGES = sorted(catalogue().values(), key=lambda entry: entry.code)


@pytest.mark.parametrize("entry", MESSAGES, ids=lambda entry: entry.code)
def test_every_sentence_has_a_code_a_fault_and_a_cure(entry):
    assert re.fullmatch(r"FK-[A-Z]+-\d{3}", entry.code)
    assert entry.fault
    assert entry.cure


@pytest.mark.parametrize("entry", MESSAGES, ids=lambda entry: entry.code)
def test_every_sentence_is_chinese_in_the_house_punctuation(entry):
    for sentence in filter(None, (entry.fault, entry.requirement, entry.cure)):
        assert re.search("[\u4e00-\u9fff]", sentence)
        assert not set(sentence) & set("\uff0c\uff1b\uff1a\uff08\uff09\uff1f\uff01")


@pytest.mark.parametrize("entry", MESSAGES, ids=lambda entry: entry.code)
def test_every_blank_of_a_sentence_is_a_name(entry):
    for sentence in (entry.fault, entry.requirement, entry.cure):
        for _, name, format_spec, _ in string.Formatter().parse(sentence):
            assert name is None or re.fullmatch(r"[a-z_]+", name)
            assert not format_spec


def test_no_fault_is_said_twice_for_a_single_value():
    faults = [entry.fault for entry in MESSAGES if entry.code.startswith("FK-VAL-")]
    assert len(faults) == len(set(faults))


def test_a_code_used_twice_is_a_fault_of_the_program(monkeypatch):
    twin = ModuleType("formkit.kernel.messages.values")
    entry = Message("FK-VAL-001", "甲", "", "乙")
    twin.MESSAGES = (entry, entry)
    monkeypatch.setitem(sys.modules, twin.__name__, twin)
    with pytest.raises(ValueError, match="FK-VAL-001"):
        messages.catalogue.__wrapped__()


def test_the_three_texts_are_filled_and_an_absent_requirement_stays_empty():
    entry = Message("FK-X-001", "「{value}」太长", "", "改短{value}")
    assert entry.found({"value": "甲"}) == "「甲」太长"
    assert entry.required({"value": "甲"}) == ""
    assert entry.remedy({"value": "甲"}) == "改短甲"
    assert Message("FK-X-002", "甲", "最多{limit}个", "乙").required({"limit": 3}) == "最多3个"

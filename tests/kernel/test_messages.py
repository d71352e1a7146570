from __future__ import annotations

import re
import string
import sys
from types import ModuleType

import pytest

from formkit.kernel import messages
from formkit.kernel.errors import fault
from formkit.kernel.findings import Place
from formkit.kernel.messages import Message, catalogue
from formkit.kernel.text import escape_console
from proof import NAUGHTY

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


BLANK = re.compile(r"\{([a-z_]+)\}")
HOSTILE = [
    "\x1b[2J\x1b[31m红",
    "一\r\n二",
    "\u202e倒\u2066",
    "\u200b\ufeff",
    "\ud800",
    "{code}{0}",
    "%s",
]


def test_a_naughty_text_in_any_sentence_stays_one_line_that_moves_no_cursor():
    """Every sentence with hostile texts in its blanks, and every naughty string in some sentence."""
    texts = [*HOSTILE, *NAUGHTY]
    for number in range(max(len(texts), len(MESSAGES) * len(HOSTILE))):
        entry, said = MESSAGES[number % len(MESSAGES)], texts[number % len(texts)]
        blanks = BLANK.findall(entry.fault + entry.requirement + entry.cure)
        place = Place(file=said, sheet=said, cell="B2", label=said)
        told = escape_console(str(fault(entry.code, place, **dict.fromkeys(blanks, said))))
        assert len(told.splitlines()) == 1
        assert not re.search(
            "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", told
        )
        told.encode("utf-8")
        assert entry.code in told


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

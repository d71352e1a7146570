"""The sentences about files that cannot be read."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import formkit.ooxml
from formkit.kernel.messages import catalogue
from formkit.kernel.messages.package import MESSAGES

SOURCES = Path(formkit.ooxml.__file__).parent


def test_every_code_of_the_gate_has_a_sentence_and_every_sentence_is_used():
    written = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    used = set(re.findall(r'"(FK-IN-\d{3})"', written))
    assert used == {message.code for message in MESSAGES}
    assert used <= set(catalogue())


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.code)
def test_every_sentence_is_chinese_and_says_what_to_do(message):
    assert message.cure
    for sentence in (message.fault, message.requirement, message.cure):
        blanks = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        said = sentence.format_map(dict.fromkeys(blanks, "值"))
        assert not said or re.search("[\u4e00-\u9fff]", said)
        assert not re.search("[\uff0c\uff1a\uff1b\uff08\uff09]", said)

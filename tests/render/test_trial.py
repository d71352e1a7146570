"""A template is tried out where it can do no harm before it is used (T01)."""

from __future__ import annotations

import os
import random
import sys

import pytest

from formkit.kernel.errors import TemplateError
from formkit.kernel.limits import Limits
from formkit.render.trial import faults_on_trial, tags_of, tags_on_trial, try_template

KNOWN = {"name", "issues", "issues[].problem", "issues[].index"}
ROWS = [{"index": number, "problem": "渗漏" * 150} for number in range(1, 21)]
VIEW = {"name": "验" * 300, "issues": ROWS}
LITTLE_TIME = Limits(memory_mb=512, cpu_seconds=30, wall_seconds=2)
no_memory_limit = pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no such limit")


def noise(signs: int) -> str:
    """Return a text that hardly packs, so that the gate has nothing against it."""
    return "".join(random.Random(1).choices("abcdefghijklmnop", k=signs))


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def test_an_ordinary_template_passes(word, book):
    row = ["{%tr for i in issues %}", "{{ i.problem }}", "{%tr endfor %}"]
    assert try_template(word("{{ name }}", [[one] for one in row]), KNOWN, [VIEW], name="好") == []
    assert try_template(book({"A1": "{{ name }}"}), KNOWN, [VIEW], name="好") == []


@no_memory_limit
def test_a_template_that_eats_the_memory_is_stopped_and_told(word):
    greedy = word("{%p for i in issues %}", noise(9_000_000), "{%p endfor %}")
    (found,) = try_template(greedy, KNOWN, [VIEW], name="贪.docx")
    assert found.code == "FK-TPL-080"
    assert "512 MB" in found.found
    assert found.place.file == "贪.docx"
    assert found.remedy


def test_a_template_that_takes_too_long_is_stopped_and_told(word):
    slow = word(*(f"{{{{ name }}}}{noise(9)}{number}" for number in range(20_000)))
    (found,) = try_template(slow, KNOWN, [VIEW], name="慢.docx", limits=LITTLE_TIME)
    assert found.code == "FK-TPL-081"
    assert "2 秒" in found.found


@pytest.mark.parametrize(
    "payload",
    [
        "{{ 'a'*10**9 }}",
        "{% for a in range(1000000000) %}x{% endfor %}",
        "{{ cycler.__init__.__globals__.os.popen('touch canary').read() }}",
        "{{ name|attr('__class__') }}",
    ],
)
def test_what_no_template_may_say_is_refused_on_trial_too(word, tmp_path, monkeypatch, payload):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORMKIT_CANARY", "alive")
    found = try_template(word(payload), KNOWN, [VIEW], name="恶.docx")
    assert found
    assert all(one.blocks for one in found)
    assert not (tmp_path / "canary").exists()
    assert os.environ["FORMKIT_CANARY"] == "alive"


def test_a_template_that_cannot_print_the_data_is_told(word):
    optional = word("{{ name }}", "{% if name == 'x' %}{{ issues[40].problem }}{% endif %}")
    assert try_template(optional, KNOWN, [VIEW], name="表") == []
    assert codes(try_template(optional, KNOWN, [VIEW | {"name": "x"}], name="表")) == ["FK-TPL-060"]
    twice = [VIEW | {"name": "x"}, VIEW | {"name": "x"}]
    assert codes(faults_on_trial(optional, KNOWN, twice, "表")) == ["FK-TPL-060"]
    assert codes(faults_on_trial(word("{{ nam }}"), KNOWN, [VIEW], "表")) == ["FK-TPL-050"]
    assert faults_on_trial(word("{{ name }}"), KNOWN, [VIEW], "表") == []


def test_a_file_that_is_no_template_is_told_and_a_crash_is_no_traceback(word):
    assert codes(try_template(b"PK", KNOWN, [VIEW], name="坏.docx")) == ["FK-IN-012"]
    cramped = Limits(memory_mb=1, cpu_seconds=30, wall_seconds=30)
    (found,) = try_template(word("{{ name }}"), KNOWN, [VIEW], name="挤.docx", limits=cramped)
    assert found.code in {"FK-TPL-080", "FK-TPL-082"}


def test_every_tag_is_listed_with_its_place_whether_it_is_known_or_not(word, book):
    template = word(
        "{{ nam }}与{{ name }}",
        [["{%tr for i in issues %}"], ["{{ i.problem }}"], ["{%tr endfor %}"]],
    )
    listed = tags_of(template, name="表.docx")
    assert listed == tags_on_trial(template, "表.docx")
    assert [name for name, _ in listed] == ["nam", "name", "issues", "issues[].problem"]
    assert str(listed[0][1]).startswith("表.docx 正文 第1段")
    assert [str(place) for _, place in tags_of(book({"B2": "{{ name }}"}), name="表.xlsx")] == [
        "表.xlsx〔调查表〕!B2 「{{ name }}」"
    ]
    with pytest.raises(TemplateError):
        tags_of(b"PK", name="坏.docx")

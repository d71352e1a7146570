"""No template runs code: every hostile tag is refused when the template is checked (T01)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from formkit.kernel.errors import ExitCode, TemplateError
from formkit.ooxml import gate
from formkit.ooxml.sniff import FileKind
from formkit.render import check_template, compile_template

ROOTS = ["x", "''", "()", "[]", "x|list", "self", "cycler", "joiner", "namespace", "lipsum", "loop"]
TAILS = [
    ".__class__",
    ".__class__.__mro__[1].__subclasses__()",
    ".__init__.__globals__",
    ".__init__.__globals__.os.popen('touch canary').read()",
    "['__class__']",
    "|attr('__class__')",
    "|attr('\\x5f\\x5fclass\\x5f\\x5f')",
    ".__getitem__('a')",
]
ESCAPES = [f"{{{{ {root}{tail} }}}}" for root in ROOTS for tail in TAILS]
OTHERS = [
    "{{ ''.__class__.__base__.__subclasses__()[40]('/etc/passwd').read() }}",
    "{{ config }}{{ config.items() }}",
    "{{ request.application.__globals__.__builtins__.__import__('os').system('id') }}",
    "{{ get_flashed_messages.__globals__.__builtins__.open('/etc/passwd').read() }}",
    "{{ x.format(x) }}",
    "{{ '{0.__class__}'.format(x) }}",
    "{{ '%s'|format(x) }}",
    "{{ x.format_map(y) }}",
    "{{ ''|xmlattr }}",
    "{{ x|safe }}",
    "{{ x|map('upper')|list }}",
    "{{ x|map(attribute='__class__')|list }}",
    "{{ x|selectattr('__class__') }}",
    "{{ x|groupby('__class__') }}",
    "{{ x|sum(attribute='__class__') }}",
    "{{ x|sort(attribute='__class__') }}",
    "{{ x|tojson }}",
    "{{ x|pprint }}",
    "{{ x|urlize }}",
    "{{ x|eval }}",
    "{{ x|batch(10000000)|list }}",
    "{{ x|center(1000000000) }}",
    "{{ x|line(1000000000) }}",
    "{{ x|line(-1) }}",
    "{{ x|line(y) }}",
    "{{ x|indent(1000000000) }}",
    "{{ 'a'*10**9 }}",
    "{{ 'a'*1000000000 }}",
    "{{ 10**10**10 }}",
    "{{ x*2 }}",
    "{{ x+x }}",
    "{{ x-1 }}",
    "{{ x/0 }}",
    "{{ x//0 }}",
    "{{ x%2 }}",
    "{{ -x }}",
    "{{ +x }}",
    "{{ x~x }}",
    "{{ x if y else z }}",
    "{{ x[0:1] }}",
    "{{ x[y] }}",
    "{{ [x]|join }}",
    "{{ (x, y)|join }}",
    "{{ dict(a=1) }}",
    "{{ range(1000000000)|list }}",
    "{{ range(10) }}",
    "{{ x() }}",
    "{{ x.delete() }}",
    "{{ x.items() }}",
    "{{ x.append('a') }}",
    "{{ super() }}",
    "{{ caller() }}",
    "{{ varargs }}{{ _x }}",
    "{{ __builtins__ }}",
    "{{ _TemplateReference__context }}",
    "{{ x._private }}",
    "{{ x['_private'] }}",
    "{{ 1.5 }}",
    "{{ none }}",
    "{{ true }}",
    "{{ x is sameas(y) }}",
    "{{ x is callable }}",
    "{{ x is defined(1) }}",
    "{{ x|fk_print(1) }}",
    "{{ x|fk_rows }}",
    "{{ x.__html__ }}",
    "{% set a = 1 %}",
    "{% set a %}b{% endset %}",
    "{% set x.y = 1 %}",
    "{% macro m() %}{% endmacro %}",
    "{% import 'os' as os %}",
    "{% from 'os' import popen %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'base' %}",
    "{% block b %}{% endblock %}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% with a = 1 %}{% endwith %}",
    "{% do x.append(1) %}",
    "{% autoescape false %}{{ x }}{% endautoescape %}",
    "{% debug %}",
    "{% trans %}x{% endtrans %}",
    "{% for a in range(1000000000) %}x{% endfor %}",
    "{% for a in x if a.__class__ %}x{% endfor %}",
    "{% for a in x recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a, b in x %}{% endfor %}",
    "{% for _a in x %}{% endfor %}",
    "{% for loop in x %}{% endfor %}",
    "{% for a in 'abc' %}{% endfor %}",
    "{% for a in x.items() %}{% endfor %}",
    "{% for a in x %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for a in x %}{{ loop.__init__ }}{% endfor %}",
    "{% for a in x %}{{ loop.changed(a) }}{% endfor %}",
    "{% for a in x %}{{ loop.previtem }}{% endfor %}",
    "{% for a in x %}{{ loop['__class__'] }}{% endfor %}",
    "{% if x.__class__ %}{% endif %}",
    "{% if x() %}{% endif %}",
    "{% if x is mapping %}{% endif %}",
    "{% if (x|attr('y')) %}{% endif %}",
    "{{r x }}",
    "{{p x }}",
    "{%r if x %}",
    "{%tc for a in x %}",
    "{% colspan x %}",
    "{% cellbg x %}",
    "{% vm %}",
    "{% hm %}",
    "{{ x }}{# {{ y }} #}",
    "{%- if x -%}{%- endif -%}",
    "{{ '}}{{' }}",
    "{{ '{%' }}",
    "{% endfor %}{% for a in x %}",
]
PAYLOADS = [*ESCAPES, *OTHERS]
PLACES = ["正文 第", "表1第1行", "页眉", "页脚", "脚注", "文本框", "文档属性", "批注"]


def _everywhere(word: Callable[..., bytes], payload: str) -> bytes:
    box = (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>"
        f"{escape(payload)}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r></w:p>"
    )
    return word(
        payload, box, [[payload]],
        header=payload, footer=payload, footnote=payload, comment=payload, title=payload,
    )  # fmt: skip


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) >= 120


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_tag_is_refused_wherever_it_stands(
    word: Callable[..., bytes],
    payload: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORMKIT_CANARY", "alive")
    template = _everywhere(word, payload)
    findings = [one for one in check_template(template, {"x", "y", "z"}) if one.blocks]
    for place in PLACES:
        there = [one for one in findings if place in one.place.label]
        assert there, (place, [str(one) for one in findings])
        assert all("「" in one.place.label for one in there)
    assert os.environ["FORMKIT_CANARY"] == "alive"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(TemplateError) as refused:
        compile_template(template)
    assert refused.value.exit_code is ExitCode.TEMPLATE


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_tag_is_refused_in_a_cell(book: Callable[..., bytes], payload: str) -> None:
    findings = check_template(book({"B2": payload}), {"x", "y", "z"})
    assert any(one.blocks and one.place.cell == "B2" for one in findings)


def test_a_method_of_the_data_is_never_reached(word: Callable[..., bytes]) -> None:
    template = compile_template(word("{{ x.items }} {{ x.keys }}"))
    with pytest.raises(TemplateError) as refused:
        template.render({"x": {}})
    assert refused.value.code == "FK-TPL-060"


@pytest.mark.parametrize(
    "value", [None, 1.5, True, b"bytes", object(), {1}, ("a",), {1: "a"}, [None], print, type]
)
def test_data_that_is_more_than_text_is_refused(word: Callable[..., bytes], value: object) -> None:
    template = compile_template(word("{{ x }}"))
    with pytest.raises(TemplateError) as refused:
        template.render({"x": {"y": value}})
    assert refused.value.code == "FK-TPL-062"
    assert "x" in str(refused.value)


def test_the_data_itself_must_be_a_dict(word: Callable[..., bytes]) -> None:
    with pytest.raises(TemplateError, match="FK-TPL-062"):
        compile_template(word("甲")).render([])  # type: ignore[arg-type]


def test_an_issued_document_holds_nothing_that_acts(
    word: Callable[..., bytes], book: Callable[..., bytes]
) -> None:
    for template, kind in (
        (word("{{ x }}"), FileKind.DOCX),
        (book({"A1": "{{ x }}"}), FileKind.XLSX),
    ):
        document = compile_template(template).render({"x": "甲"})
        assert gate.inspect_bytes(document, name="文件", expect=kind, limits=gate.TEMPLATE)

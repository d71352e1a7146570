"""A trusted template that is to prove itself: what it printed stands in the document, or none is made."""

from __future__ import annotations

import pytest
from docxtpl import RichText
from jinja2 import Environment, pass_context

from formkit.kernel.errors import TemplateError
from formkit.render import Properties, compile_template

TABLE = [["序号", "部位"], ["{%tr for r in rows %}", ""], ["{{ loop.index }}", "{{ r|upper }}"], ["{%tr endfor %}", ""]]  # fmt: skip


def proven(data: bytes):
    return compile_template(data, trusted=True, prove=True)


@pytest.mark.parametrize(
    "value",
    ["示例", "<a> & \"b\" 'c'", "甲\n乙\t丙\a丁\f戊", "  前后  ", "𠮷", "{{ a }}", "", 0, 2.5],
)
def test_what_is_printed_is_found_whatever_it_looks_like(word, value) -> None:
    template = proven(word("工程:{{ a }}", TABLE, header="编号 {{ a }}"))
    for _ in range(2):
        made = template.render({"a": value, "rows": ["ab", str(value)]})
    plain = compile_template(word("工程:{{ a }}", TABLE, header="编号 {{ a }}"), trusted=True)
    assert made == plain.render({"a": value, "rows": ["ab", str(value)]})


def test_a_value_that_a_block_swallows_is_told(word) -> None:
    template = proven(word("{% set x %}{{ a }}{% endset %}完{{ b }}"))
    with pytest.raises(TemplateError) as told:
        template.render({"a": "渗水", "b": "1"})
    assert told.value.code == "FK-TPL-100"
    assert "渗水" in str(told.value)


def test_nothing_is_kept_of_the_document_before(word) -> None:
    template = proven(word("{% if a %}{% set x %}{{ a }}{% endset %}{% endif %}{{ b }}"))
    with pytest.raises(TemplateError):
        template.render({"a": "渗水", "b": "1"})
    assert template.render({"a": "", "b": "1"})


def test_values_that_become_attributes_or_format_count_as_found(word) -> None:
    template = proven(word([["{% cellbg colour %}{{ a }}", "{{r rich }}"]], footnote="{{ a }}"))
    assert template.render({"colour": "FF0000", "a": "1", "rich": RichText("红", bold=True)})


def test_a_template_whose_own_properties_are_replaced_is_no_fault(word) -> None:
    template = proven(word("完", title="{{ a }}"))
    assert template.render({"a": "标题"}, properties=Properties(title="别的"))


@pass_context
def with_context(context, value):
    return f"{context['mark']}{value}"


@pytest.mark.parametrize("finalize", [lambda value: f"#{value}", with_context])
def test_an_environment_that_finishes_its_values_itself_is_proven_too(word, finalize) -> None:
    environment = Environment(finalize=finalize, autoescape=True)
    data = word("{{ a }}{% if b %}{% set x %}{{ b }}{% endset %}{% endif %}")
    template = compile_template(data, trusted=True, prove=True, jinja_env=environment)
    assert template.render({"a": "1", "b": "", "mark": "#"})
    with pytest.raises(TemplateError) as told:
        template.render({"a": "1", "b": "渗水", "mark": "#"})
    assert "#渗水" in str(told.value)

"""Who may ask for what: the strict language by default, everything only for a trusted template."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from formkit.kernel.errors import ExitCode, TemplateError, UsageError
from formkit.render import TemplateRefused, TrustedTemplate, compile_template


def test_the_strict_language_is_the_default(word) -> None:
    assert not isinstance(compile_template(word("{{ name }}")), TrustedTemplate)
    with pytest.raises(TemplateRefused):
        compile_template(word("{{ name * 2 }}"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"jinja_env": Environment()}, "jinja_env"), ({"autoescape": False}, "autoescape=False")],
)
def test_jinja_of_ones_own_needs_trust(word, asked, said) -> None:
    with pytest.raises(UsageError) as caught:
        compile_template(word("{{ name }}"), **asked)
    assert caught.value.exit_code is ExitCode.USAGE
    assert said in str(caught.value)
    assert "trusted=True" in str(caught.value)


def test_a_workbook_cannot_be_trusted(book) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template(book({"A1": "{{ name }}"}), trusted=True)
    assert caught.value.code == "FK-TPL-091"


def test_a_trusted_template_says_what_it_takes_from_the_data(word) -> None:
    template = compile_template(
        word(
            "{{ name }} {% for row in rows %}{{ row.x }}{% endfor %} {{ range(3) }}",
            header="{{ 页 }}",
        ),
        trusted=True,
    )
    assert template.kind == "docx"
    assert template.names == {"name", "rows", "页"}
    assert template.unknown({"name", "rows[].x"}) == ["页"]
    assert template.falls_back == ()


def test_prove_is_for_trusted_templates(word) -> None:
    with pytest.raises(UsageError) as caught:
        compile_template(word("{{ name }}"), prove=True)
    assert "prove=True" in str(caught.value)

"""Jinja as the maker of the template wants it: filters, tests, globals, delimiters, undefined."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import (
    ChainableUndefined,
    DebugUndefined,
    DictLoader,
    Environment,
    StrictUndefined,
    pass_context,
    select_autoescape,
)
from jinja2.ext import Extension
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment

from formkit.kernel.errors import TemplateError
from formkit.render import compile_template

DATA: dict[str, Any] = {
    "name": "A&B <公司>\n乙",
    "amount": Decimal("1409.5"),
    "rows": [1, 2, 3],
    "yes": True,
}


def with_filters() -> Environment:
    made = Environment()
    made.filters["money"] = lambda value: f"¥{value:,.2f}"
    made.filters["twice"] = lambda value, sign="、": f"{value}{sign}{value}"
    made.tests["big"] = lambda value: value > 2
    made.globals["company"] = "建业集团"
    made.globals["square"] = lambda value: value * value
    return made


def with_context_filter() -> Environment:
    made = Environment()

    @pass_context
    def named(context: Any, value: object) -> str:
        return f"{context['name']}:{value}"

    made.filters["named"] = named
    return made


def test_filters_tests_and_globals_of_ones_own(word, agree) -> None:
    data = word(
        "{{ amount|money }} {{ name|twice }} {{ name|twice(sign='/') }} {{ company }} {{ square(3) }}",
        "{% for row in rows %}{% if row is big %}{{ row }}{% endif %}{% endfor %}",
        header="{{ amount|money }} {{ company }}",
        footnote="{{ amount|money }}",
        title="{{ amount|money }} {{ company }}",
    )
    for autoescape in (True, False):
        agree(data, DATA, autoescape=autoescape, environment=with_filters)


def test_a_filter_may_ask_for_the_data(word, agree) -> None:
    agree(word("{{ amount|named }}"), DATA, environment=with_context_filter)


def test_the_environment_that_is_given_stays_as_it_is(word) -> None:
    given = with_filters()
    template = compile_template(word("{{ name }}"), jinja_env=given, trusted=True)
    template.render(DATA)
    assert given.autoescape is False
    assert given.finalize is None


@pytest.mark.parametrize("undefined", [ChainableUndefined, DebugUndefined])
def test_undefined_names_print_as_the_environment_says(word, agree, undefined) -> None:
    agree(
        word("甲{{ missing }}乙{{ name.missing }}"),
        DATA,
        environment=lambda: Environment(undefined=undefined),
    )


def test_strictly_undefined_names_are_told_with_their_paragraph(word) -> None:
    template = compile_template(
        word("第一段", "第二段{{ missing }}"),
        jinja_env=Environment(undefined=StrictUndefined),
        trusted=True,
    )
    with pytest.raises(TemplateError, match="第二段") as caught:
        template.render(DATA)
    assert "missing" in str(caught.value)


def test_delimiters_of_ones_own(word, agree) -> None:
    data = word(
        "[[ name ]] [% if yes %]是[% endif %] {{ name }} {% x %}", footnote="[[ name ]] {{ name }}"
    )
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"

    def made() -> Environment:
        return Environment(
            variable_start_string="[[",
            variable_end_string="]]",
            block_start_string="[%",
            block_end_string="%]",
        )

    agree(data, DATA, DATA | {"name": "[[ yes ]]"}, environment=made)
    agree(
        word("甲", section, footnote="[[ name ]]"), DATA | {"name": "[[ yes ]]"}, environment=made
    )


@pytest.mark.parametrize(
    "options",
    [
        {"trim_blocks": True, "lstrip_blocks": True},
        {"keep_trailing_newline": True},
        {"finalize": lambda value: "—" if value is None else value},
        {"autoescape": select_autoescape()},
        {"autoescape": True},
        {"line_statement_prefix": "##"},
        {"newline_sequence": "\r\n"},
        {"optimized": False},
        {"enable_async": True},
        {"extensions": ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]},
    ],
    ids=lambda options: next(iter(options)),
)
@pytest.mark.parametrize("autoescape", [True, False])
def test_other_options_of_the_environment(word, grid, agree, options, autoescape) -> None:
    loop = [["{%tr for row in rows %}"], ["{{ row }} {{ none }}"], ["{%tr endfor %}"]]
    agree(
        word(
            "{{ name }} {{ none }}",
            "{%p if yes %}",
            "是",
            "{%p endif %}",
            grid(loop),
            header="{{ none }}",
        ),
        DATA | {"none": None, "name": "甲\n乙"},
        autoescape=autoescape,
        environment=lambda: Environment(**options),
    )


def test_statements_of_extensions(word, agree) -> None:
    data = word(
        "{% set all = [] %}{% for row in rows %}{% if row == 2 %}{% continue %}{% endif %}{% do all.append(row) %}"
        "{% endfor %}{{ all }}"
    )
    agree(
        data,
        DATA,
        environment=lambda: Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]),
    )


class Upper(Extension):
    """Writes the source in capitals before it is read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return source.replace("NAME", "{{ name }}")


def test_an_extension_may_rewrite_the_source(word, agree) -> None:
    agree(word("甲 NAME 乙"), DATA, environment=lambda: Environment(extensions=[Upper]))


def test_includes_and_imports_come_from_the_environments_loader(word, agree) -> None:
    pieces = {
        "text": "{{ name }} 附",
        "xml": "</w:t></w:r></w:p><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p><w:p><w:r><w:t>",
        "macros": "{% macro money(x) %}¥{{ x }}{% endmacro %}",
    }
    data = word(
        "{% include 'text' %}",
        "前{% include 'xml' %}后",
        "{% from 'macros' import money %}{{ money(amount) }}",
    )
    agree(data, DATA, environment=lambda: Environment(loader=DictLoader(pieces)))


def test_a_template_may_inherit(word, agree) -> None:
    base = "{% block text %}无{% endblock %}"
    data = word("{% block own %}{{ name }}{% endblock %}", "{{ self.own() }}")
    agree(data, DATA, environment=lambda: Environment(loader=DictLoader({"base": base})))


class Shouting(Environment):
    """Joins what it prints in its own way."""

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        return "".join(pieces).replace("甲", "甲!")


@pytest.mark.parametrize("kind", [SandboxedEnvironment, NativeEnvironment, Shouting])
def test_environments_of_other_kinds(word, agree, kind) -> None:
    agree(word("甲{{ name }}乙", "{{ 1 + 1 }}"), DATA, environment=kind)


def test_a_sandbox_of_ones_own_keeps_its_locks(word) -> None:
    data = word("{{ name.__class__.__mro__ }}")
    template = compile_template(data, jinja_env=SandboxedEnvironment(), trusted=True)
    with pytest.raises(TemplateError, match="unsafe"):
        template.render(DATA)


def test_macros_calls_and_recursion(word, grid, agree) -> None:
    tree = [
        {
            "name": "甲",
            "inner": [
                {"name": "乙", "inner": []},
                {"name": "丙", "inner": [{"name": "丁", "inner": []}]},
            ],
        }
    ]
    agree(
        word(
            "{% macro box(x) %}[{{ x }}{{ caller() }}]{% endmacro %}{% call box(name) %}内{% endcall %}",
            "{% for one in tree recursive %}{{ one.name }}({{ loop(one.inner) }}){% endfor %}",
            "{% set text %}{{ name }}!{% endset %}{{ text }}{{ text|length }}",
            "{% with a = 1 %}{{ a }}{% endwith %}{{ loop }}{{ cycler('甲', '乙').next() }}",
            "{% autoescape false %}{{ 'a>b' }}{% endautoescape %}{{ 'a>b'|safe }}{{ '<w:br/>'|e }}",
            "{%p macro line(x) %}",
            "行 {{ x }}",
            "{%p endmacro %}",
            "{{p line(name) }}",
            "{{p line(2) }}",
            grid(
                [
                    [
                        "{% for x in rows %}{{ x }}{{ ';' if not loop.last }}{% endfor %}",
                        "{{ lipsum is defined }}",
                    ]
                ]
            ),
        ),
        DATA | {"tree": tree},
        DATA | {"tree": [], "name": ""},
    )

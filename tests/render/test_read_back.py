"""A document that lost something on the way is never given out (T02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jinja2.exceptions import SecurityError

from formkit.kernel.errors import TemplateError
from formkit.render import compile_template, language, sheet_text
from formkit.render.docxtpl_reader import notation
from formkit.render.program import Program
from formkit.render.sandbox import environment
from formkit.render.word_text import RunText


def test_a_lost_value_in_word_is_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(word("甲", [["{{ a }}", "{{ b }}"]]), name="表.docx")
    write = RunText.write
    monkeypatch.setattr(RunText, "write", lambda self, text: write(self, text.replace("&", "")))
    template.render({"a": "完好", "b": "完好"})
    with pytest.raises(TemplateError) as refused:
        template.render({"a": "完好", "b": "A&B"})
    assert refused.value.code == "FK-TPL-065"
    assert "应为「A&B」,文件里是「AB」" in str(refused.value)
    assert "第3段" in str(refused.value)


def test_a_lost_paragraph_in_word_is_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(word("{{ a }}", "末段"))
    monkeypatch.setattr(RunText, "write", lambda *_: "甲</w:t></w:r></w:p><w:p><w:r><w:t>乙")
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "甲"})


def test_a_lost_value_in_excel_is_found(
    book: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(book({"A1": "表头", "B2": "{{ a }}"}), name="表.xlsx")
    monkeypatch.setattr(sheet_text, "inline", lambda _: "<is><t>别的</t></is>")
    with pytest.raises(TemplateError) as refused:
        template.render({"a": "原来的"})
    assert refused.value.code == "FK-TPL-065"
    assert refused.value.place.cell == "B2"


def test_a_tag_that_docxtpl_loses_makes_the_template_unfit(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Losing(notation.DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            return super().patch_xml(src_xml).replace("{{ FK1 }}", "")

    monkeypatch.setattr(notation, "DocxTemplate", Losing)
    with pytest.raises(TemplateError, match="FK-TPL-009"):
        compile_template(word("{{ a }}"))


@pytest.mark.parametrize(
    "source",
    [
        "{{ a() }}",
        "{{ a|list }}",
        "{{ a._b }}",
        "{{ _a }}",
        "{% set a = 1 %}",
        "{{ 'a' * 9 }}",
        "{% if a %}",
    ],
)
def test_the_whole_source_is_judged_again_before_it_is_compiled(source: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - caught by the caller, never shown
        Program(source, lambda value: value, [], "模板")


def test_the_sandbox_itself_calls_nothing() -> None:
    compiled = environment().from_string("{{ a() }}")
    with pytest.raises(SecurityError):
        compiled.render({"a": print})
    assert not language.forbidden(environment().parse("{{ a }}"))

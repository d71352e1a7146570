"""What goes wrong with a trusted template is told with its place, in one sentence."""

from __future__ import annotations

import pytest

from formkit.kernel.errors import ExitCode, TemplateError
from formkit.render import compile_template


def refused(data, **asked) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        compile_template(data, name="模板.docx", trusted=True, **asked)
    assert caught.value.exit_code is ExitCode.TEMPLATE
    return caught.value


def unfilled(data, context, **asked) -> TemplateError:
    template = compile_template(data, name="模板.docx", trusted=True, **asked)
    with pytest.raises(TemplateError) as caught:
        template.render(context)
    return caught.value


@pytest.mark.parametrize(
    "tag",
    ["{{ name", "{% if name %}", "{{ name | nofilter }}", "{% endfor %}", "{{ a b }}", "{% tr %}"],
)
def test_a_tag_that_is_no_jinja_is_told_with_its_part(word, tag) -> None:
    error = refused(word("甲", f"乙{tag}丙", "丁"))
    assert error.code == "FK-TPL-092"
    assert error.place.file == "模板.docx"
    assert "正文" in str(error)


def test_the_paragraph_of_a_wrong_tag_is_quoted(word) -> None:
    assert "第二段{% endfor %}" in str(refused(word("第一段", "第二段{% endfor %}", "第三段")))
    error = refused(word("正文", header="页头{{ a b }}"))
    assert "页眉" in str(error)
    assert "页头" in str(error)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ 1 / number }}", "ZeroDivisionError"),
        ("{{ missing.part }}", "UndefinedError"),
        ("{{ broken() }}", "OSError: 没有磁盘"),
        ("{% for a in number %}{% endfor %}", "TypeError"),
    ],
)
def test_what_the_data_raise_is_told_with_its_paragraph(word, tag, said) -> None:
    def broken() -> str:
        raise OSError("没有磁盘")

    error = unfilled(word("第一段", f"第二段{tag}", "第三段"), {"number": 0, "broken": broken})
    assert error.code == "FK-TPL-093"
    assert said in str(error)
    assert "第二段" in str(error)


def test_what_goes_wrong_in_a_property_is_told(word) -> None:
    error = unfilled(word("甲", title="{{ name }}"), {"name": "长" * 256})
    assert "文档属性" in str(error)
    assert "文档属性" in str(unfilled(word("甲", title="{{ name }}"), {"name": "\x00"}))
    assert "文档属性" in str(refused(word("甲", title="{{ name")))


def test_a_header_that_is_no_xml_is_refused_and_not_written(word) -> None:
    error = unfilled(word("甲", header="{{ name }}"), {"name": "A<B"}, autoescape=False)
    assert error.code == "FK-TPL-093"
    assert "页眉" in str(error)


def test_footnotes_that_are_no_xml_are_refused_where_docxtpl_would_write_them(word) -> None:
    error = unfilled(word("甲", footnote="{{ name }}"), {"name": "A<B"}, autoescape=False)
    assert error.code == "FK-TPL-094"
    assert "脚注" in str(error)


def test_half_a_character_is_refused_where_docxtpl_would_end_the_document(word) -> None:
    for place in ({}, {"header": "{{ name }}"}, {"footnote": "{{ name }}"}):
        error = unfilled(word("甲" if place else "{{ name }}", **place), {"name": "a\ud800b"})
        assert error.code == "FK-TPL-094"


def test_a_missing_or_damaged_file_is_told(tmp_path, word) -> None:
    assert refused(tmp_path / "没有.docx").exit_code is ExitCode.TEMPLATE
    assert refused(word("甲")[:-30]).exit_code is ExitCode.TEMPLATE
    assert refused("正文".encode()).code == "FK-TPL-002"

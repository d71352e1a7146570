"""A document that lost something on the way is never given out (T02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from jinja2.exceptions import SecurityError

from formkit.kernel.errors import TemplateError
from formkit.ooxml.writer import Binder, deflate
from formkit.render import compile_template, language, sheet_text, word_values
from formkit.render import shape as shape_module
from formkit.render.docxtpl_reader import notation
from formkit.render.program import Program
from formkit.render.sandbox import environment
from formkit.render.shape import Shape
from formkit.render.sheet_plan import Composed
from formkit.render.sheet_rows import RowPlan, RowText
from formkit.render.trace import Trace
from formkit.render.word_text import RunText
from formkit.render.word_values import WordValues


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
    assert "表1第1行第2格「{{ b }}」" in str(refused.value)


def test_a_lost_paragraph_in_word_is_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(word("{{ a }}", "末段"))
    monkeypatch.setattr(RunText, "write", lambda *_: "甲</w:t></w:r></w:p><w:p><w:r><w:t>乙")
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "甲"})


def swapped(first: str, second: str) -> Callable[[str], str]:
    return lambda text: text.replace(first, "\0").replace(second, first).replace("\0", second)


@pytest.mark.parametrize(
    ("value", "write"),
    [
        ("A&B", lambda text: text),
        ("A<w:br/>B", lambda text: text),
        ("A>B", lambda text: text),
        ("A&B", lambda text: text.replace("&", "&amp;amp;")),
        ("A\nB", lambda text: text.replace("\n", "</w:t><w:tab/><w:t>")),
        ("A\nB", lambda text: text.replace("\n", " ")),
        ("A\tB", lambda text: text.replace("\t", '</w:t><w:br/><w:t xml:space="preserve">')),
        ("𠮷", lambda text: f"<w:del>{text}</w:del>"),
        (
            "𠮷",
            lambda text: (
                "</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>"
                f'<w:t xml:space="preserve">{text}</w:t></w:r><w:r><w:t xml:space="preserve">'
            ),
        ),
    ],
)
def test_a_value_written_wrongly_is_found_at_its_tag(
    word: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    write: Callable[[str], str],
) -> None:
    template = compile_template(word("甲", [["{{ a }}", "乙{{ b }}"]]), name="表.docx")
    template.render({"a": "完好", "b": "完好"})
    monkeypatch.setattr(RunText, "write", lambda _, text: write(text))
    if "\n" in value or "\t" in value:  # these are not written by the run
        monkeypatch.setattr(word_values, "marked_up", write)
    with pytest.raises(TemplateError, match=r"FK-TPL-065.*表1第1行第2格「乙\{\{ b }}」"):
        template.render({"a": "完好", "b": value})


def test_swapped_values_are_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(word("{{ a }}", "{{ b }}"))
    template.render({"a": "1", "b": "2"})
    write = WordValues.write
    monkeypatch.setattr(WordValues, "write", lambda *given: write(*given)[::-1])
    template.render({"a": "1", "b": "1"})
    with pytest.raises(TemplateError, match=r"FK-TPL-065.*第1段「\{\{ a }}」.*应为「1」.*是「2」"):
        template.render({"a": "1", "b": "2"})


def test_tags_that_docxtpl_swaps_are_found_even_where_their_values_are_equal(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Swapping(notation.DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            return swapped("FK1", "FK2")(super().patch_xml(src_xml))

    monkeypatch.setattr(notation, "DocxTemplate", Swapping)
    template = compile_template(word("{{ a }}", "{{ b }}"))
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "1", "b": "1"})


def test_a_text_of_the_template_that_docxtpl_loses_is_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Losing(notation.DocxTemplate):
        def patch_xml(self, src_xml: str) -> str:
            return super().patch_xml(src_xml).replace("不可", "")

    monkeypatch.setattr(notation, "DocxTemplate", Losing)
    template = compile_template(word("{% if a %}不可转让{% endif %}{{ b }}"))
    template.render({"a": "", "b": "1"})
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "1", "b": "1"})


def test_another_value_than_jinja_gives_is_found_in_the_first_document(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(word("{% if a %}{{ a }}{% endif %}{{ b }}"))
    follow = Trace.follow
    monkeypatch.setattr(
        Trace, "follow", lambda self, data: follow(self, {**data, "b": "别的", "a": "1"})
    )
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "1", "b": "2"})
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "", "b": "2"})


def test_a_text_of_the_template_that_is_lost_in_a_later_document_is_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(word("甲方{{ a }}不可转让"))
    template.render({"a": "1"})
    join = Shape.join
    monkeypatch.setattr(Shape, "join", lambda *given: join(*given).replace("不可".encode(), b""))
    with pytest.raises(TemplateError, match=r"FK-TPL-065.*正文.*不可"):
        template.render({"a": "2"})


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "docProps/core.xml"])
def test_another_member_than_was_made_is_found(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    made = compile_template(word("{{ a }}", header="{{ b }}"))
    made.render({"a": "1", "b": "1"})
    bind = Binder.bind
    other = deflate(b"<other/>")
    monkeypatch.setattr(Binder, "bind", lambda self, given: bind(self, {**given, part: other}))
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        made.render({"a": "1", "b": "1"})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data.replace(b"word/document.xml", b"word/document.xm_"),
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: b"PK" + data,
    ],
)
def test_a_damaged_package_is_found(
    word: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[bytes], bytes],
) -> None:
    made = compile_template(word("{{ a }}"))
    bind = Binder.bind
    monkeypatch.setattr(Binder, "bind", lambda *given: spoil(bind(*given)))
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        made.render({"a": "1"})


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


@pytest.mark.parametrize(
    ("value", "inline"),
    [
        ("A&B", lambda text: f'<is><t xml:space="preserve">{text}</t></is>'),
        ("A&B", lambda _: '<is><t xml:space="preserve">AB</t></is>'),
        ("AB", lambda text: f'<is><t xml:space="preserve">{text}</t><t>更</t></is>'),
        ("_x0041_", lambda text: f'<is><t xml:space="preserve">{text}</t></is>'),
    ],
)
def test_a_cell_written_wrongly_on_a_known_way_is_found(
    book: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    inline: Callable[[str], str],
) -> None:
    template = compile_template(book({"A1": "{{ a }}", "B2": "乙:{{ b }}"}), name="表.xlsx")
    template.render({"a": "完好", "b": "完好"})
    monkeypatch.setattr(sheet_text, "inline", inline)
    with pytest.raises(TemplateError, match="FK-TPL-065") as refused:
        template.render({"a": "", "b": value})
    assert refused.value.place.cell == "B2"


def test_swapped_values_of_a_sheet_are_found(
    book: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(book({"A1": "{{ a }}", "B2": "{{ b }}"}))
    template.render({"a": "1", "b": "2"})
    changing = RowPlan.changing
    monkeypatch.setattr(
        RowPlan, "changing", lambda self, texts, file: changing(self, ["别的"] * len(texts), file)
    )
    with pytest.raises(TemplateError, match="FK-TPL-065") as refused:
        template.render({"a": "1", "b": "2"})
    assert refused.value.place.cell == "A1"


def test_a_row_with_other_attributes_is_found(
    book: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(book({"A1": "{{ a }}"}))
    template.render({"a": "1"})
    monkeypatch.setattr(RowText, "started", lambda *_: ' hidden="1"')
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "1"})


def test_tags_of_a_sheet_that_are_mixed_up_are_found_even_where_their_values_are_equal(
    book: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    template = compile_template(book({"A1": "{{ a }}", "B2": "{{ b }}"}))
    with_values = Composed.with_values
    monkeypatch.setattr(Composed, "with_values", lambda self, given: with_values(self, given[::-1]))
    with pytest.raises(TemplateError, match="FK-TPL-065"):
        template.render({"a": "1", "b": "1"})


def test_more_ways_than_are_kept_and_more_values_than_are_kept_make_the_same_documents(
    word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = word([["{%tr for r in rows %}"], ["{{ r }}"], ["{%tr endfor %}"]])
    data = [{"rows": [str(one) for one in range(count)]} for count in (0, 3, 1, 2, 3, 0, 2)]
    whole = compile_template(source)
    wanted = [whole.render(one) for one in data]
    for name in ("_MOST_SHAPES", "_MOST_SLOTS"):
        with monkeypatch.context() as narrow:
            narrow.setattr(shape_module, name, 2)
            few = compile_template(source)
            assert [few.render(one) for one in data] == wanted
            assert len(few._engine._parts["word/document.xml"]._shapes._found) <= 3

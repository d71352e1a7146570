"""Values of every kind print as docxtpl prints them, whatever signs they hold."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from docxtpl import Listing, RichText, RichTextParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from formkit.render import TrustedTemplate, compile_template

BREAKS = "\t\n\a\f"
TEXTS = [
    "", " ", "  前后  ", "甲\n乙", "\n", "\n\n甲\n", "甲\t乙", "\t", "甲\a乙", "\a", "甲\f乙", "\f", "\a\n\t\f",
    "A&B公司", "容量<5MPa", "a > b", "]]>", "'单' \"双\"", "&amp;", "&#10;", "&nbsp;", "</w:t></w:r></w:p>", "<w:t>",
    "{{ name }}", "{_{", "}_}", "{_%", "%_}", "{", "}", "_", "%", "{_", "_{", "{%", "%}", "{# 注 #}", "{{{{",
    "甲\r乙", "\r\n", "\x0b", "\x00", "\x1f", "\ufffe", "\ufdd0", "\ufdd00\ufdd1", "\ue000", "\u2028", "\u0085", "\u200b",
    "𠮷野家", "😀", "\U0010ffff", "é", "0", 'r:id="rId99"', 'x r:embed="rId99" ', "<!-- -->", "<?x?>", "<![CDATA[a]]>",
    "\n<w:p>", "<w:p ", "--", "FK1", "\\n", "%s", "$1", r"\1",
]  # fmt: skip
SIGNS = st.sampled_from("\n\t\a\f\r&<>\"'{}%_#-;]甲乙𠮷😀 a1\u3000\ue000\ufdd0\ufdd1\x0b\x85")
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff") | SIGNS, max_size=12
)


@dataclass
class Person:
    name: str
    born: date

    def age(self, today: date) -> int:
        return today.year - self.born.year

    @property
    def polite(self) -> str:
        return f"{self.name}\n先生"


@pytest.fixture(scope="module")
def everywhere(word: Callable[..., bytes], grid: Callable[..., str]) -> bytes:
    """A value alone, among texts, beside braces, in a bold run, twice, in cells, header and footnote."""
    cells = [
        ["{%tr for row in rows %}", ""],
        ["{{ row }}", "第{{ row }}号"],
        ["{%tr endfor %}", ""],
    ]
    return word(
        "{{ name }}",
        "前 {{ name }} 中 {{ name }}{{ name }} 后",
        "{ {{ name }}{_{ x }_} } _{{ name }}_ {_{{ name }} {{ name }}_}",
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{{ name }}</w:t></w:r></w:p>',
        "{% if name %}有{{ name }}{% endif %}{{ name|e }}{{ [name, name]|join('、') }}",
        '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{{ plain }}</w:t></w:r></w:hyperlink></w:p>',
        grid(cells),
        header="页头 {{ name }}",
        footnote="注 {{ name }} 完",
    )


@pytest.fixture(scope="module")
def printing(everywhere: bytes) -> TrustedTemplate:
    template = compile_template(everywhere, trusted=True)
    assert isinstance(template, TrustedTemplate)
    return template


def context(value: Any, plain: str = "链接") -> dict[str, Any]:
    return {"name": value, "rows": [value, "乙"], "plain": plain}


def same(both: Callable[..., tuple[Any, Any]], template, data, given_) -> None:
    theirs, ours = both(template, data, given_)
    assert ours == theirs


@pytest.mark.parametrize("text", TEXTS, ids=map(ascii, TEXTS))
def test_any_text_prints_as_docxtpl_prints_it(both, everywhere, printing, text: str) -> None:
    for _ in range(2):
        same(both, printing, everywhere, context(text))
    same(both, printing, everywhere, context("平常") | {"plain": text})


@settings(max_examples=60, deadline=None)
@given(name=ANY_TEXT, row=ANY_TEXT)
def test_any_two_texts_print_as_docxtpl_prints_them(both, everywhere, printing, name, row) -> None:
    same(both, printing, everywhere, {"name": name, "rows": [row, name], "plain": "链接"})


def test_most_documents_are_made_of_kept_shapes(compiled, printing) -> None:
    for number in range(3):
        printing.render(context(f"甲{number}\n乙\t&"))
    assert compiled(printing)


@pytest.mark.parametrize(
    "text",
    [
        "A&B",
        "a<b",
        "<w:br/>",
        "&lt;",
        "甲\n乙",
        "a>b",
        "{{ x }}",
        "",
        "<b>",
        "</w:p>",
        "<w:t>",
        "]]>",
    ],
)
def test_without_escaping_markup_goes_through_as_docxtpl_lets_it(word, agree, text: str) -> None:
    data = word("前{{ name }}后", "{{ name }}{{ other }}", "完")
    agree(data, {"name": text, "other": "乙"}, {"name": text, "other": text}, autoescape=False)


@settings(max_examples=40, deadline=None)
@given(name=ANY_TEXT)
def test_without_escaping_any_text_is_mended_as_docxtpl_mends_it(both, raw, name: str) -> None:
    data, template = raw
    theirs, ours = both(template, data, {"name": name}, autoescape=False)
    assert ours == theirs


@pytest.fixture(scope="module")
def raw(word: Callable[..., bytes]) -> tuple[bytes, TrustedTemplate]:
    data = word(
        "前{{ name }}后", "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{{ name }}</w:t></w:r></w:p>", "完"
    )
    template = compile_template(data, trusted=True, autoescape=False)
    assert isinstance(template, TrustedTemplate)
    return data, template


def test_values_among_markup_from_the_data_are_as_docxtpl_writes_them(word, both) -> None:
    data = word(
        "{{ begin }}{{ name }}{{ end }}",
        header="<w:p><w:r><w:t>{{ name }}<w:br/> </w:t></w:r></w:p>",
    )
    template = compile_template(data, trusted=True)
    pairs = [
        ("<!-- <w:t>", "</w:t> -->"),
        ("</w:t><w:tab/><w:t>", "</w:t><w:cr/><w:t>"),
        ("<![CDATA[<w:t>", "]]></w:t>"),
    ]
    for begin, end in pairs:
        for name in ("甲", "a--b", "", " ", "甲\n乙", "]]>"):
            given_ = {"begin": Markup(begin), "name": name, "end": Markup(end)}
            same(both, template, data, given_)


def test_a_tag_in_a_comment_of_the_file_is_filled_or_the_file_refused(word, both) -> None:
    data = word("<w:p><!-- <w:t>{{ name }}</w:t> --><w:r><w:t>{{ name }}</w:t></w:r></w:p>")
    template = compile_template(data, trusted=True)
    for name in ("甲", "甲--乙", "", "甲\n", "丙"):
        same(both, template, data, {"name": name})


def test_objects_print_themselves_and_their_methods_are_called(word, agree) -> None:
    data = word(
        "{{ one.name }} {{ one.polite }} {{ one.age(today) }} {{ one.born.year }} {{ one }}",
        "{{ amount }} {{ share }} {{ many }} {{ yes }} {{ nothing }} {{ today.isoformat() }} {{ pi|round(2) }}",
        "{{ safe }} {{ add(1, 2) }} {% for a, b in pairs %}{{ a }}={{ b }};{% endfor %}",
        "{% for key, value in table.items() %}{{ key }}:{{ value }} {% endfor %}{{ table.keys()|list }}",
    )
    agree(
        data,
        {
            "one": Person("欧阳喆", date(1990, 5, 1)),
            "today": date(2026, 9, 1),
            "amount": Decimal("1409.50"),
            "share": 0.1,
            "many": [1, "二", None],
            "yes": True,
            "nothing": None,
            "pi": math.pi,
            "safe": Markup("A&amp;B"),
            "add": lambda a, b: a + b,
            "pairs": [(1, "甲"), (2, "乙")],
            "table": {"甲": 1, "乙": "<2>"},
        },
    )


def test_what_is_used_up_by_printing_is_asked_once(word, agree) -> None:
    data = word(
        "{% for x in stream %}{{ x }}{% endfor %}",
        "{{ count() }}{{ count() }}",
        header="{{ count() }}",
    )

    def fresh() -> dict[str, Any]:
        numbers = iter(range(100))
        return {"stream": (str(x) for x in range(3)), "count": lambda: next(numbers)}

    agree(data, fresh)


def rich(*texts: str) -> RichText:
    made = RichText()
    for number, text in enumerate(texts):
        looks: list[dict[str, Any]] = [
            {"bold": True, "italic": True},
            {"color": "#FF0000", "size": 28, "underline": "double"},
            {"style": "强调", "strike": True, "highlight": "#ffff00"},
            {"font": "eastAsia:微软雅黑"},
            {"font": "Arial", "superscript": True, "rtl": True, "lang": "zh-CN"},
            {"subscript": True},
        ]
        made.add(text, **looks[number % len(looks)])
    return made


RICH = [
    rich("粗"),
    rich("粗", "红", "删", "黑", "上", "下"),
    rich("甲\n乙", "丙\t丁", "戊\a己", "庚\f辛"),
    rich("A&B", "<c>", "{{ x }}"),
    rich("", " "),
    RichText(),
    RichText(rich("里", "外")),
    RichText(3.5),
]


@pytest.mark.parametrize("value", RICH, ids=range(len(RICH)))
@pytest.mark.parametrize("autoescape", [True, False])
def test_rich_text_is_as_docxtpl_writes_it(word, grid, agree, value, autoescape) -> None:
    data = word(
        "前 {{r value }} 后",
        "{{r value }}",
        "{% if value %}{{r value }}{% endif %}{{ name }}",
        grid([["{{r value }}", "{% cellbg 'FF0000' %}{{r value }}"]]),
        header="{{r value }}",
        footnote="{{r value }}",
    )
    agree(data, {"value": value, "name": "甲"}, autoescape=autoescape)


def test_rich_text_of_the_same_look_keeps_its_shape(word, agree, compiled) -> None:
    data = word("前 {{r value }} 后")
    template = agree(
        data, *({"value": rich(f"甲{number}", f"乙\n{number}")} for number in range(3))
    )
    assert len(template._parts[0]._shapes._known) == 1
    assert compiled(template)


def test_rich_paragraphs_are_as_docxtpl_writes_them(word, agree) -> None:
    value = RichTextParagraph()
    value.add("甲", parastyle="标题1")
    value.add(rich("乙", "丙\n丁"))
    value.add("")
    data = word("前", "{{p value }}", "后", "{%p if value %}", "{{p value }}", "{%p endif %}")
    agree(data, {"value": value}, {"value": RichTextParagraph("一段")}, {"value": "", "b": 1})


@pytest.mark.parametrize("text", ["甲\n乙", "甲\a乙\n丙", "A&B <c>\t", "甲\f乙", "", "{{ x }}", 3])
def test_listings_are_as_docxtpl_writes_them(word, grid, agree, text) -> None:
    properties = '<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:i/></w:rPr><w:t>{{ value }}</w:t></w:r></w:p>'
    data = word(
        "前{{ value }}后", properties, grid([["{{ value }}", "{{ value }}"]]), header="{{ value }}"
    )
    agree(data, {"value": Listing(text)})
    agree(data, {"value": Listing(text)}, autoescape=False)

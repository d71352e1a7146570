"""Every value reaches the paper as it is, or the document is not made (T02, T20)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel.errors import TemplateError
from formkit.ooxml import text
from formkit.render import CompiledTemplate, Properties, compile_template
from proof import NAUGHTY as BLNS
from proof import cases

MARKUP = [
    "<select> & R&D", "A&B公司", "容量<5MPa", "</w:t></w:r></w:p>", "<w:br/>", "&amp;", "&lt;", "&#10;",
    "&#x41;", "<!-- -->", "<![CDATA[x]]>", "]]>", "<?xml?>", "<!DOCTYPE a>", "&nbsp;", "<", ">", "&",
    "'", '"', "“”‘’", "«»", "``", "\\", "\\n", "\\u0041", "%s", "%%", "$1", "${a}", "#{a}", "@a",
]  # fmt: skip
BRACES = [
    "{", "}", "{{", "}}", "{%", "%}", "{#", "#}", "{{x}}", "{{ x }}", "{{ value }}", "{% if x %}",
    "{% endfor %}", "{# 注 #}", "{%p if x %}", "{{{", "}}}", "{_{", "}_}", "{_%", "%_}", "｛｛x｝｝",
    "{{ 7*7 }}", "{% raw %}", "{0}", "{value}", "FK1", "{{ FK1 }}", "\ufdd01\ufdd1",
]  # fmt: skip
FORMULAS = [
    "=1+1", "=cmd|'/c calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")', "＝1", "\t=1",
    "=", "==", "0001", "000123456789012345", "410105199001011234", "1E5", "1e309", "-0", "NaN",
    "Infinity", "TRUE", "false", "None", "null", "undefined", "0x1F", "1/2", "2026-09-01", "12:30",
    "1,234.50", "￥1", "#N/A", "#REF!", "#DIV/0!", "_x000D_", "_x0041_", "_x005F_x0041_", "__x000A_",
    "_X000D_", "_x00g0_", "_x000D", "'a", "''", "'=1",
]  # fmt: skip
BLANKS = [
    "", " ", "  ", " 前", "后 ", "  两 个  空 格  ", "\u3000", "\u3000全角\u3000", "\u00a0", "\u2002",
    "\t", "甲\t乙", "\n", "甲\n乙", "\n\n", "甲\n\n乙\n", "\n甲", " \n ", "\t\n\t", "\u2028", "\u2029",
    "\u0085", "\u200b", "\u2060", "\ufeff", "甲\ufeff", "\u00ad", "    年  月  日",
]  # fmt: skip
LETTERS = [
    "喆", "䶮", "𠮷", "𠮷野家", "张𠮷", "𠮷𠮷", "𪚥", "𫝀", "𰻝", "堃镕赟昇玥犇曌", "·", "阿卜杜拉·热合曼",
    "㎡", "m³", "℃", "№", "①②③", "Ⅰ/Ⅱ/Ⅲ", "□很满意 ☑满意 □一般", "√", "✓", "■", "〔2026〕", "——", "…",
    "〇零", "壹佰万元整", "１２３", "ＡＢＣ", "ｱｲｳ", "가나다", "Ω≈ç√∫", "Ñandú", "Łódź", "Ğİş", "ẞ",
    "ﬁ", "e\u0301", "é", "a\u0308\u0323", "Z̤͔a̴l̴g̸o̵", "ก็็็็", "हिन्दी", "தமிழ்", "עברית", "العربية",
    "السلام", "\u202eabc", "\u200fabc\u200e", "\u2066a\u2069", "مرحبا 123 abc", "葛󠄀", "辻󠄁", "𠮟󠄀",
    "😀", "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽", "❤️", "☎️", "𝕬𝖇", "𐍈", "𐐀", "\U0010ffff", "\U00020000", "\ue000",
    "\uf8ff", "\ufffd", "\ufdd0", "\U0001fffe", "\u0300", "\u20dd", "ǅ", "ÅÅ", "\u1100\u1161",
]  # fmt: skip
LONG = ["甲" * 3000, "a" * 3000, "𠮷" * 500, "甲\n" * 200, "&<>" * 300, "{{" * 300, " " * 500]
NAMES = [
    f"{first}{last}"
    for first in ("王", "欧阳", "𠮷", "&", "<", "{{")
    for last in ("·", "喆", "𠮷", ">", "}}", "\n")
]
NAUGHTY = [*MARKUP, *BRACES, *FORMULAS, *BLANKS, *LETTERS, *LONG, *NAMES]
ILLEGAL = [
    "\x00",
    "\x08",
    "\x0b",
    "\x0c",
    "\r",
    "\x1b",
    "\x1e",
    "\x1f",
    "\ud800",
    "\udfff",
    "\uffff",
    "\ufffe",
]

ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t"),
    max_size=40,
)  # fmt: skip


@pytest.fixture(scope="module")
def template(word: Callable[..., bytes]) -> CompiledTemplate:
    return compile_template(
        word(
            "前{{ value }}后",
            [["{%tr for row in rows %}"], ["{{ row }}"], ["{%tr endfor %}"]],
            header="眉{{ value }}",
            footer="{{ value }}脚",
            footnote="{{ value }}",
        )
    )


def _part(document: bytes, name: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return text.paragraphs(opened.read(f"word/{name}"))


def _assert_printed(template: CompiledTemplate, value: str) -> None:
    document = template.render(
        {"value": value, "rows": [value, value]}, properties=Properties(title=value, author=value)
    )
    assert _part(document, "document.xml") == [f"前{value}后", value, value]
    assert _part(document, "header1.xml") == [f"眉{value}"]
    assert _part(document, "footer1.xml") == [f"{value}脚"]
    assert _part(document, "footnotes.xml") == [value]


def test_there_are_enough_naughty_texts() -> None:
    assert len(set(NAUGHTY)) >= 200


@pytest.mark.parametrize("value", sorted(set(NAUGHTY)), ids=ascii)
def test_a_naughty_text_prints_as_it_is(template: CompiledTemplate, value: str) -> None:
    _assert_printed(template, value)


def test_the_big_list_of_naughty_strings_prints_as_it_is_or_is_refused(
    template: CompiledTemplate,
) -> None:
    refused: dict[str, str] = {}
    for value in BLNS:
        try:
            _assert_printed(template, value)
        except TemplateError as error:
            refused[value] = error.code
    assert set(refused.values()) <= {"FK-TPL-063"}
    assert len(refused) < 10
    assert all(
        not set(value).isdisjoint({*ILLEGAL, "\x7f", *map(chr, range(1, 32))}) for value in refused
    )


@pytest.mark.proof
@given(value=ANY_TEXT)
@settings(max_examples=cases(150, 500_000), deadline=None)
def test_any_text_prints_as_it_is(template: CompiledTemplate, value: str) -> None:
    _assert_printed(template, value)


@pytest.mark.parametrize("sign", ILLEGAL, ids=ascii)
def test_what_xml_cannot_hold_is_refused_by_name(template: CompiledTemplate, sign: str) -> None:
    with pytest.raises(TemplateError) as refused:
        template.render({"value": "甲", "rows": ["乙", f"丙{sign}"]})
    assert refused.value.code == "FK-TPL-063"
    assert "rows[2]" in str(refused.value)
    assert f"U+{ord(sign):04X}" in str(refused.value)
    with pytest.raises(TemplateError, match=r"FK-TPL-063.*title"):
        template.render({"value": "", "rows": []}, properties=Properties(title=sign))


def test_python_docx_reads_the_same_text(word: Callable[..., bytes]) -> None:
    document = compile_template(word("{{ value }}")).render({"value": "<a> & 𠮷\n\t{{x}}  "})
    assert Document(io.BytesIO(document)).paragraphs[0].text == "<a> & 𠮷\n\t{{x}}  "


def _xml(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        return opened.read("word/document.xml").decode()


def test_an_extension_b_character_gets_a_font_that_has_it(word: Callable[..., bytes]) -> None:
    run = (
        '<w:p><w:r><w:rPr><w:rStyle w:val="a"/><w:rFonts w:eastAsia="宋体" w:asciiTheme="minor"/>'
        "<w:b/></w:rPr><w:t>{{ value }}</w:t></w:r></w:p>"
    )
    xml = _xml(compile_template(word(run)).render({"value": "张𠮷😀&"}))
    rare = (
        '<w:r><w:rPr><w:rStyle w:val="a"/><w:rFonts w:ascii="SimSun-ExtB" w:hAnsi="SimSun-ExtB" '
        'w:eastAsia="SimSun-ExtB" w:cs="SimSun-ExtB" w:hint="eastAsia"/><w:b/></w:rPr>'
        '<w:t xml:space="preserve">𠮷</w:t></w:r>'
    )
    assert rare in xml
    assert xml.count("SimSun-ExtB") == 4  # the emoji and the rest keep the run's own fonts
    assert xml.count('<w:rFonts w:eastAsia="宋体" w:asciiTheme="minor"/><w:b/>') == 2


def test_a_run_without_properties_gets_the_font_too(word: Callable[..., bytes]) -> None:
    xml = _xml(compile_template(word("{{ value }}")).render({"value": "𠮷"}))
    assert '<w:rPr><w:rFonts w:ascii="SimSun-ExtB"' in xml


def test_a_gb2312_face_is_widened_where_it_lacks_a_character(word: Callable[..., bytes]) -> None:
    run = '<w:p><w:r><w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/></w:rPr><w:t>{{ value }}</w:t></w:r></w:p>'
    document = compile_template(word(run)).render({"value": "王喆堃工"})
    assert _part(document, "document.xml") == ["王喆堃工"]
    xml = _xml(document)
    assert (
        'w:eastAsia="仿宋" w:cs="仿宋" w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">喆堃<'
        in xml
    )


def test_line_breaks_and_tabs_stay_inside_the_run(word: Callable[..., bytes]) -> None:
    xml = _xml(compile_template(word("{{ value }}")).render({"value": "甲\n乙\t丙"}))
    space = '<w:t xml:space="preserve">'
    assert f"{space}甲</w:t><w:br/>{space}乙</w:t><w:tab/>{space}丙</w:t>" in xml


def test_row_numbers_are_printed(word: Callable[..., bytes]) -> None:
    document = compile_template(word("{{ n }}")).render({"n": 12})
    assert _part(document, "document.xml") == ["12"]


FILTERS = [
    ("{{ a|line(6) }}", "", "______"),
    ("{{ a|line(6) }}", "甲", "甲"),
    ("{{ a|default('无') }}", "", "无"),
    ("{{ a|default('无') }}", "有", "有"),
    ("{{ a|join }}", ["甲", "乙"], "甲、乙"),
    ("{{ a|join(';') }}", [{"text": "甲"}, {"text": "乙"}], "甲;乙"),
    ("{{ a|join('、', 'name') }}", [{"name": "甲"}], "甲"),
    ("{{ a|length }}", ["甲", "乙"], "2"),
    ("{{ a|length }}", "甲乙丙", "3"),
    ("{{ a|upper }}", "abc", "ABC"),
    ("{{ a|lower }}", "ABC", "abc"),
    ("{{ a|trim }}", " 甲 ", "甲"),
    ("{% if a is defined %}有{% endif %}", "", "有"),
    ("{% if b is defined %}有{% else %}无{% endif %}", "", "无"),
    (
        "{% for x in a %}{% if loop.index is odd %}{{ x }}{% endif %}{% endfor %}",
        ["1", "2", "3"],
        "13",
    ),
    ("{% if a == '50%' %}半{% endif %}", "50%", "半"),
    ("{{ a[1].b }}", [{"b": "x"}, {"b": "y"}], "y"),
    ("{{ '<' }}{{ \"&\" }}{{ a }}", "甲", "<&甲"),
]


@pytest.mark.parametrize(("source", "value", "printed"), FILTERS)
def test_what_a_tag_can_do(
    word: Callable[..., bytes], source: str, value: object, printed: str
) -> None:
    document = compile_template(word(f"[{source}]")).render({"a": value})
    assert _part(document, "document.xml") == [f"[{printed}]"]


FAILURES = [
    ("{{ b }}", "", "FK-TPL-060", "「b」"),
    ("{{ a.b }}", {}, "FK-TPL-060", "「b」"),
    ("{{ a.b.c }}", {}, "FK-TPL-060", "「b.c」"),
    ("{{ a[3] }}", ["x"], "FK-TPL-060", "「3」"),
    ("{% if b %}甲{% endif %}", "", "FK-TPL-060", "「b」"),
    ("{% if a.b == '甲' %}甲{% endif %}", {}, "FK-TPL-060", "「b」"),
    ("{% for x in b %}甲{% endfor %}", "", "FK-TPL-060", "「b」"),
    ("{{ b|line(3) }}", "", "FK-TPL-060", "「b」"),
    ("{{ a }}", {}, "FK-TPL-061", "一组值"),
    ("{{ a }}", [], "FK-TPL-061", "多行"),
    ("{% for x in a %}甲{% endfor %}", "甲乙", "FK-TPL-067", "文字"),
    ("{% for x in a %}甲{% endfor %}", {"k": "v"}, "FK-TPL-067", "一组值"),
    ("{% if a > 3 %}甲{% endif %}", "4", "FK-TPL-064", "a > 3"),
    ("{{ a|upper }}", [], "FK-TPL-064", "a|upper"),
    ("{{ a|join }}", "甲乙", "FK-TPL-064", "a|join"),
    ("{{ a|join('、', 'x') }}", [{"y": "甲"}], "FK-TPL-064", "a|join"),
    ("{{ a|length }}", {}, "FK-TPL-064", "a|length"),
]


@pytest.mark.parametrize(("source", "value", "code", "said"), FAILURES)
def test_a_value_that_is_missing_or_unfit_is_named_with_its_tag(
    word: Callable[..., bytes], source: str, value: object, code: str, said: str
) -> None:
    template = compile_template(
        word("{{ first }}", [["甲", f"{{{{ first }}}}{source}{{{{ first }}}}"]]), name="表.docx"
    )
    with pytest.raises(TemplateError) as refused:
        template.render({"first": "1", "a": value})
    assert refused.value.code == code
    assert said in str(refused.value)
    assert source.split("}", maxsplit=1)[0] in str(refused.value)
    assert str(refused.value.place).startswith("表.docx 正文 表1第1行第2格「")

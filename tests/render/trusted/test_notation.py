"""Everything that a docxtpl template can say gives the document that docxtpl gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PEOPLE = [{"name": "欧阳喆", "unit": "工程科"}, {"name": "𠮷田", "unit": "质检科 & 安全科"}]
ROOMS = [{"no": f"{number}0{number}", "faults": ["渗漏", "空鼓"][:number]} for number in range(3)]
DATA: dict[str, Any] = {
    "name": "建业·森林半岛",
    "people": PEOPLE,
    "rooms": ROOMS,
    "columns": ["甲", "乙", "丙", "丁"],
    "yes": True,
    "no": False,
    "color": "FF8800",
    "span": 2,
    "none": None,
    "number": 3.5,
}
LESS = DATA | {"people": PEOPLE[:1], "columns": ["甲"], "yes": False, "name": "A&B <公司>"}
NONE = DATA | {"people": [], "rooms": [], "columns": [], "name": ""}

PARAGRAPHS = {
    "values": ["{{ name }}", "{{name}}{{ number }}", "甲{{ none }}乙", "{{ people|length }}"],
    "undefined": ["甲{{ missing }}乙", "{% if missing %}有{% else %}无{% endif %}"],
    "paragraph": ["{%p if yes %}", "是", "{%p else %}", "否", "{%p endif %}"],
    "paragraph loop": ["{%p for one in people %}", "{{ one.name }}", "{%p endfor %}", "完"],
    "nested loops": [
        "{%p for room in rooms %}",
        "{{ room.no }}",
        "{%p for fault in room.faults %}",
        "{{ loop.index }}. {{ fault }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ],
    "inline": [
        "{% for one in people %}{{ one.name }}{% if not loop.last %}、{% endif %}{% endfor %}"
    ],
    "run": [
        (
            "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>{%r if yes %}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>"
            "<w:t>粗</w:t></w:r><w:r><w:t>{%r endif %}</w:t></w:r><w:r><w:t>乙</w:t></w:r></w:p>"
        )
    ],
    "merged paragraphs": ["甲 {%- if yes %}", "是 {{ name }}", "{% endif -%}", "乙"],
    "escaped delimiters": ["{_{ name }_} {_% if %_} {{ name }}", "{_{{ name }}_}"],
    "comments": ["甲{# 给同事的话 #}乙", "{#p 整段 #}", "丙"],
    "set": ["{% set a = 3 %}{{ a * 2 }}", "{{ a }}"],
    "macro": ["{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{{ twice(name) }}{{ twice(1) }}"],
    "call and filter": [
        "{% filter upper %}abc{{ name }}{% endfilter %}",
        "{{ people|map(attribute='name')|join('、') }}",
        "{{ '%.2f'|format(number) }} {{ name|length }} {{ [1, 2]|sum }}",
    ],
    "namespace": [
        "{% set n = namespace(sum=0) %}{% for x in [1,2,3] %}{% set n.sum = n.sum + x %}{% endfor %}{{ n.sum }}"
    ],
    "spaces": ["  {{ name }}  乙  ", "{{ '  a  ' }}", "甲  {% if yes %}  是  {% endif %}  "],
    "smart quotes": ["{{ “甲” }}{% if name == ‘乙’ %}是{% endif %}"],
    "cut into runs": [
        (
            '<w:p><w:r><w:t>{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr>'
            '<w:t>{ na</w:t></w:r><w:r><w:t xml:space="preserve">me </w:t></w:r><w:r><w:t>}}</w:t></w:r></w:p>'
        )
    ],
    "tab and break": [
        (
            '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:tab/><w:t>{{ name }}</w:t>'
            "<w:br/><w:t>乙</w:t></w:r></w:p>"
        )
    ],
    "raw": ["{% raw %}{{ name }}{% endraw %} {{ '{{' }} {{ name }}"],
    "braces beside": ["{ {{ name }} } {_{{ name }}{ %{{ name }}%"],
    "comment of the file": ["<w:p><!-- 注 <w:t> --><w:r><w:t>{{ name }}</w:t></w:r></w:p>"],
    "picture numbers": [
        "{%p for one in people %}",
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="5" name="{{ one.name }}"/></wp:inline></w:drawing></w:r></w:p>',
        "{%p endfor %}",
    ],
    "text box": [
        (
            "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p>"
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>{{ number }}</w:t></w:r></w:p>"
        )
    ],
    "content control": [
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>{{ name }}</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    ],
    "section inside": [
        "{%p for one in people %}",
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{{ one.name }}</w:t></w:r></w:p>",
        "{%p endfor %}",
    ],
    "formula": ["<w:p><m:oMath><m:r><m:t>{{ number }}</m:t></m:r></m:oMath></w:p>"],
    "no tag": ["甲 & 乙", "", "<w:p/>"],
}
TABLES = {
    "row loop": [["姓名"], ["{%tr for one in people %}"], ["{{ one.name }}"], ["{%tr endfor %}"]],
    "row condition": [["{%tr if yes %}"], ["是"], ["{%tr else %}"], ["否"], ["{%tr endif %}"]],
    "column loop": [
        ["头", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"],
        ["体", "{%tc for c in columns %}", "{{ loop.index }}", "{%tc endfor %}"],
    ],
    "column loop with a fixed end": [
        ["头", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}", "尾"],
        ["甲", "{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}", "{{ name }}"],
    ],
    "rows and columns": [
        ["{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"],
        ["{%tr for one in people %}", "", ""],
        ["{%tc for c in columns %}", "{{ one.name }}{{ c }}", "{%tc endfor %}"],
        ["{%tr endfor %}", "", ""],
    ],
    "less cells": [["{%tc if yes %}", "甲", "{%tc endif %}", "{{ name }}", "丙"]],
    "color": [["{% cellbg color %}{{ name }}", "乙"], ["{% cellbg '00FF00' %}丙", "丁"]],
    "color by row": [
        ["{%tr for one in people %}", ""],
        ["{% cellbg 'FF0000' if loop.first else '0000FF' %}{{ one.name }}", "{{ one.unit }}"],
        ["{%tr endfor %}", ""],
    ],
    "span": [["{% colspan span %}{{ name }}", "乙"], ["甲", "乙", "丙"]],
    "vertical merge": [
        ["{%tr for one in people %}", ""],
        ["{% vm %}{{ name }}", "{{ one.name }}"],
        ["{%tr endfor %}", ""],
    ],
    "horizontal merge": [
        ["{%tc for c in columns %}", "{% hm %}{{ name }}", "{%tc endfor %}"],
        ["{%tc for c in columns %}", "{{ c }}", "{%tc endfor %}"],
    ],
    "nested rows": [
        ["{%tr for room in rooms %}", ""],
        ["{{ room.no }}", "{% for fault in room.faults %}{{ fault }} {% endfor %}"],
        ["{%tr endfor %}", ""],
    ],
}


@pytest.mark.parametrize("blocks", PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_paragraphs_are_as_docxtpl_writes_them(word, agree, blocks: list[str]) -> None:
    agree(word(*blocks), DATA, LESS, NONE)


@pytest.mark.parametrize("rows", TABLES.values(), ids=TABLES.keys())
def test_tables_are_as_docxtpl_writes_them(
    word, grid: Callable[..., str], agree, rows: list[list[str]]
) -> None:
    agree(word(f"<w:p/>{grid(rows)}"), DATA, LESS, NONE)


def test_merges_inside_merges_are_as_docxtpl_writes_them(word, grid, agree) -> None:
    rows = [
        ["{%tr for room in rooms %}", "", ""],
        ["{%tr for fault in room.faults %}", "", ""],
        ["{% vm %}{{ room.no }}", "{% vm %}{{ name }}", "{{ fault }}"],
        ["{%tr endfor %}", "", ""],
        ["{%tr endfor %}", "", ""],
    ]
    agree(word(f"<w:p/>{grid(rows)}"), DATA, NONE)


def test_a_cell_with_a_span_is_merged_by_the_loop(word, agree) -> None:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'
    row = "".join(
        cell.format(text=text)
        for text in ("{%tc for c in columns %}", "{% hm %}{{ name }}", "{%tc endfor %}")
    )
    agree(
        word(
            '<w:p/><w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="900"/>'
            f"</w:tblGrid><w:tr>{row}</w:tr></w:tbl>"
        ),
        DATA,
        LESS,
    )


def test_a_shape_that_comes_back_is_not_finished_again(word, agree, compiled) -> None:
    template = agree(
        word("{{ name }}", [["{%tr for one in people %}"], ["{{ one.name }}"], ["{%tr endfor %}"]]),
        DATA,
        LESS,
    )
    assert compiled(template)
    assert template.falls_back == ()


TAGS = [
    "{{ name }}", "{{ number }}", "{{ none }}", "{{ missing }}", "{% set q = name %}{{ q }}", "{# 注 #}",
    "{% if yes %}", "{% if no %}", "{% for c in columns %}", "{{ c }}", "{{ '&amp;' }}", "{{ name|upper }}",
]  # fmt: skip
WORDS = [
    " ",
    "甲",
    "R&amp;D",
    " &amp; ",
    "&lt;1&gt;",
    "&quot;",
    "'",
    "&amp;amp;",
    "_",
    "%",
    "甲&#20057;",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(TAGS) | st.sampled_from(WORDS), min_size=1, max_size=7))
def test_words_between_tags_are_as_docxtpl_writes_them(word, agree, pieces: list[str]) -> None:
    """Beside a value that is escaped, a word of the template must not be escaped once more."""
    ends = [
        "{% endif %}" if piece.startswith("{% if") else "{% endfor %}"
        for piece in reversed(pieces)
        if piece.startswith(("{% if", "{% for"))
    ]
    text = "".join((*pieces, *ends))
    agree(word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"), DATA, LESS)


@pytest.mark.parametrize(
    "text",
    [
        "甲方:{{ name }} R&amp;D {% if yes %}合格{% endif %}",
        "{% if yes %}R&amp;D{{ name }}{% endif %}",
        "{% for c in columns %}R&amp;D{{ c }}{% endfor %}",
        "{{ name }} &amp; {% set q = 1 %}",
    ],
)
def test_a_sign_beside_a_value_is_written_once(word, agree, text: str) -> None:
    agree(word(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"), DATA, LESS)

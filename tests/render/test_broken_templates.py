"""Templates spoilt by hand: each fault is found, named by its code and placed (T03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from formkit.kernel.findings import Level
from formkit.render import TemplateRefused, check_template, compile_template

KNOWN = {
    "project.project_name",
    "project.address",
    "customer",
    "issues[].part",
    "issues[].due_on",
    "note",
}
SPLIT = "".join(
    f"<w:r><w:t>{piece}</w:t></w:r>" for piece in ("{", "{ proj", "ect.address", " }", "}")
)
PICTURE = "<w:p><w:r><w:drawing/><w:t>{%p if note %}</w:t></w:r></w:p>"
BREAK = "<w:p><w:r><w:t>{{ cust</w:t><w:br/><w:t>omer }}</w:t></w:r></w:p>"
TAB = "<w:p><w:r><w:t>{{ customer</w:t><w:tab/><w:t>}}</w:t></w:r></w:p>"
FIELD = "<w:p><w:r><w:instrText>QUOTE {{ customer }}</w:instrText></w:r></w:p>"
HYPHEN = "<w:p><w:r><w:t>{{ cust</w:t><w:noBreakHyphen/><w:t>omer }}</w:t></w:r></w:p>"
DRAWN = "<w:p><w:r><w:t>{{ customer</w:t><w:drawing/><w:t> }}</w:t></w:r></w:p>"
ALT = '<w:p><w:r><w:drawing><wp:docPr id="1" name="a" descr="{{ customer }}"/></w:drawing></w:r></w:p>'
MATHS = "<w:p><m:oMath><m:r><m:t>{{ customer }}</m:t></m:r></m:oMath></w:p>"
HIDDEN = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{{ customer }}</w:t></w:r></w:p>"
LINK = (
    '<w:p><w:r><w:t>{% if note %}甲</w:t></w:r><w:hyperlink w:anchor="a"><w:r><w:t>{% endif %}'
    "</w:t></w:r></w:hyperlink></w:p>"
)

WORD: list[tuple[str, tuple[Any, ...], str, str]] = [
    # how a tag is typed
    ("全角花括号", ("工程:｛｛ customer ｝｝",), "FK-TPL-020", "正文 第1段"),
    ("半个全角", ("{｛ customer }}",), "FK-TPL-020", "正文 第1段"),
    ("全角百分号", ("{％ if note ％}",), "FK-TPL-020", "正文 第1段"),
    ("右边全角", ("{{ customer ｝｝",), "FK-TPL-020", "正文 第1段"),
    ("中文引号", ("{{ customer|default(“无”) }}",), "FK-TPL-021", "正文 第1段"),
    ("单弯引号", ("{% if customer == ‘甲’ %}{% endif %}",), "FK-TPL-021", "正文 第1段"),
    ("没写完", ("甲", "工程:{{ customer"), "FK-TPL-022", "正文 第2段"),
    ("少一个括号", ("{{ customer }",), "FK-TPL-022", "正文 第1段"),
    ("百分号配花括号", ("{% if note }}",), "FK-TPL-022", "正文 第1段"),
    ("花括号配百分号", ("{{ note %}",), "FK-TPL-022", "正文 第1段"),
    ("分在两段", ("{{ customer", "}}"), "FK-TPL-022", "正文 第1段"),
    ("写了两个开头", ("{{ customer {{ note }}",), "FK-TPL-022", "正文 第1段"),
    ("只有后一半", ("customer }}",), "FK-TPL-023", "正文 第1段"),
    ("只有百分号后一半", ("if note %}",), "FK-TPL-023", "正文 第1段"),
    ("注释标记", ("{# 这里填工程 #}",), "FK-TPL-024", "正文 第1段"),
    ("空的花括号", ("{{}}",), "FK-TPL-032", "正文 第1段"),
    ("空的百分号", ("{%%}",), "FK-TPL-030", "正文 第1段"),
    ("多一个右括号", ("{{ customer }}}",), "FK-TPL-026", "正文 第1段"),
    ("百分号后多一个右括号", ("{% if note %}}{% endif %}",), "FK-TPL-026", "正文 第1段"),
    ("不间断连字符", (HYPHEN,), "FK-TPL-029", "正文 第1段「{{ customer }}」"),
    ("标记里有图", (DRAWN,), "FK-TPL-029", "正文 第1段"),
    ("标记太长", ("{{ customer|default('" + "长" * 480 + "') }}",), "FK-TPL-049", "正文 第1段"),
    ("减号", ("{%- if note %}{% endif %}",), "FK-TPL-025", "正文 第1段"),
    ("加号", ("{% if note +%}{% endif %}",), "FK-TPL-025", "正文 第1段"),
    ("三个括号", ("{{{ customer }}}",), "FK-TPL-026", "正文 第1段"),
    ("里面有花括号", ("{{ {customer} }}",), "FK-TPL-026", "正文 第1段"),
    ("括号间有空格", ("{ { customer } }",), "FK-TPL-027", "正文 第1段"),
    ("百分号后有空格", ("{% if note % }",), "FK-TPL-027", "正文 第1段"),
    ("标记里换行", (BREAK,), "FK-TPL-028", "正文 第1段"),
    ("标记里有制表符", (TAB,), "FK-TPL-028", "正文 第1段"),
    # what a tag says
    ("前缀与百分号之间有空格", ("{% p if note %}",), "FK-TPL-030", "正文 第1段"),
    ("中文关键字", ("{% 如果 note %}",), "FK-TPL-030", "正文 第1段"),
    ("拼错的关键字", ("{% fi note %}",), "FK-TPL-030", "正文 第1段"),
    ("空的标记", ("{% %}",), "FK-TPL-030", "正文 第1段"),
    ("列循环", ([["{%tc for a in issues %}"]],), "FK-TPL-031", "表1第1行第1格"),
    ("富文本", ("{{r customer }}",), "FK-TPL-031", "正文 第1段"),
    ("空的名称", ("{{ }}",), "FK-TPL-032", "正文 第1段"),
    ("两个名称", ("{{ customer note }}",), "FK-TPL-032", "正文 第1段"),
    ("一个等号", ("{% if customer = '甲' %}{% endif %}",), "FK-TPL-032", "正文 第1段"),
    ("循环没写 in", ("{% for issues %}{% endfor %}",), "FK-TPL-032", "正文 第1段"),
    ("endif 后有字", ("{% if note %}{% endif note %}",), "FK-TPL-032", "正文 第1段"),
    ("计算", ("{{ customer + note }}",), "FK-TPL-033", "正文 第1段"),
    ("印不出的字", (r"{{ '\ud800' }}",), "FK-TPL-047", "正文 第1段"),
    ("空字符", (r"{{ customer|default('\x00') }}",), "FK-TPL-047", "正文 第1段"),
    ("打印判断", ("{{ customer == note }}",), "FK-TPL-033", "正文 第1段"),
    ("打印或者", ("{{ customer or not note }}",), "FK-TPL-033", "正文 第1段"),
    ("打印过滤后的判断", ("{{ (note is defined)|default('甲') }}",), "FK-TPL-033", "正文 第1段"),
    ("下划线开头", ("{{ _customer }}",), "FK-TPL-034", "正文 第1段"),
    ("没有的过滤器", ("{{ customer|uper }}",), "FK-TPL-035", "正文 第1段"),
    ("过滤器缺参数", ("{{ customer|line }}",), "FK-TPL-036", "正文 第1段"),
    ("横线太长", ("{{ customer|line(500) }}",), "FK-TPL-036", "正文 第1段"),
    ("没有的判断", ("{% if note is empty %}{% endif %}",), "FK-TPL-037", "正文 第1段"),
    ("循环外的行号", ("{{ loop.index }}",), "FK-TPL-038", "正文 第1段"),
    ("光写 loop", ("{% for a in issues %}{{ loop }}{% endfor %}",), "FK-TPL-038", "正文"),
    ("带条件的循环", ("{% for a in issues if a.part %}{% endfor %}",), "FK-TPL-039", "正文"),
    # where tags stand
    ("没有 endif", ("{%p if note %}", "甲"), "FK-TPL-040", "正文 第1段"),
    ("没有 endfor", ([["{%tr for a in issues %}"], ["{{ a.part }}"]],), "FK-TPL-040", "第1行"),
    ("多余的 endif", ("甲", "{%p endif %}"), "FK-TPL-041", "正文 第2段"),
    ("for 配 endif", ("{% for a in issues %}{% endif %}",), "FK-TPL-041", "正文 第1段"),
    ("else 两次", ("{% if note %}{% else %}{% else %}{% endif %}",), "FK-TPL-041", "正文"),
    ("循环里的 else", ("{% for a in issues %}{% else %}{% endfor %}",), "FK-TPL-041", "正文"),
    ("跨段的 if", ("{% if note %}", "{% endif %}"), "FK-TPL-042", "正文 第2段"),
    ("前缀不一样", ("{%p if note %}", "{% endif %}"), "FK-TPL-042", "正文 第2段"),
    ("跨格的循环", ([["{%p for a in issues %}", "{%p endfor %}"]],), "FK-TPL-042", "第1行第2格"),
    ("跨表的循环", ([["{%tr for a in issues %}"]], [["{%tr endfor %}"]]), "FK-TPL-042", "表2"),
    ("一半在链接里", (LINK,), "FK-TPL-042", "正文 第1段"),
    ("同段有别的字", ("备注 {%p if note %}", "{%p endif %}"), "FK-TPL-043", "正文 第1段"),
    ("同段有图", (PICTURE, "{%p endif %}"), "FK-TPL-043", "正文 第1段"),
    ("同行有别的字", ([["{%tr if note %}", "合计"], ["{%tr endif %}", ""]],), "FK-TPL-044", "第1行"),
    ("一行两个标记", ([["{%tr if note %}", "{%tr endif %}"]],), "FK-TPL-044", "第1行第1格"),
    ("表格之外", ("{%tr for a in issues %}", "{%tr endfor %}"), "FK-TPL-045", "正文 第1段"),
    ("名称拼错", ("{{ project.project_nane }}",), "FK-TPL-050", "正文 第1段"),
    ("拆开的名称拼错", (f"<w:p>{SPLIT.replace('address', 'adress')}</w:p>",), "FK-TPL-050", "正文"),
    ("循环里的名称拼错", ("{% for a in issues %}{{ a.patr }}{% endfor %}",), "FK-TPL-050", "正文"),
    ("打印一组值", ("{{ project }}",), "FK-TPL-052", "正文 第1段"),
    ("比较一组值", ("{% if project == '甲' %}{% endif %}",), "FK-TPL-052", "正文 第1段"),
    ("数一组值", ("{{ project|length }}",), "FK-TPL-052", "正文 第1段"),
    ("打印一行", ("{% for a in issues %}{{ a }}{% endfor %}",), "FK-TPL-052", "正文 第1段"),
    ("打印多行", ("{{ issues }}",), "FK-TPL-053", "正文 第1段"),
    ("多行变大写", ("{{ issues|upper }}",), "FK-TPL-053", "正文 第1段"),
    ("循环一个文字", ("{% for a in customer %}{% endfor %}",), "FK-TPL-054", "正文 第1段"),
    ("循环一组值", ("{% for a in project %}{% endfor %}",), "FK-TPL-054", "正文 第1段"),
    ("连接一个文字", ("{{ customer|join }}",), "FK-TPL-054", "正文 第1段"),
    ("连接没有的列", ("{{ issues|join('、', 'patr') }}",), "FK-TPL-050", "正文 第1段"),
    ("连接没写列名", ("{{ issues|join('、') }}",), "FK-TPL-050", "正文 第1段"),
    ("文字与数比", ("{% if customer < 1 %}{% endif %}",), "FK-TPL-055", "正文 第1段"),
    ("文字等于行数", ("{% if issues|length == note %}{% endif %}",), "FK-TPL-055", "正文 第1段"),
    ("文字的单双", ("{% if customer is odd %}{% endif %}",), "FK-TPL-055", "正文 第1段"),
    ("域里的标记", (FIELD,), "FK-TPL-051", "正文的域"),
    ("图片说明里的标记", (ALT.replace("{{", "见 {{"),), "FK-TPL-051", "正文的图片说明"),
    ("没有图片的占位图", (ALT,), "FK-PIC-001", "正文"),
    ("数学公式里的标记", (MATHS,), "FK-TPL-051", "正文的公式"),
    ("隐藏文字里的标记", (HIDDEN,), "FK-TPL-051", "正文 第1段"),
    ("修订没有接受", ("<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins></w:p>",), "FK-TPL-007", "正文"),
    ("嵌入全文", ('<w:altChunk r:id="x"/>',), "FK-IN-030", ""),
    ("非字符", ("甲\ufdd0乙",), "FK-TPL-009", "正文 第1段"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "code", "place"), [one[1:] for one in WORD], ids=[o[0] for o in WORD]
)
def test_a_spoilt_word_template(
    word: Callable[..., bytes], body: tuple[Any, ...], code: str, place: str
) -> None:
    findings = check_template(word(*body), KNOWN, name="回访记录.docx")
    found = [one for one in findings if one.code == code]
    assert found, [str(one) for one in findings]
    assert place in str(found[0].place)
    assert found[0].place.file == "回访记录.docx"
    assert found[0].remedy


BOOK: list[tuple[str, dict[str, Any], str, str]] = [
    ("全角花括号", {"B2": "｛｛ customer ｝｝"}, "FK-TPL-020", "B2"),
    ("名称拼错", {"C3": "{{ custmer }}"}, "FK-TPL-050", "C3"),
    ("段落标记", {"A1": "{%p if note %}", "A2": "{%p endif %}"}, "FK-TPL-031", "A1"),
    ("跨格的判断", {"A1": "{% if note %}", "A2": "{% endif %}"}, "FK-TPL-042", "A2"),
    ("同行有别的字", {"A1": "{%tr if note %}", "B1": "合计", "A2": "{%tr endif %}"}, "FK-TPL-044", "A1"),
    ("同行有公式", {"A1": "{%tr if note %}", "B1": "=1", "A2": "{%tr endif %}"}, "FK-TPL-044", "A1"),
    ("循环没有结束", {"A1": "{%tr for a in issues %}", "A2": "{{ a.part }}"}, "FK-TPL-040", "A1"),
    ("公式里的标记", {"A1": '=CONCAT("{{ note }}")'}, "FK-TPL-070", "A1"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "code", "cell"), [one[1:] for one in BOOK], ids=[o[0] for o in BOOK]
)
def test_a_spoilt_excel_template(
    book: Callable[..., bytes], cells: dict[str, Any], code: str, cell: str
) -> None:
    findings = check_template(book(cells), KNOWN, name="调查表.xlsx")
    found = [one for one in findings if one.code == code]
    assert found, [str(one) for one in findings]
    assert (found[0].place.sheet, found[0].place.cell) == ("调查表", cell)


def test_all_faults_come_at_once(word: Callable[..., bytes]) -> None:
    template = word("{{ customer", "{{ 乙方 }}", "｛｛ note ｝｝", header="{% set a = 1 %}")
    codes = [one.code for one in check_template(template, KNOWN)]
    assert sorted(codes) == ["FK-TPL-020", "FK-TPL-022", "FK-TPL-030", "FK-TPL-050"]
    with pytest.raises(TemplateRefused) as refused:
        compile_template(template)
    assert len(refused.value.findings) == 3  # the unknown name is known only to the check
    assert refused.value.finding() is refused.value.findings[0]


def test_one_fault_gives_one_message(word: Callable[..., bytes]) -> None:
    assert len(check_template(word("甲 ｛｛ customer ｝｝ 乙"), KNOWN)) == 1
    assert len(check_template(word("{ { customer } }"), KNOWN)) == 1


def test_a_misspelt_name_comes_with_the_nearest_one(word: Callable[..., bytes]) -> None:
    (finding,) = check_template(word("{{ project.project_nane }}"), KNOWN)
    assert "是否指「project.project_name」?" in str(finding)


def test_a_misspelt_filter_comes_with_the_nearest_one(word: Callable[..., bytes]) -> None:
    (finding,) = check_template(word("{{ customer|uper }}"), KNOWN)
    assert "是否指「upper」?" in str(finding)


def test_a_sound_template_has_no_faults(word: Callable[..., bytes]) -> None:
    template = word(
        "{{ project.project_name }} {% if note and not customer %}有{% elif note == '无' or "
        "'甲' in note %}无{% else %}{{ note|default('—')|trim }}{% endif %}",
        [["{%tr for a in issues %}"], ["{{ loop.index }} {{ a.part|upper }}"], ["{%tr endfor %}"]],
        "{% for a in issues %}{% if not loop.last %}{{ a['due_on'] }}{% endif %}{% endfor %}",
        "{% if issues and project and issues|length > 2 and note is defined %}{% endif %}"
        "{% if '甲' in issues or note|length == 0 or (note or customer) == '乙' %}{% endif %}",
        "{{ issues|length }}{{ note or customer }}{{ issues|join('、', 'part') }}{{ issues[0].part }}",
        header="{{ customer|lower }}",
    )
    assert check_template(template, KNOWN) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 200 + "customer" + ")" * 200 + " }}",
        "{{ " + "not " * 100 + "customer }}",
        "{{ " + " and ".join(["a"] * 50) + " }}",
        "{{ note" + ".a" * 200 + " }}",
        "{{ note" + "[0]" * 100 + " }}",
        "{{ note" + "|trim" * 90 + " }}",
        "{% if note %}" * 120 + "甲" + "{% endif %}" * 120,
        "{% if note %}" * 11 + "甲" + "{% endif %}" * 11,
        "".join(f"{{% for a{n} in {'issues' if n == 0 else f'a{n - 1}.x'} %}}" for n in range(25))
        + "{% endfor %}" * 25,
    ],
)
def test_towers_are_told_not_climbed(word: Callable[..., bytes], text: str) -> None:
    assert "FK-TPL-048" in [one.code for one in check_template(word(text), KNOWN)]
    with pytest.raises(TemplateRefused) as refused:
        compile_template(word(text))
    assert "正文 第1段" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 3000 + "note" + ")" * 3000 + " }}",
        "{{ " + "not " * 5000 + "note }}",
        "{{ note" + ".a" * 5000 + " }}",
        "{{ note|" + "|".join(["default('a')"] * 3000) + " }}",
        "{{ " + "9" * 6000 + " }}",
        "{{ note[" + "9" * 6000 + "] }}",
        "{% if note %}{{ '" + "a" * 100_000 + "' }}{% endif %}",
        "{{ " * 5000,
        "{% if note " * 5000 + "｝｝" * 5000,
    ],
)
def test_endless_tags_are_told_at_once(word: Callable[..., bytes], text: str) -> None:
    findings = check_template(word(text), KNOWN)
    assert {one.code for one in findings} & {"FK-TPL-022", "FK-TPL-049"}
    assert all(len(str(one)) < 1000 for one in findings)


def test_ten_levels_and_a_long_condition_are_no_tower(word: Callable[..., bytes]) -> None:
    condition = " and ".join(["customer != '甲'"] * 20)
    text = "{% if note %}" * 9 + f"{{% if {condition} %}}乙" + "{% endif %}" * 10
    assert check_template(word(text), KNOWN) == []
    given = {"note": "有", "customer": "丙"}
    assert compile_template(word(text)).render(given)


def test_what_is_no_text_may_stand_beside_a_tag(word: Callable[..., bytes]) -> None:
    run = "<w:p><w:r><w:t>010</w:t><w:noBreakHyphen/><w:t>{{ customer }}</w:t><w:sym/></w:r></w:p>"
    assert check_template(word(run), KNOWN) == []
    assert compile_template(word(run)).render({"customer": "甲"})


def test_comments_in_a_template_are_a_warning(word: Callable[..., bytes]) -> None:
    (finding,) = check_template(word("甲", comment="请改字体"), KNOWN)
    assert (finding.code, finding.level) == ("FK-TPL-010", Level.WARNING)
    assert compile_template(word("甲", comment="请改字体")).names == frozenset()


def test_names_are_listed_with_their_rows(word: Callable[..., bytes]) -> None:
    template = compile_template(
        word(
            "{% for a in issues %}{{ a.part }}{% for b in a.photos %}{{ b }}{% endfor %}{% endfor %}"
        )
    )
    assert template.names == {"issues", "issues[].part", "issues[].photos", "issues[].photos[]"}
    assert template.unknown(KNOWN) == ["issues[].photos", "issues[].photos[]"]
    assert template.unknown({"issues[].part", "issues[].photos[].text"}) == []

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formkit.surveys import signs
from formkit.surveys.signs import Reading, Sign

FIVE = ("很满意", "满意", "一般", "不满意", "很不满意")
THREE = ("满意", "一般", "不满意")


def sign(text, *, font="宋体", choices=FIVE, slash="不适用"):
    return signs.read(signs.plain([(text, font)]), choices, slash=slash).sign


@pytest.mark.parametrize(
    "text",
    [
        *"√✓✔☑■●VvYy1是对",
        *"Ｖｖ１Ｙ",
        " √ ",
        "\u3000√\u3000",
        "√\n",
        "✔\ufe0f",
        "☑\ufe0e",
        "✅",
        "\u200b√",
    ],
)
def test_a_tick_is_a_tick_in_every_spelling_that_is_listed(text):
    assert sign(text) is Sign.TICK


@pytest.mark.parametrize(
    "text", ["不适用", "N/A", "n/a", "Ｎ／Ａ", "NA", "—", "——", "无", "/", "／", " / ", "不 适 用"]
)
def test_not_applicable_is_said_in_words_dashes_and_strokes(text):
    assert sign(text) is Sign.NOT_APPLICABLE


@pytest.mark.parametrize("text", ["/", "／"])
def test_a_stroke_is_asked_where_the_bank_says_so(text):
    assert sign(text, slash="报错") is Sign.ASK
    assert sign("不适用", slash="报错") is Sign.NOT_APPLICABLE


@pytest.mark.parametrize(
    "text",
    [
        *"○◯×✗✘✕Xx0?？…①⑴❶✖❌否错FTNn2345-－~ˇ∨^勾",
        "√ 满意",
        "√√",
        "√×",
        "基本√",
        "10",
        "1.0分",
        "TRUE",
        "FALSE",
        "较满意",
        "基本满意",
        "比较满意",
        "不太满意",
        "有点满意",
        "满意/一般",
        "见附页",
        "N",
        "//",
        "\ufffd",
        "1_",
        "1²",
    ],
)
def test_everything_else_is_asked(text):
    assert sign(text) is Sign.ASK


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n", "□", "☐", "\u200b"])
def test_nothing_and_an_unticked_box_are_blank(text):
    assert sign(text) is Sign.BLANK


@pytest.mark.parametrize(
    ("text", "choices", "word"),
    [
        ("很满意", FIVE, "很满意"),
        (" 满 意 ", FIVE, "满意"),
        ("非常满意", FIVE, "很满意"),
        ("很不满意", FIVE, "很不满意"),
        ("满意", THREE, "满意"),
    ],
)
def test_a_word_of_the_scale_is_that_option(text, choices, word):
    assert signs.read(text, choices) == Reading(Sign.WORD, word)


@pytest.mark.parametrize("text", ["很满意", "非常满意", "很不满意"])
def test_a_word_of_another_scale_is_asked(text):
    assert sign(text, choices=THREE) is Sign.ASK


@pytest.mark.parametrize(
    ("font", "letter", "expected"),
    [
        ("Wingdings", "ü", Sign.TICK),
        ("Wingdings", "þ", Sign.TICK),
        ("Wingdings", "\uf0fc", Sign.TICK),
        ("Wingdings", "\uf0fe", Sign.TICK),
        ("Wingdings", "n", Sign.TICK),
        ("Wingdings", "û", Sign.ASK),
        ("Wingdings", "ý", Sign.ASK),
        ("Wingdings", "o", Sign.BLANK),
        ("wingdings 2", "P", Sign.TICK),
        ("Wingdings 2", "R", Sign.TICK),
        ("Wingdings 2", "O", Sign.ASK),
        ("Wingdings 2", "\uf050", Sign.TICK),
        ("Webdings", "a", Sign.TICK),
        ("Webdings", "r", Sign.ASK),
        ("Marlett", "a", Sign.TICK),
        ("Symbol", "Ö", Sign.TICK),
        # the same letters, and ours, where the font shows something else
        ("宋体", "ü", Sign.ASK),
        ("Calibri", "þ", Sign.ASK),
        ("Arial", "P", Sign.ASK),
        ("微软雅黑", "R", Sign.ASK),
        ("Wingdings", "V", Sign.ASK),
        ("Wingdings", "1", Sign.ASK),
        ("Wingdings", "P", Sign.ASK),
        ("Wingdings 2", "ü", Sign.ASK),
        ("Wingdings 3", "P", Sign.ASK),
        ("宋体", "\uf0fc", Sign.ASK),
        ("Wingdings", "√", Sign.TICK),  # no symbol font has it: another steps in and shows √
    ],
)
def test_letters_of_symbol_fonts_count_by_the_font(font, letter, expected):
    assert sign(letter, font=font) is expected


def test_each_run_counts_in_its_own_font():
    assert signs.plain([("ü", "Wingdings"), (" 好", "宋体")]) == "✓ 好"
    assert signs.read(signs.plain([(" ", "宋体"), ("ü", "Wingdings")]), FIVE).sign is Sign.TICK
    assert signs.read(signs.plain([("ü", "Wingdings"), ("好", "宋体")]), FIVE).sign is Sign.ASK


@given(st.text(max_size=6))
def test_only_what_is_listed_is_ever_taken_for_a_tick(text):
    bare = "".join(text.split())
    if sign(text) is Sign.TICK:
        assert len(signs._SILENT.sub("", signs.narrow(bare))) == 1
        assert set(signs.narrow(text)) & signs.TICKS

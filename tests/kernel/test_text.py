from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel import text
from formkit.kernel.text import Unprintable, folded

any_text = st.text(st.characters(exclude_categories=[]), max_size=60)


def refused(value: str, *, multiline: bool = False) -> Unprintable:
    with pytest.raises(Unprintable) as caught:
        text.clean(value, multiline=multiline)
    return caught.value


@pytest.mark.parametrize(
    "name", ["欧阳喆", "王䶮", "𠮷堃", "阿卜杜拉·示例", "<select> & R&D", "=HYPERLINK(1)", "Ａ座㎡"]
)
def test_what_can_be_printed_stays_as_typed(name):
    assert text.clean(name, multiline=False) == name
    assert text.clean(name, multiline=True) == name


def test_blanks_and_line_breaks_at_the_ends_of_a_line_go_silently():
    assert text.clean("\u3000 云岭市示例花园 \t\r\n\n", multiline=False) == "云岭市示例花园"


def test_line_ends_of_every_system_become_one():
    assert text.clean("甲\r\n乙\r丙\u2028丁", multiline=True) == "甲\n乙\n丙\n丁"


def test_the_indentation_of_a_long_text_stays():
    assert text.clean("\n \n\u3000\u3000渗漏。\n  已修。 \n", multiline=True) == (
        "\u3000\u3000渗漏。\n  已修。"
    )


def test_a_long_text_of_blanks_is_empty():
    assert text.clean(" \n \n", multiline=True) == ""


def test_letters_and_their_marks_are_joined_but_full_width_letters_stay():
    assert text.clean("Ｒ" + unicodedata.normalize("NFD", "é"), multiline=False) == "Ｒé"


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("\x00", "控制字符"),
        ("\x0b", "Word 的手动换行"),
        ("\x1b", "终端转义"),
        ("\x7f", "控制字符"),
        ("\x85", "控制字符"),
        ("\ud800", "半个字"),
        ("\ufdd0", "非字符"),
        ("\uffff", "非字符"),
        ("\U0010fffe", "非字符"),
        ("\ufffd", "已丢失的字"),
    ],
)
@pytest.mark.parametrize("multiline", [True, False])
def test_a_character_that_paper_cannot_show_is_refused_with_name_and_position(bad, what, multiline):
    fault = refused(f"张三{bad}李四", multiline=multiline)
    assert fault.code == "FK-VAL-001"
    assert "第3个字符" in str(fault)
    assert what in str(fault)
    assert f"U+{ord(bad):04X}" in str(fault)
    assert bad not in str(fault)  # the sentence itself can be printed


@pytest.mark.parametrize("bad", ["\u202e", "\u2066", "\u200f", "\u061c"])
@pytest.mark.parametrize("multiline", [True, False])
def test_a_sign_that_turns_the_reading_direction_is_refused_everywhere(bad, multiline):
    fault = refused(f"138{bad}00000001", multiline=multiline)
    assert fault.code == "FK-VAL-002"
    assert "第4个字符是改变书写方向的符号" in str(fault)


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("\u200b", "零宽空格"),
        ("\ufeff", "字节序标记"),
        ("\u00ad", "软连字符"),
        ("\u3164", "看不见"),
    ],
)
def test_an_invisible_character_is_refused_in_a_line_and_named(bad, what):
    fault = refused(f"赵建{bad}模{bad}")
    assert fault.code == "FK-VAL-003"
    assert "第3个字符" in str(fault)
    assert what in str(fault)
    assert "共2个" in str(fault)


def test_an_emoji_joined_by_zero_width_joiners_may_stand_in_a_long_text():
    family = "家属\U0001f468\u200d\U0001f469 不满"
    assert text.clean(family, multiline=True) == family


@pytest.mark.parametrize(("bad", "what"), [("甲\n乙", "换行"), ("甲\t乙", "制表符")])
def test_a_break_inside_a_line_is_refused_with_a_remedy(bad, what):
    fault = refused(bad)
    assert fault.code == "FK-VAL-004"
    assert f"中间有{what}" in str(fault)
    assert "处理:" in str(fault)


@pytest.mark.parametrize(
    ("length", "fits"), [(32_766, True), (32_767, True), (32_768, False), (33_000, False)]
)
def test_a_text_may_be_as_long_as_an_excel_cell(length, fits):
    if fits:
        assert len(text.clean("甲" * length, multiline=True)) == length
    else:
        fault = refused("甲" * length, multiline=True)
        assert fault.code == "FK-VAL-005"
        assert f"{length:,}" in str(fault)
        assert len(str(fault)) < 200


def test_characters_beyond_the_basic_plane_count_twice():
    assert text.utf16_length("𠮷a") == 3
    assert text.clean("𠮷" * 16_383, multiline=False)
    assert refused("𠮷" * 16_384).code == "FK-VAL-005"


def test_every_code_point_is_either_cleaned_or_refused_and_never_lost():
    for code_point in range(0x110000):
        character = chr(code_point)
        try:
            cleaned = text.clean(f"甲{character}乙", multiline=True)
        except Unprintable:
            continue
        cleaned.encode("utf-8")
        assert unicodedata.category(character) != "Cs"
        assert cleaned != "甲乙"


@given(any_text, st.booleans())
@settings(max_examples=200)
def test_cleaning_twice_changes_nothing(value, multiline):
    try:
        cleaned = text.clean(value, multiline=multiline)
    except Unprintable:
        return
    assert text.clean(cleaned, multiline=multiline) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


@given(any_text)
@settings(max_examples=200)
def test_the_sentence_about_a_bad_text_can_itself_be_printed(value):
    sentence = str(refused(f"甲{value}\x00"))
    assert text.clean(sentence, multiline=False) == unicodedata.normalize("NFC", sentence)


@pytest.mark.parametrize("dot", "•・‧.．･●")
def test_the_dot_in_a_name_becomes_the_official_one(dot):
    assert text.person_name(f"买买提{dot}样例江 ") == "买买提·样例江"


@pytest.mark.parametrize("name", ["John F. Kennedy", "赵建模", "阿卜杜拉·示例", "3.5号"])
def test_other_dots_in_a_name_stay(name):
    assert text.person_name(name) == name


def test_number_like_text_is_narrowed():
    assert text.narrow(" １２３，４５６．７８\u3000") == "123,456.78"
    assert text.narrow("ＳＬＪＺ－２０２６") == "SLJZ-2026"
    assert text.hyphenated("０１０—５５５０１２３４") == "010-55501234"


@pytest.mark.parametrize("value", ["10²", "①", "½", "㎡"])
def test_signs_that_would_change_a_number_are_not_folded(value):
    assert text.narrow(value) == value


@given(any_text)
@settings(max_examples=300)
def test_narrowing_twice_changes_nothing(value):
    once = text.narrow(value)
    assert text.narrow(once) == once
    assert text.hyphenated(text.hyphenated(value)) == text.hyphenated(value)


@pytest.mark.parametrize(
    ("value", "columns"),
    [("", 0), ("abc", 3), ("工程", 4), ("□满意", 6), ("Ａ1", 3), ("e\u0301", 1), ("甲\n乙丙", 4)],
)
def test_width_counts_a_chinese_character_as_two_columns(value, columns):
    assert text.width(value) == columns


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("13800005678", "138****5678"),
        ("138-0000-5678", "138****5678"),
        ("010-55501234", "010-****1234"),
        ("(0311)5550123", "(0311)****0123"),
        ("400-000-0000", "400****0000"),
        ("欧阳喆 138-0000-0001、010-55501234", "欧阳喆 138****0001、010-****1234"),
        ("保修 24 小时,合同价 86543210.50", "保修 24 小时,合同价 86543210.50"),
    ],
)
def test_the_middle_of_a_phone_number_can_be_hidden(value, masked):
    assert text.mask_phone(value) == masked


def test_nothing_in_a_text_can_move_the_cursor_or_start_a_line():
    assert text.escape_console("\x1b[31m红\r\n\u202e\u200b\ud800\ufffe𠮷") == (
        r"\x1b[31m红\r\n\u202e\u200b\ud800\ufffe𠮷"
    )


@given(any_text)
@settings(max_examples=200)
def test_escaped_text_is_one_visible_line_that_can_be_encoded(value):
    escaped = text.escape_console(value)
    escaped.encode("utf-8")
    assert len(escaped.splitlines()) <= 1


def test_a_long_value_is_shown_short():
    assert text.shown("甲" * 40) == "甲" * 40
    assert text.shown("甲" * 41) == "甲" * 39 + "…"
    assert text.shown(12) == "12"


def test_a_list_is_shown_as_a_yaml_file_has_it():
    assert text.shown(["2026", 1]) == "[2026, 1]"
    assert text.shown({"姓名": ["甲"]}) == "{姓名: [甲]}"


@given(any_text, st.booleans())
def test_the_short_cut_for_ordinary_texts_changes_nothing(value, multiline):
    def outcome(clean):
        try:
            return clean(value, multiline=multiline)
        except Unprintable as refused:
            return refused.code, refused.values

    assert outcome(text.clean) == outcome(text._cleaned)


@pytest.mark.parametrize("length", [16_383, 16_384, 32_767, 32_768])
@pytest.mark.parametrize("character", ["甲", "𠮷"])
def test_a_text_is_as_long_as_a_cell_holds_whichever_way_it_is_cleaned(length, character):
    fits = text.utf16_length(character * length) <= text.MAX_UTF16_UNITS
    if fits:
        assert text.clean(character * length, multiline=False) == character * length
    else:
        assert refused(character * length).code == "FK-VAL-005"


@pytest.mark.parametrize(
    "value", ["=1", "+86", "-5", "@A", "\t=1", "\r1", "＝1", "＋", "－", "＠", "'甲"]
)
def test_what_a_spreadsheet_program_would_change_is_seen(value):
    assert text.looks_active(value)
    assert not text.looks_active(f"甲{value}")


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("", [""]),
        ("满意", ["满意"]),
        ("屋面渗漏请派人来看", ["屋面渗漏", "请派人来", "看"]),
        ("call 0891 55501234", ["call", "0891", "55501234"]),
        ("0123456789012", ["01234567", "89012"]),
    ],
)
def test_a_text_is_folded_at_a_blank_or_between_chinese_signs(said, lines):
    assert [one.rstrip() for one in folded(said, 8)] == lines

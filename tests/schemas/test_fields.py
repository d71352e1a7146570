"""What clerks type, field by field: accepted, normalised in one stated way, or refused with a code."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formkit.kernel import text
from formkit.kernel.gate import Gate
from formkit.schemas.entry import Entry, field, many
from formkit.schemas.fields import (
    Amount,
    Choice,
    Count,
    CreditCode,
    Day,
    FarDay,
    Identifier,
    LongText,
    Moment,
    OneLine,
    Percent,
    Phone,
    Postcode,
    Quantity,
    SeasonDay,
    Texts,
    YesNo,
)
from formkit.schemas.validation import read
from proof import NAUGHTY, cases


class Rating(Choice):
    GOOD = "满意"
    FAIR = "一般"
    BRACKETS = "材料(乙供)"

    @classmethod
    def synonyms(cls):
        return {"还行": cls.FAIR}


class Cell(Entry):
    day: Day | None = field("日期")
    far: FarDay | None = field("远期")
    moment: Moment | None = field("时间")
    amount: Amount | None = field("金额")
    number: Quantity | None = field("数")
    percent: Percent | None = field("百分比")
    count: Count | None = field("整数")
    yes: YesNo | None = field("是否")
    line: OneLine | None = field("一行")
    lines: LongText | None = field("多行")
    texts: Texts = many("若干条")
    number_text: Identifier | None = field("号码")
    phone: Phone | None = field("电话")
    postcode: Postcode | None = field("邮编")
    uscc: CreditCode | None = field("信用代码")
    season: SeasonDay | None = field("季节")
    rating: Rating | None = field("评价", required=Gate.ISSUE)


def value(name, typed):
    entry, refused = read(Cell, {name: typed})
    assert not refused, refused
    return getattr(entry, name)


def code(name, typed):
    entry, [refused] = read(Cell, {name: typed})
    assert getattr(entry, name) in (None, ())
    return refused.code


DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026年9月1日",
        "2026.9.1",
        "2026/9/1",
        "2026-09-01",
        "２０２６年９月１日",
        "20260901",
        20260901,
        DAY,
        datetime.fromisoformat("2026-09-01"),
        46266,
        Decimal(46266),
    ],
)
def test_a_day_is_read_in_every_notation_of_clerks(typed):
    assert value("day", typed) == DAY


@pytest.mark.parametrize(
    "typed",
    [
        "2026年2月30日",
        "1月5日",
        datetime.fromisoformat("2026-09-01 09:30"),
        date(1970, 1, 1),
        True,
        ["x"],
    ],
)
def test_what_is_no_day_is_refused(typed):
    assert code("day", typed).startswith("FK-")


def test_a_day_beyond_2100_is_taken_only_where_a_building_lasts_that_long():
    assert value("far", "2126-05-20") == date(2126, 5, 20)
    assert code("day", "2126-05-20") == "FK-VAL-012"


@pytest.mark.parametrize(
    "typed", ["2026年7月15日9时30分", "2026/7/15 9:30", datetime.fromisoformat("2026-07-15 09:30")]
)
def test_a_moment_needs_its_hour(typed):
    assert value("moment", typed) == datetime.fromisoformat("2026-07-15 09:30")
    assert code("moment", "2026-07-15") == "FK-VAL-017"
    assert code("moment", date(2026, 7, 15)) == "FK-VAL-017"


@pytest.mark.parametrize(
    "typed",
    [
        "86543210.5",
        "86,543,210.50",
        "８６５４３２１０．５０",
        "¥86543210.50元",
        Decimal("86543210.5"),
    ],
)
def test_money_has_two_decimals(typed):
    assert str(value("amount", typed)) == "86543210.50"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("8654万元", "FK-VAL-031"),
        ("-5", "FK-REC-022"),
        (True, "FK-REC-010"),
        (1.5, "FK-VAL-035"),
        ("1.005", "FK-VAL-033"),
        (DAY, "FK-REC-009"),
        (["5"], "FK-REC-013"),
    ],
)
def test_what_is_no_amount_is_refused(typed, expected):
    assert code("amount", typed) == expected


def test_an_amount_in_wan_yuan_is_refused_with_the_amount_in_yuan():
    _, [refused] = read(Cell, {"amount": "8654.3万元"})
    assert refused.values["converted"] == "86,543,000.00"


@pytest.mark.parametrize(
    "typed", ["28456.78", "28,456.78", "２８４５６．７８", Decimal("28456.78")]
)
def test_a_quantity_keeps_its_digits(typed):
    assert str(value("number", typed)) == "28456.78"


@pytest.mark.parametrize("typed", ["1_000", "2.8万㎡", "NaN", "Infinity", "1,00", "", "1e3"])
def test_what_is_no_number_is_refused_or_absent(typed):
    assert value("number", typed) is None if not typed else code("number", typed) == "FK-REC-015"


def test_a_percentage_may_carry_its_sign():
    assert value("percent", "83.33%") == value("percent", "８３.３３％") == Decimal("83.33")
    assert value("percent", Decimal(3)) == 3


@pytest.mark.parametrize("typed", [26, "26", "２６", Decimal("26.0")])
def test_a_whole_number_is_read(typed):
    assert value("count", typed) == 26
    assert type(value("count", typed)) is int


def test_half_a_storey_and_yes_are_no_whole_numbers():
    assert code("count", "2.5") == "FK-REC-016"
    assert code("count", True) == "FK-REC-010"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("是", True),
        ("√", True),
        ("有", True),
        ("TRUE", True),
        (True, True),
        ("ｙ", True),
        ("否", False),
        ("无", False),
        ("false", False),
        (False, False),
    ],
)
def test_yes_and_no_are_read(typed, expected):
    assert value("yes", typed) is expected


@pytest.mark.parametrize("typed", [1, 0, "1", "×", "大概", "□"])
def test_a_number_or_a_cross_is_neither_yes_nor_no(typed):
    assert code("yes", typed) == "FK-REC-008"


def test_numbers_in_text_cells_become_their_digits():
    assert value("line", 1203) == "1203"
    assert value("line", Decimal("12.50")) == "12.50"
    assert value("lines", 12.5) == "12.5"


def test_a_date_or_a_tick_in_a_text_cell_is_refused():
    assert code("line", DAY) == "FK-REC-009"
    assert code("line", True) == "FK-REC-010"
    assert code("line", {"a": 1}) == "FK-REC-013"


@pytest.mark.parametrize("typed", ["第一行\n第二行", "有\x0b控制字符", "\ud800半个字"])
def test_one_line_takes_no_line_break_and_nothing_unprintable(typed):
    assert code("line", typed).startswith("FK-VAL-00")


def test_texts_are_lines_of_a_cell_or_items_of_a_list():
    assert value("texts", "第一条\n\n  第二条\n") == ("第一条", "第二条")
    assert value("texts", ["第一条", None, " ", "第二条"]) == ("第一条", "第二条")
    assert value("texts", 5) == ("5",)
    assert code("texts", ["好", {"a": 1}]) == "FK-REC-013"


def test_identifiers_are_half_width_text_and_long_numbers_are_not_trusted():
    assert value("number_text", "ＳＬＪＺ－００１") == "SLJZ-001"
    assert value("number_text", 13800000001) == "13800000001"
    assert code("number_text", 410105199001011234) == "FK-REC-014"
    assert value("number_text", "410105199001011234") == "410105199001011234"


def test_phones_postcodes_and_credit_codes_are_checked():
    assert value("phone", 13800000001) == "13800000001"
    assert value("phone", "010-55501234;138-0000-0001") == "010-55501234、138-0000-0001"
    assert code("phone", "55501234") == "FK-VAL-045"
    assert value("postcode", "０００００1") == "000001"
    assert code("postcode", 1) == "FK-VAL-047"
    assert code("uscc", "91310000MA1FL0000X") == "FK-VAL-042"


def test_a_day_of_any_year_is_written_with_two_digits():
    assert value("season", "11月15日") == "11-15"
    assert value("season", "3/5") == "03-05"
    assert code("season", "13-40") == "FK-VAL-022"


def test_a_choice_takes_its_words_and_written_synonyms_only():
    assert value("rating", " 满意 ") is Rating.GOOD
    assert value("rating", "还行") is Rating.FAIR
    assert value("rating", "材料（乙供）") is Rating.BRACKETS
    assert value("rating", Rating.GOOD) is Rating.GOOD
    assert code("rating", "优") == "FK-REC-006"


def test_a_choice_that_is_nearly_right_is_told_what_was_meant():
    _, [refused] = read(Cell, {"rating": "满 意的"})
    assert (refused.code, refused.values["meant"]) == ("FK-REC-007", "满意")


def test_a_choice_without_synonyms_takes_its_words():
    class Plain(Choice):
        ONE = "一"

    assert Plain.read("一") is Plain.ONE
    assert Plain.synonyms() == {}


NUMBERS_IN_THE_LIST = {
    "amount": {
        "0": "0.00", "0.00": "0.00", "01000": "1000.00", "08": "8.00", "09": "9.00", "1": "1.00",
        "1.00": "1.00", "1 000.00": "1000.00", "1,000.00": "1000.00", "１２３": "123.00",
        "1 000 000.00": "1000000.00", "1,000,000.00": "1000000.00",
    },
    "count": {
        "0": "0", "0.00": "0", "01000": "1000", "08": "8", "09": "9", "1": "1", "1.00": "1",
        "1,000.00": "1000", "1,000,000.00": "1000000", "１２３": "123", "-1": "-1", "-1.00": "-1",
        "9" * 96: "9" * 96, "123456789" + "0123456789" * 3: "123456789" + "0123456789" * 3,
    },
    "yes": {"True": "True", "true": "True", "False": "False", "false": "False"},
    "season": {"1/2": "01-02"},
}  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "amount",
        "count",
        "yes",
        "season",
        "day",
        "far",
        "moment",
        "phone",
        "postcode",
        "uscc",
        "rating",
    ],
)
def test_of_the_naughty_strings_only_what_is_a_value_becomes_one(name):
    taken = {}
    for typed in NAUGHTY:
        entry, refused = read(Cell, {name: typed})
        if refused:
            assert all(one.code.startswith(("FK-VAL-", "FK-REC-")) for one in refused)
            assert getattr(entry, name) is None
        elif getattr(entry, name) is not None:
            taken[typed] = str(getattr(entry, name))
    assert taken == NUMBERS_IN_THE_LIST.get(name, {})


@pytest.mark.parametrize("name", ["line", "lines", "number_text", "texts"])
def test_a_naughty_string_is_kept_as_typed_or_refused(name):
    kept = 0
    for typed in NAUGHTY:
        entry, refused = read(Cell, {name: typed})
        value_of = getattr(entry, name)
        if refused:
            assert refused[0].code.startswith(("FK-VAL-", "FK-REC-"))
            continue
        if not value_of:
            assert not typed.strip()
            continue
        shown = "".join(value_of) if name == "texts" else value_of
        if name == "number_text":  # full-width letters of numbers become half-width (T17)
            assert shown == text.narrow(typed)
        else:
            assert "".join(shown.split()) == "".join(unicodedata.normalize("NFC", typed).split())
        kept += 1
    assert kept > 400


@pytest.mark.proof
@given(st.text(max_size=60))
@settings(max_examples=cases(150, 1_000_000))
def test_any_text_is_kept_as_cleaned_or_refused(typed):
    entry, refused = read(Cell, {"lines": typed})
    if refused:
        assert refused[0].code.startswith("FK-VAL-")
    elif entry.lines is None:
        assert not typed.strip()
    else:
        assert entry.lines == text.clean(typed, multiline=True)


@given(st.dates(date(1980, 1, 1), date(2100, 12, 31)), st.integers(0, 10**13))
@settings(max_examples=60)
def test_what_was_read_is_read_again_from_its_own_dump(day, cents):
    entry = Cell(day=day, amount=Decimal(cents) / 100, rating="一般", texts=["甲", "乙"])
    assert Cell.model_validate(entry.dump()) == entry

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formkit.kernel import money
from formkit.kernel.values import BadValue

amounts = st.decimals(
    min_value=-(money.LIMIT - 1), max_value=money.LIMIT - 1, places=2, allow_nan=False
)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("86543210.50", "86543210.50"),
        ("86543210.5", "86543210.50"),
        ("86,543,210.50", "86543210.50"),
        ("８６，５４３，２１０．５", "86543210.50"),
        ("¥86,543", "86543.00"),
        ("￥ 1409.50", "1409.50"),
        ("1409.50元", "1409.50"),
        ("人民币1409元整", "1409.00"),
        ("RMB 12", "12.00"),
        ("1409。5", "1409.50"),
        ("1.2300", "1.23"),
        ("12.", "12.00"),
        ("-5", "-5.00"),
        ("¥-5.5", "-5.50"),
        (12, "12.00"),
        (Decimal("12.3"), "12.30"),
        (Decimal("1E+3"), "1000.00"),
        (Decimal("-0.00"), "0.00"),
    ],
)
def test_an_amount_is_read_in_yuan_and_cents(written, amount):
    read = money.parse_amount(written)
    assert str(read) == amount


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("8654.32万元", "86,543,200.00"),
        ("8654.32万", "86,543,200.00"),
        ("1.5亿元", "150,000,000.00"),
        ("2 百万元", "2,000,000.00"),
        ("3千元", "3,000.00"),
        ("1,234.5万元", "12,345,000.00"),
        ("1.23456789万元", "12,345.6789"),
    ],
)
def test_another_unit_is_refused_and_the_amount_in_yuan_is_offered(written, offered):
    with pytest.raises(BadValue) as caught:
        money.parse_amount(written)
    assert caught.value.code == "FK-VAL-031"
    assert f"「{offered}」" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1,23", "FK-VAL-032"),
        ("1,2345", "FK-VAL-032"),
        ("1234,567.00", "FK-VAL-032"),
        ("1.234", "FK-VAL-033"),
        (Decimal("0.005"), "FK-VAL-033"),
        ("1000000000000", "FK-VAL-034"),
        ("-1000000000000", "FK-VAL-034"),
        (1.5, "FK-VAL-035"),
        (True, "FK-VAL-030"),
        (Decimal("NaN"), "FK-VAL-030"),
        (Decimal("Infinity"), "FK-VAL-030"),
        ("1e5", "FK-VAL-030"),
        ("1_000", "FK-VAL-030"),
        ("10²", "FK-VAL-030"),
        ("--5", "FK-VAL-030"),
        ("约1000元", "FK-VAL-030"),
        ("", "FK-VAL-030"),
    ],
)
def test_what_is_no_amount_is_refused(written, code):
    with pytest.raises(BadValue) as caught:
        money.parse_amount(written)
    assert caught.value.code == code
    assert "处理:" in str(caught.value)


def test_an_amount_prints_with_separators_and_two_decimals():
    assert money.format_amount(Decimal("86543210.5")) == "86,543,210.50"
    assert money.format_amount(Decimal(0)) == "0.00"
    with pytest.raises(BadValue):
        money.format_amount(Decimal("0.001"))


@pytest.mark.parametrize(
    ("amount", "capital"),
    [
        ("1409.50", "人民币壹仟肆佰零玖元伍角"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("89120406.07", "人民币捌仟玖佰壹拾贰万零肆佰零陆元零柒分"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角"),
        ("0", "人民币零元整"),
        ("10", "人民币壹拾元整"),
        ("100000000", "人民币壹亿元整"),
        ("100001000", "人民币壹亿零壹仟元整"),
        ("100000.50", "人民币壹拾万元零伍角"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("1000010.00", "人民币壹佰万零壹拾元整"),
        ("-5.50", "人民币负伍元伍角"),
        ("999999999999.99", "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_in_the_characters_of_bills(amount, capital):
    assert money.capital(Decimal(amount)) == capital


DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def group(characters: str) -> int:
    total = digit = 0
    for character in characters:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total += digit * UNITS[character]
            digit = 0
    return total + digit


def read_capital(written: str) -> Decimal:
    """The reader that a bank clerk is: independent of the code under test."""
    text = written.removeprefix("人民币").removesuffix("整")
    sign = -1 if text.startswith("负") else 1
    yuan, mark, cents = text.removeprefix("负").rpartition("元")
    if not mark:
        yuan, cents = "", text.removeprefix("负")
    high, _, low = yuan.rpartition("亿")
    ten_thousands, _, ones = low.rpartition("万")
    whole = group(high) * 10**8 + group(ten_thousands) * 10**4 + group(ones)
    cents = cents.removeprefix("零")
    jiao = DIGITS[cents[cents.index("角") - 1]] if "角" in cents else 0
    fen = DIGITS[cents[cents.index("分") - 1]] if "分" in cents else 0
    return sign * (whole + Decimal(jiao * 10 + fen) / 100)


@given(amounts)
@example(Decimal("100001000.00"))
@example(Decimal("200000100000.50"))
@settings(max_examples=400)
def test_the_characters_give_the_amount_back_and_follow_the_rules_of_bills(amount):
    written = money.capital(amount)
    assert read_capital(written) == amount
    assert "零零" not in written
    assert not written.endswith("零")
    assert written.endswith("整") == (amount == amount.to_integral_value())
    # An empty group between two others is announced by a zero (壹亿零壹仟).
    low = abs(int(amount)) % 10**8
    if abs(amount) >= 10**8 and 0 < low < 10**4:
        assert "亿零" in written


@given(amounts)
@settings(max_examples=150)
def test_a_printed_amount_is_read_back(amount):
    assert money.parse_amount(money.format_amount(amount)) == amount
    assert money.parse_amount(f"{amount:f}元") == amount


@given(st.text(max_size=20))
@settings(max_examples=150)
def test_any_other_text_is_refused_and_never_breaks(text):
    with suppress(BadValue):  # any other exception is a fault
        amount = money.parse_amount(text)
        assert money.parse_amount(money.format_amount(amount)) == amount

"""Amounts of money: read, printed, and in the characters of a bill (大写)."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from formkit.kernel.text import hyphenated, shown
from formkit.kernel.values import BadValue

LIMIT: Final = Decimal(10) ** 12
"""Amounts stay below 万亿: no building contract reaches it, and 大写 reads 亿 only once."""

_CENT: Final = Decimal("0.01")
_PLACES: Final = 2
_ZERO_YUAN: Final = "人民币零元整"
_HUNDRED_MILLION, _TEN_THOUSAND, _THOUSAND = 10**8, 10**4, 10**3

_CURRENCY = re.compile(r"\A(-?)\s*(?:人民币|RMB|CNY)?\s*¥?\s*(-?)", re.IGNORECASE)
_YUAN = re.compile(r"\s*元整?\Z")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]*)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_LARGE_UNIT = re.compile(
    r"(?P<number>-?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[十百千]?[万亿]|千)元?"
)
_FACTORS: Final = {"十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8}


def parse_amount(value: str | int | Decimal) -> Decimal:
    """Return the amount in yuan with exactly two decimals.

    Read are 86543210.5, 86,543,210.50, full-width digits, ¥ or 人民币 before and 元 after. 万元 and
    亿元 are refused with the converted amount: a slip there costs four digits.

    Raises:
        BadValue: unreadable; misplaced separators; another unit; a third decimal; `LIMIT` or more;
            a float (its decimals are not those that were typed) or a bool.
    """
    if isinstance(value, float):
        raise BadValue("FK-VAL-035", value=shown(value))
    if isinstance(value, bool):
        raise BadValue("FK-VAL-030", value=shown(value))
    return _checked(_number(value) if isinstance(value, str) else Decimal(value), value)


def format_amount(value: Decimal) -> str:
    """Return e.g. `86,543,210.50`.

    Raises:
        BadValue: the amount is not one that `parse_amount` returns.
    """
    return f"{_checked(value, value):,.2f}"


@lru_cache(maxsize=4_096)
def capital(value: Decimal) -> str:
    """Return the amount in the characters of bills, e.g. `人民币壹仟肆佰零玖元伍角`.

    《正确填写票据和结算凭证的基本规定》: 整 after 元 only; a zero before a lone 分; nothing between
    人民币 and the amount; a refund begins with 负.

    Raises:
        BadValue: as `format_amount`.
    """
    amount = _checked(value, value)
    if not amount:
        return _ZERO_YUAN
    # Heavy and seldom needed: the command line must start fast.
    from cn2an import an2cn  # noqa: PLC0415 - needed only where an amount is printed

    written: str = an2cn(f"{abs(amount):f}", "rmb")
    return "人民币" + ("负" if amount < 0 else "") + _missing_zeros(written, abs(amount))


def _missing_zeros(written: str, amount: Decimal) -> str:
    """Return the amount with the zeros that cn2an (0.5.24) leaves out.

    Several zeros in a row are written as one 零. cn2an drops it where the whole 万 group is empty
    (壹亿壹仟 for 1,0000,1000 reads like 1.1亿) and where the zeros stand before 角 (107000.53).
    """
    yuan = int(amount)
    low = yuan % _HUNDRED_MILLION
    if yuan >= _HUNDRED_MILLION and _THOUSAND <= low < _TEN_THOUSAND:
        written = written.replace("亿", "亿零", 1)
    jiao = int(amount * 10) % 10
    if yuan and yuan % 100 == 0 and jiao:
        written = written.replace("元", "元零", 1)
    return written


def _number(value: str) -> Decimal:
    text = hyphenated(value).replace("。", ".")
    text = _YUAN.sub("", _CURRENCY.sub(r"\1\2", text, count=1))
    text = re.sub(r"\s", "", text)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    raise _unreadable(value, text)


def _unreadable(value: str, text: str) -> BadValue:
    large = _LARGE_UNIT.fullmatch(text)
    if large:
        amount = Decimal(large["number"].replace(",", ""))
        for character in large["unit"]:
            amount *= _FACTORS[character]
        places = max(_PLACES, -int(amount.normalize().as_tuple().exponent))
        return BadValue(
            "FK-VAL-031",
            value=shown(value),
            unit=f"{large['unit']}元",
            converted=f"{amount:,.{places}f}",
        )
    if re.fullmatch(r"-?[0-9]+(?:,[0-9]*)+(?:\.[0-9]*)?", text):
        return BadValue("FK-VAL-032", value=shown(value))
    return BadValue("FK-VAL-030", value=shown(value))


def _checked(amount: Decimal, value: object) -> Decimal:
    if not amount.is_finite():
        raise BadValue("FK-VAL-030", value=shown(value))
    if abs(amount) >= LIMIT:
        raise BadValue("FK-VAL-034", value=shown(value), limit=f"{LIMIT:,f}")
    cents = amount.quantize(_CENT)
    if cents != amount:
        places = -int(amount.as_tuple().exponent)
        raise BadValue("FK-VAL-033", value=shown(value), places=places)
    return cents or abs(cents)  # no negative zero

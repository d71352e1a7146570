"""Numbers that are text: 统一社会信用代码, telephone numbers, postcodes."""

from __future__ import annotations

import re
from typing import Final

from formkit.kernel.text import hyphenated, narrow, shown
from formkit.kernel.values import BadValue

# GB 32100-2015, tables 1 and 2: the 31 characters in the order of their values, the weights
# (powers of 3 modulo 31) of the first 17 places.
_USCC_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_LENGTH: Final = 18
_USCC_MODULUS: Final = len(_USCC_CHARACTERS)
_USCC_WEIGHTS: Final = tuple(pow(3, place, _USCC_MODULUS) for place in range(_USCC_LENGTH - 1))

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_PHONE_SEPARATOR = re.compile(r"[、,;/|\n]+")

_EXTENSION = r"(?:(?:-| ?转 ?|\*)[0-9]{1,6})?"
_LOCAL = r"[2-9](?:[- ]?[0-9]){6,7}"
_CITY = r"(?:10|2[0-9]|[3-9][0-9]{2})"
_AREA = rf"(?:0{_CITY}[- ]?|\(0{_CITY}\) ?|\+?86[- ]?{_CITY}[- ]?)"
_PHONES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}",  # mobile
        rf"{_AREA}{_LOCAL}{_EXTENSION}",  # landline
        rf"[48]00(?:[- ]?[0-9]){{7}}{_EXTENSION}",  # 400 and 800
        r"9[56][0-9]{3,4}|1[02-9][0-9]{3}",  # service numbers, 12345
        r"\+(?!86)[1-9][0-9]{0,2}[- ]?[0-9](?:[- ]?[0-9]){4,12}",  # abroad, Hong Kong, Macao
    )
)
_LANDLINE = _PHONES[1]
_WITHOUT_AREA = re.compile(_LOCAL + _EXTENSION)
_POSTCODE = re.compile(r"[0-9]{6}")


def check_uscc(text: str) -> str:
    """Return a 统一社会信用代码 in its 18 capital characters, its check digit verified.

    Raises:
        BadValue: wrong length, a character that the code does not use, or a wrong check digit
            (GB 32100-2015).
    """
    plain = narrow(text)
    if _SCIENTIFIC.fullmatch(plain):
        raise BadValue("FK-VAL-043", value=shown(text))
    code = re.sub(r"[\s-]", "", plain).upper()
    if len(code) != _USCC_LENGTH:
        raise BadValue("FK-VAL-040", value=shown(text), length=len(code))
    wrong = [character for character in code if character not in _USCC_CHARACTERS]
    if wrong:
        raise BadValue(
            "FK-VAL-041", value=shown(text), wrong=shown("、".join(dict.fromkeys(wrong)))
        )
    expected = uscc_check_digit(code[:-1])
    if code[-1] != expected:
        raise BadValue("FK-VAL-042", value=shown(text), last=code[-1], expected=expected)
    return code


def uscc_check_digit(body: str) -> str:
    """Return the 18th character of a 统一社会信用代码 whose first 17 are given (GB 32100-2015)."""
    total = sum(
        weight * _USCC_CHARACTERS.index(character)
        for weight, character in zip(_USCC_WEIGHTS, body, strict=True)
    )
    return _USCC_CHARACTERS[-total % _USCC_MODULUS]


def check_phone(text: str) -> str:
    """Return the telephone numbers in half-width characters, several joined by `、`.

    Taken are mobile numbers, landlines with area code and extension, 400/800 and service numbers,
    numbers abroad; the hyphens stay as typed. They may be separated by 、 , ; / or a line break.

    Raises:
        BadValue: one of them is none of these, lacks its area code or the zero of it, or is what
            a spreadsheet made of a number (1.38E+10).
    """
    numbers = [part.strip() for part in _PHONE_SEPARATOR.split(hyphenated(text))]
    given = [number for number in numbers if number]
    if not given:
        raise BadValue("FK-VAL-044", value=shown(text))
    return "、".join(_phone(number) for number in given)


def _phone(number: str) -> str:
    if any(pattern.fullmatch(number) for pattern in _PHONES):
        return number
    if _SCIENTIFIC.fullmatch(number):
        raise BadValue("FK-VAL-043", value=shown(number))
    if _LANDLINE.fullmatch(f"0{number}"):
        raise BadValue("FK-VAL-046", value=shown(number), expected=shown(f"0{number}"))
    if _WITHOUT_AREA.fullmatch(number):
        raise BadValue("FK-VAL-045", value=shown(number))
    raise BadValue("FK-VAL-044", value=shown(number))


def check_postcode(text: str) -> str:
    """Return a postcode in six half-width digits.

    Raises:
        BadValue: it has not six digits.
    """
    code = re.sub(r"\s", "", narrow(text))
    if not _POSTCODE.fullmatch(code):
        raise BadValue("FK-VAL-047", value=shown(text))
    return code

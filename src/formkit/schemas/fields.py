"""The typed fields: how a clerk's notation becomes a value, and the Chinese choices.

Each type reads tolerantly and answers a value it cannot use with `BadValue` (a catalogue code and
what the sentence needs); pydantic carries that to `formkit.schemas.validation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from formkit.intake.shape import Kind
from formkit.kernel import dates, identifiers, money, periods, suggest, text
from formkit.kernel.values import BadValue

FAR_AHEAD = date(2300, 12, 31)  # the end of a design life of 100 years and more
EXACT_DIGITS = 15  # a spreadsheet keeps no more digits of a number
HALF_WIDTH = str.maketrans("\uff08\uff09\uff0c\uff1b", "(),;")
"""The marks between the parts of a cell, as an input method offers them."""
_SHORT = 40  # characters of a text that is remembered
_MOST_REMEMBERED = 1024  # by each reader
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
YES = frozenset({"是", "有", "真", "√", "✓", "✔", "☑", "TRUE", "Y", "YES"})
NO = frozenset({"否", "无", "假", "FALSE", "N", "NO"})


def shown(value: Any) -> str:
    """Return a wrong value as a sentence shows it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return dates.format_datetime(value)
    return dates.format_date(value) if isinstance(value, date) else text.shown(value)


@cache
def guarded(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return the reader with its `BadValue` turned into the error that pydantic collects.

    A ledger says the same short words over and over: how they were read is remembered.
    """
    remembered = lru_cache(maxsize=_MOST_REMEMBERED)(read)

    def reader(value: Any) -> Any:
        try:
            if type(value) is str and len(value) <= _SHORT:
                return remembered(value)
            return read(value)
        except BadValue as bad:
            raise PydanticCustomError(bad.code, "refused", dict(bad.values)) from bad

    return reader


@dataclass(frozen=True, slots=True)
class Typed:
    """The mark on a field's type: its kind for ledgers and views, and how it is read."""

    kind: Kind
    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Put the reader before pydantic's own check."""
        return core_schema.no_info_before_validator_function(guarded(self.read), handler(source))


def words(value: Any) -> str:
    """Return a cell as its words; numbers become digits, dates and 是/否 are refused."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise BadValue("FK-REC-010", value=shown(value))
    if isinstance(value, (date, time)):
        raise BadValue("FK-REC-009", value=shown(value))
    if isinstance(value, (int, float, Decimal)):
        return f"{Decimal(str(value)):f}"
    raise BadValue("FK-REC-013", value=shown(value))


def read_line(value: Any) -> str:
    """Return one line of cleaned text."""
    return text.clean(words(value), multiline=False)


def read_lines(value: Any) -> str:
    """Return cleaned text that may run over several lines."""
    return text.clean(words(value), multiline=True)


def read_identifier(value: Any) -> str:
    """Return a number-like text; a number too long for a spreadsheet to keep is refused."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        digits = words(value)
        if len(digits.lstrip("-")) > EXACT_DIGITS:
            raise BadValue("FK-REC-014", value=digits)
        return digits
    return text.narrow(text.clean(words(value), multiline=False)).strip()


def read_day(value: Any) -> date:
    """Return the day; a moment is taken only where it is midnight, as date cells give it."""
    return dates.parse_date(_dated(value))


def read_far_day(value: Any) -> date:
    """Return a day that may lie a building's life ahead."""
    return dates.parse_date(_dated(value), latest=FAR_AHEAD)


def read_moment(value: Any) -> datetime:
    """Return the moment, to the second; a day without its hour is refused."""
    return dates.parse_datetime(_dated(value))


def _dated(value: Any) -> date | str:
    """Return a cell as the day or moment it holds, or as the words to read one from."""
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        raise BadValue("FK-REC-010", value=shown(value))
    if isinstance(value, (int, float, Decimal)):
        return _from_number(value)
    return text.clean(words(value), multiline=False)


def _from_number(value: float | Decimal) -> date | datetime:
    """Return the day that a number means: 20260901 as written, otherwise a spreadsheet's serial."""
    digits = words(value)
    if len(digits) == len("20260901") and digits.isdigit():
        return dates.parse_date(digits)
    return dates.from_serial(float(value))


def read_amount(value: Any) -> Decimal:
    """Return an amount of money in yuan, two decimal places, not negative."""
    plain = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    amount = money.parse_amount(value if plain else words(value))
    if amount < 0:
        raise BadValue("FK-REC-022", value=shown(value), limit="0")
    return amount


def read_quantity(value: Any) -> Decimal:
    """Return a decimal number as written, thousands separators left out."""
    plain = _number_words(value)
    if not _NUMBER.fullmatch(plain):
        raise BadValue("FK-REC-015", value=shown(value))
    return Decimal(plain.replace(",", ""))


def read_percent(value: Any) -> Decimal:
    """Return a percentage as the number before its sign: `83.33%` is 83.33."""
    plain = text.narrow(value).removesuffix("%") if isinstance(value, str) else value
    return read_quantity(plain)


def read_count(value: Any) -> int:
    """Return a whole number."""
    number = read_quantity(value)
    if number != number.to_integral_value():
        raise BadValue("FK-REC-016", value=shown(value))
    return int(number)


def _number_words(value: Any) -> str:
    return text.hyphenated(text.clean(words(value), multiline=False))


def read_yes_no(value: Any) -> bool:
    """Return 是 or 否; a number is neither."""
    if isinstance(value, bool):
        return value
    word = text.narrow(read_line(value)).strip().upper() if isinstance(value, str) else ""
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadValue("FK-REC-008", value=shown(value))


def read_texts(value: Any) -> tuple[str, ...]:
    """Return texts: of a cell one per line, of a list one per item; blank ones are left out."""
    items = read_lines(value).splitlines() if not isinstance(value, (list, tuple)) else value
    read = (read_lines(item) for item in items if item is not None)
    return tuple(item.strip() for item in read if item.strip())


def read_list(value: Any) -> Any:
    """Return the words of a cell, separated by `、`; a list without its blank items."""
    if isinstance(value, str):
        return [
            word.strip()
            for word in re.split("[、,;\n]", value.translate(HALF_WIDTH))
            if word.strip()
        ]
    return [item for item in value if item is not None] if isinstance(value, list) else value


def read_season_day(value: Any) -> str:
    """Return a day of any year as `11-15`."""
    day = periods.parse_month_day(read_line(value))
    return f"{day.month:02}-{day.day:02}"


def _identifier(check: Callable[[str], str]) -> Callable[[Any], str]:
    return lambda value: check(read_identifier(value))


Day = Annotated[date, Typed(Kind.DATE, read_day)]
FarDay = Annotated[date, Typed(Kind.DATE, read_far_day)]
Moment = Annotated[datetime, Typed(Kind.DATETIME, read_moment)]
Amount = Annotated[Decimal, Typed(Kind.MONEY, read_amount)]
Quantity = Annotated[Decimal, Typed(Kind.DECIMAL, read_quantity)]
Percent = Annotated[Decimal, Typed(Kind.DECIMAL, read_percent)]
Count = Annotated[int, Typed(Kind.INTEGER, read_count)]
YesNo = Annotated[bool, Typed(Kind.BOOLEAN, read_yes_no)]
OneLine = Annotated[str, Typed(Kind.TEXT, read_line)]
LongText = Annotated[str, Typed(Kind.LONG_TEXT, read_lines)]
Texts = Annotated[tuple[str, ...], Typed(Kind.TEXTS, read_texts)]
SeasonDay = Annotated[str, Typed(Kind.TEXT, read_season_day)]
Identifier = Annotated[str, Typed(Kind.IDENTIFIER, read_identifier)]
Phone = Annotated[str, Typed(Kind.IDENTIFIER, _identifier(identifiers.check_phone))]
Postcode = Annotated[str, Typed(Kind.IDENTIFIER, _identifier(identifiers.check_postcode))]
CreditCode = Annotated[str, Typed(Kind.IDENTIFIER, _identifier(identifiers.check_uscc))]


_AnyChoice = TypeVar("_AnyChoice", bound="Choice")


class Choice(StrEnum):
    """A choice with the Chinese values of the paper; members have English names."""

    @classmethod
    def synonyms(cls) -> dict[str, Self]:
        """Return other words that are taken for a member; only those written down here are."""
        return {}

    @classmethod
    def read(cls, value: Any) -> Self:
        """Return the member of that word.

        Raises:
            BadValue: another word; a close one is suggested.
        """
        known: dict[str, Self] = _words_of(cls)
        if isinstance(value, str) and value in known:
            return known[value]
        word = text.narrow(read_line(value)).strip()
        if word in known:
            return known[word]
        words = [member.value for member in cls]
        close = suggest.closest(word, words) if word else []
        choices = "、".join(words)
        if close:
            raise BadValue("FK-REC-007", value=shown(value), meant=close[0], choices=choices)
        raise BadValue("FK-REC-006", value=shown(value), choices=choices)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read before pydantic's own check, so that every choice is tolerant in the same way."""
        return core_schema.no_info_before_validator_function(
            guarded(cls.read),
            handler(source),
            serialization=core_schema.to_string_ser_schema(when_used="json"),
        )


@cache
def _words_of(choice: type[_AnyChoice]) -> dict[str, _AnyChoice]:
    """Return the member that each known word stands for: the paper's words, then the others."""
    words: dict[str, _AnyChoice] = {}
    for member in choice:
        for word in (member.value, text.narrow(member.value)):
            words.setdefault(word, member)
    for word, member in choice.synonyms().items():
        words.setdefault(word, member)
    return words

"""Typed values as the paper shows them: absent ones are blanks, choices whole option groups.

How each field is printed is planned once for its model; printing is then one call per field. An
object that many records share is printed once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from formkit.intake.shape import Kind
from formkit.kernel import dates, marks, money
from formkit.kernel.canonical import keep
from formkit.kernel.remembering import ByIdentity
from formkit.kernel.text import mask_phone
from formkit.schemas.anatomy import Part, parts
from formkit.schemas.entry import Entry
from formkit.schemas.person import Person
from formkit.schemas.signature import Signature

View = dict[str, Any]
YES_NO = ("是", "否")
CONFIDENTIAL = "(保密)"
_MOST_CHOSEN = 256  # of one field, whose lines are remembered


@dataclass(frozen=True, slots=True)
class Manner:
    """How a record is printed: the style of its marks, whether a complainant is masked."""

    marks: marks.Style = "boxed"
    masked: bool = False


# Puts what is printed of one value into the view.
Line = Callable[[View, Any, Manner], None]


def printed(model: type[Entry], entry: Entry | None, manner: Manner) -> View:
    """Return what is printed of an entry, under the names of its model; None prints blanks."""
    view: View = {}
    if entry is None:
        for _name, line in _lines(model):
            line(view, None, manner)
    else:
        for name, line in _lines(model):
            line(view, getattr(entry, name), manner)
    return view


def left_blank(model: type[Entry], names: Collection[str], manner: Manner) -> View:
    """Return what is printed where these fields of a model are absent."""
    view: View = {}
    for name, line in _lines(model):
        if name in names:
            line(view, None, manner)
    return view


@cache
def _lines(model: type[Entry]) -> tuple[tuple[str, Line], ...]:
    return tuple((part.name, _line(part)) for part in parts(model))


def _line(part: Part) -> Line:
    if part.kind in _LINES:
        return _LINES[part.kind](part)
    return _private(part) if part.about.private else _plain(part)


def _plain(part: Part) -> Line:
    name, text_of = part.name, _PRINTED[part.kind]

    def line(view: View, value: Any, _manner: Manner) -> None:
        view[name] = text_of(value)

    return line


def _amount(part: Part) -> Line:
    name, capital = part.name, f"{part.name}_capital"

    def line(view: View, value: Any, _manner: Manner) -> None:
        view[name] = _money(value)
        view[capital] = "" if value is None else money.capital(value)

    return line


def _private(part: Part) -> Line:
    """Return the line of a text that is masked where somebody asked for confidence."""
    name, text_of = part.name, _PRINTED[part.kind]
    hidden = mask_phone if part.kind is Kind.IDENTIFIER else lambda _text: CONFIDENTIAL

    def line(view: View, value: Any, manner: Manner) -> None:
        text = text_of(value)
        if manner.masked and text:
            masked = hidden(text)
            text = masked if masked != text else CONFIDENTIAL
        view[name] = text

    return line


def _object(part: Part) -> Line:
    name, model = part.name, part.model

    def free(view: View, _value: Any, _manner: Manner) -> None:
        view[name] = {}  # free names (合同特约): in force through the rules, never printed

    def signature(view: View, value: Any, _manner: Manner) -> None:
        view[name] = {"opinion": (value.opinion or "") if value else ""}

    if model is None:
        return free
    if model is Signature:
        return signature
    whole = model

    def line(view: View, value: Any, manner: Manner) -> None:
        view[name] = printed(whole, value, manner)

    def shared(view: View, value: Any, manner: Manner) -> None:
        view[name] = printed(whole, None, manner) if value is None else _shared(manner)(value)

    return shared if model.shared else line


@cache
def _shared(manner: Manner) -> ByIdentity[Entry, View]:
    """Return what prints entries that many records share; their views are shared too."""
    return ByIdentity(lambda entry: keep(printed(type(entry), entry, manner)))


def _rows(part: Part) -> Line:
    name, model = part.name, part.model

    def line(view: View, values: Any, manner: Manner) -> None:
        view[name] = [
            {"index": str(index), "text": one}
            if model is None
            else {"index": str(index), **printed(model, one, manner)}
            for index, one in enumerate(values or (), start=1)
        ]

    return line


def _options(part: Part) -> Line:
    name, text = part.name, f"{part.name}_text"
    choices = part.choices or YES_NO

    @lru_cache(maxsize=_MOST_CHOSEN)
    def shown(value: Any, style: marks.Style) -> tuple[str, str]:
        if isinstance(value, bool):
            chosen: tuple[str, ...] = (YES_NO[not value],)
        elif isinstance(value, tuple):
            chosen = tuple(str(one) for one in value if one)
        else:
            chosen = (str(value),) if value else ()
        return marks.option_group(choices, chosen, style), "、".join(chosen)

    def line(view: View, value: Any, manner: Manner) -> None:
        view[name], view[text] = shown(value, manner.marks)

    return line


def _person(part: Part) -> Line:
    name, own = part.name, f"{part.name}_parts"

    def line(view: View, value: Any, manner: Manner) -> None:
        view[name] = str(value) if value else ""
        view[own] = printed(Person, value, manner)

    return line


def _people(part: Part) -> Line:
    name, rows = part.name, f"{part.name}_rows"

    def line(view: View, value: Any, manner: Manner) -> None:
        people: Sequence[Person] = value or ()
        view[name] = "、".join(str(one) for one in people)
        view[rows] = [
            {"index": str(index), **printed(Person, one, manner)}
            for index, one in enumerate(people, start=1)
        ]

    return line


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _decimal(value: Any) -> str:
    return "" if value is None else f"{value:f}"


def _money(value: Any) -> str:
    return "" if value is None else money.format_amount(value)


_PRINTED: Mapping[Kind, Callable[[Any], str]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.IDENTIFIER: _text,
    Kind.INTEGER: _text,
    Kind.DECIMAL: _decimal,
    Kind.DATE: dates.format_date,
    Kind.DATETIME: dates.format_datetime,
}

_LINES: Mapping[Kind, Callable[[Part], Line]] = {
    Kind.OBJECT: _object,
    Kind.ROWS: _rows,
    Kind.TEXTS: _rows,
    Kind.BOOLEAN: _options,
    Kind.CHOICE: _options,
    Kind.CHOICES: _options,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
    Kind.MONEY: _amount,
}

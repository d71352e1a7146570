"""Entry: frozen typed data whose every field knows its printed label and its gate.

Everything a clerk fills in is an entry: a whole record, a person, one row of a table. All fields
may be absent; what must be given is asked at a gate (`formkit.schemas.validation`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from formkit.kernel.canonical import keep
from formkit.kernel.gate import Gate
from formkit.kernel.remembering import ByIdentity


@dataclass(frozen=True, slots=True)
class Condition:
    """When a field is asked for: another field of the same entry holds (or not) certain values.

    Without values the other field only has to be given at all. A path through rows
    (`warranty_terms.scope`) holds as soon as one row does.
    """

    path: str
    values: tuple[Any, ...] = ()
    negated: bool = False

    def holds(self, entry: Entry) -> bool:
        """Return whether the condition is met by this entry."""
        found = [value for value in leaves(entry, self.path) if is_given(value)]
        met = any(value in self.values for value in found) if self.values else bool(found)
        return met is not self.negated


def has(path: str, *values: Any) -> Condition:
    """Return the condition that the field holds one of these values; none named: is given."""
    return Condition(path, values)


def lacks(path: str, *values: Any) -> Condition:
    """Return the condition that the field holds none of these values; none named: is absent."""
    return Condition(path, values, negated=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What formkit knows of a field besides its type. Handed to pydantic as `json_schema_extra`.

    required: the gate from which it must be given, `when` all conditions hold; None: never.
    needs: of an object, the children that must be given too wherever the object is required.
    columns: of an object, the children that become columns of a ledger; None: all of them.
    on_form: of an object, the children (dotted) that stand on the printed form; None: all.
    source: where an absent value comes from: `company.name`, `project.warranty_terms`.
    shortest, longest: characters of a text; rows of a table. least, most: bounds of a number.
    private: names a person who may ask for confidence; masked in print.
    by_hand: written on the paper by hand after it was handed out; typed in later it makes no new
        paper, though it is printed where it is known from the start.
    """

    required: Gate | None = None
    when: tuple[Condition, ...] = ()
    needs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""
    prefix: str = ""
    columns: tuple[str, ...] | None = None
    on_form: tuple[str, ...] | None = None
    in_ledger: bool = True
    source: str = ""
    shortest: int | None = None
    longest: int | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    private: bool = False
    by_hand: bool = False

    def __call__(self, schema: dict[str, Any]) -> None:
        """Add the plain part to a JSON schema (pydantic calls this)."""
        schema["x-gate"] = self.required.value if self.required else None
        if self.aliases:
            schema["x-aliases"] = list(self.aliases)
        if self.hint:
            schema["description"] = self.hint

    def asked(self, entry: Entry, gate: Gate) -> bool:
        """Return whether the field must be given by this entry at this gate."""
        return (
            self.required is not None
            and gate.reaches(self.required)
            and all(condition.holds(entry) for condition in self.when)
        )


def field(label: str, *, default: Any = None, when: Any = (), **about: Any) -> Any:
    """Return a field with its printed label; the other arguments are those of `About`."""
    conditions = (when,) if isinstance(when, Condition) else tuple(when)
    for bound in ("least", "most"):
        if bound in about:
            about[bound] = Decimal(about[bound])
    extra: Any = About(when=conditions, **about)
    return Field(default=default, title=label, json_schema_extra=extra)


def many(label: str, **about: Any) -> Any:
    """Return a field that holds several values: a tuple, empty where nothing is given."""
    return field(label, default=(), **about)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something an entry says that does not go together; told as a warning."""

    path: str
    code: str
    values: dict[str, Any]


class Entry(BaseModel):
    """Frozen typed data; unknown names are refused, blank values count as absent."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)

    # Chains of moments that may not run backwards: (("start_on", "completed_on"), …), dotted names
    in_order: ClassVar[tuple[tuple[str, ...], ...]] = ()
    # The days by which the law is asked for, dotted names; the first that is given counts
    ruled_by: ClassVar[tuple[str, ...]] = ()
    # Whether one object stands in many records of a run: what is made of it is made once
    shared: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: Any) -> Any:
        """Leave out what was left blank; unknown names stay, to be told."""
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            return data
        known = cls.__pydantic_fields__
        blank = [
            name
            for name, value in data.items()
            if (not value.strip() if type(value) is str else is_blank(value)) and name in known
        ]
        if not blank and type(data) is dict:
            return data
        return {name: value for name, value in data.items() if name not in blank}

    @property
    def given(self) -> bool:
        """Whether the entry holds anything at all."""
        return any(map(is_given, self.__dict__.values()))

    def law_day(self) -> date | None:
        """Return the day whose law the entry is judged by; None: no such day is given."""
        for path in self.ruled_by:
            day = leaf(self, path)
            if day is not None:
                return moment(day).date()
        return None

    def doubts(self, *, convention: str) -> Iterator[Doubt]:
        """Yield what does not go together in the entry itself, not in its children."""
        del convention
        yield from ()

    def with_ends(self, *, convention: str) -> Self:
        """Return the entry with the warranty days that can be computed (policy C15)."""
        del convention
        return self

    def changed(self, **values: Any) -> Self:
        """Return a copy with these (already typed) values."""
        return self.model_copy(update=values)

    def dump(self) -> dict[str, Any]:
        """Return the given values as plain data; reading it again gives an equal entry.

        What is dumped of an object that many records share, is shared: it may not be changed.
        """
        names = _shared_names(type(self))
        own = self.model_dump(mode="json", exclude_none=True, exclude={*names})
        plain: dict[str, Any] = without_nothing(own)
        given = {name: one for name in names if (one := getattr(self, name)) is not None}
        if not given:
            return plain
        plain |= {name: data for name, one in given.items() if (data := _dumped(one))}
        return {name: plain[name] for name in type(self).__pydantic_fields__ if name in plain}


@cache
def _shared_names(model: type[Entry]) -> frozenset[str]:
    """Return the fields that hold objects which many records share."""
    return frozenset(
        name
        for name, info in model.model_fields.items()
        for kind in (info.annotation, *get_args(info.annotation))
        if isinstance(kind, type) and issubclass(kind, Entry) and kind.shared
    )


def is_blank(value: Any) -> bool:
    """Return whether a raw value says nothing: None, only white space, an empty list or mapping."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (not value and isinstance(value, (Mapping, list, tuple)))


def is_given(value: Any) -> bool:
    """Return whether a typed value says something. `False` and 0 do; an empty entry does not."""
    if value is None:
        return False
    if isinstance(value, Entry):
        return value.given
    return bool(value) or not isinstance(value, (str, tuple, dict))


def without_nothing(data: Any) -> Any:
    """Return plain data without empty texts, lists and mappings at any depth."""
    if isinstance(data, dict):
        return {
            name: kept
            for name, value in data.items()
            if not is_blank(kept := without_nothing(value) if type(value) in _NESTED else value)
        }
    if isinstance(data, list):
        return [without_nothing(value) for value in data]
    return data


_NESTED = frozenset((dict, list))


def _dump_shared(entry: Entry) -> dict[str, Any]:
    return keep(entry.dump())


_dumped = ByIdentity(_dump_shared)


def leaves(entry: Any, path: str) -> Iterator[Any]:
    """Yield what stands under a dotted path: one value, or one for each row on the way."""
    name, _, rest = path.partition(".")
    value = getattr(entry, name)
    reached: Iterable[Any] = value if rest and isinstance(value, tuple) else (value,)
    for one in reached:
        if not rest:
            yield one
        elif one is not None:
            yield from leaves(one, rest)


def leaf(entry: Any, path: str) -> Any:
    """Return the first value under a dotted path; None where an object on the way is absent."""
    if "." not in path:
        return getattr(entry, path)
    value = entry
    for name in path.split("."):
        if value is None:
            return None
        if isinstance(value, tuple):  # rows on the way
            return next(leaves(entry, path), None)
        value = getattr(value, name)
    return value


def told(entry: Entry, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every plain value that is given, with its dotted path; rows counted from 0."""
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        rows = value if isinstance(value, tuple) else ()
        if isinstance(value, Entry):
            yield from told(value, f"{path}{name}.")
        elif rows and isinstance(rows[0], Entry):
            for index, row in enumerate(rows):
                yield from told(row, f"{path}{name}.{index}.")
        elif is_given(value):
            yield f"{path}{name}", value


def moment(value: date | datetime) -> datetime:
    """Return a day as the moment it begins, a moment as it is."""
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def about_of(model: type[Entry], name: str) -> About:
    """Return what is known of a field; an empty About for one declared without `field`."""
    extra = model.model_fields[name].json_schema_extra
    return extra if isinstance(extra, About) else About()


__all__ = [
    "About",
    "Condition",
    "Doubt",
    "Entry",
    "about_of",
    "field",
    "has",
    "is_blank",
    "is_given",
    "lacks",
    "leaf",
    "leaves",
    "many",
    "moment",
    "told",
    "without_nothing",
]

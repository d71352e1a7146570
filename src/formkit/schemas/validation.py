"""From raw data to a typed record: the one place where a library's errors become findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from formkit.intake.raw import RawRecord
from formkit.intake.shape import Kind
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.kernel.suggest import closest
from formkit.schemas.anatomy import Part, part_at, parts
from formkit.schemas.entry import About, Entry, is_given, leaf, moment
from formkit.schemas.fields import shown
from formkit.schemas.shape import labels_of, reasons
from formkit.schemas.signature import Signature

E = TypeVar("E", bound=Entry)

LONGEST = {Kind.TEXT: 200, Kind.IDENTIFIER: 200, Kind.LONG_TEXT: 2000, Kind.TEXTS: 2000}

_NOT_A_GROUP = frozenset({"model_type", "model_attributes_type", "dict_type"})
_NOT_ROWS = frozenset({"tuple_type", "list_type"})
_UNKNOWN_NAME = frozenset({"extra_forbidden", "invalid_key"})


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that its field could not take."""

    path: str
    code: str
    values: Mapping[str, Any]


def validate(
    model: type[E], raw: RawRecord, *, gate: Gate, convention: str = "对应日"
) -> tuple[E | None, list[Finding]]:
    """Return the typed record and all its faults: values, presence at this gate, bounds, order.

    The record has its warranty days computed (policy C15, `convention`). It is None where a value
    could not be read: rules would judge a record that nobody wrote.
    """
    places = Places(model, raw)
    typed, refused = read(model, raw.data)
    findings = [places.finding(one.path, one.code, **one.values) for one in refused]
    known = frozenset((*(one.path for one in refused), *(one.place.path for one in raw.findings)))
    review = _Review(places, gate, convention, known)
    findings += review.entry(typed, "")
    if refused:
        return None, findings
    return typed.with_ends(convention=convention), findings


def read(model: type[E], data: Mapping[str, Any]) -> tuple[E, list[Refused]]:
    """Return the entry made of all values that can be read, and those that cannot, all at once."""
    refused: dict[tuple[str, str], Refused] = {}
    while True:
        try:
            return model.model_validate(data), list(refused.values())
        except ValidationError as error:
            faults = error.errors(include_url=False)
        for one in faults:
            found = _refused(model, one)
            refused[found.path, found.code] = found
        # What is inside a refused value is looked at in the next round, without that value.
        for location in sorted({_location(one) for one in faults}, key=len, reverse=True):
            data = _without(data, location)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the values of one raw record stand."""

    model: type[Entry]
    raw: RawRecord
    inside: str = ""  # where the model stands in the record: "project."

    def at(self, path: str) -> Place:
        """Return the place of a field: its own cell, or that of the nearest thing around it."""
        label = labels_of(self.model).label_of(path) if path else ""
        path = around = f"{self.inside}{path}"
        while around:
            if around in self.raw.places:
                return self.raw.places[around].inside(path=path, label=label)
            around = around.rpartition(".")[0]
        inside = next((one for one in self.raw.places if one.startswith(f"{path}.")), "")
        if inside:  # a group has no cell of its own: its first column stands for it
            return self.raw.places[inside].inside(path=path, label=label)
        return self.raw.place.inside(path=path, label=label or self.raw.place.label)

    def finding(
        self, path: str, code: str, *, level: Level = Level.ERROR, **values: Any
    ) -> Finding:
        """Return the catalogue's sentence of that code at that field."""
        return fault(code, self.at(path), level=level, **values)


@dataclass(frozen=True, slots=True)
class _Review:
    """What is asked of typed values: presence at a gate, bounds, order, doubts."""

    places: Places
    gate: Gate
    convention: str
    known: frozenset[str]  # paths already told; what is missing there is not missing

    def entry(self, entry: Entry, path: str) -> Iterator[Finding]:
        for part in parts(type(entry)):
            here = f"{path}{part.name}"
            if here not in self.known:
                yield from self.part(entry, part, here)
        yield from self.order(entry, path)
        for doubt in entry.doubts(convention=self.convention):
            yield self.places.finding(
                f"{path}{doubt.path}", doubt.code, level=Level.WARNING, **doubt.values
            )

    def part(self, entry: Entry, part: Part, here: str) -> Iterator[Finding]:
        value, about = getattr(entry, part.name), part.about
        asked = about.asked(entry, self.gate)
        given = value.done if isinstance(value, Signature) else is_given(value)
        if asked and not given:
            if not any(path.startswith(f"{here}.") for path in self.known):
                yield self.missing(entry, part, here)
            return
        if not is_given(value):
            return
        yield from self.bounds(part, value, here)
        if isinstance(value, Entry):
            yield from self.object(part, value, here, asked=asked)
        elif part.model is not None:
            for row, one in enumerate(value):
                if f"{here}.{row}" not in self.known:
                    yield from self.entry(one, f"{here}.{row}.")

    def object(self, part: Part, value: Entry, here: str, *, asked: bool) -> Iterator[Finding]:
        about = part.about
        for name in about.needs if asked else ():
            given = getattr(value, name)
            if isinstance(value, Signature) and not given:
                gate = (about.required or self.gate).label
                yield self.places.finding(f"{here}.{name}", "FK-REC-037", gate=gate)
            elif given is None and f"{here}.{name}" not in self.known:
                yield self.required(about.required or self.gate, f"{here}.{name}")
        if (
            isinstance(value, Signature)
            and value.opinion
            and "opinion" not in (about.on_form or ())
        ):
            yield self.places.finding(f"{here}.opinion", "FK-REC-026", level=Level.WARNING)
        yield from self.entry(value, f"{here}.")

    def missing(self, entry: Entry, part: Part, here: str) -> Finding:
        about = part.about
        gate = about.required or self.gate
        if part.model is Signature:
            return self.places.finding(here, "FK-REC-005", gate=gate.label)
        if not about.when:
            return self.required(gate, here)
        condition = reasons(type(entry), about.when)
        return self.places.finding(
            here,
            "FK-REC-004",
            gate=gate.label,
            label=self.places.at(here).label,
            reason=f"{condition}时",
            condition=condition,
        )

    def required(self, gate: Gate, here: str) -> Finding:
        label = self.places.at(here).label
        return self.places.finding(here, "FK-REC-003", gate=gate.label, label=label)

    def bounds(self, part: Part, value: Any, here: str) -> Iterator[Finding]:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield from self.size(part.about, value, here)
        longest = part.about.longest or LONGEST.get(part.kind)
        if longest is None or part.kind not in LONGEST:
            return
        for one in value if part.kind is Kind.TEXTS else (value,):
            yield from self.length(one, part.about.shortest, longest, here)

    def size(self, about: About, value: int | Decimal, here: str) -> Iterator[Finding]:
        if about.least is not None and value < about.least:
            limit = f"{about.least:f}"
            yield self.places.finding(here, "FK-REC-022", value=f"{value:f}", limit=limit)
        if about.most is not None and value > about.most:
            limit = f"{about.most:f}"
            yield self.places.finding(here, "FK-REC-023", value=f"{value:f}", limit=limit)

    def length(self, text: str, least: int | None, most: int, here: str) -> Iterator[Finding]:
        said: dict[str, Any] = {"value": shown(text), "length": len(text)}
        if len(text) > most:
            yield self.places.finding(here, "FK-REC-021", limit=most, **said)
        if least and len(text) < least and self.gate.reaches(Gate.ISSUE):
            yield self.places.finding(here, "FK-REC-020", limit=least, **said)

    def order(self, entry: Entry, path: str) -> Iterator[Finding]:
        for chain in entry.in_order:
            days = [(name, leaf(entry, name)) for name in chain]
            given = [(name, day) for name, day in days if day is not None]
            for (before, earlier), (after, later) in pairwise(given):
                if _runs_backwards(earlier, later):
                    yield self.places.finding(
                        f"{path}{after}",
                        "FK-REC-018",
                        earlier_label=self.label(entry, before),
                        earlier=shown(earlier),
                        later_label=self.label(entry, after),
                        later=shown(later),
                    )

    def label(self, entry: Entry, path: str) -> str:
        return labels_of(type(entry)).label_of(path)


def _runs_backwards(earlier: date | datetime, later: date | datetime) -> bool:
    """Return whether the order is wrong; a day and a moment are compared as days."""
    if isinstance(earlier, datetime) and isinstance(later, datetime):
        return later < earlier
    return moment(later).date() < moment(earlier).date()


def _refused(model: type[Entry], error: ErrorDetails) -> Refused:
    path = ".".join(str(step) for step in error["loc"])
    kind, value = error["type"], error["input"]
    if kind.startswith("FK-"):
        return Refused(path, kind, error.get("ctx", {}))
    if kind in _UNKNOWN_NAME:
        return _unknown(model, path)
    if kind in _NOT_A_GROUP:
        return Refused(path, "FK-REC-011", {"value": shown(value)})
    if kind in _NOT_ROWS:
        return Refused(path, "FK-REC-012", {"value": shown(value)})
    return Refused(path, "FK-REC-013", {"value": shown(value)})


def _unknown(model: type[Entry], path: str) -> Refused:
    around, _, name = path.rpartition(".")
    words: dict[str, str] = {}
    holder = part_at(model, around)
    for part in parts(holder.model if holder and holder.model else model):
        words |= dict.fromkeys((part.name, part.label, *part.about.aliases), part.name)
    meant = closest(name, list(words))
    if meant:
        return Refused(path, "FK-REC-002", {"name": shown(name), "meant": words[meant[0]]})
    return Refused(path, "FK-REC-001", {"name": shown(name)})


def _location(error: ErrorDetails) -> tuple[int | str, ...]:
    return tuple(error["loc"])


def _without(data: Any, location: tuple[int | str, ...]) -> Any:
    """Return plain data without the value at a location; of a row, the row left blank."""
    if not location:
        return {}
    step, *rest = location
    if isinstance(data, Mapping):
        name = step if step in data else next((key for key in data if str(key) == str(step)), None)
        kept = {key: value for key, value in data.items() if key != name}
        if rest and name is not None and _reaches(data[name], rest[0]):
            kept[name] = _without(data[name], tuple(rest))
        return kept
    rows = list(data)
    inner = rows[int(step)]
    rows[int(step)] = _without(inner, tuple(rest)) if rest and _reaches(inner, rest[0]) else None
    return rows


def _reaches(value: Any, step: int | str) -> bool:
    """Return whether a value has an inside that the step leads to."""
    if isinstance(value, Mapping):
        return any(str(key) == str(step) for key in value)
    return isinstance(value, list | tuple) and isinstance(step, int) and step < len(value)

"""From raw data to a typed record: the one place where a library's errors become findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from formkit.intake.raw import RawRecord
from formkit.kernel.findings import Finding
from formkit.kernel.gate import Gate
from formkit.kernel.suggest import closest
from formkit.schemas.anatomy import part_at, parts
from formkit.schemas.entry import Entry
from formkit.schemas.fields import shown
from formkit.schemas.places import Places
from formkit.schemas.review import Review

E = TypeVar("E", bound=Entry)

_NOT_A_GROUP = frozenset({"model_type", "model_attributes_type", "dict_type"})
_NOT_ROWS = frozenset({"tuple_type", "list_type"})
_UNKNOWN_NAME = frozenset({"extra_forbidden", "invalid_key"})


@dataclass(frozen=True, slots=True)
class Refused:
    """A value that its field could not take."""

    path: str
    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Validated(Generic[E]):
    """What could be read of a record, and all its faults.

    `entry` has its warranty days computed; where values were `refused` it lacks them, and is not
    the record that somebody wrote.
    """

    entry: E
    refused: tuple[Refused, ...]
    findings: list[Finding]


def validated(
    model: type[E],
    raw: RawRecord,
    *,
    gate: Gate,
    convention: str = "对应日",
    sound: frozenset[str] = frozenset(),
) -> Validated[E]:
    """Return what can be read and all faults: values, presence at this gate, bounds, order.

    Args:
        model: what is read.
        raw: the data and where they stand.
        gate: the gate at which presence is asked.
        convention: how the ends of warranties are written (policy C15).
        sound: the parts that were reviewed before, at this gate and convention, without a fault.
    """
    places = Places(model, raw)
    typed, refused = read(model, raw.data)
    findings = [places.finding(one.path, one.code, **one.values) for one in refused]
    known = frozenset((*(one.path for one in refused), *(one.place.path for one in raw.findings)))
    findings += Review(places, gate, convention, known, sound).record(typed)
    return Validated(typed.with_ends(convention=convention), tuple(refused), findings)


def validate(
    model: type[E], raw: RawRecord, *, gate: Gate, convention: str = "对应日"
) -> tuple[E | None, list[Finding]]:
    """Return the record and all its faults, as `validated` does.

    The record is None where a value could not be read: rules would judge one that nobody wrote.
    """
    found = validated(model, raw, gate=gate, convention=convention)
    return None if found.refused else found.entry, found.findings


def read(model: type[E], data: Mapping[str, Any]) -> tuple[E, list[Refused]]:
    """Return the entry made of all values that can be read, and those that cannot, all at once."""
    refused: dict[tuple[str, str], Refused] = {}
    while True:
        try:
            return model.model_validate(data), _in_printed_order(model, refused.values())
        except ValidationError as error:
            faults = error.errors(include_url=False)
        for one in faults:
            found = _refused(model, one)
            refused[found.path, found.code] = found
        # What is inside a refused value is looked at in the next round, without that value.
        for location in sorted({_location(one) for one in faults}, key=len, reverse=True):
            data = _without(data, location)


def _in_printed_order(model: type[Entry], refused: Iterable[Refused]) -> list[Refused]:
    """Return the faults as the columns of a ledger stand, not as the model inherits its fields."""
    order = {part.name: number for number, part in enumerate(parts(model))}
    return sorted(refused, key=lambda one: order.get(one.path.partition(".")[0], -1))


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


__all__ = ["Places", "Refused", "Validated", "read", "validate", "validated"]

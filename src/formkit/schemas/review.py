"""What is asked of typed values: presence at a gate, bounds, order, doubts.

What has to be looked at is planned once for each model and gate; most values then cost one
comparison, and sentences are made only where something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from formkit.intake.shape import Kind
from formkit.kernel.findings import Finding, Level
from formkit.kernel.gate import Gate
from formkit.schemas.anatomy import Part, parts
from formkit.schemas.entry import About, Condition, Entry, is_given, leaf, moment
from formkit.schemas.fields import shown
from formkit.schemas.places import Places
from formkit.schemas.shape import labels_of, reasons
from formkit.schemas.signature import Signature

LONGEST = {Kind.TEXT: 200, Kind.IDENTIFIER: 200, Kind.LONG_TEXT: 2000, Kind.TEXTS: 2000}
"""How many characters a text may have whose field does not say."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One field of a model at one gate."""

    name: str
    part: Part
    asked: bool  # at this gate, as far as it is not a matter of conditions
    when: tuple[Condition, ...]
    shortest: int  # characters; 0 where nothing is asked
    longest: int | None  # characters; None for what is no text
    plain: bool  # there is nothing to say of a value that is given

    def asks(self, entry: Entry) -> bool:
        """Return whether the field must be given by this entry."""
        return self.asked and all(condition.holds(entry) for condition in self.when)

    def is_text_that_fits(self, value: Any) -> bool:
        """Return whether a value is a text as long as it may be."""
        return (
            self.longest is not None
            and type(value) is str
            and (self.shortest or 1) <= len(value) <= self.longest
        )


@cache
def _steps(model: type[Entry], gate: Gate) -> tuple[_Step, ...]:
    """Return what is looked at in an entry of this model at this gate, in printed order."""
    return tuple(_step(part, gate) for part in parts(model))


def _step(part: Part, gate: Gate) -> _Step:
    about = part.about
    text = part.kind in LONGEST
    return _Step(
        name=part.name,
        part=part,
        asked=about.required is not None and gate.reaches(about.required),
        when=about.when,
        shortest=(about.shortest or 0) if text and gate.reaches(Gate.ISSUE) else 0,
        longest=(about.longest or LONGEST[part.kind]) if text else None,
        plain=part.kind not in (*LONGEST, Kind.OBJECT)
        and part.model is None
        and about.least is None
        and about.most is None,
    )


@dataclass(frozen=True, slots=True)
class Review:
    """Looks at the typed values of one record.

    `known` are the paths that were told already: what is missing there is not missing. `sound` are
    the names of the record's own parts that were looked at before and found without fault.
    """

    places: Places
    gate: Gate
    convention: str
    known: frozenset[str] = frozenset()
    sound: frozenset[str] = frozenset()

    def record(self, entry: Entry) -> list[Finding]:
        """Return all that is wrong with the record."""
        return list(self._entry(entry, "", self.sound))

    def _entry(
        self, entry: Entry, path: str, sound: frozenset[str] = frozenset()
    ) -> Iterator[Finding]:
        values = vars(entry)
        for step in _steps(type(entry), self.gate):
            value = values[step.name]
            if value is None or (type(value) is tuple and not value):
                if not step.asked or not step.asks(entry):
                    continue
            elif step.plain or step.is_text_that_fits(value) or step.name in sound:
                continue
            here = f"{path}{step.name}"
            if here not in self.known:
                yield from self._part(entry, step, value, here)
        yield from self._order(entry, path)
        for doubt in entry.doubts(convention=self.convention):
            yield self.places.finding(
                f"{path}{doubt.path}", doubt.code, level=Level.WARNING, **doubt.values
            )

    def _part(self, entry: Entry, step: _Step, value: Any, here: str) -> Iterator[Finding]:
        part = step.part
        asked = step.asks(entry)
        given = value.done if isinstance(value, Signature) else is_given(value)
        if asked and not given:
            if not any(path.startswith(f"{here}.") for path in self.known):
                yield self._missing(entry, part, here)
            return
        if not is_given(value):
            return
        if isinstance(value, Entry):
            yield from self._object(part, value, here, asked=asked)
        elif part.model is not None:
            for row, one in enumerate(value):
                if f"{here}.{row}" not in self.known:
                    yield from self._entry(one, f"{here}.{row}.")
        else:
            yield from self._bounds(step, value, here)

    def _object(self, part: Part, value: Entry, here: str, *, asked: bool) -> Iterator[Finding]:
        about = part.about
        for name in about.needs if asked else ():
            given = getattr(value, name)
            if isinstance(value, Signature) and not given:
                gate = (about.required or self.gate).label
                yield self.places.finding(f"{here}.{name}", "FK-REC-037", gate=gate)
            elif given is None and f"{here}.{name}" not in self.known:
                yield self._required(about.required or self.gate, f"{here}.{name}")
        if (
            isinstance(value, Signature)
            and value.opinion
            and "opinion" not in (about.on_form or ())
        ):
            yield self.places.finding(f"{here}.opinion", "FK-REC-026", level=Level.WARNING)
        yield from self._entry(value, f"{here}.")

    def _missing(self, entry: Entry, part: Part, here: str) -> Finding:
        about = part.about
        gate = about.required or self.gate
        if part.model is Signature:
            return self.places.finding(here, "FK-REC-005", gate=gate.label)
        if not about.when:
            return self._required(gate, here)
        condition = reasons(type(entry), about.when)
        return self.places.finding(
            here,
            "FK-REC-004",
            gate=gate.label,
            label=self.places.at(here).label,
            reason=f"{condition}时",
        )

    def _required(self, gate: Gate, here: str) -> Finding:
        label = self.places.at(here).label
        return self.places.finding(here, "FK-REC-003", gate=gate.label, label=label)

    def _bounds(self, step: _Step, value: Any, here: str) -> Iterator[Finding]:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            yield from self._size(step.part.about, value, here)
        if step.longest is not None:
            for one in value if step.part.kind is Kind.TEXTS else (value,):
                yield from self._length(one, step.shortest, step.longest, here)

    def _size(self, about: About, value: int | Decimal, here: str) -> Iterator[Finding]:
        if about.least is not None and value < about.least:
            limit = f"{about.least:f}"
            yield self.places.finding(here, "FK-REC-022", value=f"{value:f}", limit=limit)
        if about.most is not None and value > about.most:
            limit = f"{about.most:f}"
            yield self.places.finding(here, "FK-REC-023", value=f"{value:f}", limit=limit)

    def _length(self, text: str, least: int, most: int, here: str) -> Iterator[Finding]:
        for code, limit, broken in (
            ("FK-REC-021", most, len(text) > most),
            ("FK-REC-020", least, len(text) < least),
        ):
            if broken:
                said: dict[str, Any] = {"value": shown(text), "length": len(text), "limit": limit}
                yield self.places.finding(here, code, **said)

    def _order(self, entry: Entry, path: str) -> Iterator[Finding]:
        for chain in entry.in_order:
            given = [(name, day) for name in chain if (day := leaf(entry, name)) is not None]
            for (before, earlier), (after, later) in pairwise(given):
                if _runs_backwards(earlier, later):
                    yield self.places.finding(
                        f"{path}{after}",
                        "FK-REC-018",
                        earlier_label=_label(entry, before),
                        earlier=shown(earlier),
                        later_label=_label(entry, after),
                        later=shown(later),
                    )


def _label(entry: Entry, path: str) -> str:
    return labels_of(type(entry)).label_of(path)


def _runs_backwards(earlier: date | datetime, later: date | datetime) -> bool:
    """Return whether the order is wrong; a day and a moment are compared as days."""
    if isinstance(earlier, datetime) and isinstance(later, datetime):
        return later < earlier
    return moment(later).date() < moment(earlier).date()

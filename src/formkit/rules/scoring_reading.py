"""Reading the profile's section `survey`: every wrong word with its place and the choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formkit.kernel.i18n import N_, _
from formkit.rules.reading import Section, hint
from formkit.rules.scoring_policy import Importance, Origin, ScoringPolicy
from formkit.rules.scoring_terms import BY_WORD, TERMS, UNLIMITED, Kind, Term

_VALUE, _CLAUSE = "value", "clause"  # a choice with the company's own clause for it
_LEVELS = (Importance.HIGH.value, Importance.MIDDLE.value)


@dataclass(frozen=True, slots=True)
class _Bounds:
    least: int
    most: int
    wanted: str
    whole: bool = False


# Points either side of nought and items: no sheet has so many.
_BOUNDS = {
    Kind.PERCENT: _Bounds(0, 100, N_("0 到 100 的数")),
    Kind.COUNT: _Bounds(0, 999, N_("0 到 999 的整数"), whole=True),
    Kind.DECIMALS: _Bounds(0, 4, N_("0 到 4 的整数"), whole=True),
    Kind.POINTS: _Bounds(-999, 999, N_("分数")),
    Kind.BY_SCALE: _Bounds(-100, 100, N_("百分数")),
    Kind.LEVELS: _Bounds(-999, 999, N_("分数")),
}
_MAPPINGS = {
    Kind.BY_SCALE: N_("按量表分写的百分数,如 {五级: 60}(不同量表不共用一个数)"),
    Kind.LEVELS: N_("各级的得分上限,如 {高: -1, 中: 0}"),
}


def scoring_of(sections: Iterable[Section], scales: Collection[str]) -> ScoringPolicy:
    """Return the policy that the sections of a profile's layers choose; wrong words are noted.

    Args:
        sections: the sections `survey`, the most general layer first; later ones win.
        scales: the scales to which the rules give points.
    """
    chosen: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for section in sections:
        here: set[str] = set()
        for word in section.names():
            term = BY_WORD.get(word)
            if term is None:
                known = [one.name for one in TERMS]
                near = hint(word, [*known, *(one.id for one in TERMS)])
                section.wrong("FK-PRF-010", word, known="、".join(known), hint=near)
                continue
            if term.id in here:
                twice = f"{term.name}({term.id})"
                section.faults.add("FK-PRF-004", section.place(word), key=twice)
            here.add(term.id)
            holder, key, clause = _held(section, word)
            value = _read(term, holder, key, scales)
            if value is not None:
                chosen[term.id] = term.nothing if value == UNLIMITED else value
                origins[term.id] = Origin(section.place(word), clause)
    return ScoringPolicy(**chosen, origins=origins)


def _held(section: Section, word: str) -> tuple[Section, str, str]:
    """Return where the value stands: at the word, or under `value` beside its own clause."""
    raw = section.raw(word)
    inner = section.section(word) if isinstance(raw, Mapping) and _VALUE in raw else None
    if inner is None:
        return section, word, ""
    clause = inner.text(_CLAUSE, required=False)
    inner.raw(_VALUE)
    inner.close()
    return inner, _VALUE, clause


def _read(term: Term, section: Section, key: str, scales: Collection[str]) -> Any:
    """Return what stands at the key; None where nothing does, or where it is wrong (noted)."""
    raw = section.raw(key)
    if raw is None or (raw == UNLIMITED and UNLIMITED in term.meanings):
        return raw
    if term.kind is Kind.CHOICE:
        return _choice(term, section, key)
    if term.kind in _MAPPINGS:
        names = scales if term.kind is Kind.BY_SCALE else _LEVELS
        return _mapping(term, section, key, names)
    return _number(section, key, _BOUNDS[term.kind])


def _choice(term: Term, section: Section, key: str) -> Any:
    raw, choices = section.raw(key), term.choices or ()
    word = term.english.get(raw) if isinstance(raw, str) else None
    word = word or section.choice(key, tuple(one.value for one in choices))
    return next((one for one in choices if one.value == word), None)


def _mapping(term: Term, section: Section, key: str, names: Collection[str]) -> Any:
    raw = section.raw(key)
    if not isinstance(raw, Mapping):
        section.wrong("FK-PRF-012", key, value=str(raw), wanted=_(_MAPPINGS[term.kind]))
        return None
    found: dict[str, Decimal] = {}
    inner = section.section(key)
    for name in inner.names() if inner else ():
        if inner and name not in names:
            inner.wrong("FK-PRF-010", name, known="、".join(names), hint=hint(name, names))
        elif inner and (number := _number(inner, name, _BOUNDS[term.kind])) is not None:
            found[name] = Decimal(number)
    return found


def _number(section: Section, key: str, bounds: _Bounds) -> Decimal | int | None:
    raw = section.raw(key)
    kind = int if bounds.whole else int | float
    if isinstance(raw, kind) and not isinstance(raw, bool) and bounds.least <= raw <= bounds.most:
        return int(raw) if bounds.whole else Decimal(str(raw))
    section.wrong("FK-PRF-012", key, value=str(raw), wanted=_(bounds.wanted))
    return None

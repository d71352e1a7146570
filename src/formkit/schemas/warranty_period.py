"""Warranty terms compared and measured: in months, as text, and how long 「保修期内」 lasts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from formkit.kernel.dates import add_months, add_years
from formkit.rules.check import Context
from formkit.schemas.project import Project
from formkit.schemas.warranty_term import Scope, TermUnit, WarrantyTerm

_MONTHS = {TermUnit.YEAR: 12, TermUnit.MONTH: 1, TermUnit.DESIGN_LIFE: 12}
SEASONS = frozenset({TermUnit.HEATING_SEASON, TermUnit.COOLING_SEASON})
DESIGN_LIFE_SCOPES = frozenset({Scope.STRUCTURE, Scope.INFRASTRUCTURE})


def months_of(term: WarrantyTerm) -> int | None:
    """Return the length in months; None for seasons (only counted) and where it is unknown."""
    if term.amount is None or term.unit not in _MONTHS:
        return None
    return term.amount * _MONTHS[term.unit]


def text_of(term: WarrantyTerm) -> str:
    """Return the length for a sentence: `5 年`, `18 个月`, `2 个采暖期`, `50 年(合理使用年限)`."""
    if term.unit is TermUnit.DESIGN_LIFE:
        return f"{term.amount} 年({term.unit})"
    counted = term.unit is TermUnit.MONTH or term.unit in SEASONS
    return f"{term.amount} {'个' if counted else ''}{term.unit}"


def shorter(term: WarrantyTerm, other: WarrantyTerm) -> bool:
    """Return whether the term is surely shorter; seasons compare with seasons only."""
    if term.unit in SEASONS and other.unit in SEASONS:
        return (term.amount or 0) < (other.amount or 0)
    mine, theirs = months_of(term), months_of(other)
    return mine is not None and theirs is not None and mine < theirs


def horizon(project: Project | None, context: Context) -> date | None:
    """Return the last day that counts as 「保修期内」 (policy `visit_horizon`).

    None where it is not known: no acceptance, no terms, or seasons that could outlast the rest.
    """
    if project is None or project.accepted_on is None:
        return None
    chosen = context.policy("visit_horizon")
    if chosen == "dlp":
        return add_months(project.accepted_on, project.dlp_months) if project.dlp_months else None
    if chosen == "custom":
        return None
    terms = project.with_ends(convention=context.policy("end_convention")).warranty_terms
    fixed = [term for term in terms if not _lifelong(term)]
    ends = [term.end_on for term in fixed if term.end_on]
    if not ends:
        return None
    if chosen == "first_expiring":
        return min(ends)
    latest = max(ends)
    outlasting = any(bound > latest for bound in _bounds(fixed, project.accepted_on))
    return None if outlasting else latest


def _lifelong(term: WarrantyTerm) -> bool:
    return term.unit is TermUnit.DESIGN_LIFE or term.scope in DESIGN_LIFE_SCOPES


def _bounds(terms: list[WarrantyTerm], accepted_on: date) -> Iterator[date]:
    """Yield the latest day on which each term of unknown end may end, one season later."""
    for term in terms:
        if term.end_on is None and term.amount is not None:
            yield add_years(accepted_on, term.amount + 1)

"""The law's minimum for every warranty term (条例 第四十条), and what is agreed beyond it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from formkit.rules.check import Context, Effective, Fault, check
from formkit.schemas.warranty_certificate.record import WarrantyCertificate
from formkit.schemas.warranty_period import (
    DESIGN_LIFE_SCOPES,
    SEASONS,
    months_of,
    shorter,
    text_of,
)
from formkit.schemas.warranty_term import Scope, TermUnit, WarrantyTerm

_MONTHS_OF_A_YEAR = 12
# Of the two ways to write a last day the earlier one: who writes it so does not fall short.
_EARLIER_END = "减一日"
# What an 「其他」 row may not be about without a word: the law names a minimum for it.
_NAMED_BY_LAW = (
    "地基",
    "主体结构",
    "防水",
    "防渗漏",
    "供热",
    "供冷",
    "采暖",
    "电气",
    "管线",
    "给排水",
    "设备安装",
    "装修",
)


@check("LAW-2")
def terms_reach_the_statutory_minimum(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield a fault for each term below the law's own minimum, or that cannot be compared with it.

    An 「其他」 row whose content names one of the law's items is doubted.
    """
    for index, term in enumerate(certificate.warranty_terms):
        path = f"warranty_terms.{index}"
        if term.scope is Scope.OTHER:
            yield from _relabelled(term, path, index + 1)
        elif term.scope is not None and term.amount is not None and term.unit is not None:
            values: dict[str, object] = {"row": index + 1, "scope": term.scope}
            values["term"] = text_of(term)
            judge = _design_life if term.scope in DESIGN_LIFE_SCOPES else _minimum
            yield from judge(certificate, term, path, values, context)


def _relabelled(term: WarrantyTerm, path: str, row: int) -> Iterator[Fault]:
    named = [word for word in _NAMED_BY_LAW if word in (term.content or "")]
    if named:
        values = {"row": row, "named": "、".join(named)}
        yield Fault(f"{path}.content", values, sentence="relabelled", level="warning")


def _design_life(
    certificate: WarrantyCertificate,
    term: WarrantyTerm,
    path: str,
    values: dict[str, object],
    context: Context,
) -> Iterator[Fault]:
    basis = context.law(f"warranty_basis.{term.scope}")
    if certificate.project is None or TermUnit.DESIGN_LIFE not in basis.amount:
        return
    life = certificate.project.design_life_years
    values = {**values, "basis": basis}
    if life is None:
        yield Fault("project.design_life_years", values, sentence="life")
        return
    least = WarrantyTerm(amount=life, unit=TermUnit.DESIGN_LIFE)
    values["minimum"] = f"{basis} {life} 年"
    months = months_of(term)
    if months is None:
        yield Fault(f"{path}.amount", {**values, "unit": term.unit}, sentence="unit")
    elif months < life * _MONTHS_OF_A_YEAR:
        yield Fault(f"{path}.amount", {**values, "years": life}, sentence="design_life")
    else:
        yield from _last_day(certificate, term, least, path, values)


def _minimum(
    certificate: WarrantyCertificate,
    term: WarrantyTerm,
    path: str,
    values: dict[str, object],
    context: Context,
) -> Iterator[Fault]:
    minimum = context.law(f"warranty_minimum.{term.scope}")
    values = {**values, "minimum": minimum}
    seasonal = term.scope is Scope.HEATING_COOLING
    if seasonal is not (term.unit in SEASONS):
        sentence = "seasonal" if seasonal else "unit"
        yield Fault(f"{path}.amount", {**values, "unit": term.unit}, sentence=sentence)
        return
    least = WarrantyTerm(amount=minimum.amount, unit=term.unit if seasonal else TermUnit.YEAR)
    if shorter(term, least):
        yield Fault(f"{path}.amount", values)
    else:
        yield from _last_day(certificate, term, least, path, values)


def _last_day(
    certificate: WarrantyCertificate,
    term: WarrantyTerm,
    least: WarrantyTerm,
    path: str,
    values: dict[str, object],
) -> Iterator[Fault]:
    """Yield a fault where the last day that is printed lies before the law's."""
    accepted, seasons = certificate.acceptance()
    counted = least.changed(start_on=accepted or term.start_on)
    due: date | None = counted.end_by_rule(seasons, convention=_EARLIER_END)
    if term.end_on is not None and due is not None and term.end_on < due:
        said = {**values, "end": term.end_on, "due": due}
        yield Fault(f"{path}.end_on", said, sentence="ends")


@check("R11-03")
def terms_keep_to_the_contract(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield a fault for each term shorter than agreed, and for each that was left out.

    Agreed are the project's terms, and what contract or company ask beyond the law.
    """
    if certificate.project is None or not certificate.warranty_terms:
        return
    agreed = {term.scope: term for term in certificate.project.warranty_terms if term.scope}
    agreed.pop(Scope.OTHER, None)  # 「其他」 rows are told apart by their content only
    for index, term in enumerate(certificate.warranty_terms):
        if term.scope is None:
            continue
        path = f"warranty_terms.{index}.amount"
        values = {"row": index + 1, "scope": term.scope, "term": text_of(term)}
        contract, more = agreed.get(term.scope), _beyond_law(term, context)
        if contract is not None and shorter(term, contract):
            yield Fault(path, {**values, "agreed": text_of(contract)})
        elif more is not None:
            yield Fault(path, {**values, "minimum": more}, sentence="minimum")
    stated = {term.scope for term in certificate.warranty_terms}
    for scope in agreed:
        if scope not in stated:
            yield Fault("warranty_terms", {"scope": scope}, sentence="missing")


def _beyond_law(term: WarrantyTerm, context: Context) -> Effective | None:
    """Return the minimum that contract or company set beyond the law and the term misses."""
    if term.scope in (None, Scope.OTHER) or term.scope in DESIGN_LIFE_SCOPES:
        return None
    name = f"warranty_minimum.{term.scope}"
    asked = context.value(name)
    unit = term.unit if term.unit in SEASONS else TermUnit.YEAR
    least = WarrantyTerm(amount=asked.amount, unit=unit)
    return asked if asked.amount > context.law(name).amount and shorter(term, least) else None

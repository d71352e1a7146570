"""Rules that a 建筑安装工程保修证书 can be judged by alone."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.rules.check import Context, Fault, check
from formkit.schemas import project_checks
from formkit.schemas.project_checks import of_record
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
_LIABILITY_WORDS = ("责任", "负责", "承担", "免费")

retention_stays_below_the_cap = of_record(project_checks.retention_stays_below_the_cap)
liability_period_is_not_too_long = of_record(project_checks.liability_period_is_not_too_long)
no_retention_beside_a_bond = of_record(project_checks.no_retention_beside_a_performance_bond)
retention_is_returned_in_time = of_record(project_checks.retention_is_returned_in_time)
expired_retention_is_collected = of_record(project_checks.expired_retention_is_collected)


@check("LAW-1")
def scope_and_liability_are_stated(certificate: WarrantyCertificate, _: Context) -> Iterator[Fault]:
    """Yield faults where the scope of an 「其他」 row or the liability is left open.

    That terms, their length and notes are given at all is asked by the record's fields.
    """
    for index, term in enumerate(certificate.warranty_terms):
        if term.scope is Scope.OTHER and not term.content:
            path = f"warranty_terms.{index}.content"
            yield Fault(path, {"row": index + 1}, sentence="scope")
    notes = "".join(certificate.warranty_notes)
    if notes and not any(word in notes for word in _LIABILITY_WORDS):
        yield Fault("warranty_notes")


@check("LAW-2")
def terms_reach_the_statutory_minimum(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield a fault for each term below the law's minimum or in a unit that cannot be compared."""
    life = certificate.project.design_life_years if certificate.project else None
    for index, term in enumerate(certificate.warranty_terms):
        if term.scope is None or term.amount is None or term.unit is None:
            continue
        values = {"row": index + 1, "scope": term.scope, "term": text_of(term)}
        path = f"warranty_terms.{index}.amount"
        if term.scope in DESIGN_LIFE_SCOPES:
            yield from _against_design_life(term, life, path, values, context)
        elif term.scope is not Scope.OTHER:
            yield from _against_minimum(term, path, values, context)


def _against_design_life(
    term: WarrantyTerm,
    life: int | None,
    path: str,
    values: dict[str, object],
    context: Context,
) -> Iterator[Fault]:
    basis = context.value(f"warranty_basis.{term.scope}")
    if life is None or TermUnit.DESIGN_LIFE not in basis.amount:
        return
    months = months_of(term)
    if months is None:
        minimum = f"{basis} {life} 年"
        yield Fault(path, {**values, "unit": term.unit, "minimum": minimum}, sentence="unit")
    elif months < life * _MONTHS_OF_A_YEAR:
        yield Fault(path, {**values, "years": life}, sentence="design_life")


def _against_minimum(
    term: WarrantyTerm, path: str, values: dict[str, object], context: Context
) -> Iterator[Fault]:
    minimum = context.value(f"warranty_minimum.{term.scope}")
    seasonal = term.scope is Scope.HEATING_COOLING
    if seasonal is not (term.unit in SEASONS):
        sentence = "seasonal" if seasonal else "unit"
        yield Fault(path, {**values, "unit": term.unit, "minimum": minimum}, sentence=sentence)
        return
    months = months_of(term)
    enough = minimum.amount if months is None else minimum.amount * _MONTHS_OF_A_YEAR
    if (term.amount if months is None else months) < enough:
        yield Fault(path, {**values, "minimum": minimum})


@check("LAW-3")
def terms_start_at_acceptance(certificate: WarrantyCertificate, _: Context) -> Iterator[Fault]:
    """Yield a fault for each term that starts before the accepted completion."""
    accepted = certificate.project.accepted_on if certificate.project else None
    if accepted is None:
        return
    for index, term in enumerate(certificate.warranty_terms):
        if term.start_on is not None and term.start_on < accepted:
            values = {"row": index + 1, "scope": term.scope or "", "start": term.start_on}
            yield Fault(f"warranty_terms.{index}.start_on", {**values, "accepted": accepted})


@check("LAW-9")
def notes_name_the_exclusions(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield a fault where the notes leave out a case that is not under warranty."""
    notes = "".join(certificate.warranty_notes)
    cases = context.value("warranty_exclusions").amount
    missing = [case for case in cases if case not in notes]
    if notes and missing:
        yield Fault("warranty_notes", {"missing": "、".join(missing)})


@check("R8-01")
def other_terms_last_the_usual_time(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield a note for each 「其他」 term shorter than usual; the law leaves it to the parties."""
    usual = context.value("warranty_minimum.其他")
    for index, term in enumerate(certificate.warranty_terms):
        months = months_of(term)
        if term.scope is not Scope.OTHER or months is None:
            continue
        if months < usual.amount * _MONTHS_OF_A_YEAR:
            values = {"row": index + 1, "term": text_of(term), "limit": usual}
            yield Fault(f"warranty_terms.{index}.amount", values)


@check("R11-01")
def certificate_goes_out_at_acceptance(
    certificate: WarrantyCertificate, context: Context
) -> Iterator[Fault]:
    """Yield a fault where the certificate is dated before acceptance, or too long after it."""
    accepted = certificate.project.accepted_on if certificate.project else None
    issued = certificate.issued_on
    if accepted is None or issued is None:
        return
    days = (issued - accepted).days
    values = {"accepted": accepted, "issued": issued}
    if days < 0:
        yield Fault("issued_on", values, sentence="early")
    elif days > context.value("certificate_error_days").amount:
        yield Fault("issued_on", {**values, "days": days}, sentence="late")
    elif days > context.value("certificate_warning_days").amount:
        yield Fault("issued_on", {**values, "days": days}, level="warning")


@check("R11-02")
def content_of_the_warranty_is_stated(
    certificate: WarrantyCertificate, _: Context
) -> Iterator[Fault]:
    """Yield one fault that names the terms without content; 「其他」 is left to LAW-1.

    The other contents of 1.1 are asked by the record's fields.
    """
    open_rows = [
        (index, term)
        for index, term in enumerate(certificate.warranty_terms)
        if not term.content and term.scope not in (None, Scope.OTHER)
    ]
    if open_rows:
        values = {
            "rows": "、".join(str(index + 1) for index, _ in open_rows),
            "scopes": "、".join(str(term.scope) for _, term in open_rows),
        }
        yield Fault(f"warranty_terms.{open_rows[0][0]}.content", values)


@check("R11-03")
def terms_keep_to_the_contract(certificate: WarrantyCertificate, _: Context) -> Iterator[Fault]:
    """Yield a fault for each term shorter than the project's, and for each that was left out."""
    if certificate.project is None or not certificate.warranty_terms:
        return
    agreed = {term.scope: term for term in certificate.project.warranty_terms if term.scope}
    agreed.pop(Scope.OTHER, None)  # 「其他」 rows are told apart by their content only
    for index, term in enumerate(certificate.warranty_terms):
        contract = agreed.get(term.scope) if term.scope else None
        if contract is not None and shorter(term, contract):
            values = {"scope": term.scope, "term": text_of(term), "agreed": text_of(contract)}
            yield Fault(f"warranty_terms.{index}.amount", {**values, "row": index + 1})
    stated = {term.scope for term in certificate.warranty_terms}
    for scope in agreed:
        if scope not in stated:
            yield Fault("warranty_terms", {"scope": scope}, sentence="missing")


@check("R10-03")
def repairs_are_signed_by_the_owner(
    certificate: WarrantyCertificate, _: Context
) -> Iterator[Fault]:
    """Yield a fault for each repair that the owner has not signed for."""
    for index, entry in enumerate(certificate.repair_entries):
        if not entry.customer_signed:
            yield Fault(f"repair_entries.{index}.customer_signed", {"row": index + 1})


@check("R11-05")
def repairs_are_signed_by_both(certificate: WarrantyCertificate, _: Context) -> Iterator[Fault]:
    """Yield a fault for each signature that a repair lacks."""
    for index, entry in enumerate(certificate.repair_entries):
        path = f"repair_entries.{index}"
        if not entry.customer_signed:
            yield Fault(f"{path}.customer_signed", {"row": index + 1})
        if not entry.contractor_signed:
            yield Fault(f"{path}.contractor_signed", {"row": index + 1}, sentence="contractor")

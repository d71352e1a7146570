"""Rules that a 建筑安装工程保修证书 can be judged by alone."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.rules.check import Context, Fault, check
from formkit.schemas import project_checks
from formkit.schemas.project_checks import of_record
from formkit.schemas.warranty_certificate.minimum import (
    terms_keep_to_the_contract,
    terms_reach_the_statutory_minimum,
)
from formkit.schemas.warranty_certificate.notes import (
    notes_name_the_exclusions,
    scope_and_liability_are_stated,
)
from formkit.schemas.warranty_certificate.record import WarrantyCertificate
from formkit.schemas.warranty_period import months_of, text_of
from formkit.schemas.warranty_term import Scope

__all__ = [
    "notes_name_the_exclusions",
    "scope_and_liability_are_stated",
    "terms_keep_to_the_contract",
    "terms_reach_the_statutory_minimum",
]

_MONTHS_OF_A_YEAR = 12

retention_stays_below_the_cap = of_record(project_checks.retention_stays_below_the_cap)
liability_period_is_not_too_long = of_record(project_checks.liability_period_is_not_too_long)
no_retention_beside_a_bond = of_record(project_checks.no_retention_beside_a_performance_bond)
retention_is_returned_in_time = of_record(project_checks.retention_is_returned_in_time)
expired_retention_is_collected = of_record(project_checks.expired_retention_is_collected)


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
    """Yield a fault for each term without content; 「其他」 is left to LAW-1.

    The other contents of 1.1 are asked by the record's fields.
    """
    for index, term in enumerate(certificate.warranty_terms):
        if not term.content and term.scope not in (None, Scope.OTHER):
            values = {"row": index + 1, "scope": term.scope}
            yield Fault(f"warranty_terms.{index}.content", values)


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

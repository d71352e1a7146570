"""The certificate's view: each warranty term with its length in the words of the paper."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.schemas import view as default
from formkit.schemas.view import PrintFacts, View, fingerprint, printed_paths, unprinted
from formkit.schemas.warranty_certificate.record import WarrantyCertificate
from formkit.schemas.warranty_term import Scope, TermUnit, WarrantyTerm


def view_of(record: WarrantyCertificate, facts: PrintFacts) -> View:
    """Return the default view; the rows of `warranty_terms` have `term` (`5年`, `2个采暖期`)."""
    view = default.view_of(record, facts)
    for row, term in zip(view["warranty_terms"], record.warranty_terms, strict=True):
        row["term"] = printed_term(term)
    return view


def blank_view(
    model: type[WarrantyCertificate],
    facts: PrintFacts,
    rows: Mapping[str, int] | None = None,
    *,
    given: WarrantyCertificate | None = None,
) -> View:
    """Return the certificate to fill in by hand: a row for each scope, its term left open.

    What a warranty covers is the same for every house (条例 第四十条), how long is agreed. Where
    `rows` names `warranty_terms`, its rows come without scopes.
    """
    printed = given or model()
    if not printed.warranty_terms:
        scopes = tuple(WarrantyTerm(scope=scope) for scope in Scope)
        printed = printed.changed(warranty_terms=scopes)
    view = view_of(printed, facts)
    for name, count in (rows or {}).items():
        view[name] = default.blank_rows(model, name, facts, count)
    for row in view["warranty_terms"]:
        row.setdefault("term", "")
    return view


def printed_term(term: WarrantyTerm) -> str:
    """Return the length of a term as printed; empty where it is not known."""
    if term.unit is None or term.amount is None:
        return ""
    if term.unit is TermUnit.DESIGN_LIFE:
        return f"设计文件规定的合理使用年限({term.amount}年)"
    counter = "" if term.unit is TermUnit.YEAR else "个"
    return f"{term.amount}{counter}{term.unit}"


__all__ = ["PrintFacts", "blank_view", "fingerprint", "printed_paths", "unprinted", "view_of"]

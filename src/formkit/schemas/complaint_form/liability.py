"""Rules about liability, remedy and cost: R8 三, R9 4.3–4.4, R10 2(3), 3(1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from formkit.kernel.gate import Gate
from formkit.rules.check import Context, Fault, check
from formkit.schemas.complaint_form.choices import (
    Category,
    CostBearer,
    LiableParty,
    Remedy,
    ResponsibilityLevel,
)
from formkit.schemas.complaint_form.record import ComplaintForm
from formkit.schemas.defect import DefectCause
from formkit.schemas.warranty_period import horizon

_OWN_CAUSES = (DefectCause.CONSTRUCTION, DefectCause.MATERIAL_BY_CONTRACTOR)
# 80号令 第十七条: not under warranty. Natural wear is no defect of quality either.
_EXCUSED_CAUSES = (
    DefectCause.MISUSE,
    DefectCause.THIRD_PARTY,
    DefectCause.FORCE_MAJEURE,
    DefectCause.AGEING,
)
_NOT_OURS = (LiableParty.CUSTOMER, LiableParty.FORCE_MAJEURE)
_OTHERS = (LiableParty.DESIGNER, LiableParty.THIRD_PARTY)
# Who may pay where the contractor answers to the customer.
_PAYERS = {
    LiableParty.CONTRACTOR: (CostBearer.CONTRACTOR,),
    LiableParty.SUBCONTRACTOR: (CostBearer.CONTRACTOR, CostBearer.SUBCONTRACTOR),
}
_EXCUSED_PARTIES = (LiableParty.CUSTOMER, LiableParty.THIRD_PARTY, LiableParty.FORCE_MAJEURE)


def _warranty_day(form: ComplaintForm, context: Context) -> date | None:
    """Return the last day of the warranty where the complaint lies within it; None otherwise."""
    end = horizon(form.project, context)
    if end is None or form.received_at is None or form.received_at.date() > end:
        return None
    return end


@check("R8-04")
def defects_are_repaired_free_of_charge(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the customer pays for a defect within the warranty.

    Nothing is said before cause or liability is known.
    """
    end = _warranty_day(form, context)
    if end is None or form.cost_bearer is not CostBearer.CUSTOMER:
        return
    if form.category is not Category.QUALITY:
        return
    known = form.cause_category not in (None, DefectCause.UNKNOWN) or form.liable_party not in (
        None,
        LiableParty.UNDECIDED,
    )
    excused = form.cause_category in _EXCUSED_CAUSES or form.liable_party in _EXCUSED_PARTIES
    if known and not excused:
        yield Fault("cost_bearer", {"end": end})


@check("R10-06")
def repairs_under_warranty_are_free(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the customer pays for our own defect within the warranty."""
    end = _warranty_day(form, context)
    own = form.cause_category in _OWN_CAUSES
    if end is not None and own and form.cost_bearer is CostBearer.CUSTOMER:
        yield Fault("cost_bearer", {"end": end, "cause": form.cause_category})


@check("R10-04")
def causes_are_answered_by_repair(form: ComplaintForm, _: Context) -> Iterator[Fault]:
    """Yield a fault where our own defect is not repaired, or another one is refused outright."""
    cause, remedy = form.cause_category, form.remedy
    if cause in (None, DefectCause.UNKNOWN) or remedy is None:
        return
    values = {"cause": cause, "remedy_chosen": remedy}
    if cause in _OWN_CAUSES:
        if remedy in (Remedy.EXPLAIN, Remedy.REFUSE):
            yield Fault("remedy", values)
    elif remedy is Remedy.REFUSE:
        yield Fault("remedy", values, sentence="refused")


@check("R9-05")
def contractors_faults_are_made_good(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield faults where the contractor is liable and does not repair, replace or pay as asked.

    To the customer a subcontractor's fault is the contractor's.
    """
    liable, cause = form.liable_party, form.cause_category
    if cause in _OWN_CAUSES and liable in _NOT_OURS:
        yield Fault("liable_party", {"cause": cause, "liable": liable}, sentence="cause")
    if liable not in _PAYERS:
        return
    yield from _cost(form, context)
    remedy = form.remedy
    if remedy is None or form.substantiated is False:
        return
    values = {"remedy_chosen": remedy, "liable": liable}
    if remedy in (Remedy.REFUSE, Remedy.EXPLAIN):
        yield Fault("remedy", values, sentence="untreated")
    elif form.safety_affected and remedy not in (Remedy.REPLACE, Remedy.OTHER):
        yield Fault("remedy", values, sentence="unsafe")
    elif remedy is not Remedy.REPLACE and form.usable is False:
        yield Fault("remedy", values, sentence="replace")


def _cost(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where another pays; before filing it may still be open who does."""
    liable, bearer = form.liable_party, form.cost_bearer
    if liable is None or bearer in (None, CostBearer.NONE, *_PAYERS[liable]):
        return
    if bearer is CostBearer.UNDECIDED and not context.gate.reaches(Gate.ARCHIVE):
        return
    sentence = "default" if liable is LiableParty.CONTRACTOR else "customer_pays"
    yield Fault("cost_bearer", {"liable": liable, "bearer": bearer}, sentence=sentence)


@check("R9-06")
def customers_replacements_are_paid(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the customer wants a replacement for his own fault and does not pay.

    Where somebody else is liable, a customer who pays is doubted.
    """
    liable, bearer = form.liable_party, form.cost_bearer
    if liable in _OTHERS and bearer is CostBearer.CUSTOMER:
        yield Fault("cost_bearer", {"liable": liable}, sentence="others", level="warning")
    if liable is not LiableParty.CUSTOMER or form.remedy is not Remedy.REPLACE:
        return
    if bearer is CostBearer.UNDECIDED and not context.gate.reaches(Gate.ARCHIVE):
        return
    if bearer not in (None, CostBearer.CUSTOMER):
        yield Fault("cost_bearer", {"bearer": bearer})


@check("R9-07")
def responsible_persons_are_named(form: ComplaintForm, _: Context) -> Iterator[Fault]:
    """Yield faults where the contractor is liable and names no measure or no responsible person.

    The amount of a fine is asked by the record's fields.
    """
    if form.liable_party not in _PAYERS or form.substantiated is False:
        return
    if not form.corrective_action:
        yield Fault("corrective_action")
    levels = [person.level for person in form.responsible_persons]
    if ResponsibilityLevel.DIRECT not in levels:
        yield Fault("responsible_persons", sentence="person")

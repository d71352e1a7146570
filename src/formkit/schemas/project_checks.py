"""Rules that a project can be judged by alone: retention money and the defects liability period.

They run when a ledger of projects is imported, and again with the warranty certificate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from formkit.kernel.dates import add_months
from formkit.kernel.money import format_amount
from formkit.rules.check import CheckFunction, Context, Effective, Fault, check
from formkit.schemas.project import Project, Retention, RetentionForm

_PERCENT = Decimal(100)
_CENT = Decimal("0.01")


@check("LAW-10")
def retention_stays_below_the_cap(project: Project, context: Context) -> Iterator[Fault]:
    """Yield a fault where rate or amount of the retention exceeds its share of the settlement."""
    retention = project.retention
    if retention is None:
        return
    most, agreed = context.law("retention_max_percent"), context.value("retention_max_percent")
    rate, amount, price = retention.rate, retention.amount, project.settlement_price
    if rate is not None:
        percent = f"{rate.normalize():f}%"
        if rate > most.amount:
            yield Fault("retention.rate", {"percent": percent})
        elif rate > agreed.amount:
            yield _beyond("retention.rate", percent, agreed)
    if amount is not None and price is not None:
        cap = price * most.amount / _PERCENT
        shown = format_amount(amount)
        if amount > cap:
            limit = format_amount(cap.quantize(_CENT, rounding=ROUND_DOWN))
            yield Fault("retention.amount", {"amount": shown, "cap": limit}, sentence="amount")
        elif amount > price * agreed.amount / _PERCENT:
            yield _beyond("retention.amount", f"{shown} 元", agreed)


def _beyond(path: str, held: str, limit: Effective) -> Fault:
    """Return the warning of what the law allows and contract or company do not."""
    return Fault(path, {"held": held, "limit": limit}, sentence="agreed", level="warning")


@check("LAW-11")
def liability_period_is_not_too_long(project: Project, context: Context) -> Iterator[Fault]:
    """Yield a fault where the defects liability period is longer than allowed."""
    months = project.dlp_months
    if months is not None and months > context.law("dlp_max_months").amount:
        yield Fault("dlp_months", {"months": months})


@check("LAW-12")
def no_retention_beside_a_performance_bond(project: Project, _: Context) -> Iterator[Fault]:
    """Yield faults where a bond, an insurance or a security is held and money is reserved too."""
    retention = project.retention
    if retention is None or not _held(retention):
        return
    if retention.performance_bond:
        yield Fault("retention.performance_bond", {"reason": "履约保证金"})
    if retention.form in (RetentionForm.INSURANCE, RetentionForm.OTHER_SECURITY):
        yield Fault("retention.form", {"reason": retention.form}, sentence="security")


@check("LAW-13")
def retention_is_returned_in_time(project: Project, context: Context) -> Iterator[Fault]:
    """Yield a reminder where verification or return of the retention is overdue."""
    retention = project.retention
    if retention is None or retention.returned_on is not None:
        return
    if retention.verified_on is not None:
        days = context.law("retention_return_days").amount
        due = retention.verified_on + timedelta(days=days)
        if context.today > due:
            values = {"verified": retention.verified_on, "due": due}
            yield Fault("retention.returned_on", values, sentence="return")
    elif retention.applied_on is not None:
        days = context.law("retention_verify_days").amount
        due = retention.applied_on + timedelta(days=days)
        if context.today > due:
            yield Fault("retention.verified_on", {"applied": retention.applied_on, "due": due})


@check("R1-04")
def expired_retention_is_collected(project: Project, context: Context) -> Iterator[Fault]:
    """Yield a reminder where the liability period is over and nobody has applied for the money."""
    retention = project.retention
    if retention is None or retention.returned_on or retention.applied_on or not _held(retention):
        return
    if project.accepted_on is None or project.dlp_months is None:
        return
    end = add_months(project.accepted_on, project.dlp_months)
    if context.today > end:
        yield Fault("retention.returned_on", {"end": end})


def _held(retention: Retention) -> bool:
    return bool(retention.rate or retention.amount)


def of_record(function: CheckFunction) -> CheckFunction:
    """Return a project's check as the check of a record that holds a project."""

    def judge(record: object, context: Context) -> Iterator[Fault]:
        project = getattr(record, "project", None)
        if project is not None:
            for fault in function(project, context):
                yield replace(fault, path=f"project.{fault.path}")

    judge.__doc__ = function.__doc__
    return check(function.rule)(judge)  # type: ignore[attr-defined]

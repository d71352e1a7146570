"""Rules that a 顾客投诉反馈处理单 can be judged by alone: receiving, deadlines, following up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from formkit.kernel.dates import elapsed_hours
from formkit.kernel.gate import Gate
from formkit.rules.check import Context, Fault, check
from formkit.schemas.complaint_form.choices import (
    Channel,
    CustomerOpinion,
    FollowupExemption,
    Severity,
    Validity,
    Verification,
)
from formkit.schemas.complaint_form.liability import (
    causes_are_answered_by_repair,
    contractors_faults_are_made_good,
    customers_replacements_are_paid,
    defects_are_repaired_free_of_charge,
    repairs_under_warranty_are_free,
    responsible_persons_are_named,
)
from formkit.schemas.complaint_form.record import ComplaintForm
from formkit.schemas.day_count import counted_in, days_between, time_between
from formkit.schemas.warranty_period import horizon

__all__ = [
    "causes_are_answered_by_repair",
    "contractors_faults_are_made_good",
    "customers_replacements_are_paid",
    "defects_are_repaired_free_of_charge",
    "repairs_under_warranty_are_free",
    "responsible_persons_are_named",
]

_ONLINE = (Channel.ONLINE, Channel.SOCIAL_MEDIA)


def _late_hours(start: datetime | None, end: datetime | None, limit: Decimal) -> str:
    """Return the time from start to end in words where it exceeds the limit; empty otherwise.

    Exactly the limit is in time.
    """
    if start is None or end is None or elapsed_hours(start, end) <= limit:
        return ""
    return time_between(start, end)


@check("R1-05")
def complaint_belongs_to_its_department(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where another department is put in charge."""
    if form.owner_dept and form.owner_dept not in context.value("complaint_owner_depts").amount:
        yield Fault("owner_dept", {"department": form.owner_dept})


@check("R3-01")
def followup_comes_after_verification(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault for a follow-up before the verification, a warning for one that is overdue.

    At filing the record's fields ask for the follow-up themselves.
    """
    if form.followup:
        if form.verification is not Verification.PASSED:
            said = form.verification or "没有填写"
            yield Fault("followup", {"followup": form.followup, "verification": said})
        return
    if form.verification is not Verification.PASSED or form.verified_on is None:
        return
    if form.followup_exempt_reason or context.gate.reaches(Gate.ARCHIVE):
        return
    due = form.verified_on + timedelta(days=context.value("followup_days").amount)
    if context.today > due:
        values = {"verified": form.verified_on, "today": context.today}
        yield Fault("followup", values, sentence="overdue", level="warning")


@check("R3-02")
def exemptions_meet_their_conditions(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the reason for no follow-up does not hold.

    Who approved the exemption of a sensitive complaint is asked by the record's fields.
    """
    reason = form.followup_exempt_reason
    if reason is None:
        return
    values: dict[str, object] = {"reason": reason}
    path = "followup_exempt_reason"
    if reason not in context.value("followup_exemptions").amount:
        yield Fault(path, values)
    elif reason is FollowupExemption.SETTLED_ON_SITE:
        yield from _settled_on_site(form, path, values)
    elif reason is FollowupExemption.ANONYMOUS:
        if not form.anonymous:
            yield Fault(path, values, sentence="named")
    elif reason is FollowupExemption.UNREACHABLE:
        if form.channel not in (None, *_ONLINE):
            yield Fault(path, {**values, "channel": form.channel}, sentence="channel")
        elif form.complainant_phone or form.complainant_address:
            yield Fault(path, values, sentence="reachable")


def _settled_on_site(form: ComplaintForm, path: str, values: dict[str, object]) -> Iterator[Fault]:
    if form.on_site is False:
        yield Fault(path, values, sentence="off_site")
    elif form.customer_opinion is not CustomerOpinion.SATISFIED:
        opinion = form.customer_opinion or "没有填写"
        yield Fault(path, {**values, "opinion": opinion}, sentence="unconfirmed")


@check("R4-01")
def complaint_comes_through_a_channel(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the complaint came another way than the regulation lists."""
    channels = context.value("complaint_channels").amount
    if form.channel is not None and form.channel not in channels:
        yield Fault("channel", {"channel": form.channel})


@check("R4-02")
def complaint_is_answered_in_time(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield faults for a late answer, a limit that nobody set, a grave matter without a team."""
    if not context.given("complaint_response_hours"):
        yield Fault("replied_at", sentence="unlimited", level="info")
    else:
        limit = context.value("complaint_response_hours").amount
        hours = _late_hours(form.received_at, form.replied_at, limit)
        if hours:
            values = {"received": form.received_at, "replied": form.replied_at, "hours": hours}
            yield Fault("replied_at", values)
    grave = form.severity in (Severity.SERIOUS, Severity.ACCIDENT)
    if (grave or form.validity is Validity.GROUP) and not form.handling_team:
        reason = form.severity if grave else form.validity
        yield Fault("handling_team", {"reason": reason}, sentence="team")


@check("R8-03")
def complaint_lies_within_the_warranty(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the complaint came after the warranty."""
    end = horizon(form.project, context)
    if end is not None and form.received_at is not None and form.received_at.date() > end:
        service = context.policy("out_of_warranty_service")
        values = {"received": form.received_at, "end": end, "service": service}
        yield Fault("received_at", values)


@check("R9-01")
def notified_in_time(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where 技术质检科 was told too late."""
    limit = context.value("complaint_notify_hours").amount
    hours = _late_hours(form.received_at, form.notified_at, limit)
    if hours:
        yield Fault("notified_at", {"hours": hours})


@check("R9-02")
def complaint_is_registered_by_the_day_of_the_sheet(
    form: ComplaintForm, _: Context
) -> Iterator[Fault]:
    """Yield a fault where the complaint was registered on a later day than its sheet was filled."""
    if form.registered_at is None or form.prepared_on is None:
        return
    if form.registered_at.date() > form.prepared_on:
        values = {"registered": form.registered_at, "prepared": form.prepared_on}
        yield Fault("registered_at", values)


@check("R9-04")
def customer_has_signed(form: ComplaintForm, _: Context) -> Iterator[Fault]:
    """Yield a fault where a named customer's signature is not recorded as done.

    That the signature and the 外出服务报告 are given is asked by the record's fields.
    """
    signature = form.customer_sign
    if signature is not None and not signature.signed and not form.anonymous:
        yield Fault("customer_sign.signed")


@check("R9-08")
def manager_is_told_the_whole_story(form: ComplaintForm, _: Context) -> Iterator[Fault]:
    """Yield a fault where the manager was not told, or before the matter was done."""
    reported, done = form.reported_to_manager_on, form.done_at
    if reported is None:
        yield Fault("reported_to_manager_on", sentence="missing")
    if reported is not None and done is not None and reported < done.date():
        yield Fault("reported_to_manager_on", {"reported": reported, "done": done.date()})


@check("R11-12")
def customer_is_told_in_time(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where the customer was told too long after the measure was settled.

    Days are those of the policy `day_kind`; the first day is not counted.
    """
    decided, replied = form.measure_decided_at, form.replied_at
    if decided is None or replied is None:
        return
    kind = context.policy("day_kind")
    days = days_between(decided.date(), replied.date(), kind)
    if days > context.value("complaint_report_days").amount:
        values = {"decided": decided, "replied": replied, "days": days, "kind": counted_in(kind)}
        yield Fault("replied_at", values)


@check("LAW-8")
def accidents_are_reported_in_time(form: ComplaintForm, context: Context) -> Iterator[Fault]:
    """Yield a fault where an accident was reported to the authority too late or not at all.

    A report that is still in time is not asked for before filing.
    """
    if form.severity is not Severity.ACCIDENT:
        return
    limit = context.law("accident_report_hours").amount
    path = "authority_reported_at"
    if form.authority_reported_at is None:
        overdue = _late_hours(form.received_at, context.now, limit)
        if overdue or context.gate.reaches(Gate.ARCHIVE):
            yield Fault(path, sentence="missing")
        return
    hours = _late_hours(form.received_at, form.authority_reported_at, limit)
    if hours:
        yield Fault(path, {"hours": hours})

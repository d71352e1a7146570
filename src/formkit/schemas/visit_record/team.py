"""Rules about who visits, who repairs and when: R6 四, 五; R11 1.4.1, 4.1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from formkit.kernel.dates import add_years
from formkit.kernel.gate import Gate
from formkit.rules.check import Context, Fault, check
from formkit.schemas.project import TeamStatus
from formkit.schemas.visit_record.record import (
    ArchivePlace,
    ResponsibleParty,
    VisitRecord,
    VisitType,
)
from formkit.schemas.warranty_period import horizon

_KEPT = "工程部备查"  # the choice of the policy `visit_archive` that R6 五(四) implies
_PLANNED = (
    VisitType.REGULAR,
    VisitType.SEASONAL,
    VisitType.TECHNICAL,
    VisitType.BEFORE_END,
)
_NOT_ORGANISED = (VisitType.ON_REQUEST, VisitType.AFTER_COMPLAINT)


def _departments(visit: VisitRecord) -> set[str]:
    return {person.dept for person in visit.visitors if person.dept}


@check("R6-03")
def those_responsible_follow_the_team(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield faults where those responsible do not match whether the project team has left.

    At filing somebody must be named to put the issues right.
    """
    status = visit.project.team_status if visit.project else None
    if status is None:
        return
    left = status is TeamStatus.WITHDRAWN
    expected = ResponsibleParty.REPAIR_GROUP if left else ResponsibleParty.PROJECT_TEAM
    if visit.responsible_party not in (None, expected):
        values = {"status": status, "party": visit.responsible_party, "expected": expected}
        yield Fault("responsible_party", values)
    filing = context.gate.reaches(Gate.ARCHIVE)
    if filing and visit.issues and visit.responsible_party is None:
        yield Fault("responsible_party", {"expected": expected}, sentence="unnamed")
    if not left:
        return
    if visit.former_pm is None:
        yield Fault("former_pm", sentence="manager")
    departments = _departments(visit)
    regular = visit.visit_type is VisitType.REGULAR  # there R6-05 asks for all departments
    if departments and not regular and ResponsibleParty.REPAIR_GROUP.value not in departments:
        yield Fault("visitors", sentence="visitors")


@check("R6-05")
def team_holds_all_departments(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where a regular visit was made without one of the departments."""
    if visit.visit_type is not VisitType.REGULAR or not visit.visitors:
        return
    asked = context.value("visit_team_depts").amount
    missing = [dept for dept in asked if dept not in _departments(visit)]
    if missing:
        yield Fault("visitors", {"missing": "、".join(missing)})


@check("R6-07")
def organised_visits_end_after_the_cutoff(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where a visit is organised though the time for it is over.

    The day itself on which the time ends still counts (民法典 第二百零二条).
    """
    if context.policy("visit_after_cutoff") != "停止组织":
        return
    if visit.visited_on is None or visit.visit_type in (None, *_NOT_ORGANISED):
        return
    delivered = visit.project.delivered_on if visit.project else None
    years = context.value("visit_cutoff_years").amount
    cutoff = add_years(delivered, years) if delivered else None
    expiry = horizon(visit.project, context)
    if expiry is not None and visit.visited_on > expiry and (cutoff is None or expiry <= cutoff):
        values = {"visited": visit.visited_on, "end": expiry}
        yield Fault("visited_on", values, sentence="expired")
    elif cutoff is not None and visit.visited_on > cutoff:
        yield Fault("visited_on", {"visited": visit.visited_on, "end": cutoff})


@check("R6-08")
def record_is_written_soon_by_the_repair_group(
    visit: VisitRecord, context: Context
) -> Iterator[Fault]:
    """Yield faults where somebody else wrote the record, it was late, or went elsewhere."""
    author = visit.prepared_by
    group = ResponsibleParty.REPAIR_GROUP.value
    if author and context.policy("visit_record_author") == group and author.dept != group:
        who = {"person": author.name or "", "department": author.dept or ""}
        yield Fault("prepared_by", who, sentence="default" if author.dept else "department")
    filed = visit.archive_to if context.gate.reaches(Gate.ARCHIVE) else None
    if context.policy("visit_archive") == _KEPT and filed not in (None, ArchivePlace.ENGINEERING):
        yield Fault("archive_to", {"archive": filed}, sentence="filed")
    if visit.prepared_on is None or visit.visited_on is None:
        return
    days = (visit.prepared_on - visit.visited_on).days
    if days > context.value("visit_report_days").amount:
        values = {"visited": visit.visited_on, "prepared": visit.prepared_on, "days": days}
        yield Fault("prepared_on", values, sentence="late")


@check("R11-07")
def notice_is_given_in_time(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where the customer was told too late, or a planned visit was not announced.

    Regular, seasonal and technical visits and the last one are planned, with or without a number.
    """
    if visit.notice_on is None:
        if visit.plan_no or visit.visit_type in _PLANNED:
            yield Fault("notice_on", sentence="unnoticed")
        return
    if visit.visited_on is None:
        return
    days = (visit.visited_on - visit.notice_on).days
    asked = context.value("visit_notice_days").amount
    if 0 <= days < asked:  # a notice after the visit is told as days in the wrong order
        earliest = visit.notice_on + timedelta(days=asked)
        values = {"notified": visit.notice_on, "visited": visit.visited_on, "days": days}
        yield Fault("notice_on", {**values, "earliest": earliest})


@check("R11-15")
def visitors_are_qualified(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield one fault that names the visitors without a stated qualification."""
    names = [person.name for person in visit.visitors if person.name and not person.qualification]
    if names:
        yield Fault("visitors", {"names": "、".join(names)})

"""Rules that a 工程回访记录 can be judged by alone: type, method, contents, filing."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.kernel.gate import Gate
from formkit.rules.check import Context, Fault, check
from formkit.schemas.defect import DefectCause
from formkit.schemas.project import Phase
from formkit.schemas.signature import Role
from formkit.schemas.visit_record.problems import (
    issue_numbers_are_unique,
    problems_are_reported_at_once,
    problems_have_a_solution_and_a_person,
)
from formkit.schemas.visit_record.record import (
    ArchivePlace,
    VisitIssue,
    VisitMethod,
    VisitRecord,
    VisitType,
)
from formkit.schemas.visit_record.team import (
    notice_is_given_in_time,
    organised_visits_end_after_the_cutoff,
    record_is_written_soon_by_the_repair_group,
    team_holds_all_departments,
    those_responsible_follow_the_team,
    visitors_are_qualified,
)
from formkit.schemas.warranty_period import horizon

__all__ = [
    "issue_numbers_are_unique",
    "notice_is_given_in_time",
    "organised_visits_end_after_the_cutoff",
    "problems_are_reported_at_once",
    "problems_have_a_solution_and_a_person",
    "record_is_written_soon_by_the_repair_group",
    "team_holds_all_departments",
    "those_responsible_follow_the_team",
    "visitors_are_qualified",
]

_AT_THE_OWNERS_WISH = (VisitType.ON_REQUEST, VisitType.AFTER_COMPLAINT)
_DISCLAIMERS = ("不代替", "不能代替")
_REPORTS = {"reported_to": "报送主管领导", "reported_on": "报送日期"}
_BY_REPAIRS = ("按是否维修分流", "多去向")  # policies under which the original follows R11-17
_OPINIONS = {
    "opinion_structure": "主体意见",
    "opinion_appearance": "观感意见",
    "opinion_function": "使用功能意见",
    "opinion_defects": "施工缺陷及返修意见",
    "opinion_warranty": "保修期间意见和要求",
}


def _rows(visit: VisitRecord) -> Iterator[tuple[str, VisitIssue, dict[str, object]]]:
    """Yield each issue with its path and the values every sentence about a row needs."""
    for index, issue in enumerate(visit.issues):
        yield f"issues.{index}", issue, {"row": index + 1}


def _after_warranty(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    end = horizon(visit.project, context)
    if end is None or visit.visited_on is None or visit.visit_type in (None, *_AT_THE_OWNERS_WISH):
        return
    if visit.visited_on > end:
        values = {"visited": visit.visited_on, "end": end, "type": visit.visit_type}
        yield Fault("visit_type", values)


@check("R2-04")
def after_warranty_only_on_request(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where a visit after the warranty was not asked for by the owner."""
    yield from _after_warranty(visit, context)


@check("R7-04")
def during_works_only_on_request(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where a visit during the works or after the warranty was not asked for."""
    phase = visit.project.phase if visit.project else None
    if phase is Phase.BUILDING and visit.visit_type not in (None, *_AT_THE_OWNERS_WISH):
        yield Fault("visit_type", {"type": visit.visit_type}, sentence="building")
        return
    yield from _after_warranty(visit, context)


def _user_file(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield faults for a visit that was not reported, or is filed elsewhere than with the user.

    Where the original goes another way and copies are kept (多去向), the copy in the user's file
    is not on record: R11-17 speaks of the original.
    """
    for name, label in _REPORTS.items():
        if getattr(visit, name) is None:
            yield Fault(name, {"label": label}, sentence="unreported")
    if context.policy("visit_archive") != ArchivePlace.USER_FILE or visit.archive_to is None:
        return
    if visit.archive_to is not ArchivePlace.USER_FILE:
        yield Fault("archive_to", {"archive": visit.archive_to})


@check("R2-05")
def visit_goes_to_the_user_file(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where the record is not filed with the user (policy `visit_archive`)."""
    yield from _user_file(visit, context)


@check("R7-05")
def visit_is_kept_in_the_user_file(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where the record is not filed with the user (policy `visit_archive`)."""
    yield from _user_file(visit, context)


@check("R2-08")
def defects_have_owner_and_date(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield faults for defects nobody is set to mend; out of warranty nothing needs arranging."""
    for path, issue, row in _rows(visit):
        if issue.in_scope is False:
            continue
        if issue.owner is None:
            yield Fault(f"{path}.owner", row)
        if issue.due_on is None:
            yield Fault(f"{path}.due_on", row, sentence="due")


def _method(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    allowed = context.value("visit_methods").amount
    if visit.visit_method is not None and visit.visit_method not in allowed:
        yield Fault("visit_method", {"method": visit.visit_method})


@check("R2-12")
def visit_is_in_person_or_by_letter(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where the owner was asked in another way."""
    yield from _method(visit, context)


@check("R8-02")
def visit_uses_a_listed_method(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield a fault where the visit was made in a way that the regulation does not list."""
    yield from _method(visit, context)


@check("R6-01")
def project_is_contracted_and_handed_over(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield faults where the project has no contract or was not handed over before the visit."""
    project = visit.project
    if project is None:
        return
    if project.contract_signed_on is None:
        yield Fault("project.contract_signed_on")
    if project.delivered_on is None:
        yield Fault("project.delivered_on", sentence="undelivered")
    elif visit.visited_on is not None and visit.visited_on < project.delivered_on:
        values = {"visited": visit.visited_on, "delivered": project.delivered_on}
        yield Fault("visited_on", values, sentence="early")


@check("R6-02")
def visit_does_not_replace_the_warranty(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield a note where a regular visit does not say that the contract's promises stand."""
    said = any(word in (visit.remarks or "") for word in _DISCLAIMERS)
    if visit.visit_type is VisitType.REGULAR and not said:
        yield Fault("remarks")


@check("R6-04")
def opinions_are_complete(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield a fault for each opinion that was not taken down."""
    for name, label in _OPINIONS.items():
        if not getattr(visit, name):
            yield Fault(name, {"label": label})


@check("R6-09")
def causes_and_measures_are_settled(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield faults for issues under warranty whose cause or measure is still open."""
    for path, issue, row in _rows(visit):
        if not issue.in_scope:
            continue
        if issue.prelim_cause in (None, DefectCause.UNKNOWN):
            cause = "是「待查」" if issue.prelim_cause else "没有填写"
            yield Fault(f"{path}.prelim_cause", {**row, "cause": cause})
        if not issue.agreed_action:
            yield Fault(f"{path}.agreed_action", row, sentence="measure")


@check("R7-06")
def issues_under_warranty_have_a_repair_sheet(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield a fault for each issue under warranty without a repair sheet."""
    for path, issue, row in _rows(visit):
        if issue.in_scope and not issue.repair_no:
            yield Fault(f"{path}.repair_no", row)


@check("R11-09")
def visit_covers_its_contents(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield faults where one of 1.4.2 a)–e) is missing; the customer's consent from filing on.

    That the places of issues and the block of consent are given is asked by the record's fields.
    """
    if not visit.usage_feedback:
        yield Fault("usage_feedback")
    for path, issue, row in _rows(visit):
        if issue.prelim_cause is None:
            yield Fault(f"{path}.prelim_cause", row, sentence="cause")
        if not issue.agreed_action:
            yield Fault(f"{path}.agreed_action", row, sentence="agreed")
    consent = visit.customer_confirm
    if not context.gate.reaches(Gate.ARCHIVE) or visit.visit_method is VisitMethod.PHONE:
        return
    if consent is not None and not consent.done:
        yield Fault("customer_confirm.signed", sentence="customer")


@check("R11-10")
def new_technology_is_asked_about(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield a note where a regular or seasonal visit does not mention the project's 四新."""
    used = visit.project.new_tech if visit.project else ()
    names = [one.name for one in used if one.name]
    if visit.visit_type not in (VisitType.REGULAR, VisitType.SEASONAL) or not names:
        return
    opinions = [getattr(visit, name) for name in _OPINIONS]
    issues = [issue.description for issue in visit.issues]
    said = "".join(text or "" for text in (visit.usage_feedback, *opinions, *issues))
    unsaid = [name for name in names if name not in said]
    if unsaid:
        yield Fault("usage_feedback", {"new": "、".join(unsaid), "type": visit.visit_type})


@check("R11-11")
def retention_is_discussed_before_the_end(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield a fault where the last visit says nothing of the retention money."""
    if visit.visit_type is VisitType.BEFORE_END and not visit.retention_discussion:
        yield Fault("retention_discussion")


@check("R11-17")
def filing_follows_the_repairs(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield faults where the record is filed elsewhere than its repairs ask for."""
    if context.policy("visit_archive") not in _BY_REPAIRS or visit.archive_to is None:
        return
    repaired = [str(index + 1) for index, issue in enumerate(visit.issues) if issue.repair_no]
    values = {"archive": visit.archive_to, "row": "、".join(repaired)}
    if not repaired:
        if visit.archive_to is not ArchivePlace.ENGINEERING:
            yield Fault("archive_to", values, sentence="kept")
        return
    if visit.archive_to is not ArchivePlace.ARCHIVE:
        yield Fault("archive_to", values)
    review = visit.reviewed_by
    if review is None or not review.done:
        yield Fault("reviewed_by.signed", values, sentence="unreviewed")
    elif review.role is not Role.ENGINEERING:
        said = {**values, "role": review.role or "没有填写"}
        yield Fault("reviewed_by.role", said, sentence="reviewer")

"""Substantiated complaints and problems found on visits: they enter the same analysis (R11-18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from formkit.kernel.i18n import N_, _
from formkit.register import Register
from formkit.surveys.period import Period
from formkit.surveys.reported import Complaint, VisitIssue

_CONFIDENTIAL = N_("(投诉人要求保密)")
_TOLD = ("location", "content", "cause", "measure")


def complaints(register: Register, period: Period, names: Mapping[str, str]) -> Iterator[Complaint]:
    """Yield the complaints received in the period that proved true.

    Of a complaint in confidence only number, project, day and category are given (C.9).
    """
    for number, project_no, data in _issued(register, "complaint_form"):
        received = day_of(data.get("received_at"))
        if received is None or not period.holds(received) or data.get("substantiated") is not True:
            continue
        told = {name: str(data.get(name) or "") for name in _TOLD}
        if data.get("confidential") is True:
            told = dict.fromkeys(_TOLD, "") | {"content": _(_CONFIDENTIAL)}
        yield Complaint(
            number=number,
            project_no=project_no,
            project_name=names.get(project_no, ""),
            unit=unit_of(data),
            received_on=received,
            category=str(data.get("category") or ""),
            closed=bool(data.get("verified_on")),
            **told,
        )


def visit_issues(
    register: Register, period: Period, names: Mapping[str, str]
) -> Iterator[VisitIssue]:
    """Yield the problems that the visits of the period found, in the customer's presence."""
    for number, project_no, data in _issued(register, "visit_record"):
        visited = day_of(data.get("visited_on"))
        if visited is None or not period.holds(visited):
            continue
        for issue in data.get("issues") or ():
            yield VisitIssue(
                number=number,
                project_no=project_no,
                project_name=names.get(project_no, ""),
                unit=unit_of(data),
                visited_on=visited,
                location=str(issue.get("location") or ""),
                description=str(issue.get("description") or ""),
            )


def unit_of(data: Mapping[str, Any]) -> str:
    """Return the unit that a record comes from: 填报单位, else 施工单位; empty without either."""
    contractor = data.get("contractor")
    named = contractor.get("name") if isinstance(contractor, Mapping) else ""
    return str(data.get("issuing_unit") or named or "")


def day_of(said: Any) -> date | None:
    """Return the day of an ISO text, of a moment as well; None of nothing."""
    return date.fromisoformat(str(said)[:10]) if said else None


def _issued(register: Register, slug: str) -> list[tuple[str, str, Mapping[str, Any]]]:
    with register.surveys() as surveys:
        return list(surveys.issued(slug))

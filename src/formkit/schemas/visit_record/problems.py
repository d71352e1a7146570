"""What R5 (工程回访问题管理制度) asks of the problems that a 工程回访记录 lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from formkit.kernel.gate import Gate
from formkit.rules.check import Context, Fault, check
from formkit.schemas.visit_record.record import VisitRecord

_HOURS_OF_A_DAY = 24


def _hours_at_least(begin: date, end: date) -> int:
    """Return how many hours lie between the end of one day and the beginning of another."""
    return ((end - begin).days - 1) * _HOURS_OF_A_DAY


@check("R5-01")
def problems_are_reported_at_once(visit: VisitRecord, context: Context) -> Iterator[Fault]:
    """Yield faults where problems were noted or reported too late; at filing, to nobody.

    Only days are known: what may still have been in time is not told.
    """
    visited = visit.visited_on
    if not visit.issues or visited is None:
        return
    allowed = context.value("problem_report_hours").amount
    found: dict[str, object] = {"visited": visited}
    for name, sentence in (("prepared_on", "default"), ("reported_on", "reported")):
        day: date | None = getattr(visit, name)
        if day is not None and _hours_at_least(visited, day) >= allowed:
            yield Fault(name, {**found, "day": day}, sentence=sentence)
    if context.gate.reaches(Gate.ARCHIVE) and visit.reported_on is None:
        yield Fault("reported_on", found, sentence="nobody")


@check("R5-02")
def issue_numbers_are_unique(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield a fault for each number that stands on two rows of this record."""
    numbers = Counter(issue.issue_no for issue in visit.issues if issue.issue_no)
    seen: set[str] = set()
    for index, issue in enumerate(visit.issues):
        number = issue.issue_no
        if number and numbers[number] > 1 and number in seen:
            yield Fault(f"issues.{index}.issue_no", {"number": number})
        seen.add(number or "")


@check("R5-04")
def problems_have_a_solution_and_a_person(visit: VisitRecord, _: Context) -> Iterator[Fault]:
    """Yield faults for problems of ours without a solution, or without somebody in charge."""
    for index, issue in enumerate(visit.issues):
        if issue.in_scope is False:
            continue
        row = {"row": index + 1}
        if not issue.agreed_action:
            yield Fault(f"issues.{index}.agreed_action", row)
        if issue.owner is None:
            yield Fault(f"issues.{index}.owner", row, sentence="owner")

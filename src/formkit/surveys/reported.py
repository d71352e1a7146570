"""All that a report on surveys says, gathered: figures, doubts, complaints, the rules applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from formkit.rules.scoring_policy import DEFAULTS, ScoringPolicy
from formkit.schemas.satisfaction_survey.points import Table
from formkit.schemas.satisfaction_survey.policy import Line
from formkit.surveys.period import EVERYTHING, Period
from formkit.surveys.returns import Returns
from formkit.surveys.statistics import UNKNOWN, By, Part, Row, Summary, group_of

NO_FIGURE = "—"  # where nothing can be divided by nothing


@dataclass(frozen=True, slots=True)
class Notice:
    """Something of the returned surveys that is no figure: invalid, waiting, doubted, not used.

    kind: 无效, 待人工确认, 警告, 不采用, 已替换. place: file and cell, as far as it is known.
    """

    kind: str
    survey_no: str
    project_no: str
    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A substantiated complaint (R11-18: what is true enters the analysis of satisfaction)."""

    number: str
    project_no: str
    project_name: str
    unit: str
    received_on: date
    category: str
    location: str
    content: str
    cause: str
    measure: str
    closed: bool


@dataclass(frozen=True, slots=True)
class VisitIssue:
    """A problem that a visit found together with the customer (R11-18)."""

    number: str
    project_no: str
    project_name: str
    unit: str
    visited_on: date
    location: str
    description: str


@dataclass(frozen=True, slots=True)
class Reported:
    """A report on a period.

    summary: the surveys answered in the period. sent: the returns of those sent out in it, whenever
    they came back; `sent_by` the same by group. late: of those that came back in the period, how
    many were sent out before it; unsent: how many never were (other questionnaires). before: the
    period before; None where there is none. history: all surveys answered up to the period's end,
    for the trend. undated: surveys that came back without a day, left out because a period was
    asked. names: of projects, by their numbers.
    """

    company: str
    made_on: date
    period: Period = EVERYTHING
    by: By = By.PROJECT
    summary: Summary = field(kw_only=True)
    sent: Returns = field(kw_only=True)
    sent_by: Mapping[By, Mapping[str, Returns]] = field(kw_only=True)
    late: int = 0
    unsent: int = 0
    before: Summary | None = None
    history: Summary | None = None
    undated: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    policy: ScoringPolicy = DEFAULTS
    table: Table = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    notices: tuple[Notice, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    issues: tuple[VisitIssue, ...] = ()

    @property
    def came(self) -> Returns:
        """The counts of what came back in the period."""
        return self.summary.returns

    def earlier(self, part: Part) -> Part | None:
        """Return the same scale in the period before; None where it has no valid sheet."""
        parts = self.before.parts if self.before else ()
        return next((one for one in parts if one.label == part.label), None)

    def earlier_quarters(self, part: Part) -> tuple[Row, ...]:
        """Return the quarters before those of the report on the same scale, the oldest first."""
        first = min((row.key for row in part.by[By.QUARTER] if row.key), default=UNKNOWN)
        parts = self.history.parts if self.history else ()
        same = (one for one in parts if one.label == part.label)
        return tuple(row for one in same for row in one.by[By.QUARTER] if UNKNOWN < row.key < first)

    def low_by(self, by: By, part: Part) -> Counter[str]:
        """Return how many low sheets each group has on a scale."""
        return Counter(
            group_of(by, one.sheet)
            for one in self.summary.low
            if part.scale in one.sheet.scales and part.mixed is (len(one.sheet.scales) > 1)
        )

    def complained(self, by: By) -> Counter[str]:
        """Return how many substantiated complaints each project or unit has; else nothing."""
        return _counted(self.complaints, by)

    def found(self, by: By) -> Counter[str]:
        """Return how many problems visits found of each project or unit; else nothing."""
        return _counted(self.issues, by)


def _counted(told: tuple[Complaint, ...] | tuple[VisitIssue, ...], by: By) -> Counter[str]:
    if by is By.PROJECT:
        return Counter(one.project_no or one.project_name for one in told)
    return Counter(one.unit for one in told) if by is By.UNIT else Counter()


def figures_of(said: Reported) -> dict[str, Any]:
    """Return the main figures as plain data; percentages as they are shown, empty without any."""
    sent, came = said.sent, said.came

    def shown(value: Decimal | None) -> str:
        return "" if value is None else f"{said.policy.rounded(value):f}"

    return {
        "period": said.period.key,
        "by": said.by.value,
        "sent": sent.sent,
        "sent_and_returned": sent.returned,
        "returned": came.replies,
        "valid": came.valid,
        "invalid": came.invalid,
        "waiting": came.pending,
        "scales": [
            {
                "scale": part.label,
                "sheets": part.total.sheets,
                "by_sheets": shown(part.total.by_sheets),
                "by_points": shown(part.total.by_points),
                "satisfied_rate": shown(part.total.satisfied_rate),
            }
            for part in said.summary.parts
        ],
        "low": len(said.summary.low),
        "complaints": len(said.complaints),
    }

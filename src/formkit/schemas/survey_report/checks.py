"""Rules that a 顾客满意度分析报告 can be judged by alone."""

from __future__ import annotations

from collections.abc import Iterator

from formkit.rules.check import Context, Fault, check
from formkit.schemas.survey_report.record import SurveyReport


@check("R11-18")
def only_what_proved_true_is_counted(report: SurveyReport, _context: Context) -> Iterator[Fault]:
    """Yield a fault for each complaint in the analysis that did not prove true."""
    for row, complaint in enumerate(report.complaints):
        if complaint.substantiated is False:
            said = {"number": complaint.number or str(row + 1)}
            yield Fault(f"complaints.{row}.substantiated", said)

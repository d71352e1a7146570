"""顾客满意度分析报告: what the surveys of a period say, as an official record."""

from __future__ import annotations

from formkit.schemas.survey_report.record import SurveyReport

RECORD = SurveyReport
__all__ = ["RECORD"]

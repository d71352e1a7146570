"""顾客及相关方满意度调查表."""

from __future__ import annotations

from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey

RECORD = SatisfactionSurvey

__all__ = ["RECORD"]

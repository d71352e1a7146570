"""A survey that was sent out, and one that came back, as the statistics see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from formkit.schemas.satisfaction_survey.scoring import Score


@dataclass(frozen=True, slots=True)
class Sent:
    """A survey that was sent out; texts are empty where it does not say."""

    survey_no: str
    project_no: str = ""
    project_name: str = ""
    unit: str = ""
    kind: str = ""
    section: str = ""
    sent_on: date | None = None

    @property
    def day(self) -> date | None:
        """The day that says to which quarter it belongs."""
        return self.sent_on


@dataclass(frozen=True, slots=True)
class Counted:
    """A survey that came back.

    reply_id: tells it from all others. survey_no: the number it was sent out under; empty of one
    that was never sent out. score: None while a person must decide. overall: 总体评价.
    """

    reply_id: str
    score: Score | None
    survey_no: str = ""
    project_no: str = ""
    project_name: str = ""
    unit: str = ""
    kind: str = ""
    respondent_unit: str = ""
    answered_on: date | None = None
    section: str = ""
    overall: str = ""

    @property
    def day(self) -> date | None:
        """The day that says to which quarter it belongs."""
        return self.answered_on

    @property
    def scales(self) -> tuple[str, ...]:
        """The scales of its counted items; empty while a person must decide."""
        return self.score.scales if self.score else ()

    @property
    def valid(self) -> bool:
        """Whether it enters the figures."""
        return self.score is not None and self.score.valid

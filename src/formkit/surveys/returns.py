"""How many surveys were sent out, came back and count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from formkit.schemas.satisfaction_survey.scoring import percent
from formkit.surveys.counted import Counted, Sent


@dataclass(frozen=True, slots=True)
class Returns:
    """The counts of D.2.

    returned: surveys that were sent out and came back, each once. replies: all that came back,
    those that were never sent out (`unsent`) as well: valid + invalid + pending.
    """

    sent: int
    returned: int
    valid: int
    invalid: int
    pending: int
    unsent: int

    @property
    def replies(self) -> int:
        """How many came back, sent out or not."""
        return self.valid + self.invalid + self.pending

    @property
    def return_rate(self) -> Decimal | None:
        """回收率 = returned ÷ sent, in percent; None where nothing was sent out."""
        return percent(Fraction(self.returned, self.sent)) if self.sent else None

    @property
    def valid_rate(self) -> Decimal | None:
        """有效率 = valid ÷ replies, in percent; None where nothing came back."""
        return percent(Fraction(self.valid, self.replies)) if self.replies else None


def counted_returns(sent: Sequence[Sent], replies: Sequence[Counted]) -> Returns:
    """Return the counts of surveys sent out and of replies."""
    issued = {one.survey_no for one in sent}
    scores = [one.score for one in replies]
    valid = sum(one is not None and one.valid for one in scores)
    pending = scores.count(None)
    return Returns(
        sent=len(issued),
        returned=len(issued & {one.survey_no for one in replies}),
        valid=valid,
        invalid=len(scores) - valid - pending,
        pending=pending,
        unsent=sum(one.survey_no not in issued for one in replies),
    )

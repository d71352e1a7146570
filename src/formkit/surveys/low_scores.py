"""The list of low scores (D.2): sheets below their line, or with an item at or below nought.

Each is a suggestion for a record of the problem procedure (R5); a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from formkit.rules.scoring_policy import Importance, ScoringPolicy
from formkit.schemas.satisfaction_survey.scoring import ItemScore
from formkit.surveys.counted import Counted

_RANKED = tuple(Importance)


@dataclass(frozen=True, slots=True)
class Low:
    """A sheet with a low score.

    line: the satisfaction that it falls short of, in percent; None where it stands here for its
    items alone. items: those at or below the points that the policy names, the worst first.
    importance: suggested by the worst of them (`ScoringPolicy.important`).
    """

    sheet: Counted
    line: Decimal | None
    items: tuple[ItemScore, ...]
    importance: Importance


def low_scores(sheets: Iterable[Counted], policy: ScoringPolicy) -> tuple[Low, ...]:
    """Return the valid sheets with a low score: the most important first, then the lowest.

    A sheet whose items are on two scales has no line (C12: scales share none), only its items.
    """
    found = [low for sheet in sheets if sheet.valid and (low := _low(sheet, policy))]
    return tuple(sorted(found, key=_rank))


def _low(sheet: Counted, policy: ScoringPolicy) -> Low | None:
    score = sheet.score
    if score is None or score.satisfaction is None:
        return None
    asked = policy.low.get(score.scales[0]) if len(score.scales) == 1 else None
    line = asked if asked is not None and score.satisfaction < asked else None
    bad = [one for one in score.items if one.points is not None and one.points <= policy.low_item]
    items = tuple(sorted(bad, key=lambda one: (one.points or Decimal(0), one.item.order)))
    if line is None and not items:
        return None
    return Low(sheet, line, items, policy.important(items[0].points if items else None))


def _rank(low: Low) -> tuple[int, Decimal, str, str]:
    score = low.sheet.score
    figure = score.satisfaction if score and score.satisfaction is not None else Decimal(0)
    return _RANKED.index(low.importance), figure, low.sheet.survey_no, low.sheet.reply_id

"""Many answered surveys counted: returned and valid ones, satisfaction by scale and by group.

Two scales never enter one mean (C12). Every figure stands in a `Part`, and a part holds points of
one scale only. A sheet on one scale stands in the part of that scale. A sheet whose items are on
two scales has a score of its own (R7 decides by item), which stands in `Summary.sheets`; for means
it is taken apart: its items of each scale count as a sheet of that scale, in a part marked `mixed`,
beside those of the sheets that know one scale only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from formkit.rules.scoring_policy import DEFAULTS, ScoringPolicy
from formkit.schemas.satisfaction_survey.scoring import part
from formkit.surveys.counted import Counted, Sent
from formkit.surveys.figures import Figures, Outcome, Press, figures
from formkit.surveys.low_scores import Low, low_scores
from formkit.surveys.returns import Returns, counted_returns

UNKNOWN = ""  # the key of the group whose sheets do not say


class By(StrEnum):
    """By what sheets are grouped."""

    PROJECT = "工程"
    UNIT = "单位"
    KIND = "调查对象类别"
    SECTION = "栏"
    QUARTER = "季度"
    YEAR = "年度"


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one group.

    key: project number, name of unit or kind, section, `2026Q3`, `2026`; empty: not said.
    previous: the satisfaction of the quarter or year before; None where there is none.
    """

    key: str
    name: str
    figures: Figures
    previous: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """The change from the period before, in percentage points (环比)."""
        now = self.figures.satisfaction
        return None if now is None or self.previous is None else now - self.previous


@dataclass(frozen=True, slots=True)
class Part:
    """All figures on one scale; `mixed`: of sheets that know another scale as well."""

    scale: str
    mixed: bool
    total: Figures
    by: Mapping[By, tuple[Row, ...]]

    @property
    def label(self) -> str:
        """The name of the part: 五级, 五级(混用卷)."""
        return f"{self.scale}(混用卷)" if self.mixed else self.scale


@dataclass(frozen=True, slots=True)
class Summary:
    """What the report shows; `sheets` are all that came back, in the order of the list."""

    returns: Returns
    returns_by: Mapping[By, Mapping[str, Returns]]
    parts: tuple[Part, ...]
    sheets: tuple[Counted, ...]
    low: tuple[Low, ...]

    @property
    def invalid(self) -> tuple[Counted, ...]:
        """The sheets that were scored and do not count; `score.why` says why."""
        return tuple(one for one in self.sheets if one.score and not one.score.valid)

    @property
    def pending(self) -> tuple[Counted, ...]:
        """The sheets of which a person must decide."""
        return tuple(one for one in self.sheets if one.score is None)


def summary(
    counted: Iterable[Counted], sent: Iterable[Sent] = (), policy: ScoringPolicy = DEFAULTS
) -> Summary:
    """Return the statistics of the sheets that came back.

    Args:
        counted: those that came back, each once; in any order.
        sent: those that were sent out, in any order.
        policy: the company's choices; the sheets were scored by the same.
    """
    sheets = tuple(sorted(counted, key=_listed))
    issued = tuple(sorted({one.survey_no: one for one in sent}.values(), key=_number))
    return Summary(
        returns=counted_returns(issued, sheets),
        returns_by={by: _returns(by, issued, sheets) for by in By},
        parts=_parts(sheets, policy),
        sheets=sheets,
        low=low_scores(sheets, policy),
    )


def quarter_of(day: date | None) -> str:
    """Return `2026Q3`; empty where there is no day."""
    return UNKNOWN if day is None else f"{day.year}Q{(day.month + 2) // 3}"


def period_before(key: str) -> str:
    """Return the quarter or year before: `2026Q1` → `2025Q4`, `2026` → `2025`."""
    year, _q, quarter = key.partition("Q")
    if not quarter:
        return str(int(year) - 1)
    return f"{year}Q{int(quarter) - 1}" if quarter != "1" else f"{int(year) - 1}Q4"


def period_name(key: str) -> str:
    """Return `2026年第3季度` or `2026年`."""
    year, _q, quarter = key.partition("Q")
    return f"{year}年第{quarter}季度" if quarter else f"{year}年"


def group_of(by: By, one: Sent | Counted) -> str:
    """Return the key of the group that a survey belongs to; empty where it does not say."""
    return _KEYS[by](one)


_Sheet = Sent | Counted
_KEYS: Mapping[By, Callable[[_Sheet], str]] = {
    By.PROJECT: lambda one: one.project_no or one.project_name,
    By.UNIT: lambda one: one.unit,
    By.KIND: lambda one: one.kind,
    By.SECTION: lambda one: one.section,
    By.QUARTER: lambda one: quarter_of(one.day),
    By.YEAR: lambda one: str(one.day.year) if one.day else UNKNOWN,
}
_PERIODS = (By.QUARTER, By.YEAR)


def _number(one: Sent) -> str:
    return one.survey_no


def _listed(one: Counted) -> tuple[str, date, str, str]:
    return (one.project_no, one.answered_on or date.min, one.survey_no, one.reply_id)


def _returns(by: By, sent: Sequence[Sent], sheets: Sequence[Counted]) -> dict[str, Returns]:
    """Return the returns of each group.

    A reply stands where the survey stands that was sent out: of a quarter the returns are those of
    the surveys sent out in it, whenever they came back. What was never sent out stands where it
    says itself.
    """
    key = _KEYS[by]
    home = {one.survey_no: key(one) for one in sent}
    issued: dict[str, list[Sent]] = {}
    came: dict[str, list[Counted]] = {}
    for survey in sent:
        issued.setdefault(key(survey), []).append(survey)
    for sheet in sheets:
        came.setdefault(home.get(sheet.survey_no, key(sheet)), []).append(sheet)
    keys = sorted({*issued, *came}, key=_last)
    return {one: counted_returns(issued.get(one, ()), came.get(one, ())) for one in keys}


def _parts(sheets: Sequence[Counted], policy: ScoringPolicy) -> tuple[Part, ...]:
    press = Press()
    found: dict[tuple[bool, str], list[tuple[Counted, Outcome]]] = {}
    for sheet in sheets:
        if sheet.score is None or not sheet.score.valid:
            continue
        mixed = len(sheet.scales) > 1
        for scale in sheet.scales:
            score = part(sheet.score, scale, policy) if mixed else sheet.score
            outcome = press.outcome(score, sheet.overall)
            found.setdefault((mixed, scale), []).append((sheet, outcome))
    return tuple(_part(key, found[key], policy) for key in sorted(found))


def _part(
    key: tuple[bool, str], pairs: Sequence[tuple[Counted, Outcome]], policy: ScoringPolicy
) -> Part:
    mixed, scale = key
    total = figures([outcome for _sheet, outcome in pairs], policy)
    return Part(scale, mixed, total, {by: _rows(by, pairs, policy) for by in By})


def _rows(
    by: By, pairs: Sequence[tuple[Counted, Outcome]], policy: ScoringPolicy
) -> tuple[Row, ...]:
    groups: dict[str, list[Outcome]] = {}
    names: dict[str, str] = {}
    for sheet, outcome in pairs:
        key = _KEYS[by](sheet)
        groups.setdefault(key, []).append(outcome)
        names[key] = max(names.get(key, ""), _name(by, key, sheet))
    made = {key: figures(outcomes, policy) for key, outcomes in groups.items()}
    rows = []
    for key in sorted(made, key=_last):
        before = made.get(period_before(key)) if by in _PERIODS and key else None
        rows.append(Row(key, names[key], made[key], before.satisfaction if before else None))
    return tuple(rows)


def _name(by: By, key: str, sheet: Counted) -> str:
    if by is By.PROJECT:
        return sheet.project_name or key
    return period_name(key) if by in _PERIODS and key else key


def _last(key: str) -> tuple[bool, str]:
    """Return what sorts keys, the group that does not say behind the others."""
    return key == UNKNOWN, key


__all__ = [
    "By",
    "Counted",
    "Figures",
    "Low",
    "Part",
    "Returns",
    "Row",
    "Sent",
    "Summary",
    "group_of",
    "period_before",
    "period_name",
    "quarter_of",
    "summary",
]

"""Rules that a 顾客及相关方满意度调查表 can be judged by alone: marks, scores, columns (R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from formkit.rules.check import Context, Fault, check
from formkit.rules.scoring_policy import Multi, ScoringPolicy
from formkit.schemas.project import Phase
from formkit.schemas.satisfaction_survey.bank import NO_BANK, Bank, find_bank, folders_of
from formkit.schemas.satisfaction_survey.points import FAMILY, Table, fitted, table_of
from formkit.schemas.satisfaction_survey.record import (
    Answer,
    SatisfactionSurvey,
    Section,
)
from formkit.schemas.satisfaction_survey.scoring import (
    Score,
    State,
    Why,
    score,
)

_COLUMN_OF = {
    Phase.BUILDING: Section.BUILDING,
    Phase.SUSPENDED: Section.BUILDING,  # halted works are not handed over
    Phase.DELIVERED: Section.DELIVERED,
}
_THREE, _FIVE = "三级", "五级"  # the scales of R7 1, without and with 很满意
_FIGURES = ("actual_score", "full_score", "satisfaction")


def _bank(survey: SatisfactionSurvey, context: Context) -> Bank:
    """Return the bank that the sheet is printed from: the company's own before formkit's.

    Of a bank that nobody knows there is nothing to say here: `vocabulary` tells of it.
    """
    return find_bank(survey.bank, folders_of(context.forms)) or NO_BANK


def _table(bank: Bank, context: Context) -> Table:
    """Return the points of the bank's scales as the rules in force give them."""
    return fitted(bank, table_of(context.family(FAMILY)))


def _where(answer: Answer) -> dict[str, object]:
    return {"section": answer.section or "", "item": answer.item_no or ""}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _marks(survey: SatisfactionSurvey, scale: str, context: Context) -> Iterator[Fault]:
    """Yield faults of the items of one scale: a mark it has not, a typed score it does not give."""
    bank = _bank(survey, context)
    if scale not in bank.scales:
        return
    points = _table(bank, context)[scale]
    for index, answer in enumerate(survey.answers):
        item = bank.item(answer.section, answer.item_no)
        if item is None or item.scale != scale or len(answer.choices) != 1 or answer.na:
            continue
        values = {**_where(answer), "choice": answer.choices[0]}
        if answer.choices[0] not in item.choices:
            values["choices"] = "、".join(item.choices)
            yield Fault(f"answers.{index}.choices", values, sentence="choice")
        elif answer.score not in (None, points[answer.choices[0]]):
            values["score"] = _plain(answer.score or Decimal(0))
            values["expected"] = _plain(points[answer.choices[0]])
            yield Fault(f"answers.{index}.score", values)


def _overall(survey: SatisfactionSurvey, scale: str, context: Context) -> Iterator[Fault]:
    """Yield a fault where 总体评价 is judged on this scale and the mark is of another."""
    item = _bank(survey, context).overall
    if item is None or item.scale != scale or survey.overall is None:
        return
    mark = survey.overall.mark
    if mark is not None and mark not in item.choices:
        values = {"choice": survey.overall, "choices": "、".join(item.choices)}
        yield Fault("overall", values, sentence="overall")


@check("R7-01")
def three_levels_count_as_written(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults for marks and typed scores that the scale without 很满意 does not give."""
    yield from _marks(survey, _THREE, context)
    yield from _overall(survey, _THREE, context)


@check("R7-02")
def five_levels_count_as_written(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults for typed scores that the scale with 很满意 does not give."""
    yield from _marks(survey, _FIVE, context)
    yield from _overall(survey, _FIVE, context)


@check("R7-03")
def typed_figures_are_right(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults where typed figures differ from those the marks give, and for an invalid sheet.

    Nothing is said while an item carries two marks or one of another scale: R7-01 and R7-07 speak
    of those first.
    """
    given = [name for name in _FIGURES if getattr(survey, name) is not None]
    answered = any(one.choices or one.na for one in survey.answers)
    bank = _bank(survey, context)
    if not (given or answered) or bank is NO_BANK:
        return
    policy = context.scoring
    scored = score(survey, bank, _table(bank, context), policy)
    if scored is None or (scored.count(State.SPOILED) and policy.multi is Multi.ASK):
        return
    if given and not scored.answered:
        yield Fault(given[0], sentence="empty")
        return
    yield from _figures(survey, scored, policy)
    blank = scored.count(State.BLANK) + scored.count(State.SPOILED)
    if Why.EMPTY in scored.why or Why.FEW in scored.why:
        values = {"count": scored.answered, "blank": blank, "least": _plain(policy.min_answered)}
        yield Fault("answers", values, "invalid", "warning")
    elif not scored.valid:
        most = 0 if Why.VOID in scored.why else policy.most_blank
        yield Fault("answers", {"blank": blank, "most": most}, "gaps", "warning")


def _figures(survey: SatisfactionSurvey, scored: Score, policy: ScoringPolicy) -> Iterator[Fault]:
    actual, full = _plain(scored.actual), _plain(scored.full)
    if survey.actual_score not in (None, scored.actual):
        typed = _plain(survey.actual_score or Decimal(0))
        yield Fault("actual_score", {"typed": typed, "computed": actual})
    if survey.full_score not in (None, scored.full):
        typed = _plain(survey.full_score or Decimal(0))
        values = {"typed": typed, "computed": full, "count": scored.answered}
        yield Fault("full_score", values, sentence="full")
    rate, given = scored.satisfaction, survey.satisfaction
    if rate is not None and given is not None and given != _rounded_like(rate, given):
        figures = {"actual": actual, "full": full, "computed": f"{policy.rounded(rate):f}"}
        yield Fault("satisfaction", {"typed": _plain(given), **figures}, sentence="rate")


def _rounded_like(rate: Decimal, typed: Decimal) -> Decimal:
    """Return the rate rounded to the decimals that were typed: 83.33 and 83.3 are both right."""
    places = min(0, int(typed.as_tuple().exponent))
    return rate.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP)


@check("R7-07")
def columns_and_marks_are_in_order(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults for answers in the wrong column or in both, and for items not marked once.

    That Ⅰ栏 is filled in is asked by the record's fields.
    """
    sections = Counter(one.section for one in survey.answers if one.choices and one.section)
    phase = survey.project.phase if survey.project else None
    expected = _COLUMN_OF.get(phase) if phase else None
    if len(sections) > 1:
        yield Fault("answers", sentence="both")
    elif expected is not None and sections and expected not in sections:
        section, count = next(iter(sections.items()))
        column = {"phase": phase, "section": section, "count": count, "expected": expected}
        yield Fault("answers", column)
    yield from _items(survey, context)
    for index, answer in enumerate(survey.answers):
        path = f"answers.{index}"
        values = {**_where(answer), "choices": "、".join(answer.choices)}
        if len(answer.choices) > 1 and context.scoring.multi is Multi.SPOILED and not answer.na:
            yield Fault(f"{path}.choices", values, "spoiled", "warning")
        elif len(answer.choices) > 1:
            yield Fault(f"{path}.choices", values, sentence="marks")
        elif answer.choices and answer.na:
            yield Fault(f"{path}.na", values, sentence="contradiction")


def _items(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults for items that the bank has not, and for items answered twice."""
    bank = _bank(survey, context)
    if bank is NO_BANK:
        return
    seen: set[tuple[Section, int]] = set()
    for index, answer in enumerate(survey.answers):
        if answer.section is None or answer.item_no is None:
            continue
        path, item = f"answers.{index}.item_no", (answer.section, answer.item_no)
        if bank.item(*item) is None:
            values = {**_where(answer), "count": len(bank.section(answer.section))}
            yield Fault(path, values, sentence="unknown")
        elif item in seen:
            yield Fault(path, _where(answer), sentence="twice")
        seen.add(item)

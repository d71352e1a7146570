"""Rules that a 顾客及相关方满意度调查表 can be judged by alone: marks, scores, columns (R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from formkit.rules.check import Context, Fault, check
from formkit.schemas.project import Phase
from formkit.schemas.satisfaction_survey.record import (
    Answer,
    BankName,
    Mark,
    SatisfactionSurvey,
    Section,
)

_PERCENT = Decimal(100)
_PLACES = Decimal("0.01")
_SCALES = {
    BankName.THREE_LEVELS: (Mark.SATISFIED, Mark.FAIR, Mark.DISSATISFIED),
    BankName.FIVE_LEVELS: tuple(Mark),
}
_COLUMN_OF = {Phase.BUILDING: Section.BUILDING, Phase.DELIVERED: Section.DELIVERED}


def _scale(survey: SatisfactionSurvey) -> BankName:
    return survey.bank or BankName.FIVE_LEVELS


def _scores(scale: BankName, context: Context) -> dict[Mark, Decimal]:
    """Return what each mark of the scale counts."""
    return {
        mark: Decimal(context.value(f"survey_score.{scale}.{mark}").amount)
        for mark in _SCALES[scale]
    }


def _single(survey: SatisfactionSurvey) -> Iterator[tuple[int, Answer, Mark]]:
    """Yield the answers that carry exactly one mark, with their row and the mark."""
    for index, answer in enumerate(survey.answers):
        if len(answer.choices) == 1 and not answer.na:
            yield index, answer, answer.choices[0]


def _where(answer: Answer) -> dict[str, object]:
    return {"section": answer.section or "", "item": answer.item_no or ""}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _marks(survey: SatisfactionSurvey, scale: BankName, context: Context) -> Iterator[Fault]:
    if _scale(survey) is not scale:
        return
    scores = _scores(scale, context)
    for index, answer, mark in _single(survey):
        path = f"answers.{index}"
        values = {**_where(answer), "choice": mark}
        if mark not in scores:
            choices = "、".join(_SCALES[scale])
            yield Fault(f"{path}.choices", {**values, "choices": choices}, sentence="choice")
        elif answer.score is not None and answer.score != scores[mark]:
            values.update(score=_plain(answer.score), expected=_plain(scores[mark]))
            yield Fault(f"{path}.score", values)


@check("R7-01")
def three_levels_count_as_written(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults for marks and typed scores that the scale without 很满意 does not know."""
    yield from _marks(survey, BankName.THREE_LEVELS, context)


@check("R7-02")
def five_levels_count_as_written(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults for typed scores that differ from the scale with 很满意."""
    yield from _marks(survey, BankName.FIVE_LEVELS, context)


@check("R7-03")
def typed_figures_are_right(survey: SatisfactionSurvey, context: Context) -> Iterator[Fault]:
    """Yield faults where typed scores differ from those the marks give.

    Items left blank or not applicable count neither way. Nothing is said while an item carries two
    marks or one of another scale: R7-01, R7-02 and R7-07 speak of those first.
    """
    scores = _scores(_scale(survey), context)
    if any(len(answer.choices) > 1 for answer in survey.answers):
        return
    marks = [mark for _, _, mark in _single(survey)]
    if any(mark not in scores for mark in marks):
        return
    typed = (survey.actual_score, survey.full_score, survey.satisfaction)
    if not marks:
        names = ("actual_score", "full_score", "satisfaction")
        wrong = [name for name, value in zip(names, typed, strict=True) if value is not None]
        if wrong:
            yield Fault(wrong[0], sentence="empty")
        return
    actual = sum((scores[mark] for mark in marks), Decimal(0))
    full = max(scores.values()) * len(marks)
    yield from _figures(survey, actual, full, len(marks))


def _figures(
    survey: SatisfactionSurvey, actual: Decimal, full: Decimal, count: int
) -> Iterator[Fault]:
    if survey.actual_score not in (None, actual):
        typed = _plain(survey.actual_score or Decimal(0))
        yield Fault("actual_score", {"typed": typed, "computed": _plain(actual)})
    if survey.full_score not in (None, full):
        typed = _plain(survey.full_score or Decimal(0))
        values: dict[str, object] = {"typed": typed, "computed": _plain(full), "count": count}
        yield Fault("full_score", values, sentence="full")
    rate = actual / full * _PERCENT
    given = survey.satisfaction
    if given is not None and given != _rounded_like(rate, given):
        computed = _plain(rate.quantize(_PLACES, rounding=ROUND_HALF_UP))
        figures = {"actual": _plain(actual), "full": _plain(full), "computed": computed}
        yield Fault("satisfaction", {"typed": _plain(given), **figures}, sentence="rate")


def _rounded_like(rate: Decimal, typed: Decimal) -> Decimal:
    """Return the rate rounded to the decimals that were typed: 83.33 and 83.3 are both right."""
    return rate.quantize(Decimal(1).scaleb(min(0, int(typed.as_tuple().exponent))), ROUND_HALF_UP)


@check("R7-07")
def columns_and_marks_are_in_order(survey: SatisfactionSurvey, _: Context) -> Iterator[Fault]:
    """Yield faults for answers in the wrong column or in both, and for items not marked once.

    That Ⅰ栏 is filled in is asked by the record's fields.
    """
    answered = [answer for answer in survey.answers if answer.choices]
    sections = Counter(answer.section for answer in answered if answer.section)
    phase = survey.project.phase if survey.project else None
    expected = _COLUMN_OF.get(phase) if phase else None
    if len(sections) > 1:
        yield Fault("answers", sentence="both")
    elif expected is not None and sections and expected not in sections:
        section, count = next(iter(sections.items()))
        column = {"phase": phase, "section": section, "count": count, "expected": expected}
        yield Fault("answers", column)
    seen: set[tuple[object, object]] = set()
    for index, answer in enumerate(survey.answers):
        path, values = f"answers.{index}", _where(answer)
        choices = "、".join(answer.choices)
        if (answer.section, answer.item_no) in seen:
            yield Fault(f"{path}.item_no", values, sentence="repeated")
        seen.add((answer.section, answer.item_no))
        if len(answer.choices) > 1:
            yield Fault(f"{path}.choices", {**values, "choices": choices}, sentence="marks")
        elif answer.choices and answer.na:
            yield Fault(f"{path}.na", {**values, "choice": choices}, sentence="contradiction")

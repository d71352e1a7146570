"""The survey's view: the items of the question bank in rows, with option groups and scores."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from formkit.kernel import marks
from formkit.schemas import view as default
from formkit.schemas.satisfaction_survey.bank import NO_BANK, Bank, Item, find_bank
from formkit.schemas.satisfaction_survey.points import fits
from formkit.schemas.satisfaction_survey.record import (
    Answer,
    Mark,
    SatisfactionSurvey,
    Section,
)
from formkit.schemas.satisfaction_survey.scoring import Score, State, score, section_of
from formkit.schemas.view import PrintFacts, View, fingerprint, printed_paths, unprinted

NOT_APPLICABLE = "不适用"
_CELLS = {
    Mark.VERY_SATISFIED: "very_satisfied",
    Mark.SATISFIED: "satisfied",
    Mark.FAIR: "fair",
    Mark.DISSATISFIED: "dissatisfied",
    Mark.VERY_DISSATISFIED: "very_dissatisfied",
}
_NAMES = {Section.BUILDING: "section_2", Section.DELIVERED: "section_3"}
_FILLED_BY = {
    Section.BUILDING: "本栏由正在施工项目的业主填写",
    Section.DELIVERED: "本栏由已交工项目的业主填写",
}
_LEFT_BLANK = ";本次调查不填"
_VERDICTS = {True: "有效", False: "无效"}


def view_of(record: SatisfactionSurvey, facts: PrintFacts) -> View:
    """Return the default view and the items: `section_2`, `section_3`, their notes, the scores.

    A row holds item_no, text, `options` (the whole group), one cell for each option (`satisfied`
    …; `—` where the scale has none), `na`, `score`. `overall` offers the bank's own scale. Figures
    left blank are computed where `facts.scores` gives the points; so are `answered_count`,
    `blank_count` (漏答 and 作废), `na_count` and `verdict` (有效 or 无效), which stay blanks on a
    sheet that nobody has answered.
    """
    view = default.view_of(record, facts)
    bank = find_bank(record.bank, facts.surveys) or NO_BANK
    applies = section_of(record)
    for section, name in _NAMES.items():
        open_here = applies in (None, section)
        view[name] = _rows(record, bank, section, facts)
        view[f"{name}_note"] = _FILLED_BY[section] + ("" if open_here else _LEFT_BLANK)
        view[f"{name}_applies"] = "是" if open_here else ""
    view["overall"] = _overall(record, bank, facts)
    return view | _figures(record, _scored(record, bank, facts), facts)


def blank_view(
    model: type[SatisfactionSurvey],
    facts: PrintFacts,
    rows: Mapping[str, int] | None = None,
    *,
    given: SatisfactionSurvey | None = None,
) -> View:
    """Return the sheet to fill in by hand: all items of the bank in `given`, nothing ticked."""
    view = view_of(given or model(), facts)
    for name, count in (rows or {}).items():
        if name not in _NAMES.values():
            view[name] = default.blank_rows(model, name, facts, count)
    return view


def _overall(record: SatisfactionSurvey, bank: Bank, facts: PrintFacts) -> str:
    """Return 总体评价 with the options of its scale in the bank; all marks where it has none."""
    offered = list(bank.overall.choices if bank.overall else Mark)
    chosen = [record.overall.value] if record.overall else []
    # A mark of another scale is printed all the same (R7-01 speaks of it): nothing typed is lost.
    offered += [mark for mark in chosen if mark not in offered]
    return marks.option_group(offered, chosen, style=facts.marks)


def _scored(record: SatisfactionSurvey, bank: Bank, facts: PrintFacts) -> Score | None:
    """Return the score; None where the points are not known or nobody has answered anything."""
    known = bank is not NO_BANK and fits(bank, facts.scores)
    if not known or not any(one.choices or one.na for one in record.answers):
        return None
    return score(record, bank, facts.scores, facts.scoring)


def _figures(record: SatisfactionSurvey, scored: Score | None, facts: PrintFacts) -> View:
    """Return the three figures and the counts as printed; typed ones as typed."""
    actual = record.actual_score
    full = record.full_score
    percent = record.satisfaction
    if scored is not None and scored.answered:
        actual = scored.actual if actual is None else actual
        full = scored.full if full is None else full
        percent = scored.satisfaction if percent is None else percent
    return {
        "actual_score": _number(actual, facts),
        "full_score": _number(full, facts),
        "satisfaction": "" if percent is None else f"{facts.scoring.rounded(percent):f}%",
        "answered_count": _count(scored, State.COUNTED),
        "blank_count": _count(scored, State.BLANK, State.SPOILED),
        "na_count": _count(scored, State.NOT_APPLICABLE),
        "verdict": "" if scored is None else _VERDICTS[scored.valid],
    }


def _number(value: Decimal | None, facts: PrintFacts) -> str:
    if value is None:
        return ""
    shown = facts.scoring.rounded(value)
    return f"{int(shown)}" if shown == shown.to_integral_value() else f"{shown:f}"


def _count(scored: Score | None, *states: State) -> str:
    return "" if scored is None else str(sum(scored.count(state) for state in states))


def _rows(
    record: SatisfactionSurvey, bank: Bank, section: Section, facts: PrintFacts
) -> list[View]:
    answers = [one for one in record.answers if one.section is section]
    asked = {item.item_no: item for item in bank.section(section)}
    # What the bank does not know is printed all the same: nothing typed is lost.
    numbers = dict.fromkeys([*asked, *(one.item_no for one in answers)])
    rows = []
    for number in numbers:
        given = [one for one in answers if one.item_no == number]
        rows.append(_row(number, asked.get(number or 0), given, facts))
    return [{"index": str(index), **row} for index, row in enumerate(rows, start=1)]


def _row(number: int | None, item: Item | None, answers: list[Answer], facts: PrintFacts) -> View:
    chosen = list(dict.fromkeys(mark.value for one in answers for mark in one.choices))
    choices = item.choices if item else ()
    offered = [*choices, *(mark for mark in chosen if mark not in choices)]
    ticked = [*chosen, NOT_APPLICABLE] if any(one.na for one in answers) else chosen
    typed = next((one.text for one in answers if one.text), None)
    row: View = {
        "item_no": str(number or ""),
        "text": typed or (item.text if item else ""),
        "options": marks.option_group([*offered, NOT_APPLICABLE], ticked, style=facts.marks),
        "options_text": "、".join(ticked),
        "na": _box(NOT_APPLICABLE, ticked, facts),
        "score": _points(answers, chosen, item, facts),
    }
    for mark, name in _CELLS.items():
        row[name] = _box(mark, chosen, facts) if mark in offered else "—"
    return row


def _box(choice: str, chosen: list[str], facts: PrintFacts) -> str:
    group = marks.option_group([choice], [choice] if choice in chosen else [], style=facts.marks)
    return group.removesuffix(choice)


def _points(answers: list[Answer], chosen: list[str], item: Item | None, facts: PrintFacts) -> str:
    typed = next((one.score for one in answers if one.score is not None), None)
    if typed is not None:
        return _number(typed, facts)
    if item is None or len(chosen) != 1:
        return ""
    return _number(facts.scores.get(item.scale, {}).get(chosen[0]), facts)


__all__ = ["PrintFacts", "blank_view", "fingerprint", "printed_paths", "unprinted", "view_of"]

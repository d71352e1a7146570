"""The report's view: the default one, `—` where there is no figure, and its charts in rows."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.schemas import view as default
from formkit.schemas.survey_report.record import SurveyReport
from formkit.schemas.view import PrintFacts, View, fingerprint, printed_paths, unprinted

NO_FIGURE = "—"
_RATES = ("satisfaction", "by_sheets", "by_points", "strict", "satisfied_rate")
_FIGURES = {
    "circulation": ("return_rate",),
    "scale_results": (*_RATES, "previous", "change"),
    "mark_counts": ("very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied"),
    "item_results": ("mean", *_RATES),
    "group_results": _RATES,
    "quarter_results": (*_RATES, "change"),
    "low_items": ("points", *_RATES),
}


def view_of(record: SurveyReport, facts: PrintFacts) -> View:
    """Return the default view and `chart_rows`: each with `picture` and `caption`.

    A figure that a row lacks is `—`: nothing could be divided by nothing.
    """
    view = default.view_of(record, facts)
    for name, figures in _FIGURES.items():
        for row in view[name]:
            row |= {one: NO_FIGURE for one in figures if row.get(one) == ""}
    view["chart_rows"] = [
        {"index": str(index), "picture": one.picture, "caption": one.caption}
        for index, one in enumerate(facts.charts, start=1)
    ]
    return view


def blank_view(
    model: type[SurveyReport],
    facts: PrintFacts,
    rows: Mapping[str, int] | None = None,
    *,
    given: SurveyReport | None = None,
) -> View:
    """Return the report to fill in by hand: blank rows in its tables, no chart."""
    view = view_of(given or model(), facts)
    for name, count in (rows or {}).items():
        view[name] = default.blank_rows(model, name, facts, count)
    return view


__all__ = ["PrintFacts", "blank_view", "fingerprint", "printed_paths", "unprinted", "view_of"]

"""A gathered report as the fields of the official record 顾客满意度分析报告."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from formkit.kernel.i18n import N_, _
from formkit.rules.scoring_terms import TERMS
from formkit.schemas.satisfaction_survey.record import Mark
from formkit.surveys.reported import Reported
from formkit.surveys.returns import Returns
from formkit.surveys.statistics import UNKNOWN, By, Part, Row, period_before

SLUG = "survey_report"
_Data = dict[str, Any]
_MARKS = {
    Mark.VERY_SATISFIED.value: "very_satisfied",
    Mark.SATISFIED.value: "satisfied",
    Mark.FAIR.value: "fair",
    Mark.DISSATISFIED.value: "dissatisfied",
    Mark.VERY_DISSATISFIED.value: "very_dissatisfied",
}
_TOLD_RULES = ("blank", "multi", "min_answered", "negative", "mean", "low", "low_item")
_TOLD_NAMES = (N_("满意度"), N_("满意率"), N_("题满意度"))
_EARLIER = 7  # quarters before those of the period
_NOT_SAID = N_("(未注明)")
_WHOLE_SHEET = N_("(整卷低于低分线)")


def fields_of(said: Reported) -> _Data:
    """Return the record's fields: percentages rounded as they are shown, texts left to a person."""
    return _Fields(said).all()


class _Fields:
    def __init__(self, said: Reported) -> None:
        self._said = said

    def all(self) -> _Data:
        said = self._said
        sent, came = said.sent, said.came
        days = [one.answered_on for one in said.summary.sheets if one.answered_on]
        return {
            "period_name": said.period.name,
            "period_from": said.period.first or min(days, default=None),
            "period_to": said.period.last or max(days, default=None),
            "grouped_by": said.by.value,
            "prepared_on": said.made_on,
            "sent": sent.sent,
            "sent_returned": sent.returned,
            "return_rate": self._shown(sent.return_rate),
            "returned": came.replies,
            "valid": came.valid,
            "invalid": came.invalid,
            "waiting": came.pending,
            "valid_rate": self._shown(came.valid_rate),
            "complaint_count": len(said.complaints),
            "issue_count": len(said.issues),
            "overview": self._overview(),
            "circulation": list(self._circulation()),
            "scale_results": [self._scale(part) for part in said.summary.parts],
            "mark_counts": [_marks(part) for part in said.summary.parts],
            "item_results": [one for part in said.summary.parts for one in self._items(part)],
            "group_results": [one for part in said.summary.parts for one in self._groups(part)],
            "quarter_results": [one for part in said.summary.parts for one in self._times(part)],
            "low_items": list(self._low()),
            "complaints": list(self._complaints()),
            "rules": list(self._rules()),
        }

    def _shown(self, value: Decimal | None) -> Decimal | None:
        return None if value is None else self._said.policy.rounded(value)

    def _overview(self) -> str:
        said = self._said
        counts = (
            (_("以前发出、本期收回 {n} 份"), said.late),
            (_("未经发放的(网络问卷等){n} 份"), said.unsent),
            (_("没有填表日期、未计入 {n} 份"), said.undated),
            (_("低分卷 {n} 份"), len(said.summary.low)),
        )
        told = [text.format(n=count) for text, count in counts if count]
        if not said.summary.parts:
            told.append(_("统计期内没有有效答卷"))
        return ";".join(told) + "。" if told else ""

    def _group(self, key: str) -> str:
        if key == UNKNOWN:
            return _(_NOT_SAID)
        name = self._said.names.get(key, "") if self._said.by is By.PROJECT else ""
        return f"{key} {name}".strip() if name != key else key

    def _circulation(self) -> Iterator[_Data]:
        said, by = self._said, self._said.by
        sent = {key: one for key, one in said.sent_by.get(by, {}).items() if one.sent}
        came = said.summary.returns_by.get(by, {})
        complaints, issues = said.complained(by), said.found(by)
        nothing = Returns(0, 0, 0, 0, 0, 0)
        keys = {*sent, *came, *complaints, *issues}
        for key in sorted(keys, key=lambda one: (one == UNKNOWN, one)):
            out, back = sent.get(key, nothing), came.get(key, nothing)
            yield {
                "group": self._group(key),
                "sent": out.sent,
                "sent_returned": out.returned,
                "return_rate": self._shown(out.return_rate),
                "returned": back.replies,
                "valid": back.valid,
                "invalid": back.invalid,
                "waiting": back.pending,
                "complaints": complaints[key],
                "issues": issues[key],
            }

    def _scale(self, part: Part) -> _Data:
        said, total = self._said, part.total
        earlier = said.earlier(part)
        now = total.satisfaction
        then = earlier.total.satisfaction if earlier else None
        lowest = total.lowest
        return {
            "scale": part.label,
            "sheets": total.sheets,
            "satisfaction": self._shown(now),
            "by_sheets": self._shown(total.by_sheets),
            "by_points": self._shown(total.by_points),
            "strict": self._shown(total.strict),
            "satisfied_rate": self._shown(total.satisfied_rate),
            "target": said.policy.target.get(part.scale),
            "lowest": lowest.item.label if lowest else None,
            "previous": self._shown(then),
            "change": None if now is None or then is None else self._shown(now - then),
        }

    def _items(self, part: Part) -> Iterator[_Data]:
        for one in part.total.items:
            yield {
                "scale": part.label,
                "section": one.item.column,
                "item_no": one.item.number,
                "text": one.item.text,
                "answered": one.answered,
                "blank": one.blank,
                "na": one.na,
                "mean": self._shown(one.mean),
                "satisfaction": self._shown(one.satisfaction),
                "satisfied_rate": self._shown(one.satisfied_rate),
            }

    def _groups(self, part: Part) -> Iterator[_Data]:
        low = self._said.low_by(self._said.by, part)
        for row in part.by[self._said.by]:
            figures = row.figures
            yield {
                "group": self._group(row.key),
                "scale": part.label,
                "sheets": figures.sheets,
                "by_sheets": self._shown(figures.by_sheets),
                "by_points": self._shown(figures.by_points),
                "satisfied_rate": self._shown(figures.satisfied_rate),
                "low": low[row.key],
                "lowest": figures.lowest.item.label if figures.lowest else None,
            }

    def _times(self, part: Part) -> Iterator[_Data]:
        before: Row | None = None
        for row in (*self._said.earlier_quarters(part)[-_EARLIER:], *part.by[By.QUARTER]):
            figures = row.figures
            follows = before is not None and row.key and before.key == period_before(row.key)
            then = before.figures.satisfaction if before and follows else None
            now = figures.satisfaction
            yield {
                "quarter": row.name or _(_NOT_SAID),
                "scale": part.label,
                "sheets": figures.sheets,
                "satisfaction": self._shown(now),
                "satisfied_rate": self._shown(figures.satisfied_rate),
                "change": None if now is None or then is None else self._shown(now - then),
            }
            before = row

    def _low(self) -> Iterator[_Data]:
        for low in self._said.summary.low:
            sheet = low.sheet
            items = [(one.item.label, one.points) for one in low.items]
            for text, points in items or [(_(_WHOLE_SHEET), None)]:
                yield {
                    "survey_no": sheet.survey_no,
                    "project": f"{sheet.project_no} {sheet.project_name}".strip(),
                    "item": text,
                    "points": points,
                    "satisfaction": self._shown(sheet.score.satisfaction if sheet.score else None),
                    "importance": low.importance.value,
                }

    def _complaints(self) -> Iterator[_Data]:
        for one in self._said.complaints:
            yield {
                "number": one.number,
                "project": f"{one.project_no} {one.project_name}".strip(),
                "received_on": one.received_on,
                "category": one.category,
                "content": one.content,
                "measure": one.measure,
                "substantiated": True,
                "closed": one.closed,
            }

    def _rules(self) -> Iterator[_Data]:
        """Yield the choices that matter most; all of them stand in the workbook."""
        scales = {_("{scale}量表").format(scale=part.scale) for part in self._said.summary.parts}
        wanted = scales | {_(name) for name in _TOLD_NAMES}
        wanted |= {_(term.name) for term in TERMS if term.id in _TOLD_RULES}
        for line in self._said.lines:
            if line.name in wanted:
                yield {"name": line.name, "value": line.value, "basis": line.basis}


def carried_over(data: Mapping[str, Any], before: Mapping[str, Any]) -> _Data:
    """Return the fields with what a person wrote into the report before.

    Args:
        data: the fields as reckoned now, with what is written this time.
        before: the record as the register holds it; empty: there is none.
    """
    kept = {name: before[name] for name in _BY_A_PERSON if before.get(name) and not data.get(name)}
    causes = {_which(one): one["cause"] for one in before.get("low_items", ()) if one.get("cause")}
    low = [{**one, **_caused(causes.get(_which(one)))} for one in data.get("low_items", ())]
    return {**data, **kept, "low_items": low}


_BY_A_PERSON = (
    "prepared_by", "cause_analysis", "measures", "conclusion", "remarks", "attachments",
    "reviewed_by", "approved_by",
)  # fmt: skip


def _which(one: Mapping[str, Any]) -> tuple[Any, Any]:
    return one.get("survey_no") or "", one.get("item")


def _caused(cause: Any) -> _Data:
    return {"cause": cause} if cause else {}


def _marks(part: Part) -> _Data:
    counts = {_MARKS[mark]: count for mark, count in part.total.marks.items()}
    return {"scale": part.label, **counts}

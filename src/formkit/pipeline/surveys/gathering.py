"""What the register holds of surveys, gathered for a report: sent out, returned, complained of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.i18n import N_, _
from formkit.pipeline.surveys.complaints import complaints, day_of, unit_of, visit_issues
from formkit.pipeline.surveys.judging import SLUG, Judge, Judged, answered_on
from formkit.pipeline.surveys.outcomes import Outcome
from formkit.pipeline.surveys.standing import reply_of
from formkit.pipeline.workspace import Workspace
from formkit.register import Register, ReplyState, StoredReply
from formkit.schemas.satisfaction_survey.points import FAMILY, table_of
from formkit.schemas.satisfaction_survey.policy import lines
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey, Section
from formkit.surveys.period import EVERYTHING, Period
from formkit.surveys.reply import Claim, Reply, Source
from formkit.surveys.reported import Notice, Reported
from formkit.surveys.statistics import By, Counted, Sent, summary

_TYPED = N_("登记库 {number}(手工录入)")
_WAITING, _DOUBT, _INVALID = N_("待人工确认"), N_("警告"), N_("无效")
_DELIVERED = "已交工"


def gather(
    workspace: Workspace, period: Period = EVERYTHING, by: By = By.PROJECT, *, on: date
) -> Reported:
    """Return all that a report on a period says.

    A survey belongs to the period in which it was answered, what was sent out to that of sending.

    Args:
        workspace: whose register is asked.
        period: the first and the last day.
        by: what the surveys are grouped by.
        on: the day of the report.

    Raises:
        UsageError: there is no workspace.
        ProfileError: the profile or a question bank is wrong.
        OutputError: the register cannot be read.
    """
    register = workspace.register()
    try:
        return _Gathering(workspace, register, period, by).reported(on)
    finally:
        register.close()


@dataclass(frozen=True, slots=True)
class _Returned:
    """A survey that came back, with what is told of it."""

    counted: Counted
    notices: tuple[Notice, ...]


@dataclass
class _Gathering:
    """One report in the making."""

    workspace: Workspace
    register: Register
    period: Period
    by: By
    names: dict[str, str] = field(default_factory=dict)

    def reported(self, on: date) -> Reported:
        """Return the report."""
        profile = self.workspace.profile()
        policy = profile.scoring
        projects = self.workspace.projects()
        self.names |= {no: str(one.get("project_name") or "") for no, one in projects.items()}
        sent = list(self._sent())
        returned = list(self._returned())
        inside = [one for one in returned if self.period.holds(one.counted.answered_on)]
        counted = [one.counted for one in inside]
        issued = [one for one in sent if self.period.holds(one.sent_on)]
        numbers, asked = ({one.survey_no for one in group} for group in (sent, issued))
        # Only whether they came back is asked of these, whatever they say and whenever they came.
        came = [replace(one.counted, score=None) for one in returned
                if one.counted.survey_no in asked]  # fmt: skip
        cohort = summary(came, issued, policy)
        return Reported(
            company=self.workspace.settings.company.name,
            made_on=on,
            period=self.period,
            by=self.by,
            summary=summary(counted, (), policy),
            sent=cohort.returns,
            sent_by=cohort.returns_by,
            late=sum(one.survey_no in numbers - asked for one in counted),
            unsent=sum(one.survey_no not in numbers for one in counted),
            before=self._before(returned),
            history=self._history(returned),
            undated=sum(one.counted.answered_on is None for one in returned)
            if not self.period.whole
            else 0,
            names=self.names,
            policy=policy,
            table=table_of(profile.resolution().family(FAMILY)),
            lines=lines(profile),
            notices=(*(n for one in inside for n in one.notices), *self._left_out()),
            complaints=tuple(complaints(self.register, self.period, self.names)),
            issues=tuple(visit_issues(self.register, self.period, self.names)),
        )

    def _before(self, returned: list[_Returned]) -> Any:
        before = self.period.before()
        if before is None:
            return None
        found = [one.counted for one in returned if before.holds(one.counted.answered_on)]
        return summary(found, (), self.workspace.profile().scoring)

    def _history(self, returned: list[_Returned]) -> Any:
        last = self.period.last
        if last is None:
            return None
        found = [
            one.counted
            for one in returned
            if one.counted.answered_on is not None and one.counted.answered_on <= last
        ]
        return summary(found, (), self.workspace.profile().scoring)

    def _sent(self) -> Iterator[Sent]:
        with self.register.surveys() as surveys:
            days = {one.number: one.sent_on for one in surveys.sent()}
            for number, project_no, data in surveys.issued(SLUG):
                project = data.get("project") or {}
                name = str(project.get("project_name") or "")
                self.names.setdefault(project_no, name)
                phase = project.get("phase")
                section = Section.DELIVERED if phase == _DELIVERED else Section.BUILDING
                yield Sent(
                    survey_no=number,
                    project_no=project_no,
                    project_name=name,
                    unit=unit_of(data),
                    kind=str(data.get("respondent_kind") or ""),
                    section=section.value if phase else "",
                    sent_on=day_of(days.get(number) or data.get("sent_on")),
                )

    def _returned(self) -> Iterator[_Returned]:
        """Yield what came back and counts or waits, then what clerks typed in from paper."""
        judge = Judge(self.workspace, self.register)
        with self.register.replies() as replies:
            stored = list(replies.all(states=(ReplyState.TAKEN, ReplyState.WAITING)))
        for one, judged in zip(stored, judge.each(map(reply_of, stored)), strict=True):
            yield _returned(one, judged)
        answered = {one.survey_no for one in stored}
        with self.register.surveys() as surveys:
            digests = {one.number: one.bank_digest for one in surveys.sent()}
            typed = [
                (number, data)
                for number, _project, data in surveys.issued(SLUG)
                if data.get("answers") and number not in answered
            ]
        for number, data in typed:
            place = Place(file=_(_TYPED).format(number=number))
            claim = Claim(survey_no=number, bank_digest=digests.get(number, ""))
            judged = judge.judge(Reply(Source.FORMKIT, place, number, claim, data))
            yield _Returned(_counted(number, judged, answered_on(judged)), _notices(judged))

    def _left_out(self) -> Iterator[Notice]:
        """Yield what came back and is not used: by a person's word, or because it was refused."""
        with self.register.replies() as replies:
            stored = list(replies.all(states=(ReplyState.DROPPED, ReplyState.REPLACED)))
            files = [one for one in replies.files() if one.outcome == Outcome.REFUSED.value]
        for one in stored:
            if self.period.holds(day_of(one.answered_on)):
                said = one.decisions[-1] if one.decisions else {}
                what = ":".join(str(said[n]) for n in ("by", "reason") if said.get(n))
                yield Notice(one.state.value, one.survey_no, one.project_no, one.place, what)
        for file in files:
            if self.period.holds(day_of(file.taken_at)):
                what = ";".join(str(found.get("found", "")) for found in file.findings)
                yield Notice(Outcome.REFUSED.value, "", "", file.name, what)


def _returned(stored: StoredReply, judged: Judged) -> _Returned:
    counted = _counted(str(stored.id), judged, stored.answered_on)
    if stored.state is not ReplyState.WAITING:
        return _Returned(counted, _notices(judged))
    waiting = [one for one in judged.findings if one.level is Level.ERROR]
    told = tuple(_notice(_(_WAITING), judged, one) for one in waiting or judged.findings)
    return _Returned(replace(counted, score=None), told)


def _counted(reply_id: str, judged: Judged, day: str) -> Counted:
    record: SatisfactionSurvey = judged.record
    project = record.project
    contractor = record.contractor.name if record.contractor else None
    return Counted(
        reply_id=reply_id,
        score=judged.score,
        survey_no=judged.survey_no,
        project_no=judged.project_no,
        project_name=(project.project_name if project else None) or "",
        unit=record.issuing_unit or contractor or "",
        kind=record.respondent_kind.value if record.respondent_kind else "",
        respondent_unit=record.respondent_unit or "",
        answered_on=day_of(day),
        section=judged.score.section.value if judged.score else "",
        overall=record.overall.value if record.overall else "",
    )


def _notices(judged: Judged) -> tuple[Notice, ...]:
    """Return why a sheet does not count, and what is doubtful of it."""
    told = []
    if judged.score is not None and judged.score.why:
        why = ";".join(one.value for one in judged.score.why)
        place = str(judged.reply.place)
        told.append(Notice(_(_INVALID), judged.survey_no, judged.project_no, place, why))
    doubts = (one for one in judged.findings if one.level is not Level.INFO)
    return (*told, *(_notice(_(_DOUBT), judged, one) for one in doubts))


def _notice(kind: str, judged: Judged, found: Finding) -> Notice:
    what = f"{found.found},{found.required}" if found.required else found.found
    place = str(found.place) or str(judged.reply.place)
    return Notice(kind, judged.survey_no, judged.project_no, place, what)

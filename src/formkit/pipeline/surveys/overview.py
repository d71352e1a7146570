"""The story of `survey list`: what was sent, what came back, what is waited for, per project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Finding
from formkit.kernel.suggest import hint
from formkit.pipeline.surveys.scores import Scorer
from formkit.pipeline.workspace import Workspace
from formkit.register import Register, ReplyState, SentSurvey, StoredReply
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.validation import read
from formkit.surveys.anchors import FORM


class Standing(StrEnum):
    """Where one survey stands."""

    OUT = "等待"
    OVERDUE = "逾期"
    WAITING = "待定"  # it came back, and a person must decide something of it
    VALID = "有效"
    INVALID = "无效"

    @property
    def returned(self) -> bool:
        """Whether it came back."""
        return self in (Standing.WAITING, Standing.VALID, Standing.INVALID)


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One reply, or a sheet that nobody has answered yet; days are ISO texts, empty: there is none.

    A sheet to which two replies came has two lines. A reply to a sheet that formkit did not send
    out (an export) has no number, or one of nobody's: `issued` is false.
    """

    number: str
    project_no: str
    unit: str
    name: str
    sent_on: str
    due_on: str
    standing: Standing
    issued: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data = {one.name: getattr(self, one.name) for one in fields(self)}
        return data | {"standing": self.standing.value}


@dataclass(frozen=True, slots=True)
class ProjectCount:
    """How many surveys of a project stand where; the total has no project.

    sent: sheets. returned: replies, as the report counts them: valid, invalid and waiting ones
    together. overdue: sheets not returned in time.
    """

    project_no: str
    project_name: str
    sent: int
    returned: int
    valid: int
    invalid: int
    waiting: int
    overdue: int

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class SurveyList:
    """All surveys, the counts of every project, the total.

    findings: what is doubtful of the register or the clock.
    """

    lines: tuple[SurveyLine, ...]
    projects: tuple[ProjectCount, ...]
    total: ProjectCount
    findings: tuple[Finding, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for `--json`."""
        return {
            "surveys": [one.as_dict() for one in self.lines],
            "projects": [one.as_dict() for one in self.projects],
            "total": self.total.as_dict(),
            "findings": [one.as_dict() for one in self.findings],
        }


def survey_list(workspace: Workspace, project_no: str = "") -> SurveyList:
    """Return where the surveys stand: all of them, or those of one project.

    Raises:
        UsageError: there is no workspace, or no such project.
        OutputError: the register cannot be read.
    """
    workspace.folder()
    known = workspace.projects()
    if project_no and project_no not in known:
        raise UsageError("FK-WS-010", project_no=project_no, hint=hint(project_no, known))
    register = workspace.register()
    try:
        doubts = tuple(register.doubts())
        lines = tuple(
            line
            for line in _Desk(workspace, register).lines()
            if not project_no or line.project_no == project_no
        )
    finally:
        register.close()
    numbers = sorted({line.project_no for line in lines} | ({project_no} - {""}))
    counts = tuple(
        _count(number, str(known.get(number, {}).get("project_name") or ""), lines)
        for number in numbers
    )
    return SurveyList(lines, counts, _total(counts), doubts)


def _count(project_no: str, name: str, lines: Sequence[SurveyLine]) -> ProjectCount:
    own = [line for line in lines if line.project_no == project_no]
    stand = [line.standing for line in own]
    return ProjectCount(
        project_no,
        name,
        sent=len({line.number for line in own if line.issued}),
        returned=sum(one.returned for one in stand),
        valid=stand.count(Standing.VALID),
        invalid=stand.count(Standing.INVALID),
        waiting=stand.count(Standing.WAITING),
        overdue=stand.count(Standing.OVERDUE),
    )


def _total(counts: Sequence[ProjectCount]) -> ProjectCount:
    names = [one.name for one in fields(ProjectCount)][2:]
    sums = {name: sum(getattr(one, name) for one in counts) for name in names}
    return ProjectCount("", "", **sums)


class _Desk:
    """Looks at every survey of the register and says where it stands."""

    def __init__(self, workspace: Workspace, register: Register) -> None:
        self._register = register
        self._today = workspace.clock.today()
        self._scorer = Scorer(workspace, register, workspace.profile())

    def lines(self) -> Iterator[SurveyLine]:
        """Yield what was sent out in the order of its numbers, then the other replies."""
        with self._register.surveys() as surveys:
            sent = {one.number: one for one in surveys.sent()}
            issued = list(surveys.issued(FORM))
        with self._register.replies() as replies:
            here = (ReplyState.TAKEN, ReplyState.WAITING)
            found = list(replies.all(states=here))
        answered: dict[str, list[StoredReply]] = {number: [] for number, _, _ in issued}
        others = [one for one in found if one.survey_no not in answered]
        for one in found:
            if one.survey_no in answered:
                answered[one.survey_no].append(one)
        for number, project_no, data in issued:
            out = sent.get(number)
            for standing in self._standings(data, out, answered[number]):
                yield _line(number, project_no, data, out, standing)
        for reply in others:
            line = _line(
                reply.survey_no, reply.project_no, reply.entry, None, self._standing({}, reply)
            )
            yield replace(line, issued=False)

    def _standings(
        self, data: Mapping[str, Any], sent: SentSurvey | None, replies: Sequence[StoredReply]
    ) -> list[Standing]:
        """Return where a sheet stands: each reply to it, else that it is waited for."""
        due = sent.due_on if sent else ""
        if replies:
            return [self._standing(data, one) for one in replies]
        if data.get("answers"):  # answered on paper and typed in
            return [self._judged(data, "")]
        late = due and date.fromisoformat(due) < self._today
        return [Standing.OVERDUE if late else Standing.OUT]

    def _standing(self, data: Mapping[str, Any], reply: StoredReply) -> Standing:
        if reply.state is ReplyState.WAITING:
            return Standing.WAITING
        return self._judged({**data, **reply.entry}, reply.bank_digest)

    def _judged(self, data: Mapping[str, Any], bank_digest: str) -> Standing:
        """Return whether the answers count, as the profile has it."""
        survey, _refused = read(SatisfactionSurvey, data)
        bank = self._scorer.bank(bank_digest, survey.bank or "")
        scored = self._scorer.score(survey, bank)
        return Standing.VALID if scored is not None and scored.valid else Standing.INVALID


def _line(
    number: str,
    project_no: str,
    data: Mapping[str, Any],
    sent: SentSurvey | None,
    standing: Standing,
) -> SurveyLine:
    person = data.get("respondent")
    name = person.get("name") if isinstance(person, Mapping) else person
    unit = str(data.get("respondent_unit") or "")
    sent_on = sent.sent_on if sent else str(data.get("sent_on") or "")
    due_on = sent.due_on if sent else ""
    return SurveyLine(number, project_no, unit, str(name or ""), sent_on, due_on, standing)

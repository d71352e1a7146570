"""The story of `survey list`: what was sent, what came back, what is waited for, per project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from formkit import catalog
from formkit.kernel.errors import UsageError
from formkit.kernel.suggest import hint
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import Workspace
from formkit.register import Register, ReplyState, SentSurvey, StoredReply
from formkit.schemas.satisfaction_survey.bank import Bank, bank_of, find_bank, folders_of
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.satisfaction_survey.scoring import score
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
    """One survey; days are ISO texts, empty where there is none.

    A reply to a sheet that formkit did not send out (an export) has no number.
    """

    number: str
    project_no: str
    unit: str
    name: str
    sent_on: str
    due_on: str
    standing: Standing

    def as_dict(self) -> dict[str, str]:
        """Return it as plain data."""
        return {one.name: str(getattr(self, one.name)) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class ProjectCount:
    """How many surveys of a project stand where; the total has no project.

    returned: valid, invalid and waiting ones together. overdue: not returned in time.
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
    """All surveys, the counts of every project, the total."""

    lines: tuple[SurveyLine, ...]
    projects: tuple[ProjectCount, ...]
    total: ProjectCount

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for `--json`."""
        return {
            "surveys": [one.as_dict() for one in self.lines],
            "projects": [one.as_dict() for one in self.projects],
            "total": self.total.as_dict(),
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
    return SurveyList(lines, counts, _total(counts))


def _count(project_no: str, name: str, lines: Sequence[SurveyLine]) -> ProjectCount:
    own = [line for line in lines if line.project_no == project_no]
    stand = [line.standing for line in own]
    return ProjectCount(
        project_no,
        name,
        sent=sum(bool(line.number) for line in own),
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
        profile = workspace.profile()
        official = catalog.load(FORM, workspace.forms)
        self._register = register
        self._today = workspace.clock.today()
        self._policy = profile.scoring
        self._points = print_facts(workspace, official, profile).scores
        self._folders = folders_of(workspace.forms)
        self._banks: dict[str, Bank | None] = {}

    def lines(self) -> Iterator[SurveyLine]:
        """Yield what was sent out in the order of its numbers, then what came back without one."""
        with self._register.surveys() as surveys:
            sent = {one.number: one for one in surveys.sent()}
            issued = list(surveys.issued(FORM))
        with self._register.replies() as replies:
            here = (ReplyState.TAKEN, ReplyState.WAITING)
            found = list(replies.all(states=here))
        by_number = {one.survey_no: one for one in found if one.survey_no}
        for number, project_no, data in issued:
            yield self._sent(number, project_no, data, sent.get(number), by_number.get(number))
        for reply in found:
            if not reply.survey_no:
                yield _line("", reply.project_no, reply.entry, None, self._standing({}, reply))

    def _sent(
        self,
        number: str,
        project_no: str,
        data: Mapping[str, Any],
        sent: SentSurvey | None,
        reply: StoredReply | None,
    ) -> SurveyLine:
        due = sent.due_on if sent else ""
        if reply is not None:
            standing = self._standing(data, reply)
        elif data.get("answers"):  # answered on paper and typed in
            standing = self._judged(data, "")
        elif due and date.fromisoformat(due) < self._today:
            standing = Standing.OVERDUE
        else:
            standing = Standing.OUT
        return _line(number, project_no, data, sent, standing)

    def _standing(self, data: Mapping[str, Any], reply: StoredReply) -> Standing:
        if reply.state is ReplyState.WAITING:
            return Standing.WAITING
        return self._judged({**data, **reply.entry}, reply.bank_digest)

    def _judged(self, data: Mapping[str, Any], bank_digest: str) -> Standing:
        """Return whether the answers count, as the profile has it."""
        survey, _refused = read(SatisfactionSurvey, data)
        bank = self._bank(bank_digest) or find_bank(survey.bank, self._folders)
        scored = score(survey, bank, self._points, self._policy) if bank else None
        return Standing.VALID if scored is not None and scored.valid else Standing.INVALID

    def _bank(self, digest: str) -> Bank | None:
        if digest not in self._banks:
            data = self._register.bank(digest) if digest else None
            self._banks[digest] = bank_of(data) if data else None
        return self._banks[digest]


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

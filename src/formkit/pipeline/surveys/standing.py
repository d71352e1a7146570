"""A stored reply as it stands now: what it says, what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from formkit.kernel.dates import format_date
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Finding, Place
from formkit.kernel.i18n import _
from formkit.pipeline.surveys.decisions import BLANK, NOT_APPLICABLE
from formkit.pipeline.surveys.judging import Judge, Judged
from formkit.pipeline.workspace import Workspace
from formkit.register import Replies, ReplyState, StoredReply
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.surveys.reply import Claim, Reply, Source

_TEXTS = ("best_aspect", "worst_aspect", "comments", "remarks")


@dataclass(frozen=True, slots=True)
class Standing:
    """A stored reply as it stands now: what it says, what speaks against it."""

    stored: StoredReply
    judged: Judged

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is told of it now."""
        return self.judged.findings

    @property
    def waits(self) -> bool:
        """Whether it still waits for a person."""
        return self.stored.state is ReplyState.WAITING

    @property
    def satisfaction(self) -> str:
        """The satisfaction as shown; empty where nobody can tell."""
        return self.judged.shown_score

    @property
    def invalid(self) -> str:
        """Why it does not count, in words; empty of one that does or was not scored."""
        return self.judged.score.invalid if self.judged.score else ""

    def answers(self) -> list[tuple[str, str]]:
        """Return each item with what was answered, in the bank's order."""
        given = {(one.section, one.item_no): one for one in self.judged.record.answers}
        items = self.judged.bank.items if self.judged.bank else ()
        lines = []
        for item in items:
            one = given.get((item.section, item.item_no))
            if one is not None:
                chosen = "、".join(mark.value for mark in one.choices)
                said = NOT_APPLICABLE if one.na else chosen or BLANK
                lines.append((f"{item.section.value}{item.item_no} {item.text}", said))
        return lines

    def fields(self) -> list[tuple[str, str]]:
        """Return what else the sheet says, by the words of the paper: overall, day, who, texts.

        The overall answer and the day are always there, the rest where something was written.
        """
        record, stored = self.judged.record, self.stored
        person = record.respondent
        said = (person.name, person.title, person.phone) if person else ()
        day = stored.answered_on
        texts = {
            "overall": record.overall.value if record.overall else BLANK,
            "prepared_on": format_date(date.fromisoformat(day)) if day else _("没有写"),
            "prepared_by": "  ".join(str(one) for one in said if one),
        }
        texts |= {name: str(getattr(record, name) or "") for name in _TEXTS}
        named = (
            (SatisfactionSurvey.model_fields[name].title or name, texts[name]) for name in texts
        )
        return [(title, text) for title, text in named if text]

    def as_dict(self) -> dict[str, Any]:
        """Return the reply as plain data for `--json`."""
        stored = self.stored
        names = ("id", "survey_no", "project_no", "source", "file", "place", "taken_at")
        return {
            **{name: getattr(stored, name) for name in names},
            "state": stored.state.value,
            "answered_on": stored.answered_on,
            "satisfaction": self.satisfaction,
            "invalid": self.invalid,
            "entry": dict(stored.entry),
            "decisions": stored.decisions,
            "findings": [one.as_dict() for one in self.findings],
        }


def standing(workspace: Workspace, number: int) -> Standing:
    """Return a reply of the register as it stands.

    Raises:
        UsageError: there is no workspace, or no such reply.
    """
    register = workspace.register()
    try:
        with register.replies() as replies:
            stored = stored_reply(replies, number)
        return Standing(stored, Judge(workspace, register).judge(reply_of(stored)))
    finally:
        register.close()


def waiting(workspace: Workspace) -> list[Standing]:
    """Return all replies that wait for a person, oldest first."""
    register = workspace.register()
    try:
        judge = Judge(workspace, register)
        with register.replies() as replies:
            found = list(replies.all(states=[ReplyState.WAITING]))
        judged = judge.each(map(reply_of, found))
        return [Standing(*both) for both in zip(found, judged, strict=True)]
    finally:
        register.close()


def stored_reply(replies: Replies, number: int) -> StoredReply:
    """Return the reply of that number.

    Raises:
        UsageError: FK-SUR-130, there is none.
    """
    stored = replies.reply(number)
    if stored is None:
        raise UsageError("FK-SUR-130", id=number)
    return stored


def reply_of(stored: StoredReply) -> Reply:
    """Return the reply as it was read, with what was decided since."""
    findings = tuple(Finding.of_dict(one) for one in stored.findings)
    places = {one.place.path: one.place for one in findings if one.place.path}
    return Reply(
        source=Source(stored.source),
        place=Place(file=stored.place or stored.file),
        key=stored.key,
        claim=Claim(survey_no=stored.survey_no, bank_digest=stored.bank_digest),
        entry=stored.entry,
        places=places,
        findings=findings,
    )

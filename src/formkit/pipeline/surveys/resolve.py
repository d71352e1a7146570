"""The story of `survey resolve`: a person decides what a returned survey means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from formkit.kernel.dates import parse_date
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.text import narrow
from formkit.kernel.values import BadValue
from formkit.pipeline.surveys.deciding import answered_on
from formkit.pipeline.surveys.judging import Judge, Judged
from formkit.pipeline.surveys.sameness import CONTRADICTED
from formkit.pipeline.workspace import Workspace
from formkit.register import Replies, ReplyState, StoredReply
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys.reply import NUMBER, Claim, Reply, Source

BLANK, NOT_APPLICABLE = "空", "不适用"
_ANSWER = re.compile(r"(Ⅱ|Ⅲ|II|III|2|3)栏?(\d{1,3})题?\s*[=＝]\s*(\S+)")
_FIELD = re.compile(r"(总体评价|填表日期)\s*[=＝]\s*(.+)")
_SECTIONS = {"II": "Ⅱ", "2": "Ⅱ", "III": "Ⅲ", "3": "Ⅲ"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one reply, and why.

    answers: option by section and item ("空" and "不适用" are options). overall: the overall answer
    ("空" too); filled_on: the day it was filled in; None: nothing was decided of it. number: the
    sheet that it answers. take: it counts as it stands; an earlier reply to the same sheet is
    replaced. drop: it is not used.
    """

    by: str
    reason: str
    answers: Mapping[tuple[str, int], str] = field(default_factory=dict)
    overall: str | None = None
    filled_on: date | None = None
    number: str = ""
    take: bool = False
    drop: bool = False

    def __post_init__(self) -> None:
        missing = [
            name for name, said in (("谁定的", self.by), ("理由", self.reason)) if not said.strip()
        ]
        if missing:
            raise UsageError("FK-SUR-134", missing="、".join(missing))
        fields = self.overall is not None or self.filled_on is not None
        decided = bool(self.answers or fields or self.number or self.take or self.drop)
        if not decided or (self.take and self.drop):
            raise UsageError("FK-SUR-135", id="ID")

    def as_dict(self) -> dict[str, Any]:
        """Return what the register keeps of it."""
        said: dict[str, Any] = {"by": self.by, "reason": self.reason}
        if self.answers:
            said["answers"] = {f"{s}{n}": choice for (s, n), choice in self.answers.items()}
        if self.overall is not None:
            said["overall"] = self.overall
        if self.filled_on:
            said["filled_on"] = self.filled_on.isoformat()
        if self.number:
            said["number"] = self.number
        said |= {name: True for name in ("take", "drop") if getattr(self, name)}
        return said


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

    def as_dict(self) -> dict[str, Any]:
        """Return the reply as plain data for `--json`."""
        stored = self.stored
        names = ("id", "survey_no", "project_no", "source", "file", "place", "taken_at")
        return {
            **{name: getattr(stored, name) for name in names},
            "state": stored.state.value,
            "satisfaction": self.satisfaction,
            "invalid": self.invalid,
            "entry": dict(stored.entry),
            "decisions": stored.decisions,
            "findings": [one.as_dict() for one in self.findings],
        }


def fields_of(texts: Sequence[str]) -> dict[str, Any]:
    """Return what decisions like `总体评价=满意` and `填表日期=2026-9-30` say, as of a Decision.

    Raises:
        UsageError: the day is none.
    """
    found: dict[str, Any] = {}
    for text in texts:
        match = _FIELD.fullmatch(text.strip())
        if match and match[1] == "总体评价":
            found["overall"] = match[2].strip()
        elif match:
            try:
                found["filled_on"] = parse_date(match[2])
            except BadValue as bad:
                raise UsageError(bad.code, place=Place(label=match[1]), **bad.values) from bad
    return found


def answers_of(texts: Sequence[str]) -> dict[tuple[str, int], str]:
    """Return the options that decisions like `Ⅲ3=满意` name, by section and item.

    What `fields_of` reads is passed over.

    Raises:
        UsageError: FK-SUR-131, one of them is written otherwise.
    """
    found = {}
    for text in texts:
        if _FIELD.fullmatch(text.strip()):
            continue
        match = _ANSWER.fullmatch(narrow(text).strip().replace("Ⅱ", "II").replace("Ⅲ", "III"))
        if match is None:
            raise UsageError("FK-SUR-131", value=text)
        section, item, choice = match.groups()
        found[_SECTIONS.get(section, section), int(item)] = choice
    return found


def standing(workspace: Workspace, number: int) -> Standing:
    """Return a reply of the register as it stands.

    Raises:
        UsageError: there is no workspace, or no such reply.
    """
    register = workspace.register()
    try:
        with register.replies() as replies:
            stored = _stored(replies, number)
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


def resolve(workspace: Workspace, number: int, decision: Decision) -> Standing:
    """Write a person's decision on a reply down and return how the reply stands then.

    It is taken where nothing blocks any more (or `take` says so), dropped where `drop` says so;
    else it goes on waiting with what was decided.

    Raises:
        UsageError: there is no such reply, it does not wait, or the decision does not fit it.
    """
    register = workspace.register()
    try:
        judge = Judge(workspace, register)
        with register.writing() as writing:
            return _resolved(judge, writing.replies, number, decision)
    finally:
        register.close()


def _resolved(judge: Judge, replies: Replies, number: int, decision: Decision) -> Standing:
    before = _stored(replies, number)
    dropped = decision.drop and before.state is ReplyState.TAKEN
    if before.state is not ReplyState.WAITING and not dropped:
        raise UsageError("FK-SUR-133", id=number, state=before.state.value)
    stored = before
    if decision.number:
        own = Source(stored.source).sent_by_us  # such a sheet's number is its key
        key = decision.number if own else stored.key
        stored = replace(stored, survey_no=decision.number, key=key)
        if key != before.key:  # there it contradicts nobody
            left = [one for one in stored.findings if one.get("code") not in CONTRADICTED]
            stored = replace(stored, findings=left)
    bank = judge.judge(reply_of(stored)).bank
    if bank is None and (decision.answers or decision.overall is not None):
        raise UsageError("FK-SUR-138", id=number)
    stored = _answered(stored, decision, bank)
    if decision.take:
        stored = replace(stored, findings=[_calmed(one) for one in stored.findings])
    judged = judge.judge(reply_of(stored))
    earlier = [
        one
        for one in replies.same(Source(stored.source).kin, [stored.key]).get(stored.key, ())
        if one.id != stored.id and one.state is ReplyState.TAKEN
    ]
    state = _state(decision, judged, conflict=bool(earlier))
    said = decision.as_dict()
    stored = replace(
        stored,
        state=state,
        project_no=judged.project_no,
        bank_digest=judged.bank_digest,
        answered_on=answered_on(judged),
        decisions=[*stored.decisions, said],
    )
    replies.change(stored, said=said)
    if state is ReplyState.TAKEN:
        for one in earlier:
            by = {"replaced_by": stored.id, "by": decision.by, "reason": decision.reason}
            old = replace(one, state=ReplyState.REPLACED, decisions=[*one.decisions, by])
            replies.change(old, said=by)
    return Standing(stored, judged)


def _state(decision: Decision, judged: Judged, *, conflict: bool) -> ReplyState:
    if decision.drop:
        return ReplyState.DROPPED
    if decision.take and judged.score is not None:
        return ReplyState.TAKEN
    if conflict or judged.waits:
        return ReplyState.WAITING
    return ReplyState.TAKEN


def _answered(before: StoredReply, decision: Decision, bank: Bank | None) -> StoredReply:
    """Return the reply with the decided answers on it; what was doubted of them is settled."""
    answers = [dict(one) for one in before.entry.get("answers", ())]
    findings = list(before.findings)
    for (section, number), choice in decision.answers.items():
        item = bank.item(Section(section), number) if bank else None
        if bank and item is None:
            numbers = "、".join(str(one.item_no) for one in bank.section(Section(section)))
            raise UsageError("FK-SUR-136", section=section, item=number, numbers=numbers)
        choices = item.choices if item else ()
        if choice not in (BLANK, NOT_APPLICABLE, *choices):
            known = "、".join(choices)
            raise UsageError(
                "FK-SUR-132", section=section, item=number, choice=choice, choices=known
            )
        at = next(
            (
                index
                for index, one in enumerate(answers)
                if (one.get("section"), one.get("item_no")) == (section, number)
            ),
            len(answers),
        )
        decided: dict[str, Any] = {"section": section, "item_no": number}
        if choice == NOT_APPLICABLE:
            decided["na"] = True
        elif choice != BLANK:
            decided["choices"] = [choice]
        answers[at : at + 1] = [decided]
        inside = f"answers.{at}."
        findings = [
            one
            for one in findings
            if not f"{_path(one)}.".startswith(inside) and _path(one) != f"{section}{number}"
        ]
    entry = {**before.entry, "answers": answers} if decision.answers else {**before.entry}
    if decision.overall is not None:
        _decide_overall(entry, decision.overall, bank)
        findings = [one for one in findings if _path(one) != "overall"]
    if decision.filled_on is not None:
        entry["surveyed_on"] = decision.filled_on.isoformat()
        findings = [one for one in findings if _path(one) != "surveyed_on"]
    if decision.number:
        findings = [one for one in findings if _path(one) != NUMBER]
    return replace(before, entry=entry, findings=findings)


def _path(finding: Mapping[str, Any]) -> str:
    return str(finding.get("place", {}).get("path", ""))


def _decide_overall(entry: dict[str, Any], choice: str, bank: Bank | None) -> None:
    entry.pop("overall", None)
    choices = bank.overall.choices if bank and bank.overall else ()
    if choice in choices:
        entry["overall"] = choice
    elif choice != BLANK:
        raise UsageError("FK-SUR-137", choice=choice, choices="、".join(choices))


def _calmed(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a doubt that a person has decided to live with: told, no longer blocking."""
    if finding["level"] == Level.ERROR.value:
        return {**finding, "level": Level.WARNING.value}
    return dict(finding)


def _stored(replies: Replies, number: int) -> StoredReply:
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


__all__ = ["Decision", "Standing", "answers_of", "fields_of", "resolve", "standing", "waiting"]

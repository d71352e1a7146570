"""The story of `survey resolve`: a person decides what a returned survey means."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Level, Place
from formkit.pipeline.surveys.decisions import BLANK, NOT_APPLICABLE, Decision
from formkit.pipeline.surveys.judging import Judge, Judged, answered_on
from formkit.pipeline.surveys.read_files import sheet_keys
from formkit.pipeline.surveys.sameness import (
    BY_COUNTED,
    CONTRADICTED,
    answer_of,
    contradiction,
    is_blank,
    reading,
)
from formkit.pipeline.surveys.sent_numbers import sent_number
from formkit.pipeline.surveys.standing import Standing, reply_of, stored_reply
from formkit.pipeline.surveys.telling import rival
from formkit.pipeline.workspace import Workspace
from formkit.register import Replies, ReplyState, StoredReply
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys.reply import NUMBER

_NOBODYS = frozenset({"FK-SUR-115", "FK-SUR-116", "FK-SUR-117"})


def resolve(workspace: Workspace, number: int, decision: Decision) -> Standing:
    """Write a person's decision on a reply down and return how the reply stands then.

    It is taken where nothing blocks any more (or `take` says so), dropped where `drop` says so;
    else it goes on waiting with what was decided. What was decided before can be decided anew: the
    latest word stands, the earlier ones are kept. One that is not used stays so until `take`.

    Raises:
        UsageError: there is no such reply, the decision changes nothing or does not fit it, the
            number is none of ours.
    """
    register = workspace.register()
    try:
        if decision.number:
            decision = replace(decision, number=sent_number(register, decision.number))
        judge = Judge(workspace, register)
        with register.writing() as writing:
            return _resolved(judge, writing.replies, number, decision)
    finally:
        register.close()


def _resolved(judge: Judge, replies: Replies, number: int, decision: Decision) -> Standing:
    before = stored_reply(replies, number)
    if decision.repeats(before.state):
        raise UsageError("FK-SUR-133", id=number, state=before.state.value)
    stored = before
    if decision.number and decision.number != before.survey_no:
        stored = replace(stored, survey_no=decision.number, findings=_uncontradicted(stored))
    bank = judge.judge(reply_of(stored)).bank
    if bank is None and (decision.answers or decision.overall is not None):
        raise UsageError("FK-SUR-138", id=number)
    stored = _answered(stored, decision, bank)
    others = _others(replies, stored)
    if decision.take:
        stored = replace(stored, findings=[_calmed(one) for one in _uncontradicted(stored)])
    else:
        stored = replace(stored, findings=_told_now(stored, others))
    judged = judge.judge(reply_of(stored))
    if decision.take and _is_nobodys(judged):
        raise UsageError("FK-SUR-168", id=number)
    was_asked = _asked(judge.judge(reply_of(before)))
    state = _state(decision, before.state, judged, was_asked)
    said = decision.as_dict()
    if was := _was(before, decision, state):
        said["was"] = was
    stored = replace(
        stored,
        state=state,
        project_no=judged.project_no,
        bank_digest=judged.bank_digest,
        answered_on=answered_on(judged),
        decisions=[*stored.decisions, {**said, "at": replies.now}],
    )
    replies.change(stored, said=said)
    if state is ReplyState.TAKEN:
        for one in others:
            by = {"replaced_by": stored.id, "by": decision.by, "reason": decision.reason}
            old = replace(
                one,
                state=ReplyState.REPLACED,
                decisions=[*one.decisions, {**by, "at": replies.now}],
            )
            replies.change(old, said=by)
    return Standing(stored, judged)


def _state(
    decision: Decision, before: ReplyState, judged: Judged, was_asked: Collection[str]
) -> ReplyState:
    """Return where the reply stands after the decision.

    Args:
        decision: what was decided now.
        before: where it stood.
        judged: what it says with the decision.
        was_asked: codes of what was asked of it before: of one that counts, a person has accepted
            that.
    """
    if decision.drop:
        return ReplyState.DROPPED
    if decision.take and judged.score is not None:
        return ReplyState.TAKEN
    if before in (ReplyState.DROPPED, ReplyState.REPLACED) and not decision.take:
        return before
    asked = _asked(judged)
    if before is ReplyState.TAKEN:
        asked -= set(was_asked)
    return ReplyState.WAITING if asked else ReplyState.TAKEN


def _asked(judged: Judged) -> set[str]:
    return {one.code for one in judged.findings if one.level is Level.ERROR}


def _is_nobodys(judged: Judged) -> bool:
    """Whether nobody knows which sheet, of which project, was answered."""
    asked = _asked(judged)
    lost = "FK-SUR-110" in asked and not judged.project_no
    return lost or not asked.isdisjoint(_NOBODYS)


def _others(replies: Replies, stored: StoredReply) -> list[StoredReply]:
    """Return the other replies to the same sheet that a taken one replaces: counted or blank."""
    found = {
        one.id: one
        for kin, key in sheet_keys(reply_of(stored))
        for one in (replies.same(kin, [key]) if kin else replies.of_numbers([key])).get(key, ())
    }
    found.pop(stored.id, None)
    return [one for one in found.values() if one.state is ReplyState.TAKEN or is_blank(one)]


def _uncontradicted(stored: StoredReply) -> list[Any]:
    return [one for one in stored.findings if one.get("code") not in CONTRADICTED]


def _told_now(stored: StoredReply, others: Sequence[StoredReply]) -> list[Any]:
    """Return the findings with what the counted reply to the same sheet says, as it is now."""
    left = [one for one in stored.findings if one.get("code") not in BY_COUNTED]
    counted = next((one for one in reversed(others) if not is_blank(one)), None)
    if counted is None:
        return left
    place = Place(file=stored.place or stored.file)
    told = rival(counted, contradiction(reading(counted), reading(stored)), place)
    return [*left, told.as_dict()]


def _was(before: StoredReply, decision: Decision, state: ReplyState) -> dict[str, str]:
    """Return what stood before of all that is decided now, by what it is called."""
    old = {
        f"{one.get('section')}{one.get('item_no')}": answer_of(one)
        for one in before.entry.get("answers", ())
    }
    was = {f"{s}{n}": old.get(f"{s}{n}", BLANK) for s, n in decision.answers}
    if decision.overall is not None:
        was["overall"] = str(before.entry.get("overall") or BLANK)
    if decision.filled_on is not None:
        was["filled_on"] = before.answered_on
    if decision.number:
        was["number"] = before.survey_no
    if before.state not in (state, ReplyState.WAITING):
        was["state"] = before.state.value
    return was


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
    choices = (*bank.overall.choices, NOT_APPLICABLE) if bank and bank.overall else ()
    if choice in choices:
        entry["overall"] = choice
    elif choice != BLANK:
        raise UsageError("FK-SUR-137", choice=choice, choices="、".join(choices))


def _calmed(finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a doubt that a person has decided to live with: told, no longer blocking."""
    if finding["level"] == Level.ERROR.value:
        return {**finding, "level": Level.WARNING.value}
    return dict(finding)

"""The story of `survey resolve`: a person decides what a returned survey means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Level
from formkit.pipeline.surveys.decisions import BLANK, NOT_APPLICABLE, Decision
from formkit.pipeline.surveys.judging import Judge, Judged, answered_on
from formkit.pipeline.surveys.sameness import CONTRADICTED
from formkit.pipeline.surveys.standing import Standing, reply_of, stored_reply
from formkit.pipeline.workspace import Workspace
from formkit.register import Replies, ReplyState, StoredReply
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.schemas.satisfaction_survey.record import Section
from formkit.surveys.reply import NUMBER, Source


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
    before = stored_reply(replies, number)
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

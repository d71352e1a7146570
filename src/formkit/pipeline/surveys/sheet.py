"""One sheet that was answered, perhaps more than once: what becomes of each reply to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.i18n import _
from formkit.pipeline.surveys.judging import Judged, answered_on, plain
from formkit.pipeline.surveys.outcomes import Outcome, ReplyLine
from formkit.pipeline.surveys.read_files import ReadFile
from formkit.pipeline.surveys.sameness import (
    CONTESTED,
    CONTRADICTED,
    OPEN,
    SETTLED,
    contradiction,
    is_blank,
    is_same,
    reading,
)
from formkit.pipeline.surveys.telling import (
    adds_nothing,
    conflict,
    contested,
    gives_way,
    told_again,
)
from formkit.register import Replies, ReplyState, StoredReply
from formkit.surveys.reply import Source


class Said(NamedTuple):
    """One answered survey: its file, what was judged, where its line goes."""

    file: ReadFile
    judged: Judged
    at: tuple[int, int]

    @property
    def called(self) -> str:
        """What it is called when two disagree: its file, of an export the row as well."""
        place = self.judged.reply.place
        return place.file if self.judged.reply.source.sent_by_us else str(place)


class Sheet:
    """All that is said of one sheet.

    Args:
        replies: those of the register.
        held: what it holds of the sheet, oldest first.
        said: what came now.
        confirm: doubtful readings are taken as well.
        dry: nothing is written.
    """

    def __init__(
        self,
        replies: Replies,
        held: list[StoredReply],
        said: Sequence[Said],
        *,
        confirm: bool = False,
        dry: bool = False,
    ) -> None:
        self._replies, self._held = replies, held
        self._confirm, self._dry = confirm, dry
        self._said = sorted(said, key=self._rank) if len(said) > 1 else said
        self._here = {
            one.at: self._of_file(one) for one in said if one.file.again
        }  # another mapping file may have given the rows another key
        self._rivals = self._contradictions()

    def _rank(self, one: Said) -> Any:
        """Sure ones first, blank ones last; nothing of it comes from the file's name."""
        judged, reply = one.judged, one.judged.reply
        codes = tuple(sorted(finding.code for finding in judged.findings))
        asked = (is_blank(judged), judged.waits, not self._is_sure(judged))
        return (*asked, reply.source.value, judged.content_sha, codes, one.at)

    def _is_sure(self, judged: Judged) -> bool:
        return self._confirm or not judged.reply.unsure

    def _of_file(self, one: Said) -> list[StoredReply]:
        place = str(one.judged.reply.place)
        known = {reply.id for reply in self._held}
        found = self._replies.of_file(one.file.sha)
        return [reply for reply in found if reply.place == place and reply.id not in known]

    def _known(self, one: Said) -> list[StoredReply]:
        return [*self._held, *self._here.get(one.at, ())]

    def _same(self, one: Said) -> StoredReply | None:
        known = self._known(one)
        return next((held for held in known if is_same(held, one.judged, one.file.sha)), None)

    def _contradictions(self) -> dict[tuple[int, int], Finding]:
        """Return by place what is told of those that say otherwise than another new one.

        Nobody knows which of them counts. What counts already, and what waited before for another
        reason (and was asked for again, perhaps), contradicts nobody: the register comes first.
        """
        if any(held.state is ReplyState.TAKEN and not is_blank(held) for held in self._held):
            return {}
        open_ = [held for held in self._held if _is_contested(held)]
        if len(self._said) + len(open_) < 2:  # noqa: PLR2004 - it takes two
            return {}
        new = [one for one in self._said if not is_blank(one.judged) and self._may_count(one)]
        rivals = [(one.called, reading(one.judged)) for one in new]
        rivals += [(_called(held), reading(held)) for held in open_]
        found = {}
        for one in new:
            mine = reading(one.judged)
            told = {name: said for name, other in rivals if (said := contradiction(mine, other))}
            if told:
                found[one.at] = contested(one.called, told, one.judged.reply.place)
        return found

    def _may_count(self, one: Said) -> bool:
        """Whether it is new, or might be taken now: not what is settled or goes on waiting."""
        same = self._same(one)
        if same is None or _is_contested(same):
            return True
        return same.state not in SETTLED and not one.judged.waits and self._is_sure(one.judged)

    def lines(self) -> Iterator[tuple[tuple[int, int], ReplyLine]]:
        """Yield the line of each, by its place."""
        for one in self._said:
            outcome, findings, former = self._decided(one)
            if outcome is not Outcome.DUPLICATE:
                former = self._kept(one, outcome, findings, former)
                self._set_aside(self._blanks(one, former), former)
            yield one.at, _line(one.judged, outcome, findings, former)

    def _decided(self, one: Said) -> tuple[Outcome, tuple[Finding, ...], StoredReply | None]:
        """Return the outcome, all that is told, and the same reply where it came before."""
        judged, same = one.judged, self._same(one)
        place = judged.reply.place
        if same is None and is_blank(judged) and (fuller := self._fuller()):
            return Outcome.DUPLICATE, (adds_nothing(fuller, place),), fuller
        blanks = self._blanks(one, same)
        other = self._counted(one, blanks)
        differing = contradiction(reading(other), reading(judged)) if other else ""
        settled = same if same is not None and same.state in SETTLED else None
        if settled is None and not differing and not judged.waits:
            settled = other
        if settled is not None:
            return Outcome.DUPLICATE, (told_again(settled, place),), settled
        outcome, asked = self._asked(one)
        if other is not None and differing:  # what counts is never overwritten
            outcome, asked = Outcome.WAITING, (conflict(other, differing, place),)
        given = tuple(gives_way(blank, place) for blank in blanks)
        return outcome, (*judged.findings, *asked, *given), same

    def _asked(self, one: Said) -> tuple[Outcome, tuple[Finding, ...]]:
        """Return whether a new reply is taken, and what is asked besides what was found of it."""
        judged = one.judged
        if rival := self._rivals.get(one.at):
            return Outcome.WAITING, (*judged.reply.unsure, rival)
        if judged.waits:
            return Outcome.WAITING, ()
        if not self._is_sure(judged):
            asked = fault("FK-SUR-123", judged.reply.place, level=Level.WARNING)
            return Outcome.WAITING, (*judged.reply.unsure, asked)
        return Outcome.IMPORTED, judged.reply.unsure

    def _counted(self, one: Said, blanks: Sequence[StoredReply]) -> StoredReply | None:
        """Return the reply that counts of this sheet; a blank one that gives way does not."""
        found = (held for held in reversed(self._known(one)) if held.state is ReplyState.TAKEN)
        return next((held for held in found if held not in blanks), None)

    def _fuller(self) -> StoredReply | None:
        """Return what says at least as much of the sheet as a blank reply; None: nothing does."""
        found = [held for held in reversed(self._held) if held.state in OPEN]
        return min(found, key=is_blank, default=None)

    def _blanks(self, one: Said, same: StoredReply | None) -> list[StoredReply]:
        """Return the blank replies that give way to this one: none to one that is blank itself."""
        if is_blank(one.judged):
            return []
        return [held for held in self._known(one) if held is not same and is_blank(held)]

    def _set_aside(self, blanks: Sequence[StoredReply], by: StoredReply) -> None:
        for blank in blanks:
            why = _("空白的卷,同一份表收到了答过的")
            said: dict[str, Any] = {"by": _("程序"), "reason": why, "replaced_by": by.id}
            decisions = [{**said, "at": self._replies.now}]
            reply = replace(blank, state=ReplyState.REPLACED, decisions=decisions)
            if not self._dry:
                self._replies.change(reply, said=said)
            self._held = [reply if held is blank else held for held in self._held]

    def _kept(
        self,
        one: Said,
        outcome: Outcome,
        findings: Sequence[Finding],
        former: StoredReply | None,
    ) -> StoredReply:
        """Return the reply as the register holds it now; what is new is written down."""
        state = ReplyState.TAKEN if outcome is Outcome.IMPORTED else ReplyState.WAITING
        told = [finding.as_dict() for finding in findings if finding.code in CONTRADICTED]
        if former is None:
            reply = _stored(one, state, told)
            number = 0 if self._dry else self._replies.add(reply)
            reply = replace(reply, id=number)
            self._held.append(reply)
            return reply
        known = {finding.get("code") for finding in former.findings}
        told = [finding for finding in told if finding["code"] not in known]
        if former.state is state and not told:
            return former  # it waited before and waits still
        if former.state is state:
            reply = replace(former, findings=[*former.findings, *told])
            said: dict[str, Any] = {"contradicted": True}
        else:
            by = "--confirm" if one.judged.reply.unsure else _("重新读取")
            reply = _stored(one, state, told)
            reply = replace(reply, id=former.id, decisions=[*former.decisions, {"by": by}])
            said = {"confirmed": True}
        if not self._dry:
            self._replies.change(reply, said=said)
        self._held = [reply if held is former else held for held in self._held]
        return reply


def _called(held: StoredReply) -> str:
    return held.file if Source(held.source).sent_by_us else held.place


def _is_contested(held: StoredReply) -> bool:
    codes = (finding.get("code") for finding in held.findings)
    return held.state is ReplyState.WAITING and CONTESTED in codes


def _line(
    judged: Judged, outcome: Outcome, findings: tuple[Finding, ...], stored: StoredReply | None
) -> ReplyLine:
    # Of a duplicate the score is that of the reply that counts, whatever was decided of it.
    scored = None if outcome is Outcome.DUPLICATE else judged.score
    return ReplyLine(
        outcome=outcome,
        place=str(judged.reply.place),
        number=judged.survey_no,
        project_no=judged.project_no,
        unit=str(judged.data.get("respondent_unit") or ""),
        name=(judged.record.respondent and judged.record.respondent.name) or "",
        satisfaction=judged.shown_score if scored else "",
        valid=scored.valid if scored else None,
        invalid=scored.invalid if scored else "",
        id=stored.id if stored else 0,
        findings=findings,
    )


def _stored(one: Said, state: ReplyState, told: list[dict[str, Any]]) -> StoredReply:
    """Return what the register keeps: what was read and doubted in reading, who contradicts it.

    What the rules say of it is not kept: they say it again whenever they are asked.
    """
    judged, reply = one.judged, one.judged.reply
    return StoredReply(
        source=reply.source.value,
        key=reply.key,
        survey_no=judged.survey_no,
        project_no=judged.project_no,
        bank_digest=judged.bank_digest,
        state=state,
        entry=plain(reply.entry),
        content_sha=judged.content_sha,
        file=one.file.name,
        file_sha=one.file.sha,
        place=str(reply.place),
        answered_on=answered_on(judged),
        findings=[*(each.as_dict() for each in (*reply.findings, *reply.unsure)), *told],
    )

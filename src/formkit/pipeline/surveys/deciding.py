"""What becomes of returned surveys: taken, the same again, or for a person to decide.

All replies to one sheet are decided together, so that the order of the files says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from formkit.kernel.dates import format_datetime
from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level
from formkit.kernel.i18n import _
from formkit.pipeline.surveys.judging import Judged, plain
from formkit.pipeline.surveys.outcomes import Outcome, ReplyLine
from formkit.pipeline.surveys.read_files import ReadFile, SheetKey, sheet_key
from formkit.pipeline.surveys.sameness import (
    CONTESTED,
    CONTRADICTED,
    SETTLED,
    Reading,
    contradiction,
    differences,
    is_same,
)
from formkit.register import Replies, ReplyState, StoredReply

_MOST_NAMED = 4  # files that contradict one, told by name


@dataclass(frozen=True, slots=True)
class Seen:
    """A file with all its answers judged."""

    file: ReadFile
    judged: tuple[Judged, ...] = ()


class _Said(NamedTuple):
    """One answered survey: its file, what was judged, where its line goes."""

    file: ReadFile
    judged: Judged
    at: tuple[int, int]

    @property
    def called(self) -> str:
        """What it is called when two disagree: its file, of an export the row as well."""
        place = self.judged.reply.place
        return place.file if self.judged.reply.source.sent_by_us else str(place)


@dataclass
class Decider:
    """Decides the answered surveys of a handful of files, and writes down what is new.

    Args:
        replies: those of the register.
        confirm: doubtful readings are taken as well.
        dry: nothing is written.
    """

    replies: Replies
    confirm: bool = False
    dry: bool = False

    def lines(self, files: Sequence[Seen]) -> list[list[ReplyLine]]:
        """Return what became of the answers of each file, in the files' order."""
        sheets: dict[SheetKey, list[_Said]] = {}
        for number, one in enumerate(files):
            for row, judged in enumerate(one.judged):
                said = _Said(one.file, judged, (number, row))
                sheets.setdefault(sheet_key(judged.reply), []).append(said)
        lines: dict[tuple[int, int], ReplyLine] = {}
        keys: dict[tuple[str, ...], list[str]] = {}
        for kin, key in sheets:
            keys.setdefault(kin, []).append(key)
        held = {kin: self.replies.same(kin, some) for kin, some in keys.items()}
        for (kin, key), group in sheets.items():
            sheet = _Sheet(self, held[kin].get(key, []), group)
            lines.update(sheet.lines())
        return [
            [lines[number, row] for row in range(len(one.judged))]
            for number, one in enumerate(files)
        ]


class _Sheet:
    """All that is said of one sheet: what the register holds, what came now."""

    def __init__(self, by: Decider, held: list[StoredReply], said: Sequence[_Said]) -> None:
        self._by, self._held = by, held
        self._said = sorted(said, key=self._rank) if len(said) > 1 else said
        self._here = {
            one.at: self._of_file(one) for one in said if one.file.again
        }  # another mapping file may have given the rows another key
        self._rivals = self._contradictions()

    def _rank(self, one: _Said) -> Any:
        """Sure ones first; nothing of it comes from the file's name."""
        judged, reply = one.judged, one.judged.reply
        codes = tuple(sorted(finding.code for finding in judged.findings))
        asked = (judged.waits, not self._is_sure(judged))
        return (*asked, reply.source.value, judged.content_sha, codes, one.at)

    def _is_sure(self, judged: Judged) -> bool:
        return self._by.confirm or not judged.reply.unsure

    def _of_file(self, one: _Said) -> list[StoredReply]:
        place = str(one.judged.reply.place)
        known = {reply.id for reply in self._held}
        found = self._by.replies.of_file(one.file.sha)
        return [reply for reply in found if reply.place == place and reply.id not in known]

    def _known(self, one: _Said) -> list[StoredReply]:
        return [*self._held, *self._here.get(one.at, ())]

    def _same(self, one: _Said) -> StoredReply | None:
        known = self._known(one)
        return next((held for held in known if is_same(held, one.judged, one.file.sha)), None)

    def _contradictions(self) -> dict[tuple[int, int], Finding]:
        """Return by place what is told of those that say otherwise than another new one.

        Nobody knows which of them counts. What counts already, and what waited before for another
        reason (and was asked for again, perhaps), contradicts nobody: the register comes first.
        """
        if any(held.state is ReplyState.TAKEN for held in self._held):
            return {}
        open_ = [held for held in self._held if _is_contested(held)]
        if len(self._said) + len(open_) < 2:  # noqa: PLR2004 - it takes two
            return {}
        new = [one for one in self._said if self._may_count(one)]
        rivals = [(one.called, _reading(one)) for one in new]
        rivals += [(held.file, (held.source, held.entry)) for held in open_]
        found = {}
        for one in new:
            mine = _reading(one)
            told = {name: said for name, other in rivals if (said := contradiction(mine, other))}
            if told:
                found[one.at] = _contested(one, told)
        return found

    def _may_count(self, one: _Said) -> bool:
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
            yield one.at, _line(one.judged, outcome, findings, former)

    def _decided(self, one: _Said) -> tuple[Outcome, tuple[Finding, ...], StoredReply | None]:
        """Return the outcome, all that is told, and the same reply where it came before."""
        judged, findings = one.judged, one.judged.findings
        place = judged.reply.place
        same = self._same(one)
        taken = (each for each in reversed(self._known(one)) if each.state is ReplyState.TAKEN)
        other = next(taken, None)
        differing = differences(other.entry, plain(judged.reply.entry)) if other else ""
        settled = same if same is not None and same.state in SETTLED else None
        if settled is None and not differing and not judged.waits:
            settled = other
        if settled is not None:
            return Outcome.DUPLICATE, (_told_again(settled, place),), settled
        if other is not None and differing:  # what counts is never overwritten
            said = {"other": _numbered(other), "differences": differing}
            said["taken_at"] = moment(other.taken_at)
            conflict = fault("FK-SUR-120", place, level=Level.ERROR, **said)
            return Outcome.WAITING, (*findings, conflict), same
        if rival := self._rivals.get(one.at):
            return Outcome.WAITING, (*findings, *judged.reply.unsure, rival), same
        if judged.waits:
            return Outcome.WAITING, findings, same
        if not self._is_sure(judged):
            asked = fault("FK-SUR-123", place, level=Level.WARNING)
            return Outcome.WAITING, (*findings, *judged.reply.unsure, asked), same
        return Outcome.IMPORTED, (*findings, *judged.reply.unsure), same

    def _kept(
        self,
        one: _Said,
        outcome: Outcome,
        findings: Sequence[Finding],
        former: StoredReply | None,
    ) -> StoredReply:
        """Return the reply as the register holds it now; what is new is written down."""
        state = ReplyState.TAKEN if outcome is Outcome.IMPORTED else ReplyState.WAITING
        told = [finding.as_dict() for finding in findings if finding.code in CONTRADICTED]
        if former is None:
            reply = _stored(one, state, told)
            number = 0 if self._by.dry else self._by.replies.add(reply)
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
        if not self._by.dry:
            self._by.replies.change(reply, said=said)
        self._held = [reply if held is former else held for held in self._held]
        return reply


def _reading(one: _Said) -> Reading:
    return one.judged.reply.source.value, plain(one.judged.reply.entry)


def _is_contested(held: StoredReply) -> bool:
    codes = (finding.get("code") for finding in held.findings)
    return held.state is ReplyState.WAITING and CONTESTED in codes


def _contested(one: _Said, told: dict[str, str]) -> Finding:
    names = sorted(told)
    others = "、".join(f"「{name}」" for name in names[:_MOST_NAMED])
    others += "……" if len(names) > _MOST_NAMED else ""
    said: dict[str, Any] = {"own": one.called, "others": others, "differences": told[names[0]]}
    return fault(CONTESTED, one.judged.reply.place, **said)


def _told_again(same: StoredReply, place: Any) -> Finding:
    said = {"other": _numbered(same), "state": same.state.value}
    said["taken_at"] = moment(same.taken_at)
    return fault("FK-SUR-121", place, level=Level.INFO, **said)


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
        satisfaction=judged.shown_score if scored else "",
        valid=scored.valid if scored else None,
        invalid=scored.invalid if scored else "",
        id=stored.id if stored else 0,
        findings=findings,
    )


def moment(text: str) -> str:
    """Return a moment of the register as it is read; of this run, that it is this run's."""
    return format_datetime(datetime.fromisoformat(text)) if text else _("本次")


def _numbered(stored: StoredReply) -> str:
    """Return what a reply is called; one of a dry run has no number yet."""
    return _("第 {id} 号").format(id=stored.id) if stored.id else _("试运行")


def _stored(one: _Said, state: ReplyState, told: list[dict[str, Any]]) -> StoredReply:
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


def answered_on(judged: Judged) -> str:
    """Return the day on which it was answered, else surveyed; empty where nobody says."""
    record = judged.record
    sign = record.respondent_sign
    day = (sign.signed_on if sign else None) or record.surveyed_on
    return day.isoformat() if day else ""

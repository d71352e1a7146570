"""Whether two replies say the same, and where they differ: nothing is taken twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from formkit.kernel.findings import Finding, Level
from formkit.pipeline.surveys.judging import Judged, plain
from formkit.register import ReplyState, StoredReply
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.surveys.reply import NUMBER, Source

SETTLED: Final = frozenset({ReplyState.TAKEN, ReplyState.REPLACED, ReplyState.DROPPED})
CONTESTED: Final = "FK-SUR-139"  # another reply that nobody decided on says otherwise
BY_COUNTED: Final = frozenset({"FK-SUR-120", "FK-SUR-162"})  # another reply counts already
CONTRADICTED: Final = BY_COUNTED | {CONTESTED}
OPEN: Final = frozenset({ReplyState.TAKEN, ReplyState.WAITING})
_WHOLE = ("", NUMBER)  # paths of findings that doubt the sheet, not one of its answers
_SAYS = ("overall", "best_aspect", "worst_aspect", "comments")  # besides the items
_MOST_TOLD = 6  # differences between two replies that are named


class Reading(NamedTuple):
    """What one reply says: where it comes from, and its entry as plain data."""

    source: Source
    key: str
    entry: Mapping[str, Any]


def reading(reply: Judged | StoredReply) -> Reading:
    """Return what a reply says, be it new or of the register."""
    if isinstance(reply, StoredReply):
        return Reading(Source(reply.source), reply.key, reply.entry)
    return Reading(reply.reply.source, reply.reply.key, plain(reply.reply.entry))


def is_same(stored: StoredReply, judged: Judged, sha: str) -> bool:
    """Whether a stored reply says the same: nothing is to be taken twice.

    Other bytes that say the same are the same reply, unless one of the two is doubted as a whole
    (it names two numbers) and the other is not. A sheet that came back in two ways (a workbook and
    a Word print, a workbook and a row of an export) is compared by its answers.
    """
    if not _are_written_alike(reading(stored), reading(judged)):
        settled = stored.state in SETTLED
        return settled and not _differing_answers(stored.entry, plain(judged.reply.entry))
    if stored.content_sha != judged.content_sha:
        return False
    if stored.file_sha == sha:
        return True
    doubts = {one.code for one in judged.reply.findings if _is_doubt(one)}
    before = [Finding.of_dict(one) for one in stored.findings]
    known = {one.code for one in before if one.place.path in _WHOLE}
    return {one.code for one in before if _is_doubt(one)} <= doubts <= known


def _is_doubt(finding: Finding) -> bool:
    whole = finding.place.path in _WHOLE and finding.code not in CONTRADICTED
    return whole and finding.level is Level.ERROR


def _are_written_alike(one: Reading, other: Reading) -> bool:
    """Whether all fields can be compared: two workbooks, or the same row of two downloads.

    Otherwise one of them may have fields that the other one lacks, and only the answers count.
    """
    own = one.source.sent_by_us or one.key == other.key
    return one.source is other.source and own


def is_blank(reply: Judged | StoredReply) -> bool:
    """Whether nothing at all was answered or written, and nothing about it is doubtful.

    Such a reply contradicts nobody: it gives way to one that answers the same sheet. One that a
    person decided on is none.
    """
    if isinstance(reply, StoredReply):
        if reply.decisions or reply.state not in OPEN:
            return False
        doubts = [one.get("level") for one in reply.findings]
        entry = reply.entry
    else:
        doubts = [one.level for one in (*reply.reply.findings, *reply.reply.unsure)]
        entry = reply.reply.entry
    if any(level != Level.INFO for level in doubts):
        return False
    answered = any(one.get("na") or one.get("choices") for one in entry.get("answers", ()))
    return not answered and not any(entry.get(name) for name in _SAYS)


def contradiction(one: Reading, other: Reading) -> str:
    """Return in words what two replies to one sheet answer otherwise; empty: they say the same."""
    if _are_written_alike(one, other):
        return differences(one.entry, other.entry)
    return _told(_differing_answers(one.entry, other.entry))


def differences(before: Any, now: Any) -> str:
    """Return in words what two readings of the same sheet answer otherwise, at most a few."""
    told = _differing_answers(before, now)
    others = sorted((before.keys() | now.keys()) - {"answers", "overall"})
    changed = [name for name in others if before.get(name) != now.get(name)]
    told += [SatisfactionSurvey.model_fields[name].title or name for name in changed]
    return _told(told)


def _told(differing: list[str]) -> str:
    return "、".join(differing[:_MOST_TOLD]) + ("……" if len(differing) > _MOST_TOLD else "")


def _differing_answers(before: Any, now: Any) -> list[str]:
    """Return the items, and the overall answer, that two readings answer otherwise."""
    old, new = _answers(before), _answers(now)
    told = []
    for item in sorted(old.keys() | new.keys()):
        if old.get(item, "空") != new.get(item, "空"):
            section, number = item
            told.append(f"{section}{number} {old.get(item, '空')}→{new.get(item, '空')}")
    one, other = before.get("overall") or "空", now.get("overall") or "空"
    if one != other:
        told.append(f"总体评价 {one}→{other}")
    return told


def _answers(entry: Any) -> dict[tuple[str, int], str]:
    return {
        (str(one.get("section", "")), int(one.get("item_no") or 0)): answer_of(one)
        for one in entry.get("answers", ())
    }


def answer_of(answer: Mapping[str, Any]) -> str:
    """Return in a word what was answered of one item."""
    return "不适用" if answer.get("na") else "、".join(answer.get("choices") or ()) or "空"

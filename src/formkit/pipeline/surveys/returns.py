"""The story of `survey import`: files of strangers become answered surveys of the register.

Copy → read in a process that may die → judge → one transaction per handful of files. Every file and
every answered survey ends in exactly one outcome; doing it again changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from formkit.kernel.dates import format_datetime
from formkit.kernel.errors import FormkitError, InputUnreadable, fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.kernel.i18n import _
from formkit.pipeline.surveys import returned_files as survey_files
from formkit.pipeline.surveys.judging import Judge, Judged, plain
from formkit.pipeline.surveys.outcomes import FileLine, ImportReport, Outcome, ReplyLine, worst
from formkit.pipeline.surveys.returned_files import Quarantine
from formkit.pipeline.surveys.sameness import SETTLED, differences, is_same
from formkit.pipeline.workspace import Workspace
from formkit.register import Replies, ReplyState, ReturnedFile, StoredReply
from formkit.surveys.exports import mapping as mappings
from formkit.surveys.reading.desk import Desk
from formkit.surveys.reply import Reply, Source
from formkit.surveys.returned import Returned

FILES_AT_ONCE = 100  # files that are held in memory, and registered, at a time


@dataclass(frozen=True, slots=True)
class ImportWish:
    """How surveys are taken back.

    source: what the files are; None: told from their content. mapping: the file that says how an
    export is read. dry_run: nothing is written. confirm: doubtful readings are taken as well.
    move_done: where files go that were imported or came before; None: they stay. jobs: processes
    that read; 0: one per core.
    """

    source: Source | None = None
    mapping: Path | None = None
    dry_run: bool = False
    confirm: bool = False
    move_done: Path | None = None
    jobs: int = 1


def import_surveys(
    workspace: Workspace,
    paths: Sequence[Path],
    wish: ImportWish,
    *,
    told: Callable[[FileLine], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ImportReport:
    """Take the surveys in these files and folders; return what became of each.

    Args:
        workspace: where they were sent out and are registered.
        paths: files and folders.
        wish: how they are taken.
        told: is given the line of every file as it comes; None: nobody is told.
        progress: is told how many of how many files are done.

    Raises:
        UsageError: there is no workspace, or a path holds no file.
        ProfileError: the profile or the mapping file is wrong.
        OutputError: the register or the folder of copies cannot be written.
    """
    found = survey_files.found(paths)
    with ExitStack() as closing:
        register = workspace.register()
        closing.callback(register.close)
        root = workspace.folder()
        if wish.dry_run:
            root = Path(
                closing.enter_context(
                    TemporaryDirectory(prefix="formkit-survey-", ignore_cleanup_errors=True)
                )
            )
        doubts = tuple(register.doubts())
        judge = Judge(workspace, register)
        plan = mappings.load(wish.mapping) if wish.mapping else None
        desk = closing.enter_context(Desk(jobs=wish.jobs or os.cpu_count() or 1))
        run = _Run(wish, plan, judge, desk, Quarantine(root), root)
        lines: list[FileLine] = []
        files = iter(zip(found.files, survey_files.names(found.files), strict=True))
        while handful := list(islice(files, FILES_AT_ONCE)):
            with register.replies() as replies:
                seen = run.seen(handful, replies)
            if wish.dry_run:
                with register.replies() as replies:
                    done = [run.settled(one, replies) for one in seen]
            else:
                run.quarantine.make_durable()
                with register.writing() as writing:
                    done = [run.written(one, writing.replies) for one in seen]
                    kept = {one.sha for one in seen if writing.replies.keeps(one.sha)}
                run.quarantine.keep_only(one.copy for one in seen if one.sha in kept)
            for line in run.put_away(handful, seen, done):
                lines.append(line)
                if told:
                    told(line)
            if progress:
                progress(len(lines), len(found.files))
        return ImportReport(tuple(lines), found.passed_over, wish.dry_run, doubts)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as read and judged, before the register has a word."""

    name: str
    copy: Path | None
    sha: str
    judged: tuple[Judged, ...] = ()
    refusal: Finding | None = None
    before: ReturnedFile | None = None  # these very bytes were imported before
    again: bool = False  # they came before and are read anew


@dataclass
class _Run:
    wish: ImportWish
    plan: Any
    judge: Judge
    desk: Desk
    quarantine: Quarantine
    root: Path
    foreseen: list[StoredReply] = field(default_factory=list)  # of a dry run

    def seen(self, handful: Sequence[tuple[Path, str]], replies: Replies) -> list[_Seen]:
        """Return the files read and judged, in order; a file that cannot be read is refused.

        Bytes that were imported before are not read again.
        """
        copies = [self._copied(path, name, replies) for path, name in handful]
        asked = [
            Returned(one.copy, one.name, self.wish.source, self.plan)
            for one in copies
            if one.copy is not None and one.before is None
        ]
        answers = iter(self.desk.read(asked, self.judge.banks))
        return [
            one if one.copy is None or one.before else self._judged(one, next(answers))
            for one in copies
        ]

    def _copied(self, path: Path, name: str, replies: Replies) -> _Seen:
        try:
            copy, sha = self.quarantine.copy(path)
        except InputUnreadable as error:
            return _Seen(name, None, "", refusal=error.finding())
        before = replies.file(sha)
        done = before if before and before.outcome == Outcome.IMPORTED.value else None
        return _Seen(name, copy, sha, before=done, again=before is not None and done is None)

    def _judged(self, one: _Seen, answer: Sequence[Reply] | FormkitError) -> _Seen:
        if isinstance(answer, FormkitError):
            return replace(one, refusal=answer.finding())
        if not answer:
            return replace(one, refusal=fault("FK-SUR-125", Place(file=one.name)))
        return replace(one, judged=tuple(self.judge.judge(reply) for reply in answer))

    def settled(self, one: _Seen, replies: Replies) -> FileLine:
        """Return what would become of a file; nothing is written but remembered for the next."""
        if one.refusal is not None or one.before is not None:
            return _told_before_reading(one)
        lines = []
        for judged in one.judged:
            outcome, findings, former = self._decided(one, judged, replies)
            lines.append(self._line(judged, outcome, findings, former))
            if outcome is Outcome.IMPORTED:
                self.foreseen.append(_stored(one, judged, ReplyState.TAKEN))
        return FileLine(one.name, worst(line.outcome for line in lines), (), tuple(lines))

    def written(self, one: _Seen, replies: Replies) -> FileLine:
        """Return what became of a file; what is new is written down."""
        if one.refusal is not None or one.before is not None:
            line = _told_before_reading(one)
        else:
            lines = tuple(self._take(one, judged, replies) for judged in one.judged)
            line = FileLine(one.name, worst(reply.outcome for reply in lines), (), lines)
            if one.again:
                _set_aside(one.sha, {reply.id for reply in lines}, replies)
        if one.sha and line.outcome is not Outcome.DUPLICATE:
            self._log(one, line, replies)
        return line

    def _log(self, one: _Seen, line: FileLine, replies: Replies) -> None:
        kept = line.outcome is not Outcome.REFUSED and one.copy is not None
        copy = one.copy.relative_to(self.root).as_posix() if kept and one.copy else ""
        told = [finding.as_dict() for finding in line.findings]
        replies.put_file(ReturnedFile(one.sha, one.name, line.outcome.value, told, copy))

    def _take(self, one: _Seen, judged: Judged, replies: Replies) -> ReplyLine:
        outcome, findings, former = self._decided(one, judged, replies)
        state = ReplyState.TAKEN if outcome is Outcome.IMPORTED else ReplyState.WAITING
        if outcome is Outcome.DUPLICATE:
            return self._line(judged, outcome, findings, former)
        reply = _stored(one, judged, state)
        if former is not None:
            if former.state is state:  # it waited before and waits still
                return self._line(judged, outcome, findings, former)
            reply = replace(reply, id=former.id, decisions=[*former.decisions, {"by": "--confirm"}])
            replies.change(reply, said={"confirmed": True})
            return self._line(judged, outcome, findings, reply)
        return self._line(judged, outcome, findings, replace(reply, id=replies.add(reply)))

    def _decided(
        self, one: _Seen, judged: Judged, replies: Replies
    ) -> tuple[Outcome, tuple[Finding, ...], StoredReply | None]:
        """Return the outcome, all that is told, and the same reply where it came before."""
        findings = judged.findings
        place = judged.reply.place
        kin, key = judged.reply.source.kin, judged.reply.key
        before = replies.same(kin, key)
        if one.again:  # another mapping file may have given the rows another key
            known = {reply.id for reply in before}
            here = [reply for reply in replies.of_file(one.sha) if reply.place == str(place)]
            before += [reply for reply in here if reply.id not in known]
        before += [one for one in self.foreseen if one.source in kin and one.key == key]
        same = next((stored for stored in before if is_same(stored, judged, one.sha)), None)
        if same is not None and same.state in SETTLED:
            said = {"other": _numbered(same), "state": same.state.value}
            said["taken_at"] = _moment(same.taken_at)
            told = fault("FK-SUR-121", place, level=Level.INFO, **said)
            return Outcome.DUPLICATE, (told,), same
        other = next((each for each in reversed(before) if each.state is ReplyState.TAKEN), None)
        differing = differences(other.entry, plain(judged.reply.entry)) if other else ""
        if other is not None and differing:
            said = {"other": _numbered(other), "differences": differing}
            said["taken_at"] = _moment(other.taken_at)
            conflict = fault("FK-SUR-120", place, level=Level.ERROR, **said)
            return Outcome.WAITING, (*findings, conflict), same
        if judged.waits:
            return Outcome.WAITING, findings, same
        if judged.reply.unsure and not self.wish.confirm:
            asked = fault("FK-SUR-123", place, level=Level.WARNING)
            return Outcome.WAITING, (*findings, *judged.reply.unsure, asked), same
        return Outcome.IMPORTED, (*findings, *judged.reply.unsure), same

    def _line(
        self,
        judged: Judged,
        outcome: Outcome,
        findings: tuple[Finding, ...],
        stored: StoredReply | None,
    ) -> ReplyLine:
        # Of a duplicate the score is that of the reply that counts, whatever was decided of it.
        scored = None if outcome is Outcome.DUPLICATE else judged.score
        return ReplyLine(
            outcome=outcome,
            place=str(judged.reply.place),
            number=judged.survey_no,
            project_no=judged.project_no,
            unit=str(judged.data.get("respondent_unit") or ""),
            satisfaction=self.judge.shown(scored),
            valid=scored.valid if scored else None,
            invalid=scored.invalid if scored else "",
            id=stored.id if stored else 0,
            findings=findings,
        )

    def put_away(
        self,
        handful: Sequence[tuple[Path, str]],
        seen: Sequence[_Seen],
        done: Sequence[FileLine],
    ) -> Iterator[FileLine]:
        """Yield the lines; files that are done with are moved where the clerk wants them."""
        for (path, _name), one, line in zip(handful, seen, done, strict=True):
            finished = line.outcome in (Outcome.IMPORTED, Outcome.DUPLICATE)
            if self.wish.move_done is None or self.wish.dry_run or not finished:
                yield line
                continue
            where, findings = survey_files.moved(path, self.wish.move_done, one.sha)
            yield replace(line, moved_to=where, findings=(*line.findings, *findings))


def _told_before_reading(one: _Seen) -> FileLine:
    """Return the line of a file that was refused, or whose bytes were imported before."""
    if one.refusal is not None:
        return FileLine(one.name, Outcome.REFUSED, (one.refusal,))
    before = one.before
    said = {"taken_at": _moment(before.taken_at), "outcome": before.outcome} if before else {}
    told = fault("FK-SUR-122", Place(file=one.name), level=Level.INFO, **said)
    return FileLine(one.name, Outcome.DUPLICATE, (told,))


def _set_aside(sha: str, kept: Collection[int], replies: Replies) -> None:
    """Let the earlier readings of these bytes go that nobody has decided and that no longer hold.

    A mapping file that was put right reads the same rows otherwise.
    """
    for stored in replies.of_file(sha):
        if stored.id in kept or stored.state is not ReplyState.WAITING or stored.decisions:
            continue
        said = {"by": _("重新读取")}
        replaced = replace(stored, state=ReplyState.REPLACED, decisions=[said])
        replies.change(replaced, said={"reread": True})


def _moment(text: str) -> str:
    """Return a moment of the register as it is read; of a dry run, that it is this run's."""
    return format_datetime(datetime.fromisoformat(text)) if text else _("本次")


def _numbered(stored: StoredReply) -> str:
    """Return what a reply is called; one of a dry run has no number yet."""
    return _("第 {id} 号").format(id=stored.id) if stored.id else _("试运行")


def _stored(one: _Seen, judged: Judged, state: ReplyState) -> StoredReply:
    """Return what the register keeps: what was read and doubted in reading.

    What the rules say of it is not kept: they say it again whenever they are asked.
    """
    reply = judged.reply
    return StoredReply(
        source=reply.source.value,
        key=reply.key,
        survey_no=judged.survey_no,
        project_no=judged.project_no,
        bank_digest=judged.bank_digest,
        state=state,
        entry=plain(reply.entry),
        content_sha=judged.content_sha,
        file=one.name,
        file_sha=one.sha,
        place=str(reply.place),
        answered_on=answered_on(judged),
        findings=[finding.as_dict() for finding in (*reply.findings, *reply.unsure)],
    )


def answered_on(judged: Judged) -> str:
    """Return the day on which it was answered, else surveyed; empty where nobody says."""
    record = judged.record
    sign = record.respondent_sign
    day = (sign.signed_on if sign else None) or record.surveyed_on
    return day.isoformat() if day else ""

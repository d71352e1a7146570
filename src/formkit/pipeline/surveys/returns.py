"""The story of `survey import`: files of strangers become answered surveys of the register.

Copy → read in a process that may die → when all are read: judge, decide sheet by sheet, one
transaction per handful of files. Every file and every answered survey ends in exactly one outcome,
in whatever order they come; doing it again changes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from formkit.kernel.errors import InputUnreadable, fault
from formkit.kernel.findings import Level, Place
from formkit.kernel.i18n import _
from formkit.kernel.temporary import Temporary
from formkit.pipeline.surveys import returned_files as survey_files
from formkit.pipeline.surveys.deciding import Decider, Seen
from formkit.pipeline.surveys.judging import Judge
from formkit.pipeline.surveys.outcomes import FileLine, ImportReport, Outcome, ReplyLine, worst
from formkit.pipeline.surveys.read_files import Answers, ReadFile, handfuls, read_file
from formkit.pipeline.surveys.returned_files import Quarantine
from formkit.pipeline.surveys.telling import moment
from formkit.pipeline.workspace import Workspace
from formkit.register import Register, Replies, ReplyState, ReturnedFile
from formkit.surveys.exports import mapping as mappings
from formkit.surveys.reading.desk import Desk
from formkit.surveys.reply import Source
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
        told: is given the line of every file as it is decided; None: nobody is told.
        progress: is told how many of how many files are read.

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
            root = closing.enter_context(Temporary("survey")).path
        doubts = tuple(register.doubts())
        judge = Judge(workspace, register)
        plan = mappings.load(wish.mapping) if wish.mapping else None
        desk = closing.enter_context(Desk(jobs=wish.jobs or os.cpu_count() or 1))
        answers = closing.enter_context(Answers(root))
        run = _Run(wish, plan, judge, desk, answers, Quarantine(root), root)
        files: list[ReadFile] = []
        named = iter(zip(found.files, survey_files.names(found.files), strict=True))
        while handful := list(islice(named, FILES_AT_ONCE)):
            with register.replies() as replies:
                files += run.read(handful, replies)
            if progress:
                progress(len(files), len(found.files))
        lines: dict[int, FileLine] = {}
        for places in handfuls(files, FILES_AT_ONCE):
            done = run.decided([files[at] for at in places], register)
            for at, line in zip(places, done, strict=True):
                lines[at] = run.put_away(found.files[at], files[at], line)
                if told:
                    told(lines[at])
        if not wish.dry_run:
            with register.replies() as replies:
                known = replies.known([one.sha for one in files])
            kept = {sha for sha, file in known.items() if file.copy}
            run.quarantine.keep_only(one.copy for one in files if one.sha in kept)
        ordered = tuple(lines[at] for at in range(len(files)))
        return ImportReport(ordered, found.passed_over, wish.dry_run, doubts)


@dataclass
class _Run:
    wish: ImportWish
    plan: Any
    judge: Judge
    desk: Desk
    answers: Answers
    quarantine: Quarantine
    root: Path

    def read(self, handful: Sequence[tuple[Path, str]], replies: Replies) -> list[ReadFile]:
        """Return the files read, in order; a file that cannot be read is refused.

        Bytes that were imported before are not read again.
        """
        copies = [self._copied(path, name) for path, name in handful]
        known = replies.known([one.sha for one in copies])
        copies = [_compared(one, known.get(one.sha)) for one in copies]
        asked = [
            Returned(one.copy, one.name, self.wish.source, self.plan)
            for one in copies
            if one.copy is not None and one.before is None
        ]
        answers = iter(self.desk.read(asked, self.judge.banks))
        return [
            one if one.copy is None or one.before else read_file(one, next(answers), self.answers)
            for one in copies
        ]

    def _copied(self, path: Path, name: str) -> ReadFile:
        try:
            copy, sha = self.quarantine.copy(path)
        except InputUnreadable as error:
            return ReadFile(name, None, "", refusal=error.finding())
        return ReadFile(name, copy, sha)

    def decided(self, files: Sequence[ReadFile], register: Register) -> list[FileLine]:
        """Return what became of some files; what is new is written down, in one transaction."""
        seen = self._judged(files)
        if self.wish.dry_run:
            with register.replies() as replies:
                return self._lines(seen, replies)
        self.quarantine.make_durable()
        with register.writing() as writing:
            lines = self._lines(seen, writing.replies)
            self._write(files, lines, writing.replies)
        return lines

    def _judged(self, files: Sequence[ReadFile]) -> list[Seen]:
        replies = [() if one.at is None else self.answers.get(one.at) for one in files]
        judged = self.judge.each(chain.from_iterable(replies))
        return [
            Seen(file, tuple(islice(judged, len(said))))
            for file, said in zip(files, replies, strict=True)
        ]

    def _lines(self, seen: Sequence[Seen], replies: Replies) -> list[FileLine]:
        decider = Decider(replies, confirm=self.wish.confirm, dry=self.wish.dry_run)
        found = decider.lines(seen)
        return [_line(one.file, lines) for one, lines in zip(seen, found, strict=True)]

    def _write(
        self, files: Sequence[ReadFile], lines: Sequence[FileLine], replies: Replies
    ) -> None:
        came = []
        for file, line in zip(files, lines, strict=True):
            if file.again and line.replies:
                _set_aside(file.sha, {reply.id for reply in line.replies}, replies)
            if not file.sha or line.outcome is Outcome.DUPLICATE:
                continue
            kept = line.outcome is not Outcome.REFUSED and file.copy is not None
            copy = file.copy.relative_to(self.root).as_posix() if kept and file.copy else ""
            told = [finding.as_dict() for finding in line.findings]
            came.append(ReturnedFile(file.sha, file.name, line.outcome.value, told, copy))
        replies.put_files(came)

    def put_away(self, path: Path, file: ReadFile, line: FileLine) -> FileLine:
        """Return the line; a file that is done with is moved where the clerk wants it."""
        finished = line.outcome in (Outcome.IMPORTED, Outcome.DUPLICATE)
        if self.wish.move_done is None or self.wish.dry_run or not finished:
            return line
        where, findings = survey_files.moved(path, self.wish.move_done, file.sha)
        return replace(line, moved_to=where, findings=(*line.findings, *findings))


def _compared(file: ReadFile, before: ReturnedFile | None) -> ReadFile:
    """Return the file with what the register says of the same bytes."""
    if before is None:
        return file
    done = before.outcome == Outcome.IMPORTED.value
    return replace(file, before=before if done else None, again=not done)


def _line(file: ReadFile, replies: Sequence[ReplyLine]) -> FileLine:
    """Return the line of a file; it was refused, or its bytes came before, or it was read."""
    if file.refusal is not None:
        return FileLine(file.name, Outcome.REFUSED, (file.refusal,))
    if file.before is not None:
        said = {"taken_at": moment(file.before.taken_at), "outcome": file.before.outcome}
        told = fault("FK-SUR-122", Place(file=file.name), level=Level.INFO, **said)
        return FileLine(file.name, Outcome.DUPLICATE, (told,))
    return FileLine(file.name, worst(one.outcome for one in replies), (), tuple(replies))


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

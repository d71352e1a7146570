"""Answered surveys that came back: what was taken, what waits for a person, what was decided."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, Select, insert, select, update

from formkit.kernel.i18n import _
from formkit.register.history import data_sha
from formkit.register.tables import portions, replies, returned_files

_ROWS_AT_ONCE = 500

KEPT = "留存来件"
TAKEN = "收回答卷"
DECIDED = "裁定答卷"

Note = Callable[[str, str, Mapping[str, Any]], None]


class ReplyState(StrEnum):
    """Where an answered survey stands; only those that were taken enter the statistics."""

    TAKEN = "已收"
    WAITING = "待人工确认"
    REPLACED = "已替换"
    DROPPED = "不采用"


@dataclass(frozen=True, slots=True)
class StoredReply:
    """One answered survey as the register holds it.

    entry: the record's fields as they were read, plain data. place: where it stands, in words.
    content_sha: of what was read, whatever was decided since. findings: what was told of it in
    reading, as `Finding.as_dict`. decisions: who decided what and why.
    id: 0 until it is written down.
    """

    source: str
    key: str
    survey_no: str
    project_no: str
    bank_digest: str
    state: ReplyState
    entry: Mapping[str, Any]
    content_sha: str
    file: str
    file_sha: str
    place: str
    answered_on: str = ""
    findings: list[Any] = field(default_factory=list)
    decisions: list[Any] = field(default_factory=list)
    taken_at: str = ""
    id: int = 0

    @property
    def subject(self) -> str:
        """What the history calls it: the number it was sent out under, else source and key."""
        return self.survey_no or f"{self.source}:{self.key}"[:120]


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """One file that came back, known by its SHA-256, and what became of it."""

    sha: str
    name: str
    outcome: str
    findings: list[Any] = field(default_factory=list)
    copy: str = ""  # where the untouched copy lies, counted from the workspace
    taken_at: str = ""


def _gist(file: ReturnedFile) -> tuple[str, str, list[Any]]:
    """Return what became of a file, whatever it was called."""
    return file.outcome, file.copy, [one.get("code") for one in file.findings]


class Replies:
    """The answered surveys of a register, within one connection.

    Args:
        connection: an open one; of a transaction where something is to be written.
        now: the moment that is written down.
        note: adds a line to the history; None: this one only reads.
    """

    def __init__(self, connection: Connection, now: str = "", note: Note | None = None) -> None:
        self._connection = connection
        self._now = now
        self._note = note

    @property
    def now(self) -> str:
        """The moment that is written down; empty where this one only reads."""
        return self._now

    def known(self, shas: Collection[str]) -> dict[str, ReturnedFile]:
        """Return by SHA-256 what became of those of these files that came before."""
        found = {}
        for some in portions(shas):
            query = select(returned_files).where(returned_files.c.sha.in_(some))
            for row in self._connection.execute(query):
                found[row.sha] = ReturnedFile(**dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name
        return found

    def files(self) -> Iterator[ReturnedFile]:
        """Yield all files that came back, by the moment they were taken."""
        query = select(returned_files).order_by(returned_files.c.taken_at, returned_files.c.name)
        for row in self._connection.execute(query):
            yield ReturnedFile(**dict(row._mapping))  # noqa: SLF001

    def put_files(self, files: Sequence[ReturnedFile]) -> None:
        """Write down what became of files; the newer word stands, the same one changes nothing."""
        before = self.known([file.sha for file in files])
        said = dict(before)
        for file in files:
            if file.sha not in said or _gist(said[file.sha]) != _gist(file):
                said[file.sha] = replace(file, taken_at=self._now)
        new = [asdict(file) for sha, file in said.items() if sha not in before]
        if new:
            self._connection.execute(insert(returned_files), new)
        for file in said.values():
            if self._note is not None and file.copy and file.sha not in before:
                self._note(KEPT, file.name[:120], {"sha256": file.sha, "file": file.copy})
        for sha, file in said.items():
            if sha in before and file is not before[sha]:
                own = returned_files.c.sha == sha
                self._connection.execute(update(returned_files).where(own).values(asdict(file)))

    def reply(self, number: int) -> StoredReply | None:
        """Return the reply of that id; None where there is none."""
        return next(self._found(select(replies).where(replies.c.id == number)), None)

    def same(self, sources: Collection[str], keys: Collection[str]) -> dict[str, list[StoredReply]]:
        """Return by key the replies of those sources under those keys, oldest first."""
        found: dict[str, list[StoredReply]] = {}
        for some in portions(keys):
            query = select(replies).where(replies.c.source.in_(sources), replies.c.key.in_(some))
            for reply in self._found(query.order_by(replies.c.id)):
                found.setdefault(reply.key, []).append(reply)
        return found

    def of_numbers(self, numbers: Collection[str]) -> dict[str, list[StoredReply]]:
        """Return by number the replies to those sheets, from whatever source, oldest first."""
        found: dict[str, list[StoredReply]] = {}
        for some in portions(numbers):
            query = select(replies).where(replies.c.survey_no.in_(some)).order_by(replies.c.id)
            for reply in self._found(query):
                found.setdefault(reply.survey_no, []).append(reply)
        return found

    def of_file(self, sha: str) -> list[StoredReply]:
        """Return the replies that were read from the file with these bytes, oldest first."""
        query = select(replies).where(replies.c.file_sha == sha).order_by(replies.c.id)
        return list(self._found(query))

    def all(
        self, *, states: Collection[ReplyState] = (), project: str = ""
    ) -> Iterator[StoredReply]:
        """Yield the replies in the order of taking; those in these states, of this project."""
        query = select(replies).order_by(replies.c.id)
        if states:
            query = query.where(replies.c.state.in_([str(state) for state in states]))
        if project:
            query = query.where(replies.c.project_no == project)
        return self._found(query)

    def add(self, reply: StoredReply) -> int:
        """Write a new reply down and return its id."""
        values = _values(reply) | {"taken_at": self._now}
        done = self._connection.execute(insert(replies), values)
        key = done.inserted_primary_key
        number = int(key[0]) if key else 0
        self._tell(TAKEN, reply, {"id": number, "state": str(reply.state), "file": reply.file})
        return number

    def change(self, reply: StoredReply, *, said: Mapping[str, Any]) -> None:
        """Write a person's decision down; `said` goes into the history."""
        self._connection.execute(
            update(replies).where(replies.c.id == reply.id).values(_values(reply))
        )
        self._tell(DECIDED, reply, {"id": reply.id, "state": str(reply.state), **said})

    def void(self, number: str, reason: str) -> list[int]:
        """Let the replies that count of a number that was voided wait for a person; return them."""
        found = self.of_numbers([number]).get(number, [])
        counted = [one for one in found if one.state is ReplyState.TAKEN]
        for one in counted:
            said = {"by": _("程序"), "reason": _("编号已作废:{reason}").format(reason=reason)}
            decisions = [*one.decisions, {**said, "at": self._now}]
            waits = replace(one, state=ReplyState.WAITING, decisions=decisions)
            self.change(waits, said=said)
        return [one.id for one in counted]

    def _tell(self, action: str, reply: StoredReply, detail: Mapping[str, Any]) -> None:
        if self._note is not None:
            told = {"sha256": reply.file_sha, "entry_sha256": data_sha(reply.entry)}
            self._note(action, reply.subject, {**detail, **told})

    def _found(self, query: Select[Any]) -> Iterator[StoredReply]:
        few = {"yield_per": _ROWS_AT_ONCE}
        for row in self._connection.execute(query, execution_options=few):
            yield _reply_of(row)


def _values(reply: StoredReply) -> dict[str, Any]:
    names = (name for name in StoredReply.__dataclass_fields__ if name not in ("id", "taken_at"))
    values = {name: getattr(reply, name) for name in names}
    return values | {"state": str(reply.state), "entry": dict(reply.entry)}


def _reply_of(row: Row[Any]) -> StoredReply:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
    return StoredReply(**values | {"state": ReplyState(values["state"])})

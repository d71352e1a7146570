"""The files of one import, read: what each says lies on disk until all of them are known.

Only then it is known which sheets were answered more than once, whatever the files are called.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Final, Self

from formkit.kernel.errors import FormkitError, fault
from formkit.kernel.files import explained
from formkit.kernel.findings import Finding, Place
from formkit.register import ReturnedFile
from formkit.surveys.reply import Reply, Source

_IN_MEMORY: Final = 32_000_000  # bytes of answers; more go to disk

SheetKey = tuple[tuple[Source, ...], str]
"""What is answered: a sheet's number, whatever the source (there is none then), or the key of a
reply among the sources that may give it."""


def sheet_keys(reply: Reply) -> tuple[SheetKey, ...]:
    """Return which sheet a reply answers: replies with a key in common say the same, or contradict.

    The number of a sheet is one, however the answer comes back. A row of an export is known by its
    own key as well: another mapping file may tell its number, or tell it no more.
    """
    number = reply.claim.survey_no
    if not number:
        return ((reply.source.kin, reply.key),)
    own = () if reply.source.sent_by_us else ((reply.source.kin, reply.key),)
    return (((), number), *own)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as read, before the register has a word.

    at: where its answers lie; None of one that was refused or imported before. keys: which sheets
    it answers. before: these very bytes were imported before. again: they came before and are read
    anew.
    """

    name: str
    copy: Path | None
    sha: str
    refusal: Finding | None = None
    before: ReturnedFile | None = None
    again: bool = False
    at: int | None = None
    keys: tuple[SheetKey, ...] = ()


class Answers:
    """What files say, kept until it is asked for; a context manager.

    Args:
        folder: where they go when memory is not enough.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: Any = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - see __exit__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, answers: Sequence[Reply]) -> int:
        """Keep what a file says and return where.

        Raises:
            OutputError: the disk is full or at fault.
        """
        at = int(self._file.tell())
        try:
            pickle.dump(answers, self._file, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise explained(error, self._folder / "_") from error
        return at

    def get(self, at: int) -> Sequence[Reply]:
        """Return what a file says."""
        self._file.seek(at)
        answers: Sequence[Reply] = pickle.load(self._file)  # noqa: S301 - a nameless file of ours
        return answers


def read_file(
    copied: ReadFile, answer: Sequence[Reply] | FormkitError, answers: Answers
) -> ReadFile:
    """Return a copied file with what was read of it; one that says nothing is refused."""
    refusal = None
    if isinstance(answer, FormkitError):
        refusal = answer.finding()
    elif not answer:
        refusal = fault("FK-SUR-125", Place(file=copied.name))
    if refusal is not None or isinstance(answer, FormkitError):
        return ReadFile(copied.name, copied.copy, copied.sha, refusal, again=copied.again)
    keys = tuple(dict.fromkeys(key for reply in answer for key in sheet_keys(reply)))
    at = answers.put(answer)
    return ReadFile(copied.name, copied.copy, copied.sha, again=copied.again, at=at, keys=keys)


def handfuls(files: Sequence[ReadFile], size: int) -> Iterator[list[int]]:
    """Yield the places of the files, about so many at a time; what answers one sheet together."""
    handful: list[int] = []
    for cluster in _clusters(files):
        handful += cluster
        if len(handful) >= size:
            yield sorted(handful)
            handful = []
    if handful:
        yield sorted(handful)


def _clusters(files: Sequence[ReadFile]) -> Iterator[list[int]]:
    """Yield the places of files that answer the same sheets, by the first of each."""
    leader = list(range(len(files)))

    def lead(one: int) -> int:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    seen: dict[SheetKey, int] = {}
    for at, file in enumerate(files):
        for key in file.keys:
            one, other = sorted((lead(at), lead(seen.setdefault(key, at))))
            leader[other] = one
    found: dict[int, list[int]] = {}
    for at in range(len(files)):
        found.setdefault(lead(at), []).append(at)
    yield from found.values()

"""The desk at which returned workbooks are read: long-lived worker processes under limits (T13).

A file that hangs, eats the memory or ends the process that reads it is refused with the reason;
the others are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import tee
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from formkit.kernel.confined import Blame, Stopped
from formkit.kernel.errors import FormkitError, InputUnreadable
from formkit.kernel.findings import Place
from formkit.kernel.limits import Limits
from formkit.kernel.workers import Workers
from formkit.ooxml import source
from formkit.ooxml.limits import SURVEY
from formkit.surveys.reading import asked, workbook
from formkit.surveys.reading.asked import Bank
from formkit.surveys.reply import Reply

LIMITS: Final = Limits(memory_mb=1_024, cpu_seconds=20, wall_seconds=30, answer_mb=16)
"""What one file may take (RELIABILITY §6)."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: where its quarantined copy lies, and what it was called."""

    path: Path
    name: str


class Desk:
    """Reads files one by one in `jobs` worker processes; a context manager.

    Args:
        jobs: how many at a time.
        limits: what one file may take.
    """

    def __init__(self, jobs: int = 1, limits: Limits = LIMITS) -> None:
        self._jobs, self._limits = jobs, limits
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def read(
        self, files: Iterable[Returned], banks: Mapping[str, Bank]
    ) -> Iterator[Reply | FormkitError]:
        """Yield what each file says, in order: a reply, or why it is refused.

        Args:
            files: the quarantined copies; only a few more than are asked for are taken.
            banks: all question banks that are registered, by digest.
        """
        light = {digest: asked.light(bank) for digest, bank in banks.items()}
        workers: Workers[Returned, Reply] = self._open.enter_context(
            Workers(reply, light, jobs=self._jobs, limits=self._limits)
        )
        names, items = tee(files)
        for file, outcome in zip(names, workers.each(items), strict=True):
            if isinstance(outcome, Stopped):
                yield _refusal(file.name, outcome)
            elif isinstance(outcome, Reply | FormkitError):
                yield outcome
            else:
                raise outcome


def reply(file: Returned, banks: Mapping[str, Bank]) -> Reply:
    """Return what the file says; runs in a worker. See `workbook.reply`."""
    data = source.load(file.path, limits=SURVEY)
    return workbook.reply(data, file.name, banks)


def _refusal(name: str, stopped: Stopped) -> FormkitError:
    place = Place(file=name)
    blame = Blame(InputUnreadable, place, "FK-SUR-073", "FK-SUR-074", "FK-SUR-075")
    return blame.on(stopped)

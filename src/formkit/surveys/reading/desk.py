"""The desk at which returned files are read: long-lived worker processes under limits (T13).

A file that hangs, eats the memory or ends the process that reads it is refused with the reason;
the others are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import tee
from types import TracebackType
from typing import Final, Self

from formkit.kernel.confined import Blame, Stopped
from formkit.kernel.errors import FormkitError, InputUnreadable
from formkit.kernel.findings import Place
from formkit.kernel.limits import Limits
from formkit.kernel.workers import Workers
from formkit.schemas.satisfaction_survey.bank import Bank
from formkit.surveys import returned
from formkit.surveys.reading import asked
from formkit.surveys.reply import Reply
from formkit.surveys.returned import Returned

LIMITS: Final = Limits(memory_mb=1_024, cpu_seconds=20, wall_seconds=30, answer_mb=16)
"""What one file may take (RELIABILITY §6)."""


class Desk:
    """Reads files one by one in `jobs` worker processes; a context manager.

    Args:
        jobs: how many at a time.
        limits: what one file may take.
    """

    def __init__(self, jobs: int = 1, limits: Limits = LIMITS) -> None:
        self._jobs, self._limits = jobs, limits
        self._open = ExitStack()
        self._workers: Workers[Returned, list[Reply]] | None = None

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
    ) -> Iterator[list[Reply] | FormkitError]:
        """Yield what each file says, in order: its replies, or why it is refused.

        Args:
            files: the quarantined copies; only a few more than are asked for are taken.
            banks: all question banks that may have been answered, by digest; those of the first
                call hold for all.
        """
        workers = self._at_work(banks)
        names, items = tee(files)
        for file, outcome in zip(names, workers.each(items), strict=True):
            if isinstance(outcome, Stopped):
                yield _refusal(file.name, outcome)
            elif isinstance(outcome, list | FormkitError):
                yield outcome
            else:
                raise outcome

    def _at_work(self, banks: Mapping[str, Bank]) -> Workers[Returned, list[Reply]]:
        if self._workers is None:
            known = returned.Asked(
                {digest: asked.light(bank) for digest, bank in banks.items()},
                {digest: bank.as_data() for digest, bank in banks.items()},
            )
            self._workers = self._open.enter_context(
                Workers(returned.read, known, jobs=self._jobs, limits=self._limits)
            )
        return self._workers


def _refusal(name: str, stopped: Stopped) -> FormkitError:
    place = Place(file=name)
    blame = Blame(InputUnreadable, place, "FK-SUR-073", "FK-SUR-074", "FK-SUR-075")
    return blame.on(stopped)

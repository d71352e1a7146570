"""The progress of a long run on the terminal: done, rate, faults, time left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task
from rich.text import Text

from formkit.kernel.i18n import _
from formkit.pipeline.filling.steps import Moment, Step, Watch, unwatched

_SHOWN_FROM = 100  # records; a shorter ledger is done before the eye has found the line
_MINUTE = 60


@contextmanager
def progress(*, wanted: bool = True) -> Iterator[Watch]:
    """Yield what a run tells its steps to; it is shown on stderr where that is a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield unwatched
        return
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    bar = Progress(
        BarColumn(bar_width=24), MofNCompleteColumn(), _Told(), console=console, transient=True
    )
    with bar:
        task = bar.add_task("", total=None, faulty=0, visible=False)

        def watch(moment: Moment) -> None:
            if moment.step in (Step.EXAMINED, Step.KEPT):
                bar.update(
                    task,
                    completed=moment.done,
                    total=moment.total or None,
                    faulty=moment.faulty,
                    visible=moment.total >= _SHOWN_FROM,
                )

        yield watch


class _Told(ProgressColumn):
    """`210 份/秒  有误 3 份  约剩 2 分 10 秒`."""

    def render(self, task: Task) -> Text:
        """Return the words beside the bar."""
        told = []
        if task.speed:
            told.append(_("{n} 份/秒").format(n=round(task.speed)))
        told.append(_("有误 {n} 份").format(n=task.fields["faulty"]))
        if task.time_remaining is not None:
            minutes, seconds = divmod(round(task.time_remaining), _MINUTE)
            left = _("{m} 分 {s} 秒") if minutes else _("{s} 秒")
            told.append(_("约剩 {time}").format(time=left.format(m=minutes, s=seconds)))
        return Text("  ".join(told))

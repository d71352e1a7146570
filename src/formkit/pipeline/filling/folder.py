"""The output folder of a run: made where it is missing, not left empty; what stays elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place
from formkit.pipeline.report import Outcome, Report


def missing(folder: Path) -> list[Path]:
    """Return the folder and its parents that are not there yet, the innermost first."""
    return [one for one in (folder, *folder.parents) if not one.exists()]


def leave_no_empty(folders: Sequence[Path]) -> None:
    """Remove those of these folders in which nothing is; the innermost come first."""
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def stayed(report: Report, folder: Path, home: str) -> list[Finding]:
    """Return the note that unchanged documents lie elsewhere than in the folder asked for.

    Args:
        report: what came of the run.
        folder: the output folder.
        home: how the register calls it.
    """
    if not report.counts()[Outcome.UNCHANGED]:
        return []
    count = sum(
        one.outcome is Outcome.UNCHANGED and not one.file.startswith(home)
        for one in report.records()
    )
    if not count:
        return []
    place = Place(file=str(folder))
    return [fault("FK-OUT-013", place, level=Level.INFO, count=count, name=folder.name)]

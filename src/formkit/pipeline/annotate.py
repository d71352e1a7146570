"""The clerk's own workbook back, with the faulty cells marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from formkit.intake.annotate import annotate
from formkit.kernel.errors import OutputError, UsageError
from formkit.kernel.findings import Place
from formkit.pipeline.report import Report


def annotated(report: Report, sources: Sequence[Path], target: Path) -> None:
    """Write the source with its findings marked to the target; the source stays as it is.

    Raises:
        UsageError: several files were checked at once.
        InputUnreadable: the source is no workbook.
        OutputError: the target exists (corrections may have been typed into it) or cannot be
            written.
    """
    if len(sources) != 1:
        raise UsageError(
            "FK-WS-015", value="--annotate 时给了几个文件", form="一次一个文件:check 记录 台账.xlsx"
        )
    if target.exists():
        raise OutputError("FK-OUT-008", place=Place(file=target.name), name=target.name)
    sheet = report.files[0].sheet
    annotate(sources[0], list(report.findings()), target, sheet=sheet)

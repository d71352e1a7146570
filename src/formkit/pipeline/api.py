"""The same work through Python: `formkit.check(...)` and `formkit.fill(...)`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from formkit import catalog
from formkit.catalog import Medium
from formkit.kernel.clock import Clock
from formkit.kernel.findings import Waiver
from formkit.kernel.gate import Gate
from formkit.pipeline import check as checking
from formkit.pipeline.filling import fill as filling
from formkit.pipeline.filling.pace import Pace
from formkit.pipeline.only import Only
from formkit.pipeline.report import Report
from formkit.pipeline.sources import Source
from formkit.pipeline.workspace import find

Data = Path | str | Mapping[str, Any] | Sequence[Mapping[str, Any]]


def check(  # noqa: PLR0913 - the options of the story
    record: str,
    *sources: Data,
    gate: Gate | str = Gate.ISSUE,
    waivers: Iterable[Waiver] = (),
    only: Iterable[str] = (),
    workspace: Path | str | None = None,
    clock: Clock | None = None,
) -> Report:
    """Return all faults of the records at once; nothing is written.

    Args:
        record: slug or Chinese title of the official record.
        *sources: files (path or name), one record as a mapping, or several as a list of mappings.
        gate: `draft`, `issue` or `archive`.
        waivers: rules let through, with reason and person.
        only: 序号 of the records to look at; none: all.
        workspace: a folder inside the workspace; None: the current one. Without a workspace the
            records must bring their project along.
        clock: where today comes from; None: the machine's clock in China.

    Raises:
        UsageError: there is no such record.
        ProfileError: the workspace's settings or profile cannot be used.
    """
    here = find(Path(workspace) if workspace else None, clock=clock)
    official = catalog.named(record, here.forms)
    return checking.check(
        here,
        official,
        _sources(sources),
        gate=Gate(gate),
        waivers=tuple(waivers),
        only=Only(tuple(only)),
    )


def fill(  # noqa: PLR0913 - the options of the story
    record: str,
    *sources: Data,
    output: Path | str | None = None,
    medium: Medium = "docx",
    gate: Gate | str = Gate.ISSUE,
    waivers: Iterable[Waiver] = (),
    only: Iterable[str] = (),
    workspace: Path | str | None = None,
    clock: Clock | None = None,
    jobs: int = 1,
) -> Report:
    """Check, number, register and write one document per record; return what came of each.

    The same input again makes nothing; changed input makes the next revision of the same number.

    Args:
        record: slug or Chinese title of the official record.
        *sources: as for `check`.
        output: the folder for the documents; None: the workspace's own.
        medium: `docx` or `xlsx`.
        gate: `draft`, `issue` or `archive`.
        waivers: rules let through, with reason and person.
        only: 序号 of the records to make; none: all.
        workspace: a folder inside the workspace; None: the current one.
        clock: where today comes from; None: the machine's clock in China.
        jobs: worker processes; 1: none beside this one, 0: one for each core. More than one only
            where the calling program can be imported anew (`if __name__ == "__main__":`).

    Raises:
        UsageError: there is no such record, no workspace, or no company in its settings.
        ProfileError: the workspace's settings or profile cannot be used.
        TemplateError: the template is missing or says what is not allowed.
        OutputError: the folder or the register cannot be written.
    """
    here = find(Path(workspace) if workspace else None, clock=clock)
    return filling.fill(
        here,
        catalog.named(record, here.forms),
        _sources(sources),
        output=Path(output) if output else None,
        medium=medium,
        gate=Gate(gate),
        waivers=tuple(waivers),
        only=Only(tuple(only)),
        pace=Pace(jobs=jobs),
    )


def _sources(sources: Sequence[Data]) -> list[Source]:
    return [_source(source) for source in sources]


def _source(source: Data) -> Source:
    if isinstance(source, str | Path):
        return Path(source)
    return [source] if isinstance(source, Mapping) else source

"""What the records come from: files, or plain data through Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from formkit.catalog import OfficialRecord
from formkit.intake import reader
from formkit.intake.raw import RawRecord
from formkit.kernel.errors import FormkitError
from formkit.kernel.findings import Finding, Place
from formkit.kernel.gate import Gate
from formkit.pipeline.only import Only
from formkit.schemas.anatomy import parts

Source = Path | Sequence[Mapping[str, Any] | RawRecord]  # a record with its places as it is


@dataclass(frozen=True)
class TakenIn:
    """One source: its name, its records, its own faults, the error where it cannot be read."""

    name: str
    records: Sequence[RawRecord] = ()  # of a ledger: read as they are asked for, again each time
    findings: tuple[Finding, ...] = ()
    sheet: str = ""  # the workbook's main sheet
    error: FormkitError | None = None


def take_in(
    official: OfficialRecord, source: Source, gate: Gate, only: Only | None = None
) -> TakenIn:
    """Return what a source holds; a file that cannot be read is told, not raised.

    Args:
        official: the kind of record.
        source: a file, or plain data.
        gate: columns that it asks for must exist.
        only: the records wanted; None: all.
    """
    only = only or Only()
    if not isinstance(source, Path):
        records = tuple(
            item
            if isinstance(item, RawRecord)
            else RawRecord(dict(item), place=Place(label=f"第{position}份"))
            for position, item in enumerate(source, start=1)
        )
        return TakenIn("", tuple(only.of(records)))
    try:
        intake = reader.read(source, official.shape, gate=gate, given=given_elsewhere(official))
    except FormkitError as error:
        return TakenIn(source.name, error=error)
    wanted = tuple(only.of(intake.records)) if only else intake.records
    return TakenIn(source.name, wanted, intake.findings, intake.sheet)


def given_elsewhere(official: OfficialRecord) -> frozenset[str]:
    """Return the fields that company, project or standard texts fill: no ledger must have them."""
    sourced = {part.name for part in parts(official.model) if part.about.source}
    return frozenset(sourced | set(official.manifest.defaults))


def label_of(raw: RawRecord, position: int) -> str:
    """Return what a clerk calls the record: its row or line and its 序号."""
    row = raw.place.cell.lstrip(ascii_uppercase) or raw.place.line
    named = [f"第{row}行" if row else f"第{position}份"]
    if raw.key:
        named.append(f"序号{raw.key}")
    return " ".join(named)

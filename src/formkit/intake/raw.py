"""What intake hands on: rows as they stand in the file, each value with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formkit.kernel.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as typed.

    `data` is nested plain data under English field names (text stays text; numbers of numeric cells
    are int or Decimal, dates of date cells are date or datetime, checked cells are bool). Empty
    cells are left out. `places` gives the place of each value by its path ("issues.0.due_on"); of a
    ledger row also the places of its empty cells, so that a missing value can be pointed at. `key`
    is what the file calls the row (序号, else 编号), empty where it has no such column. `findings`
    are the faults of this record's own cells (an error value, a lost digit, an unknown key): they
    belong to this record alone, the others go on.
    """

    data: Mapping[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    key: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """All that one file holds: its records and what was wrong with the file itself.

    `findings` are faults of the whole file (header, sheets, rows that belong to no record). Where
    one of them blocks, nobody can say which record is incomplete: nothing may be issued from it.
    After a fault of a header `records` is empty, because every row would repeat the same fault.

    The records of a ledger are read from its rows each time they are asked for, so that a long one
    takes little memory. All that is told of the file is known before the first record is read.
    """

    source: Path
    sha256: str
    records: Sequence[RawRecord]
    findings: tuple[Finding, ...] = ()
    sheet: str = ""  # the workbook's main sheet, whose places carry no sheet name

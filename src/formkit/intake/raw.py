"""What intake hands on: rows as they stand in the file, each value with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formkit.kernel.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as typed.

    `data` is nested plain data under English field names (text stays text; numbers of numeric cells
    are int or Decimal, dates of date cells are date or datetime). Empty cells are left out.
    `places` gives the place of each value by its path ("issues.0.due_on"); `key` is what the file
    calls the row (序号 or 编号), empty where it has no such column.
    """

    data: Mapping[str, Any]
    places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """All that one file holds: its records and what was wrong with the file itself."""

    source: Path
    sha256: str
    records: tuple[RawRecord, ...]
    findings: tuple[Finding, ...] = ()

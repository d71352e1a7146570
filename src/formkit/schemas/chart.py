"""A chart that a record prints: what it shows, as data; whoever prints it draws it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Literal

KEY = 16  # hexadecimal digits: no two charts of a document share 64 bits by chance


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: bars that lie, columns that stand, or a line over time.

    labels, values: one value for each label; None: there is none, a gap is left. unit: `%` of
    percentages, whose axis ends at 100; empty of counts.
    """

    kind: Literal["bars", "columns", "line"]
    title: str
    labels: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    unit: str = ""

    @property
    def key(self) -> str:
        """What tells this chart from all others: equal charts have equal keys."""
        line = json.dumps(asdict(self), ensure_ascii=False, default=str, sort_keys=True)
        return f"chart-{sha256(line.encode('utf-8')).hexdigest()[:KEY]}"

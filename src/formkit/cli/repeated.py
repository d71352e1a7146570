"""What is true of many rows of a ledger: said once in full, then by the numbers of the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from formkit.kernel.findings import Finding
from formkit.kernel.i18n import _

_ROW = re.compile(r"第(\d+)(\w+)")
_MOST = 10_000  # sentences that are remembered; what is new after them is said in full each time

Same = tuple[object, ...]


@dataclass
class Repeated:
    """The warnings and notes of a file that were said already.

    Errors are said in full each time: each has a cell of its own to be put right.
    """

    _rows: dict[Same, list[str]] = field(default_factory=dict)  # of those after the first

    def said(self, found: Finding, row: str) -> bool:
        """Return whether the same was said of an earlier row; then the row is remembered."""
        if found.blocks:
            return False
        same = _same(found)
        if same in self._rows:
            self._rows[same].append(row)
            return True
        if len(self._rows) < _MOST:
            self._rows[same] = []
        return False

    def lines(self) -> Iterator[str]:
        """Yield a line for each sentence that is true of more rows than the one it stands at."""
        for (code, level, label, *_rest), rows in self._rows.items():
            if rows:
                head = " ".join(str(one) for one in (code, level, label) if one)
                said = _("{head}:同样的另有 {n} 处,{rows}")
                yield said.format(head=head, n=len(rows), rows=numbered(rows))


def _same(found: Finding) -> Same:
    """Return all that a finding says but its place; of that the field alone counts."""
    said = (found.found, found.required, found.remedy, found.citations, found.waiver)
    return (found.code, found.level.label, found.place.label, *said)


def numbered(rows: Sequence[str]) -> str:
    """Return rows of one kind as short as they can be said: `第5、7–9行`."""
    found = [_ROW.match(row) for row in rows]
    units = {one[2] for one in found if one}
    if None in found or len(units) != 1:
        return "、".join(rows)
    numbers = [int(one[1]) for one in found if one]
    return f"第{'、'.join(_ranges(numbers))}{units.pop()}"


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    start = last = numbers[0]
    for number in (*numbers[1:], None):
        if number is not None and number in (last, last + 1):
            last = number
            continue
        between = "–" if last > start + 1 else "、"
        yield str(start) if last == start else f"{start}{between}{last}"
        if number is not None:
            start = last = number

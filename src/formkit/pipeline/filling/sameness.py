"""Whether a record is the one that was issued before: by its content, by its child rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from formkit.intake.shape import Shape

# A row that was corrected keeps most of what it said; a new record typed over an old row does not.
LEAST_LIKENESS = Decimal("0.5")
_ENOUGH = 2  # of one, its own number may be the record in question
_FROM_ELSEWHERE = frozenset({"project", "project_no"})


def alike(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Return whether at least half of what either state says is said by both."""
    one, other = dict(_leaves(before)), dict(_leaves(after))
    paths = one.keys() | other.keys()
    if not paths:
        return True
    shared = sum(path in one and path in other and one[path] == other[path] for path in paths)
    return Decimal(shared) / len(paths) >= LEAST_LIKENESS


def _leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            if path or name not in _FROM_ELSEWHERE:
                yield from _leaves(value, f"{path}{name}.")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, f"{path}{index}.")
    else:
        yield path, data


class ChildRows:
    """The child rows of a ledger's records as the register has them, by their digest.

    A whole ledger's records would not fit into memory; their digests do.
    """

    def __init__(self, found: Iterable[tuple[str, Mapping[str, Any]]], shape: Shape) -> None:
        self._tables = tuple(shape.child_tables())
        self._numbers: dict[bytes, tuple[str, ...]] = {}  # the first two that have these rows
        for number, data in found:
            for table in self._tables:
                rows = data.get(table.name)
                if rows:
                    digest = _digest(table.name, rows)
                    held = self._numbers.get(digest, ())
                    self._numbers[digest] = (*held, number) if len(held) < _ENOUGH else held

    def moved(
        self, own: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> tuple[str, str] | None:
        """Return table label and number where child rows have become those of another record.

        That happens when rows of the main sheet are inserted, deleted or renumbered and the child
        sheet is left as it was. None: nothing of the kind.
        """
        for table in self._tables:
            rows = after.get(table.name)
            if not rows or rows == before.get(table.name):
                continue
            for number in self._numbers.get(_digest(table.name, rows), ()):
                if number != own:
                    return table.label, number
        return None


def _digest(table: str, rows: Any) -> bytes:
    line = json.dumps([table, rows], ensure_ascii=False, sort_keys=True, default=str)
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def lost_table(
    before: Mapping[str, Any], after: Mapping[str, Any], shape: Shape
) -> tuple[str, int] | None:
    """Return table label and row count where a record had child rows and now has none."""
    for table in shape.child_tables():
        rows = before.get(table.name)
        if rows and not after.get(table.name):
            return table.label, len(rows)
    return None

"""Whether a record is the one that was issued before: by its content, by its child rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from formkit.intake.shape import Shape
from formkit.register import Document

# A row that was corrected keeps most of what it said; a new record typed over an old row does not.
LEAST_LIKENESS = Decimal("0.5")
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


def moved_table(
    before: Document, after: Mapping[str, Any], others: Sequence[Document], shape: Shape
) -> tuple[str, str] | None:
    """Return table label and number where child rows have become those of another record.

    That happens when rows of the main sheet are inserted, deleted or renumbered and the child
    sheet is left as it was. None: nothing of the kind.
    """
    for table in shape.child_tables():
        rows = after.get(table.name)
        if not rows or rows == before.data.get(table.name):
            continue
        for other in others:
            if other.data.get(table.name) == rows:
                return table.label, other.number
    return None


def lost_table(
    before: Mapping[str, Any], after: Mapping[str, Any], shape: Shape
) -> tuple[str, int] | None:
    """Return table label and row count where a record had child rows and now has none."""
    for table in shape.child_tables():
        rows = before.get(table.name)
        if rows and not after.get(table.name):
            return table.label, len(rows)
    return None

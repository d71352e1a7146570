"""What changed between two states of the same data, in the words of the paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from formkit.intake.shape import Shape


def changed_labels(
    before: Mapping[str, Any], after: Mapping[str, Any], shape: Shape
) -> tuple[str, ...]:
    """Return the labels of the fields whose values differ, in the order of the form."""
    return tuple(dict.fromkeys(shape.label_of(path) for path, _b, _a in changes(before, after)))


def changes(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield path, value before and value after for every leaf that differs; None where absent."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            yield from changes(before.get(name), after.get(name), _join(path, name))
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            one = before[index] if index < len(before) else None
            other = after[index] if index < len(after) else None
            yield from changes(one, other, _join(path, str(index)))
    elif before != after:
        yield path, before, after


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

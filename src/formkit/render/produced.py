"""What an engine makes of a template for one set of data, and how it is read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from formkit.kernel.errors import TemplateError
from formkit.kernel.findings import Place
from formkit.ooxml.package import Member
from formkit.render.place import quoted

_BEFORE, _BEHIND = 12, 60  # bytes shown around the first one that differs


@dataclass(frozen=True, slots=True)
class Filled:
    """The parts of one document that depend on the data.

    `check` compares what stands in the written file under the names of these parts with the data;
    it raises FK-TPL-065 (or FK-PIC-003) where they differ.
    """

    parts: Mapping[str, bytes | Member] = field(repr=False)
    check: Callable[[Mapping[str, bytes]], None] = field(repr=False)


def differs(place: Place, expected: str, actual: str) -> TemplateError:
    """Return the refusal of a document that does not hold what it should."""
    return TemplateError(
        "FK-TPL-065", place=place, expected=quoted(expected), actual=quoted(actual)
    )


def require_bytes(found: bytes, expected: bytes, place: Place) -> None:
    """Refuse a part that is not, byte for byte, what was to be written.

    Raises:
        TemplateError: FK-TPL-065 with what stands around the first byte that differs.
    """
    if found == expected:
        return
    pairs = zip(found, expected, strict=False)
    shorter = min(len(found), len(expected))
    at = next((number for number, (one, other) in enumerate(pairs) if one != other), shorter)
    shown = slice(max(0, at - _BEFORE), at + _BEHIND)
    wanted, got = (data[shown].decode(errors="ignore") for data in (expected, found))
    raise differs(place, wanted, got)

"""A text between two tags as a part has it written, its references resolved without a parser."""

from __future__ import annotations

import re
import sys

from formkit.ooxml.cells import Runs, unescaped

_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile("&(?:#([1-9][0-9]{0,6})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def runs_of(written: str) -> Runs | None:
    """Return a text of one run; None where a parser must say what it means."""
    if "&" in written:
        if "&" in _REFERENCE.sub("", written):
            return None
        written = _REFERENCE.sub(_meant, written)
    if _UNREADABLE.search(written):
        return None
    return ((unescaped(written), None),) if written else ()


def _meant(reference: re.Match[str]) -> str:
    """Return the sign that a reference stands for; a NUL where there is none."""
    if reference[2]:
        return _NAMED[reference[2]]
    number = int(reference[1])
    return chr(number) if number <= sys.maxunicode else "\0"

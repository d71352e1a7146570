"""The catalogue of user sentences: one code, one fault, one requirement, one remedy.

Rule sentences are not here: they stand beside their clause in `forms/regulations/`.
Each area has a module with a tuple `MESSAGES`; a new module is found by itself.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from formkit.kernel.messages.message import Message


@cache
def catalogue() -> dict[str, Message]:
    """Return every message by its code.

    Raises:
        ValueError: two messages share a code (a fault of the program).
    """
    messages: dict[str, Message] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda found: found.name):
        area = import_module(f"{__name__}.{module.name}")
        for entry in getattr(area, "MESSAGES", ()):
            if entry.code in messages:
                raise ValueError(f"message code used twice: {entry.code}")
            messages[entry.code] = entry
    return messages


def message(code: str) -> Message:
    """Return the message of that code; raises KeyError for a code nobody wrote down."""
    return catalogue()[code]


__all__ = ["Message", "catalogue", "message"]

"""Remembering what was made of an object, or of a text, for as long as it comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

MOST = 256


class ByIdentity(Generic[Thing, Made]):
    """What was made of frozen objects that many records share, such as their project.

    An object is told by itself and not by its value, which costs nothing; it is held as long as it
    is remembered, so that no other one takes its place in memory.

    Args:
        make: makes of an object what is remembered; neither is changed afterwards.
        most: how many are remembered; then it begins anew.
    """

    def __init__(self, make: Callable[[Thing], Made], most: int = MOST) -> None:
        self._make = make
        self._most = most
        self._held: dict[int, tuple[Thing, Made]] = {}

    def __call__(self, thing: Thing) -> Made:
        """Return what is made of the object."""
        held = self._held.get(id(thing))
        if held is None:
            if len(self._held) >= self._most:
                self._held.clear()
            held = self._held[id(thing)] = thing, self._make(thing)
        return held[1]

    def __contains__(self, thing: object) -> bool:
        """Return whether that very object is remembered."""
        return id(thing) in self._held


class ByText(dict[str, Made]):
    """What was made of texts that many files share, such as the rows of a form.

    `found[text]`: a text that is not known yet is made something of first. What is made is shared
    and not changed afterwards.

    Args:
        make: makes of a text what is remembered.
        most: characters that are remembered; then it begins anew.
    """

    def __init__(self, make: Callable[[str], Made], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most
        self._held = 0

    def __missing__(self, text: str) -> Made:
        made = self._make(text)
        self._held += len(text)
        if self._held > self._most:
            self.clear()
            self._held = len(text)
        self[text] = made
        return made

"""A value that was refused: the one exception of everything that reads a single value."""

from __future__ import annotations

from typing import Any

from formkit.kernel.errors import fault
from formkit.kernel.findings import Finding, Level, Place


class BadValue(ValueError):
    """A value that cannot be what its field asks for; becomes a finding where the place is known.

    Args:
        code: a code of the catalogue, e.g. `FK-VAL-010`.
        **values: what the sentence's `{blanks}` are filled with; `value` is the value as shown.
    """

    def __init__(self, code: str, **values: Any) -> None:
        # Only the code goes to `args`, the sentence is made when it is asked for: the exception
        # then survives the way back from a worker process.
        super().__init__(code)
        self.code = code
        self.values = values

    def finding(self, place: Place | None = None, *, level: Level = Level.ERROR) -> Finding:
        """Return the refusal as a finding at that place."""
        return fault(self.code, place or Place(), level=level, **self.values)

    def __str__(self) -> str:
        """Return the whole Chinese sentence: fault, requirement, remedy."""
        return str(self.finding())

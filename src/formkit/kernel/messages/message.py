"""The shape of a user sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formkit.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class Message:
    """What is said of one fault. The three texts may hold `{blanks}` that the fault fills.

    `fault` says what was found (with the value), `requirement` what is asked for (may be empty),
    `cure` what the clerk does next (never empty).
    """

    code: str
    fault: str
    requirement: str
    cure: str

    def found(self, values: Mapping[str, Any]) -> str:
        """Return the fault in the user's language."""
        return _(self.fault).format_map(values)

    def required(self, values: Mapping[str, Any]) -> str:
        """Return the requirement in the user's language; empty where there is none."""
        return _(self.requirement).format_map(values) if self.requirement else ""

    def remedy(self, values: Mapping[str, Any]) -> str:
        """Return what to do next in the user's language."""
        return _(self.cure).format_map(values)

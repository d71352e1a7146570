"""What the checks of one record are told besides it: the values in force, the moment, the gate."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from formkit.kernel.clock import Clock
from formkit.kernel.gate import Gate
from formkit.rules.combining import Effective
from formkit.rules.resolution import Resolution
from formkit.rules.scoring_policy import DEFAULTS, ScoringPolicy


class Judging:
    """What the checks of one record may know besides it; it remembers which values were asked."""

    def __init__(  # noqa: PLR0913 - each argument is a fact that the engine alone knows
        self,
        resolution: Resolution,
        gate: Gate,
        clock: Clock,
        *,
        rules: Collection[str] = (),
        forms: tuple[Path, ...] = (),
        scoring: ScoringPolicy = DEFAULTS,
    ) -> None:
        self.resolution = resolution
        self.rules = rules
        self.forms = forms
        self.scoring = scoring
        self.gate = gate
        self.now: datetime = clock.now()
        self.today: date = clock.today()
        self.asked: dict[str, Effective] = {}

    def value(self, parameter: str) -> Effective:
        """Return the value in force: law, contract, chosen regulations, default."""
        found = self.asked[parameter] = self.resolution.value(parameter)
        return found

    def family(self, name: str) -> dict[str, Effective]:
        """Return the values in force of all parameters `name.…` that anybody gives a value."""
        found = self.resolution.family(name)
        self.asked |= found
        return found

    def law(self, parameter: str) -> Effective:
        """Return the value that the law itself gives; the value in force where it gives none."""
        return self.resolution.law(parameter)

    def asks(self, rule: str) -> bool:
        """Return whether that rule is asked of this record as well."""
        return rule in self.rules

    def given(self, parameter: str) -> bool:
        """Return whether any text in force, or the contract, gives this parameter a value."""
        return self.resolution.given(parameter)

    def policy(self, name: str) -> str:
        """Return the choice in force for a policy."""
        return self.resolution.policy(name)

"""A profile: which texts bind a company, what it chose, and how serious each rule is to it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Level
from formkit.rules.combining import Offer, Source
from formkit.rules.conflicts import note_conflicts
from formkit.rules.layers import (
    Layers,
    RuleSetting,
    find_profile,
    profile_names,
    severity,
)
from formkit.rules.library import Library, exempted, load_library, offers_of
from formkit.rules.reading import Faults, hint
from formkit.rules.regulation import Given, Regulation, Rule
from formkit.rules.resolution import Resolution
from formkit.rules.scoring_policy import ScoringPolicy

NO_CONTRACT: Mapping[str, Any] = MappingProxyType({})


MOST_RESOLUTIONS = 256  # kept at hand; a contract with terms of its own needs one for itself


@dataclass(frozen=True)
class Profile:
    """What binds one company.

    `depts` names the company's departments by role (C11); `scoring` says how surveys are scored.
    """

    id: str
    title: str
    texts: tuple[str, ...]
    library: Library
    params: Mapping[str, tuple[Given, ...]]
    rules: Mapping[str, RuleSetting]
    policies: Mapping[str, Offer]
    depts: Mapping[str, str]
    scoring: ScoringPolicy
    today: date

    def resolution(
        self,
        contract: Mapping[str, Any] = NO_CONTRACT,
        *,
        on: date | None = None,
        exempt: bool = False,
    ) -> Resolution:
        """Return the values in force.

        Args:
            contract: the project's terms, value or `{value, clause, quote}` by parameter.
            on: the day whose law is asked for; the day of loading where it is absent.
            exempt: the project is outside the law, so exemptible values are no floor to it.
        """
        day = on or self.today
        key = (self.era(day), exempt, _frozen(contract))
        found = self._resolutions.get(key)
        if found is None:
            if len(self._resolutions) >= MOST_RESOLUTIONS:
                self._resolutions.clear()
            offers = self.offers(day)
            found = self._resolutions[key] = Resolution(
                self.library.vocabulary,
                exempted(offers) if exempt else offers,
                {name: str(offer.amount) for name, offer in self.policies.items()},
                contract,
            )
        return found

    def era(self, day: date) -> int:
        """Return the number of the span of days between two changes of what is in force.

        Whatever is asked of the law on two days of one era has one answer.
        """
        return bisect_right(self._turning_days, day)

    @cached_property
    def _turning_days(self) -> list[date]:
        """The days on which a text or a value begins, or has just ended."""
        own = (one.span for given in self.params.values() for one in given)
        return sorted(
            {day for span in (*self.library.spans(self.texts), *own) for day in span.turns}
        )

    @cached_property
    def _resolutions(self) -> dict[Hashable, Resolution]:
        return {}

    def offers(self, day: date) -> dict[str, list[Offer]]:
        """Return what the texts and the company give on that day, by parameter and policy."""
        found = self.library.offers(self.texts, day)
        for name, given in self.params.items():
            found.setdefault(name, []).extend(offers_of(given, Source.COMPANY, "", day))
        return {name: given for name, given in found.items() if given}

    def rule(self, name: str) -> Rule:
        """Return a rule of any text.

        Raises:
            ProfileError: no text holds that rule.
        """
        rules = self.library.rules()
        if name not in rules:
            raise ProfileError("FK-PRF-024", rule=name, hint=hint(name, rules))
        return rules[name]

    def text_of(self, rule: Rule) -> Regulation:
        """Return the text that holds the rule."""
        return self.library.text_of(rule.id)

    def binds(self, rule: Rule, day: date) -> bool:
        """Return whether the rule's text is law or chosen, and in force on that day."""
        text = self.text_of(rule)
        return (text.binds_all or text.id in self.texts) and day in text.span

    def setting(self, rule: Rule) -> RuleSetting:
        """Return what the profile says of the rule."""
        return self.rules.get(rule.id, RuleSetting())

    def level(self, rule: Rule, of_fault: str = "") -> Level:
        """Return how serious the rule is: as the profile says, the fault, or the text.

        A law is never less serious than the text or the fault says.
        """
        own = Level(of_fault) if of_fault else rule.level
        chosen = self.setting(rule).level or own
        return max(chosen, own, key=severity) if self._is_law(rule) else chosen

    def _is_law(self, rule: Rule) -> bool:
        return self.text_of(rule).binds_all


def _frozen(value: Any) -> Hashable:
    """Return plain data as something that can be a key; 1, 1.0 and True are three keys."""
    if isinstance(value, Mapping):
        return tuple((name, _frozen(inner)) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return (list, *map(_frozen, value))
    return type(value), str(value)


def load_profile(path_or_id: str | Path, *, forms: Path, today: date) -> Profile:
    """Return the profile, checked: no unknown name, nothing below the law, no true conflict.

    Args:
        path_or_id: a file, or the name of a file in `forms/profiles/`.
        forms: the folder with `regulations/` and `profiles/`.
        today: the day from which on conflicts matter; the past is not judged.

    Raises:
        ProfileError: all that is wrong, in one message.
    """
    path = find_profile(path_or_id, forms)
    faults = Faults()
    layers = Layers(path, forms, faults)
    library, own = load_library(forms / "regulations", layers.own_texts(), faults)
    profile = Profile(
        id=layers.text("id") or path.stem,
        title=layers.text("title"),
        texts=layers.texts(library, own),
        library=library,
        params=layers.params(library.vocabulary),
        rules=layers.rules(library),
        policies=layers.policies(library.vocabulary),
        depts=layers.pairs("depts"),
        scoring=layers.scoring(library.vocabulary),
        today=today,
    )
    layers.close()
    faults.raise_if_any()
    for day in library.turning_days(profile.texts, today):
        note_conflicts(library.vocabulary, profile.offers(day), profile.policies, faults)
    faults.raise_if_any()
    return profile


__all__ = ["NO_CONTRACT", "Profile", "RuleSetting", "load_profile", "profile_names"]

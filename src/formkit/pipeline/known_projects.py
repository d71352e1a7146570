"""The registered projects as the records of a run meet them: completed and judged once each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from formkit.intake.raw import RawRecord
from formkit.kernel.gate import Gate
from formkit.rules.profile import Profile
from formkit.schemas.complete import agrees, complete_project
from formkit.schemas.project import Project
from formkit.schemas.validation import validated


@dataclass(frozen=True, slots=True)
class KnownProject:
    """One registered project.

    `data` is what the register holds, blanks filled in. `typed` is the same read and reviewed at
    the run's gate, with the ends of its warranties; None where anything was wrong with it: then
    each of its records tells the faults at its own place.
    """

    registered: Mapping[str, Any]
    data: Mapping[str, Any]
    convention: str
    typed: Project | None

    def covers(self, typed: Any) -> bool:
        """Return whether what a record says of the project is nothing or what is registered."""
        return agrees(typed, self.registered)


class KnownProjects:
    """The registered projects by number; each is completed and read when it is first asked for."""

    def __init__(
        self,
        registered: Mapping[str, dict[str, Any]],
        *,
        company: Mapping[str, Any],
        profile: Profile,
        gate: Gate,
    ) -> None:
        self.registered = registered
        self._company = company
        self._profile = profile
        self._gate = gate
        self._known: dict[str, KnownProject] = {}

    def get(self, number: str) -> KnownProject | None:
        """Return the project of that number; None where it is not registered."""
        if number not in self._known and number in self.registered:
            self._known[number] = self._read(number)
        return self._known.get(number)

    def _read(self, number: str) -> KnownProject:
        registered = self.registered[number]
        data = complete_project(registered, number, company=self._company)
        convention = end_convention(self._profile, data)
        found = validated(Project, RawRecord(data), gate=self._gate, convention=convention)
        faulty = found.refused or found.findings
        return KnownProject(registered, data, convention, None if faulty else found.entry)


def end_convention(profile: Profile, project: Any) -> str:
    """Return how warranty ends are written: the project's contract may choose, else the profile."""
    terms = project.get("contract_terms") if isinstance(project, Mapping) else None
    contract = terms if isinstance(terms, Mapping) else {}
    return profile.resolution(contract).policy("end_convention")

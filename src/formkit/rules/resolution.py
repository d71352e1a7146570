"""Which value is in force: law, then contract, then the strictest of the texts, then default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from formkit.kernel.errors import ProfileError
from formkit.kernel.findings import Citation, Finding
from formkit.rules.combining import (
    Conflict,
    Effective,
    Offer,
    Overruled,
    Source,
    Why,
    agreed_policy,
    combine,
)
from formkit.rules.contract import Terms
from formkit.rules.parameter import Parameter, Vocabulary
from formkit.rules.reading import Faults, ProfileFaults, hint


class Resolution:
    """The values in force for one project on one day.

    Args:
        vocabulary: the parameters and policies there are.
        offers: what the texts in force give, by parameter or policy.
        policies: what the profile chose.
        contract: what the project's contract says: value, or `{value, clause, quote}`, by id.

    Attributes:
        faults: what is wrong with the contract's terms; their `place.path` is the term's id. A term
            at fault is not followed.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        offers: Mapping[str, Sequence[Offer]],
        policies: Mapping[str, str],
        contract: Mapping[str, Any],
    ) -> None:
        self._vocabulary = vocabulary
        self._offers = offers
        self._policies = policies
        self._values: dict[str, Effective] = {}
        self._laws: dict[str, Effective] = {}
        self._choices: dict[str, tuple[str, Source, Citation | None]] = {}
        laws = {
            name: [offer for offer in given if offer.source is Source.LAW]
            for name, given in offers.items()
        }
        self._terms = Terms(contract, vocabulary, laws)
        self.faults: tuple[Finding, ...] = tuple(self._terms.faults.findings)

    def given(self, parameter: str) -> bool:
        """Return whether a text in force or the contract gives this parameter a value."""
        self._parameter(parameter)
        return bool(self._offers.get(parameter)) or parameter in self._terms.offers

    def family(self, name: str) -> dict[str, Effective]:
        """Return the values in force of all parameters `name.…` that anybody gives a value."""
        found = self._vocabulary.family(name)
        return {one: self.value(one) for one in found if self.given(one)}

    def value(self, parameter: str) -> Effective:
        """Return the value in force.

        Raises:
            ProfileError: nobody gives a value and there is no default; the parameter is unknown;
                or two texts conflict on this day.
        """
        if parameter not in self._values:
            self._values[parameter] = self._resolve(self._parameter(parameter))
        return self._values[parameter]

    def law(self, parameter: str) -> Effective:
        """Return the value that the law itself gives; the value in force where it gives none.

        What the company or the contract asks beyond it is left aside; so is an exemption, which
        changes what follows from a fault, not what the law says.
        """
        if parameter not in self._laws:
            given = [offer for offer in self._offers.get(parameter, ()) if offer.of_law]
            laws = [replace(offer, source=Source.LAW) for offer in given]
            self._laws[parameter] = (
                combine(self._parameter(parameter), laws) if laws else self.value(parameter)
            )
        return self._laws[parameter]

    def policy(self, name: str) -> str:
        """Return the choice in force: law, contract, profile, the texts, default."""
        return self.policy_origin(name)[0]

    def policy_origin(self, name: str) -> tuple[str, Source, Citation | None]:
        """Return the choice in force, where it comes from, and its clause where it has one.

        Raises:
            ProfileError: the policy is unknown.
        """
        if name not in self._choices:
            self._choices[name] = self._chosen(name)
        return self._choices[name]

    def _chosen(self, name: str) -> tuple[str, Source, Citation | None]:
        policies = self._vocabulary.policies
        if name not in policies:
            raise ProfileError("FK-PRF-036", name=name, hint=hint(name, policies))
        agreed = agreed_policy(self._offers.get(name, ()))
        if isinstance(agreed, Offer) and agreed.source is Source.LAW:
            return str(agreed.amount), Source.LAW, agreed.citation
        if name in self._terms.policies:
            value, citation = self._terms.policies[name]
            return value, Source.CONTRACT, citation
        if name in self._policies:
            return self._policies[name], Source.COMPANY, None
        if isinstance(agreed, Offer):
            return str(agreed.amount), Source.REGULATION, agreed.citation
        return policies[name].default, Source.DEFAULT, None

    def _parameter(self, name: str) -> Parameter:
        parameters = self._vocabulary.parameters
        if name not in parameters:
            raise ProfileError("FK-PRF-030", name=name, hint=hint(name, parameters))
        return parameters[name]

    def _resolve(self, parameter: Parameter) -> Effective:
        offers = list(self._offers.get(parameter.id, ()))
        lost: list[Overruled] = []
        if term := self._terms.offers.get(parameter.id):
            laws = [offer for offer in offers if offer.source is Source.LAW]
            lost = [o.lost(parameter, Why.CONTRACT) for o in offers if o not in laws]
            offers = [*laws, term]
        if not offers:
            return _default(parameter)
        try:
            found = combine(parameter, offers)
        except Conflict as conflict:
            faults = Faults()
            conflict.note(faults)
            raise ProfileFaults(faults.findings) from conflict
        return replace(found, overruled=(*found.overruled, *lost))


def _default(parameter: Parameter) -> Effective:
    if parameter.default is None:
        raise ProfileError("FK-PRF-039", name=parameter.name)
    return Effective(
        parameter.id,
        parameter.name,
        parameter.default,
        parameter.show(parameter.default),
        parameter.unit,
        Source.DEFAULT,
    )

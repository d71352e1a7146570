"""A project's contract terms: they replace the company's texts, and never go below the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formkit.kernel.findings import Citation, Place
from formkit.kernel.i18n import N_, _
from formkit.rules.combining import Conflict, Offer, Source, combine
from formkit.rules.parameter import Direction, Parameter, Unsuitable, Vocabulary
from formkit.rules.reading import Faults, hint

TITLE = N_("施工合同")
CLAUSE = N_("特约条款")


def side(direction: Direction) -> str:
    """Return how the law asks for a value of this direction, e.g. `不少于`."""
    words = {
        Direction.AT_LEAST: N_("不少于"),
        Direction.AT_MOST: N_("不超过"),
        Direction.INCLUDES: N_("包含"),
        Direction.ONE_OF: N_("只能是"),
        Direction.EXACT: N_("为"),
    }
    return _(words[direction])


class Terms:
    """The terms that can be followed, and what is wrong with the others.

    Args:
        contract: value, or `{value, clause, quote}`, by parameter or policy.
        vocabulary: the parameters and policies there are.
        laws: what the law gives, by parameter or policy; a term below it is not followed.

    Attributes:
        offers: the terms for parameters.
        policies: the terms for policies, each with its clause.
        faults: the place of a fault has the term's id as its path.
    """

    def __init__(
        self,
        contract: Mapping[str, Any],
        vocabulary: Vocabulary,
        laws: Mapping[str, Sequence[Offer]],
    ) -> None:
        self.offers: dict[str, Offer] = {}
        self.policies: dict[str, tuple[str, Citation]] = {}
        self.faults = Faults()
        self._vocabulary = vocabulary
        self._laws = laws
        for name, raw in contract.items():
            value, citation = _term(raw)
            if name in vocabulary.parameters:
                self._parameter(vocabulary.parameters[name], value, citation)
            elif name in vocabulary.policies:
                self._policy(name, value, citation)
            else:
                known = [*vocabulary.parameters, *vocabulary.policies]
                self._wrong("FK-PRF-061", name, hint=hint(name, known))

    def _wrong(self, code: str, term: str, name: str = "", **values: Any) -> None:
        self.faults.add(code, Place(path=term, label=name or term), name=name or term, **values)

    def _parameter(self, parameter: Parameter, raw: Any, citation: Citation) -> None:
        try:
            amount = parameter.accept(raw)
        except Unsuitable:
            self._wrong(
                "FK-PRF-062",
                parameter.id,
                parameter.name,
                value=str(raw),
                wanted=parameter.wanted,
                unit=parameter.unit or _("文字"),
            )
            return
        offer = Offer(amount, citation, Source.CONTRACT, "", Place(path=parameter.id))
        laws = self._laws.get(parameter.id, ())
        if laws and below(parameter, offer, laws):
            floor = combine(parameter, laws)
            self._wrong(
                "FK-PRF-060",
                parameter.id,
                parameter.name,
                value=parameter.show(amount),
                side=side(parameter.direction),
                floor=floor,
                law=floor.citation,
            )
        else:
            self.offers[parameter.id] = offer

    def _policy(self, name: str, raw: Any, citation: Citation) -> None:
        policy = self._vocabulary.policies[name]
        for law in self._laws.get(name, ()):
            if raw != law.amount:
                self._wrong(
                    "FK-PRF-060",
                    name,
                    policy.name,
                    value=str(raw),
                    side=side(Direction.EXACT),
                    floor=law.amount,
                    law=law.citation,
                )
                return
        if isinstance(raw, str) and raw in policy.unsupported:
            self._wrong("FK-PRF-047", name, policy.name, value=raw, choices=policy.offered)
        elif policy.by_contract and isinstance(raw, str) and raw in policy.choices:
            self.policies[name] = (raw, citation)
        else:
            choices = policy.offered if policy.by_contract else policy.default
            self._wrong("FK-PRF-063", name, policy.name, value=str(raw), choices=choices)


def _term(raw: Any) -> tuple[Any, Citation]:
    if not isinstance(raw, Mapping):
        return raw, Citation(_(TITLE), _(CLAUSE))
    clause = str(raw.get("clause") or _(CLAUSE))
    return raw.get("value"), Citation(_(TITLE), clause, str(raw.get("quote") or ""))


def below(parameter: Parameter, offer: Offer, laws: Sequence[Offer]) -> bool:
    """Return whether the offer asks less than the law; lists are joined with the law's instead.

    A list that has no choice in common with the law's is below it, and so is another exact value.
    """
    if parameter.direction.numeric:
        return parameter.laxer(offer.amount, combine(parameter, laws).amount)
    try:
        combine(parameter, [*laws, offer])
    except Conflict:
        return True
    return False

"""What stops when a profile is loaded: values below the law, texts that cannot both be followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formkit.rules.combining import Conflict, Offer, Source, agreed_policy, combine
from formkit.rules.contract import below, side
from formkit.rules.parameter import Parameter, Vocabulary
from formkit.rules.reading import Faults


def note_conflicts(
    vocabulary: Vocabulary,
    offers: Mapping[str, Sequence[Offer]],
    policies: Mapping[str, Offer],
    faults: Faults,
) -> None:
    """Note every conflict among the offers of one day.

    Args:
        vocabulary: the parameters and policies there are.
        offers: what the texts in force give, by parameter and by policy.
        policies: what the profile chose, by policy.
        faults: where the conflicts are noted.
    """
    for name, given in offers.items():
        if name in vocabulary.parameters:
            _note_parameter(vocabulary.parameters[name], given, faults)
    for name in vocabulary.policies:
        _note_policy(vocabulary, name, offers.get(name, ()), policies.get(name), faults)


def _note_parameter(parameter: Parameter, offers: Sequence[Offer], faults: Faults) -> None:
    laws = [offer for offer in offers if offer.source is Source.LAW]
    others = [offer for offer in offers if offer.source is not Source.LAW]
    if laws and parameter.direction.numeric:
        floor = combine(parameter, laws)
        for offer in others:
            if below(parameter, offer, laws):
                faults.add(
                    "FK-PRF-050",
                    offer.place,
                    name=parameter.name,
                    source=offer.citation,
                    value=parameter.show(offer.amount),
                    side=side(parameter.direction),
                    floor=floor,
                    law=floor.citation,
                )
    try:
        combine(parameter, offers)
    except Conflict as conflict:
        conflict.note(faults)


def _note_policy(
    vocabulary: Vocabulary,
    name: str,
    offers: Sequence[Offer],
    choice: Offer | None,
    faults: Faults,
) -> None:
    policy = vocabulary.policies[name]
    agreed = agreed_policy(offers)
    if isinstance(agreed, Offer) and agreed.source is Source.LAW:
        for offer in [*offers, *([choice] if choice else [])]:
            if offer.amount != agreed.amount:
                faults.add(
                    "FK-PRF-054",
                    offer.place,
                    name=policy.name,
                    value=offer.amount,
                    floor=agreed.amount,
                    law=agreed.citation,
                )
    elif isinstance(agreed, tuple) and choice is None:
        one, two = agreed
        faults.add(
            "FK-PRF-053",
            two.place,
            name=policy.name,
            policy=name,
            one=one.amount,
            two=two.amount,
            one_source=one.citation,
            two_source=two.citation,
        )

"""How several texts' values for one parameter become one: the strictest wins, the rest is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from formkit.kernel.findings import Citation, Place
from formkit.kernel.i18n import N_, _
from formkit.rules.parameter import Amount, Direction, Parameter
from formkit.rules.reading import Faults


class Source(StrEnum):
    """Where a value comes from, in the order in which they are asked."""

    LAW = "law"
    CONTRACT = "contract"
    REGULATION = "regulation"
    COMPANY = "company"
    DEFAULT = "default"

    @property
    def rank(self) -> int:
        """The position in the order of precedence."""
        return list(Source).index(self)

    @property
    def label(self) -> str:
        """The Chinese name of the source."""
        names = {
            "law": N_("法律"),
            "contract": N_("合同特约"),
            "regulation": N_("制度"),
            "company": N_("企业自定"),
            "default": N_("默认"),
        }
        return _(names[self.value])


class Why(StrEnum):
    """Why a value lost."""

    LAXER = "laxer"
    CONTRACT = "contract"
    BELOW_LAW = "below_law"
    NARROWED = "narrowed"

    @property
    def label(self) -> str:
        """The reason in Chinese."""
        names = {
            "laxer": N_("不如现行值严"),
            "contract": N_("已由合同特约取代"),
            "below_law": N_("低于法律"),
            "narrowed": N_("只保留各文本共同的选项"),
        }
        return _(names[self.value])


@dataclass(frozen=True, slots=True)
class Overruled:
    """A value that lost, with its clause and the reason."""

    amount: Amount
    shown: str  # with its unit
    citation: Citation
    source: Source
    why: Why

    def __str__(self) -> str:
        """Return e.g. `24 小时《顾客投诉处理办法》4.1「…」(不如现行值严)`."""
        return f"{self.shown}{self.citation}({self.why.label})"


@dataclass(frozen=True, slots=True)
class Effective:
    """A parameter's value in force, with the clauses it comes from and what lost against it.

    `citations` holds every text that gives or shapes the value, the one of the highest rank first;
    it is empty for a default. `joint` says that the value was put together from several texts.
    """

    parameter: str
    name: str
    amount: Amount
    shown: str
    unit: str
    source: Source
    citations: tuple[Citation, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    joint: bool = False

    @property
    def citation(self) -> Citation | None:
        """The clause that the value comes from; None for a default."""
        return self.citations[0] if self.citations else None

    def __str__(self) -> str:
        """Return the value as printed in a sentence, with its unit: `24 小时`."""
        return self.shown


@dataclass(frozen=True, slots=True)
class Offer:
    """One text's value for a parameter or a policy, on one day."""

    amount: Amount
    citation: Citation
    source: Source
    text: str  # id of the text; decides ties, so that the order of files never does
    place: Place
    exemptible: bool = False

    @property
    def of_law(self) -> bool:
        """Whether a law gives the value, to an exempted project too."""
        return self.source is Source.LAW or self.exemptible

    @property
    def order(self) -> tuple[int, list[tuple[int, str]], str]:
        """The key that sorts offers: law first, R2 before R11."""
        parts = re.findall(r"\d+|\D+", self.text)
        natural = [(int(part), "") if part.isdigit() else (0, part) for part in parts]
        return self.source.rank, natural, self.citation.clause

    def lost(self, parameter: Parameter, why: Why) -> Overruled:
        """Return this offer as one that lost."""
        return Overruled(self.amount, parameter.show(self.amount), self.citation, self.source, why)


class Conflict(Exception):
    """Two texts cannot both be followed."""

    def __init__(self, parameter: Parameter, one: Offer, two: Offer) -> None:
        super().__init__(parameter.id)
        self.parameter, self.one, self.two = parameter, one, two

    def note(self, faults: Faults) -> None:
        """Note the conflict, naming both clauses."""
        show = self.parameter.show
        faults.add(
            "FK-PRF-051" if self.parameter.direction is Direction.EXACT else "FK-PRF-052",
            self.two.place,
            name=self.parameter.name,
            one=show(self.one.amount),
            two=show(self.two.amount),
            one_source=self.one.citation,
            two_source=self.two.citation,
        )


def combine(parameter: Parameter, offers: Iterable[Offer]) -> Effective:
    """Return the value that satisfies all offers: the strictest, the union, the intersection.

    The result does not depend on the order of the offers.

    Raises:
        Conflict: two exact values differ, or two lists have no choice in common.
    """
    ranked = sorted(offers, key=lambda offer: offer.order)
    match parameter.direction:
        case Direction.AT_LEAST | Direction.AT_MOST:
            return _strictest(parameter, ranked)
        case Direction.EXACT:
            for offer in ranked:
                if offer.amount != ranked[0].amount:
                    raise Conflict(parameter, ranked[0], offer)
            return _effective(parameter, ranked[0].amount, ranked)
        case Direction.INCLUDES:
            union = dict.fromkeys(item for offer in ranked for item in _items(offer))
            joint = any(len(_items(offer)) < len(union) for offer in ranked)
            return _effective(parameter, tuple(union), ranked, joint=joint)
        case Direction.ONE_OF:
            return _common(parameter, ranked)


def _items(offer: Offer) -> tuple[str, ...]:
    return offer.amount if isinstance(offer.amount, tuple) else ()


def _strictest(parameter: Parameter, ranked: Sequence[Offer]) -> Effective:
    best = ranked[0]
    for offer in ranked:
        if parameter.laxer(best.amount, offer.amount):
            best = offer
    winners = [offer for offer in ranked if offer.amount == best.amount]
    lost = [offer.lost(parameter, Why.LAXER) for offer in ranked if offer.amount != best.amount]
    return _effective(parameter, best.amount, winners, lost)


def _common(parameter: Parameter, ranked: Sequence[Offer]) -> Effective:
    common = _items(ranked[0])
    for offer in ranked:
        narrower = tuple(item for item in common if item in _items(offer))
        if not narrower:
            raise Conflict(parameter, _opponent(ranked, offer), offer)
        common = narrower
    winners = [offer for offer in ranked if set(_items(offer)) == set(common)]
    lost = [offer.lost(parameter, Why.NARROWED) for offer in ranked if offer not in winners]
    if winners:
        return _effective(parameter, common, winners, lost)
    return _effective(parameter, common, ranked, lost, joint=True)


def _opponent(ranked: Sequence[Offer], late: Offer) -> Offer:
    """Return the offer that shares least with `late`: the one to name beside it."""
    return min(ranked, key=lambda other: len(set(_items(other)) & set(_items(late))))


def _effective(
    parameter: Parameter,
    amount: Amount,
    winners: Sequence[Offer],
    overruled: Iterable[Overruled] = (),
    *,
    joint: bool = False,
) -> Effective:
    return Effective(
        parameter.id,
        parameter.name,
        amount,
        parameter.show(amount),
        parameter.unit,
        winners[0].source,
        tuple(dict.fromkeys(offer.citation for offer in winners)),
        tuple(overruled),
        joint,
    )


def agreed_policy(offers: Sequence[Offer]) -> Offer | tuple[Offer, Offer] | None:
    """Return the choice that the texts imply; two offers where they differ; None: they are silent.

    A law's choice stands above all others.
    """
    ranked = sorted(offers, key=lambda offer: offer.order)
    for other in ranked:
        if other.amount != ranked[0].amount and ranked[0].source is not Source.LAW:
            return ranked[0], other
    return ranked[0] if ranked else None

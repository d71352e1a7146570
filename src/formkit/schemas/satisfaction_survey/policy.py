"""The company's scoring policy in words: what the report's sheet 口径 says of each choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formkit.kernel.i18n import N_, _
from formkit.rules.profile import Profile
from formkit.rules.scoring_policy import (
    DEFAULTS,
    Blank,
    Importance,
    Mean,
    Multi,
    Negative,
    Origin,
    ScoringPolicy,
    Weights,
)
from formkit.rules.scoring_terms import TERMS
from formkit.schemas.satisfaction_survey.points import FAMILY

OWN = N_("本公司评分口径")
_DEFAULT = N_("默认")
_REGULATION = N_("制度")
_SCORE_RULE = "R7-03"
_FORMULA = (
    (
        N_("满意度"),
        N_("实际得分÷满分×100%"),
        N_("满分是各计分题最高一档的分之和;有权重的,得分和满分都乘权重"),
    ),
)
_FIXED = (
    (N_("全空卷"), N_("无效"), N_("没有一道计分题作答的卷无效,不是 0%")),
    (
        N_("满意率"),
        N_("满意份数÷有效份数×100%"),
        N_("总体评价为满意及以上的算满意;没有总体评价或不适用的,各计分题都为满意及以上才算"),
    ),
    (
        N_("题满意度"),
        N_("均分÷最高一档的分×100%"),
        N_(
            "均分是这一题得分的平均,空题按“空题”一项;得分、均分、题满意度都不乘权重,"
            "同一题在各题库权重不同也合在一起,权重只用于一份卷的实际得分和满分"
        ),
    ),
    (
        N_("总体评价"),
        N_("按题库"),
        N_("题库写明计分的,总体评价作为一题计分,权重 1,空着算漏答;不适用的剔除。其余不计分"),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet 口径; all as printed.

    name: what is settled. value: the choice in force. meaning: what follows from it. basis: the
    clause, or that it is the company's own decision. origin: where it was chosen (file and line),
    `默认`, or `制度`.
    """

    name: str
    value: str
    meaning: str
    basis: str
    origin: str


def lines(profile: Profile) -> tuple[Line, ...]:
    """Return how surveys are scored under this profile, in the order in which it is read.

    First the regulation's points and formula with their clauses, then every choice of B.6.
    """
    return (*_points(profile), *_formula(profile), *_choices(profile))


def _points(profile: Profile) -> Iterator[Line]:
    scales: dict[str, dict[str, str]] = {}
    sources: dict[str, str] = {}
    for name, value in profile.resolution().family(FAMILY).items():
        _family, scale, option = name.split(".", maxsplit=2)
        scales.setdefault(scale, {})[option] = str(value.amount)
        sources.setdefault(scale, str(value.citation) if value.citation else _(OWN))
    for scale, points in scales.items():
        said = "、".join(f"{option} {amount}" for option, amount in points.items())
        meaning = _("每题按所勾的选项得分;表上少列一档的,满分仍是最高一档")
        name = _("{scale}量表").format(scale=scale)
        yield Line(name, said, meaning, sources[scale], _(_REGULATION))


def _formula(profile: Profile) -> Iterator[Line]:
    basis = _basis(profile, _SCORE_RULE)
    for name, value, meaning in _FORMULA:
        yield Line(_(name), _(value), _(meaning), basis, _(_REGULATION))
    for name, value, meaning in _FIXED:
        yield Line(_(name), _(value), _(meaning), _(OWN), _(_DEFAULT))


def _choices(profile: Profile) -> Iterator[Line]:
    policy = profile.scoring
    for term in TERMS:
        value = getattr(policy, term.id)
        origin = policy.origins.get(term.id)
        basis = (origin.clause if origin else "") or _basis(profile, term.rule)
        where = str(origin.place) if origin else _(_DEFAULT)
        yield Line(_(term.name), term.shown(value), term.meaning(value), basis, where)


def _basis(profile: Profile, rule: str) -> str:
    """Return the rule's clause where its text binds the company; else that it is its own choice."""
    if rule:
        found = profile.rule(rule)
        if profile.binds(found, profile.today):
            return str(found.citation)
    return _(OWN)


__all__ = [
    "DEFAULTS",
    "Blank",
    "Importance",
    "Line",
    "Mean",
    "Multi",
    "Negative",
    "Origin",
    "ScoringPolicy",
    "Weights",
    "lines",
]

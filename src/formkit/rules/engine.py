"""The engine: asks a record every rule that binds it, and makes findings of what is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from formkit.kernel.clock import Clock
from formkit.kernel.errors import ProfileError, fault
from formkit.kernel.findings import Citation, Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import _
from formkit.rules.check import Check, Fault
from formkit.rules.combining import Effective, Source, Why
from formkit.rules.judging import Judging
from formkit.rules.profile import NO_CONTRACT, Profile
from formkit.rules.regulation import Rule, Sentence
from formkit.rules.resolution import Resolution
from formkit.rules.saying import Blanks, say
from formkit.rules.waivers import waive

PlaceOf = Callable[[str], Place]
CONTRACT_RULE = "R2-06"  # the one rule that the engine itself judges
CONTRACT_PATH = "contract_terms"


def checks_in(module: ModuleType) -> tuple[Check, ...]:
    """Return the checks of a `checks.py`: the functions marked with a rule, in written order."""
    marked = [
        Check(value.rule, value)
        for value in vars(module).values()
        if callable(value) and isinstance(getattr(value, "rule", None), str)
    ]
    return tuple(dict.fromkeys(marked))


@dataclass(frozen=True, slots=True)
class _Docket:
    """What is asked on the days of one era."""

    asked: tuple[tuple[Check, Rule], ...]
    ids: frozenset[str]
    contract_rule: Rule | None


class Bench:
    """Judges records of one kind at one gate; what is asked is looked up once for each era.

    Args:
        checks: the logic of the rules for this kind of record.
        profile: what binds the company.
        record_kind: the record's slug; a rule that does not name it is not asked.
        gate: the gate at which the records are judged.
        clock: tells today.
        forms: the folders with forms, the company's own first; empty: formkit's alone.

    Raises:
        ProfileError: a check names a rule that no text holds.
    """

    def __init__(  # noqa: PLR0913 - each argument is a fact that the caller alone knows
        self,
        checks: Iterable[Check],
        profile: Profile,
        *,
        record_kind: str,
        gate: Gate,
        clock: Clock,
        forms: tuple[Path, ...] = (),
    ) -> None:
        self._rules = [(check, profile.rule(check.rule)) for check in checks]
        self._contract_rule = profile.library.rules().get(CONTRACT_RULE)
        self._profile = profile
        self._kind = record_kind
        self._gate = gate
        self._clock = clock
        self._forms = forms
        self._dockets: dict[int, _Docket] = {}

    def judge(
        self,
        record: Any,
        *,
        place_of: PlaceOf,
        contract: Mapping[str, Any] = NO_CONTRACT,
        exemption: str = "",
        on: date | None = None,
    ) -> list[Finding]:
        """Return what the rules in force find in a record.

        Args:
            record: what the checks expect.
            place_of: gives the place of a field path.
            contract: the contract terms of the record's project.
            exemption: why the law does not apply to the project; empty where it does.
            on: the day whose law is asked for; today where it is absent.

        Raises:
            ProfileError: a check names a sentence or value that no text holds.
        """
        day = on or self._clock.today()
        profile = self._profile
        docket = self._docket(day)
        resolution = profile.resolution(contract, on=day, exempt=bool(exemption))
        judging = Judging(
            resolution,
            self._gate,
            self._clock,
            rules=docket.ids,
            forms=self._forms,
            scoring=profile.scoring,
        )
        terms_at = CONTRACT_PATH if self._kind == "project" else f"project.{CONTRACT_PATH}"
        found = [_contract_fault(wrong, terms_at, place_of) for wrong in resolution.faults]
        for check, rule in docket.asked:
            for wrong in check.function(record, judging):
                finding = _finding(rule, wrong, profile, resolution, place_of)
                told = _exempted(finding, rule, profile, exemption)
                if told not in found:  # two ways to the same fault tell it once
                    found.append(told)
        if docket.contract_rule:
            found += _replaced_values(docket.contract_rule, profile, judging, terms_at, place_of)
        return found

    def _docket(self, day: date) -> _Docket:
        era = self._profile.era(day)
        if era not in self._dockets:
            asked = tuple(pair for pair in self._rules if self._is_asked(pair[1], day))
            rule = self._contract_rule
            own = rule if rule and self._is_asked(rule, day) else None
            self._dockets[era] = _Docket(asked, frozenset(r.id for _check, r in asked), own)
        return self._dockets[era]

    def _is_asked(self, rule: Rule, day: date) -> bool:
        return (
            self._kind in rule.records
            and self._gate.reaches(rule.gate)
            and self._profile.setting(rule).enabled
            and self._profile.binds(rule, day)
        )


def _contract_fault(wrong: Finding, terms_at: str, place_of: PlaceOf) -> Finding:
    place = place_of(f"{terms_at}.{wrong.place.path}")
    return replace(wrong, place=_named(place, wrong.place.label))


def _named(place: Place, name: str) -> Place:
    """Return the place of a contract term under its Chinese name instead of its id."""
    return place.inside(path=place.path, label=" ".join((_("工程"), _("合同特约"), name)))


def _sentence(rule: Rule, name: str) -> Sentence:
    if name not in rule.sentences:
        raise ProfileError("FK-PRF-023", place=rule.place, rule=rule.id, sentence=name)
    return rule.sentences[name]


def _finding(
    rule: Rule, wrong: Fault, profile: Profile, resolution: Resolution, place_of: PlaceOf
) -> Finding:
    sentence = _sentence(rule, wrong.sentence)
    law = profile.text_of(rule).binds_all
    blanks = Blanks(wrong.values, rule, resolution, law=law)
    texts = [
        _(text).format_map(blanks) if text else ""
        for text in (sentence.fault, sentence.requirement, sentence.remedy)
    ]
    return Finding(
        code=rule.id,
        level=profile.level(rule, wrong.level),
        place=place_of(wrong.path),
        found=texts[0],
        required=texts[1],
        remedy=texts[2],
        citations=_citations(rule, blanks.values_said, law=law),
    )


def _citations(rule: Rule, values: Sequence[Effective], *, law: bool) -> tuple[Citation, ...]:
    """Return the rule's clause, then the clauses that the values said come from.

    The law is not cited for what only the company or the contract asks.
    """
    own = rule.citation
    if law and values and all(v.citations and v.source is not Source.LAW for v in values):
        return tuple(dict.fromkeys(value.citations[0] for value in values))
    cited = [own]
    for value in values:
        here = [c for c in value.citations if c.title == own.title]
        if value.joint:
            cited.extend(c for c in value.citations if c.title != own.title)
        elif not here:
            cited.extend(value.citations[:1])
        cited.extend(c for c in here[:1] if c.clause != own.clause)
    return tuple(dict.fromkeys(cited))


def _exempted(finding: Finding, rule: Rule, profile: Profile, exemption: str) -> Finding:
    if not (exemption and rule.exemptible):
        return finding
    note = fault("FK-PRF-074", finding.place, found=finding.found, reason=exemption)
    ground = profile.text_of(rule).exemption
    cited = (*finding.citations, *((ground,) if ground else ()))
    return replace(finding, level=Level.INFO, found=note.found, remedy=note.remedy, citations=cited)


def _replaced_values(
    rule: Rule, profile: Profile, judging: Judging, terms_at: str, place_of: PlaceOf
) -> Iterator[Finding]:
    """Yield a note for every value asked where the contract stands in place of a company text."""
    for name, value in judging.asked.items():
        lost = [o for o in value.overruled if o.why is Why.CONTRACT and o.amount != value.amount]
        if not lost:
            continue
        wrong = Fault(
            f"{terms_at}.{name}",
            {
                "name": value.name,
                "contract": value,
                "replaced": "、".join(dict.fromkeys(other.shown for other in lost)),
                "text": "、".join(dict.fromkeys(say(other.citation) for other in lost)),
            },
        )
        found = _finding(rule, wrong, profile, judging.resolution, place_of)
        yield replace(found, place=_named(found.place, value.name))


__all__ = ["Bench", "checks_in", "waive"]

"""What `formkit rules` tells: each rule with its clause, its values in force, what they beat."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Citation, Level
from formkit.kernel.gate import Gate
from formkit.kernel.i18n import N_, _
from formkit.rules.combining import Effective, Overruled, Source
from formkit.rules.engine import CONTRACT_RULE
from formkit.rules.profile import NO_CONTRACT, Profile
from formkit.rules.reading import hint
from formkit.rules.regulation import Rule, Sentence
from formkit.rules.resolution import Resolution


class State(StrEnum):
    """Whether a rule is asked of the records."""

    ACTIVE = "active"
    PENDING = "pending"
    DISABLED = "disabled"
    NOT_CHOSEN = "not_chosen"
    NOT_IN_FORCE = "not_in_force"

    @property
    def label(self) -> str:
        """The Chinese name of the state."""
        names = {
            "active": N_("生效"),
            "pending": N_("待启用"),
            "disabled": N_("已停用"),
            "not_chosen": N_("未选用"),
            "not_in_force": N_("不在施行期"),
        }
        return _(names[self.value])


@dataclass(frozen=True, slots=True)
class ValueInForce:
    """A parameter of a rule; `value` is empty where nobody gives one, `reason` is a default's."""

    parameter: str
    name: str
    value: str
    source: str
    citations: tuple[Citation, ...] = ()
    overruled: tuple[Overruled, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceInForce:
    """A policy of a rule, what was chosen and by whom."""

    policy: str
    name: str
    choice: str
    meaning: str
    source: str
    citation: Citation | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known of one rule in one profile.

    `sample` is empty where there is none; `setting_reason` is what the profile gives for its own
    level or for switching the rule off.
    """

    id: str
    text: str
    title: str
    law: bool
    status: str
    citation: Citation
    says: str
    level: Level
    text_level: Level
    gate: Gate
    records: tuple[str, ...]
    state: State
    values: tuple[ValueInForce, ...]
    choices: tuple[ChoiceInForce, ...]
    sentences: Mapping[str, Sentence]
    blanks: Mapping[str, str]
    exemptible: bool
    note: str
    setting_reason: str
    sample: str

    def as_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data for `--json`."""
        return {
            "id": self.id,
            "text": {"id": self.text, "title": self.title, "law": self.law, "status": self.status},
            "citation": asdict(self.citation),
            "says": self.says,
            "level": self.level.value,
            "text_level": self.text_level.value,
            "gate": self.gate.value,
            "records": list(self.records),
            "state": self.state.value,
            "values": [_plain(asdict(value)) for value in self.values],
            "policies": [_plain(asdict(choice)) for choice in self.choices],
            "sentences": {name: asdict(said) for name, said in self.sentences.items()},
            "blanks": dict(self.blanks),
            "exemptible": self.exemptible,
            "note": self.note,
            "setting_reason": self.setting_reason,
            "sample": self.sample,
        }


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without amounts (they stand printed, with their unit, beside it)."""
    for lost in data.get("overruled", ()):
        lost.pop("amount")
    return data


def explain(  # noqa: PLR0913 - each argument is a fact that the caller alone knows
    profile: Profile,
    *,
    implemented: Collection[str],
    samples: Path | None = None,
    contract: Mapping[str, Any] = NO_CONTRACT,
    on: date | None = None,
    only: str = "",
) -> list[Explanation]:
    """Return every rule of every text in the order of the texts, or the one that is asked for.

    Args:
        profile: what binds the company.
        implemented: the rules that have a check.
        samples: the folder in which `<ID>.yaml` holds a rule's good and bad sample.
        contract: the terms of a project, where the question is about one.
        on: the day; the day of loading where it is absent.
        only: a rule id; empty for all.

    Raises:
        UsageError: there is no rule of that id.
    """
    rules = profile.library.rules()
    if only:
        names = {name.lower(): name for name in rules}
        if only.lower() not in names:
            raise UsageError("FK-PRF-075", rule=only, hint=hint(only.upper(), rules))
        rules = {only: rules[names[only.lower()]]}
    day = on or profile.today
    resolution = profile.resolution(contract, on=day)
    return [
        _explained(rule, profile, resolution, _state(rule, profile, implemented, day), samples)
        for rule in rules.values()
    ]


def _state(rule: Rule, profile: Profile, implemented: Collection[str], day: date) -> State:
    text = profile.text_of(rule)
    if not text.binds_all and text.id not in profile.texts:
        return State.NOT_CHOSEN
    if day not in text.span:
        return State.NOT_IN_FORCE
    if not profile.setting(rule).enabled:
        return State.DISABLED
    known = rule.id in implemented or rule.id == CONTRACT_RULE
    return State.ACTIVE if known else State.PENDING


def _explained(
    rule: Rule, profile: Profile, resolution: Resolution, state: State, samples: Path | None
) -> Explanation:
    text = profile.text_of(rule)
    sample = samples / f"{rule.id}.yaml" if samples else None
    return Explanation(
        id=rule.id,
        text=text.id,
        title=text.title,
        law=text.binds_all,
        status=text.status,
        citation=rule.citation,
        says=rule.says,
        level=profile.level(rule),
        text_level=rule.level,
        gate=rule.gate,
        records=rule.records,
        state=state,
        values=tuple(
            _own_values(rule, profile)
            if state is State.NOT_CHOSEN
            else _values(rule, profile, resolution)
        ),
        choices=tuple(_choices(rule, profile, resolution)),
        sentences=rule.sentences,
        blanks=rule.blanks,
        exemptible=rule.exemptible,
        note=rule.note,
        setting_reason=profile.setting(rule).reason,
        sample=str(sample) if sample and sample.is_file() else "",
    )


def _own_values(rule: Rule, profile: Profile) -> Iterator[ValueInForce]:
    """Yield what the rule's own text gives: it is not chosen, so nothing of it is in force."""
    vocabulary, text = profile.library.vocabulary, profile.text_of(rule)
    for name in (name for wanted in rule.parameters for name in vocabulary.family(wanted)):
        parameter = vocabulary.parameters[name]
        for given in text.parameters.get(name, ()):
            shown, cited = parameter.show(given.value), (given.citation,)
            yield ValueInForce(name, parameter.name, shown, Source.REGULATION.value, cited)


def _values(rule: Rule, profile: Profile, resolution: Resolution) -> list[ValueInForce]:
    vocabulary = profile.library.vocabulary
    names = [name for wanted in rule.parameters for name in vocabulary.family(wanted)]
    return [_value(name, profile, resolution) for name in names]


def _value(name: str, profile: Profile, resolution: Resolution) -> ValueInForce:
    parameter = profile.library.vocabulary.parameters[name]
    if parameter.default is None and not resolution.given(name):
        return ValueInForce(name, parameter.name, "", "")
    value: Effective = resolution.value(name)
    reason = parameter.default_reason if value.source is Source.DEFAULT else ""
    return ValueInForce(
        name,
        parameter.name,
        str(value),
        value.source.value,
        value.citations,
        value.overruled,
        reason,
    )


def _choices(rule: Rule, profile: Profile, resolution: Resolution) -> list[ChoiceInForce]:
    found = []
    for name in rule.policies:
        policy = profile.library.vocabulary.policies[name]
        choice, source, citation = resolution.policy_origin(name)
        meaning = policy.choices[choice]
        found.append(ChoiceInForce(name, policy.name, choice, meaning, source.value, citation))
    return found

"""A text as data: the values, the policies and the rules that a regulation or a law gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from string import Formatter

from formkit.kernel.findings import Citation, Level, Place
from formkit.kernel.gate import Gate
from formkit.rules.parameter import Amount, Vocabulary, accepted, chosen
from formkit.rules.reading import Faults, Section, hint, read

LEVELS = tuple(level.value for level in Level)
STATUSES = ("现行", "试行", "待核", "废止")
REPEALED = "废止"
_TEXT_ID = re.compile(r"[A-Z][A-Z0-9]{0,11}")
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]{0,11}-\d{1,3}")


class Kind(StrEnum):
    """Whether a text binds everybody or only those who chose it."""

    LAW = "law"
    REGULATION = "regulation"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` to `until`, both included; None leaves that side open."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return not ((self.since and day < self.since) or (self.until and day > self.until))

    @property
    def turns(self) -> tuple[date, ...]:
        """The first day, and the first day after the last; a side that is open has none."""
        begin = (self.since,) if self.since else ()
        past = self.until and self.until < date.max
        return (*begin, self.until + timedelta(days=1)) if self.until and past else begin

    def overlaps(self, other: Span) -> bool:
        """Return whether a day lies in both."""
        latest = max(self.since or date.min, other.since or date.min)
        return latest <= min(self.until or date.max, other.until or date.max)


@dataclass(frozen=True, slots=True)
class Given:
    """One value that a text gives to a parameter, or one choice for a policy."""

    value: Amount
    citation: Citation
    span: Span
    place: Place
    exemptible: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a rule says in one situation; the three texts may hold `{blanks}`."""

    fault: str
    requirement: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a text. `records` are slugs; `parameters` may name a whole family."""

    id: str
    citation: Citation
    says: str
    level: Level
    gate: Gate
    records: tuple[str, ...]
    parameters: tuple[str, ...]
    policies: tuple[str, ...]
    sentences: Mapping[str, Sentence]
    blanks: Mapping[str, str]
    exemptible: bool
    note: str
    place: Place


@dataclass(frozen=True, slots=True)
class Regulation:
    """A regulation of a company, or a law."""

    id: str
    title: str
    kind: Kind
    status: str
    span: Span
    source: str
    note: str
    parameters: Mapping[str, tuple[Given, ...]]
    policies: Mapping[str, Given]
    rules: Mapping[str, Rule]
    place: Place = field(default_factory=Place)
    exemption: Citation | None = None  # the clause that says to whom the text does not apply

    @property
    def binds_all(self) -> bool:
        """Whether nobody has to choose the text for it to bind."""
        return self.kind is Kind.LAW


def load_regulation(path: Path, vocabulary: Vocabulary, faults: Faults) -> Regulation | None:
    """Return the text that a file holds; None where the file holds none. Faults are noted."""
    section = read(path, faults)
    if section is None:
        return None
    kind = Kind(section.choice("kind", list(Kind)) or Kind.REGULATION)
    title = section.text("title")
    regulation = Regulation(
        id=_text_id(section),
        title=title,
        kind=kind,
        status=section.choice("status", STATUSES),
        span=_span(section, "effective_from", "effective_until"),
        source=section.text("source"),
        note=section.text("note", required=False),
        parameters=_parameters(section, vocabulary, title),
        policies=_policies(section, vocabulary, title),
        rules=dict(_rules(section, vocabulary, title, kind)),
        place=section.place("id"),
        exemption=_exemption(section, title),
    )
    if regulation.exemption is None and any(rule.exemptible for rule in regulation.rules.values()):
        section.wrong("FK-PRF-011", "exemption")
    if regulation.status == REPEALED and regulation.span.until is None:
        section.wrong("FK-PRF-011", "effective_until")
    section.close()
    return regulation


def _text_id(section: Section) -> str:
    name = section.text("id")
    if name and not _TEXT_ID.fullmatch(name):
        section.wrong("FK-PRF-034", "id", name=name)
    return name


def _span(section: Section, since: str, until: str) -> Span:
    span = Span(section.day(since), section.day(until))
    if span.since and span.until and span.since > span.until:
        section.wrong("FK-PRF-032", until, since=str(span.since), until=str(span.until))
    return span


def citation(section: Section, title: str, *, required: bool = True) -> Citation:
    """Return the clause and quotation that a section states; both are required of a text."""
    return Citation(
        title,
        section.text("clause", required=required),
        section.text("quote", required=required),
    )


def _exemption(section: Section, title: str) -> Citation | None:
    part = section.section("exemption")
    if part is None:
        return None
    found = citation(part, title)
    part.close()
    return found


def _parameters(
    section: Section, vocabulary: Vocabulary, title: str
) -> dict[str, tuple[Given, ...]]:
    outer = section.section("parameters")
    if outer is None:
        return {}
    return {name: givens(outer, name, vocabulary, title) for name in outer.names()}


def givens(
    outer: Section, name: str, vocabulary: Vocabulary, title: str, *, cited: bool = True
) -> tuple[Given, ...]:
    """Return the values that a section gives to one parameter: one, or several with dates.

    With `cited` false a value may stand bare, without a clause: `{id: value}`.
    """
    parameter = vocabulary.parameters.get(name)
    if parameter is None:
        outer.wrong("FK-PRF-030", name, name=name, hint=hint(name, vocabulary.parameters))
        outer.raw(name)
        return ()
    found: list[Given] = []
    for part in _parts(outer, name, bare=not cited):
        value = accepted(parameter, part, "value")
        given = Given(
            value=0 if value is None else value,
            citation=citation(part, title, required=cited),
            span=_span(part, "from", "until"),
            place=part.place("value"),
            exemptible=part.flag("exemptible", default=False),
        )
        part.close()
        if any(given.span.overlaps(other.span) for other in found):
            outer.wrong("FK-PRF-033", name, name=parameter.name)
        if value is not None:
            found.append(given)
    return tuple(found)


def _parts(outer: Section, name: str, *, bare: bool) -> Iterator[Section]:
    raw = outer.raw(name)
    path = f"{outer.path}.{name}"
    listed = isinstance(raw, list) and any(isinstance(item, Mapping) for item in raw)
    if raw is None:
        outer.wrong("FK-PRF-011", name)
    elif bare and not listed and not isinstance(raw, Mapping):
        yield Section({"value": raw}, outer.file, path, outer.faults, line=outer.place(name).line)
    elif isinstance(raw, list):
        for index, item in enumerate(raw):
            if isinstance(item, Mapping):
                yield Section(item, outer.file, f"{path}.{index}", outer.faults)
            else:
                outer.wrong("FK-PRF-012", name, value=str(item), wanted="「键: 值」的映射")
    elif (part := outer.section(name)) is not None:
        yield part


def _policies(section: Section, vocabulary: Vocabulary, title: str) -> dict[str, Given]:
    found = {}
    for name, part in section.sections("policies"):
        value = chosen(vocabulary.policies, name, part, "value")
        part.raw("value")
        cited = citation(part, title)
        if value:
            found[name] = Given(value, cited, Span(), part.place("value"))
        part.close()
    return found


def _rules(
    section: Section, vocabulary: Vocabulary, title: str, kind: Kind
) -> Iterator[tuple[str, Rule]]:
    owner = "LAW" if kind is Kind.LAW else section.text("id")
    for name, part in section.sections("rules"):
        if not _RULE_ID.fullmatch(name) or name.rpartition("-")[0] != owner:
            part.wrong("FK-PRF-035", name=name, owner=owner)
        yield name, _rule(name, part, vocabulary, title, kind)


def _rule(name: str, part: Section, vocabulary: Vocabulary, title: str, kind: Kind) -> Rule:
    rule = Rule(
        id=name,
        citation=citation(part, title),
        says=part.text("says"),
        level=Level(part.choice("level", LEVELS) or Level.ERROR),
        gate=Gate(part.choice("gate", list(Gate)) or Gate.ISSUE),
        records=part.texts("records"),
        parameters=part.texts("parameters"),
        policies=part.texts("policies"),
        sentences=_sentences(part),
        blanks=part.pairs("blanks"),
        exemptible=part.flag("exemptible", default=False),
        note=part.text("note", required=False),
        place=part.place(),
    )
    if not rule.records:
        part.wrong("FK-PRF-011", "records")
    if rule.exemptible and kind is not Kind.LAW:
        part.wrong("FK-PRF-037", "exemptible")
    for wanted in rule.parameters:
        if not vocabulary.family(wanted):
            suggestion = hint(wanted, vocabulary.parameters)
            part.wrong("FK-PRF-030", "parameters", name=wanted, hint=suggestion)
    for wanted in rule.policies:
        if wanted not in vocabulary.policies:
            suggestion = hint(wanted, vocabulary.policies)
            part.wrong("FK-PRF-036", "policies", name=wanted, hint=suggestion)
    part.close()
    return rule


def _sentences(rule: Section) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    outer = rule.section("sentences")
    if outer is None:
        return found
    known = {*rule.pairs("blanks"), *rule.texts("parameters")}
    default = outer.section("default")
    if default is None:
        outer.wrong("FK-PRF-022", "default")
        default = Section({}, outer.file, outer.path, Faults())
    fallback = _sentence(default, Sentence("", "", ""), known, remedy=True)
    for name, part in outer.children():
        found[name] = fallback if name == "default" else _sentence(part, fallback, known)
    return found


def _sentence(
    part: Section, fallback: Sentence, known: set[str], *, remedy: bool = False
) -> Sentence:
    said = Sentence(
        part.text("fault"),
        part.text("requirement", required=False) or fallback.requirement,
        part.text("remedy", required=remedy) or fallback.remedy,
    )
    for key, text in zip(
        ("fault", "requirement", "remedy"),
        (said.fault, said.requirement, said.remedy),
        strict=True,
    ):
        if key in part:
            _check_blanks(part, key, text, known)
    part.close()
    return said


def _check_blanks(part: Section, key: str, text: str, known: set[str]) -> None:
    """Note blanks that nothing fills, and anything in braces that is more than a name."""
    try:
        fields = [(name, spec, conv) for _, name, spec, conv in Formatter().parse(text)]
    except ValueError:
        part.wrong("FK-PRF-021", key, text=text)
        return
    for name, spec, conversion in fields:
        if name is None:
            continue
        if spec or conversion or not name.isidentifier():
            part.wrong("FK-PRF-021", key, text=text)
        elif name not in known:
            shown = "、".join(sorted(known)) or "(没有)"
            part.wrong("FK-PRF-020", key, name=name, known=shown, hint=hint(name, known))

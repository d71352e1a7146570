"""All texts there are, chosen or not: the folder `forms/regulations/` and a company's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from formkit.rules.combining import Offer, Source
from formkit.rules.parameter import Vocabulary, load_vocabulary
from formkit.rules.reading import Faults
from formkit.rules.regulation import Given, Regulation, Rule, Span, load_regulation

VOCABULARY_FILES = frozenset({"parameters.yaml", "policies.yaml"})


@dataclass(frozen=True)
class Library:
    """The vocabulary and the texts by their id."""

    vocabulary: Vocabulary
    texts: Mapping[str, Regulation]

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return {name: rule for text in self.texts.values() for name, rule in text.rules.items()}

    @cached_property
    def _owners(self) -> Mapping[str, Regulation]:
        return {name: text for text in self.texts.values() for name in text.rules}

    def rules(self) -> Mapping[str, Rule]:
        """Return every rule of every text by its id."""
        return self._rules

    def text_of(self, rule: str) -> Regulation:
        """Return the text that holds the rule; raises KeyError where none does."""
        return self._owners[rule]

    def binding(self, chosen: Collection[str]) -> Iterator[Regulation]:
        """Yield the laws and the chosen texts, in force or not."""
        for text in self.texts.values():
            if text.binds_all or text.id in chosen:
                yield text

    def offers(self, chosen: Collection[str], day: date) -> dict[str, list[Offer]]:
        """Return what the texts in force on that day give, by parameter and by policy."""
        found: dict[str, list[Offer]] = {}
        for text in self.binding(chosen):
            if day not in text.span:
                continue
            source = Source.LAW if text.binds_all else Source.REGULATION
            for name, given in text.parameters.items():
                found.setdefault(name, []).extend(offers_of(given, source, text.id, day))
            for name, choice in text.policies.items():
                found.setdefault(name, []).extend(offers_of([choice], source, text.id, day))
        return found

    def spans(self, chosen: Collection[str]) -> Iterator[Span]:
        """Yield the spans of the laws, of the chosen texts, and of all that they give."""
        for text in self.binding(chosen):
            yield text.span
            yield from (one.span for given in text.parameters.values() for one in given)
            yield from (choice.span for choice in text.policies.values())

    def turning_days(self, chosen: Collection[str], today: date) -> list[date]:
        """Return today and every later day on which a value begins or has just ended."""
        days = {today}
        for text in self.binding(chosen):
            spans = [text.span, *(g.span for given in text.parameters.values() for g in given)]
            for span in spans:
                days.update(day for day in (span.since,) if day and day > today)
                days.update(
                    day + timedelta(days=1) for day in (span.until,) if day and day >= today
                )
        return sorted(days)


def offers_of(given: Iterable[Given], source: Source, text: str, day: date) -> Iterator[Offer]:
    """Yield the values that are in force on that day as offers of that text."""
    for value in given:
        if day in value.span:
            yield Offer(value.value, value.citation, source, text, value.place, value.exemptible)


def exempted(offers: Mapping[str, Sequence[Offer]]) -> dict[str, list[Offer]]:
    """Return the offers of a project outside the law: exemptible values are no floor to it."""
    return {
        name: [
            replace(offer, source=Source.REGULATION) if offer.exemptible else offer
            for offer in given
        ]
        for name, given in offers.items()
    }


def load_library(
    folder: Path, own: Sequence[Path], faults: Faults
) -> tuple[Library, dict[Path, str]]:
    """Return the library, and the ids of the company's own files. Faults are noted.

    Ids, titles and rule ids must be unique over all texts.

    Raises:
        ProfileError: the vocabulary is wrong.
    """
    vocabulary = load_vocabulary(folder, faults)
    faults.raise_if_any()  # every text would be found wrong against a broken vocabulary
    texts: dict[str, Regulation] = {}
    ids: dict[Path, str] = {}
    known: dict[str, str] = {}
    carried = [p for p in sorted(folder.glob("*.yaml")) if p.name not in VOCABULARY_FILES]
    for path in [*carried, *own]:
        text = load_regulation(path, vocabulary, faults)
        if text is None:
            continue
        ids[path] = text.id
        texts[text.id] = text
        _note_twins(text, known, faults)
    return Library(vocabulary, texts), {path: ids[path] for path in own if path in ids}


def _note_twins(text: Regulation, known: dict[str, str], faults: Faults) -> None:
    places = {text.id: text.place, text.title: text.place}
    places.update({name: rule.place for name, rule in text.rules.items()})
    for name, place in places.items():
        if name and name in known:
            faults.add("FK-PRF-038", place, name=name, other=known[name])
        known[name] = str(place)

"""Every rule and every value cites its clause; every implemented rule has a good and a bad sample.

A sample is an overlay on the first record of `samples/<slug>.yaml`: mappings are merged, lists and
values replace, an empty value takes the field away. `both` holds for the good and the bad record;
the project is the one of `samples/projects.yaml` with the record's number, `project` laid over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.findings import Citation, Finding, Level, Place
from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder, samples_folder
from formkit.pipeline.rules import AWAITED
from formkit.rules.engine import CONTRACT_RULE, Bench, checks_in
from formkit.rules.profile import Profile, load_profile
from formkit.schemas import project_checks

RECORDS = {
    slug: import_module(f"formkit.schemas.{slug}").RECORD.__name__ for slug in catalog.slugs()
}
TODAY = date(2026, 11, 23)
LONGEST_QUOTE = 40
SOURCE = forms_folder().parent.parent / "shared" / "regulations-source.txt"
NOT_IN_SOURCE = (
    "the text of the regulations (../shared/regulations-source.txt) does not lie beside the project"
)


@cache
def profile_named(name: str) -> Profile:
    return load_profile(name, forms=forms_folder(), today=TODAY)


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def checks_of(slug: str) -> tuple[Any, ...]:
    return checks_in(import_module(f"formkit.schemas.{slug}.checks"))


IMPLEMENTED = sorted({check.rule for slug in RECORDS for check in checks_of(slug)})
CITED = sorted(profile_named("base").library.rules())


# --- samples ----------------------------------------------------------------------------------


def overlaid(base: Any, overlay: Any) -> Any:
    """Return the base with the overlay laid over it."""
    if not isinstance(base, Mapping) or not isinstance(overlay, Mapping):
        return overlay
    names = [*base, *(name for name in overlay if name not in base)]
    merged = {n: overlaid(base.get(n), overlay[n]) if n in overlay else base[n] for n in names}
    return {name: value for name, value in merged.items() if value is not None}


def first_of(slug: str) -> dict[str, Any]:
    data = read(samples_folder() / f"{slug}.yaml")
    records = data if isinstance(data, list) else next(iter(data.values()))
    return dict(records[0])


def project_of(number: str) -> dict[str, Any]:
    data = read(samples_folder() / "projects.yaml")
    projects = data if isinstance(data, list) else data["projects"]
    return next(dict(project) for project in projects if project["project_no"] == number)


def record_of(sample: Mapping[str, Any], which: str) -> Any:
    slug = sample["record"]
    data = first_of(slug)
    for overlay in (sample.get("both"), sample[which]):
        data = overlaid(data, overlay or {})
    if number := data.get("project_no"):  # some records are on all projects
        data["project"] = overlaid(project_of(number), data.get("project") or {})
    if slug == "warranty_certificate":
        data.setdefault("warranty_terms", data["project"]["warranty_terms"])
    model = getattr(import_module(f"formkit.schemas.{slug}.record"), RECORDS[slug])
    return model.model_validate(data)


def findings_of(rule: str, which: str) -> list[Finding]:
    sample = read(samples_folder() / "rules" / f"{rule}.yaml")
    record = record_of(sample, which)
    profile = profile_named(sample["profile"])
    gate = Gate(sample["gate"]) if "gate" in sample else profile.rule(rule).gate
    today = sample.get("today", TODAY)
    bench = Bench(
        checks_of(sample["record"]),
        profile,
        record_kind=sample["record"],
        gate=gate,
        clock=FixedClock(datetime.combine(today, time(9))),
    )
    return bench.judge(
        record,
        place_of=lambda path: Place(path=path, label=path),
        contract=record.project.contract_terms if record.project else {},
    )


@pytest.mark.parametrize("rule", IMPLEMENTED)
def test_the_bad_sample_raises_its_rule_alone(rule: str) -> None:
    assert {finding.code for finding in findings_of(rule, "bad")} == {rule}


@pytest.mark.parametrize("rule", IMPLEMENTED)
def test_the_good_sample_raises_nothing(rule: str) -> None:
    assert [str(finding) for finding in findings_of(rule, "good")] == []


@pytest.mark.parametrize("rule", IMPLEMENTED)
def test_the_bad_sample_names_clause_fault_and_remedy(rule: str) -> None:
    for finding in findings_of(rule, "bad"):
        assert finding.citations[0] == profile_named("base").library.rules()[rule].citation
        assert finding.found
        assert finding.required
        assert finding.remedy
        assert not finding.remedy.endswith("。")
        assert "None" not in str(finding)


def test_there_is_no_sample_without_a_check() -> None:
    assert sorted(path.stem for path in (samples_folder() / "rules").glob("*.yaml")) == IMPLEMENTED


def test_the_sentence_for_a_late_notice_reads_as_a_clerk_expects() -> None:
    [finding] = findings_of("R9-01", "bad")
    assert str(finding).startswith(
        "R9-01 错误 notified_at:接到投诉后 24.5 小时才通知,应在 24 小时内"
        " —《顾客投诉处理办法》4.1「在24小时内通知技术质检科」。处理:核对时间;确已超时的,"
    )


# --- clauses ----------------------------------------------------------------------------------


def citations() -> Iterator[tuple[str, str, Citation]]:
    """Yield everything that is cited: text, what it is for, citation."""
    for text in profile_named("base").library.texts.values():
        for rule in text.rules.values():
            yield text.id, rule.id, rule.citation
        for name, values in text.parameters.items():
            for value in values:
                yield text.id, name, value.citation
        for name, choice in text.policies.items():
            yield text.id, name, choice.citation


def test_every_rule_and_value_cites_a_clause_with_a_short_quotation() -> None:
    assert [
        (text, name)
        for text, name, cited in citations()
        if not cited.clause or not 0 < len(cited.quote) <= LONGEST_QUOTE
    ] == []


@pytest.mark.skipif(not SOURCE.is_file(), reason=NOT_IN_SOURCE)
def test_every_quotation_of_a_regulation_stands_in_its_text() -> None:
    source = SOURCE.read_text(encoding="utf-8").replace("\n", "")
    missing = [
        (text, name, part)
        for text, name, cited in citations()
        if text.startswith("R")
        for part in cited.quote.split("……")
        if part not in source
    ]
    assert missing == []


def test_all_rules_of_the_eleven_regulations_and_the_law_are_written_down() -> None:
    counts = {"R1": 8, "R2": 12, "R3": 9, "R4": 3, "R5": 7, "R6": 9, "R7": 7, "R8": 4}
    counts |= {"R9": 8, "R10": 9, "R11": 18, "LAW": 13}
    expected = {f"{text}-{n:02}" for text, count in counts.items() for n in range(1, count + 1)}
    expected = {rule.replace("-0", "-") if rule.startswith("LAW") else rule for rule in expected}
    assert set(CITED) == expected


@pytest.mark.parametrize("slug", RECORDS)
def test_every_check_is_a_rule_that_names_the_record(slug: str) -> None:
    rules = profile_named("base").library.rules()
    for check in checks_of(slug):
        assert slug in rules[check.rule].records


def test_every_rule_with_sentences_has_a_check() -> None:
    rules = profile_named("base").library.rules().values()
    assert sorted(r.id for r in rules if r.sentences) == sorted([*IMPLEMENTED, CONTRACT_RULE])


def test_a_rule_that_nobody_asks_says_which_record_it_waits_for() -> None:
    known = {*catalog.slugs(), "project"}
    awaited = {
        slug
        for rule in profile_named("base").library.rules().values()
        for slug in rule.records
        if slug not in known
    }
    assert awaited | (set(AWAITED) & known) == set(AWAITED)  # none lacks its Chinese title
    for rule in profile_named("base").library.rules().values():
        if rule.id not in {*IMPLEMENTED, CONTRACT_RULE}:
            assert set(rule.records) - known, f"{rule.id} could be checked: {rule.records}"


def test_checks_of_a_project_run_with_the_certificate_too() -> None:
    alone = {check.rule for check in checks_in(project_checks)}
    assert alone == {"LAW-10", "LAW-11", "LAW-12", "LAW-13", "R1-04"}
    assert alone <= {check.rule for check in checks_of("warranty_certificate")}


def test_only_the_law_raises_errors_that_nobody_may_switch_off() -> None:
    base = profile_named("base")
    errors = [r.id for r in base.library.rules().values() if base.binds(r, TODAY)]
    assert errors
    assert all(rule.startswith("LAW-") for rule in errors)
    assert base.library.rules()["LAW-2"].level is Level.ERROR

"""The samples: read as a clerk's files are, sound at issue, the first of each ready for the archive."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from ruamel.yaml import YAML

from formkit import catalog
from formkit.intake import reader
from formkit.intake.raw import RawRecord
from formkit.kernel.gate import Gate
from formkit.kernel.resources import samples_folder
from formkit.schemas.complete import complete
from formkit.schemas.project import Project, contradictions
from formkit.schemas.shape import shape_of
from formkit.schemas.validation import validate


@cache
def projects():
    shape = shape_of(Project, "project", "竣工工程台账")
    intake = reader.read(samples_folder() / "projects.yaml", shape)
    assert intake.findings == ()
    found = {}
    for raw in intake.records:
        project, findings = validate(Project, raw, gate=Gate.ISSUE)
        assert [str(finding) for finding in findings] == []
        found[project.project_no] = project
    return found


@cache
def company():
    return YAML(typ="safe").load((samples_folder() / "company.yaml").read_text("utf-8"))


def completed(slug):
    official = catalog.load(slug)
    intake = reader.read(official.sample, official.shape)
    assert intake.findings == ()
    for raw in intake.records:
        number = raw.data.get("project_no")  # some records are on all projects
        known = projects()[number].dump() if number else None
        assert list(contradictions(raw, known)) == []
        defaults = official.manifest.defaults
        data = complete(
            official.model, raw.data, project=known, company=company(), defaults=defaults
        )
        yield official.model, RawRecord(data, raw.places, raw.place, raw.key)


def test_the_ends_of_the_warranties_are_those_of_the_golden_cases():
    ends = {
        (number, term.scope.value): term.end_on
        for number, project in projects().items()
        for term in project.warranty_terms
    }
    assert ends["P2026-001", "屋面防水"] == date(2031, 5, 20)
    assert (
        ends["P2026-001", "装修"]
        == ends["P2026-001", "电气管线给排水设备安装"]
        == date(2028, 5, 20)
    )
    assert ends["P2025-007", "屋面防水"] == date(2030, 10, 28)
    assert ends["P2019-112", "屋面防水"] == date(2026, 9, 30)
    assert ends["P2019-112", "供热供冷"] == date(2023, 3, 15)
    assert ends["P2019-112", "电气管线给排水设备安装"] == date(2023, 9, 30)


@pytest.mark.parametrize("slug", catalog.slugs())
def test_every_sample_passes_at_issue(slug):
    records = list(completed(slug))
    assert len(records) >= 2
    for model, raw in records:
        record, findings = validate(model, raw, gate=Gate.ISSUE)
        assert [str(finding) for finding in findings] == []
        assert model.model_validate(record.dump()) == record


@pytest.mark.parametrize("slug", catalog.slugs())
def test_the_first_sample_is_ready_for_the_archive(slug):
    model, raw = next(iter(completed(slug)))
    assert [str(finding) for finding in validate(model, raw, gate=Gate.ARCHIVE)[1]] == []


def test_the_samples_are_fictional_and_say_so():
    told = (samples_folder() / "README.md").read_text("utf-8")
    for path in samples_folder().glob("*.yaml"):
        assert path.name in told
    assert "虚构" in told

"""Asking one rule about one record written as a clerk would write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from formkit.kernel.clock import FixedClock
from formkit.kernel.gate import Gate
from formkit.kernel.resources import forms_folder
from formkit.rules.engine import checks_in
from formkit.rules.judging import Judging
from formkit.rules.profile import Profile, load_profile
from formkit.rules.saying import Blanks
from formkit.schemas import project_checks
from formkit.schemas.project import Project

NOW = datetime.fromisoformat("2026-11-23 09:00")
PROJECT: dict[str, Any] = {
    "project_no": "P2026-001",
    "contract_signed_on": "2024-02-26",
    "accepted_on": "2026-05-20",
    "delivered_on": "2026-06-01",
    "settlement_price": "89,120,406.07",
    "phase": "已交工",
    "design_life_years": 50,
    "dlp_months": 24,
    "team_status": "未撤场",
    "new_tech": [{"name": "铝合金模板", "kind": "新工艺"}],
    "warranty_terms": [
        {"scope": "地基基础和主体结构", "amount": 50, "unit": "合理使用年限"},
        {"scope": "屋面防水", "amount": 5, "unit": "年"},
        {"scope": "装修", "amount": 2, "unit": "年"},
    ],
}
MODELS = {
    "warranty_certificate": "WarrantyCertificate",
    "visit_record": "VisitRecord",
    "complaint_form": "ComplaintForm",
    "satisfaction_survey": "SatisfactionSurvey",
}
Ask = Callable[..., list[str]]


@cache
def profile_named(name: str) -> Profile:
    return load_profile(name, forms=forms_folder(), today=date(2026, 11, 23))


def profile_of(rule: str) -> str:
    return "base" if rule.startswith("LAW") else rule.split("-", maxsplit=1)[0]


def judged(
    rule: str,
    record: Any,
    module: Any,
    *,
    gate: Gate | None = None,
    now: datetime = NOW,
    profile: str = "",
    contract: Mapping[str, Any] | None = None,
    forms: tuple[Path, ...] = (),
    own: Mapping[str, Any] | None = None,
) -> list[str]:
    """Return what the rule yields, as `path`, `path sentence` or `path sentence level`."""
    chosen = profile_named(profile or profile_of(rule))
    asked = gate or chosen.rule(rule).gate
    resolution = chosen.resolution(contract or {})
    context = Judging(
        resolution,
        asked,
        FixedClock(now),
        forms=forms,
        scoring=replace(chosen.scoring, **(own or {})),
    )
    [check] = [one for one in checks_in(module) if one.rule == rule]
    found = []
    for fault in check.function(record, context):
        whole = chosen.rule(rule)
        law = chosen.text_of(whole).binds_all
        said_texts = whole.sentences[fault.sentence]
        for text in (said_texts.fault, said_texts.requirement, said_texts.remedy):
            text.format_map(Blanks(fault.values, whole, resolution, law=law))
        said = "" if fault.sentence == "default" else f" {fault.sentence}"
        found.append(f"{fault.path}{said}{' ' + fault.level if fault.level else ''}")
    return found


def asking(slug: str) -> Ask:
    model = getattr(import_module(f"formkit.schemas.{slug}.record"), MODELS[slug])
    module = import_module(f"formkit.schemas.{slug}.checks")

    def ask(rule: str, project: Mapping[str, Any] | None = None, **options: Any) -> list[str]:
        settings = {
            name: options.pop(name)
            for name in ("gate", "now", "profile", "contract", "forms", "own")
            if name in options
        }
        whole = None if options.pop("no_project", False) else {**PROJECT, **(project or {})}
        record = model.model_validate({"project": whole, **options})
        return judged(rule, record, module, **settings)

    return ask


@pytest.fixture
def law_day() -> date:
    return NOW.date()


@pytest.fixture
def project_faults() -> Ask:
    def ask(rule: str, **project: Any) -> list[str]:
        now = project.pop("now", NOW)
        record = Project.model_validate({**PROJECT, **project})
        return judged(rule, record, project_checks, now=now)

    return ask


@pytest.fixture
def certificate_faults() -> Ask:
    return asking("warranty_certificate")


@pytest.fixture
def visit_faults() -> Ask:
    return asking("visit_record")


@pytest.fixture
def complaint_faults() -> Ask:
    return asking("complaint_form")


@pytest.fixture
def survey_faults() -> Ask:
    return asking("satisfaction_survey")

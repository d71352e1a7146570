"""Surveys ready to be sent: records of the sample projects with the view that prints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML

from formkit import catalog
from formkit.kernel.resources import samples_folder
from formkit.pipeline.paper import print_facts
from formkit.pipeline.workspace import Company, Settings, Workspace
from formkit.schemas.satisfaction_survey.bank import Bank, load_bank
from formkit.schemas.satisfaction_survey.record import SatisfactionSurvey
from formkit.schemas.view import View
from formkit.surveys.anchors import Style
from formkit.surveys.workbook import Sending, make


@dataclass(frozen=True)
class Ready:
    """A survey, its view and its bank."""

    survey: SatisfactionSurvey
    view: View
    bank: Bank

    def workbook(self, style: Style = Style.TICKS, **more: Any) -> bytes:
        sending = Sending(style, **({"due_on": date(2026, 12, 10)} | more))
        return make(self.survey, self.view, self.bank, sending, name="调查表.xlsx")


@pytest.fixture(scope="session")
def projects() -> dict[str, dict[str, Any]]:
    text = (samples_folder() / "projects.yaml").read_text(encoding="utf-8")
    return {one["project_no"]: one for one in YAML(typ="safe", pure=True).load(text)}


@pytest.fixture(scope="session")
def ready(projects) -> Callable[..., Ready]:
    workspace = Workspace(None, Settings(company=Company(name="示例建筑工程有限公司")))
    official = catalog.named("satisfaction_survey")
    facts = print_facts(workspace, official, workspace.profile())

    def _ready(project_no: str = "P2026-001", bank: str | Bank = "五级", **changes: Any) -> Ready:
        project = projects[project_no] | changes.pop("project", {})
        owner = project["owner"]
        survey = SatisfactionSurvey(
            project_no=project_no,
            project=project,
            sent_on=date(2026, 11, 25),
            surveyed_on=date(2026, 11, 25),
            method="邮件",
            contractor={"name": "示例建筑工程有限公司"},
            surveyor="沈样张(安质部,质量员)",
            respondent_kind="建设单位",
            respondent_unit=owner["name"],
            respondent={"name": owner["contact"], "title": owner["contact_title"]},
            bank=bank if isinstance(bank, str) else bank.name,
        ).changed(**changes)
        found = load_bank(bank) if isinstance(bank, str) else bank
        printed = replace(facts, number="SLJZ-AZB-MYD-2026-0001")
        return Ready(survey, official.view.view_of(survey, printed), found)

    return _ready

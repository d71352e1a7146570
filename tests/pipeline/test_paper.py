"""What is printed around a record: figures of the profile, the file's keywords, the copies."""

from __future__ import annotations

import dataclasses

from formkit import catalog
from formkit.kernel.resources import samples_folder
from formkit.pipeline.paper import keywords, print_facts
from formkit.pipeline.workspace import Workspace, find
from formkit.rules.scoring_policy import Blank, ScoringPolicy

WORKSPACE = Workspace(None, find(samples_folder()).settings)
SURVEY = catalog.named("满意度调查表")


def test_the_profile_says_how_surveys_are_scored():
    policy = ScoringPolicy(blank=Blank.ZERO)
    profile = dataclasses.replace(WORKSPACE.profile(), scoring=policy)
    facts = print_facts(WORKSPACE, SURVEY, profile)
    assert facts.scoring is policy
    assert facts.scores["三级"] == {"满意": 3, "一般": 2, "不满意": 0}


def test_the_keywords_are_what_the_archive_files_by():
    assert keywords(SURVEY, "P2026-001") == (
        "工程编号:P2026-001;记录种类:顾客及相关方满意度调查表;保管期限:10年;归档去向:用户档案"
    )
    numbered = SURVEY.manifest.model_copy(update={"form_no": "ZJ-12", "archive_route": ""})
    assert keywords(dataclasses.replace(SURVEY, manifest=numbered)) == (
        "记录种类:顾客及相关方满意度调查表;表号:ZJ-12;保管期限:10年"
    )

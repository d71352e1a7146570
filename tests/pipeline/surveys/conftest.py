"""An office with two surveys sent out, for all tests of what comes back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from survey_office import NOW, Office

from formkit.kernel.resources import samples_folder
from formkit.pipeline.projects import import_projects
from formkit.pipeline.setup import CompanyEntry, init
from formkit.pipeline.surveys.issue import Wish, issue
from formkit.pipeline.workspace import find


@pytest.fixture(scope="session")
def sent_out(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("发出")
    init(folder, CompanyEntry(name="示例建筑工程有限公司", code="SLJZ", phone="010-55501234"))
    workspace = find(folder, clock=NOW)
    import_projects(workspace, samples_folder() / "projects.yaml")
    made = issue(workspace, Wish(projects=("P2026-001", "P2025-007"), surveyor="沈样张"))
    assert made.exit_code == 0
    return folder


@pytest.fixture
def office(sent_out: Path, tmp_path: Path) -> Office:
    folder = tmp_path / "售后"
    shutil.copytree(sent_out, folder)
    mail = tmp_path / "邮件附件"
    mail.mkdir()
    return Office(find(folder, clock=NOW), mail)

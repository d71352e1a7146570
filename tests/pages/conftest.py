"""All sheets, and the data they are printed with: samples, blanks, the longest."""

from __future__ import annotations

from datetime import datetime

import pytest

from formkit import catalog
from formkit.intake import reader
from formkit.kernel.clock import FixedClock
from formkit.kernel.gate import Gate
from formkit.pipeline.blank import blank_view_of
from formkit.pipeline.demo import demo
from formkit.pipeline.examine import Examiner
from formkit.pipeline.paper import print_facts
from formkit.pipeline.sheets import sheet_of
from formkit.pipeline.workspace import find
from formkit.render import Properties

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
RECORDS = {record.slug: record for record in catalog.records()}
NUMBER = "SLJZ-GCB-XX-2026-0001"


@pytest.fixture(scope="session")
def properties():
    return Properties(
        title="工程回访记录 1",
        author="示例建筑工程有限公司",
        subject="云岭市示例花园小区",
        keywords="工程编号:P2026-001;记录种类:工程回访记录",
        identifier=NUMBER,
        created=datetime(2026, 11, 3),
    )


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    demo(folder, clock=CLOCK)
    return find(folder, clock=CLOCK)


@pytest.fixture(scope="session")
def sheets(workspace):
    return {slug: sheet_of(workspace, record) for slug, record in RECORDS.items()}


@pytest.fixture(scope="session")
def views(workspace):
    """Return the views of all samples, by slug and number."""
    found = {}
    for slug, record in RECORDS.items():
        examiner = Examiner(workspace, record, gate=Gate.ISSUE)
        facts = print_facts(workspace, record, workspace.profile(), number=NUMBER)
        for number, raw in enumerate(reader.read(record.sample, record.shape).records, start=1):
            found[f"{slug}-{number}"] = record.view.view_of(examiner.examine(raw).record, facts)
    return found


@pytest.fixture(scope="session")
def blanks(workspace):
    return {slug: blank_view_of(workspace, record) for slug, record in RECORDS.items()}


@pytest.fixture(scope="session")
def visit(views):
    return views["visit_record-1"]


@pytest.fixture(scope="session")
def visit_sheet(sheets):
    return sheets["visit_record"]

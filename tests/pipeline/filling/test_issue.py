"""What stands on and in an issued document besides the record's own values."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree
from ruamel.yaml import YAML

from formkit import catalog
from formkit.kernel.clock import FixedClock
from formkit.kernel.findings import Level
from formkit.pipeline.demo import demo
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.workspace import Workspace, find

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
CERTIFICATE = catalog.named("保修证书")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    folder = tmp_path_factory.mktemp("demo")
    demo(folder, clock=CLOCK)
    return find(folder, clock=CLOCK)


def issued(workspace, **changes):
    sample = YAML(typ="safe").load(CERTIFICATE.sample.read_text("utf-8"))["records"][0]
    report = fill(workspace, CERTIFICATE, [[sample | changes]])
    [record] = report.files[0].records
    return record, (Path(workspace.root) / record.file).read_bytes()


def part(document: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return "".join(etree.fromstring(package.read(name)).itertext())


def feet(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        names = [name for name in package.namelist() if name.startswith("word/footer")]
    return "".join(part(document, name) for name in names)


def test_the_document_carries_what_the_archive_files_by(workspace):
    record, document = issued(workspace)
    core = part(document, "docProps/core.xml")
    assert f"工程编号:{record.project};记录种类:{CERTIFICATE.title};保管期限:永久" in core
    assert record.number in core


def test_more_copies_than_keepers_leave_a_keeper_to_write_in(workspace):
    count = len(CERTIFICATE.manifest.copies)
    record, document = issued(workspace, copies=count + 1)
    assert "□______留存" in feet(document)
    assert not [one for one in record.findings if one.code == "FK-REC-034"]


def test_fewer_copies_than_keepers_are_told_and_each_keeper_keeps_one(workspace):
    keepers = [copy.keeper for copy in CERTIFICATE.manifest.copies]
    assert len(keepers) > 1
    for _ in range(2):  # told again, although nothing is made the second time
        record, document = issued(workspace, copies=1)
        [found] = [one for one in record.findings if one.code == "FK-REC-034"]
        assert found.level is Level.WARNING
        assert found.place.path == "copies"
        assert "、".join(keepers) in str(found)
        assert "______留存" not in feet(document)

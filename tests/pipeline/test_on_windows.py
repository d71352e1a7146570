"""What Windows does to files while a run goes on: scanners hold them, names are spelt otherwise."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pikepdf
import pytest
from visit_batch import OUTPUT, VISITS, faults_at_the_end, workspace, write_ledger

from formkit.kernel.clock import SystemClock
from formkit.kernel.errors import OutputError
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.press import INTENT
from formkit.pipeline.printing.print_job import PrintJob
from formkit.pipeline.printing.printables import Printable
from formkit.pipeline.surveys.dispatch import Parcel, _file
from formkit.pipeline.workspace import Workspace


def test_an_intent_that_a_scanner_holds_costs_no_registered_document(tmp_path, monkeypatch):
    ledger = tmp_path / "台账.csv"
    write_ledger(ledger, 3)
    real = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002
        if path.name == INTENT:
            raise PermissionError(errno.EACCES, "in use")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    report = fill(workspace(tmp_path), VISITS, [ledger])
    monkeypatch.undo()
    assert [record.outcome.name for record in report.records()] == ["MADE"] * 3
    fill(workspace(tmp_path), VISITS, [ledger])  # sweeps what the first one had to leave
    assert faults_at_the_end(tmp_path, 3) == []


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of Windows cannot be changed here")
def test_what_another_run_writes_just_now_is_not_swept_whatever_zone_the_machine_is_in(
    tmp_path, monkeypatch
):
    ledger = tmp_path / "台账.csv"
    write_ledger(ledger, 1)
    made = workspace(tmp_path)
    made = Workspace(made.root, made.settings, SystemClock())
    fresh = tmp_path / OUTPUT / ".formkit-x.tmp"
    fresh.parent.mkdir(exist_ok=True)
    fresh.touch()
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        fill(made, VISITS, [ledger])
    finally:
        monkeypatch.undo()
        time.tzset()
    assert fresh.exists()


def test_a_print_job_into_a_folder_that_is_not_there_is_told_and_leaves_nothing(tmp_path):
    page = tmp_path / "页.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(page)
    job = PrintJob(workspace(tmp_path), tmp_path / "没有" / "打印.pdf", duplex=False)
    job.add(Printable("页", page, page), page, 1)
    with pytest.raises(OutputError) as caught:
        job.bind()
    job.close()
    assert caught.value.code == "FK-OUT-001"


@pytest.mark.parametrize(
    "registered", ["输出/SLJZ-MD-1.xlsx", "D:\\发出\\SLJZ-MD-1.xlsx", "\\\\s\\x\\SLJZ-MD-1.xlsx"]
)
def test_the_attachment_of_a_mail_is_its_name_wherever_the_workbook_lies(registered):
    words = dict.fromkeys(Parcel.__dataclass_fields__, "")
    assert _file(Parcel(**{**words, "workbook": registered})) == "SLJZ-MD-1.xlsx"


def test_the_files_of_a_run_may_be_opened_by_colleagues(tmp_path):
    ledger = tmp_path / "台账.csv"
    write_ledger(ledger, 1)
    fill(workspace(tmp_path), VISITS, [ledger])
    [made] = (tmp_path / OUTPUT).glob("*.docx")
    mask = os.umask(0)
    os.umask(mask)
    assert made.stat().st_mode & 0o777 == 0o666 & ~mask

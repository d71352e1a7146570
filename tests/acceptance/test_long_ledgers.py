"""What a clerk sees of a long run: progress while it lasts, afterwards the faults and not the rest."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from formkit.cli import printing
from formkit.kernel.errors import fault
from formkit.kernel.findings import Place
from formkit.pipeline.report import FileReport, Outcome, RecordReport, Report

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")


def long_report(calm: int, faulty: int) -> Report:
    found = fault("FK-REG-007", Place(file="台账.xlsx"), number="旧-1")
    records = [RecordReport(f"第{n}份", Outcome.FAULTY, (found,)) for n in range(faulty)]
    records += [RecordReport(f"好{n}", Outcome.MADE, number=f"N-{n}") for n in range(calm)]
    return Report(
        "fill", "x", "表", "issue", "company", (FileReport("台账.xlsx", (), tuple(records)),)
    )


def test_on_a_terminal_all_faults_are_listed_and_of_the_rest_only_the_first(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    printing.report(long_report(calm=200, faulty=120))
    said = capsys.readouterr().out
    assert said.count("FK-REG-007") == 120
    assert "其余 150 份没有错误和警告" in said
    assert "好49" in said
    assert "好50" not in said


def test_more_faults_than_anybody_reads_are_counted(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    printing.report(long_report(calm=0, faulty=1003))
    said = capsys.readouterr().out
    assert said.count("FK-REG-007") == 1000
    assert "另有 3 份也有错误或警告" in said


def test_in_a_file_nothing_is_left_out(capsys):
    printing.report(long_report(calm=200, faulty=1003))
    said = capsys.readouterr().out
    assert said.count("FK-REG-007") == 1003
    assert "好199" in said


def test_progress_stands_on_the_terminal_only(office, visit):
    office.types(
        "回访台账.xlsx", [visit(n % 20 + 1, 序号=n, 被回访人=f"样例{n}") for n in range(1, 121)]
    )
    command = [sys.executable, "-m", "formkit", "fill", "visit_record", "回访台账.xlsx"]
    leader, follower = pty.openpty()
    with subprocess.Popen(
        command, cwd=office.folder, stdout=subprocess.DEVNULL, stderr=follower
    ) as run:
        os.close(follower)
        seen = b""
        while part := _read(leader):
            seen += part
    os.close(leader)
    assert run.returncode == 0
    assert b"120/120" in seen
    assert "有误 0 份" in seen.decode("utf-8", "replace")
    piped = subprocess.run(command, cwd=office.folder, capture_output=True, check=True)
    assert piped.stderr == b""


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 4096)
    except OSError:  # Linux: the program has closed its end
        return b""

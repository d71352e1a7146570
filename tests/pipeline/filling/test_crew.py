"""Workers beside this process: the same documents, whoever works, and one that dies is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from visit_batch import (
    LEDGER,
    OUTPUT,
    VISITS,
    faults_after_a_crash,
    faults_at_the_end,
    workspace,
    write_ledger,
)

from formkit.kernel.errors import OutputError
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling.bench import Bench
from formkit.pipeline.filling.crew import ProcessCrew, workers_for
from formkit.pipeline.filling.fill import fill
from formkit.pipeline.filling.pace import CHUNK, Pace

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL, no process groups")


@dataclass(frozen=True)
class Deadly:
    """Kills the worker that takes it; `once`: only where nobody was killed before."""

    marker: str
    once: bool = True


def answer(_bench: Bench, item: int | Deadly) -> int:
    if isinstance(item, int):
        return item * item
    marker = Path(item.marker)
    if not (item.once and marker.exists()):
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return -1


@pytest.fixture
def job(tmp_path, monkeypatch):
    """The job of a run in a fresh workspace."""
    taken = []
    real = story.crew_for
    monkeypatch.setattr(
        story, "crew_for", lambda job, *rest: (taken.append(job), real(job, *rest))[1]
    )
    fill(workspace(tmp_path), VISITS, [[]])
    return taken[0]


@posix
def test_a_worker_that_dies_is_replaced_and_every_item_answered_in_order(job, tmp_path):
    crew = ProcessCrew(job, 2)
    try:
        items = [*range(20), Deadly(str(tmp_path / "死过")), *range(20, 40)]
        answers = crew.start(answer, items)()
        again = crew.start(answer, [7])()
    finally:
        crew.close()
    assert answers == [*(n * n for n in range(20)), -1, *(n * n for n in range(20, 40))]
    assert again == [49]


@posix
def test_work_that_kills_its_worker_twice_is_told_with_what_to_do(job, tmp_path):
    crew = ProcessCrew(job, 2)
    try:
        with pytest.raises(OutputError) as caught:
            crew.start(answer, [1, Deadly(str(tmp_path / "死过"), once=False), 2])()
    finally:
        crew.close()
    assert caught.value.code == "FK-RUN-001"
    assert "--jobs 1" in str(caught.value)


def test_the_documents_are_the_same_bytes_however_many_work(tmp_path):
    made = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        here = workspace(folder)
        write_ledger(folder / LEDGER, 30)
        report = fill(here, VISITS, [folder / LEDGER], pace=Pace(jobs=jobs, chunk=7))
        assert faults_at_the_end(folder, 30) == []
        files = {path.name: path.read_bytes() for path in (folder / OUTPUT).iterdir()}
        made.append((report.as_dict(), files))
    assert made[0] == made[1]


def _heed_ctrl_c():
    """Let the child hear Ctrl-C: what a shell starts in the background ignores it (POSIX)."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@posix
def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(tmp_path):
    rows = 2500  # enough to be in the middle
    workspace(tmp_path)
    write_ledger(tmp_path / LEDGER, rows)
    command = [sys.executable, "-m", "formkit", "fill", "visit_record", LEDGER, "--jobs", "2"]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=_heed_ctrl_c,  # noqa: PLW1509 - the tests start no thread before
    ) as running:
        while len(list((tmp_path / OUTPUT).glob("*.docx"))) <= CHUNK:  # the second chunk comes out
            assert running.poll() is None
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: workers get it too
        out, err = running.communicate(timeout=60)
    assert running.returncode == 130, out + err
    assert "再执行一次同样的命令" in err
    assert "Traceback" not in err
    assert faults_after_a_crash(tmp_path) == []
    before = len(list((tmp_path / OUTPUT).glob("*.docx")))
    assert CHUNK <= before < rows
    report = fill(workspace(tmp_path), VISITS, [tmp_path / LEDGER])
    counts = {outcome.value: count for outcome, count in report.counts().items()}
    assert counts == {"未变": before, "新出": rows - before}
    assert faults_at_the_end(tmp_path, rows) == []


def test_windows_gets_no_more_workers_than_it_can_wait_for():
    assert workers_for(128, "nt") == 61
    assert workers_for(8, "nt") == 8
    assert workers_for(128, "posix") == 128

"""A batch that dies anywhere, or whose disk fails anywhere: the same command again finishes it.

What must be true then stands in `visit_batch.py`; the last tests here show that it notices when it is not.
"""

from __future__ import annotations

import errno
import io
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

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

from formkit.kernel import files
from formkit.kernel.errors import ExitCode, FormkitError
from formkit.pipeline.filling import fill as story
from formkit.pipeline.filling import press
from formkit.pipeline.filling.steps import Moment, Step, Watch, unwatched

KILLED = -9
PROGRAM = Path(__file__).parents[1] / "crashing.py"

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither fork nor SIGKILL")


@pytest.fixture(scope="session")
def office_of(tmp_path_factory):
    """Return a function that gives a fresh copy of a prepared workspace."""
    prepared = tmp_path_factory.mktemp("工作区")
    workspace(prepared)

    def fresh(folder: Path, rows: int) -> Path:
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
        write_ledger(folder / LEDGER, rows)
        return folder

    return fresh


@pytest.fixture(scope="module")
def runs():
    """Return a function that runs a batch as told and returns how it ended."""
    with subprocess.Popen(
        [sys.executable, str(PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as program:

        def told(folder: Path, *, chunk: int, jobs: int = 1, **how: Any) -> int:
            line = {"folder": str(folder), "chunk": chunk, "jobs": jobs, **how}
            program.stdin.write(json.dumps(line) + "\n")
            program.stdin.flush()
            return json.loads(program.stdout.readline())["ended"]

        yield told
        program.stdin.close()
        program.wait(timeout=60)


@posix
def test_a_batch_killed_at_every_step_loses_and_doubles_nothing(tmp_path, office_of, runs):
    rows, chunk = 12, 4
    died: set[Step] = set()
    for step in Step:
        folder = office_of(tmp_path / step.value, rows)
        for nth in (1, 5) if step is Step.RENAMED else (1, 2):
            if runs(folder, chunk=chunk, at=step.value, nth=nth) == KILLED:
                died.add(step)
            assert faults_after_a_crash(folder) == [], (step, nth)
        assert runs(folder, chunk=chunk) == 0
        assert faults_at_the_end(folder, rows) == [], step
    assert died == set(Step)


@posix
@pytest.mark.parametrize("seed", range(2))
def test_a_batch_killed_at_random_moments_loses_and_doubles_nothing(
    tmp_path, office_of, runs, seed
):
    """`scripts/soak.py` does the same to 2,000 rows with real commands, 200 times."""
    rows, kills = 300, 30
    chance = random.Random(seed)
    folder = office_of(tmp_path, rows)
    died = 0
    for kill in range(kills):
        begin = {"from": "printed"} if kill % 2 else {}
        died += runs(folder, chunk=20, after=chance.uniform(0, 0.06), **begin) == KILLED
        if kill % 10 == 0:
            assert faults_after_a_crash(folder) == []
    assert runs(folder, chunk=50) == 0
    assert faults_at_the_end(folder, rows) == []
    assert died >= kills // 3  # a fast machine is done before the last ones strike


@posix
def test_a_batch_with_workers_that_is_killed_is_gone_on_with(tmp_path, office_of, runs):
    rows = 24
    folder = office_of(tmp_path, rows)
    for step in (Step.PRINTED, Step.REGISTERED):
        assert runs(folder, chunk=8, jobs=2, at=step.value, nth=2) == KILLED
        assert faults_after_a_crash(folder) == []
    assert runs(folder, chunk=8, jobs=2) == 0
    assert faults_at_the_end(folder, rows) == []


# --- the disk fails ------------------------------------------------------------------------------


class Broken:
    """Lets the n-th call of a function fail, and counts the calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        self.calls, self._fails, self._number = 0, 0, 0
        real = getattr(owner, name)

        def call(*args: Any, **options: Any) -> Any:
            self.calls += _writes(name, args)
            if self.calls == self._fails and _writes(name, args):
                raise OSError(self._number, os.strerror(self._number))
            return real(*args, **options)

        monkeypatch.setattr(owner, name, call)

    def fails(self, nth: int, number: int) -> None:
        self.calls, self._fails, self._number = 0, nth, number


def _writes(name: str, args: tuple[Any, ...]) -> bool:
    return name != "open" or bool({"w", "a", "x", "+"} & set(args[1]))


# Every call of the system that the writing of documents makes; the last where no single call
# makes a whole volume durable.
ONE_SYNC, SYNC_EACH = True, False
CALLS = [
    (press, "sync_whole", ONE_SYNC),
    (press, "sync_folder", ONE_SYNC),
    (os, "replace", ONE_SYNC),
    (os, "mkdir", ONE_SYNC),
    (io, "open", ONE_SYNC),
    (os, "fsync", SYNC_EACH),
]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS, ids=[name for _, name, _ in CALLS])
def test_a_disk_that_fails_at_any_call_costs_no_number_and_shows_no_half_file(
    tmp_path, office_of, monkeypatch, call, number
):
    owner, name, whole = call
    monkeypatch.setattr(files, "RETRY_AFTER_SECONDS", ())
    for module in (press, story):
        monkeypatch.setattr(module, "syncs_as_a_whole", lambda _folder: whole)
    rows, pace = 4, story.Pace(chunk=2)
    folder = office_of(tmp_path / "一", rows)
    broken = Broken(monkeypatch, owner, name)
    failed, finished, nth = 0, False, 0
    while not finished:
        nth += 1
        broken.fails(nth, number)
        failed += _is_told(folder, pace)
        finished = broken.calls < nth  # nothing was left to fail
        broken.fails(0, number)
        assert faults_after_a_crash(folder) == [], nth
        if not finished and len(list((folder / OUTPUT).glob("[!.]*"))) == rows:
            assert _is_told(folder, pace) is False
            assert faults_at_the_end(folder, rows) == [], nth
            folder = office_of(tmp_path / str(nth), rows)
    assert faults_at_the_end(folder, rows) == []
    saved_beside = (name, number) == ("replace", errno.EACCES)  # as if it were open in Word
    assert failed > 0 or saved_beside


def _is_told(folder: Path, pace: story.Pace, watch: Watch = unwatched) -> bool:
    """Run the batch and return whether a fault of the output was told; no other may be."""
    try:
        report = story.fill(workspace(folder), VISITS, [folder / LEDGER], pace=pace, watch=watch)
    except FormkitError as error:
        code = error.exit_code
    else:
        code = report.exit_code
        assert "FK-BUG-001" not in {found.code for found in report.findings()}
    assert code in (ExitCode.OK, ExitCode.OUTPUT)
    return code is ExitCode.OUTPUT


@posix
def test_files_that_may_not_grow_any_more_are_a_told_fault(tmp_path, office_of):
    resource = pytest.importorskip("resource")
    rows = 4
    folder = office_of(tmp_path, rows)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for most in (0, 1, 1000, 5000, 9000):

        def narrow(moment: Moment, most: int = most) -> None:
            if moment.step is Step.NUMBERED:  # the ledger is read by then
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))

        try:
            told = _is_told(folder, story.Pace(chunk=2), narrow)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert told
        assert faults_after_a_crash(folder) == []
        assert not list((folder / OUTPUT).glob("[!.]*"))
    assert _is_told(folder, story.Pace(chunk=2)) is False
    assert faults_at_the_end(folder, rows) == []


@posix
def test_a_disk_that_is_full_is_told_and_the_batch_goes_on_when_there_is_room(tmp_path, office_of):
    """On a real small volume, where one may be mounted; the tests above stand in elsewhere."""
    rows, volume = 12, tmp_path / "盘"
    volume.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", volume]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("no right to mount a volume")
    try:
        office_of(volume, rows)
        ballast = volume / "占地方"
        told = 0
        for kilobytes in (580, 540, 500, 460, 420, 380):
            ballast.write_bytes(b"")
            with ballast.open("wb") as stream, suppress(OSError):
                stream.write(b"x" * kilobytes * 1024)
            told += _is_told(volume, story.Pace(chunk=4))
            assert faults_after_a_crash(volume) == [], kilobytes
        assert told > 0
        ballast.unlink()
        assert _is_told(volume, story.Pace(chunk=4)) is False
        assert faults_at_the_end(volume, rows) == []
    finally:
        subprocess.run(["umount", "--lazy", volume], check=True)


# --- the checks themselves notice what is wrong -------------------------------------------------


def _half(folder: Path) -> None:
    path = min((folder / OUTPUT).glob("*.docx"))
    path.write_bytes(path.read_bytes()[:-100])


def _lost(folder: Path) -> None:
    min((folder / OUTPUT).glob("*.docx")).unlink()


def _twice(folder: Path) -> None:
    path = min((folder / OUTPUT).glob("*.docx"))
    shutil.copy(path, path.with_name("多出.docx"))


def _left(folder: Path) -> None:
    (folder / OUTPUT / ".formkit-x").mkdir()


def _sql(statement: str):
    def run(folder: Path) -> None:
        with sqlite3.connect(folder / "登记库.db") as connection:
            connection.execute(statement)
        connection.close()

    return run


@pytest.mark.parametrize(
    "plant",
    [
        _half,
        _lost,
        _twice,
        _left,
        _sql("UPDATE numbers SET serial = 9 WHERE serial = 2"),
        _sql("DELETE FROM documents WHERE id = 2"),
        _sql("UPDATE documents SET file_sha = 'x' WHERE id = 2"),
        _sql("DELETE FROM history WHERE id = (SELECT max(id) FROM history)"),
        _sql(
            "UPDATE documents SET data = json_set(data, '$.visitee_name', '样例3号') WHERE id = 2"
        ),
    ],
)
def test_the_checks_notice_a_planted_fault(tmp_path, office_of, plant):
    rows = 3
    folder = office_of(tmp_path, rows)
    assert _is_told(folder, story.Pace()) is False
    assert faults_at_the_end(folder, rows) == []
    plant(folder)
    assert faults_at_the_end(folder, rows) != []

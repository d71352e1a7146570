"""`doctor --full`: what can only be seen by trying is tried, and nothing of it stays."""

from __future__ import annotations

from visit_batch import workspace

from formkit.kernel import confined
from formkit.kernel.clock import SystemClock
from formkit.kernel.confined import Reason, Stopped
from formkit.kernel.limits import Limits
from formkit.kernel.run_folder import open_run
from formkit.pipeline import doctor, tried_files, tried_out
from formkit.pipeline.diagnosis import Verdict
from formkit.register import Register


def verdicts(results) -> dict[str, Verdict]:
    return {result.subject: result.verdict for result in results}


def test_a_sound_folder_is_found_sound_and_left_as_it_was(tmp_path):
    made = workspace(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    found = verdicts(tried_files.tried(made))
    assert found == dict.fromkeys(("试写", "文件锁", "长路径", "登记库的锁"), Verdict.OK)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_whose_locks_nobody_else_sees_is_a_fault(tmp_path, monkeypatch):
    made = workspace(tmp_path)
    said = {tried_files.alive: False, tried_files.other_writer: "free"}
    monkeypatch.setattr(confined, "run", lambda function, *_given, **_more: said[function])
    results = list(tried_files.tried(made))
    assert verdicts(results)["文件锁"] is Verdict.FAULT
    assert verdicts(results)["登记库的锁"] is Verdict.FAULT
    assert doctor.exit_code(results) == 7


def test_another_process_sees_who_writes_and_which_run_lives(tmp_path):
    run = open_run(tmp_path)
    assert tried_files.alive(str(tmp_path), run.path.name)
    register = Register("sqlite:///试.db", root=tmp_path, clock=SystemClock())
    register.create()
    with register.writing():
        assert tried_files.other_writer(str(tmp_path / "试.db")) == "held"
    register.close()
    assert tried_files.other_writer(str(tmp_path / "试.db")) == "free"
    run.leave()
    assert not tried_files.alive(str(tmp_path), run.path.name)


def test_a_chinese_console_is_told_what_it_cannot_show():
    assert tried_out.console("utf-8", terminal=True).verdict is Verdict.OK
    old = tried_out.console("cp936", terminal=False)
    assert old.verdict is Verdict.NOTE
    assert "☑" in old.detail
    assert "□" not in old.detail.partition("显示不了")[2]
    assert "PYTHONUTF8" in old.remedy


def test_a_limit_that_does_not_hold_is_told(monkeypatch):
    limits = Limits(memory_mb=256, cpu_seconds=1, wall_seconds=10)

    def too_long(*_given, **_more):
        raise Stopped(Reason.MEMORY, limits, "answer longer than 64 MB")

    for run in (too_long, lambda *_given, **_more: 42):
        monkeypatch.setattr(confined, "run", run)
        told = tried_out._limit("内存限额", Reason.MEMORY, limits, len, b"")
        assert told.verdict is Verdict.NOTE


def test_children_that_a_scanner_does_not_let_start_are_a_fault_with_a_remedy(monkeypatch):
    def stopped(*_given, **_more):
        raise Stopped(Reason.CRASH, tried_out.ROOMY, "exit 1 OSError: [WinError 5]")

    monkeypatch.setattr(confined, "run", stopped)
    [told] = tried_out._children()
    assert told.verdict is Verdict.FAULT
    assert "WinError 5" in told.detail
    assert "杀毒软件" in told.remedy

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import pytest

from formkit.kernel.confined import Reason, Stopped
from formkit.kernel.errors import UsageError
from formkit.kernel.limits import Limits
from formkit.kernel.workers import Workers

ROOMY = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=20)
BRIEF = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=1)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")

STRANGER = """
import os, subprocess, sys, time
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Place
kept = []

def does(item, factor=1):
    if isinstance(item, int):
        return item * factor
    if isinstance(item, float):
        end = time.process_time() + item
        while time.process_time() < end: pass
    if item == "pid":
        return os.getpid()
    if item == "hang":
        time.sleep(60)
    if item == "spin":
        while True: pass
    if item == "abort":
        os.abort()
    if item == "exit":
        os._exit(3)
    if item == "eat":
        kept.append(bytearray(2 << 30))
    if item == "leak":
        kept.append(bytearray(250 << 20))
    if item == "panic":
        raise type("PanicException", (BaseException,), {})("index out of bounds")
    if item == "refuse":
        raise UsageError("FK-VAL-047", place=Place(file="a"), value="1")
    if item == "shout":
        print("noise"); os.write(1, b"noise"); os.write(2, b"x" * 1_000_000)
    if item == "long":
        return b"x" * (2 << 20)
    if item == "mute":
        os.closerange(0, 20); time.sleep(60)
    return item
"""


@pytest.fixture
def does(tmp_path, monkeypatch):
    (tmp_path / "stranger_at_work.py").write_text(STRANGER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import stranger_at_work  # noqa: PLC0415

    yield stranger_at_work.does
    del sys.modules["stranger_at_work"]


def gone(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order_with_what_is_the_same_for_all(does, jobs):
    with Workers(does, 7, jobs=jobs, limits=ROOMY) as workers:
        assert list(workers.each(range(50))) == [7 * n for n in range(50)]
        assert list(workers.each([])) == []
        assert list(workers.each([3])) == [21]


def test_a_child_lives_through_many_items_and_is_replaced_after_its_turns(does):
    with Workers(does, limits=ROOMY, turns=3) as workers:
        pids = list(workers.each(["pid"] * 7))
    assert [len(list(group)) for _, group in itertools.groupby(pids)] == [3, 3, 1]
    assert os.getpid() not in pids


@POSIX
def test_a_death_is_blamed_on_its_item_alone(does):
    with Workers(does, limits=ROOMY) as workers:
        outcomes = list(workers.each([1, "abort", 2, "exit", 3, "panic", 4, "refuse", "shout", 5]))
    assert [one for one in outcomes if isinstance(one, int)] == [1, 2, 3, 4, 5]
    abort, ended, panic, refused = (outcomes[at] for at in (1, 3, 5, 7))
    assert isinstance(abort, Stopped)
    assert (abort.reason, "SIGABRT" in str(abort)) == (Reason.CRASH, True)
    assert isinstance(ended, Stopped)
    assert "exit 3" in str(ended)
    assert isinstance(panic, RuntimeError)
    assert "index out of bounds" in str(panic)
    assert isinstance(refused, UsageError)
    assert outcomes[8] == "shout"


@POSIX
@pytest.mark.parametrize(
    ("item", "limits"),
    [
        ("hang", BRIEF),
        ("spin", BRIEF),
        ("spin", Limits(memory_mb=512, cpu_seconds=1, wall_seconds=30)),
        ("mute", BRIEF),
    ],
)
def test_what_takes_too_long_is_ended_and_the_next_goes_on(does, item, limits):
    with Workers(does, limits=limits) as workers:
        first, late, last = workers.each([1, item, 2])
    assert (first, last) == (1, 2)
    assert isinstance(late, Stopped)
    assert late.reason is Reason.TIME


@POSIX
def test_each_item_has_the_whole_time_again(does):
    limits = Limits(memory_mb=512, cpu_seconds=1, wall_seconds=10)
    with Workers(does, limits=limits) as workers:
        assert list(workers.each([0.6] * 4)) == [0.6] * 4


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit the address space")
def test_two_gigabytes_do_not_fit_and_a_full_house_is_no_fault_of_the_last_guest(does):
    with Workers(does, limits=ROOMY) as workers:
        eaten, after = workers.each(["eat", 1])
        assert list(workers.each(["leak"] * 5)) == ["leak"] * 5
    assert isinstance(eaten, Stopped)
    assert (eaten.reason, after) == (Reason.MEMORY, 1)


def test_an_answer_that_is_too_long_is_not_taken(does):
    little = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=20, answer_mb=1)
    with Workers(does, limits=little) as workers:
        long, after = workers.each(["long", 1])
    assert isinstance(long, Stopped)
    assert (long.reason, after) == (Reason.MEMORY, 1)


def test_only_a_few_items_are_taken_ahead(does):
    taken = []
    with Workers(does, limits=ROOMY) as workers:
        outcomes = workers.each(taken.append(n) or n for n in range(1_000))
        assert next(outcomes) == 0
        assert len(taken) < 50


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_nobody_is_left_when_the_work_is_broken_off(does):
    pids = []

    def broken_off():
        with Workers(does, jobs=2, limits=ROOMY) as workers:
            pids.extend(workers.each(["pid"] * 20))
            workers._pool.submit(workers._do, ["hang"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert all(gone(pid) for pid in pids)


def test_a_function_that_cannot_be_imported_is_a_bug_and_no_item_s_fault(tmp_path, monkeypatch):
    module = tmp_path / "here_today.py"
    module.write_text("def does(item): return item", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import here_today  # noqa: PLC0415

    module.unlink()
    with (
        Workers(here_today.does, limits=ROOMY) as workers,
        pytest.raises(RuntimeError, match="does"),
    ):
        list(workers.each([1]))
    del sys.modules["here_today"]


def test_a_function_without_a_name_is_refused_at_once():
    with pytest.raises(ValueError, match="not a function of a module"):
        Workers(lambda item: item, limits=ROOMY)

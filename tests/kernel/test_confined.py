from __future__ import annotations

import io
import operator
import os
import pickle
import sys
import time
from pathlib import Path

import pytest

from formkit.kernel import confined, confined_child, leash
from formkit.kernel.confined import Blame, Reason, Stopped
from formkit.kernel.errors import InputUnreadable, UsageError
from formkit.kernel.findings import Place
from formkit.kernel.limits import Limits

ROOMY = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=20)
BRIEF = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=1)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")

STRANGER = """
import ctypes, os, subprocess, sys, time
from formkit.kernel.errors import UsageError
from formkit.kernel.findings import Place

def refuses(place): raise UsageError("FK-VAL-047", place=Place(file=place), value="1")
def stumbles(): return {}["nothing"]
def panics(): raise type("PanicException", (BaseException,), {})("index out of bounds")
def cannot_travel():
    class Local(Exception): pass
    raise Local("here only")
def is_stubborn():
    raise Picky(1, 2)
class Picky(Exception):
    def __init__(self, one, two): super().__init__("picky")
def spins():
    while True: pass
def hoards(): return len([bytes(1 << 20) for _ in range(2048)])
def chatters():
    print("to standard output")
    os.write(1, b"and from a C library")
    os.write(2, b"x" * 1_000_000)
    return "heard"
def leaves_a_child(note):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    open(note, "w").write(str(child.pid))
def closes_its_mouth():
    os.closerange(0, 20)
    time.sleep(60)
def system_out_of_memory():
    raise OSError(12, "Cannot allocate memory", "a folder")
def rust_out_of_memory():
    os.write(2, b"memory allocation of 549755813888 bytes failed\\n")
    os.abort()
"""


@pytest.fixture
def stranger(tmp_path, monkeypatch):
    (tmp_path / "stranger_to_formkit.py").write_text(STRANGER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import stranger_to_formkit  # noqa: PLC0415

    yield stranger_to_formkit
    del sys.modules["stranger_to_formkit"]


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_the_answer_comes_from_another_process():
    assert confined.run(operator.mul, 6, 7, limits=ROOMY) == 42
    assert confined.run(os.getpid, limits=ROOMY) != os.getpid()


def test_a_function_that_cannot_be_found_again_by_name_is_refused_at_once():
    with pytest.raises(ValueError, match="not a function of a module"):
        confined.run(lambda: 1, limits=ROOMY)


def test_its_own_error_arrives_whole(stranger):
    with pytest.raises(UsageError) as raised:
        confined.run(stranger.refuses, "表.xlsx", limits=ROOMY)
    assert raised.value.place == Place(file="表.xlsx")
    assert (
        raised.value.finding()
        == UsageError("FK-VAL-047", place=Place(file="表.xlsx"), value="1").finding()
    )


def test_a_bug_arrives_with_the_traceback_of_the_child(stranger):
    with pytest.raises(KeyError) as raised:
        confined.run(stranger.stumbles, limits=ROOMY)
    assert "in stumbles" in "".join(raised.value.__notes__)


@pytest.mark.parametrize("name", ["panics", "cannot_travel", "is_stubborn"])
def test_an_error_that_cannot_travel_is_told(stranger, name):
    with pytest.raises(RuntimeError) as raised:
        confined.run(getattr(stranger, name), limits=ROOMY)
    assert name in "".join(raised.value.__notes__)


def test_what_a_library_prints_is_not_taken_for_the_answer(stranger):
    assert confined.run(stranger.chatters, limits=ROOMY) == "heard"


@POSIX
@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("spins", Limits(memory_mb=512, cpu_seconds=1, wall_seconds=20), Reason.TIME),
        ("spins", BRIEF, Reason.TIME),
        ("closes_its_mouth", BRIEF, Reason.TIME),
        ("rust_out_of_memory", ROOMY, Reason.MEMORY),
        ("system_out_of_memory", ROOMY, Reason.MEMORY),
    ],
)
def test_what_does_not_come_to_an_end_is_stopped(stranger, name, limits, reason):
    with pytest.raises(Stopped) as raised:
        confined.run(getattr(stranger, name), limits=limits)
    assert raised.value.reason is reason


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit the address space")
def test_two_gigabytes_do_not_fit_into_half_a_gigabyte(stranger):
    with pytest.raises(Stopped) as raised:
        confined.run(stranger.hoards, limits=ROOMY)
    assert raised.value.reason is Reason.MEMORY


def test_an_answer_that_is_too_long_is_not_taken():
    little = Limits(memory_mb=512, cpu_seconds=20, wall_seconds=20, answer_mb=1)
    with pytest.raises(Stopped) as raised:
        confined.run(operator.mul, "长" * 1000, 1000, limits=little)
    assert raised.value.reason is Reason.MEMORY


@POSIX
def test_death_by_a_signal_is_a_sentence_of_the_caller():
    blame = Blame(
        InputUnreadable,
        Place(file="表.xlsx"),
        memory="FK-IN-063",
        time="FK-IN-063",
        crash="FK-VAL-047",
    )
    with pytest.raises(KeyError):  # FK-VAL-047 wants {value}; the blanks that there are, are filled
        confined.run(os.abort, limits=ROOMY, blame=blame)
    with pytest.raises(Stopped, match="SIGABRT") as raised:
        confined.run(os.abort, limits=ROOMY)
    assert raised.value.reason is Reason.CRASH
    with pytest.raises(Stopped, match="exit 3"):
        confined.run(os._exit, 3, limits=ROOMY)


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks into /proc")
def test_what_the_function_started_ends_with_it(stranger, tmp_path):
    note = tmp_path / "pid"
    confined.run(stranger.leaves_a_child, str(note), limits=ROOMY)
    pid = int(note.read_text(encoding="utf-8"))
    for _ in range(200):
        if not alive(pid):
            break
        time.sleep(0.01)
    assert not alive(pid)


def test_the_child_answers_in_this_process_too(monkeypatch):
    monkeypatch.setattr("formkit.kernel.limits.obey", lambda _: None)
    asked = pickle.dumps(ROOMY) + pickle.dumps(("operator", "truediv", (1, 4)))
    assert pickle.loads(confined_child.answer(io.BytesIO(asked))) == (True, 0.25)
    asked = pickle.dumps(ROOMY) + pickle.dumps(("operator", "truediv", (1, 0)))
    succeeded, error = pickle.loads(confined_child.answer(io.BytesIO(asked)))
    assert not succeeded
    assert isinstance(error, ZeroDivisionError)


def test_a_program_on_a_leash_may_have_ended_by_itself():
    process = leash.start([sys.executable, "-c", "raise SystemExit(7)"])
    process.wait()
    assert leash.end(process) == 7


@pytest.mark.parametrize("status", [1816, 0xC0000044, 0xC0000044 - (1 << 32)])
def test_a_child_that_windows_ended_for_its_processor_time_was_stopped_by_time(status):
    found = confined.stopped(status, b"", ROOMY, late=False, long=False)
    assert found.reason is Reason.TIME


def test_a_status_of_windows_is_told_as_people_look_it_up():
    found = confined.stopped(0xC0000005, b"", ROOMY, late=False, long=False)
    assert (found.reason, found.detail) == (Reason.CRASH, "exit 0xc0000005")


@pytest.mark.parametrize(
    "error",
    [
        OSError(12, "Cannot allocate memory"),
        ImportError("unicodedata.so: failed to map segment from shared object"),
    ],
)
def test_memory_that_the_system_refuses_ends_the_child_as_such(error):
    with pytest.raises(MemoryError):
        confined_child._failure(error)
    assert b"no such module" in confined_child._failure(ImportError("no such module"))

"""A copy of the register is whole and complete, whoever writes meanwhile (T33)."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import OutputError, UsageError
from formkit.register import Register
from formkit.register.audit import audit
from formkit.register.backup import back_up
from proof import cases

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0))
PROGRAM = Path(__file__).with_name("draw_numbers.py")


@pytest.fixture
def register(tmp_path):
    register = Register("sqlite:///登记库.db", root=tmp_path, clock=CLOCK)
    register.create()
    yield register
    register.close()


def serials(folder: Path, name: str) -> list[int]:
    copy = Register(f"sqlite:///{name}", root=folder, clock=CLOCK)
    try:
        return [row["serial"] for row in copy.numbers()]
    finally:
        copy.close()


@pytest.mark.proof
def test_every_copy_made_while_four_write_holds_all_that_was_there_before(register, tmp_path):
    copies, each = cases(10, 100), str(cases(40, 400))
    writers = [
        subprocess.Popen([sys.executable, PROGRAM, tmp_path, str(writer), each])
        for writer in range(4)
    ]
    while not register.numbers():  # they have begun
        time.sleep(0.02)
    grew = set()
    for number in range(copies):
        before = len(register.numbers())
        made = back_up(register, tmp_path / f"备份{number}.db", clock=CLOCK)
        after = len(register.numbers())
        held = serials(tmp_path, made.path.name)
        assert held == list(range(1, len(held) + 1))
        assert before <= len(held) == made.numbers <= after
        grew.add(len(held))
        with sqlite3.connect(made.path) as opened:
            assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        opened.close()
    assert [writer.wait(timeout=600) for writer in writers] == [0] * 4
    assert len(grew) > 1, "nobody wrote while the copies were made"
    assert serials(tmp_path, "登记库.db") == list(range(1, 4 * int(each) + 1))


def test_a_copy_put_in_its_place_goes_on_with_the_next_number(register, tmp_path):
    subprocess.run([sys.executable, PROGRAM, tmp_path, "甲", "3"], check=True)
    made = back_up(register, tmp_path / "备份.db", clock=CLOCK)
    subprocess.run([sys.executable, PROGRAM, tmp_path, "乙", "2"], check=True)
    register.close()
    shutil.copy(made.path, tmp_path / "登记库.db")
    assert len(register.numbers()) == 3
    assert [one.code for one in audit(register, root=tmp_path) if one.code != "FK-REG-012"] == []
    subprocess.run([sys.executable, PROGRAM, tmp_path, "丙", "1"], check=True)
    assert [row["serial"] for row in register.numbers()] == [1, 2, 3, 4]


def test_nothing_is_written_over_and_a_missing_folder_is_told(register, tmp_path):
    (tmp_path / "备份.db").write_bytes(b"mine")
    with pytest.raises(OutputError, match="FK-OUT-008"):
        back_up(register, tmp_path / "备份.db", clock=CLOCK)
    with pytest.raises(OutputError, match="FK-OUT-001"):
        back_up(register, tmp_path / "没有" / "备份.db", clock=CLOCK)
    assert (tmp_path / "备份.db").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["备份.db", "登记库.db"]


def test_a_damaged_register_gives_no_copy(register, tmp_path):
    subprocess.run([sys.executable, PROGRAM, tmp_path, "甲", "30"], check=True)
    register.close()
    path = tmp_path / "登记库.db"
    data = bytearray(path.read_bytes())
    data[4096:12_288] = b"\xff" * 8_192
    path.write_bytes(data)
    with pytest.raises(OutputError, match=r"FK-REG-03[6]|FK-REG-003"):
        back_up(register, tmp_path / "备份.db", clock=CLOCK)
    assert [one.name for one in tmp_path.iterdir()] == ["登记库.db"]


def test_a_server_backs_itself_up(tmp_path):
    served = Register("postgresql+psycopg://u:p@127.0.0.1:1/x", root=tmp_path, clock=CLOCK)
    with pytest.raises(UsageError, match="FK-REG-035"):
        back_up(served, tmp_path / "备份.db", clock=CLOCK)

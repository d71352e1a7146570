from __future__ import annotations

import sys

import pytest
from returned import BANKS, Paper, make

from formkit.kernel.errors import InputUnreadable
from formkit.kernel.limits import Limits
from formkit.surveys import returned as dispatch
from formkit.surveys.reading.desk import Desk
from formkit.surveys.returned import Returned

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
ALL = {("Ⅲ", n): {"满意": "√"} for n in range(1, 11)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("returned")
    for number in range(6):
        data = make(Paper(ALL, survey_no=f"MYD-{number}")).data
        (folder / f"{number}.xlsx").write_bytes(data)
    (folder / "damaged.xlsx").write_bytes(data[:-40])
    (folder / "text.xlsx").write_text("不是表", encoding="utf-8")
    return folder


def said(outcome):
    """Return the key of the one reply, or the code of the refusal."""
    return outcome[0].key if isinstance(outcome, list) else outcome.code


def returned(folder, *names):
    return [Returned(folder / f"{name}.xlsx", f"{name}.xlsx") for name in names]


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_are_read_in_order_and_bad_ones_are_refused_with_the_reason(folder, jobs):
    names = ["0", "damaged", "1", "text", "2", "nowhere", "3", "4", "5"]
    with Desk(jobs=jobs) as at:
        outcomes = list(at.read(returned(folder, *names), BANKS))
    assert [said(one) for one in outcomes] == [
        "MYD-0",
        "FK-IN-012",
        "MYD-1",
        "FK-SUR-125",
        "MYD-2",
        "FK-IN-001",
        "MYD-3",
        "MYD-4",
        "MYD-5",
    ]
    (first,) = outcomes[0]
    assert first.entry["answers"][3]["choices"] == ["满意"]
    assert first.places["answers.3.choices"].file == "0.xlsx"
    assert first.findings == ()


STRANGER = """
import os
from formkit.surveys import returned

read = returned.read

def reply(file, asked):
    if file.name == "1.xlsx":
        os.abort()
    if file.name == "2.xlsx":
        kept = [bytearray(64 << 20) for _ in range(1000)]
    if file.name == "3.xlsx":
        while True: pass
    return read(file, asked)
"""


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS does not limit the address space")
def test_a_file_that_kills_its_reader_is_refused_and_the_others_are_read(
    folder, tmp_path, monkeypatch
):
    (tmp_path / "stranger_at_the_desk.py").write_text(STRANGER, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    import stranger_at_the_desk  # noqa: PLC0415

    monkeypatch.setattr(dispatch, "read", stranger_at_the_desk.reply)
    limits = Limits(memory_mb=512, cpu_seconds=2, wall_seconds=3)
    with Desk(limits=limits) as at:
        outcomes = list(at.read(returned(folder, *"012345"), BANKS))
    del sys.modules["stranger_at_the_desk"]
    assert [said(one) for one in outcomes] == [
        "MYD-0",
        "FK-SUR-075",
        "FK-SUR-073",
        "FK-SUR-074",
        "MYD-4",
        "MYD-5",
    ]
    assert isinstance(outcomes[1], InputUnreadable)
    assert "SIGABRT" in str(outcomes[1])
    assert "512 MB" in str(outcomes[2])


def test_files_are_taken_as_they_are_asked_for(folder):
    taken = []

    def files():
        for number in range(400):
            taken.append(number)
            yield returned(folder, str(number % 6))[0]

    with Desk() as at:
        outcomes = at.read(files(), BANKS)
        assert said(next(outcomes)) == "MYD-0"
        assert len(taken) < 50

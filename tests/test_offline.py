"""Nothing leaves this machine; `conftest.py` watches every socket of the test processes (B5)."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

OUTSIDE = ("198.51.100.7", 80)


def test_the_watch_notices_whoever_speaks_to_another_machine():
    with socket.socket() as speaker, pytest.raises(AssertionError, match=r"198\.51\.100\.7"):
        speaker.connect(OUTSIDE)
    with pytest.raises(AssertionError, match=r"example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)


WATCHED = """
import sys
sys.path.insert(0, sys.argv[1])
import conftest  # watches the sockets
from formkit.cli.main import run
for words in (["demo", "示范"], ["doctor"]):
    run(words)
"""


def test_the_whole_demo_speaks_to_nobody(tmp_path, pytestconfig):
    """In a process of its own, where nothing was imported before."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(pytestconfig.rootpath / "tests")],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert "somebody speaks to" not in done.stdout + done.stderr
    assert "FK-BUG" not in done.stdout + done.stderr
    assert list((tmp_path / "示范").rglob("*.docx"))

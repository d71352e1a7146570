"""Folders in the system's temporary folder: gone with their owner, or a day after it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from formkit.kernel import temporary
from formkit.kernel.temporary import Temporary

KILLED = """
import os, sys
from formkit.kernel.temporary import Temporary
kept = Temporary("probe")
(kept.path / "half").mkdir()
(kept.path / "half" / "done").write_text("x")
print(kept.path, flush=True)
if sys.argv[1] == "killed":
    os._exit(9)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("formkit-*")]


def a_day_later(folder: Path) -> None:
    """Make all that is there two days old."""
    before = time.time() - 2 * temporary.KEPT_SECONDS
    for path in folder.glob("*"):
        os.utime(path, (before, before))
    temporary.clear(folder, before=time.time() - temporary.KEPT_SECONDS)


def started(how: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_a_folder_goes_at_the_end_of_its_block_and_with_its_owner(folder):
    with Temporary("probe") as made:
        (made.path / "x").write_text("x", encoding="utf-8")
    assert left(folder) == []
    kept = [Temporary("probe")]
    assert len(left(folder)) == 1
    kept.clear()
    assert left(folder) == []


_kept: list[Temporary] = []


def keep() -> str:
    _kept.append(Temporary("probe"))
    return str(_kept[0].path)


def test_a_worker_process_takes_its_folder_along_when_it_leaves(folder):
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        path = Path(pool.submit(keep).result())
        assert path.parent == folder
        assert path.is_dir()
    assert left(folder) == []


def test_what_a_killed_run_left_is_removed_when_it_is_a_day_old(folder):
    killed = started("killed")
    path = Path(killed.communicate()[0].strip())
    assert killed.returncode == 9
    assert path.is_dir()
    temporary.clear(folder, before=time.time() - temporary.KEPT_SECONDS)
    assert path.is_dir()  # young still
    a_day_later(folder)
    assert left(folder) == []


def test_what_a_living_run_uses_stays_however_old_it_is(folder):
    living = started("living")
    assert living.stdout is not None
    path = Path(living.stdout.readline().strip())
    with Temporary("probe") as own:
        a_day_later(folder)
        assert path.is_dir()
        assert own.path.is_dir()
    living.communicate("")
    assert left(folder) == []


def test_what_is_not_ours_stays(folder):
    (folder / "formkit-of-somebody").mkdir()
    (folder / "formkit-bug-1.txt").write_text("x", encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other" / temporary.LOCK).write_text("", encoding="utf-8")
    if os.name != "nt":
        (folder / "formkit-link").symlink_to(folder / "other")
    before = sorted(path.name for path in folder.iterdir())
    a_day_later(folder)
    assert sorted(path.name for path in folder.iterdir()) == before

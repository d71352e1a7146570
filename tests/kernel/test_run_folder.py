"""The folder of a run: known as alive or dead, and private only where its files do not inherit."""

from __future__ import annotations

import os

import pytest

from formkit.kernel.run_folder import dead_runs, mode_for, open_run


def test_a_living_run_is_not_taken_for_a_dead_one(tmp_path):
    alive, dead = open_run(tmp_path), open_run(tmp_path)
    dead.leave()
    found = list(dead_runs(tmp_path))
    assert [run.path for run in found] == [dead.path]
    for run in (*found, alive):
        run.remove()
    assert list(tmp_path.iterdir()) == []


def test_on_windows_the_folder_gives_its_files_no_rights_of_their_owner_alone():
    # os.mkdir: "a mode of 0o700 is specifically handled to apply access control"; no other is
    assert mode_for("nt") != 0o700
    assert mode_for("posix") == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows takes the rights of the folder above")
def test_elsewhere_the_unfinished_files_are_nobody_elses(tmp_path):
    run = open_run(tmp_path)
    assert run.path.stat().st_mode & 0o777 == 0o700
    run.remove()

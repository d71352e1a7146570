"""Where things are kept from run to run for one user, and what happens where nothing can be kept."""

from __future__ import annotations

import sys

import pytest

from formkit.kernel import user_cache

VARIABLE = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME"


def test_the_folder_lies_where_the_system_keeps_such_things(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    made = user_cache.folder("fonts")
    assert made == tmp_path / "formkit" / "fonts"
    assert made.is_dir()


def test_a_relative_place_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert user_cache.folder("fonts") == tmp_path / ".cache" / "formkit" / "fonts"


@pytest.mark.parametrize("name", ["file", "file/deeper"])
def test_where_no_folder_can_be_made_there_is_none(tmp_path, monkeypatch, name):
    (tmp_path / "formkit").mkdir()
    (tmp_path / "formkit" / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert user_cache.folder(name) is None

"""Writing files: whole or not at all, and never over somebody's open document."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from formkit.kernel import files
from formkit.kernel.errors import OutputError


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch):
    monkeypatch.setattr(files, "RETRY_AFTER_SECONDS", (0.0, 0.0))


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_written_stands_under_its_name_alone(tmp_path):
    target = tmp_path / "回访记录.docx"
    assert files.write_durably(target, b"one") == target
    assert files.write_durably(target, b"two") == target
    assert target.read_bytes() == b"two"
    assert leftovers(tmp_path) == ["回访记录.docx"]


@pytest.mark.skipif(os.name == "nt", reason="Windows takes the rights of the folder")
def test_colleagues_may_open_what_is_written_and_a_file_keeps_its_rights(tmp_path):
    target = tmp_path / "回访记录.docx"
    before = os.umask(0o022)
    try:
        files.write_durably(target, b"one")
    finally:
        os.umask(before)
    assert target.stat().st_mode & 0o777 == 0o644
    target.chmod(0o664)
    files.write_durably(target, b"two")
    assert target.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize("failing", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "FK-OUT-003"),
        (errno.EROFS, "FK-OUT-002"),
        (errno.EIO, "FK-OUT-005"),
        (errno.ENAMETOOLONG, "FK-OUT-007"),
    ],
)
def test_a_failure_leaves_the_old_file_and_no_half_one(
    tmp_path, monkeypatch, failing, number, code
):
    target = tmp_path / "回访记录.docx"
    target.write_bytes(b"old")

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os if failing == "fsync" else Path, failing, fail)
    with pytest.raises(OutputError) as caught:
        files.write_durably(target, b"new")
    monkeypatch.undo()
    assert caught.value.code == code
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == ["回访记录.docx"]


def test_ctrl_c_while_writing_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write_durably(tmp_path / "回访记录.docx", b"new")
    monkeypatch.undo()
    assert leftovers(tmp_path) == []


@pytest.fixture
def held_open(monkeypatch):
    """Let every replacement of 回访记录.docx fail as Windows does while Word has it open."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name == "回访记录.docx":
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = 32
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.usefixtures("held_open")
def test_a_document_open_in_word_is_saved_beside_it(tmp_path):
    (tmp_path / "回访记录.docx").write_bytes(b"open")
    (tmp_path / "回访记录(2).docx").write_bytes(b"older")
    written = files.write_durably(tmp_path / "回访记录.docx", b"new", aside=True)
    assert written.name == "回访记录(3).docx"
    assert written.read_bytes() == b"new"
    assert (tmp_path / "回访记录.docx").read_bytes() == b"open"


@pytest.mark.usefixtures("held_open")
def test_without_leave_to_save_beside_the_fault_is_told(tmp_path):
    (tmp_path / "回访记录.docx").write_bytes(b"open")
    with pytest.raises(OutputError) as caught:
        files.write_durably(tmp_path / "回访记录.docx", b"new")
    assert caught.value.code == "FK-OUT-004"
    assert leftovers(tmp_path) == ["回访记录.docx"]


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(OutputError) as caught:
        files.write_durably(tmp_path / "没有" / "回访记录.docx", b"x")
    assert caught.value.code == "FK-OUT-001"


def test_a_folder_is_made_and_a_file_in_its_way_is_told(tmp_path):
    assert files.make_folder(tmp_path / "输出" / "一月").is_dir()
    (tmp_path / "占位").write_text("x", encoding="utf-8")
    for blocked in (tmp_path / "占位", tmp_path / "占位" / "里面"):
        with pytest.raises(OutputError) as caught:
            files.make_folder(blocked)
        assert caught.value.code == "FK-OUT-006"


def test_a_read_only_place_is_told(tmp_path, monkeypatch):
    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError) as caught:
        files.make_folder(tmp_path / "输出")
    assert caught.value.code == "FK-OUT-002"


@pytest.mark.parametrize(
    ("number", "length", "long"),
    [(3, 300, True), (206, 30, True), (2, 300, True), (3, 100, False), (5, 300, False)],
)
def test_windows_says_of_a_path_that_is_too_long_only_that_it_is_not_there(number, length, long):
    error = FileNotFoundError(errno.ENOENT, "not found", "x" * length)
    error.winerror = number
    told = files.explained(error, Path("输出") / "回访记录.docx")
    assert files.is_too_long(error, Path("回访记录.docx")) is long
    assert told.code == ("FK-OUT-007" if long else "FK-OUT-001")


def test_a_temporary_file_that_a_scanner_holds_does_not_hide_the_fault(tmp_path, monkeypatch):
    target = tmp_path / "回访记录.docx"

    def fail(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    def held(_path: Path, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(os, "fsync", fail)
    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(OutputError) as caught:
        files.write_durably(target, b"new")
    assert caught.value.code == "FK-OUT-003"

"""Where a register file may lie: on this machine's disk, copied away by nobody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from formkit.kernel import volumes
from formkit.kernel.clock import FixedClock
from formkit.kernel.errors import OutputError
from formkit.register import Register

CLOCK = FixedClock(datetime(2026, 11, 23, 9))


def on(folder: Path) -> Register:
    return Register("sqlite:///登记库.db", root=folder, clock=CLOCK)


@pytest.mark.parametrize(
    ("magic", "kind"), [(0x6969, "NFS"), (0xFF534D42, "CIFS"), (0xFE534D42, "SMB")]
)
def test_a_register_on_another_machines_disk_is_refused_before_anything_is_written(
    tmp_path, monkeypatch, magic, kind
):
    local = on(tmp_path)
    local.create()
    local.close()
    before = (tmp_path / "登记库.db").read_bytes()
    monkeypatch.setattr(volumes, "_magic", lambda _path: magic)
    far = on(tmp_path)
    for write in (far.create, lambda: far.writing().__enter__()):
        with pytest.raises(OutputError) as caught:
            write()
        assert caught.value.code == "FK-REG-033"
        assert kind in str(caught.value)
        assert "PostgreSQL" in str(caught.value)
    assert far.numbers() == []  # looking is allowed
    far.close()
    assert (tmp_path / "登记库.db").read_bytes() == before


def test_windows_shares_and_mapped_drives_are_known(monkeypatch):
    monkeypatch.setattr(volumes.sys, "platform", "win32")
    monkeypatch.setattr(volumes.os.path, "splitdrive", lambda _path: ("\\\\server\\share", ""))
    assert volumes.network_kind(Path("登记库.db")) == "UNC"

    class Kernel:
        def __init__(self, kind: int) -> None:
            self.kernel32 = self
            self.kind = kind

        def GetDriveTypeW(self, root: str) -> int:
            assert root == "Z:\\"
            return self.kind

    monkeypatch.setattr(volumes.os.path, "splitdrive", lambda _path: ("Z:", ""))
    for number, kind in ((4, "Z:"), (3, "")):
        monkeypatch.setattr(volumes.ctypes, "windll", Kernel(number), raising=False)
        assert volumes.network_kind(Path("登记库.db")) == kind


@pytest.mark.parametrize("name", ["OneDrive - 公司", "我的坚果云", "Nutstore Files", "Dropbox"])
def test_a_register_that_a_program_copies_away_is_used_with_a_warning(tmp_path, name):
    (tmp_path / name).mkdir()
    register = on(tmp_path / name)
    register.create()
    [doubt] = register.doubts()
    register.close()
    assert doubt.code == "FK-REG-034"
    assert not doubt.blocks


def test_a_register_on_a_disk_of_this_machine_is_no_matter(tmp_path):
    register = on(tmp_path)
    register.create()
    assert register.doubts() == []
    register.close()


def test_a_folder_that_is_not_there_yet_is_judged_by_the_nearest_above(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(volumes.os, "fsencode", lambda path: (asked.append(path), b"/")[1])
    volumes.network_kind(tmp_path / "还没有" / "登记库.db")
    assert asked == [tmp_path]


@pytest.mark.parametrize(
    ("drive", "kind"),
    [("\\\\?\\UNC\\server\\share", "UNC"), ("\\\\?\\Z:", "Z:"), ("\\\\server\\share", "UNC")],
)
def test_a_long_path_of_windows_is_known_as_what_it_is(monkeypatch, drive, kind):
    class Kernel:
        def GetDriveTypeW(self, root: str) -> int:
            return 4 if root == "Z:\\" else 1

    windll = type("Windll", (), {"kernel32": Kernel()})
    monkeypatch.setattr(volumes.sys, "platform", "win32")
    monkeypatch.setattr(volumes.os.path, "splitdrive", lambda _path: (drive, ""))
    monkeypatch.setattr(volumes.ctypes, "windll", windll, raising=False)
    assert volumes.network_kind(Path("登记库.db")) == kind

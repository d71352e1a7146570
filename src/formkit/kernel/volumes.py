"""Volumes: whose machine a folder is on, and how what was written there is made durable."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Iterable
from pathlib import Path

# Linux, include/uapi/linux/magic.h: volumes of this machine where syncfs(2) waits for the disk.
_SYNCED_AS_A_WHOLE = frozenset(
    {
        0xEF53,  # ext2, ext3, ext4
        0x58465342,  # xfs
        0x9123683E,  # btrfs
        0xF2F52010,  # f2fs
        0x01021994,  # tmpfs: nothing survives a power failure, nothing to wait for
        0x794C7630,  # overlayfs
    }
)
# Volumes of another machine, and FUSE, behind which most of them hide.
_ELSEWHERE = {
    0x6969: "NFS",
    0xFF534D42: "CIFS",
    0xFE534D42: "SMB",
    0x517B: "SMB",
    0x65735546: "FUSE",
    0x01021997: "9P",
    0x5346414F: "AFS",
    0x00C36400: "Ceph",
}
_SYNCED = {  # how folder names begin, in lower case → the program
    "onedrive": "OneDrive",
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "nutstore": "坚果云",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "icloud": "iCloud",
    "wps云盘": "WPS云盘",
    "wpsdrive": "WPS云盘",
    "baidusyncdisk": "百度网盘",
    "百度网盘同步": "百度网盘",
}
_DRIVE_REMOTE = 4  # Windows, GetDriveTypeW


class _Statfs(ctypes.Structure):
    """The start of Linux' `struct statfs`; the rest is room."""

    _fields_ = (("type", ctypes.c_long), ("room", ctypes.c_long * 31))


def network_kind(path: Path) -> str:
    """Return what kind of network volume the path is on (`NFS`, `UNC` …); empty: this machine's.

    The nearest folder above that exists is asked. Where the system cannot tell, the volume counts
    as this machine's.
    """
    if sys.platform == "win32":
        return _windows_kind(path)
    return _ELSEWHERE.get(_magic(path), "")


def _windows_kind(path: Path) -> str:
    drive = os.path.splitdrive(path.absolute())[0]
    plain = drive.removeprefix("\\\\?\\")  # how Windows marks a path that may be long
    if plain.startswith("\\\\") or (plain != drive and plain.upper().startswith("UNC")):
        return "UNC"
    windll = getattr(ctypes, "windll", None)
    if windll is not None and windll.kernel32.GetDriveTypeW(f"{plain}\\") == _DRIVE_REMOTE:
        return plain
    return ""


def _magic(path: Path) -> int:
    """Return the kind of the volume by its number in `statfs`; 0 where the system cannot tell."""
    library = _linux()
    if library is None:
        return 0
    nearest = next((one for one in (path, *path.absolute().parents) if one.exists()), None)
    found = _Statfs()
    if nearest is None or library.statfs(os.fsencode(nearest), ctypes.byref(found)) != 0:
        return 0
    return int(found.type) & 0xFFFFFFFF


def synced_by(path: Path) -> str:
    """Return which program copies the path elsewhere (`OneDrive`, `坚果云` …); empty: none known.

    Told by the names that these programs give their folders.
    """
    for part in path.absolute().parts:
        for sign, name in _SYNCED.items():
            if part.casefold().startswith(sign):
                return name
    return ""


def syncs_as_a_whole(folder: Path) -> bool:
    """Return whether one call makes everything written below the folder durable (Linux, local)."""
    return _magic(folder) in _SYNCED_AS_A_WHOLE


def sync_whole(folder: Path) -> None:
    """Make all that was written on the folder's volume durable, in one call.

    Raises:
        OSError: the disk is full or reports a fault; only where `syncs_as_a_whole`.
    """
    library = _linux()
    if library is None:
        raise OSError(0, "syncfs")
    handle = os.open(folder, os.O_RDONLY)
    try:
        if library.syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder durable: what was made, renamed or removed there."""
    if os.name == "nt":  # Windows cannot open a folder for syncing; its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(paths: Iterable[Path]) -> None:
    """Make these files durable, one by one.

    Not one that Windows lets nobody write to, because it is open in Word or read-only: it has been
    there for long.
    """
    for path in paths:
        try:
            with path.open("r+b") as stream:  # Windows syncs only what may be written
                os.fsync(stream.fileno())
        except PermissionError:
            if os.name != "nt":
                raise


def _linux() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    return library if hasattr(library, "syncfs") else None
